"""Running one row: its value, and its rules on arrays; and how near a float64 has to come to the exact number."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator
from typing import Any

import mpmath
import numpy as np
import pytest

from adtrace.graph.numbers import ARRAYS, compute
from adtrace.graph.shapes import result_shape
from adtrace.rules import table
from adtrace.rules.table import Operator

UNIT = 2.0**-53
TINY, HUGE = sys.float_info.min, sys.float_info.max

ROWS = {kind: [row for row in table.operators() if row.kind == kind] for kind in ("elementwise", "linear", "general")}
ARRAY_ROWS = ROWS["linear"] + ROWS["general"]


def each(rows: list[Operator]) -> Any:
    """A test for each of these rows, named after it."""
    return pytest.mark.parametrize("row", rows, ids=lambda row: row.name)


@pytest.fixture(autouse=True)
def ieee() -> Iterator[None]:
    """NumPy's signals are silenced, as where adtrace computes; mpmath's precision is restored."""
    with np.errstate(all="ignore"), mpmath.workdps(50):
        yield


def which(row: Operator, operand: int) -> dict[str, Any]:
    """What the rule of a row with any number of operands is told."""
    return {"operand": operand} if row.variadic else {}


def differentiable(row: Operator, count: int) -> list[int]:
    """The operands that a derivative is taken for."""
    return [operand for operand in range(count) if row.rule(operand) is not None]


def operand_names(row: Operator, count: int) -> list[str]:
    stem = row.operands[-1].lstrip("*")
    fixed = [name for name in row.operands if not name.startswith("*")]
    return [*fixed, *(f"{stem}{number}" for number in range(1, count - len(fixed) + 1))]


def compute_array(row: Operator, operands: list[Any], params: dict[str, Any] | None = None) -> Any:
    shape = result_shape(row, [np.shape(operand) for operand in operands], params or {})
    return compute(row, operands, params or {}, shape)


def call(row: Operator, operands: list[Any], params: dict[str, Any]) -> Any:
    return compute_array(row, [as_operand(operand) for operand in operands], params)


def as_operand(operand: Any) -> Any:
    return operand if np.ndim(operand) else float(operand)


def lifted(operand: Any) -> Any:
    return operand if np.ndim(operand) else np.float64(operand)


def pull(row: Operator, i: int, y: Any, g: Any, operands: list[Any], params: dict[str, Any]) -> Any:
    """What the adjoint g gives operand i, checked to have the operand's shape."""
    before = () if row.kind == "linear" else (lifted(y),)
    result = row.rule(i)(ARRAYS, *before, lifted(g), *map(lifted, operands), **params, **which(row, i))
    assert np.shape(result) == np.shape(operands[i]), (i, params)
    return np.asarray(result, dtype=float)


def push(row: Operator, i: int, y: Any, d: Any, operands: list[Any], params: dict[str, Any]) -> Any:
    """What the tangent d of operand i gives the result, checked to have the result's shape."""
    if row.kind == "linear":
        moved = [d if j == i else operand*0 if row.rule(j) else operand for j, operand in enumerate(operands)]
        return np.asarray(call(row, moved, params), dtype=float)
    result = row.jvp(i)(ARRAYS, lifted(y), lifted(d), *map(lifted, operands), **params, **which(row, i))
    assert np.shape(result) == np.shape(y), (i, params)
    return np.asarray(result, dtype=float)


def same(a: float, b: float) -> bool:
    return a == b or (a != a and b != b)


def close(computed: float, wanted: Any, ulps: float, sensitivity: Callable[[], Any]) -> bool:
    """Whether a float64 is the exact number, or the exact number of operands that are off by some units of rounding.

    sensitivity  gives the sum of abs(operand * slope): what a relative change of the operands changes. An algorithm
    cannot be asked for more, since its operands were rounded (Higham, Accuracy and Stability, 1.5: mixed stability).
    """
    if wanted != wanted:
        return computed != computed
    if abs(wanted) > HUGE:
        return math.isinf(computed) and (computed > 0) == (wanted > 0)
    if math.isinf(computed):
        return abs(wanted)*(1 + ulps*UNIT) > HUGE
    error = abs(mpmath.mpf(computed) - wanted) - TINY
    return error <= ulps*UNIT*abs(wanted) or error <= ulps*UNIT*(abs(wanted) + sensitivity())


def regular(row: Operator, operands: list[Any], params: dict[str, Any]) -> bool:
    """Whether the operands are finite and away from kinks and poles."""
    conditions = row.conditions("kink", "pole")
    finite = all(np.isfinite(operand).all() for operand in operands)
    return finite and not any(np.any(condition(ARRAYS, *map(lifted, operands), **params)) for condition in conditions)
