"""What a rule is run on: floats, arrays, formulas, graph nodes. Each is an algebra, the `m` of a rule.

`m.exp(x)` applies the operator exp to whatever x is. Operators and comparisons between operands (x*x, 1/x, x > 0) do
the same. Floats and arrays bring their own; formulas and graph nodes share one operand class.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..records import LITERAL, Formula, Shape
from ..rules import table
from ..rules.table import Operator
from .shapes import result_shape


class Algebra:
    """The mathematics of one kind of operand: one method per operator, made when first asked for."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)
        function = self.bind(table.operator(name))
        setattr(self, name, function)
        return function

    def bind(self, operator: Operator) -> Callable[..., Any]:
        """The function that applies this operator."""
        return lambda *operands, **params: self.apply(operator, operands, params)

    def apply(self, operator: Operator, operands: Sequence[Any], params: Mapping[str, Any]) -> Any:
        """The operator's result."""
        raise NotImplementedError

    def shape(self, operand: Any) -> Shape:
        """An operand's shape; () for a plain number."""
        return getattr(operand, "shape", ())


# Floats


class Ieee(float):
    """A float whose division has IEEE 754 semantics: 1/0 is inf, 0/0 is nan, and nothing raises."""

    __slots__ = ()

    def __add__(self, other: float) -> Ieee:
        return Ieee(float(self) + other)

    __radd__ = __add__

    def __sub__(self, other: float) -> Ieee:
        return Ieee(float(self) - other)

    def __rsub__(self, other: float) -> Ieee:
        return Ieee(other - float(self))

    def __mul__(self, other: float) -> Ieee:
        return Ieee(float(self) * other)

    __rmul__ = __mul__

    def __truediv__(self, other: float) -> Ieee:
        return Ieee(divide(float(self), float(other)))

    def __rtruediv__(self, other: float) -> Ieee:
        return Ieee(divide(float(other), float(self)))

    def __neg__(self) -> Ieee:
        return Ieee(-float(self))

    def __abs__(self) -> Ieee:
        return Ieee(abs(float(self)))


def divide(a: float, b: float) -> float:
    """IEEE 754 division."""
    if b:
        return a / b
    return math.nan if a == 0 or a != a else math.copysign(math.inf, a) * math.copysign(1.0, b)


class Floats(Algebra):
    """Python floats, through `math`: fast, and IEEE-safe where `math` raises."""

    def bind(self, operator: Operator) -> Callable[..., float]:
        """The operator's scalar function, or its value rule run on floats."""
        if operator.scalar is None:
            return lambda *operands, **params: value_of_floats(operator, operands, params)
        scalar = operator.scalar

        def function(*operands: float) -> float:
            try:
                return scalar(*operands)
            except (ArithmeticError, ValueError):
                return at_edge(operator, operands)

        return function


class GuardedFloats(Floats):
    """The same, with every result an `Ieee`: what a rule is run on again after it raised."""

    def bind(self, operator: Operator) -> Callable[..., float]:
        """The operator's function on floats, its result guarded."""
        function = getattr(FLOATS, operator.name)
        return lambda *operands, **params: Ieee(function(*operands, **params))


FLOATS, GUARDED = Floats(), GuardedFloats()


def at_edge(operator: Operator, operands: Sequence[float]) -> float:
    """The IEEE value at a point where the scalar function raised."""
    if any(operand != operand for operand in operands):
        return math.nan
    return operator.edge(*operands) if callable(operator.edge) else operator.edge


def value_of_floats(operator: Operator, operands: Sequence[float], params: Mapping[str, Any]) -> float:
    """An operator's value on floats, by its scalar function or its value rule; never raises."""
    if operator.scalar is not None:
        return float(getattr(FLOATS, operator.name)(*operands))
    if operator.value is None:
        return float(ARRAYS.apply(operator, operands, params))
    return run_on_floats(operator.value, operands, params)


