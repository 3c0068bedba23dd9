"""Frameworks: every row that a framework has gives its gradient; what it lacks, and where it is not installed, is said."""

from __future__ import annotations

import random
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest
from datasets import CORPUS, GOLDENS
from operands import numbers
from test_cross import at, call, told

from adtrace.checks.cross import frameworks
from adtrace.checks.cross.crosscheck import cross_check
from adtrace.errors import AdtraceError
from adtrace.graph.build import constant
from adtrace.lang.parser import parse
from adtrace.lang.points import as_values
from adtrace.records.crosscheck import AGREES, DIFFERS
from adtrace.rules import table
from adtrace.sweeps.run import Run

LACKING = {
    "torch": {"fold2d", "others", "cofactor", "conv2d_input", "conv2d_kernel"},
    "jax": {"fold2d", "unfold2d", "others", "cofactor", "conv2d_input", "conv2d_kernel"},
}
"""Rows that no framework has a function for: they appear in gradients that are graphs themselves."""


def needs(name: str) -> Any:
    return pytest.mark.skipif(find_spec(name) is None, reason=f"{name} is not installed")


each = pytest.mark.parametrize("name", [pytest.param(name, marks=needs(name)) for name in frameworks.names()])


def test_the_frameworks_are_the_files() -> None:
    assert frameworks.names() == ("jax", "torch")
    with pytest.raises(AdtraceError, match="there is no framework numpy here"):
        frameworks.by_name("numpy")


@pytest.mark.parametrize("name", frameworks.names())
def test_one_that_is_not_installed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, name, None)
    with pytest.raises(AdtraceError, match=f"{name} is not installed here") as caught:
        at("x^2", "x=1", against=[name])
    assert caught.value.hint == f"install it with: pip install {name}"


@each
def test_every_row_but_a_few(name: str) -> None:
    rows = {row.name for row in table.operators()}
    assert rows - set(frameworks.by_name(name).functions()) == LACKING[name]
    assert set(frameworks.by_name(name).functions()) <= rows


@each
def test_what_it_lacks_is_named(name: str) -> None:
    with pytest.raises(AdtraceError, match=f"cofactor cannot be compared with {name}") as caught:
        at("sum(cofactor(A))", "A=[[1,2],[3,4]]", against=[name])
    assert caught.value.span == (4, 15)


@each
@pytest.mark.parametrize("row", [row for row in table.operators() if row.kind == "elementwise"], ids=lambda row: row.name)
def test_an_elementwise_row_is_the_same_function(name: str, row: Any) -> None:
    """Not far to the left, where the frameworks' own formulas of gelu and their kin lose their digits."""
    points = [point for point in numbers(row) if all(0.05 < abs(x) < 15 and x > -5 for x in point)]
    points = points or [(1.4, 0.6, 2.3)[: len(row.operands)]]
    random.Random(row.name).shuffle(points)
    for point in points[:3]:
        names = [f"x{place}" for place in range(len(point))]
        report = cross_check(Run(parse(call(row, names)), dict(zip(names, point, strict=True))), against=[name])
        assert report.ok, (point, told(report))
        assert all(entry.ways[name] is not None and not entry.apart for entry in report.entries)


