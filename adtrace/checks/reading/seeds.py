"""The seed that stands above a table: which sweep the table is of."""

from __future__ import annotations

import re

from .names import Names
from .numbers import numeral

WORDS = re.compile(r"\s*(?:\b(?:so|donc|therefore|hence)\b|,\s*(?:all|toutes)\b|;\s*(?:all|toutes)\b)")
SEED = re.compile(r"\s*(?:seed|graine|germe)s?\b\s*:?\s*", re.IGNORECASE)
BETWEEN = re.compile(r"[,;]\s+(?=[^,;]*[=:])")


def is_seed(text: str) -> bool:
    """Whether a line says the seed of what follows."""
    return SEED.match(text) is not None and ("=" in text or ":" in text)


def seed_label(text: str, names: Names) -> str:
    """The label of the sweep with this seed: "x" for a unit seed, "x=1, a=-2" for a direction; "" if it cannot be told.

    text  plain: "seed dx = 1, da = 0  so every tangent is ..."
    """
    listed = WORDS.split(SEED.sub("", text, count=1), maxsplit=1)[0]
    found: list[tuple[str, float]] = []
    for part in BETWEEN.split(listed):
        name, _, number = part.partition("=")
        meaning, stated = names.meaning(name), numeral(number)
        if not meaning.kind or stated is None or hasattr(stated.stated, "shape"):
            return ""
        if stated.stated:
            found.append((label_of(meaning.node, meaning.place, names), stated.stated))
    if len(found) == 1 and found[0][1] == 1:
        return found[0][0]
    return ", ".join(f"{label}={number:g}" for label, number in found)


def label_of(node: int, place: tuple[int, ...], names: Names) -> str:
    """What is seeded, as the sweep's label calls it: an output by the output's name."""
    name = next((name for name, output in names.run.graph.outputs if output == node), names.run.names[node])
    return f"{name}[{', '.join(map(str, place))}]" if place else name
