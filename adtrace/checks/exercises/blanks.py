"""What is left blank in a worked solution, and the answers: every entry a name, a quantity and a number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...errors import AdtraceError
from ...lang.printer import Printer
from ...records import Increment, Step, Sweep, Trace
from ...records.exercise import (
    ADJOINTS,
    BLANKS,
    BOTH,
    FORMULAS,
    FORWARD,
    INCREMENTS,
    PARTIALS,
    REVERSE,
    TANGENTS,
    VALUES,
    Blank,
)
from ...records.worked import ADJOINT, INCREMENT, PARTIAL, TANGENT, VALUE, Quantity
from ...rules.table import nearest

EVERY = "all"
OF_MODE = {TANGENTS: FORWARD, ADJOINTS: REVERSE, PARTIALS: REVERSE, INCREMENTS: REVERSE}
"""The mode that has these."""

TOLD_BY = {ADJOINTS: INCREMENTS}
"""What a blank would be told by, so that it is left blank, too: the sum of the increments is the adjoint."""


def hidden(asked: Sequence[str], mode: str, *, point: bool) -> tuple[str, ...]:
    """The kinds that are left blank, in their order; by default the values and what the sweeps compute.

    Raises AdtraceError for a kind that there is not, or not in this mode, or not without a point.
    """
    for kind in asked:
        if kind != EVERY and kind not in BLANKS:
            alike = nearest(kind, [*BLANKS, EVERY])
            hint = f"{f'did you mean {alike}? ' if alike else ''}blanks are {', '.join((*BLANKS, EVERY))}"
            raise AdtraceError(f"nothing is called {kind}", hint=hint, where="--blank")
        if not is_in(kind, mode):
            hint = f"add --mode {OF_MODE[kind]} or --mode both"
            raise AdtraceError(f"there are no {kind} in {mode} mode", hint=hint)
        if kind == VALUES and not point:
            raise AdtraceError("there are no values without a point", hint="give the point with --at")
    usual = [VALUES, TANGENTS, ADJOINTS]
    wanted = set(BLANKS if EVERY in asked else asked or usual)
    wanted |= {kind for kind, teller in TOLD_BY.items() if teller in wanted}
    return tuple(kind for kind in BLANKS if kind in wanted and is_in(kind, mode) and (point or kind != VALUES))


def is_in(kind: str, mode: str) -> bool:
    """Whether a mode has blanks of this kind."""
    return mode == BOTH or OF_MODE.get(kind, mode) == mode


def blanks(kinds: Sequence[str], value: Trace, forward: Trace | None, reverse: Trace | None) -> Iterator[Blank]:
    """Every blank of these kinds, in the order of the sheet: formulas and values, tangents, then adjoints."""
    for step in value.steps:
        if step.number and FORMULAS in kinds:
            yield Blank(FORMULAS, step.name, Quantity(VALUE, step.name), None, step.formula, step.tree, step.shape)
        if step.number and VALUES in kinds:
            quantity = Quantity(VALUE, step.name)
            yield Blank(VALUES, step.name, quantity, step.value, step.formula, step.tree, step.shape)
    for trace in (forward, reverse):
        for sweep in trace.sweeps if trace else ():
            label = sweep.label if trace and len(trace.sweeps) > 1 else ""
            make = of_forward if trace is forward else of_reverse
            assert trace is not None
            yield from make(kinds, trace, sweep, label)


def of_forward(kinds: Sequence[str], trace: Trace, sweep: Sweep, label: str) -> Iterator[Blank]:
    """The tangents of one sweep."""
    for step in sweep.steps:
        if TANGENTS in kinds and not step.seeded:
            quantity = Quantity(TANGENT, step.name, sweep=label)
            name = f"d{step.name}/d{label}" if label else trace.tangent_name.format(step.name)
            yield Blank(TANGENTS, name, quantity, step.tangent, step.rule, step.rule_tree, step.shape)


def of_reverse(kinds: Sequence[str], trace: Trace, sweep: Sweep, label: str) -> Iterator[Blank]:
    """Partials, increments and adjoints of one sweep, from the output back."""
    printer = Printer(trace.tangent_name, trace.adjoint_name)
    for step in reversed(sweep.steps):
        name = f"d{label}/d{step.name}" if label else trace.adjoint_name.format(step.name)
        for increment in step.increments:
            use = which(step, increment)
            quantity = Quantity(PARTIAL, step.name, increment.consumer, increment.operand, label)
            tree = increment.partial_formula
            if PARTIALS in kinds and tree is not None:
                called = f"d{increment.consumer}/d{step.name}{use}"
                yield Blank(PARTIALS, called, quantity, increment.partial, printer.text(tree), tree, tree.shape)
            if INCREMENTS in kinds:
                quantity = quantity._replace(kind=INCREMENT)
                called = f"{name} from {increment.consumer}{use}"
                yield Blank(
                    INCREMENTS, called, quantity, increment.product, increment.rule, increment.formula, step.shape
                )
        if ADJOINTS in kinds and not is_given(step):
            quantity = Quantity(ADJOINT, step.name, sweep=label)
            yield Blank(ADJOINTS, name, quantity, step.adjoint, step.rule, step.rule_tree, step.shape)


def is_given(step: Step) -> bool:
    """Whether an adjoint is nothing but the seed."""
    return step.seeded and not step.increments


def which(step: Step, increment: Increment) -> str:
    """Which operand a use is, where the same step uses the node twice."""
    uses = [one for one in step.increments if one.consumer == increment.consumer]
    return f" operand {increment.operand + 1}" if len(uses) > 1 else ""
