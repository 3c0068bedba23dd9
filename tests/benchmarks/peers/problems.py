"""The programs that are run at many points: their text for adtrace, their formula for the peers, and their data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import lgamma, log, pi
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Problem:
    """One program with its data.

    text     for adtrace
    formula  of (m, one value for each name in `over`), m being a library with exp, sin ...; None for an array program
    over     what differs from row to row
    at       what does not; the gradient is in `wrt`
    total    whether value and gradient are summed over the rows
    """

    text: str
    over: Mapping[str, np.ndarray]
    formula: Callable[..., Any] | None = None
    at: Mapping[str, Any] = field(default_factory=dict)
    wrt: tuple[str, ...] = ()
    total: bool = False


# Scalars: one value and one gradient for every row


def logistic(rows: int) -> Problem:
    """The one-liner."""
    return Problem("1/(1+exp(-a*x))", points(rows, "xa"), lambda m, x, a: 1 / (1 + m.exp(-a * x)))


WAVE = """\
r = x*x + y*y
g = exp(-r/2)
s = sin(3*x + y)
c = cos(x - 2*y)
q = 1/(1 + r)
t = tanh(x*y)
l = log(1 + r)
w = sqrt(1 + x*x)
u = g*s + q*c
v = t*l - w/(2 + s*s)
p = exp(-u*u)
h = sin(v + x)
k = 1/(1 + exp(-(u + v)))
p*h + k*u - q*v + 0.1*w*g - t*c/2
"""


def wave_formula(m: Any, x: Any, y: Any) -> Any:
    """The same in Python."""
    r = x * x + y * y
    g = m.exp(-r / 2)
    s = m.sin(3 * x + y)
    c = m.cos(x - 2 * y)
    q = 1 / (1 + r)
    t = m.tanh(x * y)
    l = m.log(1 + r)
    w = m.sqrt(1 + x * x)
    u = g * s + q * c
    v = t * l - w / (2 + s * s)
    p = m.exp(-u * u)
    h = m.sin(v + x)
    k = 1 / (1 + m.exp(-(u + v)))
    return p * h + k * u - q * v + 0.1 * w * g - t * c / 2


def wave(rows: int) -> Problem:
    """Some fifty operations, twelve of them exp, sin and the like."""
    return Problem(WAVE, points(rows, "xy"), wave_formula)


def points(rows: int, names: str) -> dict[str, np.ndarray]:
    """Numbers between -2 and 2."""
    source = np.random.default_rng(0)
    return {name: source.uniform(-2, 2, rows) for name in names}


# Arrays: value and gradient of a sum over the rows


def network(rows: int) -> Problem:
    """A 100-100-10 network with its softmax loss."""
    source = np.random.default_rng(1)
    over = {"x": source.normal(size=(rows, 100)), "t": np.eye(10)[source.integers(0, 10, rows)]}
    at = {
        "W1": source.normal(size=(100, 100)) / 10,
        "b1": source.normal(size=100) / 10,
        "W2": source.normal(size=(10, 100)) / 10,
        "b2": source.normal(size=10) / 10,
    }
    text = "h = tanh(W1 @ x + b1)\ncross_entropy_with_logits(W2 @ h + b2, t)\n"
    return Problem(text, over, at=at, wrt=tuple(at), total=True)


D, K = 10, 25
"""Dimensions and components of the mixture."""

MIXTURE = f"""\
e = exp(q)
Q = reshape(l @ P, [{K * D}, {D}]) + reshape(e, [{K * D}, 1])*E     # the factors, one below the other
c = sum(reshape(Q, [{K}, {D}, {D}])*reshape(mu, [{K}, 1, {D}]), axis=2)
r = reshape(Q @ x, [{K}, {D}]) - c
prior = 0.5*gamma^2*(sum(e^2) + sum(l^2)) - m*sum(q) + constant
logsumexp(alpha + sum(q, axis=1) - 0.5*sum(r^2, axis=1)) - logsumexp(alpha) + prior/n
"""


def mixture(rows: int) -> Problem:
    """ADBench's Gaussian mixture, with a Wishart prior (Srajer, Kukelova, Fitzgibbon, 2018).

    alpha (K), mu (K, D), and the factor of every inverse covariance: the logarithms of its diagonal, q (K, D), and what
    stands below it, l (K, D*(D - 1)/2), which P puts in place.
    """
    source = np.random.default_rng(2)
    below = np.flatnonzero(np.tri(D, k=-1))
    at = {
        "alpha": source.normal(size=K),
        "mu": source.uniform(size=(K, D)),
        "q": source.normal(size=(K, D)) / 5,
        "l": source.normal(size=(K, len(below))) / 5,
    }
    gamma, m, freedom = 1.0, 0.0, D + 1.0
    fixed = {
        "P": np.eye(D * D)[below],
        "E": np.tile(np.eye(D), (K, 1)),
        "gamma": gamma,
        "m": m,
        "n": float(rows),
        "constant": -rows * D * log(2 * pi) / 2
        - K * (freedom * D * (log(gamma) - log(2) / 2) - log_gamma(freedom / 2)),
    }
    return Problem(MIXTURE, {"x": source.normal(size=(rows, D))}, at={**at, **fixed}, wrt=tuple(at), total=True)


def log_gamma(a: float) -> float:
    """The logarithm of the gamma function of D dimensions."""
    return D * (D - 1) / 4 * log(pi) + sum(lgamma(a - j / 2) for j in range(D))


PROBLEMS = {problem.__name__: problem for problem in (logistic, wave, network, mixture)}
