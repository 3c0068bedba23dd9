"""The rows of the table as terms: what the search looks for."""

from __future__ import annotations

from functools import cache

from ...graph.build import build
from ...lang.parser import parse
from ...named import Record
from .table import REMEDIES, Remedy
from .terms import CALL, LEAF, Key, Scaled, Terms, terms_of

LONG = 3
"""Entries of the arrays that patterns are built with."""


class Pattern(Record):
    """One pattern of a row, as a term; its leaves are the variables."""

    remedy: Remedy
    terms: Terms
    root: Scaled

    @property
    def head(self) -> str:
        """What the term at a match is: the operator of a call, else "sum" or "product"."""
        return head_of(self.terms.keys[self.root.term])

    def is_variable(self, term: int) -> bool:
        """Whether a term is a variable."""
        return self.terms.keys[term].kind == LEAF


def head_of(key: Key) -> str:
    """The operator of a call, else the kind of the term."""
    return key.name if key.kind == CALL else key.kind


@cache
def patterns(*, arrays: bool) -> dict[str, list[Pattern]]:
    """Every pattern, by what the term at a match is; those on arrays on request: they need NumPy."""
    found: dict[str, list[Pattern]] = {}
    for remedy in REMEDIES:
        if remedy.arrays and not arrays:
            continue
        for text in remedy.patterns:
            pattern = pattern_of(remedy, text)
            found.setdefault(pattern.head, []).append(pattern)
    return found


def pattern_of(remedy: Remedy, text: str) -> Pattern:
    """One pattern as a term."""
    given = {}
    if remedy.arrays:
        import numpy as np

        given = {name: np.ones(LONG) for name in remedy.arrays}
    graph = build(parse(text, remedy.name), given).graph
    terms = Terms()
    return Pattern(remedy, terms, terms_of(graph, terms)[graph.outputs[0][1]])
