"""Parts that are shared: of softmax and its relatives, of buffers in another shape, of memory between runs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from singles import assert_same, kernel, single, swept

from adtrace.sweeps.batch.contracted import SUM_OF_PRODUCTS
from adtrace.sweeps.batch.functions import name_of

ROWS = np.array([
    [0.0, 1.0, -2.0, 0.5], [3.0, 3.0, -1.0, 3.0], [0.0, -800.0, 700.0, 1e3], [1.0, -np.inf, 1.0, 0.0],
    [30.0, -10.0, -40.0, -10.0], [np.inf, 0.0, 0.0, 0.0], [np.nan, 0.0, 0.0, 0.0], [-np.inf] * 4,
])  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "logsumexp(x)",
        "y = reshape(x, [2, 2]); sum(logsumexp(y, axis=0)*[1, 2]) + sum(logsumexp(y, axis=1, keepdims=1))",
        "sum(softmax(x)*[1, 2, 3, 4])",
        "sum(log_softmax(x)*[0, 0.5, 0.25, 0.25])",
        "logsumexp(x) + sum(softmax(x)^2) - log_softmax(x)[1]",
    ],
)
def test_softmax_and_its_relatives(text: str) -> None:
    with np.errstate(all="ignore"):
        assert_same(swept(text, {"x": ROWS}), single(text, {"x": ROWS}), 1e-13)


def test_one_row_outweighs_and_the_rest_keeps_its_digits() -> None:
    value = swept("logsumexp(x)", {"x": np.array([[0.0, -40.0, -41.0], [0.0, 0.0, -45.0]])})["y"]
    expected = [np.log1p(np.exp(-40) + np.exp(-41)), np.log1p(1 + np.exp(-45))]
    np.testing.assert_allclose(value, expected, rtol=1e-15)


def test_their_parts_are_made_once() -> None:
    run = kernel("logsumexp(x) + sum(log_softmax(x)*[1, 0, 0, 0])", {"x": ROWS})
    steps = [
        name_of(run.lowered.nodes[step.node]) for step in run.fast.plan.steps if step.node < len(run.lowered.nodes)
    ]
    assert [steps.count(name) for name in ("max", "exp", "log1p", "softmax")] == [1, 1, 1, 0]


@pytest.mark.parametrize(
    "text",
    [
        "e = exp(x); f = reshape(e, [2, 2]); g = reshape(f, [4]); sum(where(g > 1, e, g)*2) + sum(tanh(f))",
        "e = exp(x); sum(reshape(e, [4, 1])*e)",
        "e = exp(x); f = reshape(e, [2, 2]); sum(f*f.T) + sum(reshape(f - 1, [4])*e)",
        "e = exp(x); sum(reshape(e, [2, 2]) @ [1, 2]) + e[0]*sum(reshape(sin(e), [4, 1]))",
    ],
)
def test_a_buffer_in_another_shape(text: str) -> None:
    over = {"x": np.random.default_rng(3).normal(size=(9, 4))}
    assert_same(swept(text, over), single(text, over), 1e-13)


def test_a_new_shape_is_no_step() -> None:
    run = kernel("sum(reshape(exp(x), [2, 2])^2)", {"x": ROWS})
    assert "reshape" not in [name_of(run.lowered.nodes[step.node]) for step in run.fast.plan.steps]


def test_a_choice_between_a_buffer_and_itself() -> None:
    over = {"x": np.array([1.0, -2.0])}
    assert swept("where(sin(x) > 0, exp(x), exp(x))", over)["y"].tolist() == np.exp(over["x"]).tolist()


def test_functions_of_scipy_where_no_row_enters() -> None:
    at = {"b": np.array([0.5, -1.0])}
    assert_same(swept("x*sum(erf(b))", {"x": [1.0, 2.0]}, at), single("x*sum(erf(b))", {"x": [1.0, 2.0]}, at))


def test_memory_of_earlier_runs_is_nobody_elses() -> None:
    run = kernel("sum(exp(sin(x)*x))", {"x": np.ones((1, 4))})
    blocks = [{"x": np.random.default_rng(seed).normal(size=(3000, 4))} for seed in range(12)]
    expected = [run(block)["y"] for block in blocks]
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda block: run(block)["y"], blocks))
    assert all(np.array_equal(one, other) for one, other in zip(found, expected, strict=True))
    assert 1 <= len(run.fast.lowered.body.idle) <= 3


def test_rows_too_large_for_the_cache_are_taken_few_at_a_time() -> None:
    assert kernel("sum(exp(x))", {"x": np.ones((1, 4))}).rows >= 1024
    assert 1 <= kernel("sum(exp(x))", {"x": np.ones((1, 1 << 20))}).rows <= 32


@pytest.mark.parametrize(
    ("text", "fused"),
    [
        ("sum(v*v)", 1),
        ("sum(sum(A*A, axis=1)*c)", 2),
        ("sum(exp(sum(A*B, axis=0)))", 1),
        ("sum(A*sum(A*B, axis=0, keepdims=1))", 1),
        ("sum(A*B, axis=1)[0] + sum(A*B)", 0),
        ("sum(v*A)", 0),
        ("sum((v > 0)*(v < 1))", 0),
    ],
)
@pytest.mark.parametrize("total", [False, True])
def test_products_are_added_up_as_they_are_made(text: str, fused: int, total: bool) -> None:
    source = np.random.default_rng(0)
    over = {"v": source.normal(size=(5, 3)), "A": source.normal(size=(5, 2, 3)), "c": source.normal(size=(5, 2))}
    over = {name: column for name, column in over.items() if name in text}
    at = {"B": source.normal(size=(2, 3))} if "B" in text else {}
    run = kernel(text, over, at, wrt=(next(iter(over)),), total=total)
    assert [name_of(run.lowered.nodes[node]) for node in run.lowered.needed].count(SUM_OF_PRODUCTS) == fused
    wanted = {name: column for name, column in single(text, over, at).items() if name in run.results}
    if total:
        assert_same(run.finish(run(over)), {name: column.sum(axis=0) for name, column in wanted.items()})
    else:
        assert_same(run(over), wanted)
