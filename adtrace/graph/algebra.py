"""What a rule is run on: floats, arrays, formulas, graph nodes. Each is an algebra, the `m` of a rule.

`m.exp(x)` applies the operator exp to whatever x is. Operators and comparisons between operands (x*x, 1/x, x > 0) do
the same. Floats and arrays (`numbers`) bring their own; formulas (`symbols`) and graph nodes (`graph`) share one
operand class.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..records import Shape
from ..rules import table
from ..rules.table import Operator


class Algebra:
    """The mathematics of one kind of operand: one method per operator, made when first asked for.

    pi  the number: rules take it from here, so that it has as many digits as the operands
    """

    pi: Any = math.pi

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

    def condition(self, word: str, a: Any, b: Any) -> Any:
        """Two conditions joined by "and" or "or", for a row's documentation; numbers join them by themselves."""
        raise NotImplementedError

    def given(self, value: Any) -> Any:
        """A number or an ndarray as a constant that rules can calculate with."""
        return value

    def moves(self, operand: Any) -> bool:
        """Whether what a rule makes of this operand is differentiated again, in this operand, too."""
        return False

    def shape(self, operand: Any) -> Shape:
        """An operand's shape; () for a plain number."""
        return getattr(operand, "shape", ())


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
        return self.algebra.condition("and", self, other)

    def __or__(self, other: Any) -> Any:
        return self.algebra.condition("or", self, other)
