"""Values and gradients by PyTorch."""

from __future__ import annotations

from collections.abc import Callable

import torch
from problems import D, K, Problem


def network(x, t, W1, b1, W2, b2):
    z = torch.tanh(x @ W1.T + b1) @ W2.T + b2
    return (torch.logsumexp(z, 1) - (z * t).sum(1)).sum()


def mixture(x, alpha, mu, q, l, gamma, m, constant):
    e = torch.exp(q)
    row, column = torch.tril_indices(D, D, -1)
    Q = torch.diag_embed(e).index_put((torch.arange(K)[:, None], row, column), l)
    r = (x @ Q.reshape(K * D, D).T).reshape(-1, K, D) - (Q * mu[:, None, :]).sum(2)
    t = alpha + q.sum(1) - 0.5 * (r * r).sum(2)
    prior = 0.5 * gamma**2 * ((e * e).sum() + (l * l).sum()) - m * q.sum() + constant
    return torch.logsumexp(t, 1).sum() - len(x) * torch.logsumexp(alpha, 0) + prior


def eager(name: str, problem: Problem, threads: int) -> Callable[[], tuple]:
    """One backward pass through all rows."""
    torch.set_num_threads(threads)
    over = [torch.from_numpy(values) for values in problem.over.values()]
    if not problem.total:
        inputs = [values.requires_grad_() for values in over]
        output = lambda: problem.formula(torch, *inputs)  # noqa: E731
    else:
        inputs = [torch.from_numpy(problem.at[each]).requires_grad_() for each in problem.wrt]
        batch, extra = (network, ()) if name == "network" else (mixture, ("gamma", "m", "constant"))
        output = lambda: batch(*over, *inputs, *(problem.at[each] for each in extra))  # noqa: E731

    def run() -> tuple:
        value = output()
        gradient = torch.autograd.grad(value.sum(), inputs)
        return value.detach().numpy(), *(each.numpy() for each in gradient)

    return run
