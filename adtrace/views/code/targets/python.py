"""Plain Python: scalars, with nothing but its math module. What Python raises is IEEE 754's number here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from ....errors import AdtraceError
from ....graph.trees import value_of
from ....lang.grammar import ATOM, PRODUCT
from ....records import LITERAL, NAME, Formula, Shape
from ....records.export import Export
from ....records.straight import Straight
from ....rules.table import Operator
from .. import Target
from ..module import ModulePrinter, module
from ..own import texts
from ..printer import CodePrinter, Spelling, is_constant, parts

OWN = texts(
    '''
    def divide(a, b):
        """a/b by IEEE 754: 1/0 is inf and 0/0 is nan, where Python raises."""
        if b:
            return a/b
        return math.nan if a == 0 or a != a else math.copysign(math.inf, a)*math.copysign(1.0, b)
    ''',
    '''
    def power(a, b):
        """a to the b by IEEE 754: infinite beyond the largest number and at a pole, nan for a root of a negative."""
        try:
            return math.pow(a, b)
        except (OverflowError, ValueError):
            whole = b == math.floor(b)
            if a == 0 or whole:
                return math.copysign(math.inf, a) if whole and b % 2 == 1 else math.inf
            return math.nan if a < 0 else math.inf
    ''',
    *[
        f'''
        def {name}(x):
            """math.{name}(x); -inf at {pole}, nan below."""
            return math.{name}(x) if x > {pole} else -math.inf if x == {pole} else math.nan
        '''
        for name, pole in {"log": 0, "log2": 0, "log10": 0, "log1p": -1}.items()
    ],
    *[
        f'''
        def {name}(x):
            """math.{name}(x); {value} where it {why}."""
            try:
                return math.{name}(x)
            except (OverflowError, ValueError):
                return math.{value}
        '''
        for value, why, names in (
            ("inf", "overflows", ("exp", "exp2", "expm1", "cosh")), ("inf", "has a pole", ("lgamma",)),
            ("nan", "is not defined", ("sqrt", "sin", "cos", "tan", "asin", "acos", "acosh")),
        )
        for name in names
    ],
    '''
    def sinh(x):
        """math.sinh(x); infinite where it overflows."""
        try:
            return math.sinh(x)
        except OverflowError:
            return math.copysign(math.inf, x)
    ''',
    '''
    def atanh(x):
        """math.atanh(x); infinite at 1 and -1, nan beyond."""
        return math.atanh(x) if abs(x) < 1 else math.copysign(math.inf, x) if abs(x) == 1 else math.nan
    ''',
    '''
    def gamma(x):
        """math.gamma(x); infinite at 0 and where it overflows, nan at the other poles."""
        try:
            return math.gamma(x)
        except (OverflowError, ValueError):
            return math.copysign(math.inf, x) if abs(x) < 1 else math.inf if x > 0 else math.nan
    ''',
    '''
    def logaddexp(a, b):
        """log(exp(a) + exp(b)) without overflow; equal infinities included."""
        return a + math.log(2) if a == b else maximum(a, b) + math.log1p(math.exp(-abs(a - b)))
    ''',
    '''
    def maximum(*xs):
        """The largest; nan if one is."""
        return math.nan if any(x != x for x in xs) else max(xs)
    ''',
    '''
    def minimum(*xs):
        """The smallest; nan if one is."""
        return math.nan if any(x != x for x in xs) else min(xs)
    ''',
    '''
    def clip(x, lo, hi):
        """min(max(x, lo), hi)."""
        return minimum(maximum(x, lo), hi)
    ''',
    '''
    def relu(x):
        """max(x, 0)."""
        return x if x > 0 or x != x else 0.0
    ''',
    '''
    def sign(x):
        """1, -1, 0 or nan."""
        return 1.0 if x > 0 else -1.0 if x < 0 else 0.0 if x == 0 else x
    ''',
    '''
    def step(x):
        """1 where x >= 0, else 0."""
        return float(x >= 0) if x == x else x
    ''',
    '''
    def mod(a, b):
        """a - b*floor(a/b), with the sign of b; nan where there is none."""
        try:
            return a % b
        except ZeroDivisionError:
            return math.nan
    ''',
    *[
        f'''
        def {name}(x):
            """{doc}."""
            return math.copysign({function}(x), x) if math.isfinite(x) else x
        '''
        for name, function, doc in (
            ("floor", "math.floor", "The largest whole number that is not above x"),
            ("ceil", "math.ceil", "The smallest whole number that is not below x"),
            ("nearest", "round", "The nearest whole number; halves go to the even one"),
        )
    ],
)

SAFE = ("atan", "tanh", "asinh", "erf", "erfc", "hypot", "atan2", "cbrt")
"""Functions of math that never raise."""


def quotient(printer: CodePrinter, formula: Formula) -> tuple[str, int]:
    """a/b where b is a number that is not 0, else a call that does not raise."""
    a, b = formula.args
    if is_constant(b) and value_of(b) != 0:
        return f"{printer.inside(a, PRODUCT)}/{printer.inside(b, PRODUCT + 1)}", PRODUCT
    printer.use("divide", OWN["divide"])
    return f"divide({printer.text(a)}, {printer.text(b)})", ATOM


def power(printer: CodePrinter, formula: Formula) -> tuple[str, int]:
    """x*x for a square, else a call: ** raises, and takes roots of negative numbers to be complex."""
    a, b = formula.args
    if b.text == "2" and a.op == NAME:
        return f"{printer.text(a)}*{printer.text(a)}", PRODUCT
    printer.use("power", OWN["power"])
    return f"power({printer.text(a)}, {printer.text(b)})", ATOM


def square(printer: CodePrinter, formula: Formula) -> tuple[str, int]:
    """x^2."""
    two = Formula(LITERAL, text="2")
    return power(printer, Formula("power", (formula.args[0], two)))


def where(printer: CodePrinter, formula: Formula) -> tuple[str, int]:
    """a if c else b."""
    c, a, b = formula.args
    return f"{printer.inside(a, 1)} if {printer.condition(c)} else {printer.text(b)}", 0


class PythonPrinter(ModulePrinter):
    """Formulas in plain Python."""

    language = "plain Python"
    spellings: ClassVar[Mapping[str, Spelling]] = {
        "div": quotient, "power": power, "square": square, "where": where, "reciprocal": "divide(1, {0})",
        "abs": "abs({0})", "round": "nearest", **{name: f"math.{name}" for name in SAFE},
    }
    own: ClassVar[Mapping[str, str]] = OWN
    constants: ClassVar[Mapping[str, str]] = {
        name: f"math.{name}" for name in ("pi", "e", "inf", "nan")
    }
    kept: ClassVar[Sequence[str]] = ("math",)
    close = "(math.isclose(found, traced, rel_tol={rtol}, abs_tol={atol}) or found != found and traced != traced)"
    true = "float({})"

    def accept(self, straight: Straight) -> None:
        """Refuse arrays. Raises AdtraceError."""
        formulas = [part for statement in straight.statements for part in parts(statement.formula)]
        if any(straight.shapes.values()) or any(formula.shape for formula in formulas):
            name = next((name for name, shape in straight.shapes.items() if shape), "this program")
            what = f"{name} is an array" if name in straight.shapes else f"{name} has arrays"
            raise AdtraceError(f"{what}, and plain Python has scalars only", hint="--to numpy has arrays")

    def taken(self, name: str, shape: Shape) -> list[str]:
        """As a float: whole numbers would become too large to be one."""
        return [f"{name} = float({name})"]

    def lacking(self, row: Operator) -> AdtraceError:
        """The error for an operator that math does not have."""
        return AdtraceError(f"{row.spelled} cannot be written in plain Python", hint="--to numpy has it")


def render(export: Export) -> str:
    """The file."""
    return module(PythonPrinter, export)


TARGET = Target("python", "plain Python with its math module, for scalars", render)
