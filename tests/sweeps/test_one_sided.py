"""One-sided derivatives against one-sided differences in 60 digits, on random composites whose points are at kinks."""

from __future__ import annotations

import math
import re

import mpmath
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import adtrace
from adtrace import AdtraceError

SIDES = {"right": 1, "left": -1}
DIGITS, STEP, NEAR = 60, "1e-25", 1e-9


class Expression:
    """A text, and the same as a function of a point in any arithmetic; gaps collects how far from its kinks it is."""

    def __init__(self, text, function):
        self.text, self.function = text, function

    def __repr__(self):
        return self.text

    def uses(self, name):
        return re.search(rf"\b{name}\b", self.text) is not None


def named(name):
    return Expression(name, lambda point, gaps: point[name])


def constant(number):
    return Expression(f"({number:g})", lambda point, gaps: mpmath.mpf(number))


def unary(text, function, *kinks):
    """text with {} for the operand; kinks, where the function turns."""

    def make(a):
        def apply(point, gaps):
            x = a.function(point, gaps)
            gaps.extend(x - kink for kink in kinks)
            return function(x)

        return Expression(text.format(a.text), apply)

    return make


def several(text, function, *, turns=False):
    def make(*operands):
        def apply(point, gaps):
            xs = [one.function(point, gaps) for one in operands]
            if turns:
                gaps.extend(x - other for place, x in enumerate(xs) for other in xs[:place])
            return function(*xs)

        return Expression(text.format(*[one.text for one in operands]), apply)

    return make


def clipped(x, lo, hi):
    return min(max(x, lo), hi)


UNARY = [
    unary("abs({})", abs, 0), unary("relu({})", lambda x: max(x, 0*x), 0),
    unary("leaky_relu({}, 0.25)", lambda x: x if x > 0 else x/4, 0),
    unary("elu({}, 2)", lambda x: x if x > 0 else 2*mpmath.expm1(x), 0),
    unary("selu({})", lambda x: mpmath.mpf(1.0507009873554805)*(x if x > 0 else mpmath.mpf(1.6732632423543772)*mpmath.expm1(x)), 0),
    unary("hard_tanh({})", lambda x: clipped(x, mpmath.mpf(-1), mpmath.mpf(1)), -1, 1),
    unary("clip({}, 0, 2)", lambda x: clipped(x, mpmath.mpf(0), mpmath.mpf(2)), 0, 2),
    unary("(-{})", lambda x: -x), unary("({})^2", lambda x: x*x), unary("sin({})", mpmath.sin),
    unary("tanh({})", mpmath.tanh), unary("({}/2)", lambda x: x/2),
]
MANY = {
    2: [
        several("({} + {})", lambda a, b: a + b), several("({} - {})", lambda a, b: a - b),
        several("({}*{})", lambda a, b: a*b), several("max({}, {})", max, turns=True),
        several("min({}, {})", min, turns=True), several("hypot({}, {})", mpmath.hypot),
    ],
    3: [
        several("max({}, {}, {})", max, turns=True), several("min({}, {}, {})", min, turns=True),
        several("clip({}, {}, {})", clipped, turns=True),
    ],
}
LEAVES = st.sampled_from([named("x"), named("x"), named("z"), constant(0), constant(1), constant(-1)])


def grown(children):
    return st.one_of(
        st.builds(lambda make, a: make(a), st.sampled_from(UNARY), children),
        st.builds(lambda make, a, b: make(a, b), st.sampled_from(MANY[2]), children, children),
        st.builds(lambda make, a, b, c: make(a, b, c), st.sampled_from(MANY[3]), children, children, children),
    )


EXPRESSIONS = st.recursive(LEAVES, grown, max_leaves=8).filter(lambda one: one.uses("x") and one.uses("z"))
NUMBERS = st.sampled_from([-1, 0, 0, 1])
POINTS = st.fixed_dictionaries({"x": NUMBERS, "z": NUMBERS})
DIRECTIONS = st.fixed_dictionaries({"x": st.sampled_from([-2, -1, 0, 1, 1]), "z": st.sampled_from([-1, 0, 1, 2])})


def value(expression, point, direction, h):
    """The value at point + h*direction, in many digits; gives up close to a kink that it is not at."""
    gaps = []
    found = expression.function({name: mpmath.mpf(point[name]) + h*direction[name] for name in point}, gaps)
    if not h:
        assume(all(gap == 0 or abs(gap) > NEAR for gap in gaps))
    return found


