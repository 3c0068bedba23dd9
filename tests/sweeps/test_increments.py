"""The reverse sweep's book-keeping: one increment for each use of a node, in the order of the sweep; and what runs cost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from programs import points, programs

import adtrace
from adtrace.records import Cost


def test_one_increment_for_each_use() -> None:
    """sin(x)*x + x^2: x is used three times, from the last use to the first."""
    trace = adtrace.reverse("sin(x)*x + x^2", {"x": 2})
    x = trace.steps[0]
    assert [(increment.consumer, increment.operand, increment.rule) for increment in x.increments] == [
        ("w3", 0, "w3_bar*(2*x)"), ("w2", 1, "w2_bar*w1"), ("w1", 0, "w1_bar*cos(x)"),
    ]
    assert x.rule == "w3_bar*(2*x) + w2_bar*w1 + w1_bar*cos(x)"
    sine, cosine = np.sin(2.0), np.cos(2.0)
    assert [increment.product for increment in x.increments] == [4.0, sine, 2*cosine]
    assert [increment.total for increment in x.increments] == [4.0, 4.0 + sine, 4.0 + sine + 2*cosine]
    assert x.adjoint == trace.gradient["x"] == 4.0 + sine + 2*cosine


def test_x_times_x_is_two_edges() -> None:
    (x, _) = adtrace.reverse("x*x", {"x": 3}).steps
    assert [(increment.operand, increment.partial, increment.product) for increment in x.increments] == [(0, 3.0, 3.0), (1, 3.0, 3.0)]


def test_an_increment_is_its_upstream_times_its_partial() -> None:
    trace = adtrace.reverse("exp(x)/y", {"x": 1, "y": 4})
    (increment,) = trace.steps[1].increments
    assert increment.consumer == "out"
    assert (increment.upstream, increment.partial) == (1.0, -np.exp(1)/16)
    assert increment.product == increment.upstream*increment.partial


def test_linear_and_general_operators_have_no_partial() -> None:
    trace = adtrace.reverse("sum(W @ v)", {"W": [[1, 2]], "v": [3, 4]})
    for step in trace.steps[:2]:
        (increment,) = step.increments
        assert increment.partial is None
        assert increment.partial_formula is None
        assert np.shape(increment.product) == step.shape


@given(programs(), points)
def test_totals_run_up_to_the_adjoint(text: str, point: dict[str, float]) -> None:
    trace = adtrace.reverse(text, point)
    adjoints = {step.name: step.adjoint for step in trace.steps}
    order = {step.name: number for number, step in enumerate(trace.steps)}
    uses = 0
    for step in trace.steps:
        total = 1.0 if step.seeded else 0.0
        for increment in step.increments:
            assert increment.upstream == adjoints[increment.consumer]
            assert increment.product == pytest.approx(increment.upstream*increment.partial, rel=1e-15)
            total += increment.product
            assert increment.total == total
        assert step.adjoint == total
        consumers = [order[increment.consumer] for increment in step.increments]
        assert consumers == sorted(consumers, reverse=True)
        assert all(consumer > order[step.name] for consumer in consumers)
        uses += len(step.increments)
    assert uses == sum(isinstance(arg, str) for step in trace.steps for arg in step.args if step.path)


@pytest.mark.parametrize(("text", "at", "forward", "reverse"), [
    ("x*y", {"x": 1, "y": 2}, Cost(2, 4, "reverse", 1, 2), Cost(1, 2, "forward", 2, 4)),
    ("1/(1+exp(-a*x))", {"x": 1, "a": 2}, Cost(2, 12, "reverse", 1, 6), Cost(1, 6, "forward", 2, 12)),
    ("[x, 2*x, sin(x)]", {"x": 1}, Cost(1, 2, "reverse", 3, 6), Cost(3, 6, "forward", 1, 2)),
    ("sum(v*v)", {"v": [1, 2, 3]}, Cost(3, 27, "reverse", 1, 9), Cost(1, 9, "forward", 3, 27)),
    ("v*v", {"v": [1, 2, 3]}, Cost(3, 18, "reverse", 3, 18), Cost(3, 18, "forward", 3, 18)),
    ("W @ v", {"W": [[1, 2, 3], [4, 5, 6]], "v": [1, 2, 3]}, Cost(9, 108, "reverse", 2, 24), Cost(2, 24, "forward", 9, 108)),
    ("x + floor(y)", {"x": 1, "y": 2.5}, Cost(2, 4, "reverse", 1, 2), Cost(1, 2, "forward", 2, 4)),
])
def test_cost(text: str, at: dict[str, object], forward: Cost, reverse: Cost) -> None:
    """Exercise A.5: one sweep per input component forward, one per output component in reverse."""
    assert adtrace.forward(text, at).cost == forward
    assert adtrace.reverse(text, at).cost == reverse
    assert adtrace.evaluate(text, at).cost is None
