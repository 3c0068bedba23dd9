"""Formulas as expressions of another language: the same parentheses, other names for the operators.

How a language spells an operator stands in one table of its target. What the table does not have is spelled as the row
of the operator says: by its NumPy name, or by a function of our own that is made from the row's value.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from ...errors import AdtraceError
from ...graph.trees import value_of
from ...lang.grammar import ATOM, BY_OPERATOR, COMPARISON, CONSTANTS, INDEX_OPERAND, PRODUCT
from ...lang.printer import Printer, number_text
from ...records import LITERAL, NAME, Formula, Shape
from ...rules import table
from ...rules.table import Operator
from .identifiers import Names

Spelling = str | Callable[["CodePrinter", Formula], str | tuple[str, int]]
"""The name of a function ("np.exp"), a template in its operands ("torch.clamp({0}, min=0)"), or what writes the call.

A name without a dot that stands among a target's own functions is one of these.
"""

COMPARISONS = frozenset(("lt", "le", "gt", "ge", "eq", "ne"))
WHOLE = re.compile(r"[0-9]+")
NUMBER = re.compile(r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
ARITHMETIC = frozenset(("add", "sub", "mul", "div", "neg"))


class CodePrinter(Printer):
    """Formulas in another language.

    language   what messages call it
    spellings  operators by name, where they are not spelled as their row says
    own        functions written out at the top of a file, by name: their text
    prefix     what the names of the array library stand behind: "np."
    special    what those of scipy.special do, "" where there is no such module
    constants  how pi, e, inf and nan are written
    true       how a comparison becomes a number
    """

    language = "code"
    signs: Mapping[str, str] = {**Printer.signs, "power": "**"}
    spellings: ClassVar[Mapping[str, Spelling]] = {}
    own: ClassVar[Mapping[str, str]] = {}
    prefix, special = "", ""
    constants: ClassVar[Mapping[str, str]] = {}
    true = "1.0*({})"

    def __init__(self, names: Names) -> None:
        super().__init__()
        self.names = names
        self.anchor = ""
        """An argument of the function that is being written: numbers made in it go where this one is."""
        self.used: dict[str, str] = {}
        """Functions that were called and have to be written out, by name: their text."""

    def enter(self, names: Sequence[str]) -> None:
        """Begin a function of these arguments."""
        self.anchor = names[0] if names else ""

    # Leaves

    def name(self, name: str) -> str:
        """A node's name, as it is called in the code."""
        return self.names[name]

    def literal(self, text: str) -> str:
        """A number as the user wrote it; a constant by its name."""
        if text in CONSTANTS:
            return self.constants[text]
        if WHOLE.fullmatch(text):
            text = text.lstrip("0") or "0"
            return text if len(text) < 16 else repr(float(text))
        if not NUMBER.fullmatch(text):
            raise AdtraceError(f"{text} is no number", hint="this is a defect of adtrace")
        return text if text[0] != "0" or text[1:2] in ("", ".", "e", "E") else repr(float(text))

    def number(self, value: float) -> str:
        """A number, exactly."""
        if math.isnan(value):
            return self.constants["nan"]
        if math.isinf(value):
            return self.constants["inf"] if value > 0 else f"-{self.constants['inf']}"
        return number_text(value)

    def decimal(self, value: float) -> str:
        """A number that has a decimal point, so that it is no whole number in the code."""
        return repr(value) if math.isfinite(value) else self.number(value)

    # Operations

    def write(self, formula: Formula) -> tuple[str, int]:
        """The text and how tightly its outermost operator binds."""
        if formula.args and formula.op != "stack" and (found := self.constant(formula)) is not None:
            return found
        if formula.op in COMPARISONS:
            return self.true.format(self.comparison(formula)), ATOM if self.true[0] != "1" else PRODUCT
        if formula.op in self.spellings:
            return self.spelled(formula, self.spellings[formula.op])
        return super().write(formula)

    def comparison(self, formula: Formula) -> str:
        """A comparison as a truth value."""
        left, right = (self.inside(arg, COMPARISON + 1) for arg in formula.args)
        return f"{left}{self.signs[formula.op]}{right}"

    def condition(self, formula: Formula) -> str:
        """A formula as a truth value: whether it is not 0."""
        if formula.op in COMPARISONS and not is_constant(formula):
            return self.comparison(formula)
        return f"{self.inside(formula, COMPARISON + 1)} != 0"

    def constant(self, formula: Formula) -> tuple[str, int] | None:
        """What depends on nothing: as it is written where the language has the same number for it, else the number."""
        if formula.shape or not is_constant(formula):
            return None
        value = value_of(formula)
        if value == math.pi:
            return self.constants["pi"], ATOM
        if value == 0 or not all(math.isfinite(value_of(part)) for part in parts(formula)):
            return self.as_number(value)
        if formula.op in ARITHMETIC:
            return super().write(formula)
        return self.called_constant(formula) or self.as_number(value)

    def as_number(self, value: float) -> tuple[str, int]:
        """A number, and how tightly its sign binds."""
        text = self.number(value)
        return text, ATOM if text[0] != "-" else BY_OPERATOR["add"].binding + 1

    def called_constant(self, formula: Formula) -> tuple[str, int] | None:
        """A function of literals as Python's math calls it, where it has it."""
        if len(formula.args) != 1 or not callable(getattr(math, formula.op, None)):
            return None
        return f"math.{formula.op}({self.text(formula.args[0])})", ATOM

    def call(self, formula: Formula) -> str:
        """A call of what the table does not have."""
        return self.spelled(formula, self.spelling(table.operator(formula.op)))[0]

    def index(self, formula: Formula) -> str:
        """x[i, :]."""
        dynamic = iter(formula.args[1:])
        entries = [
            self.position(next(dynamic)) if entry == INDEX_OPERAND else self.parameter(entry)
            for entry in formula.params["index"]
        ]
        return f"{self.inside(formula.args[0], ATOM)}[{', '.join(entries)}]"

    def constant_array(self, lists: str) -> str:
        """An array of the numbers in lists of lists."""
        return f"{self.prefix}array({lists}, dtype=float)"

    def full(self, shape: Shape, text: str) -> str:
        """An array of one number."""
        return f"{self.prefix}full({shape}, {text}, dtype=float)"

    def position(self, formula: Formula) -> str:
        """A number as a position in an array."""
        return f"int({self.text(formula)})"

    def spelled(self, formula: Formula, spelling: Spelling) -> tuple[str, int]:
        """A call by its spelling."""
        if callable(spelling):
            found = spelling(self, formula)
            return found if isinstance(found, tuple) else (found, ATOM)
        operands = [self.operand(arg) for arg in formula.args]
        if "{" in spelling:
            self.use_all(spelling)
            return spelling.format(*operands, np=self.prefix), ATOM
        if spelling in self.own:
            self.use(spelling, self.own[spelling])
        words = [*operands, *self.keywords(formula)]
        return f"{spelling}({', '.join(words)})", ATOM

    def operand(self, formula: Formula) -> str:
        """An operand of a call."""
        return self.text(formula)

    def atom(self, formula: Formula) -> str:
        """A formula that stands for itself, in brackets unless it is a name, a number or a call."""
        return self.inside(formula, ATOM)

    def keywords(self, formula: Formula) -> list[str]:
        """Keyword parameters: keepdims is True, and lists are tuples."""
        return [f"{key}={self.given(key, value)}" for key, value in formula.params.items() if value is not None]

    def given(self, key: str, value: Any) -> str:
        """The value of a keyword parameter."""
        if key == "keepdims":
            return str(bool(value))
        if key == "index":
            return index_text(value)
        return repr(tuple(value)) if isinstance(value, (tuple, list)) else repr(value)

    # Spellings

    def spelling(self, row: Operator) -> Spelling:
        """How an operator is spelled that the table does not have. Raises AdtraceError."""
        if row.name in self.own:
            return row.name
        if isinstance(row.array, str):
            library, _, name = row.array.rpartition(".")
            if not library and self.prefix:
                return self.prefix + self.numpy_name(name)
            if library and self.special:
                return self.special + name
        if row.value is None:
            raise self.lacking(row)
        return self.made(row)

    def numpy_name(self, name: str) -> str:
        """NumPy's name in the array library. Raises AdtraceError where it has none."""
        return NUMPY_NAMES.get(name, name)

    def lacking(self, row: Operator) -> AdtraceError:
        """The error for an operator that cannot be written."""
        return AdtraceError(f"{row.spelled} cannot be written in {self.language}", hint=self.instead(row))

    def instead(self, row: Operator) -> str:
        """What to do about it."""
        return "--to numpy has every operator"

    def made(self, row: Operator) -> str:
        """A function of our own, made from the row's value: its name."""
        if row.name not in self.used:
            from .functions import function_of

            self.use(row.name, function_of(self, row))
        return row.name

    def use(self, name: str, text: str) -> None:
        """Have a function written out, behind those that it calls."""
        if name in self.used:
            return
        self.use_all(re.sub(r'""".*?"""', "", text.partition("\n")[2]))
        self.used[name] = text

    def use_all(self, text: str) -> None:
        """Have the functions written out that a text calls."""
        for name in dict.fromkeys(re.findall(r"(?<![\w.])([a-z_0-9]+)\(", text)):
            if name in self.own:
                self.use(name, self.own[name])


