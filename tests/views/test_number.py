import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adtrace.views import number


@pytest.mark.parametrize(("value", "text"), [
    (0.10499358, "0.1050"), (2.0, "2"), (-1.0, "-1"), (0.0, "0"), (-0.0, "0"), (99999.5, "99999.5000"),
    (99999.0, "99999"), (1e5, "1.000e+05"), (0.001, "0.0010"), (0.000999, "9.990e-04"), (1.2344e-5, "1.234e-05"),
    (-123456.0, "-1.235e+05"), (math.nan, "nan"), (math.inf, "inf"), (-math.inf, "-inf"), (5e-324, "4.941e-324"),
])
def test_people(value, text):
    assert number.people(value) == text


def test_digits():
    assert number.people(0.8807970779778823, 6) == "0.880797"
    assert number.people(1.23456789e-9, 6) == "1.23457e-09"
    assert number.people(2.0, 6) == "2"
    assert number.people(0.0123, 2) == "1.2e-02"


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(1, 12))
def test_people_rounds_to_its_digits(value, digits):
    text = number.people(value, digits)
    assert "\u2212" not in text
    exact, shown = Decimal(value), Decimal(text)
    if "e" in text:
        assert abs(shown - exact) <= abs(exact) * Decimal("0.5000001") * Decimal(10) ** (1 - digits)
    else:
        assert abs(shown - exact) <= Decimal("0.5000001") * Decimal(10) ** -digits
        assert shown or not exact


@given(st.floats())
def test_machine_round_trips(value):
    back = float(number.machine(value))
    assert back == value or (math.isnan(back) and math.isnan(value))
    assert math.copysign(1, back) == math.copysign(1, value) or math.isnan(value)


@given(st.lists(st.floats(), min_size=1))
def test_aligned_columns_have_their_points_in_one_place(values):
    texts = [number.people(value) for value in values]
    padded = number.aligned(texts)
    assert len(set(map(len, padded))) == 1
    assert [text.strip() for text in padded] == texts
    points = {text.index(".") for text in padded if "." in text}
    assert len(points) <= 1


def test_whole_numbers_end_where_the_point_would_be():
    assert number.aligned(["2", "0.1353", "-12"]) == ["  2     ", "  0.1353", "-12     "]


def test_arrays_in_full():
    assert number.lines(np.array([1, 2.5, -3])) == ["[1  2.5000  -3]"]
    assert number.lines(np.array([[0.1, 0.8], [0.4, -60], [1, 2]])) == [
        "⎡0.1000    0.8000⎤", "⎢0.4000  -60     ⎥", "⎣1         2     ⎦",
    ]
    assert number.lines(np.array([[1.0, 2], [3, 4]]), unicode=False) == ["[1  2]", "[3  4]"]
    assert number.lines(np.array([[1.0, 2]])) == ["[[1  2]]"]


def test_large_arrays_in_outline():
    assert number.lines(np.arange(100.0).reshape(20, 5)) == ["[20×5] 0 to 99, norm 573.0183"]
    assert number.lines(np.ones((2, 2, 2)), unicode=False) == ["[2x2x2] all 1, norm 2.8284"]
    assert number.lines(np.zeros((2, 0))) == ["[2×0] empty"]
    assert number.lines(np.full(50, math.nan)) == ["[50] all nan"]
    assert number.lines(np.array([math.nan] + [1.0] * 50)) == ["[51] all 1, 1 nan"]
    assert number.lines(np.full(50, 1e300)) == ["[50] all 1.000e+300, norm inf"]


@settings(max_examples=50)
@given(st.lists(st.integers(0, 9), max_size=4))
def test_any_array_has_lines_of_one_width(shape):
    found = number.lines(np.linspace(-1, 1e6, math.prod(shape)).reshape(shape))
    assert found and len(set(map(len, found))) == 1


def test_given_numbers_stay_short():
    assert [number.given(v) for v in (0.1, 2.0, 1 / 3, 1e-7)] == ["0.1", "2", "0.333333", "1e-07"]
