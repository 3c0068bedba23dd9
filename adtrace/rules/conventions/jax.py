"""JAX. abs takes 1 at 0, leaky_relu 1, hard_tanh 1 at its edges; clip is a maximum and a minimum, which share ties."""

import math

from ..neural import SELU_LEFT
from . import HERE, UNGUARDED, Edge, Profile, first_of_window, in_turn, taking

PROFILES = (
    Profile("jax", "0.10.2", {
        "abs": taking(1.0),
        "relu": taking(0.0),
        "leaky_relu": taking(1.0, 0.0),
        "elu": taking(lambda m, y, x, alpha: alpha, 0.0),
        "selu": taking(SELU_LEFT),
        "hard_tanh": taking(1.0),
        "maximum": in_turn("maximum", 0.5, 0.5),
        "minimum": in_turn("minimum", 0.5, 0.5),
        "clip": taking(
            lambda m, y, x, lo, hi: ((x > lo) + (x == lo)/2)*((m.maximum(x, lo) < hi) + (m.maximum(x, lo) == hi)/2),
            lambda m, y, x, lo, hi: ((x < lo) + (x == lo)/2)*((m.maximum(x, lo) < hi) + (m.maximum(x, lo) == hi)/2),
            lambda m, y, x, lo, hi: (m.maximum(x, lo) > hi) + (m.maximum(x, lo) == hi)/2,
        ),
        "max": HERE,
        "min": HERE,
        "max_pool2d": taking(first_of_window),
        "std": UNGUARDED,
        "norm1": taking(lambda m, y, x, **over: m.where(x == 0, 1, m.sign(x))),
        "norm2": UNGUARDED,
        "hypot": taking(0.5, 0.5),
        # For an exponent 0.0, as every number is float64 here; x**0 with the integer 0 has slope 0 in JAX.
        "power": Edge((math.nan, 0.0), lambda m, a, b: (a == 0) & (b == 0)),
    }),
)
