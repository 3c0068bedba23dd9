"""One node explained: its paths are those of the graph, and their products add up to its adjoint."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from programs import array_points, arrays, points, programs
from test_folds import used

import adtrace
from adtrace.lang.parser import parse
from adtrace.limits import LIMITS
from adtrace.records import Trace
from adtrace.records.explanation import Explanation
from adtrace.records.grain import FINEST, Grain
from adtrace.sweeps.explain import explain
from adtrace.sweeps.run import Run

SIGMOID = "1/(1+exp(-a*x))"


def explained(
    text: str, node: str, at: dict[str, Any], *seeds: dict[str, Any], of: tuple[str, ...] = (), grain: Grain = FINEST
) -> tuple[Explanation, ...]:
    values = {name: np.array(value, dtype=float) if np.ndim(value) else float(value) for name, value in at.items()}
    return explain(Run(parse(text), values, of=of, grain=grain), node, seeds)


def counted(trace: Trace, name: str) -> int:
    """How many ways lead from a step to the seeded ones, counted over the increments of the trace."""
    steps = {step.name: step for step in trace.steps}
    counts: dict[str, int] = {}
    for step in reversed(list(trace.steps)):
        counts[step.name] = step.seeded + sum(counts[one.consumer] for one in step.increments if one.path)
    assert name in steps
    return counts[name]


def check(one: Explanation) -> None:
    """The paths are as many as can be counted, all different, and their products add up to the adjoint."""
    assert one.total == counted(one.trace, one.step.name)
    if one.total > LIMITS.paths_listed:
        assert len(one.paths) == LIMITS.paths_begun
        return
    ways = {(path.output, *((link.consumer, link.operand) for link in path.links)) for path in one.paths}
    assert len(ways) == len(one.paths) == one.total
    total = sum((path.product for path in one.paths), np.zeros(one.step.shape))
    np.testing.assert_allclose(total, one.step.adjoint, rtol=1e-9, atol=1e-12)
    for path in one.paths:
        if all(link.partial is not None and np.shape(link.partial) == () for link in path.links) and not one.step.shape:
            product = path.seed*np.prod([link.partial for link in path.links])
            np.testing.assert_allclose(path.product, product, rtol=1e-9, atol=1e-300)


@given(programs(), points, st.data())
def test_paths_of_scalars(text: str, point: dict[str, float], data: Any) -> None:
    at = used(text, point)
    assume(at)
    for grain in (FINEST, Grain("statement")):
        names = [step.name for step in adtrace.evaluate(text, at, by=grain.by).steps]
        (one,) = explained(text, data.draw(st.sampled_from(names)), at, grain=grain)
        check(one)


@given(arrays(), st.integers(0, 1000), st.data())
def test_paths_of_arrays(text: str, seed: int, data: Any) -> None:
    at = used(text, array_points(seed))
    assume(at)
    for grain in (FINEST, Grain("statement")):
        names = [step.name for step in adtrace.evaluate(text, at, by=grain.by).steps]
        (one,) = explained(text, data.draw(st.sampled_from(names)), at, grain=grain)
        check(one)


def test_one_path_in_numbers_and_in_symbols() -> None:
    for at in ({"x": 2, "a": 1}, {}):
        (one,) = explained(SIGMOID, "w2", at)
        (path,) = one.paths
        assert [(link.node, link.consumer, link.operand) for link in path.links] == [("w2", "w3", 0), ("w3", "w4", 1), ("w4", "y", 1)]
        assert [link.partial_formula.op for link in path.links] == ["exp", "literal", "neg" if path.links[2].partial_formula.op == "neg" else "div"]
        assert (path.product is None) == (not at)
    (one,) = explained(SIGMOID, "w2", {"x": 2, "a": 1})
    assert one.paths[0].product == pytest.approx(-0.10499358540350662, rel=1e-14)


def test_a_use_counts_as_often_as_it_stands_there() -> None:
    (one,) = explained("y = x*x; y*y", "x", {"x": 3})
    assert one.total == 4
    assert [[(link.consumer, link.operand, link.several) for link in path.links] for path in one.paths] == [
        [("y", first, True), ("out", second, True)] for first in (0, 1) for second in (0, 1)
    ]
    assert [path.product for path in one.paths] == [27.0]*4


def test_very_many_paths_are_counted() -> None:
    text = "a0 = x; " + "; ".join(f"a{n} = a{n - 1}*a{n - 1}" for n in range(1, 12))
    (one,) = explained(text, "x", {"x": 1})
    assert one.total == 2**11 and one.exact and len(one.paths) == LIMITS.paths_begun
    text = "a0 = x; " + "; ".join(f"a{n} = a{n - 1}*a{n - 1}" for n in range(1, 3000))
    (one,) = explained(text, "x", {"x": 1})
    assert one.total == LIMITS.paths_counted and not one.exact


def test_a_long_path_needs_no_recursion() -> None:
    (one,) = explained("sin("*30_000 + "x" + ")"*30_000, "x", {"x": 0.5})
    (path,) = one.paths
    assert one.total == 1 and len(path.links) == 30_000
    assert path.product == pytest.approx(one.step.adjoint, rel=1e-9)


def test_where_nothing_flows_there_is_no_path() -> None:
    text = "m = max(a, b); where(c > 0, m, 1/d)"
    at = {"a": 2, "b": 1, "c": 1, "d": 0}
    assert {name: explained(text, name, at)[0].total for name in at} == {"a": 1, "b": 0, "c": 0, "d": 0}
    assert explained("floor(x)*2", "x", {"x": 1})[0].total == 0


def test_several_outputs() -> None:
    text = "[x*b, b^2]"
    first, second = explained(text, "b", {"x": 3, "b": 2})
    assert [path.output for one in (first, second) for path in one.paths] == ["y1", "y2"]
    assert [one.step.adjoint for one in (first, second)] == [3, 4]
    (both,) = explained(text, "b", {"x": 3, "b": 2}, {"y1": 1.0, "y2": -2.0})
    assert {path.output: (path.seed, path.product) for path in both.paths} == {"y1": (1, 3), "y2": (-2, -8)}
    assert both.step.adjoint == -5
    assert explained(text, "b", {"x": 3, "b": 2}, of=("y2",))[0].total == 1


def test_an_output_that_is_used_has_a_path_of_its_own() -> None:
    (one,) = explained("u = x^2; v = 3*u", "u", {"x": 2}, {"u": 1.0, "v": 1.0}, of=("u", "v"))
    assert [len(path.links) for path in one.paths] == [0, 1]
    assert [path.product for path in one.paths] == [1, 3] and one.step.adjoint == 4


def test_a_fold_is_one_link() -> None:
    text = "f(x) = sin(x)*x; f(f(u))"
    (one,) = explained(text, "u", {"u": 0.5}, grain=Grain(fold=("f",)))
    assert [[link.consumer for link in path.links] for path in one.paths] == [["w1", "y"]]
    assert one.paths[0].product == pytest.approx(adtrace.reverse(text, {"u": 0.5}).gradient["u"], rel=1e-14)


@pytest.mark.parametrize(("node", "hint"), [
    ("losss", "did you mean loss?"), ("zzzzz", "such as x, "), ("k", "it is a constant, or inside another step"),
])
def test_a_node_that_is_none(node: str, hint: str) -> None:
    with pytest.raises(adtrace.AdtraceError) as caught:
        explained("k = 2 + 3; loss = x*k; loss^2", node, {"x": 1})
    assert f"--node {node}" in caught.value.message and hint in caught.value.hint
