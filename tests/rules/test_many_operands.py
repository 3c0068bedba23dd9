"""A maximum or minimum of very many operands: no operand is compared with every other."""

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
def test_slopes_and_kinks_take_few_comparisons(name: str) -> None:
    row = operator(name)
    xs = [Counted(number) for number in range(COUNT)]
    extreme = float(max(xs) if name == "maximum" else min(xs))
    Counted.compared = 0
    rule = row.rule(0)
    assert rule is not None and callable(row.kink)
    slopes = [rule(FLOATS, extreme, *xs, operand=place) for place in range(COUNT)]
    assert sorted(slopes) == [0.0] * (COUNT - 1) + [1.0]
    assert not row.kink(FLOATS, *xs)
    assert 0 < Counted.compared <= 4 * COUNT


def test_many_that_tie_share_the_slope() -> None:
    row = operator("maximum")
    rule = row.rule(0)
    assert rule is not None and callable(row.kink)
    xs = [2.0, 1.0, 2.0, 0.0, 2.0]
    assert [rule(FLOATS, 2.0, *xs, operand=place) for place in range(5)] == [1/3, 0.0, 1/3, 0.0, 1/3]
    assert row.kink(FLOATS, *xs) and not row.kink(FLOATS, 1.0, 2.0, 0.0, 1.0)
