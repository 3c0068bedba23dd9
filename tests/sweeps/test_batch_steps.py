"""What is run on a block: no step too many, sums as products of matrices, and what no row enters only once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from operands import arity
from rows import ARRAY_ROWS
from singles import assert_same, kernel, single, swept

from adtrace.errors import AdtraceError
from adtrace.graph.numbers import compute
from adtrace.graph.shapes import result_shape
from adtrace.sweeps.batch.functions import calling, name_of
from adtrace.sweeps.batch.kernel import Kernel
from adtrace.sweeps.batch.lowering import BATCHED, Node

ONE = {"x": np.array([0.5, 1.5])}
TWO = {"x": np.array([0.5, 1.5]), "a": np.array([2.0, 3.0])}


def functions(run: Kernel) -> list[str]:
    """What every step of a kernel's plan runs."""
    nodes = run.lowered.nodes
    return [name_of(nodes[step.node]) for step in run.fast.plan.steps if step.node < len(nodes)]


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("1/(1 + exp(-a*x))", ["multiply", "negative", "exp", "add", "reciprocal", *["multiply"] * 4]),
        ("x*1", []),
        ("x^2", ["multiply", "multiply"]),
        ("-(-x)", []),
        ("x - -a", ["add"]),
        ("x/4", ["multiply"]),
        ("exp(x) + exp(x)", ["exp", "add"]),
        ("relu(x)", ["maximum", "greater", "as_float"]),
        ("relu(x)*a", ["maximum", "multiply", "greater", "where"]),
        ("where(a > 0, x, 2*x)", None),
    ],
)
def test_no_step_too_many(text: str, steps: list[str] | None) -> None:
    run = kernel(text, TWO if "a" in text else ONE)
    if steps is not None:
        assert functions(run) == steps
    assert "logical_not" not in functions(run) or steps is None


def test_only_what_leads_to_what_is_asked_for() -> None:
    assert functions(kernel("sin(x)*log(a)", TWO, wrt=("a",))) == ["sin", "log", "multiply", "reciprocal", "multiply"]


def test_the_total_of_outer_products_is_one_product_of_matrices() -> None:
    source = np.random.default_rng(0)
    over = {"x": source.normal(size=(6, 3))}
    run = kernel(
        "sum(tanh(W @ x + b)^2)", over, {"W": source.normal(size=(4, 3)), "b": source.normal(size=4)}, total=True
    )
    assert "total_outer" in functions(run) and "outer" not in functions(run)


def test_what_no_row_enters_is_run_once() -> None:
    over = {"x": np.arange(3.0)}
    run = kernel("x*sum(exp(w))", over, {"w": np.arange(4.0)}, total=True)
    assert "exp" not in functions(run)
    totals = run.finish(run(over))
    np.testing.assert_allclose(totals["dy/dw"], 3 * np.exp(np.arange(4.0)))


def test_buffers_are_used_again() -> None:
    run = kernel("+".join(f"sin({i}*x)" for i in range(1, 30)), ONE, wrt=("x",))
    assert len(run.fast.plan.steps) > 80
    assert len(run.fast.plan.buffers) < 40


def test_a_row_with_a_nan_costs_the_others_nothing() -> None:
    x = np.linspace(-1, 1, 9)
    x[4] = np.nan
    run = kernel("where(x == 0, 1, log(x))", {"x": x})
    seen: list[int] = []
    careful = run.careful

    def counted(block: Any, rows: int) -> Any:
        seen.append(rows)
        return careful(block, rows)

    run.careful = counted  # type: ignore[assignment]
    run({"x": x})
    assert seen == [5]


def test_deep_programs() -> None:
    text = "; ".join(["a0 = x", *(f"a{i + 1} = -(a{i}*0.5) + sin(a{i})" for i in range(2000)), "-(-(2*(3*a2000)))"])
    assert np.isfinite(swept(text, ONE)["y"]).all()
    run = kernel(text, ONE, total=True)
    assert np.isfinite(run.finish(run(ONE))["dy/dx"])
    total = kernel(f"{'2*(' * 300}x{')' * 300}", ONE, total=True)
    assert total.finish(total(ONE))["dy/dx"] == 2.0**301


