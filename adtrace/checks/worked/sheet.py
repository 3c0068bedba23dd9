"""A worked table against the run of its program: which sweep its derivatives belong to, then the judge."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from ...errors import AdtraceError
from ...named import Record
from ...records.worked import ADJOINT, INCREMENT, PARTIAL, TANGENT, UNREAD, VALUE, WRONG, Entry, Judged, WorkedReport
from ...sweeps.run import Run
from ...sweeps.seeds import Seeding, seedings
from .derivation import Derivation, Key
from .diagnosis import diagnosed
from .judge import Judge
from .meaning import Meanings
from .symbols import Symbols

Seeds = Sequence[Mapping[str, Any]]
UNSAID = {
    TANGENT: "the table does not say what its tangents belong to; {sweep} fits best",
    ADJOINT: "the table does not say what its adjoints belong to; {sweep} fits best",
}
"""What is said where a sweep was chosen."""
SWEPT = {TANGENT: TANGENT, ADJOINT: ADJOINT, INCREMENT: ADJOINT}
"""Kinds of quantities that belong to a sweep, and what it carries."""


class Placed(Record):
    """An entry and the number that it is of; `sweep` is "" where the table does not say which one."""

    key: Key
    entry: Entry


def judge_table(run: Run, entries: Sequence[Entry], seeds: Seeds = ()) -> WorkedReport:
    """Every entry's verdict.

    seeds  the direction of its tangents or the cotangent of its adjoints, where it is not a unit one
    Raises AdtraceError where the run has no point, or no entry can be judged.
    """
    if run.values is None and any(entry.stated is not None for entry in entries):
        raise AdtraceError("numbers are judged at a point", hint="give every input a value with --at")
    return Sheet(run, seeds).report(entries)


class Sheet:
    """The sweeps that the entries of one table may belong to."""

    def __init__(self, run: Run, seeds: Seeds) -> None:
        self.run, self.graph = run, run.graph
        ends = {name for name, _ in self.graph.outputs} | {run.names.get(node, "") for _, node in self.graph.outputs}
        of_outputs = [seed for seed in seeds if set(seed) <= ends]
        self.given = {ADJOINT: of_outputs, TANGENT: [seed for seed in seeds if seed not in of_outputs]}
        self.notes: list[tuple[str, dict[str, str]]] = []

    def report(self, entries: Sequence[Entry]) -> WorkedReport:
        """The verdicts in the order of the table."""
        found: dict[int, Judged] = {}
        placed: list[Placed] = []
        meanings, symbols = Meanings(self.run, entries), Symbols(self.run)
        for entry in entries:
            if entry.quantity is not None and entry.stated is None and entry.formula:
                found[id(entry)] = symbols.judged(entry)
                continue
            keys = meanings.of(entry)
            if isinstance(keys, str):
                found[id(entry)] = Judged(entry, UNREAD, remark=keys)
            else:
                placed += [Placed(key, entry) for key in keys]
        for kind in (TANGENT, ADJOINT):
            placed = self.labelled(kind, placed)
        if placed:
            found |= {which: symbols.beside(one) for which, one in diagnosed(self.judge(placed)).items()}
        judged = tuple([found[id(entry)] for entry in entries])
        return WorkedReport(self.run.value(), judged, tuple(self.notes))

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
            self.notes.append((UNSAID[kind], {"sweep": chosen}))
        mine = set(map(id, open_ones))
        return [relabelled(one, chosen) if id(one) in mine else one for one in placed]

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
            kind: self.known(kind, {label for each, label in wanted if each == kind})
            for kind in (TANGENT, ADJOINT)
        }
        derivation = Derivation(self.run, swept[TANGENT], swept[ADJOINT])
        return Judge(derivation, placed)

    def known(self, kind: str, labels: Collection[str]) -> list[Seeding]:
        """The seeds that some labels stand for: the table's own, then unit ones."""
        given = self.seedings(kind, self.given[kind]) if self.given[kind] else []
        others = set(labels) - {seeding.label for seeding in given}
        units = self.seedings(kind, ()) if others else []
        return [*(one for one in given if one.label in labels), *(one for one in units if one.label in others)]


def relabelled(placed: Placed, label: str) -> Placed:
    """The entry as one of this sweep."""
    return Placed(placed.key._replace(sweep=label), placed.entry)
