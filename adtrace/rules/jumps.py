"""How a direction crosses a jump: speed(m, operands, tangents), on numbers, whose sign is the side that it leads to.

A row gives it with value(m, operands, side), its value beyond the jump: side is 1 or -1 as the speed is.
"""

from __future__ import annotations

from typing import Any


def moving(m: Any, xs: Any, ds: Any) -> Any:
    """That of the first operand."""
    return ds[0]


def closing(m: Any, xs: Any, ds: Any) -> Any:
    """How fast the first of two operands gets ahead of the second."""
    return ds[0] - ds[1]
