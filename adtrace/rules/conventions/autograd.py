"""HIPS Autograd. clip takes 0 at its edges; it has no relu and no other activation: those take the least norm."""

from . import HERE, UNGUARDED, Profile, in_turn, taking

PROFILES = (
    Profile("autograd", "1.9.1", {
        "abs": taking(0.0),
        "maximum": in_turn("maximum", 0.5, 0.5),
        "minimum": in_turn("minimum", 0.5, 0.5),
        "clip": taking(0.0, 0.0, 0.0),
        "max": HERE,
        "min": HERE,
        "std": UNGUARDED,
        "norm2": UNGUARDED,
        "hypot": UNGUARDED,
    }),
)
