"""Judges formulas that are claimed for the numbers of one program."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from random import Random
from typing import Any

from ...errors import AdtraceError
from ...lang.columns import Program
from ...records.claims import AGREES, ALONG, GIVEN_OUTSIDE, ONLY, REFUTED, Judgement, Note
from ...records.worked import ADJOINT, TANGENT, VALUE, Quantity
from . import comparing
from .comparing import compare
from .formulas import Formula, Known
from .kinds import BINARY, FREE, ONE_HOT, SIMPLEX, Kind, kinds_of, read_as_positions
from .points import Point, Sampler
from .targets import Names, Target, is_diagonal
from .trial import Trial, visit
from .trials import Trials, check_held, given_values, literals, settled
from .verdict import judge

RELAXED = 24
"""Points that a claim is tried at besides, where an input has kept its kind: with any numbers in its place."""


class Judge:
    """Judges formulas that are claimed for the numbers of one program.

    program  parsed; `given`, values of its inputs: scalars need none, arrays take their shapes from theirs
    hold     inputs that stay as given; `trials`, how many random points; `seed`, of their random numbers
    free     inputs that take any numbers, even where they are given such as one-hot or probability vectors
    moved    inputs that move beside a kink, to find the slopes that meet there, even where they are held
    Raises AdtraceError for a program that cannot be built, or that has no value at any point that was tried.
    """

    def __init__(
        self, program: Program, given: Mapping[str, Any], *, of: Sequence[str] = (), share: bool = False,
        hold: Sequence[str] = (), trials: int = 100, seed: int = 0, free: Sequence[str] = (),
        moved: Collection[str] = (),
    ) -> None:
        self.seed = seed
        self.run, complete = settled(program, given, of, share=share)
        graph = self.run.graph
        self.names = Names(self.run)
        output = self.names.output
        self.of = output if output is not None and not graph.shapes[output] else None
        known = given_values(self.run, given)
        shapes = {graph.names[node]: graph.shapes[node] for node in graph.inputs}
        check_held(hold, known, shapes)
        self.kinds = kinds_of(graph, known, hold, free)
        positions = {graph.names[node] for node in read_as_positions(graph)}
        self.moved = {name for name in moved if name not in positions}
        first = dict(self.run.built.values) if complete else None
        self.trials = self._drawn(first, known, shapes, self.kinds, trials)
        if not self.trials.found:
            raise AdtraceError(
                "no point was found where the program and its slopes have a value",
                hint="give one with --at; --hold NAMES keeps inputs as they are given",
            )
        self.kept = [name for name, kind in self.kinds.items() if kind.name in (ONE_HOT, SIMPLEX, BINARY)]
        anything = {name: Kind(FREE) if name in self.kept else kind for name, kind in self.kinds.items()}
        self.relaxed = self._drawn(None, known, shapes, anything, RELAXED) if self.kept else None

    def _drawn(
        self, first: Point | None, known: Mapping[str, Any], shapes: Mapping[str, tuple[int, ...]],
        kinds: Mapping[str, Kind], count: int,
    ) -> Trials[Trial]:
        """Points of trial."""
        sampler = Sampler(shapes, known, kinds, literals(self.run), Random(self.seed))
        kept = [name for name in sampler.held if name not in self.moved]
        return Trials(lambda point, given: visit(self.run, point, kept, given=given), first, sampler, count)

    def quantity(self, quantity: Quantity, formula: str) -> Judgement:
        """The verdict on a formula that is claimed for a value, a tangent or an adjoint of this program.

        formula  over the names of steps and, as its tables spell them, of adjoints or (for a tangent) tangents
        Raises AdtraceError for a formula that cannot be read, other kinds of quantities, and unknown names.
        """
        return self.judge(formula, *self.meant(quantity, formula))

    def meant(self, quantity: Quantity, formula: str) -> tuple[Formula, Target]:
        """A formula, and the number of this program that it is claimed for. Raises AdtraceError as `quantity` does."""
        span = (0, max(1, len(formula)))
        node = self.names.node(quantity.node, span) if quantity.kind != VALUE else self._node(quantity.node, span)
        known = Known(self.run, self.of)
        if quantity.kind == VALUE:
            target = Target(node, None, quantity.place)
        elif quantity.kind == ADJOINT:
            label, _, _ = quantity.sweep.partition("[")
            of = self.names.nodes.get(label, self.names.output)
            if of is None or self.run.graph.shapes[of]:
                raise AdtraceError("an adjoint is judged for one scalar output", hint="choose one with --of")
            known = Known(self.run, of)
            target = Target(node, of, quantity.place)
        elif quantity.kind == TANGENT:
            name, _, place = quantity.sweep.partition("[")
            seed = self.names.node(name or str(self.run.sole_input), span)
            at = tuple(int(part) for part in place.rstrip("]").split(",") if part.strip())
            known = Known(self.run, self.of, (seed, at))
            place_of = quantity.place or (slice(None),) * len(self.run.graph.shapes[node])
            target = Target(seed, node, (*place_of, *at))
        else:
            raise AdtraceError(f"a formula for {quantity.kind} is not judged", hint="values, tangents and adjoints are")
        return Formula(formula, 0, self.names, known), target

    def _node(self, name: str, span: tuple[int, int]) -> int:
        if name not in self.names.nodes:
            raise self.names.unknown(name, span)
        return self.names.nodes[name]

    def judge(self, text: str, formula: Formula, target: Target) -> Judgement:
        """The verdict on a formula that is claimed for a number."""
        first = self.trials.found[0]
        claimed, traced = formula.value(first), target.number(first)
        target, wanted = self._fitted(target, formula, claimed, traced)
        shape = getattr(claimed, "shape", ())
        if shape != wanted and not (formula.is_constant and not shape):
            return Judgement(text, REFUTED, shapes=(shape, wanted))
        found = judge(text, self.trials, formula.value, target.number)
        notes = [*found.notes]
        if target.along:
            notes.append(Note(ALONG))
        if found.verdict == AGREES and self.relaxed is not None and (note := self._only(formula, target)):
            notes.append(note)
        if self.trials.given_outside:
            notes.append(Note(GIVEN_OUTSIDE))
        return found._replace(notes=tuple(notes))

    def _fitted(self, target: Target, formula: Formula, claimed: Any, traced: Any) -> tuple[Target, tuple[int, ...]]:
        """The target, element by element where the claim has the shape of that, and the target's shape."""
        wanted: tuple[int, ...] = getattr(traced, "shape", ())
        shapes = self.run.graph.shapes
        if target.of is None or target.place or not shapes[target.of] or shapes[target.of] != shapes[target.node]:
            return target, wanted
        shape = getattr(claimed, "shape", ())
        if shape != shapes[target.node] and not (formula.is_constant and not shape):
            return target, wanted
        if not all(is_diagonal(target.number(trial)) for trial in self.trials.found):
            return target, wanted
        return target._replace(along=True), shapes[target.node]

    def _only(self, formula: Formula, target: Target) -> Note | None:
        """A note where a claim needs its inputs to be of the kind that they were given as."""
        assert self.relaxed is not None
        for trial in self.relaxed.found:
            if compare(trial, formula.value, target.number).state == comparing.DIFFER:
                return Note(ONLY, {"kinds": {name: self.kinds[name].name for name in self.kept}})
        return None
