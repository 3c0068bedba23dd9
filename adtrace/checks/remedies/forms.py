"""The forms of a row, with the terms of a program in place of their variables."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from ...lang import columns as entries
from ...lang.parser import parse
from ...lang.tokens import literal_value
from ...records import CALLED, LITERAL, Formula
from ...rules import table
from .found import Place
from .pieces import Unwritten, is_negative, negative
from .terms import ONE, Scaled

if TYPE_CHECKING:
    from .writing import Scribe


class Instance:
    """A form of a row with the terms that its variables stand for."""

    def __init__(self, scribe: Scribe, place: Place) -> None:
        self.scribe, self.node, self.match, self.terms = scribe, place.node, place.match, scribe.found.terms

    def formula(self, text: str) -> Formula:
        """The whole form. Raises Unwritten."""
        program = parsed(text)
        assert program.last is not None
        made: list[tuple[Formula, Scaled | None]] = []
        for op, args, data in zip(program.columns.ops, program.columns.args, program.columns.data, strict=True):
            made.append(self.entry(op, [made[arg] for arg in args], data))
        result: int = program.last.result
        return made[result][0]

    def entry(self, op: str, args: Sequence[tuple[Formula, Scaled | None]], data: Any) -> tuple[Formula, Scaled | None]:
        """One operation of the form, worked out where that makes it shorter: (x + 1) - x is 1."""
        if op == entries.LITERAL:
            return Formula(LITERAL, text=data), Scaled(Fraction(literal_value(data)), ONE)
        if op == entries.NAME:
            scaled = self.match.bound[data]
            return self.scribe.of(scaled), scaled
        formulas = tuple([formula for formula, _ in args])
        if op == entries.CALL:
            return self.call(data[0], formulas), None
        if op == entries.INDEX:
            return self.index(formulas[0]), None
        if op == entries.STACK:
            return Formula(op, formulas), None
        found = self.worked_out(op, [one for _, one in args])
        if found is not None:
            return self.scribe.of(found), found
        if op in ("add", "sub"):
            return self.sum(op, formulas, args[1][1]), None
        return (negative(formulas[0]) if op == "neg" else Formula(op, formulas)), None

    def sum(self, op: str, formulas: tuple[Formula, ...], last: Scaled | None) -> Formula:
        """A sum or a difference; a second operand with a sign changes the operation: b^2 - (-1) is b^2 + 1."""
        second = formulas[1]
        if is_negative(second):
            other = second.args[0] if last is None else self.scribe.of(Scaled(-last.factor, last.term))
            if not is_negative(other):
                op, second = "sub" if op == "add" else "add", other
        return Formula(op, (formulas[0], second))

    def index(self, array: Formula) -> Formula:
        """x[0], with whatever the pattern had there."""
        index = self.match.picked
        if index is None:
            raise Unwritten
        text, operands = index
        return Formula("index", (array, *map(self.scribe.of, operands)), {"index": self.terms.indices[text]})

    def worked_out(self, op: str, args: Sequence[Scaled | None]) -> Scaled | None:
        """The term of an operation, where it is no longer than the operation."""
        known = [arg for arg in args if arg is not None]
        if len(known) < len(args):
            return None
        first, last = known[0], known[-1]
        if op == "neg":
            return Scaled(-first.factor, first.term)
        if op in ("add", "sub"):
            found = self.terms.total([first, last if op == "add" else Scaled(-last.factor, last.term)])
            parts = [len(self.terms.addends(one)) for one in (first, last, found)]
            return found if parts[2] < parts[0] + parts[1] else None
        if op in ("mul", "div") and ONE in (first.term, last.term) and last.factor:
            try:
                found = self.terms.product([(first, 1), (last, 1 if op == "mul" else -1)])
            except ArithmeticError:  # Of 0, and of factors that grow too long.
                return None
            return found if abs(found.factor) == 1 or found.term == ONE else None
        return None

    def call(self, word: str, args: tuple[Formula, ...]) -> Formula:
        """A call; where the pattern reduced along axes, so does what takes axes."""
        rows = table.called(word)
        if not rows:
            return Formula(word + CALLED, args)
        row = next((row for row in rows if row.variadic == (len(args) > 1)), rows[0])
        params: dict[str, Any] = {}
        axes = self.match.axes
        if axes is not None and not axes.all and "axis" in row.params:
            params["axis"] = self.scribe.axis(self.node, axes)
        if self.match.keepdims and "keepdims" in row.params:
            params["keepdims"] = 1
        return Formula(row.name, args, params)


@cache
def parsed(text: str) -> Any:
    """A stable form, parsed."""
    return parse(text, "remedy")