def run_on_floats(rule: table.Rule, operands: Sequence[float], params: Mapping[str, Any] = {}) -> float:  # noqa: B006
    """A rule's result on floats; where Python's division raises, the rule is run again on guarded floats."""
    try:
        return float(rule(FLOATS, *operands, **params))
    except ArithmeticError:
        return float(rule(GUARDED, *map(Ieee, operands), **params))


# Arrays


class Arrays(Algebra):
    """ndarrays and NumPy scalars. A caller silences floating-point signals with np.errstate."""

    def bind(self, operator: Operator) -> Callable[..., Any]:
        """NumPy's or SciPy's function, or the value rule run on arrays."""
        array = operator.array
        if array is None:
            value = operator.value
            assert value is not None, operator.name
            return lambda *operands, **params: value(self, *operands, **params)
        import numpy as np

        if callable(array):
            return lambda *operands, **params: array(np, *operands, **params)
        if array.startswith("scipy."):
            return scipy_function(array)
        function: Callable[..., Any] = getattr(np, array)
        return function

    def apply(self, operator: Operator, operands: Sequence[Any], params: Mapping[str, Any]) -> Any:
        """The operator's result, float64."""
        return getattr(self, operator.name)(*operands, **params)


ARRAYS = Arrays()


def scipy_function(path: str) -> Callable[..., Any]:
    """A function of scipy.special. Raises AdtraceError naming the extra where SciPy is not installed."""
    try:
        import scipy.special
    except ImportError:
        from ..errors import AdtraceError

        name = path.rpartition(".")[2]
        raise AdtraceError(f"{name} needs SciPy here", hint="install it with: pip install 'adtrace[special]'") from None
    function: Callable[..., Any] = getattr(scipy.special, path.rpartition(".")[2])
    return function


def compute(operator: Operator, operands: Sequence[Any], params: Mapping[str, Any], shape: Shape) -> Any:
    """An operator's value on floats and ndarrays: a float where the result's shape is (), else a float64 ndarray.

    Raises ValueError where an operand that is an index does not fit.
    """
    if operator.kind == "elementwise" and not shape and not any([hasattr(operand, "shape") for operand in operands]):
        return value_of_floats(operator, operands, params)
    import numpy as np

    # NumPy's own scalars divide by zero as IEEE 754 says; Python's floats raise.
    lifted = [np.float64(operand) if isinstance(operand, (float, int)) else operand for operand in operands]
    with np.errstate(all="ignore"):
        result = ARRAYS.apply(operator, lifted, params)
    return np.asarray(result, dtype=np.float64) if shape else float(result)


# Formulas and graph nodes