def difference(expression, point, direction, side):
    """(f(x + h d) - f(x))/h for a small h of this side."""
    with mpmath.workdps(DIGITS):
        h = mpmath.mpf(STEP)*SIDES[side]
        start = value(expression, point, direction, 0)
        return float((value(expression, point, direction, h) - start)/h)


def beside(expression, point, direction, side):
    """The slope of what the function is on this side: where it does not jump, its one-sided derivative."""
    with mpmath.workdps(DIGITS):
        h = mpmath.mpf(STEP)*SIDES[side]
        value(expression, point, direction, 0)
        return float((value(expression, point, direction, 2*h) - value(expression, point, direction, h))/h)


def is_close(a, b):
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)


@settings(max_examples=100, deadline=None)
@given(EXPRESSIONS, POINTS, DIRECTIONS, st.sampled_from(sorted(SIDES)))
def test_along_a_direction(expression, point, direction, side):
    assume(any(direction.values()))
    assume(np.isfinite(float(value(expression, point, direction, 0))))
    trace = adtrace.forward(expression.text, point, seed=direction, at_kink=side)
    assert is_close(trace.tangent, difference(expression, point, direction, side))


@settings(max_examples=60, deadline=None)
@given(EXPRESSIONS, POINTS, st.sampled_from(sorted(SIDES)))
def test_reverse_mode_in_one_input_and_in_both(expression, point, side):
    slopes = {
        name: difference(expression, point, {other: int(other == name) for other in point}, side) for name in point
    }
    for name, slope in slopes.items():
        assert is_close(adtrace.reverse(expression.text, point, wrt=name, at_kink=side).gradient[name], slope)
    jacobian = adtrace.jacobian(expression.text, point, at_kink=side).value["y"]
    assert all(is_close(jacobian[name], slope) for name, slope in slopes.items())
    try:
        gradient = adtrace.reverse(expression.text, point, at_kink=side).gradient
    except AdtraceError as error:
        assert "one slope for some inputs and another for others" in error.message
        return
    assert all(is_close(gradient[name], slope) for name, slope in slopes.items())


EXPRESSION = st.recursive(LEAVES, grown, max_leaves=6).filter(lambda one: one.uses("x") and not one.uses("z"))


@settings(max_examples=60, deadline=None)
@given(EXPRESSION, NUMBERS)
def test_a_function_of_one_input_has_the_same_slope_in_both_modes(expression, x):
    for side in SIDES:
        found = adtrace.reverse(expression.text, {"x": x}, at_kink=side).gradient["x"]
        assert is_close(found, adtrace.forward(expression.text, {"x": x}, at_kink=side).tangent)
        assert is_close(found, difference(expression, {"x": x}, {"x": 1}, side))


def chosen(text, holds):
    """where, with one comparison of the first two of four operands."""

    def make(a, b, c, d):
        def apply(point, gaps):
            x, z = a.function(point, gaps), b.function(point, gaps)
            gaps.append(x - z)
            return (c if holds(x, z) else d).function(point, gaps)

        return Expression(text.format(a.text, b.text, c.text, d.text), apply)

    return make


def stepped(text, function, offset=0):
    def make(a):
        def apply(point, gaps):
            x = a.function(point, gaps)
            gaps.append(x - offset - mpmath.nint(x - offset))
            return function(x)

        return Expression(text.format(a.text), apply)

    return make


HALF = mpmath.mpf(0.5)
JUMPS = [
    unary("step({})", lambda x: mpmath.mpf(x >= 0), 0), unary("sign({})", mpmath.sign, 0), stepped("floor({})", mpmath.floor),
    stepped("ceil({})", mpmath.ceil), stepped("round({} + 0.5)", lambda x: mpmath.nint(x + HALF)),
    stepped("mod({}, 1)", lambda x: x - mpmath.floor(x)),
]
CHOICES = [
    chosen("where({} > {}, {}, {})", lambda x, z: x > z), chosen("where({} >= {}, {}, {})", lambda x, z: x >= z),
    chosen("where({} < {}, {}, {})", lambda x, z: x < z), chosen("where({} <= {}, {}, {})", lambda x, z: x <= z),
    chosen("where({} == {}, {}, {})", lambda x, z: x == z), chosen("where({} != {}, {}, {})", lambda x, z: x != z),
]


