"""What coefficients are: floats and ndarrays, or mpmath's numbers of many digits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...graph.numbers import at_edge, compute, divide
from ...records import Shape
from ...rules.table import Operator, operator


class Floats:
    """Floats where the shape is (), float64 ndarrays otherwise. A caller silences NumPy's signals."""

    def value(self, row: Operator, operands: Sequence[Any], params: Mapping[str, Any], shape: Shape) -> Any:
        """A row's value."""
        if row.scalar is not None and not shape:
            try:
                return row.scalar(*operands)
            except (ArithmeticError, ValueError):
                return at_edge(row, operands)
        return compute(row, operands, params, shape)

    def number(self, value: Any) -> Any:
        """A number or an array as a coefficient."""
        return value if getattr(value, "shape", ()) else float(value)

    def quotient(self, a: Any, b: Any) -> Any:
        """a/b, as IEEE 754 says."""
        return a / b if hasattr(a, "shape") or hasattr(b, "shape") else divide(a, b)

    def fitted(self, value: Any, shape: Shape) -> Any:
        """A coefficient of exactly this shape."""
        if not shape:
            return float(value)
        if getattr(value, "shape", ()) == shape:
            return value
        import numpy as np

        return np.array(np.broadcast_to(value, shape), dtype=np.float64)

    def zero(self, shape: Shape) -> Any:
        """0, of a shape."""
        return self.fitted(0.0, shape)


class Digits:
    """mpf numbers and object arrays of them, of an algebra of many digits."""

    def __init__(self, algebra: Any) -> None:
        self.algebra, self.row = algebra, operator("div")

    def value(self, row: Operator, operands: Sequence[Any], params: Mapping[str, Any], shape: Shape) -> Any:
        """A row's value."""
        return self.fitted(self.algebra.apply(row, operands, params), shape)

    def number(self, value: Any) -> Any:
        """A number or an array as a coefficient."""
        return self.algebra.number(value)

    def quotient(self, a: Any, b: Any) -> Any:
        """a/b; what has no value is nan or an infinity, as in float64."""
        return self.algebra.apply(self.row, [a, b], {})

    def fitted(self, value: Any, shape: Shape) -> Any:
        """A coefficient of exactly this shape."""
        if not shape or getattr(value, "shape", ()) == shape:
            return value
        import numpy as np

        return np.array(np.broadcast_to(np.asarray(value, dtype=object), shape))

    def zero(self, shape: Shape) -> Any:
        """0, of a shape."""
        return self.fitted(self.algebra.zero, shape)


def taken(mask: Any, value: Any, zero: Any) -> Any:
    """The value where the mask is true, else 0; without masks of arrays, one or the other."""
    if not getattr(mask, "shape", ()):
        return value if mask else zero
    import numpy as np

    return np.where(mask, value, zero)
