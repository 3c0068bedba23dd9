"""A sweep equals a loop of single runs: for every operator, at kinks, poles and nan, for scalars and arrays."""

from __future__ import annotations

import math
import pickle
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from datasets import CORPUS
from hypothesis import given, settings
from hypothesis import strategies as st
from programs import INPUTS, array_points, arrays, numbers, trees, written
from singles import added, assert_same, kernel, single, swept, ulps

import adtrace
from adtrace.graph.build import build
from adtrace.lang.parser import parse
from adtrace.rules import table

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.adt"))
EDGES = (
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    -2.0,
    3.0,
    math.inf,
    -math.inf,
    math.nan,
    5e-324,
    1.7e308,
    -800.0,
    0.3,
    1e-160,
    40.25,
)
FEW = (0.0, -0.0, 1.0, -2.0, math.inf, math.nan, 0.3)
INFIX = {
    "add": "x + y",
    "sub": "x - y",
    "mul": "x*y",
    "div": "x/y",
    "neg": "-x",
    "power": "x^y",
    "lt": "x < y",
    "le": "x <= y",
    "gt": "x > y",
    "ge": "x >= y",
    "eq": "x == y",
    "ne": "x != y",
}
SCALARS = [row for row in table.operators() if row.kind == "elementwise"]


@pytest.mark.parametrize("row", SCALARS, ids=lambda row: row.name)
def test_every_scalar_operator_inside_on_the_edge_of_and_outside_its_domain(row: Any) -> None:
    count = 3 if row.variadic else len(row.operands)
    names = "xyz"[:count]
    text = INFIX.get(row.name) or f"{row.spelled}({', '.join(names)})"
    points = list(product(EDGES if count < 2 else EDGES[:12] if count == 2 else FEW, repeat=count))
    if row.name == "polygamma":
        points = [point for point in points if point[0] in (0, 1, 3, 0.5)]
    if row.name == "lgamma":
        # SciPy has inf next to 0 and -inf at -inf, where math has numbers and inf.
        points = [point for point in points if point[0] not in (5e-324, -math.inf)]
    over = {name: np.array(column) for name, column in zip(names, zip(*points, strict=True), strict=True)}
    found, wanted = swept(text, over), single(text, over)
    for name, column in wanted.items():
        for point, a, b in zip(points, found[name], column, strict=True):
            assert ulps(float(a), float(b)) <= 8, (name, point, a, b)


@settings(max_examples=60, deadline=None)
@given(trees, st.lists(st.tuples(numbers, numbers, numbers), min_size=1, max_size=5))
def test_smooth_expressions(tree: Any, points: Any) -> None:
    text = f"{written(tree)} + 0*x*y*z"
    over = {name: np.array(column) for name, column in zip("xyz", zip(*points, strict=True), strict=True)}
    assert_same(swept(text, over), single(text, over), 1e-10, lost=1e-11)


ROUGH_UNARY = (
    "log({})",
    "sqrt({})",
    "relu({})",
    "abs({})",
    "-{}",
    "1/{}",
    "{}^2",
    "{}^-1",
    "{}^0",
    "sign({})",
    "exp({})",
    "softplus({})",
    "elu({})",
    "asin({})",
    "hard_tanh({})",
    "0*{}",
    "leaky_relu({})",
    "step({})",
)
ROUGH_BINARY = (
    "{} + {}",
    "{}*{}",
    "{}/{}",
    "{}^{}",
    "max({}, {})",
    "hypot({}, {})",
    "{} < {}",
    "xlogy({}, {})",
    "min({}, {})",
)
ROUGH_TERNARY = ("where({} > 0, {}, {})", "where({}, {}, {})", "clip({}, {}, {})", "max({}, {}, {})")


@st.composite
def rough(draw: Any, depth: int = 4) -> str:
    """An expression full of kinks, poles and branches."""
    if depth == 0 or draw(st.integers(0, 7)) == 0:
        return draw(st.sampled_from(("x", "y", "z", "1", "0", "2", "-1", "x")))
    template = draw(st.sampled_from(draw(st.sampled_from((ROUGH_UNARY, ROUGH_BINARY, ROUGH_TERNARY)))))
    return template.format(*[f"({draw(rough(depth - 1))})" for _ in range(template.count("{}"))])


ROUGH_NUMBERS = st.sampled_from((0.0, -0.0, 1.0, -1.0, 2.0, 0.5, -2.0, math.inf, -math.inf, math.nan, 1e-310, 1e200))


