"""Ranges: NumPy's linspace bit for bit, any part of any product, and what is no range."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adtrace.errors import AdtraceError, LimitError
from adtrace.tables.ranges import Grid, Range, parse_range, parse_ranges

ENDS = st.floats(-1e300, 1e300)


@given(ENDS, ENDS, st.integers(2, 50), st.data())
def test_the_bits_of_linspace_at_any_position(start, stop, count, data):
    expected = np.linspace(start, stop, count)
    first = data.draw(st.integers(0, count - 1))
    found = Range(start, stop, count).values(np.arange(first, count))
    assert found.tobytes() == expected[first:].tobytes()


@given(st.lists(st.integers(1, 5), min_size=1, max_size=4), st.data())
def test_a_part_of_a_product(counts, data):
    ranges = {
        name: Range(0.1, 0.7, count) if count > 1 else Range(0.3, 0.3, 1)
        for name, count in zip("xabc", counts, strict=False)
    }
    grid = Grid(ranges)
    axes = [axis.values(np.arange(axis.count)) for axis in ranges.values()]
    expected = [column.ravel() for column in np.meshgrid(*axes, indexing="ij")]
    start = data.draw(st.integers(0, grid.rows))
    stop = data.draw(st.integers(start, grid.rows))
    found = grid.read(start, stop)
    assert all(
        np.array_equal(column, whole[start:stop]) for column, whole in zip(found.values(), expected, strict=True)
    )
    blocks = [block for _, block in grid.blocks(data.draw(st.integers(1, 9)))]
    assert all(
        np.array_equal(np.concatenate([block[name] for block in blocks]), whole)
        for name, whole in zip(found, expected, strict=True)
    )


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("0:1:3", [0, 0.5, 1]),
        ("1:0:3", [1, 0.5, 0]),
        ("-pi/2:pi/2:2", [-np.pi / 2, np.pi / 2]),
        (" 1 : 2 : 1 + 1 ", [1, 2]),
        ("3", [3]),
        ("3:3:1", [3]),
        ("3:3:2", [3, 3]),
        ("[5, 6, 7][0:2].T@[1, 0]:6:2", [5, 6]),
        ("5e-324:1e-323:3", np.linspace(5e-324, 1e-323, 3).tolist()),
    ],
)
def test_what_is_a_range(text, values):
    found = parse_range(text, "--over x")
    assert found.values(np.arange(found.count)).tolist() == values


def test_minus_zero_stays_what_it_is():
    assert np.signbit(parse_ranges("x=-0.0")["x"]).all()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0:1", "2 parts and not three"),
        ("0:1:2:3", "4 parts and not three"),
        ("0::3", "a part of --over x is missing"),
        ("0:1:0", "has 0 values"),
        ("0:1:-3", "has -3 values"),
        ("0:1:2.5", "has 2.5 values"),
        ("0:1:1", "one value, but two ends"),
        ("0:inf:3", "is inf"),
        ("nan:1:3", "is nan"),
        ("-1e308:1e308:3", "wider than float64"),
        ("0:[1, 2]:3", "an array and not a number"),
        ("0:y:3", "y"),
        ("0:1:1_0", "1_0"),
        ("0:1:1e300", "1e[+]300 values"),
    ],
)
def test_what_is_none(text, message):
    with pytest.raises(AdtraceError, match=message):
        parse_range(text, "--over x")


def test_ranges_as_arrays():
    columns = parse_ranges("x=0:1:2,a=1:3:3,b=5")
    assert (
        columns["x"].tolist() == [0, 0, 0, 1, 1, 1]
        and columns["a"].tolist() == [1, 2, 3] * 2
        and columns["b"].tolist() == [5] * 6
    )
    with pytest.raises(AdtraceError, match="x given more than once"):
        parse_ranges("x=0:1:2,x=1:3:3")
    with pytest.raises(LimitError, match="combinations"):
        parse_ranges("x=0:1:100000,a=0:1:100000")
    with pytest.raises(LimitError, match="combinations"):
        Grid({name: Range(0, 1, 2**40) for name in "xa"}).select(("x", "a"))
