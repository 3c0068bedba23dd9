"""Which results of a sweep rounding has spoilt: a warning for each, naming the step whose rounding does most harm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from ...graph.graph import Graph
from ...limits import LIMITS
from ...records import Warning
from ...records.bounds import DIGITS, DOUBTED, VALUE, Bound, Lead, digits_of
from ..caution import Caution
from ..masks import but, truth
from ..spoilt import Spoilt
from .bounds import bounds
from .extended import Base
from .rounding import NORMAL


class Judge:
    """Follows rounding through the sweeps of one graph; in short where there are more than LIMITS.trusted
    operations, and not at all beyond LIMITS.moved_through.

    inputs  values by name
    """

    def __init__(self, caution: Caution, inputs: Mapping[str, Any]) -> None:
        self.caution, self.graph, self.inputs = caution, caution.graph, inputs
        self.values_judged = False
        """Whether the outputs' values have been judged: they are the same in every sweep."""

    @cached_property
    def base(self) -> Base:
        """The program that every sweep is appended to."""
        return Base(self.graph, self.inputs)

    def of_values(self) -> list[Warning]:
        """What became of the outputs."""
        return self._doubts("value", {}, (), "")

    def of_tangents(self, seeds: Mapping[int, Any], label: str) -> list[Warning]:
        """What became of a forward sweep from these seeds."""
        return self._doubts("forward", seeds, (), label)

    def of_adjoints(self, seeds: Mapping[int, Any], wanted: Sequence[int], label: str) -> list[Warning]:
        """What became of the gradient in these inputs, by a reverse sweep from these seeds."""
        return self._doubts("reverse", seeds, wanted, label)

    def _doubts(self, mode: str, seeds: Mapping[int, Any], wanted: Sequence[int], label: str) -> list[Warning]:
        if len(self.graph) > LIMITS.moved_through:
            return []
        first, self.values_judged = not self.values_judged, True
        found: list[Warning] = []
        for bound in self._bounds(mode, seeds, wanted):
            if bound.relative > DOUBTED and (first or bound.of != VALUE) and not self._is_told(bound):
                found += self.doubts_of(bound, self._called(bound, mode, label))
        return found

    def _bounds(self, mode: str, seeds: Mapping[int, Any], wanted: Sequence[int]) -> list[Bound]:
        """The bounds of a sweep; of a long one without saying where they come from."""
        if derivative_size(self.graph) <= LIMITS.trusted:
            return bounds(self.base.extended(mode, seeds, wanted))
        from .long import long_bounds

        try:
            return long_bounds(self.graph, self.caution.values, self.inputs, mode, seeds, wanted)
        except ValueError:  # A position that is computed has left its array.
            return []

    def _is_told(self, bound: Bound) -> bool:
        """Whether an output is 0 because of a 0 that has a warning of its own, where all digits cancelled."""
        masks = self.caution.zeros.masks if bound.of == VALUE and truth(bound.number == 0) else {}
        if not masks:
            return False
        node = dict(self.graph.outputs)[bound.name]
        spoilt = Spoilt(self.graph, self.caution.values, masks, None, linked=False).masks.get(node, False)
        return not truth(but(bound.error != 0, spoilt))

    def _called(self, bound: Bound, mode: str, label: str) -> str:
        """What a result is called: a slope by its input, and by its output where there are several."""
        if bound.of == VALUE:
            return bound.name
        x, y = (label, bound.name) if mode == "forward" else (bound.name, label)
        along = "along" if "=" in x else "in"
        return f"the slope {along} {x}" + (f" of {y}" if len(self.graph.outputs) > 1 else "")

    def doubts_of(self, bound: Bound, what: str) -> Iterator[Warning]:
        """What is wrong with a result: of an array, once for each kind."""
        told: set[str] = set()
        for lead in bound.leads:
            found = self._doubt(bound, lead, what) if lead.relative > DOUBTED else None
            if found is not None and found.code not in told:
                told.add(found.code)
                yield found

    def _doubt(self, bound: Bound, lead: Lead, what: str) -> Warning | None:
        number, error = (float(one[lead.place]) if lead.place else one for one in (bound.number, bound.error))
        kept = f"{what}{list(lead.place) if lead.place else ''} keeps {digits(lead.relative)}"
        node: Any = next(iter(lead.shares), None)
        tiny = abs(number) < NORMAL and error <= NORMAL
        if tiny and (number == 0 or node is None):
            return None  # A 0 that is left of something so small has a warning where it was lost.
        if node is None:
            return Warning("cancellation", bound.name, f"{kept}: rounding decides what it is")
        if self.graph.operators[node] is None and node not in self.graph.literals:
            # Of an input it is the sum of what its uses contribute.
            why = f"what reaches {self.graph.names[node]} nearly adds up to 0"
            return self.caution.warning(node, "cancellation", f"{kept}: {why}")
        step = f"the derivative of {self.caution.step(node)}" if lead.derived else self.caution.step(node)
        if lead.small or tiny:
            return self.caution.warning(node, "underflow", f"{kept}: {step} is too small for float64")
        return self.caution.warning(node, "cancellation", f"{kept}: the rounding of {step} is magnified")


def derivative_size(graph: Graph) -> int:
    """How many operations there are; of k operands that are compared with one another, k^2, as in the derivative."""
    compared = {operator for operator in set(graph.operators) if operator is not None and operator.variadic}
    pairs = zip(graph.operators, graph.args, strict=True) if compared else ()
    return len(graph) + sum(len(args) ** 2 for operator, args in pairs if operator in compared)


def digits(relative: float) -> str:
    """How many digits are right: "3 of its 16 digits"."""
    count = int(digits_of(relative))
    return f"{count if count else 'none'} of its {round(DIGITS)} digits"