def jumping(children):
    return st.one_of(
        st.builds(lambda make, a: make(a), st.sampled_from([*JUMPS, *UNARY]), children),
        st.builds(lambda make, a, b: make(a, b), st.sampled_from(MANY[2]), children, children),
        st.builds(lambda make, a, b, c, d: make(a, b, c, d), st.sampled_from(CHOICES), *[children]*4),
    )


JUMPING = st.recursive(LEAVES, jumping, max_leaves=8).filter(lambda one: one.uses("x") and one.uses("z"))


@settings(max_examples=100, deadline=None)
@given(JUMPING, POINTS, DIRECTIONS, st.sampled_from(sorted(SIDES)))
def test_what_jumps_has_the_value_of_the_side(expression, point, direction, side):
    assume(any(direction.values()))
    expected = beside(expression, point, direction, side)
    trace = adtrace.forward(expression.text, point, seed=direction, at_kink=side)
    assert is_close(trace.tangent, expected)
    with mpmath.workdps(DIGITS):
        h = mpmath.mpf(STEP)*SIDES[side]
        jump = value(expression, point, direction, h) - value(expression, point, direction, 0)
    said = any("of this point" in warning.message for warning in trace.warnings)
    assert said == (abs(jump) > NEAR)


@settings(max_examples=60, deadline=None)
@given(JUMPING, POINTS, st.sampled_from(sorted(SIDES)))
def test_what_jumps_in_reverse_mode(expression, point, side):
    slopes = {
        name: beside(expression, point, {other: int(other == name) for other in point}, side) for name in point
    }
    for name, slope in slopes.items():
        assert is_close(adtrace.reverse(expression.text, point, wrt=name, at_kink=side).gradient[name], slope)
    try:
        gradient = adtrace.reverse(expression.text, point, at_kink=side).gradient
    except AdtraceError as error:
        assert "one slope for some inputs and another for others" in error.message
        return
    assert all(is_close(gradient[name], slope) for name, slope in slopes.items())


@pytest.mark.parametrize(("text", "left", "right"), [
    ("where(x >= 0, x^2 + x, -3*x)", -3, 1), ("where(x > 0, x^2 + x, -3*x)", -3, 1), ("step(x)*x", 0, 1),
    ("sign(x)*x", -1, 1), ("where(abs(x + 1) <= 1, x^2, 4*x)", 0, 4), ("relu(step(x) - 0.5)*x", 0, 0.5),
    ("floor(x)*x", -1, 0), ("mod(x, 2)*x", 2, 0), ("acot(x)*x*2/pi", -1, 1), ("atan2(x, -1)*x/pi", -1, 1),
    ("[step(x), x]@[x, 1]", 1, 2), ("sum(softmax([step(x)*100, 0])*[x, 0])", 0.5, 1), ("where(x, 2*x, x)", 2, 2),
    ("max([sign(x), 0])*x", 0, 1), ("where(x == 0, 5*x, x)", 1, 1), ("where(where(x > 0, 1, 0), 2*x, x)", 1, 2),
    ("where(x^2 > 0, x, 2*x)", 1, 1),
])
def test_branches_of_the_side(text, left, right):
    for side, slope in (("left", left), ("right", right)):
        for trace in (adtrace.reverse(text, {"x": 0}, at_kink=side), adtrace.forward(text, {"x": 0}, at_kink=side)):
            found = trace.gradient["x"] if trace.mode == "reverse" else trace.tangent
            assert found == pytest.approx(slope, abs=1e-12)
            assert not any("of this point" in warning.message for warning in trace.warnings)


def test_a_program_that_jumps_says_so():
    left = adtrace.reverse("step(x) + x", {"x": 0}, at_kink="left")
    assert (left.value, left.gradient) == (1, {"x": 1})
    assert any(
        warning.message == "y = w1 + x jumps to the left of this point, from 1 to 0: it has no finite slope there; "
        "the slope to the left is that of the limit" and warning.code == "jump" for warning in left.warnings
    )
    right = adtrace.reverse("step(x) + x", {"x": 0}, at_kink="right")
    assert not any("of this point" in warning.message for warning in right.warnings)
    unknown = adtrace.reverse("where(x != 0, sin(x)/x, 1)", {"x": 0}, at_kink="left")
    assert any("not known to the left" in warning.message for warning in unknown.warnings)
    still = adtrace.reverse("where(x^2 > 0, x, 2*x)", {"x": 0}, at_kink="right")
    assert any("not sure here: w2 = w1 > 0 jumps" in warning.message for warning in still.warnings)


