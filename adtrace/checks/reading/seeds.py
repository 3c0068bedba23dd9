"""The seed that stands above a table: which sweep the table is of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...rules.axes import shape_text
from .names import Names
from .numbers import Numeral, numeral
from .statements import nesting

WORDS = re.compile(r"\s*(?:\b(?:so|donc|therefore|hence)\b|,\s*(?:all|toutes)\b|;\s*(?:all|toutes)\b)")
SEED = re.compile(r"\s*(?:seed|graine|germe)s?\b\s*:?\s*", re.IGNORECASE)
BETWEEN = re.compile(r"[,;]\s+(?=[^,;=:]*[=:])")


def is_seed(text: str) -> bool:
    """Whether a line says the seed of what follows."""
    return SEED.match(text) is not None and ("=" in text or ":" in text)


def seed_label(text: str, names: Names) -> str:
    """The label of the sweep with this seed: "x" for a unit seed, "x=1, a=-2" for a direction; "" if it cannot be told.

    text  plain: "seed dx = 1, da = 0  so every tangent is ..."
    """
    listed = WORDS.split(SEED.sub("", text, count=1), maxsplit=1)[0].rstrip(" ,;")
    found: list[tuple[str, str]] = []
    seeds = split(listed)
    for part in seeds:
        name, _, number = part.partition("=") if "=" in part else part.partition(":")
        meaning = names.meaning(name)
        if not meaning.kind:
            return ""
        label = label_of(meaning.node, meaning.place, names)
        shape = () if meaning.place else names.run.graph.shapes[meaning.node]
        stated = numeral(number, shape) if number.strip() or shape else Numeral(1.0)
        if shape and not hasattr(stated.stated if stated else None, "shape"):
            if len(seeds) > 1:
                return ""
            stated = None
        found += seeded(label, stated, shape_text(shape))
    return direction(found, names)


def direction(found: Sequence[tuple[str, str]], names: Names) -> str:
    """The label of the sweep along these seeds, none of them 0."""
    graph = names.run.graph
    alone = len(graph.inputs) == 1 and not graph.shapes[graph.inputs[0]]
    if len(found) == 1 and (found[0][1] == "1" or alone):
        return found[0][0]
    return ", ".join(f"{label}={number}" for label, number in found)


def split(listed: str) -> list[str]:
    """The seeds of a list, those with brackets whole."""
    inside, found, start = nesting(listed), [], 0
    for between in BETWEEN.finditer(listed):
        if not inside[between.start()]:
            found.append(listed[start : between.start()])
            start = between.end()
    return [*found, listed[start:]]


def seeded(label: str, number: Numeral | None, shape: str) -> list[tuple[str, str]]:
    """A seed that is not 0: a number, the entry of an array which is 1, or an array by its shape."""
    if number is None:
        return [(label, shape)]
    if not hasattr(number.stated, "shape"):
        return [(label, f"{number.stated:g}")] if number.stated else []
    places = number.stated.nonzero()
    if len(places[0]) == 1 and number.stated[places][0] == 1:
        return [(f"{label}[{', '.join(str(axis[0]) for axis in places)}]", "1")]
    return [(label, shape)] if len(places[0]) else []


def label_of(node: int, place: tuple[int, ...], names: Names) -> str:
    """What is seeded, as the sweep's label calls it: an output by the output's name."""
    name = next((name for name, output in names.run.graph.outputs if output == node), names.run.names[node])
    return f"{name}[{', '.join(map(str, place))}]" if place else name
