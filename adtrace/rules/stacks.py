"""Inverses and determinants on blocks of rows: NumPy takes stacks of matrices, and treats each as it does one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..records import Shape


def stacked(function: Any) -> Any:
    """The value on rows, by a function (np, *stacks of matrices). Row by row where that gives up or a nan is."""

    def batched(np: Any, shapes: Sequence[Shape], *operands: Any) -> Any:
        if any(np.isnan(operand).any() for operand in operands):
            return NotImplemented
        columns = [
            operand[..., None] if len(shape) == 1 else operand for operand, shape in zip(operands, shapes, strict=True)
        ]
        try:
            result = function(np, *columns)
        except np.linalg.LinAlgError:
            return NotImplemented
        return result[..., 0] if len(shapes[-1]) == 1 else result

    return batched


def cofactor_rows(np: Any, shapes: Sequence[Shape], a: Any) -> Any:
    """The cofactors of every row."""
    side = shapes[0][0]
    if side == 1:
        return np.ones(a.shape)
    if side == 2:
        return np.stack([a[:, 1, 1], -a[:, 1, 0], -a[:, 0, 1], a[:, 0, 0]], axis=-1).reshape(a.shape)
    if side == 3:
        return np.cross(a[:, [1, 2, 0]], a[:, [2, 0, 1]])
    if not np.isfinite(a).all():
        return NotImplemented
    try:
        left, values, right = np.linalg.svd(a)
    except np.linalg.LinAlgError:
        return NotImplemented
    kept = np.where(np.eye(side, dtype=bool), 1.0, values[:, None, :])
    signs = (np.linalg.det(left)*np.linalg.det(right))[:, None, None]
    return signs*(left*np.prod(kept, axis=2)[:, None, :]) @ right