def operands_of(point: tuple[Any, ...], source: np.random.Generator) -> tuple[list[Any], dict[str, Any]]:
    """The operands and parameters that one of a row's `points` stands for."""
    *values, last = point if point and isinstance(point[-1], dict) else (*point, {})
    return [
        source.normal(size=each)
        if isinstance(each, tuple)
        else np.array(each)
        if isinstance(each, list)
        else float(each)
        for each in values
    ], last


@pytest.mark.parametrize("row", [row for row in ARRAY_ROWS if row.batched], ids=lambda row: row.name)
def test_every_row_on_blocks(row: Any) -> None:
    assert arity(row)
    source = np.random.default_rng(0)
    for point in row.points:
        values, given = operands_of(point, source)
        params = {**row.params, **given}
        shapes = [np.shape(value) for value in values]
        shape = result_shape(row, shapes, params)
        for varies in np.ndindex(*[2] * len(values)):
            if not any(varies):
                continue
            block = [
                np.array([value, value * 1.0, value]) if each else value
                for value, each in zip(values, varies, strict=True)
            ]
            for place, each in enumerate(varies):
                if each and isinstance(point[place], tuple):
                    block[place] = source.normal(size=(3, *shapes[place]))
            with np.errstate(all="ignore"):
                found = calling(Node(row, (), params, shape, BATCHED), shapes)(3, *block)
            assert found.shape == (3, *shape)
            for number in range(3):
                one = [value[number] if each else value for value, each in zip(block, varies, strict=True)]
                wanted = compute(row, [each if np.ndim(each) else float(each) for each in one], params, shape)
                np.testing.assert_allclose(found[number], wanted, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(
    "text",
    [
        "det(A)", "sum(inv(A))", "sum(solve(A, b)^2)", "logdet(A)", "det(reshape([A, A], [2, 2, 2])[1])",
        "sum(conv2d(reshape(b, [1, 2, 1]), reshape(A, [1, 1, 2, 2]), padding=1))", "b[i]*A[i, 1]",
        "sum(max_pool2d(reshape(A, [1, 2, 2])))", "W[i]",
    ],
)  # fmt: skip
def test_rows_are_not_taken_one_by_one(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    source = np.random.default_rng(0)
    rows = 20
    over = {"A": source.normal(size=(rows, 2, 2)), "b": source.normal(size=(rows, 2)), "i": np.arange(rows) % 4 - 2.0}
    over = {name: column for name, column in over.items() if name in text.replace("inv", "").replace("dim", "")}
    at = {"W": np.array([1.5, -2.5])} if "W" in text else {}
    wanted = single(text, over, at)

    def refuse(*args: object) -> object:
        def call(*operands: object) -> object:
            raise AssertionError("row by row")

        return call

    monkeypatch.setattr("adtrace.sweeps.batch.functions.one_by_one", refuse)
    # A text of its own: what is lowered here is kept.
    assert_same(swept(f"{text} + 0", over, at), wanted)


def test_a_singular_row_spoils_no_other() -> None:
    over = {"A": np.array([np.eye(2), np.ones((2, 2)), [[2.0, 1.0], [np.nan, 1.0]], [[2.0, 1.0], [0.0, 4.0]]])}
    for text in ("sum(inv(A))", "sum(solve(A, [1, 2]))", "det(A)", "logdet(A)"):
        with np.errstate(all="ignore"):
            assert_same(swept(text, over), single(text, over))


@pytest.mark.parametrize("k", [0.5, 3.0, -4.0, np.nan, np.inf])
def test_a_position_that_is_none_stops_the_sweep(k: float) -> None:
    with pytest.raises(AdtraceError, match="index"):
        swept("v[k]", {"v": np.ones((3, 3)), "k": np.array([0.0, k, 1.0])})
