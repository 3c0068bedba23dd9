"""Sweeps over many points warn where a reverse run at the point does: lost digits, overflow and underflow."""

from __future__ import annotations

import pickle
import re
from collections import Counter

import numpy as np
import pytest
from datasets import CORPUS
from test_corpus import text_and_point

import adtrace
from adtrace import sweep
from adtrace.limits import LIMITS
from adtrace.sweeps.batch.sample import Sample

CODES = ("overflow", "underflow", "cancellation")
VALUES = (None, 1e-9, 40.0, 800.0, -800.0, 1e8, 1e-100)
"""Values of the first input, beside its own."""
COUNT = re.compile(r" in (\d+) of (?:the )?(\d+) rows")


def told(text, over, at=None, **how) -> dict[str, str]:
    """The messages by code."""
    return {one.code: one.message for one in sweep(text, over, at, **how).warnings if one.code in CODES}


def counts(text, over, at=None, **how) -> dict[str, int]:
    """In how many rows, by code."""
    return {code: int(COUNT.search(message).group(1)) for code, message in told(text, over, at, **how).items()}


@pytest.mark.parametrize("number", range(0, len(CORPUS), 14))
def test_as_many_rows_as_reverse_warns_of(number: int) -> None:
    """All rows at once in columns, against one run at each."""
    text, at = text_and_point(number)
    name = next(iter(at))
    if np.ndim(at[name]):
        pytest.skip("an array")
    column = [at[name] if value is None else value for value in VALUES]
    least, most = Counter[str](), Counter[str]()
    for value in column:
        warnings = [one for one in adtrace.reverse(text, {**at, name: value}).warnings if one.code in CODES]
        most.update({one.code for one in warnings})
        # A 0 on the way where all digits cancel may have spoilt a result, or not: a sweep counts results.
        least.update({one.code for one in warnings if "all digits cancel" not in one.message})
    found = Counter(counts(text, {name: column}, {one: at[one] for one in at if one != name}))
    assert least <= found <= most


def test_wrong_digits_are_told_with_the_worst_row() -> None:
    message = told("(1-cos(x))/x^2", {"x": "1e-8:1e-3:5"})["cancellation"]
    assert message.startswith("y and dy/dx keep fewer than 9 digits in 5 of 5 rows, fewest ")
    assert message.endswith("in row 0, counted from 0 (x = 1e-08): none of its 16 digits")


def test_a_slope_that_underflowed_is_told() -> None:
    """It is 0 without a nan in its row."""
    batch = sweep("1/(1+exp(-a*x))", {"x": [-500.0, -250.0, 0.0]}, {"a": 1})
    assert batch.gradient["x"][0] == 0
    (warning,) = batch.warnings
    assert warning.code == "underflow" and "1 of 3 rows, the first is row 0, counted from 0 (x = -500)" in warning.message
    assert "the derivative of y = 1/w4" in warning.message


@pytest.mark.parametrize(
    ("text", "over", "at", "how"),
    [
        ("1/(1+exp(-a*x))", {"x": "-5:5:1001"}, {"a": 1}, {}),
        ("1/(1+exp(-a*x))", {"x": "0:5:1001"}, {"a": 1}, {"total": True}),
        ("[x^3 - 2*x, x*y]", {"x": "-1:1:21", "y": "0:1:5"}, {}, {}),
        ("max(x, 0)*where(x > 3, log(abs(x) + 1), x)", {"x": "-5:5:4001"}, {}, {}),
        ("(a*x - 1)^2", {"x": "0:4:5"}, {"a": 0.5}, {"total": True}),
        ("sum(tanh(W @ x))", {"x": np.linspace(-1, 1, 300).reshape(100, 3)}, {"W": np.eye(3)}, {}),
        ("x^2", {"x": "0:1:5001"}, {}, {"total": True, "wrt": "x"}),
        ("x", {"x": [0.1, -0.1]}, {}, {"total": True}),
        ("x + nan*a", {"x": [1.0, 2.0]}, {"a": 0}, {}),
    ],
)
def test_benign_sweeps_have_no_such_warning(text, over, at, how) -> None:
    assert told(text, over, at, **how) == {}


