"""The bits of a row do not depend on the rows beside it: not on blocks, pieces, threads or the place in an array."""

from __future__ import annotations

import numpy as np
import pytest
from singles import assert_same_bits, kernel

from adtrace.api import sweep
from adtrace.sweeps.batch.body import Body

SCALAR = (
    "1/(1 + exp(-a*x))",
    "tanh(x*a) + log(a)*sin(x)^3 - softplus(x)/hypot(a, x)",
    "where(x > 0, log(x), gelu(x))*relu(a - 1)",
    "sqrt(x)*a^x + x^1.5 + atan2(x, a) + max(x, a, 0)",
)
ARRAY = (
    "sum(tanh(W @ v + b)^2) + logsumexp(v)",
    "sum((V @ v)^2) + v @ M @ v",
    "norm2(v) + prod(v[:3]) + sum(softmax(v)*v) + std(v)",
    "B = reshape(v, [15, 2, 2]); det(B[0] + x*B[1]) + sum(inv(B[2])*solve(B[3], B[4])) + logdet(B[5])",
    "sum(conv2d(reshape(v, [3, 4, 5]), K, stride=2, padding=1)^2) + v[k]*reshape(v, [6, 10])[1, k]",
    "mean(cumsum(v)*x) + sum(outer(v, v)[1]) + sum(sqrt(v[:2] + 2))",
)
ROWS = 300


def columns() -> dict[str, np.ndarray]:
    source = np.random.default_rng(0)
    x = source.normal(size=ROWS) * 2
    x[::97], x[3::201], x[5::301] = np.nan, 0.0, np.inf
    own = {"x": x, "a": source.uniform(0.1, 3, ROWS), "v": source.normal(size=(ROWS, 60))}
    return {**own, "k": source.integers(-9, 10, ROWS) * 1.0}


def fixed() -> dict[str, np.ndarray]:
    source = np.random.default_rng(1)
    return {
        "W": source.normal(size=(40, 60)),
        "b": source.normal(size=40),
        "V": source.normal(size=(7, 60)),
        "K": source.normal(size=(2, 3, 3, 2)),
        "M": source.normal(size=(60, 60)),
    }


def wanted_by(text: str) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """The columns and the fixed inputs that a text uses."""
    over = {name: column for name, column in columns().items() if name in text.replace("max", "").replace("tan", "")}
    return over, {name: value for name, value in fixed().items() if name in text}


@pytest.mark.parametrize("text", SCALAR + ARRAY)
def test_any_size_of_pieces_and_blocks(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    over, at = wanted_by(text)
    run = kernel(text, over, at)
    whole = run(over)
    for size in (1, 2, 3, 17, 256, 299):
        monkeypatch.setattr(run.lowered, "body", Body(run.fast.plan, size))
        assert_same_bits(run(over), whole)
    monkeypatch.undo()
    for start, stop in ((0, 1), (1, 3), (2, 150), (3, 300), (297, 300)):
        part = {name: column[start:stop].copy() for name, column in over.items()}
        assert_same_bits(run(part), {name: column[start:stop] for name, column in whole.items()})


@pytest.mark.parametrize("text", [SCALAR[1], ARRAY[0]])
@pytest.mark.parametrize("total", [False, True])
def test_any_number_of_threads(text: str, total: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adtrace.sweeps.batch.whole.SPAN", 1)
    monkeypatch.setattr("adtrace.sweeps.batch.lowered.FEWEST", 64)
    monkeypatch.setattr("adtrace.sweeps.batch.lowered.MOST", 64)
    over, at = wanted_by(text)
    alone = sweep(text + " + 0", over, at, threads=1, total=total)
    together = sweep(text + " + 0", over, at, threads=4, total=total)
    assert_same_bits(
        {name: np.asarray(column) for name, column in together.gradient.items()},
        {name: np.asarray(column) for name, column in alone.gradient.items()},
    )
    assert_same_bits({"y": np.asarray(together.value)}, {"y": np.asarray(alone.value)})
