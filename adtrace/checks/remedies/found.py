"""Remedies in a graph: where the patterns of the table stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from ...graph.graph import Graph
from ...named import Record
from .patterns import Pattern, head_of, patterns
from .search import Budget, Match, search
from .terms import UNIT, Scaled, Terms, terms_of

MOST_NODES = 20_000
"""Nodes of the largest graph that is searched."""

MOST_ADDENDS = 32
"""Terms of a sum that are looked at for rows that are meant instead."""


class Place(Record):
    """A pattern found at a node, which is factor * (the stable form) and what is left of its sum or product."""

    node: int
    factor: Fraction
    match: Match

    @property
    def core(self) -> Any:
        """What was found, wherever it stands."""
        match = self.match
        return match.pattern.remedy.name, tuple(sorted(match.bound.values())), match.axes, match.picked

    @property
    def rank(self) -> tuple[int, int, int]:
        """How little there is around it: the least is the place that is meant."""
        return len(self.match.rest), self.factor != 1, abs(self.factor) != 1


class Found(Record):
    """A graph as terms, and the places in it, the last node first; at one node in the order of the table."""

    terms: Terms
    scaled: Sequence[Scaled]
    places: Sequence[Place]


def places_in(graph: Graph, named: Mapping[tuple[int, int], str] = {}) -> Found:
    """Every place of a graph where a row of the table matches. Nothing is looked for in a very large graph.

    named  names that stay names though they are constants, by (node, place among its operands)
    """
    terms = Terms()
    if len(graph) > MOST_NODES:
        return Found(terms, (), ())
    scaled = terms_of(graph, terms, named)
    budget = Budget()
    known = patterns(arrays=any(graph.shapes))
    matches: dict[tuple[int, Fraction], list[Match]] = {}
    places = []
    for node in range(len(graph) - 1, -1, -1):
        if graph.operators[node] is None or not graph.varies[node]:
            continue
        if any(scaled[arg] == scaled[node] for arg in graph.args[node]):
            continue  # x*1: what matches here matches at x.
        factor, term = scaled[node]
        sign = UNIT if factor > 0 else -UNIT
        if (term, sign) not in matches:
            matches[term, sign] = _matches(terms, term, sign, known, budget)
        places += [Place(node, factor * match.factor, match) for match in matches[term, sign]]
    return Found(terms, scaled, _nearest(_meant(graph, places)))


def _matches(
    terms: Terms, term: int, sign: Fraction, known: Mapping[str, Sequence[Pattern]], budget: Budget
) -> list[Match]:
    """What matches at a term, in the order of the table; of the patterns of a row those that leave the least beside."""
    found: dict[str, list[Match]] = {}
    for pattern in known.get(head_of(terms.keys[term]), ()):
        found.setdefault(pattern.remedy.name, []).extend(search(pattern, terms, term, sign, budget))
    kept = []
    for matches in found.values():
        least = min([len(match.rest) for match in matches], default=0)
        whole = [match for match in matches if len(match.rest) == least]
        kept += whole if least else whole[:1]
    return kept


def _meant(graph: Graph, places: Sequence[Place]) -> list[Place]:
    """The places but those of rows that give way to others, which stand in what they would replace."""
    rows: dict[int, set[str]] = {}
    for place in places:
        rows.setdefault(place.node, set()).add(place.match.pattern.remedy.name)
    kept = []
    for place in places:
        unless = place.match.pattern.remedy.unless
        if not (unless and any(rows.get(node, set()).intersection(unless) for node in _addends(graph, place.node))):
            kept.append(place)
    return kept


def _addends(graph: Graph, node: int) -> list[int]:
    """The first few nodes of the sum that a node is."""
    found: list[int] = []
    todo = [node]
    while todo and len(found) < MOST_ADDENDS:
        node = todo.pop()
        operator = graph.operators[node]
        if operator is not None and operator.name in ("add", "sub", "neg"):
            todo += graph.args[node]
        else:
            found.append(node)
    return found


def _nearest(places: Sequence[Place]) -> list[Place]:
    """Of nodes that are one match times a number, or with more around it, those that are it with the least around."""
    least: dict[Any, tuple[int, int, int]] = {}
    for place in places:
        least[place.core] = min(least.get(place.core, place.rank), place.rank)
    return [place for place in places if place.rank == least[place.core]]
