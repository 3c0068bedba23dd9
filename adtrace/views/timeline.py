"""A drawing in time: what is computed at which frame, what is current, and the lines that say the step."""

from __future__ import annotations

from ..errors import LimitError
from ..limits import LIMITS
from ..named import Record
from ..records import Number, Step, Trace
from .narration import Lines, Narrator
from .placer import NARROWER
from .source import Source

Edge = tuple[str, int]
"""A use of a step: the name of its consumer and the position of the operand."""


class Moment(Record):
    """One frame: the current cards (by name) and edges, their colour, and the lines that say the step."""

    role: str = "ink"
    cards: frozenset[str] = frozenset()
    edges: frozenset[Edge] = frozenset()
    lines: Lines = ()


class Timeline:
    """The frames of a drawing.

    moments   one for every frame: the bare graph, the inputs, every step, the seed, every edge backwards, the result
    computed  name of a card to the frame at which its value appears
    adjoints  name of a card to the frames at which its adjoint changes, and what it is from there on
    passed    edge to the frame at which its increment arrives
    """

    def __init__(self, source: Source) -> None:
        check_frames(3 + len(source.trace.steps))
        self.source, self.edges = source, list(source.edges())
        check_frames(3 + len(source.steps) + (len(self.edges) if sweeps_back(source) else 0))
        self.narrator = Narrator(source)
        self.moments: list[Moment] = [Moment()]
        self.computed: dict[str, int] = {}
        self.adjoints: dict[str, list[tuple[int, Number]]] = {}
        self.passed: dict[Edge, int] = {}
        self.upwards()
        if source.reverse is not None and sweeps_back(source):
            self.backwards(source.reverse)
        self.moments.append(Moment())

    @property
    def last(self) -> int:
        """The number of the last frame, from 0."""
        return len(self.moments) - 1

    def upwards(self) -> None:
        """Inputs at once, then card by card."""
        source = self.source
        role = "tangent" if source.mode in ("forward", "both") and source.forward is not None else "ink"
        inputs = [step for step in source.steps if step.role == "input"]
        if inputs:
            self.appear(inputs, role, self.narrator.inputs(inputs, role))
        for step in source.steps:
            if step.role != "input":
                self.appear([step], role, self.narrator.forward(step, role))

    def appear(self, steps: list[Step], role: str, lines: Lines) -> None:
        """One frame in which these steps are computed; the edges into them are current too."""
        names = frozenset(step.name for step in steps)
        self.computed.update(dict.fromkeys(names, len(self.moments)))
        edges = frozenset((step.name, operand) for step, operand, _ in self.edges if step.name in names)
        self.moments.append(Moment(role, names, edges, lines))

    def backwards(self, reverse: Trace) -> None:
        """The seed, then edge by edge, in the order of the sweep."""
        seed = reverse.sweeps[0].seed
        seeded = [(step.name, seed.get(step.name, step.adjoint)) for step in reverse.steps if step.seeded]
        self.adjoints = {name: [(len(self.moments), content)] for name, content in seeded}
        lines = self.narrator.cotangents(seeded) if seeded else ()
        self.moments.append(Moment("adjoint", frozenset(self.adjoints), lines=lines))
        order = {step.name: place for place, step in enumerate(self.source.steps)}
        for consumer, operand, name in sorted(self.edges, key=lambda edge: -order[edge[0].name]):
            self.arrive(reverse, (consumer.name, operand), name)
        for name in order:
            self.adjoints.setdefault(name, [(len(self.moments), self.source.adjoints[name].adjoint)])

    def arrive(self, reverse: Trace, edge: Edge, name: str) -> None:
        """One frame in which the increment of an edge arrives; none where no derivative passes."""
        increment = self.source.increments.get(edge)
        if increment is None or not increment.path:
            return
        known = self.adjoints.setdefault(name, [])
        before = known[-1][1] if known else None
        lines = self.narrator.arrival(reverse, name, increment, before, first=not known)
        self.passed[edge] = len(self.moments)
        known.append((len(self.moments), increment.total))
        self.moments.append(Moment("adjoint", frozenset((name,)), frozenset((edge,)), lines))


def sweeps_back(source: Source) -> bool:
    """Whether the adjoints of this drawing are shown."""
    return source.mode in ("reverse", "both") and source.reverse is not None


def check_frames(count: int) -> None:
    """Raise LimitError where there would be too many frames."""
    if count > LIMITS.frames:
        raise LimitError(f"about {count} frames are too many (the limit is {LIMITS.frames})", hint=NARROWER)
