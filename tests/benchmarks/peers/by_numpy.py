"""Values and gradients as a good engineer writes them with NumPy alone: by hand, shared parts once, and plainly."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from problems import D, K, Problem

BLOCK = 16_384
"""Points whose intermediate results stay in the cache together."""


def logistic(x, a):
    y = 1 / (1 + np.exp(-a * x))
    s = y * (1 - y)
    return y, a * s, x * s


def wave(x, y):
    r = x * x + y * y
    o = 1 + r
    g = np.exp(-r / 2)
    i = 3 * x + y
    s = np.sin(i)
    j = x - 2 * y
    c = np.cos(j)
    q = 1 / o
    t = np.tanh(x * y)
    l = np.log(o)
    w = np.sqrt(1 + x * x)
    u = g * s + q * c
    z = 2 + s * s
    f = w / z
    v = t * l - f
    p = np.exp(-u * u)
    h = np.sin(v + x)
    k = 1 / (1 + np.exp(-(u + v)))
    ph, tenth = p * h, 0.1 * w
    value = ph + k * u - q * v + tenth * g - t * c / 2
    dh = p * np.cos(v + x)
    dk = u * k * (1 - k)
    du = k + dk - 2 * u * ph
    dv = dk + dh - q
    dt = dv * l - c / 2
    ds = 2 * dv * f / z * s + du * g
    dg = tenth + du * s
    dc = du * q - t / 2
    dq = du * c - v
    dw = 0.1 * g - dv / z
    dr = (dv * t - dq * q) * q - dg * g / 2
    dj = -dc * np.sin(j)
    di = ds * np.cos(i)
    dxy = dt * (1 - t * t)
    dx = dh + dw * x / w + dxy * y + dj + 3 * di + 2 * dr * x
    dy = dxy * x - 2 * dj + di + 2 * dr * y
    return value, dx, dy


def network(x, t, W1, b1, W2, b2):
    h = x @ W1.T
    h += b1
    np.tanh(h, out=h)
    z = h @ W2.T
    z += b2
    z -= z.max(axis=1, keepdims=True)
    e = np.exp(z)
    s = e.sum(axis=1, keepdims=True)
    value = np.log(s).sum() - np.vdot(z, t)
    dz = e / s - t
    dW2 = dz.T @ h
    dh = dz @ W2
    h *= h
    np.subtract(1, h, out=h)
    dh *= h
    return value, dh.T @ x, dh.sum(axis=0), dW2, dz.sum(axis=0)


def mixture(x, alpha, mu, q, l, P, E, gamma, m, n, constant):
    e = np.exp(q)
    below = np.tril_indices(D, -1)
    Q = np.zeros((K, D, D))
    Q[:, below[0], below[1]] = l
    Q[:, range(D), range(D)] = e
    r = (x @ Q.reshape(K * D, D).T).reshape(-1, K, D)
    r -= np.einsum("kij,kj->ki", Q, mu)
    t = alpha + q.sum(axis=1) - 0.5 * np.einsum("nki,nki->nk", r, r)
    top = t.max(axis=1, keepdims=True)
    w = np.exp(t - top)
    s = w.sum(axis=1, keepdims=True)
    w /= s
    all_alpha = np.exp(alpha - alpha.max())
    value = (
        np.log(s).sum()
        + top.sum()
        - len(x) * (np.log(all_alpha.sum()) + alpha.max())
        + 0.5 * gamma**2 * (np.vdot(e, e) + np.vdot(l, l))
        - m * q.sum()
        + constant
    )
    share = w.sum(axis=0)
    r *= -w[:, :, None]
    flow = r.sum(axis=0)
    dQ = (r.reshape(-1, K * D).T @ x).reshape(K, D, D) - flow[:, :, None] * mu[:, None, :]
    dmu = -np.einsum("kij,ki->kj", Q, flow)
    dq = share[:, None] + dQ[:, range(D), range(D)] * e + gamma**2 * e * e - m
    dl = dQ[:, below[0], below[1]] + gamma**2 * l
    return value, share - len(x) * all_alpha / all_alpha.sum(), dmu, dq, dl


BY_HAND = {"logistic": logistic, "wave": wave, "network": network, "mixture": mixture}


def plain(name: str, problem: Problem, threads: int) -> Callable[[], tuple]:
    """Whole arrays; a scalar program's rows are parted among the threads, an array program leaves them to its products."""
    rows = len(next(iter(problem.over.values())))
    return by_hand(name, problem, threads, -(-rows // threads))


def blocked(name: str, problem: Problem, threads: int) -> Callable[[], tuple]:
    """In blocks that fit the cache."""
    return by_hand(name, problem, threads, BLOCK)


def by_hand(name: str, problem: Problem, threads: int, size: int) -> Callable[[], tuple]:
    """What runs the hand-written function, for scalar programs on `size` rows at a time."""
    function, over = BY_HAND[name], tuple(problem.over.values())
    if problem.total:
        return lambda: function(*over, *problem.at.values())
    rows = len(over[0])
    if threads == 1 and size >= rows:
        return lambda: function(*over)
    pool = ThreadPoolExecutor(threads)

    def run() -> tuple:
        results = tuple(np.empty(rows) for _ in range(len(over) + 1))

        def block(start: int) -> None:
            part = slice(start, start + size)
            for whole, result in zip(results, function(*(values[part] for values in over)), strict=True):
                whole[part] = result

        list(pool.map(block, range(0, rows, size)))
        return results

    return run
