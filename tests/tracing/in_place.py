"""Functions that fill arrays of their own and change arrays in place, as loops in NumPy do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy import zeros

TABLE = np.zeros(3)


def filled(x: Any) -> Any:
    out = np.zeros(3)
    for i in range(3):
        out[i] = np.log(x[i])*x[(i + 1) % 3]
    return out


def added(x: Any) -> Any:
    r = np.zeros(3)
    r += x
    r[0] += x[1]
    s = np.empty((2, 3))
    s[0], s[1] = r, 2
    return s*np.ones(3)


def matrices(x: Any) -> Any:
    A = np.eye(3)
    A[0, 1] = x[0]
    A[1:, 2] = x[1:]
    B = np.full((3, 3), 0.5)
    np.fill_diagonal(B, 2.0)
    B[B > 1] = 3
    B[1] *= 4
    np.add.at(B, ([0, 0], [1, 1]), 1.0)
    C = np.full(3, x[0])
    C[1] = 7
    return A @ B + np.diag(C) + B.sum() + float(B[0, 0]) + int(B[1][1]) + (B[0, 1] > 0)


def constants(x: Any) -> Any:
    steps = np.zeros(2, dtype=int)
    steps[1] = 2
    grid = np.array([0.25, 0.5, 1.0])
    grid[0] = 2.0
    total = x[steps[1]]*grid[0]
    for row in np.ones((2, 3)):
        if row[0] > 0 and np.all(row == 1):
            total = total + row @ x
    part = grid[1:]
    part[:] = 3
    grid.fill(grid.max()) if grid.sum() > 1e9 else None
    return total*np.array([[1.0, 2.0], [3.0, 4.0]])[0].tolist()[1] + grid.sum() + zeros(2).astype(int)[0] + TABLE.sum()


def reshaped_constant(x: Any) -> Any:
    A = np.zeros((2, 2))
    A.ravel()[1] = 5
    A.T[0] = [1, 2]
    A.reshape(-1)[2:] += x[:2]
    return A


def rows(x: Any) -> Any:
    X = np.outer(x, x)
    X[1] -= 0.25*X[0]
    X[2] += X[1]
    X[:, 1] -= X[:, 0]
    X[0:2, 0] *= X[1, 1:]
    return X


def overlapping(x: Any) -> Any:
    y = x*1
    y[1:] += y[:-1]
    y[:-1] = y[1:]
    return y


def places(x: Any) -> Any:
    y = x*2
    y[np.array([0, 0, 1])] += 1.5
    y[[2, 0]] = y[[0, 2]]*x[1]
    y[np.array([True, False, True])] = x[:2]
    return y


def ravelled(x: Any) -> Any:
    A = np.stack([x, x*x])
    y = A.ravel()
    y[1] *= A[0, 0]
    z = A.T
    z[2] = 1.5*z[0]
    w = A.T.ravel()  # A copy: its elements lie elsewhere.
    w[0] = 100
    return A + y.reshape(2, 3) + z.T


def views(x: Any) -> Any:
    v = x*1
    part, tail, back = v[:2], v[1:], v[::-1]
    v += 1
    tail[0] *= 3
    back[0] = part[1]
    inner = tail[1:]
    inner += part[:1]
    v[:-1] = tail
    return v*part.sum() + tail.sum()*back


def iterated(x: Any) -> Any:
    A = np.outer(x, np.ones(3))
    for row in A:
        row *= row[0]
        row[1:] = 2*row[:-1]
    return A


FUNCTIONS: tuple[Callable[..., Any], ...] = (
    filled, added, matrices, constants, reshaped_constant, rows, overlapping, places, ravelled, views, iterated,
)
