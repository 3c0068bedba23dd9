"""Formulas back to text, with as few parentheses as will do: the mirror of the parser.

`Printer` writes the language itself, in ASCII: what it writes parses back to the same formula. Other notations override
how leaves, calls and operators are written; the parentheses stay the same.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ..records import ADJOINT, CALLED, LITERAL, NAME, SECOND, TANGENT, Formula
from ..rules import table
from .grammar import ATOM, BY_OPERATOR, COMPARISON, INDEX_OPERAND, POSTFIX, POWER, SIGN


class Printer:
    """Formula to text. tangent and adjoint say how the derivative of a node is spelled: "d{}", "{}_bar"."""

    signs: Mapping[str, str] = {
        "lt": " < ",
        "le": " <= ",
        "gt": " > ",
        "ge": " >= ",
        "eq": " == ",
        "ne": " != ",
        "add": " + ",
        "sub": " - ",
        "mul": "*",
        "div": "/",
        "matmul": " @ ",
        "power": "^",
        "and": " and ",
        "or": " or ",
    }

    comma = ", "
    """Between the operands of a call and the entries of an array."""

    def __init__(self, tangent: str = "d{}", adjoint: str = "{}_bar") -> None:
        self.tangent_name, self.adjoint_name = tangent, adjoint

    def text(self, formula: Formula) -> str:
        """The formula, written out."""
        return self.write(formula)[0]

    def write(self, formula: Formula) -> tuple[str, int]:
        """The text and how tightly its outermost operator binds."""
        op, args = formula.op, formula.args
        if not args:
            return self.leaf(formula), ATOM
        if op in BY_OPERATOR:
            return self.infix(formula), BY_OPERATOR[op].binding
        if op in ("and", "or"):
            return self.signs[op].join(self.text(arg) for arg in args), 0
        if op == "neg":
            return "-" + self.inside(args[0], POWER if args[0].op != "neg" else ATOM), SIGN
        if op == "stack" and not formula.params.get("axis"):
            return f"[{self.comma.join(self.text(arg) for arg in args)}]", ATOM
        if op == "index":
            return self.index(formula), POSTFIX
        if op == "transpose" and not formula.params:
            operand = self.inside(args[0], POSTFIX)
            return self.transposed(self.brackets(operand) if operand.isdigit() else operand), POSTFIX
        return self.call(formula), ATOM

    def inside(self, formula: Formula, binding: int) -> str:
        """The text as an operand, in brackets where it binds more loosely than this."""
        text, own = self.write(formula)
        return text if own >= binding else self.brackets(text)

    def brackets(self, text: str) -> str:
        """A text in parentheses."""
        return f"({text})"

    def infix(self, formula: Formula) -> str:
        """A binary operation. A sign inside an operation stands in brackets, except in front."""
        _, _, binding, from_right = BY_OPERATOR[formula.op]
        if len(formula.args) > 2:
            return self.signs[formula.op].join(self.term(arg, binding) for arg in formula.args)
        left, right = formula.args
        tight = binding + 1
        if from_right:
            before, after = self.inside(left, tight), self.inside(right, POWER if right.op != "neg" else ATOM)
        elif binding == COMPARISON:
            before, after = self.inside(left, tight), self.inside(right, tight)
        else:
            before, after = self.inside(left, binding), self.inside(right, tight)
        if binding > COMPARISON and leads_with_sign(right) and after[0] == "-":
            after = self.brackets(after)
        return self.joined(formula.op, before, after)

    def term(self, formula: Formula, binding: int) -> str:
        """One of several terms of a sum."""
        text = self.inside(formula, binding + 1)
        return self.brackets(text) if text[0] == "-" else text

    def joined(self, op: str, before: str, after: str) -> str:
        """Two written operands with the operator's sign between them."""
        return f"{before}{self.signs[op]}{after}"

    def leaf(self, formula: Formula) -> str:
        """A name, the tangent or adjoint of a name, or a literal as it was written."""
        if formula.op == TANGENT:
            return self.tangent(formula.text)
        if formula.op == ADJOINT:
            return self.adjoint(formula.text)
        if formula.op == SECOND:
            return self.second(formula.text)
        if formula.op == NAME:
            return self.name(formula.text)
        return self.literal(formula.text) if formula.op == LITERAL else self.call(formula)

    def name(self, name: str) -> str:
        """A node's name."""
        return name

    def literal(self, text: str) -> str:
        """A literal."""
        return text

    def tangent(self, name: str) -> str:
        """The name of a node's tangent."""
        return self.tangent_name.format(name)

    def adjoint(self, name: str) -> str:
        """The name of a node's adjoint."""
        return self.adjoint_name.format(name)

    def second(self, name: str) -> str:
        """The name of the tangent of a node's adjoint."""
        return self.tangent_name.format(self.adjoint_name.format(name))

    def call(self, formula: Formula) -> str:
        """A call: name(operands, keyword=value)."""
        words = [self.text(arg) for arg in formula.args]
        words += [f"{key}={self.parameter(value)}" for key, value in formula.params.items()]
        return f"{self.function(formula.op)}({self.comma.join(words)})"

    def function(self, op: str) -> str:
        """How a program spells the operator, or a function that was called."""
        return op.removesuffix(CALLED) if op.endswith(CALLED) else table.operator(op).spelled

    def parameter(self, value: Any) -> str:
        """The value of a keyword parameter."""
        if isinstance(value, (tuple, list)):
            return f"[{', '.join(self.parameter(item) for item in value)}]"
        return slice_text(value) if isinstance(value, slice) else number_text(value)

    def index(self, formula: Formula) -> str:
        """x[i, :]: operands beyond the first stand where the index says so."""
        dynamic = iter(formula.args[1:])
        entries = [
            self.text(next(dynamic)) if entry == INDEX_OPERAND else self.parameter(entry)
            for entry in formula.params["index"]
        ]
        return f"{self.inside(formula.args[0], POSTFIX)}[{', '.join(entries)}]"

    def transposed(self, text: str) -> str:
        """The transpose of a written operand."""
        return f"{text}.T"


def leads_with_sign(formula: Formula) -> bool:
    """Whether the formula's text begins with a minus sign."""
    while formula.op in BY_OPERATOR and formula.args:
        formula = formula.args[0]
    return formula.op == "neg"


def slice_text(entry: slice) -> str:
    """A slice as it is written in an index."""
    start, stop = ("" if bound is None else str(bound) for bound in (entry.start, entry.stop))
    return f"{start}:{stop}" if entry.step is None else f"{start}:{stop}:{entry.step}"


def number_text(value: float) -> str:
    """A number in the language, exactly: what it parses back to is the same float64."""
    whole = math.isfinite(value) and value == int(value) and abs(value) < 1e15
    return str(int(value)) if whole and math.copysign(1, value) == math.copysign(1, int(value)) else repr(float(value))
