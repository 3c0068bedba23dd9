"""Vertex elimination: the Jacobian of the sweeps, and the multiplications that can be counted by hand."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import programs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adtrace.errors import AdtraceError, LimitError
from adtrace.lang.parser import parse
from adtrace.limits import LIMITS
from adtrace.records.elimination import FORWARD, MARKOWITZ, ORDERS, REVERSE, Count
from adtrace.sweeps.derivatives.jacobian import jacobian
from adtrace.sweeps.elimination.eliminate import Work, counts, elimination
from adtrace.sweeps.elimination.linearized import linearized
from adtrace.sweeps.run import Run

NAUMANN = "t = x0*sin(x0*x1); [cos(t), t/x1]"
"""The example of Naumann, Optimal accumulation of Jacobian matrices by elimination methods (2004), section 1."""


def run_of(text: str, **at: Any) -> Run:
    return Run(parse(text), {name: np.asarray(v, float) if np.ndim(v) else float(v) for name, v in at.items()})


def same(run: Run, rtol: float = 1e-9) -> None:
    dense = jacobian(run).value
    for order in ORDERS:
        found = elimination(run, order).jacobian
        assert found is not None
        for y, row in dense.items():
            for x, block in row.items():
                np.testing.assert_allclose(found[y][x], block, rtol=rtol, atol=1e-12)
                assert np.shape(found[y][x]) == np.shape(block)


def cheapest(run: Run) -> int:
    """The fewest multiplications of any order, by trying them all."""
    graph = linearized(run)
    vertices = [j for j in range(len(graph.names)) if j not in graph.inputs and any(j in row for row in graph.into)]
    found = []
    for order in itertools.permutations(vertices):
        work = Work(graph, keep=False)
        for j in order:
            work.eliminate(j)
        found.append(work.multiplications)
    return min(found)


def test_a_known_example() -> None:
    """Forward 2 + 2 + 4, reverse 4 + 2 + 4; sin, then x0*x1, then t takes 1 + 2 + 4, and nothing takes fewer."""
    found = counts(run_of(NAUMANN))
    assert found[FORWARD].multiplications == 8
    assert found[REVERSE].multiplications == 10
    assert found[MARKOWITZ] == Count(multiplications=7, additions=2, fill=5)
    assert cheapest(run_of(NAUMANN)) == 7
    same(run_of(NAUMANN, x0=1, x1=2))


def test_every_step_of_it() -> None:
    found = elimination(run_of(NAUMANN, x0=1, x1=2))
    assert [(step.vertex.name, step.into, step.out) for step in found.steps] == [("w2", 1, 1), ("w1", 2, 1), ("t", 2, 2)]
    assert [step.multiplications for step in found.steps] == [1, 3, 7]
    first = found.steps[0].products[0]
    assert (first.target.name, first.source.name, first.fill) == ("t", "w1", True)
    assert first.after == first.product == np.cos(2.0)
    update = found.steps[1].products[0]
    assert (update.fill, update.before) == (False, np.sin(2.0))
    assert update.after == np.sin(2.0) + np.cos(2.0)*2.0


@pytest.mark.parametrize("n", [2, 5])
def test_one_input_and_one_output(n: int) -> None:
    """A chain behind a fan of n inputs: n times its length in forward order, its length in reverse and the fan's n."""
    run = run_of(f"exp(sin(cos({'+'.join(f'x{i}' for i in range(n))})))")
    assert counts(run)[REVERSE].multiplications == len(elimination(run, REVERSE).edges) - 1
    fans = "; ".join(["s = exp(sin(cos(x)))", f"[{', '.join(f'{i + 2}*s' for i in range(n))}]"])
    assert counts(run_of(fans))[FORWARD].multiplications == 2 + n
    assert counts(run_of(fans))[REVERSE].multiplications == 3*n


