"""The operators of the language and how tightly they bind: read by the parser and by every printer."""

from __future__ import annotations

from ..named import Record

COMPARISON, SUM, PRODUCT, SIGN, POWER, POSTFIX, ATOM = 10, 20, 30, 40, 50, 60, 100


class Infix(Record):
    """A binary operator: its sign, its row's name, how tightly it binds, and whether it groups from the right."""

    sign: str
    operator: str
    binding: int
    from_right: bool = False


INFIX = (
    Infix("<", "lt", COMPARISON),
    Infix("<=", "le", COMPARISON),
    Infix(">", "gt", COMPARISON),
    Infix(">=", "ge", COMPARISON),
    Infix("==", "eq", COMPARISON),
    Infix("!=", "ne", COMPARISON),
    Infix("+", "add", SUM),
    Infix("-", "sub", SUM),
    Infix("*", "mul", PRODUCT),
    Infix("/", "div", PRODUCT),
    Infix("@", "matmul", PRODUCT),
    Infix("^", "power", POWER, from_right=True),
)
BY_SIGN = {infix.sign: infix for infix in INFIX}
BY_OPERATOR = {infix.operator: infix for infix in INFIX}

PASTED = {"**": "^", "·": "*", "×": "*", "−": "-", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!=", "²": "2", "³": "3"}
"""Signs that people paste, and what they stand for (² and ³ are exponents)."""

PASTED_NAMES = {"π": "pi", "σ": "sigmoid", "√": "sqrt"}
"""Letters that people paste for a constant or, before a bracket, for a function."""

CONSTANTS = {"pi": 3.141592653589793, "e": 2.718281828459045, "inf": float("inf"), "nan": float("nan")}
"""Constants, unless the user assigns the name or gives it a value."""

INDEX_OPERAND = "operand"
"""In an index: this position is given by the next operand (x[i] with an input i)."""
