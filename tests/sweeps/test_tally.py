"""What a sweep's numbers do not say by themselves."""

from __future__ import annotations

import numpy as np
import pytest

from adtrace.sweeps.batch.tally import Tally

NAN, INF = np.nan, np.inf


def tallied(*blocks, **how):
    """A tally of blocks of (x, y, slope)."""
    tally = Tally(("y", "dy/dx"), **how)
    first = 0
    for x, y, slope in blocks:
        tally.add(first, {"x": np.array(x, float)}, {"y": np.array(y, float), "dy/dx": np.array(slope, float)})
        first += len(x)
    return tally


def test_nothing_to_say():
    assert tallied(([1, 2], [1, 2], [3, 4]), ([3], [5], [-1e308])).warnings() == ()


def test_finite_numbers_whose_sum_is_not():
    assert tallied(([1, 2], [1e308, 1e308], [-1e308, -1e308])).warnings() == ()


def test_rows_are_counted_once_over_all_columns_and_blocks():
    (warning,) = tallied(([1, -1], [0, NAN], [1, NAN]), ([-2, 5, -3], [NAN, 1, NAN], [NAN, 1, 0])).warnings()
    assert warning.code == "nan" and warning.node == "y"
    assert warning.message == "y and dy/dx are nan in 3 of 5 rows, the first is row 1, counted from 0 (x = -1)"


def test_infinite_ones_are_another_matter():
    first, second = tallied(([0, 1, 710], [-INF, NAN, INF], [1, 1, 1])).warnings()
    assert first.message == "y is nan in 1 of 3 rows, the first is row 1, counted from 0 (x = 1)"
    assert second.code == "infinite" and second.message == "y is infinite in 2 of 3 rows, the first is row 0, counted from 0 (x = 0)"


@pytest.mark.parametrize(
    ("x", "y", "codes"), [(NAN, NAN, []), (NAN, INF, []), (INF, INF, []), (INF, NAN, ["nan"]), (1, NAN, ["nan"])]
)
def test_what_an_input_explains(x, y, codes):
    assert [warning.code for warning in tallied(([x], [y], [0])).warnings()] == codes


def test_rows_are_called_what_the_table_calls_them():
    (warning,) = tallied(([0], [1], [1]), ([1, 2], [1, NAN], [1, 1]), place=lambda row: f"line {row + 2}").warnings()
    assert warning.message.endswith("the first is line 4 (x = 2)")


def test_arrays():
    tally = Tally(("y", "dy/dW"))
    slopes = np.zeros((3, 2, 2))
    slopes[1, 1, 0] = NAN
    tally.add(0, {"W": np.ones((3, 2, 2))}, {"y": np.zeros(3), "dy/dW": slopes})
    assert [warning.message for warning in tally.warnings()] == ["dy/dW is nan in 1 of 3 rows, the first is row 1, counted from 0"]


def test_totals_name_the_rows_that_spoil_them():
    tally = Tally(("y", "dy/dx"), total=True)
    tally.add_part(0, {"x": np.ones(4)}, {"part": np.array([1.0, 2.0])})
    tally.add_part(4, {"x": np.ones(4)}, {"part": np.array([1.0, NAN])})
    tally.add_part(8, {"x": np.ones(4)}, {"part": np.array([1.0, NAN])})
    tally.add_totals({"y": np.float64(1), "dy/dx": np.float64(NAN)})
    (warning,) = tally.warnings()
    assert warning.message == "dy/dx is nan in the total over 12 rows, the first of them among 4 from row 4, counted from 0"


@pytest.mark.parametrize(("x", "codes"), [(1, ["nan", "infinite"]), (INF, ["nan"]), (NAN, [])])
def test_totals_at_once_and_what_explains_them(x, codes):
    tally = Tally(("y", "dy/dx"), total=True)
    tally.add(0, {"x": np.array([1.0, x])}, {"y": np.float64(NAN), "dy/dx": np.array([0, INF])})
    assert [warning.code for warning in tally.warnings()] == codes
    assert all(warning.message.endswith("in the total over 2 rows") for warning in tally.warnings())
