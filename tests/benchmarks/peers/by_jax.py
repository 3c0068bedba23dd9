"""Values and gradients by JAX, compiled."""

from __future__ import annotations

from collections.abc import Callable

import jax
import jax.numpy as np
from jax.scipy.special import logsumexp
from problems import D, K, Problem

jax.config.update("jax_enable_x64", True)


def network(W1, b1, W2, b2, x, t):
    z = np.tanh(x @ W1.T + b1) @ W2.T + b2
    return (logsumexp(z, axis=1) - (z * t).sum(axis=1)).sum()


def mixture(alpha, mu, q, l, x, gamma, m, constant):
    e = np.exp(q)
    row, column = np.tril_indices(D, -1)
    Q = np.zeros((K, D, D)).at[:, row, column].set(l).at[:, np.arange(D), np.arange(D)].set(e)
    r = (x @ Q.reshape(K * D, D).T).reshape(-1, K, D) - (Q * mu[:, None, :]).sum(axis=2)
    t = alpha + q.sum(axis=1) - 0.5 * (r * r).sum(axis=2)
    prior = 0.5 * gamma**2 * ((e * e).sum() + (l * l).sum()) - m * q.sum() + constant
    return logsumexp(t, axis=1).sum() - len(x) * logsumexp(alpha) + prior


def compiled(name: str, problem: Problem, threads: int) -> Callable[[], tuple]:
    """jit(vmap(value_and_grad)) of a scalar program; jit(value_and_grad) of an array program, written for a batch."""
    over = [jax.device_put(values) for values in problem.over.values()]
    if not problem.total:
        function = jax.jit(jax.vmap(jax.value_and_grad(lambda *row: problem.formula(np, *row), argnums=(0, 1))))
        operands = over
    else:
        batch, extra = (network, ()) if name == "network" else (mixture, ("gamma", "m", "constant"))
        function = jax.jit(jax.value_and_grad(batch, argnums=(0, 1, 2, 3)))
        operands = [
            *(jax.device_put(problem.at[each]) for each in problem.wrt),
            *over,
            *(problem.at[each] for each in extra),
        ]

    def run() -> tuple:
        value, gradient = jax.block_until_ready(function(*operands))
        return value, *gradient

    return run