NUMPY_NAMES = {
    "asin": "arcsin", "acos": "arccos", "atan": "arctan", "asinh": "arcsinh", "acosh": "arccosh", "atanh": "arctanh",
    "atan2": "arctan2",
}
"""Names that every version of NumPy has."""


def signed(formula: Formula) -> Formula:
    """The formula with negative literals as negations, so that they get their brackets."""
    if formula.op == LITERAL and formula.text[0] == "-":
        return Formula("neg", (formula._replace(text=formula.text[1:]),), shape=formula.shape)
    return formula._replace(args=tuple(signed(arg) for arg in formula.args)) if formula.args else formula


def parts(formula: Formula) -> list[Formula]:
    """The formula and all that it consists of."""
    found, stack = [], [formula]
    while stack:
        one = stack.pop()
        found.append(one)
        stack.extend(one.args)
    return found


def is_constant(formula: Formula) -> bool:
    """Whether a formula has no names in it."""
    return all(leaf.op == LITERAL for leaf in formula.leaves())


def index_text(index: Sequence[Any]) -> str:
    """An index as a tuple of numbers and slices."""
    entries = [
        f"slice({entry.start}, {entry.stop}, {entry.step})" if isinstance(entry, slice) else str(entry)
        for entry in index
    ]
    return f"({', '.join(entries)}{',' if len(entries) == 1 else ''})"


def named(name: str, shape: Shape = ()) -> Formula:
    """A formula that is a name."""
    return Formula(NAME, text=name, shape=shape)
