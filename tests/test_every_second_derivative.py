"""Every row of the table at second order, through `hessian`, against differences in many digits.

What is differentiated is the sum of squares of the row's value, so that linear rows bend, too.
"""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from exactly import Exactly
from operands import arrays, numbers
from rows import ROWS, each, operand_names, regular
from rows import ieee as ieee

import adtrace
from adtrace.graph.graph import leaf
from adtrace.lang.parser import parse
from adtrace.lang.printer import Printer
from adtrace.records import Formula
from adtrace.rules.table import Operator
from adtrace.sweeps.run import Run

MOST = 8
"""Entries of a Hessian that are compared."""


def squares(row: Operator, operands: list[Any], params: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The sum of squares of a row's value, as text, and the point."""
    names = operand_names(row, len(operands))
    given = {key: value for key, value in params.items() if value != row.params.get(key)}
    args = tuple([leaf(name, np.shape(operand)) for name, operand in zip(names, operands, strict=True)])
    text = Printer().text(Formula(row.name, args, given))
    at = {name: operand if np.shape(operand) else float(operand) for name, operand in zip(names, operands, strict=True)}
    graph = Run(parse(text), at).graph
    shaped = len(graph.outputs) > 1 or graph.shapes[graph.outputs[0][1]]
    return (f"sum(({text})^2)" if shaped else f"({text})^2"), at


def compared(text: str, at: dict[str, Any]) -> int:
    """Entries of the Hessian, drawn at random; return how many have a derivative and were compared."""
    found, exactly = adtrace.hessian(text, at).value, Exactly(text, at)
    places = [place for place in exactly.places if place[0] in found]
    pairs = [(a, b) for a in places for b in places if b[0] in found[a[0]]]
    count = 0
    for a, b in random.Random(3).sample(pairs, min(len(pairs), MOST)):
        computed = np.asarray(found[a[0]][b[0]])[(*a[1], *b[1])]
        wanted = exactly.second(a, b)
        if wanted == wanted:
            scale = 1 + abs(float(exactly.slopes(a)[0])) + abs(float(exactly.values({})[0]))
            np.testing.assert_allclose(computed, float(wanted), rtol=1e-9, atol=1e-10*scale, err_msg=f"{text} {a} {b}")
            count += 1
    return count


def is_moderate(number: float) -> bool:
    """Whether a number is away from the ends of domains, where a sum of squares cancels."""
    return 0.05 < abs(number) < 8 and abs(abs(number) - 1) > 1e-6


@each([row for row in ROWS["elementwise"] if any(row.rules)])
def test_elementwise(row: Operator) -> None:
    points = [point for point in numbers(row) if all(is_moderate(number) for number in point)] or list(numbers(row))[:1]
    for point in points[:: 1 + len(points)//4]:
        assert compared(*squares(row, list(point), {}))


@each(ROWS["linear"] + ROWS["general"])
def test_arrays(row: Operator) -> None:
    tried = 0
    for operands, params in arrays(row):
        if regular(row, operands, params) and sum(np.size(operand) for operand in operands) <= 40:
            tried += compared(*squares(row, operands, params))
        if tried > 14:
            break
    if not tried:
        pytest.skip("no small regular point")
