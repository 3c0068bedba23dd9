"""Every row where its rules have kinks: one of second order is told where one-sided second derivatives say so.

The differences are those of the value, in many digits: they share no rule with the Hessian, nor with its warnings.
"""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest
from exactly import STEP, Exactly, Place
from operands import arity, arrays
from rows import ARRAY_ROWS, ROWS, each
from rows import ieee as ieee
from test_second_derivatives_at_edges import text_of, with_edges

import adtrace
from adtrace.lang.parser import parse
from adtrace.rules.table import Operator
from adtrace.sweeps.derivatives import smooth
from adtrace.sweeps.run import Run

POINTS = {1: (0.0, 1.0, -1.0, 0.5, 2.0), 2: (0.0, 1.0, -2.0, 0.5), 3: (0.0, 1.0, -2.0)}
"""Operands of elementwise rows, by how many there are."""

FIRST = {"kink", "jump", "pole", "domain", "overflow", "indeterminate", "underflow"}
"""What makes of a second derivative a convention, where it is told of the value or of the first derivative."""
MOST, ENOUGH = 4, 5
"""Numbers that the operands of an array row have, at the most; and points of one row."""


def from_sides(exactly: Exactly, a: Place, b: Place) -> list[float]:
    """A second derivative by the differences to every side that the value is defined on."""
    f = exactly.moved
    found = [
        float(one*two*(f((a, one), (b, two)) - f((a, one)) - f((b, two)) + f())*exactly.mp.mpf(10)**(2*STEP))
        for one, two in itertools.product((1, -1), repeat=2)
        if a != b or one == two
    ]
    return [number for number in found if not math.isnan(number)]


def judged(text: str, at: dict[str, Any]) -> bool:
    """Hold what is told of second-order kinks against differences; return whether that could be."""
    found = adtrace.hessian(text, at)
    derived = [one for one in found.warnings if one.message.startswith("the derivative of")]
    told = [one for one in derived if one.code in ("kink", "jump")]
    if FIRST & {one.code for one in found.warnings if one not in told}:
        return False
    exactly, bends = Exactly(text, at), False
    places = [place for place in exactly.places if place[0] in found.value]
    for a, b in itertools.combinations_with_replacement(places, 2):
        shown = float(np.asarray(found.value[a[0]][b[0]])[(*a[1], *b[1])])
        sides = from_sides(exactly, a, b)
        bends = bends or not np.allclose(sides, shown, rtol=1e-9, atol=1e-12)
    assert bool(told) == bends, f"{text} at {at}: {[one.message for one in told]}"
    return True


@each([row for row in ROWS["elementwise"] if any(row.rules)])
def test_elementwise(row: Operator) -> None:
    count = 0
    for operands in arity(row):
        for point in itertools.product(POINTS[operands], repeat=operands):
            count += judged(*text_of(row, list(point), {}))
    assert count


@each(ARRAY_ROWS)
def test_arrays(row: Operator) -> None:
    tried = 0
    for given, params in arrays(row):
        moderate = all(((np.abs(operand) < 1e3) & ((np.abs(operand) > 1e-3) | (operand == 0))).all() for operand in given)
        if not moderate or not 0 < sum(np.size(operand) for operand in given) <= MOST:
            continue
        for operands in with_edges(row, given):
            text, at = text_of(row, operands, params)
            graph = Run(parse(text), at).graph
            shaped = len(graph.outputs) > 1 or graph.shapes[graph.outputs[0][1]]
            tried += judged(f"sum(sin({text}))" if shaped else f"sin({text})", at)
        if tried > ENOUGH:
            break


@pytest.mark.parametrize(("text", "at", "codes"), [
    ("sum(gelu(x)*y)", {"x": [0.0, 1.0, -2.0], "y": 3.0}, set()),
    ("sum(silu(x)*y)", {"x": [[0.0, 1.0], [0.0, -2.0]], "y": [1.0, 2.0]}, set()),
    ("sum(elu(x, 1))", {"x": [2.0, 0.0, 1.0]}, {"kink"}),
    ("sum(elu(x, 1))", {"x": [2.0, -0.1, 1.0]}, set()),
    ("sum(huber(x, y))", {"x": [3.0, 1.0], "y": 2.0}, {"kink"}),
    ("sum(max(A, axis=1)^3)", {"A": [[1.0, 2.0], [4.0, 3.0]]}, set()),
    ("sum(max(A, axis=1)^3)", {"A": [[1.0, 2.0], [3.0, 3.0]]}, {"kink"}),
    ("sum(max(x)^2)", {"x": list(range(2000))}, set()),
    ("sum(max_pool2d(A)^2)", {"A": [[[1.0, 2.0], [3.0, 4.0]]]}, set()),
    ("sum(max_pool2d(A, size=2, stride=1)^3)", {"A": [[[1.0, 2.0, 7.0], [3.0, 4.0, 7.5]]]}, set()),
    ("hypot(x, y)", {"x": 0.0, "y": 2.0}, set()),
    ("x^y", {"x": 0.0, "y": 2.0}, set()),
    ("x^y", {"x": 0.0, "y": 1.0}, {"jump"}),
    ("prod(sign(x + 1))*sum(elu(x, 1))*y", {"x": [0.0, 1.0], "y": 1.0}, {"kink"}),
])
def test_programs(text: str, at: dict[str, Any], codes: set[str]) -> None:
    at = {name: np.array(value, dtype=float) if np.shape(value) else value for name, value in at.items()}
    direction = {name: np.ones(np.shape(value)) for name, value in at.items()}
    for found in (adtrace.hvp(text, at, direction), *([adtrace.hessian(text, at)] if np.size(at.get("x", 0)) < 99 else [])):
        assert {warning.code for warning in found.warnings} - {"asymmetry"} == codes


@pytest.mark.parametrize(("text", "at"), [
    ("max(x, y)^2 + relu(x)*y", {"x": 1.0, "y": 2.0}), ("clip(x, 0, 3)^2", {"x": 1.0}),
    ("sum(max(x)^2)", {"x": np.array([1.0, 3.0])}),
])
def test_comparisons_need_no_digits(text: str, at: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """What only chooses is known to be smooth where nothing ties, also without mpmath."""
    def missing(*given: Any) -> None:
        raise AssertionError("many digits were asked for")

    monkeypatch.setattr(smooth, "shadow", missing)
    assert not adtrace.hessian(text, at).warnings