class Operand:
    """A formula or a graph node that a rule can calculate with."""

    __slots__ = ("algebra", "handle", "shape")
    __array_ufunc__ = None
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, algebra: Algebra, handle: Any, shape: Shape) -> None:
        self.algebra, self.handle, self.shape = algebra, handle, shape

    def __add__(self, other: Any) -> Any:
        return self.algebra.add(self, other)

    def __radd__(self, other: Any) -> Any:
        return self.algebra.add(other, self)

    def __sub__(self, other: Any) -> Any:
        return self.algebra.sub(self, other)

    def __rsub__(self, other: Any) -> Any:
        return self.algebra.sub(other, self)

    def __mul__(self, other: Any) -> Any:
        return self.algebra.mul(self, other)

    def __rmul__(self, other: Any) -> Any:
        return self.algebra.mul(other, self)

    def __truediv__(self, other: Any) -> Any:
        return self.algebra.div(self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return self.algebra.div(other, self)

    def __pow__(self, other: Any) -> Any:
        return self.algebra.power(self, other)

    def __neg__(self) -> Any:
        return self.algebra.neg(self)

    def __abs__(self) -> Any:
        return self.algebra.abs(self)

    def __lt__(self, other: Any) -> Any:
        return self.algebra.lt(self, other)

    def __le__(self, other: Any) -> Any:
        return self.algebra.le(self, other)

    def __gt__(self, other: Any) -> Any:
        return self.algebra.gt(self, other)

    def __ge__(self, other: Any) -> Any:
        return self.algebra.ge(self, other)

    def __eq__(self, other: Any) -> Any:
        return self.algebra.eq(self, other)

    def __ne__(self, other: Any) -> Any:
        return self.algebra.ne(self, other)

    def __and__(self, other: Any) -> Any:
        return condition("and", self, other)

    def __or__(self, other: Any) -> Any:
        return condition("or", self, other)


def condition(word: str, a: Any, b: Any) -> Operand:
    """Two conditions joined by a word; printed in a row's documentation and nowhere else."""
    tree = Formula(word, (tree_of(a), tree_of(b)))
    return Operand(FORMULAS, tree, ())


class Formulas(Algebra):
    """Formulas: a rule run on them is the rule as printed, with factors and exponents of 1 left out."""

    def apply(self, operator: Operator, operands: Sequence[Any], params: Mapping[str, Any]) -> Operand:
        """The formula of the operator applied to formulas and numbers."""
        trees = tuple(tree_of(operand) for operand in operands)
        shape = result_shape(operator, [tree.shape for tree in trees], params)
        given = {key: value for key, value in params.items() if value != operator.params.get(key)}
        tree = simplified(Formula(operator.name, trees, given, shape=shape))
        return Operand(self, tree, tree.shape)

    def operand(self, tree: Formula) -> Operand:
        """A formula that rules can calculate with."""
        return Operand(self, tree, tree.shape)


FORMULAS = Formulas()


def tree_of(operand: Any) -> Formula:
    """The formula of an operand; a number becomes a literal."""
    return operand.handle if isinstance(operand, Operand) else literal(operand)


def literal(number: float) -> Formula:
    """A number as a formula: whole numbers without a point, negative ones as a negation."""
    if number < 0:
        return Formula("neg", (literal(-number),))
    whole = math.isfinite(number) and number == int(number) and abs(number) < 1e15
    return Formula(LITERAL, text=str(int(number)) if whole else repr(float(number)))


def number_in(tree: Formula) -> float | None:
    """The number that a literal, or a negated one, stands for; None for any other formula, and for pi, e, inf and nan."""
    if tree.op == "neg":
        inner = number_in(tree.args[0])
        return None if inner is None else -inner
    return float(tree.text) if tree.op == LITERAL and not tree.text[0].isalpha() else None


def simplified(tree: Formula) -> Formula:
    """Drop factors and exponents of 1, write x*x as x^2, pull signs out, and reckon with whole literals."""
    if tree.op not in ("add", "sub", "mul", "div", "power", "neg"):
        return tree
    if tree.op == "neg":
        return negated(tree.args[0])
    first, last = tree.args
    a, b = number_in(first), number_in(last)
    if a is not None and b is not None:
        return reckoned(tree, a, b)
    if b == 1 and tree.op in ("mul", "div", "power"):
        return first
    if tree.op == "mul" and a == 1:
        return last
    if tree.op == "mul" and first == last:
        return Formula("power", (first, literal(2)), shape=tree.shape)
    if tree.op in ("mul", "div") and first.op == "neg" and (a is None or a == -1 and tree.op == "mul"):
        return negated(simplified(Formula(tree.op, (first.args[0], last), shape=tree.shape)))
    if tree.op == "mul" and last.op == "neg" and (b is None or b == -1):
        return negated(simplified(Formula("mul", (first, last.args[0]), shape=tree.shape)))
    return tree


def negated(tree: Formula) -> Formula:
    """The formula with the other sign; a product carries it in front."""
    if tree.op == "neg":
        return tree.args[0]
    if tree.op in ("mul", "div"):
        return Formula(tree.op, (negated(tree.args[0]), tree.args[1]), shape=tree.shape)
    return Formula("neg", (tree,), shape=tree.shape)


def reckoned(tree: Formula, a: float, b: float) -> Formula:
    """Two whole literals added, subtracted or multiplied; anything else stays as it is written."""
    result = {"add": a + b, "sub": a - b, "mul": a * b}.get(tree.op, math.nan)
    return literal(result) if a % 1 == b % 1 == 0 and math.isfinite(result) else tree
