"""Entries in symbols: a formula in place of a number, or beside one that is wrong."""

from __future__ import annotations

from functools import cached_property

from ...errors import AdtraceError
from ...records.claims import AGREES, REFUTED
from ...records.worked import ADJOINT, EXACT, TANGENT, UNREAD, VALUE, WRONG, Entry, Judged
from ...sweeps.run import Run
from ..claims.judge import Judge

TRIALS = 30
"""Random points that a formula is judged at, beside the given one."""
IN_SYMBOLS = "in symbols it is {rule}"
RIGHT_FORMULA, WRONG_FORMULA = "the formula is right: the number is a slip", "the formula is wrong, too"
NOT_JUDGED = "this formula is not judged"


class Symbols:
    """Judges the formulas of one table, each with the right numbers in place of the names that it uses."""

    def __init__(self, run: Run) -> None:
        self.run = run

    @cached_property
    def judge(self) -> Judge:
        """What judges them: it draws points once."""
        values = {name: value for name, value in self.run.built.values.items() if value is not None}
        of = [name for name, _ in self.run.graph.outputs]
        return Judge(self.run.program, values, of=of if self.run.program.assigned else (), trials=TRIALS)

    def verdict(self, entry: Entry) -> str | None:
        """AGREES, REFUTED or undecided; None for a formula that cannot be judged."""
        quantity = entry.quantity
        assert quantity is not None
        sweeps = [quantity.sweep] if quantity.sweep or quantity.kind != TANGENT else self.directions()
        try:
            found = {self.judge.quantity(quantity._replace(sweep=sweep), entry.formula).verdict for sweep in sweeps}
        except AdtraceError:
            return None
        return REFUTED if REFUTED in found else found.pop() if len(found) == 1 else None

    def directions(self) -> list[str]:
        """The labels of unit seeds, one for each input: a rule for tangents holds along all of them."""
        graph = self.run.graph
        first = {node: f"[{', '.join('0' * len(graph.shapes[node]))}]" for node in graph.inputs if graph.shapes[node]}
        return [graph.names[node] + first.get(node, "") for node in graph.inputs]

    def judged(self, entry: Entry) -> Judged:
        """The verdict on an entry without a number."""
        verdict = self.verdict(entry)
        if verdict == AGREES:
            return Judged(entry, EXACT)
        if verdict != REFUTED:
            return Judged(entry, UNREAD, remark=NOT_JUDGED)
        rule = self.rule(entry)
        return Judged(entry, WRONG, remark=IN_SYMBOLS if rule else "", remark_words={"rule": rule} if rule else {})

    def beside(self, judged: Judged) -> Judged:
        """A wrong number whose formula was written, too: whether that is right."""
        if judged.verdict != WRONG or not judged.entry.formula or judged.remark:
            return judged
        words = {AGREES: RIGHT_FORMULA, REFUTED: WRONG_FORMULA}
        return judged._replace(remark=words.get(self.verdict(judged.entry) or "", ""))

    def rule(self, entry: Entry) -> str:
        """The right formula, as adtrace prints it; "" where there is none."""
        quantity = entry.quantity
        assert quantity is not None
        kind, name = quantity.kind, quantity.node
        if kind == VALUE:
            trace = self.run.value()
        else:
            trace = self.run.reverse([], [], first=True) if kind == ADJOINT else self.run.forward([], [], first=True)
        place = trace.steps.find(name)
        step = None if place is None else trace.steps[place]
        return "" if step is None or quantity.place else step.formula if kind == VALUE else step.rule
