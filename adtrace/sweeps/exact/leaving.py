"""Where exactness is left, and why: notes for the header, and warnings of poles that the floats have stepped past."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...graph.graph import Graph
from ...named import Record
from ...records import Sweep, Warning
from ...records.notes import Note
from .closed import POLE, UNDEFINED
from .numbers import Exact

if TYPE_CHECKING:
    from ..run import Run

WHY = {
    "form": "it has no exact form there",
    "size": "its exact form is too long",
    "range": "it is beyond the range of numbers",
    POLE: "it is infinite there",
    UNDEFINED: "it is undefined there",
    "order": "its exact form cannot be told from 0",
    "alike": "two numbers that it compares cannot be told apart",
    "data": "it was given with more digits than can be exact",
    "constant": "a number of its rule is a rounded one",
    "work": "it takes too many operations on exact numbers",
}
"""Why exactness was left, for the notes of a trace."""

ROUNDED = {
    "value": "{name} and what follows from it are rounded: {why}",
    "tangent": "the tangent of {name} and what follows from it are rounded: {why}",
    "adjoint": "the adjoint of {name} and what follows from it are rounded: {why}",
}
LIMITLESS = {
    "value": "{name} and what follows from it have no exact number: {why}",
    "tangent": "the tangent of {name} and what follows from it have no exact number: {why}",
    "adjoint": "the adjoint of {name} and what follows from it have no exact number: {why}",
}
MORE = "and {count} more are left without exact numbers"

NOTES = 4
"""Steps of a sweep that a note is written for."""


class Numbers(Record):
    """The exact numbers of one sweep.

    graph        the program, and behind it the derivatives of the sweep; `values`, those of every node
    slopes       the node of the tangent or adjoint of every node that a path leads to
    uses         what every use of a node gave
    rounded      whether derivatives have no exact numbers
    """

    graph: Graph
    values: Sequence[Any]
    slopes: Mapping[int, int]
    uses: Mapping[tuple[int, int], tuple[Any, Any, Any]]
    rounded: bool = False

    def derivative(self, node: int | None) -> Any:
        """The tangent or adjoint of a node; None where no path leads to it."""
        found = None if node is None else self.slopes.get(node)
        return None if found is None else self.values[found]


class Leaving(Record):
    """A number that is left without an exact one, though all that it is computed from has one.

    of  "value", "tangent" or "adjoint", of this node; why  a key of WHY
    """

    of: str
    node: int
    why: str


def leavings(run: Run, mode: str, numbers: Numbers) -> Iterator[Leaving]:
    """Where exactness is left first: among the values, then in the order of the sweep."""
    graph, values = numbers.graph, numbers.values
    written = len(run.graph)
    for node in range(written):
        if why := born(graph, values, node):
            yield Leaving("value", node, why)
    of, slopes = "tangent" if mode == "forward" else "adjoint", numbers.slopes
    stops = set(slopes.values())
    for node in sorted(slopes, reverse=mode == "reverse"):
        if why := born_inside(graph, values, slopes[node], written, stops):
            yield Leaving(of, node, why)


def born(graph: Graph, values: Sequence[Any], node: int) -> str:
    """Why exactness is left at this very node; "" where it is not."""
    why = why_of(values[node])
    return "" if why and any(why_of(values[arg]) for arg in graph.args[node]) else why


def born_inside(graph: Graph, values: Sequence[Any], slope: int, written: int, stops: set[int]) -> str:
    """Why exactness is left in what makes a slope out of other slopes, the `stops`, and values; "" where it is not."""
    stack, seen = [slope], {slope}
    while stack:
        node = stack.pop()
        if why := born(graph, values, node):
            return why
        for arg in graph.args[node]:
            if arg >= written and arg not in stops and arg not in seen and why_of(values[arg]):
                seen.add(arg)
                stack.append(arg)
    return ""


def why_of(value: Any) -> str:
    """Why a number is not exact, or the first element of an array that is not; "" where all are."""
    if value is None:
        return ""
    numbers: Iterable[Exact] = [value] if isinstance(value, Exact) else value.ravel()
    return next((number.why for number in numbers if number.closed is None), "")


def named(run: Run, leavings: Iterable[Leaving]) -> dict[tuple[str, str], str]:
    """The reasons by what was left and the name of its step; what is inside a step counts for it."""
    found: dict[tuple[str, str], str] = {}
    for one in leavings:
        found.setdefault((one.of, run.caution.owner(one.node)), one.why)
    return found


def notes(left: Mapping[tuple[str, str], str]) -> Iterator[str]:
    """What a reader of the header should know: where exactness has been left, and why."""
    for (of, name), why in list(left.items())[:NOTES]:
        phrases = LIMITLESS if why in (POLE, UNDEFINED) else ROUNDED
        yield Note(phrases[of], {"name": name}, {"why": WHY[why]})
    if len(left) > NOTES:
        yield Note(MORE, {"count": str(len(left) - NOTES)})


def warnings(run: Run, sweep: Sweep, numbers: Numbers, leavings: Iterable[Leaving]) -> Iterator[Warning]:
    """Poles and places outside the domain that rounding has moved the floats away from."""
    assert run.values is not None
    for one in leavings:
        if one.why not in (POLE, UNDEFINED):
            continue
        if one.of == "value":
            exact, number, what = numbers.values[one.node], run.values[one.node], run.caution.step(one.node)
        else:
            found = sweep.steps.numbers_of(run.names.get(one.node, ""))
            exact, number = numbers.derivative(one.node), None if found is None else found[1]
            what = f"the {one.of} of {run.caution.owner(one.node)}"
        seen = hidden(exact, number)
        if seen is None:
            continue
        infinite = one.why == POLE
        state, code = "infinite" if infinite else "undefined", "pole" if infinite else "domain"
        message = f"{what} is {state} in exact numbers: {seen:.4g} is what rounding made of it"
        yield run.caution.warning(one.node, code, message)


def hidden(exact: Any, number: Any) -> float | None:
    """The first finite float that stands where the exact number is not finite."""
    if number is None:
        return None
    pairs = [(exact, number)] if isinstance(exact, Exact) else zip(exact.ravel(), number.ravel(), strict=True)
    for one, value in pairs:
        if one.closed is None and not math.isfinite(one.number) and math.isfinite(value):
            return float(value)
    return None