def test_a_branch_stays_in_the_direction_of_another_input():
    at = {"x": 0, "z": 1}
    assert adtrace.reverse("where(x >= 0, x*z, 3*x)", at, at_kink="left").gradient == {"x": 3, "z": 0}
    assert adtrace.reverse("where(x >= 0, x*z, 3*z)", at, wrt="z", at_kink="left").gradient == {"z": 0}
    assert adtrace.reverse("where(x >= 0, x*z, 3*z)", at, at_kink="left").gradient == {"x": 0, "z": 0}
    assert adtrace.reverse("where(x >= 0, x + z, 3*z + x)", at, wrt="z", at_kink="left").gradient == {"z": 1}
    with pytest.raises(AdtraceError, match="one slope for some inputs"):
        adtrace.reverse("where(x >= 0, x + z, 3*z + x)", at, at_kink="left")


def test_branches_element_by_element():
    x = np.array([0.0, 1.0, -1.0, 0.0])
    for side, slopes in (("left", [3, 2, 3, 3]), ("right", [1, 2, 3, 1])):
        found = adtrace.reverse("sum(where(x >= 0, x^2*0.5 + x, 3*x))", {"x": x}, at_kink=side)
        assert found.gradient["x"].tolist() == slopes
        assert not any("of this point" in warning.message or "sure" in warning.message for warning in found.warnings)


def test_second_derivatives_where_a_factor_jumps_are_refused():
    assert adtrace.hessian("where(x >= 0, x^2 + x, 3*x^2)", {"x": 0}, at_kink="left").value == {"x": {"x": 6.0}}
    with pytest.raises(AdtraceError, match="computed from what jumps"):
        adtrace.hessian("(step(x) + x)*x", {"x": 0}, at_kink="left")


ARRAYS = [
    ("sum(abs(x)*[1, 2, 3])", [0, 1, 0]), ("max(x)", [1, 1, 0]), ("min(x)", [1, 1, 0]), ("norm1(x - [1, 0, 2])", [1, 1, 2]),
    ("norm2(x)", [0, 0, 0]), ("std(x)", [2, 2, 2]), ("sum(clip(x, 0, 1)*[1, 2, 4])", [0, 0.5, 1]),
    ("max(relu(x) - abs(x))", [0, 1, 0]), ("sum(max([[1, 1, 2], [0, 3, 3]] + x, axis=1)*[1, 2])", [0, 0, 0]),
    ("sum(norm2([[1, 2, 3], [0, 1, 0]]*x, axis=1)*[1, 2])", [1, 0, 1]), ("sum(hypot(x, x - [0, 1, 1]))", [0, 1, 0]),
    ("sum(max_pool2d(reshape(x, shape=[1, 1, 3]), size=[1, 2], stride=[1, 1]))", [1, 1, 1]),
    ("max(x, [0, 1, 2])@[1, 2, 4] + x[0]", [0, 1, 2]), ("sum(std([[1, 2], [4, 4]]*x[0] + x[1], axis=1))", [1, 2, 0]),
    ("norm2(x - mean(x))*max(x)", [0, 0, 0]), ("sum(leaky_relu(x, 0.25) + hard_tanh(x)*[1, 2, 3])", [0, 1, -1]),
]
WAYS = [[1, 0, 0], [-1, 2, 1], [1, 1, 1], [0, -1, 0], [0, 2, -1]]


