"""The scale and the curve of a descent in a terminal."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adtrace.views.descent.scale import Scale, scale_of
from adtrace.views.descent.terminal import HEIGHT, curve_lines, raster, rows_of_labels
from adtrace.views.layout import plain, width

LOSSES = st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=2, max_size=50)


@given(LOSSES)
def test_every_loss_stands_on_the_scale_in_order(losses):
    scale = scale_of(losses)
    shares = [scale.share(loss) for loss in sorted(losses)]
    assert all(0 <= share <= 1 for share in shares) and shares == sorted(shares)
    if scale.low < scale.high:
        assert scale.share(max(losses)) == 1
        assert (scale.share(scale.low), scale.share(scale.high)) == (0, 1)


@given(LOSSES)
def test_marks_are_few_and_in_order(losses):
    scale = scale_of(losses)
    marks = scale.marks()
    assert len(marks) <= 10 and marks == sorted(marks)
    if scale.decades:
        assert all(math.log10(mark) == pytest.approx(round(math.log10(mark)), abs=1e-9) for mark in marks)


def test_decades_are_told_from_the_rest():
    assert scale_of([1.0, 0.01]).decades and not scale_of([1.0, 0.02]).decades
    assert scale_of([1.0, 0.0, 1e-3]) == Scale(1e-3, 1.0, True)
    assert not scale_of([-1.0, 1e6]).decades
    assert scale_of([5.0, 5.0]).share(5.0) == 0.5


@given(LOSSES, st.integers(8, 120), st.booleans())
def test_the_curve_has_a_dot_in_every_column_and_no_gap(losses, columns, unicode):
    points = list(enumerate(losses))
    scale = scale_of(losses)
    spans = raster(points, scale, columns, 36)
    assert len(spans) == columns and all(0 <= top <= foot < 36 for top, foot in spans)
    for (top, foot), (after_top, after_foot) in pairwise(spans):
        assert after_top <= foot + 1 and top <= after_foot + 1
    lines = curve_lines(points, scale, columns + 20, unicode=unicode, decimal="point", heading="loss", below="step")
    assert len(lines) == HEIGHT + 3
    assert all(width(content) <= columns + 20 for content in lines)
    assert unicode or all(plain(content).isascii() for content in lines)


def test_a_straight_line_is_straight():
    spans = raster([(0, 0.0), (9, 9.0)], Scale(0.0, 9.0, False), 10, 10)
    assert spans == [(9 - place, 9 - place) for place in range(10)]
    assert raster([(0, 0.0), (1, 9.0)], Scale(0.0, 9.0, False), 2, 10) == [(5, 9), (0, 4)]


def test_labels_stand_where_their_numbers_do():
    scale = Scale(0.0, 8.0, False)
    labels = rows_of_labels(scale, "point")
    assert labels[-1] == "0" and [float(label) for label in reversed(labels) if label] == [0, 2, 4, 6, 8]
    assert rows_of_labels(Scale(1e-4, 1.0, True), "comma")[-1] == "0,0001"


def test_stars_of_a_fall_over_decades():
    points = [(step, 10.0**-step) for step in range(9)]
    lines = [plain(one) for one in curve_lines(points, scale_of(loss for _, loss in points), 40, unicode=False, decimal="point", heading="loss", below="step")]
    assert lines[1].lstrip().startswith("1 +*")
    assert lines[HEIGHT].rstrip().endswith("*") and lines[HEIGHT].lstrip().startswith("1e-08 +")
    assert lines[-1].split() == ["0", "step", "8"]
