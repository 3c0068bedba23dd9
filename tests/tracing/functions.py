"""Python functions as people write them, each with a point: what is traced in the tests."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

import numpy as np
from scipy.special import erf, expit, logsumexp, softmax

DATA = np.array([[0.5, -1.0, 2.0], [1.5, 0.5, -0.3], [0.2, 0.9, 1.1], [-0.4, 0.3, 0.8]])
LABELS = np.array([0, 2, 1, 2])
X = np.array([0.7, -1.2, 1.9])
M = np.array([[2.0, 0.3, -0.5], [0.1, 1.5, 0.4], [-0.2, 0.6, 1.8]])


def layer(v: Any, weights: Any, activation: Any = np.tanh) -> Any:
    return activation(v @ weights)


def network(W: Any, V: Any) -> Any:
    hidden = layer(DATA, W)
    scores = layer(hidden, V, lambda z: z - z.mean(axis=1, keepdims=True))
    picked = scores[np.arange(4), LABELS]
    return np.mean(logsumexp(scores, axis=1) - picked)


def loops(x: Any) -> Any:
    total = 0.0
    for i, one in enumerate(x):
        for power in range(1, 3):
            total += one**power / (i + 1)
    pairs = sum(a*b for a, b in zip(x[:-1], x[1:], strict=True))  # noqa: RUF007
    return total + pairs*len(x) + x.shape[0]


def conditions(x: Any, deep: bool = True) -> Any:
    y = np.where(x > 0, x**2, -3*x)
    if deep and x.ndim == 1:
        y = y + np.maximum(x, 0.1) - np.minimum(x, 2*x)
    inside = (x > -1) & ~(x > 1) | (x == 5)
    return np.sum(y*inside) + np.clip(x, -1, 1).sum() + np.abs(x).max()


def slices(A: Any) -> Any:
    top, rest = A[0], A[1:, ::2]
    column = A[:, 1][::-1]
    return top @ column + rest.sum() + A[-1, -1] + A[..., 0].prod() + A[None, 0].shape[0]*A[1][1]


def shapes(A: Any) -> Any:
    flat = A.reshape(-1)
    stacked = np.vstack([A, A.T])
    wide = np.hstack((A, np.ones((3, 1))))
    return (flat[:6].reshape(2, 3).sum(axis=0) @ stacked[0] + wide.mean() + np.swapaxes(A, 0, 1)[0, 1]
            + np.concatenate([flat, A[0]]).std() + np.squeeze(A[None])[1, 1] + A.ravel()[2] + np.tile(A[0], 2).sum())


def algebra(A: Any, b: Any) -> Any:
    x = np.linalg.solve(A, b)
    return (np.linalg.det(A) + np.trace(np.linalg.inv(A)) + np.linalg.norm(x) + np.linalg.norm(A, "fro") + np.dot(b, x)
            + np.outer(b, x).sum() + np.linalg.norm(b, 1) + np.linalg.slogdet(A)[1] + np.linalg.norm(b, 3)
            + np.inner(b, x) + np.tensordot(A, A, 2) + np.linalg.matrix_power(A, 3)[0, 1])


def reductions(A: Any) -> Any:
    return (A.sum(axis=0)**2).sum() + A.mean() + A.var(axis=1).sum() + A.std(ddof=1) + np.cumsum(A[0])[-1] + \
        np.average(A[0], weights=[1, 2, 3]) + np.diff(A[1]).sum() + np.prod(A[2]) + np.ptp(A) + A.max(axis=0).sum()


def broadcasting(x: Any, a: float = 2.0) -> Any:
    grid = x[:, None]*x[None, :] + a
    return np.sum(grid / (1 + grid**2)) + np.sum(DATA*x)


def special(x: Any) -> Any:
    return np.sum(expit(x)) + softmax(x)[0] + erf(x).sum() + np.logaddexp(x[0], x[1]) + np.logaddexp.reduce(x) + \
        np.log1p(np.exp(-x)).sum() + np.hypot(x[0], x[2]) + np.arctan2(x[0], x[1])


def arrays(x: Any) -> Any:
    built = np.array([x[0]**2, 1.0, x[1]*x[2]])
    matrix = np.array([[x[0], x[1]], [0.0, x[2]]])
    slots = np.zeros_like(x)
    for place in range(3):
        slots[place] = x[place]**place
    return slots.sum() + built @ np.asarray(x) + (matrix @ matrix).sum() + np.full_like(x, 2.0) @ x + np.zeros_like(x).sum()


def in_place(x: Any) -> Any:
    h = np.sin(x)
    h[0] = x[1]*x[2]
    h[1:] *= 2
    h += 1
    h[[0, 2]] = 0.5*h[1]
    s = x[0]
    s += 3
    return np.sum(h*x) + s


def recursive(x: Any, depth: int = 4) -> Any:
    return x if depth == 0 else np.sin(recursive(x, depth - 1)) + reduce(lambda a, b: a*b, [x]*2)


def scalars(x: float, a: float = 1.5) -> Any:
    """A scalar function, with Python's own operators."""
    return -abs(x - a)**1.5/(2 + x % 0.7) + 2**x - +a*3 + round(x*1000)*0


CASES: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "network": (network, {"W": M[:, :2]*0.7, "V": np.array([[0.3, -0.8, 1.1], [0.9, 0.4, -0.6]])}),
    "loops": (loops, {"x": X}), "conditions": (conditions, {"x": X*0.6}), "slices": (slices, {"A": M}),
    "shapes": (shapes, {"A": M}), "algebra": (algebra, {"A": M, "b": X}), "reductions": (reductions, {"A": M}),
    "broadcasting": (broadcasting, {"x": X}), "special": (special, {"x": X}), "arrays": (arrays, {"x": X}),
    "in_place": (in_place, {"x": X}), "recursive": (recursive, {"x": 0.6}), "scalars": (scalars, {"x": 0.9}),
}