def test_several_outputs_are_judged_each_on_its_own() -> None:
    message = told("[x - 1/3, exp(x) - 1, x]", {"x": [1e-13, 0.5, 1.0]})["cancellation"]
    assert message == "y2 keeps fewer than 9 digits in 1 of 3 rows, fewest y2 in row 0, counted from 0 (x = 1e-13): 2 of its 16 digits"


def test_rows_with_arrays_are_followed_one_by_one() -> None:
    rows = np.array([[1.0, 2.0], [1e-14, -1e-13], [0.5, 0.25]])
    assert counts("sum(exp(x) - 1)", {"x": rows}) == {"cancellation": 1}
    assert counts("prod(exp(x))", {"x": 500*rows}) == {"overflow": 1}


def test_totals_are_judged_as_totals() -> None:
    """One bad row among good ones spoils nothing; terms that cancel do, and so do rows that all are wrong."""
    assert told("exp(x) - 1", {"x": [1e-13, 1.0]}, total=True) == {}
    assert "dy/dx" not in told("exp(x) - 1", {"x": [1e-13, 2e-13]}, total=True)["cancellation"]
    cancelling = told("a*x", {"x": [1.0, 1e-12, -1.0]}, {"a": 1/3}, total=True)["cancellation"]
    assert "dy/da" in told("1/(1+exp(-a*x))", {"x": "-5:5:1001"}, {"a": 1}, total=True)["cancellation"]
    many = told("x", {"x": "-1:2:3001"}, total=True), told("x^3 - a", {"x": "-1:1:3001"}, {"a": 0}, total=True)
    assert many[0] == {} and "in the total over 3001 rows, as the 751 looked at tell: " in many[1]["cancellation"]
    assert cancelling.startswith("y and dy/da keep fewer than 9 digits in the total over 3 rows: ")


def test_constants_belong_to_every_row() -> None:
    """What a constant's rounding does to a row is not added up over the rows."""
    column = np.full(200, 0.4)
    one, many = told("x - 1/3 + 0.1*log(3)^x", {"x": column[:1]}), told("x - 1/3 + 0.1*log(3)^x", {"x": column})
    assert one == many == {}
    assert counts("x - 1/3", {"x": [1/3 + 1e-10, 1.0]}) == {"cancellation": 1}


def test_of_many_rows_some_are_looked_at_and_the_warning_says_how_many() -> None:
    over = {"x": np.linspace(1e-9, 1e-6, 50_000)}
    match = COUNT.search(message := told("exp(x) - 1", over)["cancellation"])
    assert LIMITS.judged_rows//2 <= int(match.group(2)) <= LIMITS.judged_rows + 1
    assert "rows looked at (of 50000)" in message and "in row 0, counted from 0 (x = 1e-09)" in message


def test_warnings_are_those_of_the_rows_that_were_swept() -> None:
    """They are made later, from copies; a pickled batch has them."""
    column = np.array([1e-13, 1.0])
    batch, other = sweep("exp(x) - 1", {"x": column}), sweep("exp(x) - 1", {"x": column})
    column[:] = 1.0
    assert [one.code for one in batch.warnings] == ["cancellation"]
    assert pickle.loads(pickle.dumps(batch.warnings)) == tuple(other.warnings) == other.warnings


@pytest.mark.parametrize("rows", [1, 7, 16, 1000, 4097])
def test_samples_are_spread_and_do_not_depend_on_the_blocks(rows: int) -> None:
    samples = []
    for block in (rows, 1, 13):
        sample = Sample(16)
        for start in range(0, rows, block):
            sample.take({"x": np.arange(start, min(start + block, rows), dtype=float)})
        numbers, columns = sample.rows()
        assert numbers.tolist() == columns["x"].tolist()
        samples.append(numbers.tolist())
    assert samples[0] == samples[1] == samples[2]
    numbers = samples[0]
    assert numbers[0] == 0 and numbers[-1] == rows - 1 and sorted(set(numbers)) == numbers
    assert min(rows, 8) <= len(numbers) <= 17
    assert max(np.diff([0, *numbers, rows])) <= 4*max(1, rows//16)


def test_samples_keep_no_step_with_grids() -> None:
    """Of an inner range of 16 values, every one is met."""
    sample = Sample(500)
    sample.take({"a": np.tile(np.arange(16.0), 1000)})
    assert set(sample.rows()[1]["a"]) == set(range(16))
