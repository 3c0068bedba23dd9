"""A worked table against the run of its program: which sweep its derivatives belong to, then the judge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ...errors import AdtraceError
from ...records.worked import ADJOINT, INCREMENT, PARTIAL, TANGENT, UNREAD, VALUE, WRONG, Entry, Judged, WorkedReport
from ...rules.axes import shape_text
from ...sweeps.local import differentiable
from ...sweeps.paths import number
from ...sweeps.run import Run
from ...sweeps.seeds import Seeding, seedings
from .derivation import ALL, Derivation, Key
from .diagnosis import diagnosed
from .judge import Judge

Seeds = Sequence[Mapping[str, Any]]
SWEPT = {TANGENT: TANGENT, ADJOINT: ADJOINT, INCREMENT: ADJOINT}
"""Kinds of quantities that belong to a sweep, and what it carries."""


class Placed(NamedTuple):
    """An entry and the number that it is of; `sweep` is "" where the table does not say which one."""

    key: Key
    entry: Entry


def judge_table(run: Run, entries: Sequence[Entry], seeds: Seeds = ()) -> WorkedReport:
    """Every entry's verdict.

    seeds  the direction of its tangents or the cotangent of its adjoints, where it is not a unit one
    Raises AdtraceError where the run has no point, or no entry can be judged.
    """
    if run.values is None:
        raise AdtraceError("a worked table is judged at a point", hint="give every input a value with --at")
    return Sheet(run, seeds).report(entries)


class Sheet:
    """The sweeps that the entries of one table may belong to."""

    def __init__(self, run: Run, seeds: Seeds) -> None:
        self.run, self.graph = run, run.graph
        ends = {name for name, _ in self.graph.outputs} | {run.names.get(node, "") for _, node in self.graph.outputs}
        of_outputs = [seed for seed in seeds if set(seed) <= ends]
        self.given = {ADJOINT: of_outputs, TANGENT: [seed for seed in seeds if seed not in of_outputs]}
        self.notes: list[str] = []

    def report(self, entries: Sequence[Entry]) -> WorkedReport:
        """The verdicts in the order of the table."""
        found: dict[int, Judged] = {}
        placed: list[Placed] = []
        for entry in entries:
            result = self.place(entry)
            if isinstance(result, Judged):
                found[id(entry)] = result
            else:
                placed.append(result)
        for kind in (TANGENT, ADJOINT):
            placed = self.labelled(kind, placed)
        found |= diagnosed(self.judge(placed))
        judged = tuple([found[id(entry)] for entry in entries])
        return WorkedReport(self.run.value(), judged, tuple(dict.fromkeys(self.notes)))

    def place(self, entry: Entry) -> Placed | Judged:
        """The number that an entry is of; a verdict where there is none."""
        if entry.quantity is None or entry.stated is None:
            return Judged(entry, UNREAD, remark=entry.why or "there is no number")
        key = self.key(entry)
        if isinstance(key, str):
            return Judged(entry, UNREAD, remark=key)
        shape, place = self.graph.shapes[key.consumer if key.kind == PARTIAL else key.node], entry.quantity.place
        if place and (len(place) != len(shape) or any(at >= size for at, size in zip(place, shape, strict=True))):
            return Judged(entry, UNREAD, remark=f"{entry.quantity.node} has shape {shape_text(shape)}")
        return Placed(key, entry)

    def key(self, entry: Entry) -> Key | str:
        """The number that is meant; else why there is none."""
        quantity = entry.quantity
        assert quantity is not None
        node = self.run.names.node(quantity.node)
        if node is None:
            return f"{quantity.node} is no step"
        if quantity.kind not in (PARTIAL, INCREMENT):
            return Key(quantity.kind, node, sweep=quantity.sweep if quantity.kind in SWEPT else "")
        consumer = self.run.names.node(quantity.consumer)
        places = [] if consumer is None else [at for at, arg in enumerate(self.graph.args[consumer]) if arg == node]
        if consumer is None or not places:
            return f"{quantity.consumer} does not use {quantity.node} itself"
        operand = quantity.operand if quantity.operand in places else places[0]
        operator = self.graph.operators[consumer]
        if quantity.kind == PARTIAL and (operator is None or operator.kind != "elementwise"):
            return f"{quantity.consumer} has no partial that is one number for each element"
        if not differentiable(self.graph, consumer, operand):
            return f"no derivative is taken of {quantity.consumer} with respect to {quantity.node} here"
        if quantity.kind == PARTIAL and len(places) > 1:
            one = Key(PARTIAL, node, consumer, operand)
            return self.nearer(entry, one, one._replace(operand=ALL))
        return Key(quantity.kind, node, consumer, operand, quantity.sweep if quantity.kind == INCREMENT else "")

    def nearer(self, entry: Entry, *keys: Key) -> Key:
        """That of several numbers which may be meant that is nearest to what was written."""
        import numpy as np

        derivation = Derivation(self.run, (), ())
        return min(keys, key=lambda key: float(np.max(np.abs(np.asarray(entry.stated) - number(derivation.true(key))))))

    # Sweeps

    def labelled(self, kind: str, placed: Sequence[Placed]) -> list[Placed]:
        """The entries with the labels of their sweeps: of the possible ones, that which fits best."""
        open_ones = [one for one in placed if SWEPT.get(one.key.kind) == kind and not one.key.sweep]
        if not open_ones:
            return list(placed)
        choices = list(self.choices(kind, open_ones))
        values = [one for one in placed if one.key.kind in (VALUE, PARTIAL)]

        def misses(label: str) -> int:
            judge = self.judge([*values, *(relabelled(one, label) for one in open_ones)])
            return sum(one.verdict == WRONG for one in judge.found.values())

        chosen = choices[0] if len(choices) == 1 else min(choices, key=misses)
        if len(choices) > 1:
            what = "tangents" if kind == TANGENT else "adjoints"
            self.notes.append(f"the table does not say what its {what} belong to; {chosen} fits best")
        mine = {id(one.entry) for one in open_ones}
        return [relabelled(one, chosen) if id(one.entry) in mine else one for one in placed]

    def choices(self, kind: str, open_ones: Sequence[Placed]) -> Iterator[str]:
        """The labels of the sweeps that entries may belong to; the table's own seeds say which."""
        if self.given[kind]:
            yield from (seeding.label for seeding in self.seedings(kind, self.given[kind]))
            return
        nodes = self.graph.inputs if kind == TANGENT else [node for _, node in self.graph.outputs]
        stated = {one.key.node: one.entry for one in open_ones if one.key.kind == kind and one.key.node in nodes}
        if kind == TANGENT and stated and not any(entry.quantity and entry.quantity.place for entry in stated.values()):
            seed = {self.graph.names[node]: entry.stated for node, entry in stated.items()}
            self.given[kind] = [seed]
            yield from (seeding.label for seeding in self.seedings(kind, [seed]))
            return
        yield from (seeding.label for seeding in self.seedings(kind, ()))

    def seedings(self, kind: str, given: Seeds) -> list[Seeding]:
        """Seeds of the sweeps of a kind."""
        graph = self.graph
        if kind == TANGENT:
            return seedings([(graph.names[node], node) for node in graph.inputs], graph, given, (), "input")
        return seedings(graph.outputs, graph, given, (), "output")

    def judge(self, placed: Sequence[Placed]) -> Judge:
        """The judge of these entries, with the sweeps that they belong to."""
        wanted = {(SWEPT[one.key.kind], one.key.sweep) for one in placed if one.key.kind in SWEPT}
        swept = {
            kind: [seeding for seeding in self.known(kind) if (kind, seeding.label) in wanted]
            for kind in (TANGENT, ADJOINT)
            if any(kind == each for each, _ in wanted)
        }
        derivation = Derivation(self.run, swept.get(TANGENT, ()), swept.get(ADJOINT, ()))
        return Judge(derivation, placed)

    def known(self, kind: str) -> list[Seeding]:
        """Every seed that a label can stand for."""
        given = self.seedings(kind, self.given[kind]) if self.given[kind] else []
        labels = {seeding.label for seeding in given}
        return [*given, *(one for one in self.seedings(kind, ()) if one.label not in labels)]


def relabelled(placed: Placed, label: str) -> Placed:
    """The entry as one of this sweep."""
    return Placed(placed.key._replace(sweep=label), placed.entry)