ARRAYS = [
    ("sum(A) + mean(A) + sumsq(A)", {}), ("sum(A, axis=0)*mean(A, axis=0)", {}), ("mean(A, axis=1, keepdims=1)*A", {}),
    ("A.T@reshape(A, shape=[2,3])", {}), ("sum(stack(A[0], A[1])*A)", {}), ("A@concat(A, A, axis=1)", {"A": (3, 3)}),
    ("diag(A[0])*A", {"A": (3, 3)}), ("diag(A)*trace(A)", {"A": (3, 3)}), ("cumsum(A, axis=1)*flip(A, axis=0)", {}),
    ("A[1, ::-1]*A[0, 1:3]", {"A": (2, 2)}), ("prod(A, axis=1)*max(A, axis=1) + min(A)", {}),
    ("var(A, axis=0) + std(A)", {}), ("norm1(A) + norm2(A, axis=1)", {}), ("logsumexp(A, axis=0)*A", {}),
    ("softmax(A, axis=1)*log_softmax(A, axis=0)", {}), ("softmax(A, axis=[0,1])*A", {}),
    ("dot(A[0], A[1])*outer(A[0], A[1])", {}), ("inv(A)*det(A) + logdet(A)", {"A": (3, 3)}), ("solve(A, A[0]) + solve(A, A.T)[0]", {"A": (3, 3)}),
    ("max_pool2d(conv2d(A, w, stride=1, padding=1), size=2)", {"A": (2, 3, 3), "w": (2, 2, 2, 2)}),
    ("broadcast(A[0], shape=[4,3])*relu(A[1]) + 0*sum(A)", {}), ("A[k]*A[0, k]", {"k": ()}), ("onehot(k, n=3)*A", {"k": ()}),
    ("max(a, 0) + 2*A", {"a": ()}), ("sum(a) + mean(a) + norm2(a) + A", {"a": ()}),
]


@each
@pytest.mark.parametrize(("text", "shapes"), ARRAYS, ids=[text for text, _ in ARRAYS])
def test_arrays(name: str, text: str, shapes: dict[str, Any]) -> None:
    source = np.random.default_rng(3)
    point = {each: 1.0 if each == "k" else source.uniform(0.3, 2.0, shape) for each, shape in {"A": (2, 3), **shapes}.items()}
    run = Run(parse(f"y = {text}; sum(y*y + y)"), as_values(point, constant))
    report = cross_check(run, against=[name])
    assert report.ok, told(report)
    assert {entry.verdict for entry in report.entries} == {AGREES}
    assert not any(entry.apart for entry in report.entries)


@each
@pytest.mark.parametrize("golden", GOLDENS)
def test_the_exercises(name: str, golden: str) -> None:
    report = cross_check(Run(parse(GOLDENS[golden]["program"]), as_values(GOLDENS[golden]["at"], constant)), against=[name])
    assert report.ok, told(report)
    assert name in report.ways and len(report.ways) == 5


@needs("torch")
def test_the_corpus() -> None:
    for record in CORPUS:
        values = {each: float(value) if value not in ("pi", "e") else value for each, value in record["points"][0]["at"].items()}
        report = cross_check(Run(parse(record["expr"]), as_values(values, constant)), against=["torch"])
        assert report.ok, (record["id"], told(report))


CONVENTIONS = [
    ("abs(x)", "x=0", {"torch": False, "jax": True}), ("relu(x)", "x=0", {"torch": False, "jax": False}),
    ("clip(x, 0, 1)", "x=0", {"torch": True, "jax": True}), ("max(x, 0)", "x=0", {"torch": False, "jax": False}),
    ("max(x, y, z)", "x=1,y=1,z=1", {"torch": True, "jax": True}), ("hypot(x, y)", "x=0,y=0", {"torch": True, "jax": True}),
]


@each
@pytest.mark.parametrize(("text", "point", "apart"), CONVENTIONS)
def test_another_convention_at_a_kink_is_a_note_and_no_disagreement(name: str, text: str, point: str, apart: dict[str, bool]) -> None:
    report = at(text, point, against=[name])
    assert report.ok
    assert any(name in entry.apart for entry in report.entries) == apart[name]


@each
def test_a_framework_that_says_something_else_is_a_disagreement(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    framework = frameworks.by_name(name)
    functions = dict(framework.functions())
    monkeypatch.setattr(frameworks, "by_name", lambda wanted: framework._replace(functions=lambda: {**functions, "sin": functions["cos"]}))
    report = at("x*sin(y) + z", "x=2,y=1.2,z=3", against=[name])
    assert [entry.verdict for entry in report.entries] == [DIFFERS, DIFFERS, AGREES]
    assert report.entries[0].wrong == (name,)
    assert report.suspects == ()
