"""One element of a formula as an expression of C: the operation at an index, with as few parentheses as will do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ....graph.symbols import number_in
from ....records import LEAVES, LITERAL, Formula
from ....rules import table
from .moves import AND, ATOM, CHOICE, EQUALITY, MOVES, OR, ORDER, PRODUCT, SUM, UNARY, aligned, hit, is_light
from .text import literal

if TYPE_CHECKING:
    from .body import Body

At = Sequence[str]

INFIX = {"add": (" + ", SUM), "sub": (" - ", SUM), "mul": ("*", PRODUCT), "div": ("/", PRODUCT)}

COMPARED = {
    "lt": (" < ", ORDER), "le": (" <= ", ORDER), "gt": (" > ", ORDER), "ge": (" >= ", ORDER),
    "eq": (" == ", EQUALITY), "ne": (" != ", EQUALITY),
}


class Elements:
    """Writes elements of formulas whose leaves are names, literals and what MOVES rearranges."""

    def __init__(self, body: Body) -> None:
        self.body, self.functions = body, body.functions

    def text(self, formula: Formula, at: At = (), least: int = 0) -> str:
        """An element, in brackets where it binds more loosely than `least`."""
        text, own = self.write(formula, at)
        return text if own >= least else f"({text})"

    def write(self, formula: Formula, at: At) -> tuple[str, int]:
        """The text of an element, and how tightly it binds."""
        op, args = formula.op, formula.args
        if op == LITERAL:
            text = literal(formula.text)
            return text, UNARY if text[0] == "-" else ATOM
        if op in LEAVES:
            return self.body.place(formula) + "".join(f"[{index}]" for index in at), ATOM
        if op in MOVES:
            return MOVES[op](self, formula, at)
        below = [aligned(at, formula.shape, arg.shape) for arg in args]
        if op in INFIX:
            return self.infix(op, args, below)
        if op in COMPARED:
            return f"(double)({self.truth(formula, at)[0]})", UNARY
        if op == "neg":
            text, own = self.write(args[0], below[0])
            plain = own >= PRODUCT and text[0] != "-"
            return (f"-{text}", min(own, UNARY)) if plain else (f"-({text})", UNARY)
        if op == "where":
            return self.chosen(args, below)
        if op == "power" and number_in(args[1]) == 2 and is_light(args[0]):
            text = self.text(args[0], below[0], ATOM)
            return f"{text}*{text}", PRODUCT
        if op == "square" and is_light(args[0]):
            text = self.text(args[0], below[0], ATOM)
            return f"{text}*{text}", PRODUCT
        if op == "reciprocal":
            return f"1.0/{self.text(args[0], below[0], PRODUCT + 1)}", PRODUCT
        return self.call(op, [self.text(arg, place) for arg, place in zip(args, below, strict=True)]), ATOM

    def infix(self, op: str, args: Sequence[Formula], below: Sequence[At]) -> tuple[str, int]:
        """A sum, difference, product or quotient; a sum may have many terms."""
        sign, binding = INFIX[op]
        parts = [self.text(args[0], below[0], binding)]
        for arg, place in zip(args[1:], below[1:], strict=True):
            part = self.text(arg, place, binding + 1)
            parts.append(f"({part})" if part[0] == "-" else part)
        return sign.join(parts), binding

    def chosen(self, args: Sequence[Formula], below: Sequence[At]) -> tuple[str, int]:
        """c ? a : b."""
        condition, own = self.truth(args[0], below[0])
        condition = condition if own > OR else f"({condition})"
        a, b = self.text(args[1], below[1], CHOICE + 1), self.text(args[2], below[2], CHOICE)
        return f"{condition} ? {a} : {b}", CHOICE

    def truth(self, formula: Formula, at: At) -> tuple[str, int]:
        """An element as a condition: whether it is not 0."""
        op, args = formula.op, formula.args
        if op in COMPARED:
            sign, binding = COMPARED[op]
            below = [aligned(at, formula.shape, arg.shape) for arg in args]
            if op == "ne" and number_in(args[1]) == 0 and args[0].op in COMPARED:
                return self.truth(args[0], below[0])
            sides = [self.text(arg, place, SUM) for arg, place in zip(args, below, strict=True)]
            return sign.join(sides), binding
        if op == "onehot":
            return hit(self, formula, at), EQUALITY
        if op in ("and", "or"):
            sign, binding = (" && ", AND) if op == "and" else (" || ", OR)
            parts = [self.truth(arg, aligned(at, formula.shape, arg.shape)) for arg in args]
            return sign.join(text if own > AND else f"({text})" for text, own in parts), binding
        return f"{self.text(formula, at, SUM)} != 0.0", EQUALITY

    def call(self, op: str, words: list[str]) -> str:
        """A call of a function; one of two operands is nested for more."""
        name = self.functions.of(table.operator(op))
        if table.operator(op).variadic:
            text = words[0]
            for word in words[1:]:
                text = f"{name}({text}, {word})"
            return text
        return f"{name}({', '.join(words)})"
