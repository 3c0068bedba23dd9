"""What a run gives back: sweeps, a trace, or a batch of points."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..named import Record
from .steps import NOTHING, Number, Shape, Step, Steps, Warning

if TYPE_CHECKING:
    from .written import Source


class Sweep(Record):
    """One pass over the graph with one seed.

    label    what tells it from the other sweeps: "x", "W[0, 1]", "x=1, a=-2", "y1"
    seed     seed of every seeded node, by name
    result   forward: the tangent of every output; reverse: the gradient, the adjoint of every input
    steps    in order of evaluation: inputs, then steps; each is made when it is asked for
    operations  multiply-adds that the sweep spent on derivatives
    """

    label: str
    seed: Mapping[str, Number]
    result: Mapping[str, Number]
    steps: Steps
    operations: int = 0


class Cost(Record):
    """What a run took, and what the other mode would have taken, in sweeps and multiply-adds."""

    sweeps: int
    operations: int
    other_mode: str
    other_sweeps: int
    other_operations: int


class Trace(Record):
    """A run: its text, its point, its value and its sweeps.

    mode        "value", "forward" or "reverse"
    expression  the text as typed; `where` is what it is called ("expression" or a file's name)
    inputs      name to value (None without a point), in order; `shapes` their shapes
    outputs     name to value
    point       False for a trace in symbols only
    notes       remarks for the header: which constants are used, what was shared
    tangent_name, adjoint_name   how tangents and adjoints are spelled in ASCII: "d{}", "{}_bar"
    addenda     what was asked for besides, by name: records that views/addenda shows
    """

    mode: str
    expression: str
    inputs: Mapping[str, Number]
    shapes: Mapping[str, Shape]
    outputs: Mapping[str, Number]
    sweeps: tuple[Sweep, ...]
    warnings: tuple[Warning, ...] = ()
    cost: Cost | None = None
    point: bool = True
    where: str = "expression"
    notes: tuple[str, ...] = ()
    tangent_name: str = "d{}"
    adjoint_name: str = "{}_bar"
    addenda: Mapping[str, Any] = NOTHING

    @property
    def value(self) -> Number:
        """The output's value: a float or an ndarray; by name where there are several outputs."""
        return _alone(self.outputs)

    @property
    def gradient(self) -> Any:
        """Reverse mode: the adjoint of every input, by name; by sweep and name where there are several sweeps."""
        self._require("reverse", "gradient")
        return _alone({sweep.label: dict(sweep.result) for sweep in self.sweeps})

    @property
    def tangent(self) -> Any:
        """Forward mode: the output's tangent; by name where there are several outputs or several sweeps."""
        self._require("forward", "tangent")
        return _alone({sweep.label: _alone(sweep.result) for sweep in self.sweeps})

    @property
    def steps(self) -> Steps:
        """The steps of the first sweep, in order of evaluation; `sweeps` has the others."""
        return self.sweeps[0].steps if self.sweeps else Steps()

    def source_of(self, step: Step) -> Source | None:
        """The line of Python that a step comes from, where the program was a function."""
        if type(self.expression) is str:
            return None
        from .written import source_at

        return source_at(self.expression, step.span)

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, str]:
        """What a notebook shows: asked of the public API when it is wanted, since records know of no views."""
        from .. import display

        return display(self, include=include or (), exclude=exclude or ())

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """The same in plain text: IPython would print the fields of a tuple."""
        printer.text(self._repr_mimebundle_({"text/plain"})["text/plain"])

    def _require(self, mode: str, attribute: str) -> None:
        if self.mode != mode:
            raise AttributeError(f"a trace of mode {self.mode!r} has no {attribute}; adtrace.{mode} makes one that has")


class Batch(Record):
    """Value and gradient at many points: one row per point, or their totals.

    over       the columns that were swept, (rows,) or (rows, *shape), by name
    outputs    the values by output: (rows,), or one number where the rows are added up
    gradients  by output and input: (rows, *shape) with the input's shape, or (*shape) where the rows are added up
    warnings   what the numbers do not say by themselves, counted over the rows; made when they are asked for
    """

    over: Mapping[str, Any]
    outputs: Mapping[str, Any]
    gradients: Mapping[str, Mapping[str, Any]]
    warnings: Sequence[Warning] = ()

    @property
    def value(self) -> Any:
        """The output's values; by name where there are several outputs."""
        return _alone(self.outputs)

    @property
    def gradient(self) -> Any:
        """The gradient by input; by output and input where there are several outputs."""
        return _alone(self.gradients)


def _alone(entries: Mapping[str, Any]) -> Any:
    """The only entry, else all of them."""
    return next(iter(entries.values())) if len(entries) == 1 else dict(entries)
