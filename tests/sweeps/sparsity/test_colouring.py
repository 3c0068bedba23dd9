"""Groups of columns and rows, and the matrices that their sweeps give back."""

from __future__ import annotations

import math
import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adtrace.lang.parser import parse
from adtrace.records.sparsity import HESSIAN, JACOBIAN, LARGEST, Groups, Pattern, _turned_dense, bits, turned
from adtrace.sweeps.evaluate import evaluate
from adtrace.sweeps.run import Run
from adtrace.sweeps.sparsity.colouring import column_groups, row_groups, symmetric_groups
from adtrace.sweeps.sparsity.compressed import blocks, entries, hessian_entries, jacobian_entries, read
from adtrace.sweeps.sparsity.structure import hessian_pattern, jacobian_pattern
from adtrace.sweeps.symbolic import append_gradient, copied


def made(rows: list[int], width: int, kind: str = JACOBIAN) -> Pattern:
    return Pattern(kind, {"y": (len(rows),)}, {"x": (width,)}, tuple(rows))


@st.composite
def patterns(draw: Any) -> Pattern:
    width = draw(st.integers(1, 9))
    return made(draw(st.lists(st.integers(0, 2**width - 1), min_size=1, max_size=9)), width)


@st.composite
def symmetric_patterns(draw: Any) -> Pattern:
    width = draw(st.integers(1, 9))
    rows = draw(st.lists(st.integers(0, 2**width - 1), min_size=width, max_size=width))
    full = [row | sum((other >> i & 1) << j for j, other in enumerate(rows)) for i, row in enumerate(rows)]
    return made(full, width, HESSIAN)


def numbered(pattern: Pattern) -> Any:
    """A matrix with a number of its own at every entry; symmetric for a Hessian."""
    matrix = np.zeros((pattern.height, pattern.width))
    for i, row in enumerate(pattern.entries):
        for j in bits(row):
            matrix[i, j] = 1 + (min(i, j)*31 + max(i, j) if pattern.kind == HESSIAN else i*31 + j)
    return matrix


def compressed(matrix: Any, groups: Groups) -> list[list[float]]:
    """What exact sweeps of the groups give: sums of columns, or of rows."""
    lines = matrix if groups.mode == "reverse" else matrix.T
    return [lines[list(group)].sum(axis=0).tolist() for group in groups.members]


def same(pattern: Pattern, groups: Groups) -> None:
    matrix = numbered(pattern)
    found = entries(pattern, groups, compressed(matrix, groups))
    assert np.array_equal(blocks(pattern, found)["y"]["x"], matrix)
    assert len(found) == pattern.nonzeros


@given(st.integers(0, 2**32), st.integers(1, 40), st.integers(1, 40))
def test_turning_a_matrix(seed: int, height: int, width: int) -> None:
    """Bit by bit and by bytes, and twice turned it is as it was."""
    source = random.Random(seed)
    rows = [source.getrandbits(width) for _ in range(height)]
    assert turned(rows, width) == _turned_dense(rows, width)
    assert turned(turned(rows, width), height) == rows
    assert all((rows[i] >> j & 1) == (column >> i & 1) for j, column in enumerate(turned(rows, width)) for i in range(height))


@given(patterns())
def test_every_entry_is_read_back(pattern: Pattern) -> None:
    for groups in (column_groups(pattern), row_groups(pattern)):
        same(pattern, groups)
        assert len(groups.members) >= groups.least
        members = [member for group in groups.members for member in group]
        assert len(members) == len(set(members))


@given(symmetric_patterns())
def test_every_entry_of_a_hessian_is_read_back(pattern: Pattern) -> None:
    groups = symmetric_groups(pattern)
    same(pattern, groups)
    assert len(groups.members) <= len(column_groups(pattern).members)


def test_known_numbers_of_groups() -> None:
    """A band takes its width; an arrow takes n groups of columns, but 2 as a Hessian; a checkerboard 2."""
    size = 40
    band = made([sum(1 << j for j in range(max(0, i - 2), min(size, i + 3))) for i in range(size)], size, HESSIAN)
    assert len(column_groups(band).members) == len(row_groups(band).members) == column_groups(band).least == 5
    arrow = made([2**size - 1, *[1 | 1 << i for i in range(1, size)]], size, HESSIAN)
    assert len(column_groups(arrow).members) == size
    assert len(symmetric_groups(arrow).members) == 2
    assert any(turned for *_, turned in read(arrow, symmetric_groups(arrow)))
    tridiagonal = made([sum(1 << j for j in range(max(0, i - 1), min(size, i + 2))) for i in range(size)], size, HESSIAN)
    assert len(symmetric_groups(tridiagonal).members) == 3
    assert len(column_groups(made([0, 0], 3)).members) == 0


