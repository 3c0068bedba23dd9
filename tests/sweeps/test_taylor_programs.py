"""Expansions of random programs: order 1 is the forward sweep, order 2 the Hessian, all orders those of many digits."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from examples import part
from hypothesis import assume, given
from hypothesis import strategies as st
from programs import NAMES, array_points, arrays, names_in, points, trees, written

import adtrace
from adtrace.graph.digits import many_digits
from adtrace.lang.parser import parse
from adtrace.sweeps.run import Run
from adtrace.sweeps.taylor.curve import along
from adtrace.sweeps.taylor.expand import expand, in_digits

ORDER = 4
directions = st.fixed_dictionaries(dict.fromkeys(NAMES, st.sampled_from([1.0, -0.5, 2.0, 0.25])))


@part(0.3)
@given(trees, points, directions)
def test_order_one_and_two(tree, point, direction):
    names = names_in(tree)
    assume(names)
    text, at = written(tree), {name: point[name] for name in names}
    seed = {name: direction[name] for name in names}
    found, swept = adtrace.taylor(text, at, 2, seed=seed), adtrace.forward(text, at, seed=seed)
    for step, other in zip(found.steps, swept.steps, strict=True):
        assert step.coefficients[:2] == (other.value, other.tangent) or step.coefficients[0] != step.coefficients[0]
    if not found.warnings:
        product = adtrace.hvp(text, at, seed).value
        terms = [product[name]*seed[name] for name in names]
        slack = 1e-8*(1e-6 + sum(map(abs, terms)))
        assert found.derivatives[2] == pytest.approx(sum(terms), rel=1e-8, abs=slack)


@part(0.3)
@given(trees, points, directions)
def test_without_a_warning_every_digit_counts(tree, point, direction):
    """Coefficients that carry no warning are right to 9 digits: the judge misses none of an output's."""
    names = names_in(tree)
    assume(names)
    run = Run(parse(written(tree)), {name: point[name] for name in names})
    curve = along(run, [{name: direction[name] for name in names}], ())
    found = expand(run, curve, ORDER)
    if found.warnings or not found.judged:
        return
    exact = in_digits(run, curve, ORDER, many_digits(120))
    (node,) = [node for _, node in run.graph.outputs]
    wanted = [*exact.known[node], *[mpmath.mpf(0)]*ORDER][: ORDER + 1]
    known = found.coefficients
    for one, other in zip(known, wanted, strict=True):
        assert abs(one - other) <= 2e-9*abs(other) + 1e-60, (written(tree), known)


@part(0.3)
@given(arrays(), st.integers(0, 10**6))
def test_array_programs(text, number):
    """The same of programs of arrays, kinks and branches included."""
    values, moves = array_points(number), array_points(number + 1)
    names = [name for name in adtrace.evaluate(text, values).inputs if name in text]
    assume(names)
    at, seed = {name: values[name] for name in names}, {name: moves[name] for name in names}
    found, swept = adtrace.taylor(text, at, 3, seed=seed), adtrace.forward(text, at, seed=seed)
    for step, other in zip(found.steps, swept.steps, strict=True):
        np.testing.assert_array_equal(step.coefficients[1], other.tangent)
    if not found.warnings:
        product = adtrace.hvp(text, at, seed).value
        terms = [np.sum(np.asarray(product[name])*seed[name]) for name in names]
        assert found.derivatives[2] == pytest.approx(sum(terms), rel=1e-7, abs=1e-9*(1 + sum(map(abs, terms))))


def test_arrays_go_element_by_element():
    """What a vector has is what each of its elements has alone."""
    text = "exp(sin(x)*y) + where(x > 1, x^y, atan2(x, y)) + max(x, y)"
    x, y = np.array([0.3, 1.7, 2.5]), np.array([1.2, -0.4, 2.0])
    move = {"x": np.array([1.0, -0.5, 0.0]), "y": np.array([0.0, 1.0, 2.0])}
    found = adtrace.taylor(text, {"x": x, "y": y}, 5, seed=move).coefficients
    for place in range(3):
        seed = {name: one[place] for name, one in move.items()}
        alone = adtrace.taylor(text, {"x": x[place], "y": y[place]}, 5, seed=seed).coefficients
        np.testing.assert_allclose([one[place] for one in found], alone, rtol=1e-13, atol=1e-15)