@pytest.mark.parametrize("side", sorted(SIDES))
@pytest.mark.parametrize(("text", "x"), ARRAYS, ids=[text for text, _ in ARRAYS])
def test_arrays_element_by_element(text, x, side):
    x = np.array(x, dtype=float)
    for way in WAYS:
        h = 2.0**-30*SIDES[side]
        moved = adtrace.evaluate(text, {"x": x + h*np.array(way)}).value
        expected = (moved - adtrace.evaluate(text, {"x": x}).value)/h
        trace = adtrace.forward(text, {"x": x}, seed={"x": np.array(way, dtype=float)}, at_kink=side)
        assert trace.tangent == pytest.approx(expected, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(("text", "x"), ARRAYS[:9], ids=[text for text, _ in ARRAYS[:9]])
def test_a_gradient_in_an_array_has_the_slope_of_each_component(text, x):
    forward = adtrace.forward(text, {"x": np.array(x, dtype=float)}, at_kink="right").tangent
    components = [forward[f"x[{place}]"] for place in range(3)]
    try:
        gradient = adtrace.reverse(text, {"x": np.array(x, dtype=float)}, at_kink="right").gradient["x"]
    except AdtraceError as error:
        assert "for some inputs" in error.message
        assert text == "max(relu(x) - abs(x))"
        return
    assert gradient.tolist() == components


@pytest.mark.parametrize(("text", "left", "right"), [
    ("abs(-x)", -1, 1), ("max(x^2, -x)", -1, 0), ("relu(relu(x) - x)", -1, 0), ("abs(relu(x) + min(x, 0))", -1, 1),
    ("floor(x)", 0, 0), ("where(x > 0, x, 3*x)", 3, 1), ("abs(x^2)", 0, 0), ("clip(x, x, 1)", 1, 1), ("max(x, 2*x, -x)", -1, 2),
])
def test_well_known_ones(text, left, right):
    for side, slope in (("left", left), ("right", right)):
        assert adtrace.reverse(text, {"x": 0}, at_kink=side).gradient == {"x": slope}
        assert adtrace.forward(text, {"x": 0}, at_kink=side).tangent == slope


def test_what_depends_on_the_input_is_said():
    assert adtrace.reverse("max(x, z)", {"x": 1, "z": 1}, at_kink="right").gradient == {"x": 1, "z": 1}
    with pytest.raises(AdtraceError, match=r"to the right, y = relu.* has one slope for some inputs") as error:
        adtrace.reverse("relu(x - z)", {"x": 1, "z": 1}, at_kink="right")
    assert error.value.span == (0, 11)
    assert "--wrt x" in error.value.hint
    assert adtrace.reverse("relu(x - z)", {"x": 1, "z": 1}, wrt="z", at_kink="right").gradient == {"z": 0}


def test_what_was_not_asked_for_has_no_adjoint():
    at = {"W": [[1, -1], [2, 3]], "x": [0, 1], "b": [1, -3]}
    trace = adtrace.reverse("sum(relu(W@x + b))", at, wrt="b", at_kink="right")
    assert trace.gradient["b"].tolist() == [1, 1]
    assert [step.name for step in trace.steps if step.adjoint is None] == ["W", "x", "w1"]
    assert trace.notes == (
        "at kinks the slopes to the right", "adjoints for b alone: the slopes at kinks were chosen for that"
    )
    away = adtrace.reverse("sum(relu(W@x + b))", {**at, "b": [7, 7]}, wrt="b", at_kink="right")
    assert all(step.adjoint is not None for step in away.steps) and len(away.notes) == 1


def test_second_derivatives_take_the_slopes_of_one_side():
    at = {"x": 0}
    assert adtrace.hessian("abs(x)^2", at).value == {"x": {"x": 0.0}}
    assert adtrace.hessian("abs(x)^2", at, at_kink="right").value == {"x": {"x": 2.0}}
    assert adtrace.hvp("relu(x)*x", at, {"x": 1}, at_kink="right").value == {"x": 2.0}
    assert adtrace.hvp("relu(x)*x", at, {"x": 1}, at_kink="left").value == {"x": 0.0}
    rows = adtrace.hessian("sum(norm2([[1, 2], [0, 0]]*x, axis=1))", {"x": [1.0, 2.0]}, at_kink="jax").value["x"]["x"]
    assert not np.isfinite(rows).all()
    assert adtrace.hessian("norm2(x)^2 + sum(norm2([[1], [0]]*x, axis=1))", {"x": [0.0]}, at_kink="right").value["x"]["x"] == [[2.0]]
    own = adtrace.hessian("norm2([1, 2]*x)", {"x": [1.0, 3.0]}).value["x"]["x"]
    both = adtrace.hessian("sum(norm2([[1, 2], [0, 0]]*x, axis=1))", {"x": [1.0, 3.0]}, at_kink="right").value["x"]["x"]
    assert both == pytest.approx(own)
