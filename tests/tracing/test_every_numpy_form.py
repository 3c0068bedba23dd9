"""Every row that NumPy or SciPy have a function for: the function, traced, is that row. A new row is tested by being there."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import islice
from typing import Any

import numpy as np
from operands import arrays, numbers, random_array
from rows import each
from rows import ieee as ieee

import adtrace
from adtrace.lang.printer import Printer
from adtrace.records import NAME, Formula
from adtrace.rules import table
from adtrace.rules.table import Operator
from adtrace.tracing.protocol import forms, name_of, resolved, rows

NAMED = [row for row in table.operators() if name_of(row)]
NAMES = ("p", "q", "r", "s")


def points(row: Operator) -> list[tuple[list[Any], dict[str, Any]]]:
    """A few scalars and arrays for an elementwise row, the row's own points for others."""
    if row.kind != "elementwise":
        return arrays(row)
    found = [[*map(float, point)] for point in islice(numbers(row), 0, 40, 7)]
    return [(point, {}) for point in found] + [([np.array([number]*2) for number in point], {}) for point in found[:2]]


def function_of(row: Operator, count: int, params: dict[str, Any]) -> Callable[..., Any]:
    """A Python function that calls NumPy's."""
    listed = row.name in ("stack", "concat")

    def of(*operands: Any) -> Any:
        called = resolved(name_of(row))  # Looked up here, as np.exp is in a function.
        return called(list(operands) if listed else operands[0], **params) if listed else called(*operands, **params)

    several: list[Callable[..., Any]] = [
        lambda p: of(p), lambda p, q: of(p, q), lambda p, q, r: of(p, q, r), lambda p, q, r, s: of(p, q, r, s),
    ]
    return several[count - 1]


def text_of(row: Operator, operands: list[Any], params: dict[str, Any]) -> str:
    """The same in the language."""
    names = tuple(Formula(NAME, text=name, shape=np.shape(one)) for name, one in zip(NAMES, operands, strict=False))
    text = Printer().text(Formula(row.name, names, params))
    return f"out = {text}"


@each(NAMED)
def test_the_function_of_numpy_is_the_row(row: Operator) -> None:
    """Traced, it has the value and the gradient of the row's own text, bit for bit, and the value of the function."""
    tested = 0
    for operands, params in points(row):
        if row.name == "reshape" and params["shape"] == (1, 1) and not np.ndim(operands[0]):
            operands = [np.float64(operands[0])]
        given = {key: value for key, value in params.items() if value != row.params[key]}
        at = dict(zip(NAMES, operands, strict=False))
        function = function_of(row, len(operands), given)
        program = adtrace.trace(function, **at)
        found = adtrace.evaluate(program)
        wanted = adtrace.evaluate(text_of(row, operands, given), at)
        np.testing.assert_array_equal(found.value, wanted.value)
        numpys = function(*operands)
        if np.isfinite(numpys).all():  # NumPy's std overflows where its squares do, the row does not.
            np.testing.assert_allclose(found.value, numpys, rtol=1e-12, atol=1e-15)
        cotangent = random_array(random.Random(1), np.shape(found.value))
        seeds = [{next(iter(found.outputs)): cotangent}, {"out": cotangent.reshape(np.shape(wanted.value))}]
        first, second = (adtrace.reverse(text, point, seed=seed).gradient for text, point, seed in zip(
            (program, text_of(row, operands, given)), (None, at), seeds, strict=True))
        for name in at:
            np.testing.assert_array_equal(first[name], second[name])
        tested += 1
    assert tested


def test_no_function_stands_for_two_rows() -> None:
    """A row that is missing here would be traced as another."""
    assert len(rows()) == len(NAMED)


def test_most_rows_of_numpy_have_their_name() -> None:
    """Every ufunc of NumPy on floats that the language has a word for is a row or is written with rows."""
    from adtrace.rules.table import called

    known = {**rows(), **forms()}
    ufuncs = {name: one for name, one in vars(np).items() if isinstance(one, np.ufunc)}
    missing = sorted(name for name, one in ufuncs.items() if called(name) and one not in known)
    assert missing == []
