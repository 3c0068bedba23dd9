"""What is taken at kinks: the least norm, what a framework takes, the slope of one side, or nothing at all.

The least norm is what the rows say themselves. Any other convention gives a run another graph (see `kinks`): a
framework's as soon as the values are known, that of one side when the direction of a sweep is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import AdtraceError
from ..graph.graph import Graph
from ..records.kinks import ERROR, LEFT, RIGHT
from ..records.notes import Note
from ..rules import conventions
from ..rules.conventions import HERE, UNGUARDED, Edge, Profile
from ..rules.table import Operator
from .bends import interval
from .kinks import Kink, Numbers, kinks, replaced, row_of
from .look import Look
from .reach import used

if TYPE_CHECKING:
    from .run import Run

class Convention:
    """The least norm, and what the others differ in.

    note      what the header says
    side      1 or -1 where slopes are those to the right or left of the point, along a sweep's direction; else 0
    """

    note = Note("")
    side = 0

    def settled(self, run: Run) -> Graph:
        """The graph of a run whose values are known. Raises AdtraceError at a kink where none may be."""
        return run.graph


class Framework(Convention):
    """What a framework takes."""

    def __init__(self, profile: Profile) -> None:
        self.profile, self.note = profile, Note("kinks as in {framework}", {"framework": profile.title})

    def settled(self, run: Run) -> Graph:
        """The run's graph with the slopes that the framework takes."""
        assert run.values is not None
        taken = self.profile.taken
        edges = {name: one.where for name, one in taken.items() if isinstance(one, Edge) and one.where is not None}
        rows = {}
        for kink in kinks(run.graph, run.values, edges):
            rows[kink.node] = self.row(Numbers(run.graph, run.values, kink.node), kink)
        return replaced(run.graph, rows) if rows else run.graph

    def row(self, numbers: Numbers, kink: Kink) -> Operator:
        """A row with what the framework takes at this kink."""
        operator, title = numbers.operator, self.profile.title
        choice = self.profile.taken.get(operator.name)
        if choice is None:
            title = f"{title} has none, so by least norm"
        if choice in (None, HERE):
            if operator.kind == "general":
                return operator._replace(convention=title)
            own = [numbers.own(place) for place in range(len(numbers.operands))]
            return row_of(numbers, own, kink.where, title)
        if choice == UNGUARDED:
            return operator._replace(
                rules=tuple([form or rule for form, rule in zip(operator.textbook, operator.rules, strict=True)]),
                jvps=operator.textbook_jvps, chosen="nan", convention=title,
            )
        assert isinstance(choice, Edge)
        slopes = []
        for place in range(len(numbers.operands)):
            slope = choice.slopes[min(place, len(choice.slopes) - 1)]
            which = {"operand": place} if operator.variadic else {}
            slopes.append(numbers.run(slope, which) if callable(slope) else slope)
        row = row_of(numbers, slopes, kink.where, title)
        return row if choice.where is None else row._replace(kink=choice.where, special=(*row.special, choice.where))


class OneSided(Convention):
    """The slopes of one side: those of the derivative along the direction of a sweep."""

    def __init__(self, name: str) -> None:
        self.side = 1 if name == RIGHT else -1
        self.note = Note(f"at kinks the slopes to the {name}")


class Refusing(Convention):
    """No slope at all."""

    def settled(self, run: Run) -> Graph:
        """The graph of a run that is at no kink. Raises AdtraceError where it is at one."""
        graph, values, reach = run.graph, run.values, None
        assert values is not None
        for kink in kinks(graph, values):
            operator = graph.operators[kink.node]
            assert operator is not None
            reach = used(graph, values) if reach is None else reach
            look = Look(graph, values, kink.node, reach[kink.node])
            place = look.holds(operator.kink)
            if place is None or reach[kink.node] is False:
                continue
            caution = run.caution
            lo, hi = interval(operator, look, place)
            raise AdtraceError(
                f"{caution.step(kink.node)} has a kink{caution.point(kink.node, place)}: "
                f"the slopes [{lo:g}, {hi:g}] meet there", graph.span(kink.node),
                "--at-kink least-norm, left or right takes one of them", label=caution.here(kink.node, place),
            )
        return graph


def convention(name: str) -> Convention:
    """The convention of this name. Raises AdtraceError for an unknown one."""
    if name in (LEFT, RIGHT):
        return OneSided(name)
    if name == ERROR:
        return Refusing()
    return Framework(conventions.by_name(name))