@settings(max_examples=60, deadline=None)
@given(rough(), st.lists(st.tuples(ROUGH_NUMBERS, ROUGH_NUMBERS), min_size=12, max_size=12), ROUGH_NUMBERS)
def test_no_path_is_not_zero_and_nan_has_no_slope(text: str, points: Any, z: float) -> None:
    """The fast path finds by itself which rows have to be swept with care, and gives the others the same numbers."""
    over = {name: np.array(column) for name, column in zip("xy", zip(*points, strict=True), strict=True)}
    run = kernel(f"{text} + 0*x*y*z", over, {"z": z})
    wanted = run.careful(over, len(points))
    assert_same(run(over), {name: np.array(column) for name, column in wanted.items()}, 1e-9)


def test_expressions_of_the_corpus() -> None:
    for entry in CORPUS[::4]:
        points = [point["at"] for point in entry["points"]]
        over = {name: np.array([point[name] for point in points]) for name in points[0]}
        assert_same(swept(entry["expr"], over), single(entry["expr"], over), 1e-9, lost=1e-12)


@settings(max_examples=30, deadline=None)
@given(arrays(), st.sets(st.sampled_from(sorted(INPUTS)), min_size=1), st.integers(0, 1000))
def test_array_programs_with_any_inputs_swept(text: str, names: set[str], seed: int) -> None:
    text = f"{text} + 0*(s + sum(u) + sum(v) + sum(A) + sum(B) + sum(r))"
    points = [array_points(seed + row) for row in range(3)]
    over = {name: np.array([point[name] for point in points]) for name in sorted(names)}
    at = {name: value for name, value in points[0].items() if name not in names}
    wanted = single(text, over, at)
    assert_same(swept(text, over, at), wanted, 1e-9, lost=1e-12)
    totals = {name: np.asarray(value) for name, value in added(text, over, at).items()}
    assert_same(totals, {name: np.asarray(column.sum(axis=0)) for name, column in wanted.items()}, 1e-9, lost=1e-12)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_samples_with_each_input_swept_and_all_of_them(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    values = {
        name: np.asarray(1.3 if value is None else value) for name, value in build(parse(text), {}).values.items()
    }
    source = np.random.default_rng(0)
    for names in [*[[name] for name in values], list(values)]:
        over = {}
        for name in names:
            noise = source.normal(size=(3, *values[name].shape)) / 5
            over[name] = values[name] + noise * (not np.isin(values[name], (0, 1, 2)).all() or not values[name].ndim)
        at = {name: value for name, value in values.items() if name not in names}
        wanted = single(text, over, at)
        assert_same(swept(text, over, at), wanted, 1e-11)
        totals = added(text, over, at)
        assert_same(totals, {name: np.asarray(column.sum(axis=0)) for name, column in wanted.items()}, 1e-9)


MANY = """\
p = sum(x[1:]*a) + norm2(x) + sum(outer(x, a)) + sum([x[1], a[0]]*[1, 2]) + prod(x) + std(x) + sum(cumsum(x))
q = x @ M @ x + sum(softmax(M @ x)) + logsumexp(M, axis=0) @ x + max(x) + sum(M.T*a[0]) + trace(M) + det(M)
p + q + sum(sum(M, axis=0)^2) + mean(reshape(M, [16])^2) + sum(diag(x) @ M) + a @ a + sum(broadcast(a, [2, 3]))
"""


@pytest.mark.parametrize("names", [("x",), ("a",), ("M",), ("x", "a"), ("x", "M"), ("x", "a", "M")])
def test_array_operators_with_and_without_rows(names: tuple[str, ...]) -> None:
    source = np.random.default_rng(3)
    shapes = {"x": (4,), "a": (3,), "M": (4, 4)}
    over = {name: source.normal(size=(5, *shapes[name])) for name in names}
    at = {name: source.normal(size=shape) for name, shape in shapes.items() if name not in names}
    wanted = single(MANY, over, at)
    assert_same(swept(MANY, over, at), wanted, 1e-11)
    totals = {name: column.sum(axis=0) for name, column in wanted.items()}
    assert_same({name: np.asarray(value) for name, value in added(MANY, over, at).items()}, totals, 1e-9)


def test_a_nan_in_one_row_stays_in_that_row_of_the_totals() -> None:
    over = {"x": np.array([1.0, -1.0, 4.0, 9.0])}
    totals = added("where(x > 0, sqrt(x)*w, w)", over, {"w": 2.0})
    wanted = single("where(x > 0, sqrt(x)*w, w)", over, {"w": 2.0})
    assert_same(totals, {name: np.asarray(column.sum()) for name, column in wanted.items()})
    assert math.isnan(added("sqrt(x)", over)["y"])


@pytest.mark.parametrize("w", [-1.0, 0.0, math.inf, math.nan])
def test_totals_where_what_is_the_same_for_all_rows_has_an_edge(w: float) -> None:
    over = {"x": np.array([1.0, -1.0, 0.0, 2.0])}
    for text in ("relu(w)*x", "x*log(abs(w))", "where(w > 0, w, 1)*x", "x + w^0"):
        with np.errstate(invalid="ignore"):
            wanted = {name: np.asarray(column.sum()) for name, column in single(text, over, {"w": w}).items()}
        assert_same(added(text, over, {"w": w}), wanted)


def test_several_outputs_and_a_choice_of_names() -> None:
    over = {"x": np.array([1.0, 2.0])}
    run = kernel("[x*y, x + y]", over, {"y": 3.0}, wrt=("x",))
    assert run.outputs == ("y1", "y2")
    assert dict(run.results) == {"y1": (), "dy1/dx": (), "y2": (), "dy2/dx": ()}
    assert run(over)["dy1/dx"].tolist() == [3.0, 3.0]
    assert swept("t = x^2; t + 1", over, of=("t",))["t"].tolist() == [1.0, 4.0]


def test_an_output_without_rows() -> None:
    over = {"x": np.array([1.0, 2.0, 3.0])}
    assert swept("[w^2, x]", over, {"w": 3.0})["dy1/dw"].tolist() == [6.0, 6.0, 6.0]
    assert added("[w^2, x]", over, {"w": 3.0})["dy1/dw"] == 18.0


def test_positions_that_are_swept() -> None:
    over = {"i": np.array([0.0, 2.0, -1.0])}
    at = {"x": np.array([5.0, 6.0, 7.0])}
    assert_same(swept("2*x[i]", over, at), single("2*x[i]", over, at))
    with pytest.raises(adtrace.AdtraceError, match="out of range"):
        swept("2*x[i]", {"i": np.array([0.0, 3.0])}, at)


def test_a_kernel_goes_to_another_process() -> None:
    over = {"x": np.linspace(-1, 1, 5)}
    run = kernel("tanh(W[0]*x)", over, {"W": np.array([2.0, 3.0])}, wrt=("x",))
    again = pickle.loads(pickle.dumps(run))
    assert again.results == run.results
    assert again(over)["dy/dx"].tolist() == run(over)["dy/dx"].tolist()


def test_other_values_of_the_same_arrays_and_signs_of_zero() -> None:
    """A program is kept lowered between sweeps; what it is given is not."""
    over = {"x": np.array([1.0, 2.0])}
    for value in (3.0, -0.0, 0.0, 5.0):
        assert swept("x/w", over, {"w": value})["y"].tolist() == single("x/w", over, {"w": value})["y"].tolist()
        at = {"w": np.array([value, 1.0])}
        assert_same(swept("sum(x/w)", over, at), single("sum(x/w)", over, at))


@pytest.mark.parametrize(
    ("text", "over", "options", "message"),
    [
        ("x*a", {"x": ()}, {}, "no value for a"),
        ("x*a", {"x": ()}, {"at": {"a": 1, "x": 2}}, "x given twice"),
        ("x*a", {}, {"at": {"a": 1}}, "nothing to sweep over"),
        ("x*a", {"x": ()}, {"at": {"a": 1}, "wrt": ["b"]}, "b is no input"),
        ("x*a", {"x": ()}, {"at": {"a": 1}, "of": ["b"]}, "the program has no b"),
        ("x*a", {"x": (17,)}, {"at": {"a": 1}}, "y has shape 17, and a sweep takes 16 elements at most"),
        ("x + a", {"x": (2,)}, {"at": {"a": [1, 2, 3]}}, "broadcast"),
        ("x + a", {"x": ()}, {"at": {"a": 1}, "backend": "fortran"}, "no back end fortran"),
    ],
)
def test_what_cannot_be_swept(text: str, over: Any, options: Any, message: str) -> None:
    from adtrace.sweeps.batch.kernel import Kernel

    with pytest.raises(adtrace.AdtraceError, match=message) as error:
        Kernel(parse(text), over, options.pop("at", {}), **options)
    assert error.value.hint


def test_names_that_are_not_used() -> None:
    over = {"x": np.array([1.0, 2.0]), "z": np.array([1.0, 2.0])}
    run = kernel("3*x", over, {"b": 1.0})
    assert set(run.unused) == {"z", "b"}
    assert run(over)["y"].tolist() == [3.0, 6.0]
