"""A maximum or minimum of very many operands: whether some tie is seen without comparing each with every other."""

from __future__ import annotations

import pytest

from adtrace.graph.numbers import FLOATS
from adtrace.rules.table import operator

COUNT = 300


class Counted(float):
    """A number that counts its comparisons."""

    compared = 0

    def __eq__(self, other: object) -> bool:
        Counted.compared += 1
        return float(self) == other

    __hash__ = float.__hash__


@pytest.mark.parametrize("name", ["maximum", "minimum"])
def test_kinks_take_few_comparisons(name: str) -> None:
    kink = operator(name).kink
    assert callable(kink)
    Counted.compared = 0
    assert not kink(FLOATS, *map(Counted, range(COUNT)))
    assert 0 < Counted.compared <= 3 * COUNT


@pytest.mark.parametrize(("operands", "at_kink"), [
    ((2, 1, 2, 0, 2), True), ((1, 2, 0), False), ((1, 1, 2), False), ((2, 2), True), ((2, 1), False),
    ((1, 1, float("nan")), False),
])
def test_kinks_are_where_largest_operands_tie(operands: tuple[float, ...], at_kink: bool) -> None:
    kink = operator("maximum").kink
    assert callable(kink)
    assert bool(kink(FLOATS, *map(float, operands))) is at_kink
