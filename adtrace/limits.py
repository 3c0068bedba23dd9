"""Every cap in one place. A cap that is reached ends the run with exit code 3 and says its name."""

from __future__ import annotations

from typing import Any, NoReturn


class Limits:
    """How much adtrace takes on before it says no. Frozen; Limits(nodes=10) has another cap for one of them.

    No data class: every start would pay for what is made of its fields.
    """

    text: int = 256_000_000
    """Characters of a program."""
    name: int = 1_000
    """Characters of a name."""
    nodes: int = 5_000_000
    """Nodes of a graph, after users' functions are inlined."""
    call_depth: int = 100
    """Users' functions that call one another."""
    rank: int = 8
    """Axes of an array."""
    elements: int = 100_000_000
    """Elements of one array."""
    file_bytes: int = 2_000_000_000
    """Bytes of a file of values."""
    table: int = 20_000_000
    """Characters of a table that was worked by hand."""
    component_sweeps: int = 16
    """Sweeps made without being asked for, one per component of an array."""
    sweeps: int = 64
    """Sweeps of one run."""
    derivative_sweeps: int = 10_000
    """Sweeps of one Jacobian or Hessian."""
    derivative_entries: int = 20_000_000
    """Entries of one."""
    grouped_entries: int = 4_000_000
    """Entries of one up to which columns or rows are looked for that share a sweep."""
    drawn: int = 1_000
    """Cards of one drawing."""
    stepped: int = 300
    """Steps and increments of a page that can be stepped through; a longer one has its tables only."""
    labelled: int = 150
    """Cards of a drawing that still labels its edges."""
    leaf_uses: int = 8
    """Uses of an input above which it is drawn once per use."""
    written: int = 100_000
    """Signs of an expression in LaTeX or Unicode, its sums written out."""

    terms: int = 64
    """Terms of a sum over arrays that is written out: one whose terms take more than single elements."""
    frames: int = 200
    """Frames of a drawing that is shown step by step."""
    pixels: int = 100_000_000
    """Pixels of a PNG."""
    layout_seconds: float = 20.0
    """Time that placing a drawing may take."""
    rule_terms: int = 200
    """Uses of a node up to which its adjoint is written out as one sum."""
    folded: int = 100
    """Operations of a statement or call that is still worked as one formula."""
    folded_depth: int = 40
    """Operations inside one another up to which it is."""
    exercise: int = 1_000
    """Operands of the steps of an exercise."""
    paths_listed: int = 20
    """Paths from a node to the output up to which all are listed; of more, the first."""
    paths_begun: int = 3
    """Paths that are listed where there are more."""
    paths_counted: int = 10**15
    """Paths that are counted."""
    chained: int = 16
    """Inputs whose strongest path to an output is followed, those that it depends on most."""
    chain_edges: int = 24
    """Edges of a path that is told in full; of a longer one, those with the smallest and the largest factors."""
    chain_ends: int = 5
    """How many of each those are."""
    moved: int = 16
    """Uncertain inputs that are moved to both ends, those that matter most."""
    cornered: int = 10
    """Uncertain elements up to which every combination of their ends is tried."""
    moved_work: int = 500_000
    """Elements of all nodes together that are computed to try them, or places between two ends."""
    crosschecked: int = 1_000
    """Entries of a gradient that are cross-checked; of more, as many are chosen at random."""
    crosscheck_work: int = 1_000_000
    """Operations, large arrays counting more, that the differences of a cross-check take; at least a few inputs are
    checked all the same."""
    claimed_sweeps: int = 256
    """Sweeps of the Jacobian that a claim or an identity is compared with at every point."""
    inspected: int = 10_000
    """Names of steps that a misspelt one is compared with."""
    ranged: int = 1_000
    """Elements of an array in a worked table up to which the rounding of each is followed on its own."""
    summands: int = 16
    """Summands of an output up to which penalties are looked for among them."""
    mistake_sites: int = 1_000
    """Numbers behind a wrong entry of a worked table in which a mistake is looked for."""
    mistake_trials: int = 100_000
    """Numbers that are gone on with anew while mistakes are looked for in one worked table."""
    exact_operations: int = 32
    """Operations of an exact number; a longer one is shown rounded."""
    exact_digits: int = 30
    """Digits of a whole number in one."""
    exact_effort: int = 2_000
    """Operations of all irrational numbers that one operation on arrays comes by; what is left of it is in floats."""
    exact_work: int = 40_000
    """Operations on exact numbers in one evaluation, irrational ones counting tenfold; what follows is in floats."""
    trusted: int = 2_000
    """Operations through which the rounding of every sweep is followed, step by step."""
    moved_through: int = 50_000
    """Operations up to which it is followed at all, by running the program again with last places moved."""
    judged_rows: int = 1_000
    """Rows of a sweep over many points whose rounding, overflow and underflow are followed; evenly spread ones."""
    judged_work: int = 200_000
    """Rows times operations that are followed so."""
    judged_arrays: int = 64
    """Rows that are followed where they have arrays, one by one."""
    judged_elements: int = 25_000
    """Rows times elements of all operations that are followed so, unless one row has more."""
    compared: int = 40_000
    """Operations times sweeps of two traces through which their rounding is followed; beyond, it excuses nothing."""
    audited: int = 1_000
    """Operations of a program that is audited: each of its numbers takes a sweep."""
    many_digits: int = 3_000_000
    """Operations in more digits than float64 has."""
    taylor_order: int = 1_000
    """The highest order of a Taylor expansion."""
    taylor_numbers: int = 20_000_000
    """Coefficients of all steps of one."""
    taylor_judged: int = 50_000
    """Products of coefficients up to which they are compared with the same in many digits."""
    inline_constant: int = 12
    """Operations of a constant that is printed inside its consumer rather than by its name or number."""
    descent_steps: int = 1_000_000
    """Steps of a gradient descent."""
    descent_kept: int = 20_000_000
    """Numbers of the iterates of one that are kept; of what follows, the losses and the last iterate are."""
    inline_elements: int = 24
    """Elements of a named array of constants that is printed inside its consumer rather than by its name."""
    traced: int = 1_000_000
    """Values that a Python function computes while it is traced."""
    spread: int = 1_000
    """Steps, and links between them, that are listed of the spread of one nan, infinity or 0; of more, the first."""
    pattern: int = 200_000_000
    """Columns of a sparsity pattern times elements of the largest array on the way."""
    eliminated: int = 1_000
    """Scalar components, inputs and outputs among them, of a program whose vertices are eliminated."""
    elimination_work: int = 3_000_000
    """Multiplications of one elimination of all vertices."""
    followed: int = 500_000
    """Numbers that are looked at to follow all of these; those that are left are reported where they were born."""
    followed_through: int = 20_000
    """Operations up to which births are followed at all."""

    def __init__(self, **others: float) -> None:
        for name in others:
            if name not in Limits.__annotations__:
                raise TypeError(f"there is no limit {name}")
        self.__dict__.update(others)

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise AttributeError("limits are frozen: make others with _replace")

    def _replace(self, **others: float) -> Limits:
        """The same with other caps."""
        return Limits(**{**self.__dict__, **others})


LIMITS = Limits()