def test_reverse_is_not_always_best_for_one_output() -> None:
    """Where paths part and meet again between two bottlenecks, it pays to join them first."""
    run = run_of("a = x^2; b = sin(a); d = cos(a); exp(b*d)", x=2)
    found = counts(run)
    assert (found[FORWARD].multiplications, found[REVERSE].multiplications, found[MARKOWITZ].multiplications) == (5, 5, 4)
    assert cheapest(run) == 4
    same(run)


def test_without_joins_reverse_is_best_for_one_output() -> None:
    run = run_of("exp(sin(x*y)*cos(z) + tan(u/v))")
    assert counts(run)[REVERSE].multiplications == cheapest(run) == 11


@given(programs.programs(), programs.points)
def test_scalar_programs(text: str, at: dict[str, float]) -> None:
    run = Run(parse(text), {name: value for name, value in at.items() if name in text})
    if run.graph.inputs:
        same(run)


@given(st.sampled_from([(), (2,), (2, 3)]).flatmap(programs.arrays), st.integers(0, 10**6))
def test_array_programs(text: str, seed: int) -> None:
    at = programs.array_points(seed)
    run = Run(parse(text), {name: value if value.shape else float(value) for name, value in at.items()})
    if run.graph.inputs:
        same(run)


def test_outputs_that_are_used_and_inputs_that_are_outputs() -> None:
    run = run_of("a = x*y; b = sin(a); [b*a, b, x, b, 2]", x=1, y=2)
    same(run)
    found = elimination(run)
    assert [(target.name, source.name) for target, source, _ in found.left] == [
        ("y1", "x"), ("y1", "y"), ("y2", "x"), ("y2", "y"), ("y3", "x"), ("y4", "x"), ("y4", "y"),
    ]


def test_the_branch_not_taken_has_no_edge() -> None:
    run = run_of("where(x > 0, 3*x, log(x))", x=2)
    assert [edge.target.name for edge in elimination(run).edges] == ["w2", "y"]
    assert len(elimination(run_of("where(x > 0, 3*x, log(x))")).edges) == 4


def test_some_inputs_only() -> None:
    found = elimination(run_of("sin(x*z)*sum(A)", x=1, z=2, A=[1, 2]), FORWARD, ["z", "A"])
    assert found.jacobian is not None
    assert list(found.jacobian["y"]) == ["z", "A"]
    assert found.jacobian["y"]["z"] == pytest.approx(3*np.cos(2))
    assert found.counts[FORWARD].multiplications == 4
    assert not elimination(run_of("[x, 2*z]"), FORWARD, ["z"]).steps


def test_slopes_to_one_side() -> None:
    """One choice that serves all inputs, or none: sweeps have one for each direction, an elimination only one."""
    run = Run(parse("abs(x) + 2*z"), {"x": 0.0, "z": 1.0}, at_kink="left")
    found = elimination(run, REVERSE)
    assert found.jacobian == {"y": {"x": -1.0, "z": 2.0}}
    same(Run(parse("abs(x) + max(x, z)"), {"x": 0.0, "z": 0.0}, at_kink="left"))
    same(Run(parse("abs(x) + max(x, z)"), {"x": 0.0, "z": 0.0}, at_kink="right"))
    with pytest.raises(AdtraceError, match="abs"):
        elimination(Run(parse("abs(x - z)"), {"x": 0.0, "z": 0.0}, at_kink="left"))


def test_repeated_operands_are_one_edge() -> None:
    edge, = elimination(run_of("x*x", x=3)).edges
    assert edge.value == 6.0


def test_what_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(AdtraceError, match="no order marko"):
        elimination(run_of("x"), "marko")
    with pytest.raises(LimitError, match="2001 scalar components"):
        elimination(run_of("sum(x)", x=np.ones(2000)))
    monkeypatch.setattr("adtrace.sweeps.elimination.eliminate.LIMITS", LIMITS._replace(elimination_work=7))
    with pytest.raises(LimitError, match="too many multiplications"):
        elimination(run_of(NAUMANN))
