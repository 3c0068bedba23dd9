"""The signs that mark, in tables and drawings, what a warning tells of: where a number was born, and what it spoilt.

A sign is never colour alone: "!" stands by a step that a warning names and by a number that was born nan, infinite or
0, and "~" by a number that became so because of one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import cached_property

from ..records import OF_VALUE, Number, Origin, Sweep, Trace, Warning
from .number import is_array

BORN, SPREAD, WARNED = "born", "spread", "warned"
"""Marks of numbers, and of cards; a card is WARNED where a warning names it and nothing was born there."""

SIGNS = {BORN: "!", SPREAD: "~", WARNED: "!", "": ""}

LEGEND = {
    WARNED: "named by a warning",
    BORN: "named by a warning, or born here (nan, inf, 0)",
    SPREAD: "it spread to here",
}
"""What the signs mean, to be said once."""


class Signs:
    """The marks of one sweep.

    warned  names of the steps that warnings name
    values, derivatives  BORN or SPREAD by the name of the step
    links   BORN or SPREAD by the pair of steps between which a derivative went, in the direction of the sweep;
            `flow` the same of values
    """

    def __init__(self, warnings: Iterable[Warning], label: str | None = None) -> None:
        self.warned: set[str] = set()
        self.values: dict[str, str] = {}
        self.derivatives: dict[str, str] = {}
        self.links: dict[tuple[str, str], str] = {}
        self.flow: dict[tuple[str, str], str] = {}
        self.is_cut = False
        for warning in warnings:
            self.warned.add(warning.node)
            for origin in warning.origins:
                if origin.of == OF_VALUE:
                    self._take(origin, warning, self.values, self.flow)
                elif label is None or origin.sweep == label:
                    self._take(origin, warning, self.derivatives, self.links)

    def _take(
        self, origin: Origin, warning: Warning, marks: dict[str, str], links: dict[tuple[str, str], str]
    ) -> None:
        self.is_cut = self.is_cut or bool(origin.more) or not origin.followed
        for name in origin.path:
            marks.setdefault(name, SPREAD)
        for link in origin.links:
            links.setdefault(link, SPREAD)
        if origin.node:
            marks[origin.node] = BORN
            if (warning.node, origin.node) in origin.links:
                links[warning.node, origin.node] = BORN

    @cached_property
    def marked(self) -> frozenset[str]:
        """The steps that have a sign or a mark."""
        return frozenset((*self.warned, *self.values, *self.derivatives))

    def __bool__(self) -> bool:
        return bool(self.warned)

    def node(self, name: str) -> str:
        """The sign of a step."""
        return SIGNS[WARNED] if name in self.warned else ""

    def value(self, name: str, number: Number) -> str:
        """The mark of a step's value."""
        return self.values.get(name) or self._beyond(number)

    def derivative(self, name: str, number: Number) -> str:
        """The mark of a step's tangent or adjoint."""
        return self.derivatives.get(name) or self._beyond(number)

    def increment(self, consumer: str, name: str, product: Number) -> str:
        """The mark of one contribution to an adjoint."""
        return self.links.get((consumer, name), "") if is_spoilt(product) else ""

    def card(self, name: str) -> str:
        """The mark of a whole step: BORN, SPREAD, WARNED or ""."""
        found = {self.values.get(name), self.derivatives.get(name)}
        if BORN in found:
            return BORN
        return WARNED if name in self.warned else SPREAD if SPREAD in found else ""

    def _beyond(self, number: Number) -> str:
        """What a path that was cut did not have room for: nan and infinities came from somewhere."""
        return SPREAD if self.is_cut and number is not None and is_endless(number) else ""

    def legend(self) -> Iterator[tuple[str, str]]:
        """The signs and what they mean, as far as there are such."""
        marks = {*self.values.values(), *self.derivatives.values()}
        if self.warned:
            yield SIGNS[WARNED], LEGEND[BORN if BORN in marks else WARNED]
        if SPREAD in marks:
            yield SIGNS[SPREAD], LEGEND[SPREAD]


def signs_of(trace: Trace, sweep: Sweep | None = None) -> Signs:
    """The marks of one sweep of a trace; without one, of all of them together."""
    return Signs(trace.warnings, None if sweep is None else sweep.label)


def is_spoilt(number: Number) -> bool:
    """Whether a number, or an entry of an array, is nan, infinite or 0."""
    return number is not None and (is_endless(number) or bool((number == 0).any() if is_array(number) else number == 0))


def is_endless(number: Number) -> bool:
    """Whether a number, or an entry of an array, is nan or infinite."""
    if number is None or not is_array(number):
        return number is not None and not math.isfinite(number)
    import numpy as np

    return not bool(np.isfinite(number).all())


def signed(text: str, sign: str) -> str:
    """A text with a sign behind it, if any."""
    return f"{text} {sign}" if sign else text


