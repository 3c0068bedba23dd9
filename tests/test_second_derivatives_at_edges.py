"""Every row at zeros, ones and ties: where a second derivative is the same from all sides, the Hessian has it.

A slope that a row sets at one point alone (that of xlogy at x = 0) must still have the right slopes there.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from exactly import STEP, Exactly, Place
from operands import arity, arrays
from rows import ARRAY_ROWS, ROWS, differentiable, each, operand_names
from rows import ieee as ieee

import adtrace
from adtrace.graph.graph import leaf
from adtrace.lang.parser import parse
from adtrace.lang.printer import Printer
from adtrace.records import Formula
from adtrace.rules.linalg import MINORS
from adtrace.rules.table import Operator
from adtrace.sweeps.run import Run

EDGES = {1: (0.0, 1.0, -1.0, 0.5, 2.0, -40.0), 2: (0.0, 1.0, -2.0, 0.5), 3: (0.0, 1.0, -2.0)}
"""Operands of elementwise rows, by how many there are."""

MOST = 6
"""Numbers that the operands of an array row have, at the most."""

ENTRIES = 6
"""Entries of a Hessian that are compared, drawn at random."""

CONVENTIONS = {"kink", "pole"}
"""Warnings that a first derivative is a convention, or infinite: so is the second."""

ISOLATED = [
    ("xlogy(x, y)", {"x": 0.0, "y": 2.0}),
    ("xlogy(x*y, y - x)", {"x": 0.0, "y": 2.0}),
    ("a^b", {"a": 3.0, "b": 0.0}),
    ("a^(a*b)", {"a": 0.5, "b": 0.0}),
    ("leaky_relu(x, alpha)", {"x": -2.0, "alpha": 0.0}),
    ("sin(elu(x, alpha))", {"x": -2.0, "alpha": 0.0}),
    ("det([[x, 2, 3], [2, y, 6], [1, x, z]])", {"x": 1.0, "y": 4.0, "z": 3.0}),
    ("det([[x, 1, 1, 1], [1, y, 1, 1], [1, 1, z, 1], [1, 1, 1, x]])", {"x": 1.0, "y": 1.0, "z": 1.0}),
    ("det([[x, y], [2, x]])", {"x": 2.0, "y": 2.0}),
]
"""Programs at points where a row's slope, or the slope of a slope, is 0, or has a form of its own."""


def from_all_sides(exactly: Exactly, a: Place, b: Place) -> float | None:
    """A second derivative of the first output by differences; None where sides differ, or it is not finite."""
    f = exactly.moved
    found = [
        one*two*(f((a, one), (b, two)) - f((a, one)) - f((b, two)) + f())
        for one, two in itertools.product((1, -1), repeat=2)
    ]
    numbers = [float(number*exactly.mp.mpf(10)**(2*STEP)) for number in found]
    if not all(abs(number) < 1e9 for number in numbers):
        return None
    return numbers[0] if max(numbers) - min(numbers) <= 1e-9*(1 + abs(numbers[0])) else None


def compared(text: str, at: dict[str, Any], most: int = ENTRIES) -> int:
    """Hold entries of the Hessian against differences; return how many were."""
    hessian, exactly = adtrace.hessian(text, at), Exactly(text, at)
    if CONVENTIONS & {warning.code for warning in hessian.warnings}:
        return 1
    count, places = 0, [place for place in exactly.places if place[0] in hessian.value]
    pairs = list(itertools.product(places, repeat=2))
    for a, b in random.Random(3).sample(pairs, min(len(pairs), most)):
        wanted = from_all_sides(exactly, a, b)
        if wanted is not None:
            computed = np.asarray(hessian.value[a[0]][b[0]])[(*a[1], *b[1])]
            np.testing.assert_allclose(computed, wanted, rtol=1e-9, atol=1e-12, err_msg=f"{text} {at} {a} {b}")
            count += 1
    return count


