"""Jacobians, Hessians and their products: against references that no rule made, and against one another."""

from __future__ import annotations

import numpy as np
import pytest
from datasets import CORPUS, GOLDENS

import adtrace

WITH_HESSIANS = [
    (record["expr"], point)
    for record in CORPUS
    for point in record["points"]
    if point.get("hess") and point["well_conditioned"]
]


def difference(text, at, name, place=(), step=1e-6):
    """The gradient's central difference in one component of one input."""
    sides = []
    for sign in (1, -1):
        moved = {key: np.array(value, dtype=float) for key, value in at.items()}
        moved[name][place] += sign * step
        sides.append(adtrace.reverse(text, {key: v if v.shape else float(v) for key, v in moved.items()}).gradient)
    return {key: (np.asarray(sides[0][key]) - np.asarray(sides[1][key])) / (2 * step) for key in sides[0]}


def test_hessians_of_the_corpus():
    """Entries that are not lost to cancellation equal the 220-digit references; hardly any may be lost."""
    wrong = entries = 0
    for text, point in WITH_HESSIANS:
        found = adtrace.hessian(text, point["at"]).value
        for key, reference in point["hess"].items():
            x, z = key.split(",")
            entries += 1
            value = found.get(x, {}).get(z, 0.0)
            wrong += not abs(value - float(reference)) <= 1e-6 * abs(float(reference)) + 1e-11
    assert entries > 1000
    assert wrong <= 3


@pytest.mark.parametrize(("name", "wrt"), [
    ("mlp_mse", ()), ("deep_relu_softmax", ("W1", "b2")), ("elastic_net", ()), ("mlp_tanh_ce", ()),
])
def test_hessians_of_array_programs(name, wrt):
    """A column of the Hessian is the difference of gradients, and the Hessian is symmetric."""
    text, at = GOLDENS[name]["program"], GOLDENS[name]["at"]
    hessian = adtrace.hessian(text, at, wrt=wrt).value
    weight = next(key for key in at if key.startswith("W"))
    column = difference(text, at, weight, (0, 1))
    for key, expected in [(key, expected) for key, expected in column.items() if not wrt or key in wrt]:
        block = np.asarray(hessian[key][weight])[..., 0, 1]
        np.testing.assert_allclose(block, expected, rtol=1e-5, atol=1e-7)
        mirrored = np.asarray(hessian[weight][key])[0, 1]
        np.testing.assert_allclose(mirrored, block, rtol=1e-9, atol=1e-12)


def test_hvp_is_the_hessian_times_the_direction():
    at = {"x": [0.3, -1.2, 2.0], "a": 0.7}
    text = "sum(tanh(a*x)^2) + a*prod(x)"
    direction = {"x": [1.0, -2.0, 0.5], "a": 3.0}
    hessian = adtrace.hessian(text, at).value
    product = adtrace.hvp(text, at, direction).value
    for name in at:
        expected = sum(
            np.tensordot(hessian[name][other], np.asarray(direction[other]), np.ndim(direction[other])) for other in at
        )
        np.testing.assert_allclose(product[name], expected, rtol=1e-12)


@pytest.mark.parametrize(("text", "mode"), [("[x*y*z, x + y, sin(z)*x]", "reverse"), ("[x, x^2, x*sin(x)]", "forward")])
def test_jacobian_takes_the_cheaper_mode(text, mode):
    at = {name: value for name, value in {"x": 0.5, "y": 2.0, "z": -1.0}.items() if name in text}
    found = adtrace.jacobian(text, at)
    assert (found.mode, found.sweeps) == (mode, min(3, len(at)))
    rows = adtrace.reverse(text, at).gradient
    assert found.value == rows


def test_jacobian_of_arrays_has_both_shapes():
    at = {"W": [[1.0, 2.0, 0.5], [0.0, -1.0, 3.0]], "x": [0.1, 0.2, 0.3]}
    found = adtrace.jacobian("tanh(W @ x)", at)
    block = found.value["y"]["W"]
    assert block.shape == (2, 2, 3)
    slopes = 1 - np.tanh(np.array(at["W"]) @ at["x"]) ** 2
    np.testing.assert_allclose(found.value["y"]["x"], slopes[:, None] * np.array(at["W"]))
    np.testing.assert_allclose(block[1, 1], slopes[1] * np.array(at["x"]))
    assert not block[0, 1].any()


def test_third_order_by_appending_the_gradient_twice():
    """The derivative is a graph like any other: it can be differentiated again."""
    from adtrace.graph.build import build
    from adtrace.lang.parser import parse
    from adtrace.sweeps.evaluate import evaluate
    from adtrace.sweeps.symbolic import append_gradient

    built = build(parse("exp(2*x)*x"), {"x": 0.3})
    graph, (x,) = built.graph, built.graph.inputs
    node = graph.outputs[0][1]
    for _ in range(3):
        node = append_gradient(graph, node)[x]
    assert evaluate(graph, {"x": 0.3})[node] == pytest.approx((8 * 0.3 + 12) * np.exp(0.6), rel=1e-13)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: adtrace.hessian("[x, x^2]", {"x": 1}), "scalar"),
        (lambda: adtrace.hessian("x*y", {}), "point"),
        (lambda: adtrace.hvp("x^2", {"x": 1}, {"z": 1}), "z is no input"),
        (lambda: adtrace.vjp("[x, x^2]", {"x": 1}), "by name"),
    ],
)
def test_what_cannot_be_derived_is_said(call, message):
    with pytest.raises(adtrace.AdtraceError, match=message):
        call()


def test_vjp_takes_a_bare_cotangent_for_the_only_output():
    value, gradient = adtrace.vjp("W @ x", {"W": [[1, 2], [3, 4]], "x": [1, 1]}, [1.0, -1.0])
    np.testing.assert_array_equal(value, [3.0, 7.0])
    np.testing.assert_array_equal(gradient["x"], [-2.0, -2.0])
