"""PyTorch. It takes the least norm, but for clamp, atan2 and hypot; max_pool2d gives all to the first of a tie."""

from ..neural import SELU_LEFT
from . import HERE, UNGUARDED, Edge, Profile, first_of_window, in_turn, taking

PROFILES = (
    Profile("torch", "2.13", {
        "abs": taking(0.0),
        "relu": taking(0.0),
        "leaky_relu": taking(lambda m, y, x, alpha: alpha, 0.0),
        "elu": taking(lambda m, y, x, alpha: alpha, 0.0),
        "selu": taking(SELU_LEFT),
        "hard_tanh": taking(0.0),
        "maximum": in_turn("maximum", 0.5, 0.5),
        "minimum": in_turn("minimum", 0.5, 0.5),
        "clip": taking(lambda m, y, x, lo, hi: 1*(x >= lo)*(x <= hi), 0.0, 0.0),
        "max": HERE,
        "min": HERE,
        "max_pool2d": taking(first_of_window),
        "std": HERE,
        "norm1": HERE,
        "norm2": HERE,
        "hypot": UNGUARDED,
        "atan2": Edge((0.0, -0.0), lambda m, a, b: (a == 0) & (b == 0)),
    }),
)