def text_of(row: Operator, operands: list[Any], params: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """A row applied to inputs, as text, and the point."""
    names = operand_names(row, len(operands))
    given = {key: value for key, value in params.items() if value != row.params.get(key)}
    args = tuple([leaf(name, np.shape(operand)) for name, operand in zip(names, operands, strict=True)])
    at = {name: operand if np.shape(operand) else float(operand) for name, operand in zip(names, operands, strict=True)}
    return Printer().text(Formula(row.name, args, given)), at


@each([row for row in ROWS["elementwise"] if any(row.rules)])
def test_elementwise(row: Operator) -> None:
    compared_at = 0
    for count in arity(row):
        for point in itertools.product(EDGES[count], repeat=count):
            text, at = text_of(row, list(point), {})
            compared_at += compared(f"z*sin({text})", {**at, "z": 1.5})
    assert compared_at


def with_edges(row: Operator, operands: list[Any]) -> Iterator[list[Any]]:
    """Operands with a zero, two zeros, nothing else, ties."""
    yield operands
    for change in (lambda flat: [0.0, *flat[1:]], lambda flat: [0.0, 0.0, *flat[2:]],
                   lambda flat: [0.0]*len(flat), lambda flat: [2.0]*len(flat)):
        yield [
            np.array(change(np.ravel(operand).tolist())[: np.size(operand)]).reshape(np.shape(operand))
            if place in differentiable(row, len(operands)) else operand
            for place, operand in enumerate(operands)
        ]


@each(ARRAY_ROWS)
def test_arrays(row: Operator) -> None:
    tried = 0
    for given, params in arrays(row):
        moderate = all((np.abs(operand) < 1e3).all() for operand in given)
        if not moderate or not 0 < sum(np.size(operand) for operand in given) <= MOST:
            continue
        for operands in with_edges(row, given):
            text, at = text_of(row, operands, params)
            graph = Run(parse(text), at).graph
            shaped = len(graph.outputs) > 1 or graph.shapes[graph.outputs[0][1]]
            tried += compared(f"sum(sin({text}))" if shaped else f"sin({text})", at)
        if tried > 15:
            break
    if not tried:
        pytest.skip("no small point")


@pytest.mark.parametrize(("text", "at"), ISOLATED, ids=lambda given: given if isinstance(given, str) else "")
def test_all_ways_agree(text: str, at: dict[str, float]) -> None:
    """Differences, the Hessian, its products, the derived program's trace and the Taylor series: one number."""
    hessian = adtrace.hessian(text, at)
    assert compared(text, at, len(at)**2) == len(at)**2
    assert not {"asymmetry", "jump", "kink", "pole", "indeterminate"} & {one.code for one in hessian.warnings}
    matrix = np.array([[hessian.value[x][z] for z in at] for x in at])
    for x, z in itertools.product(at, repeat=2):
        derived = adtrace.derive(text, wrt=x)
        slopes = adtrace.reverse(derived, at).gradient
        assert slopes.get(z, 0.0) == pytest.approx(hessian.value[x][z], rel=1e-12, abs=1e-12)
    direction = dict(zip(at, (1.0, -0.7, 0.4), strict=False))
    along = np.array(list(direction.values()))
    product = adtrace.hvp(text, at, direction).value
    np.testing.assert_allclose([product[x] for x in at], matrix @ along, rtol=1e-12, atol=1e-12)
    series = adtrace.taylor(text, at, order=2, seed=direction)
    assert math.isclose(2*series.coefficients[2], along @ matrix @ along, rel_tol=1e-12, abs_tol=1e-12)


@pytest.mark.parametrize(("size", "rank"), [(1, 0), (2, 0), (2, 1), (3, 0), (3, 1), (3, 2), (4, 1), (4, 2), (4, 3)])
def test_singular_determinants(size: int, rank: int) -> None:
    """The second derivatives of a determinant are minors, whatever the rank."""
    source = np.random.default_rng(size + rank)
    matrix = source.integers(-3, 4, (size, rank)) @ source.integers(-3, 4, (rank, size))*1.0
    assert compared("det(a)", {"a": matrix}, 30) == min(size**4, 30)


def test_large_singular_determinants_say_that_they_are_not_known() -> None:
    hessian = adtrace.hessian("det(a)", {"a": np.ones((MINORS + 1, MINORS + 1))})
    assert np.isnan(hessian.value["a"]["a"]).any() and "indeterminate" in {one.code for one in hessian.warnings}
