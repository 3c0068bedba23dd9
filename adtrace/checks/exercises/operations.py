"""The operations that exercises are made of, and those that do not stand inside one another."""

from __future__ import annotations

from ...named import Record
from ...rules.table import operator

SCALAR, VECTOR, MATRIX = "S", "V", "M"
"""Types of operands: a number, two numbers, two rows of two."""

LITERAL = "#"
"""The place of a literal among the operands."""


class Operation(Record):
    """One way to use an operator.

    op        the operator's name
    operands  a letter for each: a type, or LITERAL
    result    the type of its value
    weight    how often it is chosen, among others
    literals  what may stand in the place of the literal
    family    what it counts as where operations stand inside one another; `op` itself if there is none
    kink      whether it has a kink
    function  whether it is a function, of which the user may allow some only
    """

    op: str
    operands: str
    result: str
    weight: int
    literals: tuple[str, ...] = ()
    family: str = ""
    kink: bool = False
    function: bool = False

    @property
    def kin(self) -> str:
        """Its family."""
        return self.family or self.op

    @property
    def spelled(self) -> str:
        """What programs call it."""
        return operator(self.op).spelled

    @property
    def slots(self) -> tuple[int, ...]:
        """The places of the operands that are no literals."""
        return tuple(place for place, letter in enumerate(self.operands) if letter != LITERAL)


def functions(names: str, types: str = "SS", weight: int = 2, *, kink: bool = False) -> list[Operation]:
    """Functions of one operand."""
    return [Operation(name, types[0], types[1], weight, kink=kink, function=True) for name in names.split()]


SCALARS = (
    Operation("mul", "SS", "S", 6), Operation("add", "SS", "S", 4), Operation("sub", "SS", "S", 3),
    Operation("div", "SS", "S", 3),
    Operation("mul", "#S", "S", 3, ("2", "3", "0.5"), "scale"),
    Operation("add", "S#", "S", 3, ("1", "2", "3"), "shift"),
    Operation("sub", "S#", "S", 2, ("1", "2", "3"), "shift"),
    Operation("sub", "#S", "S", 2, ("1", "2", "4"), "shift"),
    Operation("power", "S#", "S", 4, ("2", "2", "3")), Operation("div", "S#", "S", 1, ("2",), "scale"),
    Operation("div", "#S", "S", 2, ("1", "2", "4"), "reciprocal"), Operation("neg", "S", "S", 2),
    *functions("exp log sin cos"), *functions("sqrt tanh sigmoid", weight=1),
    *functions("abs relu", kink=True, weight=5),
    Operation("maximum", "SS", "S", 5, kink=True, function=True),
    Operation("minimum", "SS", "S", 3, kink=True, function=True),
)
ARRAYS = (
    Operation("matmul", "MV", "V", 8), Operation("matmul", "VV", "S", 4), Operation("matmul", "MM", "M", 1),
    Operation("add", "VV", "V", 4), Operation("sub", "VV", "V", 3), Operation("mul", "VV", "V", 3),
    Operation("mul", "SV", "V", 1), Operation("mul", "#V", "V", 1, ("2", "3"), "scale"),
    Operation("add", "V#", "V", 1, ("1",), "shift"), Operation("power", "V#", "V", 3, ("2",)),
    Operation("sum", "V", "S", 8), *functions("tanh sigmoid exp softmax", "VV", 1),
    *functions("relu", "VV", 9, kink=True), *functions("abs", "VV", 4, kink=True),
    Operation("maximum", "VV", "V", 2, kink=True, function=True),
)
"""With scalars' own, these make exercises with arrays."""

CURVED = ("exp", "log", "sin", "cos", "tanh", "sigmoid", "softmax")
"""Functions whose numbers ask for a calculator, at most points."""

POSITIVE = ("abs", "relu", "exp", "sigmoid", "sqrt", "softmax")
SIGNED = ("add", "sub", "shift", "scale", "mul", "div", "reciprocal", "neg")

NEVER = frozenset(
    [(outer, inner) for outer in CURVED for inner in CURVED]
    + [(kin, kin) for kin in (
        "shift", "scale", "power", "reciprocal", "neg", "sqrt", "abs", "relu", "maximum", "minimum", "sum", "div")]
    + [(outer, inner) for outer in ("abs", "relu") for inner in POSITIVE]
    + [(outer, "neg") for outer in (*SIGNED, "abs", "power", "cos", "sum", "matmul")]
    + [("neg", inner) for inner in SIGNED]
    + [("sqrt", "power"), ("power", "sqrt"), ("sqrt", "exp"), ("log", "power"), ("power", "exp"), ("log", "sqrt")]
    + [("log", "scale"), ("abs", "power"), ("reciprocal", "exp"), ("reciprocal", "div"), ("div", "reciprocal")]
    + [("sum", "softmax"), ("relu", "power"), ("power", "abs"), ("scale", "div"), ("div", "scale")]
    + [("exp", "sqrt"), ("sin", "sqrt"), ("cos", "sqrt"), ("reciprocal", "scale"), ("scale", "reciprocal")]
)
"""(outer, inner): families that undo, repeat or hide one another, or that nobody works by hand."""


def suitable(*, arrays: bool, kinks: bool, allowed: tuple[str, ...]) -> tuple[Operation, ...]:
    """The operations that an exercise may have."""
    rows = (*ARRAYS, *SCALARS) if arrays else SCALARS
    return tuple(
        row for row in rows if (kinks or not row.kink) and not (row.function and allowed and row.spelled not in allowed)
    )


def function_names(*, arrays: bool, kinks: bool) -> tuple[str, ...]:
    """The functions that an exercise of this kind may have."""
    rows = suitable(arrays=arrays, kinks=kinks, allowed=())
    return tuple(dict.fromkeys(row.spelled for row in rows if row.function))