def test_the_better_order_is_taken() -> None:
    """A crown graph takes a group for each pair in order, and 2 where one side has more neighbours and comes first."""
    pairs = 4
    rows = [1 << 2*i | 1 << (2*j + 1) for i in range(pairs) for j in range(pairs) if j != i]
    crown = made([*rows, *[1 << 2*i | 1 << (2*pairs + i) for i in range(pairs)]], 3*pairs)
    groups = column_groups(crown)
    same(crown, groups)
    assert (len(groups.members), groups.order, groups.least) == (2, LARGEST, 2)


def singles(groups: Groups) -> Groups:
    """The same columns or rows, each alone."""
    return groups._replace(members=tuple((member,) for group in groups.members for member in group))


PROGRAMS = [
    "x[1:]*x[:-1]", "[x[0]*x[1], x[2]^2, x[3] + x[0]]", "log(x)*x", "1/x + x[0]*0", "A @ x", "A*x", "softmax(A, axis=1)",
    "sqrt(x[:2])*x[2:]", "where(x > 0, log(x), x)", "cumsum(x)/x", "max(x, 0)*x[0]", "diag(x) @ x", "var(A, axis=1)",
]
POINTS = [[1.0, 2.0, -3.0, 0.5], [0.0, 1.0, 0.0, 2.0], [math.inf, 1.0, 0.0, -1.0], [math.nan, 1.0, 2.0, 0.0]]


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("text", PROGRAMS)
def test_coloured_sweeps_equal_single_ones(text: str, point: list[float]) -> None:
    """Also where a slope is infinite or nan: it reaches no other entry."""
    x = np.array(point)
    at = {"x": x, "A": np.array([x, 2*x + 1])} if "A" in text else {"x": x}
    if "x" not in text.replace("max", "").replace("softmax", "").replace("axis", ""):
        del at["x"]
    run = Run(parse(text), at)
    pattern = jacobian_pattern(run)
    for groups in (column_groups(pattern), row_groups(pattern)):
        alone = singles(groups)
        found, wanted = (jacobian_entries(run, pattern, one) for one in (groups, alone))
        assert list(found) == list(wanted)
        np.testing.assert_allclose(list(found.values()), list(wanted.values()), rtol=1e-14)


def test_an_infinite_slope_stays_where_it_is() -> None:
    """The components outside of a group have no path: a tangent of 0 times the infinite slope of log would be nan."""
    run = Run(parse("x[1:] + log(x[:-1])"), {"x": np.array([0.0, 2.0, 0.0, 4.0])})
    pattern = jacobian_pattern(run)
    groups = column_groups(pattern)
    assert len(groups.members) == 2
    found = blocks(pattern, jacobian_entries(run, pattern, groups))["y"]["x"]
    assert found.tolist() == [[math.inf, 1, 0, 0], [0, 0.5, 1, 0], [0, 0, math.inf, 1]]


def test_coloured_sweeps_equal_the_jacobian() -> None:
    """At a plain point, in both modes, with several inputs and outputs."""
    at = {"x": np.array([0.5, 1.5, 2.5]), "a": 0.3, "b": np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])}
    run = Run(parse("y = x[1:]*a + sin(x[:2]); z = b @ x; w = a^2; w*1"), at, of=("y", "z", "w"))
    pattern = jacobian_pattern(run)
    dense = blocks(pattern, jacobian_entries(run, pattern, singles(column_groups(pattern))))
    for groups in (column_groups(pattern), row_groups(pattern)):
        found = blocks(pattern, jacobian_entries(run, pattern, groups))
        for y, row in dense.items():
            for x, block in row.items():
                np.testing.assert_allclose(found[y][x], block, rtol=1e-14)
                assert np.shape(found[y][x]) == np.shape(block)


@pytest.mark.parametrize("text", [
    "sum((1 - x[:-1])^2 + 100*(x[1:] - x[:-1]^2)^2)", "sum(x[0]*x) + a*sum(sin(x))", "prod(x) + 3*a", "a*x[0]*x[3]",
    "sum(a + x)", "logsumexp(x)*x[1]",
])
def test_coloured_hessians_equal_the_hessian(text: str) -> None:
    at = {"x": np.array([0.5, 1.5, 2.5, -1.0]), **({"a": 0.3} if "a" in text.replace("sum", "") else {})}
    run = Run(parse(text), at)
    pattern, graph = hessian_pattern(run), copied(run.graph)
    gradient = append_gradient(graph, graph.outputs[0][1])
    values = evaluate(graph, run.built.values)
    groups = symmetric_groups(pattern)
    found = hessian_entries(graph, values, gradient, pattern, groups)
    full = Pattern(HESSIAN, pattern.rows, pattern.columns, (2**pattern.width - 1,)*pattern.width)
    alone = Groups("symmetric", tuple((j,) for j in range(full.width)), "", 0)
    for place, number in hessian_entries(graph, values, gradient, full, alone).items():
        assert found.get(place, 0.0) == pytest.approx(number, rel=1e-13, abs=1e-15)
