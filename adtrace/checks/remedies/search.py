"""Looks for one pattern at one term: a search with an explicit stack and a budget.

A state is a list of goals (this part of the pattern equals that term) and what the variables have been bound to. The
parts of a sum or a product are tried in every order that their kinds allow; what is left over goes to a variable, or,
at the pattern's root, stays beside the match: exp(x) - 1 is in y + exp(x) - 1, and in 1 - exp(x) with the factor -1.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from ...named import Record
from .leftovers import Equal, Index, Leftovers, Parts, Rest, State
from .patterns import Pattern
from .terms import CALL, LEAF, ONE, PRODUCT, SUM, UNIT, Axes, Scaled, Terms

BUDGET = 2000
"""States that one search looks at before it gives up."""

ALL_BUDGET = 100_000
"""States that all searches in one graph look at: seconds."""

MOST_MATCHES = 4
"""Matches of one pattern at one term."""


class Budget:
    """How many states may still be looked at."""

    def __init__(self) -> None:
        self.left = ALL_BUDGET


class Match(Record):
    """A pattern found at a term.

    bound   what the pattern's variables stand for
    axes    of the pattern's reductions; `keepdims`, whether they keep them
    picked  what stands in the x[...] that the pattern has as x[0]
    factor  before the match; `rest`, what the match is added to (a sum) or multiplied by: parts of `kind`
    """

    pattern: Pattern
    bound: Mapping[str, Scaled]
    axes: Axes | None
    keepdims: int
    picked: Index | None
    factor: Fraction
    kind: str
    rest: Parts


def search(pattern: Pattern, terms: Terms, at: int, sign: Fraction = UNIT, spent: Budget | None = None) -> list[Match]:
    """The pattern at a term: the matches that bind its variables differently, the first few.

    sign   the factor before a sum that is tried first
    spent  what all searches in one graph may look at
    """
    spent = Budget() if spent is None else spent
    finder = Search(pattern, terms, sign)
    key = pattern.terms.keys[pattern.root.term]
    found: dict[Any, Match] = {}
    branches = [finder.beginnings(at)]
    for _ in range(min(BUDGET, spent.left)):
        state = next(branches[-1], None)
        spent.left -= 1
        if state is None:
            branches.pop()
            if not branches:
                break
        elif state.goals:
            branches.append(finder.successors(state))
        else:
            names = {pattern.terms.keys[term].name: scaled for term, scaled in state.bound.items()}
            factor = state.factor / pattern.root.factor
            match = Match(pattern, names, state.axes, state.keepdims, state.picked, factor, key.kind, state.rest)
            found.setdefault(frozenset(names.values()), match)
            if len(found) == MOST_MATCHES:
                break
    return list(found.values())


class Search:
    """One pattern among the terms of a graph."""

    def __init__(self, pattern: Pattern, terms: Terms, sign: Fraction) -> None:
        self.pattern, self.own, self.terms, self.sign = pattern, pattern.terms, terms, sign
        self.leftovers = Leftovers(terms)

    def beginnings(self, at: int) -> Iterator[State]:
        """The states that a search at a term begins with."""
        root = self.pattern.root.term
        key = self.own.keys[root]
        if key.kind == SUM:
            addends = self.terms.addends(Scaled(UNIT, at))
            for scale in self.scales(key.parts, addends):
                parts = [(term, factor * scale) for term, factor in key.parts]
                for state in self.of_sum(parts, addends, root=True):
                    yield state._replace(factor=scale)
        elif key.kind == PRODUCT:
            yield from self.of_product(key.parts, self.terms.factors(at), UNIT, root=True)
        else:
            yield State((Equal(Scaled(UNIT, root), Scaled(UNIT, at)),), {})

    def scales(self, parts: Parts, addends: Parts) -> list[Fraction]:
        """Factors by which a sum of the graph can differ from the pattern's."""
        term, factor = next(part for part in parts if not self.pattern.is_variable(part[0]))
        if self.absorbs(term):
            return [self.sign, -self.sign]
        found = dict.fromkeys(size / factor for other, size in addends if self.fits(term, other))
        return sorted(found, key=lambda scale: (scale != self.sign, scale != -self.sign))

    def absorbs(self, term: int) -> bool:
        """Whether a variable in this product can take a number before it."""
        key = self.own.keys[term]
        return key.kind == PRODUCT and any(self.pattern.is_variable(part) for part, _ in key.parts)

    def fits(self, term: int, other: int) -> bool:
        """Whether a part of the pattern can be this term, as far as one look at both tells."""
        key, found = self.own.keys[term], self.terms.keys[other]
        if term == ONE or key.kind == SUM:
            return other == ONE if term == ONE else found.kind == SUM
        if key.kind == PRODUCT:
            return self.divides(key.parts, self.terms.factors(other))
        return found.kind == CALL and found.name == key.name

    def divides(self, parts: Parts, factors: Parts) -> bool:
        """Whether a product of the pattern can be this one: what is no variable is in it, and x^2 is a square."""
        for term, exponent in parts:
            if self.pattern.is_variable(term):
                alone = len(parts) == 1
                if alone and any(power % exponent or (exponent < 0 < power) for _, power in factors):
                    return False
            elif not any(power == exponent and self.fits(term, other) for other, power in factors):
                return False
        return True

    def successors(self, state: State) -> Iterator[State]:
        """The states that follow from the last goal."""
        *goals, goal = state.goals
        rest = state._replace(goals=tuple(goals))
        if isinstance(goal, Rest):
            yield from self.leftovers.taken(goal, rest)
            return
        yield from self.of_equal(goal.part, goal.term, rest)

    def of_equal(self, part: Scaled, term: Scaled, state: State) -> Iterator[State]:
        """A part of the pattern and a term."""
        key, found = self.own.keys[part.term], self.terms.keys[term.term]
        if key.kind == LEAF:
            value = Scaled(term.factor / part.factor, term.term)
            if state.bound.get(part.term, value) == value:
                yield state._replace(bound={**state.bound, part.term: value})
        elif part.term == ONE:
            if term == part:
                yield state
        elif key.kind == CALL:
            if found.kind == CALL and found.name == key.name and part.factor == term.factor:
                pairs = list(zip(key.parts, found.parts, strict=False))
                told = self.of_params(key.params, found.params, state)
                many = len(key.parts) == len(found.parts)
                if key.name == "index":
                    told, many = self.of_index((dict(found.params)["index"], found.parts[1:]), state), True
                if told is not None and many:
                    yield told._replace(goals=(*state.goals, *[Equal(*pair) for pair in reversed(pairs)]))
        elif key.kind == SUM and found.kind == SUM:
            parts = [(one, factor * part.factor) for one, factor in key.parts]
            yield from self.joined(state, self.of_sum(parts, self.terms.addends(term), root=False))
        elif key.kind == PRODUCT:
            factors = self.terms.factors(term.term)
            yield from self.joined(state, self.of_product(key.parts, factors, term.factor / part.factor, root=False))

    def joined(self, state: State, states: Iterator[State]) -> Iterator[State]:
        """A state with the goals of others."""
        for other in states:
            yield state._replace(goals=(*state.goals, *other.goals))

    def of_params(self, own: tuple[Any, ...], found: tuple[Any, ...], state: State) -> State | None:
        """Parameters: those of a pattern's reduction may be any, the same for all; else they are equal."""
        axes = dict(own).get("axis")
        free = axes is not None and bool(axes.counted)
        for (name, mine), (_, theirs) in zip(own, found, strict=True):
            if name == "axis":
                if not free and not theirs.all:
                    return None
                if free and state.axes not in (None, theirs):
                    return None
                state = state._replace(axes=theirs) if free else state
            elif name == "keepdims" and free:
                state = state._replace(keepdims=theirs)
            elif mine != theirs:
                return None
        return state

    def of_index(self, index: Index, state: State) -> State | None:
        """The index of a pattern may be any, the same for all."""
        return state._replace(picked=index) if state.picked in (None, index) else None

    def of_sum(self, parts: Sequence[tuple[int, Fraction]], addends: Parts, *, root: bool) -> Iterator[State]:
        """A sum of the pattern and one of the graph: who is who."""
        variables = tuple([part for part in parts if self.pattern.is_variable(part[0])])
        wanted = [part for part in parts if part not in variables]
        options = [
            [
                place
                for place, (term, factor) in enumerate(addends)
                if self.fits(part[0], term) and (factor == part[1] or self.absorbs(part[0]))
            ]
            for part in wanted
        ]
        for chosen in product(*options):
            left = tuple([one for place, one in enumerate(addends) if place not in chosen])
            if len(set(chosen)) < len(chosen) or (left and not (variables or root)):
                continue
            goals: list[Equal | Rest] = [Rest(SUM, variables, left, UNIT, root)]
            pairs = [(Scaled(f, t), addends[place]) for (t, f), place in zip(wanted, chosen, strict=True)]
            goals += [Equal(part, Scaled(factor, term)) for part, (term, factor) in reversed(pairs)]
            yield State(tuple(goals), {})

    def of_product(self, parts: Parts, factors: Parts, factor: Fraction, *, root: bool) -> Iterator[State]:
        """A product of the pattern and one of the graph; a sum in it may have the other sign."""
        variables = tuple([part for part in parts if self.pattern.is_variable(part[0])])
        wanted = [part for part in parts if part not in variables]
        options = [
            [
                (place, sign)
                for place, (term, exponent) in enumerate(factors)
                if exponent == part[1] and self.fits(part[0], term)
                for sign in ((UNIT, -UNIT) if self.own.keys[part[0]].kind == SUM else (UNIT,))
            ]
            for part in wanted
        ]
        for chosen in product(*options):
            places = [place for place, _ in chosen]
            left = tuple([one for place, one in enumerate(factors) if place not in places])
            if len(set(places)) < len(places) or (left and not (variables or root)):
                continue
            signs = math.prod([sign ** part[1] for part, (_, sign) in zip(wanted, chosen, strict=True)], start=UNIT)
            goals: list[Equal | Rest] = [Rest(PRODUCT, variables, left, factor * signs, root)]
            pairs = list(zip(wanted, chosen, strict=True))
            goals += [
                Equal(Scaled(UNIT, part[0]), Scaled(sign, factors[place][0])) for part, (place, sign) in reversed(pairs)
            ]
            yield State(tuple(goals), {})
