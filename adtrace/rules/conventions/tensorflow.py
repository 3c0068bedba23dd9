"""TensorFlow. maximum and minimum give all to the earlier operand of a tie: max(x, 0) has slope 1 at 0, max(0, x) 0."""

import math

from ..neural import SELU_SCALE
from . import HERE, UNGUARDED, Edge, Profile, first_of_window, in_turn, taking

PROFILES = (
    Profile("tensorflow", "2.21", {
        "abs": taking(0.0),
        "relu": taking(0.0),
        "leaky_relu": taking(lambda m, y, x, alpha: alpha, 0.0),
        "elu": taking(lambda m, y, x, alpha: alpha, 0.0),
        "selu": taking(SELU_SCALE),
        "hard_tanh": taking(1.0),
        "maximum": in_turn("maximum", 1.0, 0.0),
        "minimum": in_turn("minimum", 1.0, 0.0),
        "clip": taking(
            lambda m, y, x, lo, hi: 1*(x >= lo)*(x <= hi), lambda m, y, x, lo, hi: 1*(x < lo), 0.0
        ),
        "max": HERE,
        "min": HERE,
        "max_pool2d": taking(first_of_window),
        "std": UNGUARDED,
        "norm1": HERE,
        "norm2": UNGUARDED,
        "power": Edge((math.nan, 0.0), lambda m, a, b: (a == 0) & (b == 0)),
        "xlogy": Edge((0.0, 0.0), lambda m, x, y: x == 0),
    }),
)
