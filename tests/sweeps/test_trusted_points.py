"""No result is wrong beyond 1e-9 without a warning: a few records at hard points, against a run in many digits."""

from __future__ import annotations

import pytest
from datasets import CORPUS
from trusted_points import AT_KINK, SILENT, Places, judged, points

RECORDS = range(3, len(CORPUS), 23)
"""benchmarks/trusted_digits.py takes all of them, and more points."""


@pytest.mark.parametrize("number", RECORDS, ids=lambda number: CORPUS[number]["id"])
def test_nothing_is_wrong_without_a_word(number: int) -> None:
    record = CORPUS[number]
    for kind, at in points(Places(record, seed=0), 1):
        found = judged(record, kind, at)
        assert found.verdict not in (SILENT, AT_KINK), found


def test_a_wrong_number_is_found() -> None:
    """The judge of this test is one: what is off, infinite or lost without a warning is refused."""
    from mpmath import mpf
    from trusted_points import RIGHT, WARNED, verdict

    assert verdict(1.0, mpf(1) + mpf(10)**-10, ()) == RIGHT and verdict(1.0, mpf(1) + mpf(10)**-8, ()) == SILENT
    assert verdict(1.0, mpf(1) + mpf(10)**-8, ("kink",)) == AT_KINK
    assert verdict(1.0, mpf(1) + mpf(10)**-8, ("cancellation",)) == WARNED
    assert verdict(float("inf"), mpf(10)**400, ()) == SILENT and verdict(float("inf"), mpf(10)**400, ("overflow",)) == RIGHT
    assert verdict(0.0, mpf(10)**-400, ()) == SILENT and verdict(0.0, mpf(10)**-400, ("underflow",)) == RIGHT
    assert verdict(0.0, mpf(0), ()) == RIGHT and verdict(1e-20, mpf(0), ()) == SILENT
    assert verdict(1.0, mpf("nan"), ()) == SILENT and verdict(float("nan"), mpf(1), ()) == SILENT
