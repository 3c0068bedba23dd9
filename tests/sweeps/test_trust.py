"""Digits that can be trusted: what rounds, how far that reaches, and who is warned."""

from __future__ import annotations

import itertools
import math
import re

import mpmath
import numpy as np
import pytest
from exact import EXACT
from operands import arity, numbers
from rows import ROWS, each
from test_corpus import text_and_point

import adtrace
from adtrace.graph.build import constant
from adtrace.graph.numbers import run_on_floats, value_of_floats
from adtrace.lang.parser import parse
from adtrace.lang.points import as_values
from adtrace.limits import LIMITS
from adtrace.records.bounds import DOUBTED, SLOPE, VALUE, Bound
from adtrace.rules.table import Operator
from adtrace.sweeps.run import Run
from adtrace.sweeps.trust.rounding import is_unrounded
from adtrace.sweeps.trust.trusted import trusted


def bounds(text: str, at) -> dict[str, Bound]:
    """Every bound, by "value" or the input's name."""
    found = trusted(Run(parse(text), as_values(at, constant)))
    return {bound.name if bound.of == SLOPE else "value": bound for bound in found}


def doubted(text: str, at) -> list[str]:
    """The messages of cancellation."""
    return [warning.message for warning in adtrace.reverse(text, at).warnings if warning.code == "cancellation"]


LOST = {
    "one minus cosine": ("(1 - cos(x))/x^2", {"x": 1e-7}, "w1"),
    "exp minus one": ("exp(x) - 1", {"x": 1e-12}, "w1"),
    "difference of roots": ("sqrt(x + 1) - sqrt(x)", {"x": 1e15}, "w2"),
    "a constant that rounds": ("x - 1/3", {"x": 0.3333333333}, "1/3"),
    "an integral sum": ("sum([x, 1, -x])", {"x": 1e16}, "y"),
}


@pytest.mark.parametrize("name", LOST)
def test_the_step_whose_rounding_costs_most_is_named(name: str) -> None:
    text, at, step = LOST[name]
    warnings = [one for one in adtrace.reverse(text, at).warnings if one.code == "cancellation"]
    assert [one.node for one in warnings][:1] == [step], warnings
    shares = bounds(text, at)["value"].shares
    assert next(iter(shares)) == step and sum(shares.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("(x - 1)^2 - (x^2 - 2*x + 1)", {"x": 3}),
        ("x - y", {"x": 1.0000001, "y": 1}),
        ("x*y - y*x + 1", {"x": 7, "y": 0.5}),
        ("exp(x) - 1", {"x": 0}),
        ("sqrt(x) - 2", {"x": 4}),
        ("x/4 - 0.25", {"x": 1}),
        ("sum(x) - 6", {"x": [1, 2, 3]}),
        ("relu(x - 1)", {"x": 1}),
        ("std([x, y])", {"x": 4, "y": 4}),
        ("var(x)", {"x": [1e8, 1e8 + 1, 1e8 + 2]}),
        ("mean(x) - 2", {"x": [1, 2, 3]}),
    ],
)
def test_exact_numbers_are_not_doubted(text: str, at) -> None:
    """Differences of numbers that are not rounded lose nothing, however small they are."""
    assert doubted(text, at) == []


@pytest.mark.parametrize(
    ("text", "at", "what"),
    [
        ("(sqrt(1 + x^2) - 1)^2", {"x": 1e-9}, "w4 = w3 - 1 is 0"),
        ("relu(x*x - 2)", {"x": math.sqrt(2)}, "the slope in x"),
        ("where(x*x > 2, 1, -1)", {"x": math.sqrt(2)}, "y"),
        ("floor(10*x)", {"x": 0.3}, "y"),
        ("max(x*0.1, y)", {"x": 3, "y": 0.1*3}, "the slope in x"),
    ],
)
def test_what_first_order_does_not_see_is_doubted(text: str, at, what: str) -> None:
    """A square of a difference that came out as 0, and branches that rounding chose."""
    found = doubted(text, at)
    assert any(message.startswith(what) for message in found), found


SHORT = (0.0, 1.0, -1.0, 2.0, 3.0, -0.5, 0.25, 4.0, 9.0, 1.5, 1000.0, 2.0**30 + 1)


@each([row for row in ROWS["elementwise"] if row.unrounded is not None])
def test_what_a_row_calls_unrounded_is_exact(row: Operator) -> None:
    """Against the row's definition in many digits, at short numbers and at long ones."""
    met = 0
    short = [point for count in arity(row) for point in itertools.product(SHORT, repeat=count)]
    for point in [*short, *numbers(row)]:
        value = value_of_floats(row, point, {})
        if math.isfinite(value) and is_unrounded(row, value, point, {}):
            met += 1
            if row.domain is None or run_on_floats(row.domain, point):
                assert mpmath.mpf(value) == EXACT.apply(row, point, {}), point
    assert met


@pytest.mark.parametrize("number", range(0, 346, 5))
def test_the_bound_holds(number: int) -> None:
    """The true error is within the bound, but for the last place that functions of the library may be off."""
    from datasets import CORPUS

    record = CORPUS[number]
    text, at = text_and_point(number)
    found, wanted = bounds(text, at), record["points"][0]
    for name, true in [("value", wanted["value"]), *wanted["grad"].items()]:
        if name in found and math.isfinite(found[name].number) and found[name].relative < 0.1:
            bound = found[name]
            assert abs(bound.number - float(true)) <= 3*bound.error + 2*math.ulp(bound.number), (name, bound)


def test_an_element_of_an_array_is_named() -> None:
    trace = adtrace.reverse("exp(x) - 1", {"x": [1.0, 1e-13, 2.0]}, seed={"y": [1, 1, 1]})
    assert [warning.message for warning in trace.warnings] == [
        "y[1] keeps 2 of its 16 digits: the rounding of w1 = exp(x) is magnified"
    ]


def test_slopes_are_called_by_input_and_output() -> None:
    text, at = "[(1 - cos(x))/x, a*x]", {"x": 1e-6, "a": 1}
    backward = [one.message.split(" keeps")[0] for one in adtrace.reverse(text, at).warnings]
    forward = [one.message.split(" keeps")[0] for one in adtrace.forward(text, at).warnings]
    assert backward == ["y1", "the slope in x of y1"] and forward == ["y1", "the slope in x of y1"]
    along = adtrace.forward(text, at, seed={"x": 1, "a": 2}).warnings
    assert "the slope along x=1, a=2 of y1" in [one.message.split(" keeps")[0] for one in along]
    assert [one.message.split(" keeps")[0] for one in adtrace.evaluate(text, at).warnings] == ["y1"]


def test_an_underflow_is_no_cancellation() -> None:
    """What is lost below the normal numbers is said to be lost there."""
    codes = {one.code for one in adtrace.reverse("1e200*(1e-180*(1e-140*x))", {"x": 1}).warnings}
    assert codes == {"underflow"}


def test_statements_that_are_steps_own_what_is_inside() -> None:
    trace = adtrace.reverse("z = 1 - cos(x)\nz/x^2", {"x": 1e-7}, by="statement")
    assert {one.node for one in trace.warnings if one.code == "cancellation"} == {"z"}


def test_beyond_a_number_of_operations_rounding_is_not_followed_and_the_notes_say_so() -> None:
    text = "x" + " + x"*LIMITS.moved_through
    assert any("rounding is not followed" in note for note in adtrace.reverse(text, {"x": 1e-3}).notes)
    assert not any("rounding" in note for note in adtrace.reverse("x + x", {"x": 1e-3}).notes)


def test_a_long_program_is_judged_by_moved_runs() -> None:
    """Of a long small sum little is left beside 1; a long sum of positive numbers loses next to nothing."""
    terms = " + ".join(["sin(x)"]*LIMITS.trusted)
    for sweep in (adtrace.reverse, adtrace.forward):
        messages = [one.message for one in sweep(f"1/((1 + ({terms})) - 1)", {"x": 1e-15}).warnings]
        kept = [re.sub("keeps .* of its", "keeps N of its", message) for message in messages]
        assert kept == [f"{what} keeps N of its 16 digits: rounding decides what it is" for what in ("y", "the slope in x")]
    assert adtrace.reverse(terms, {"x": 0.3}).warnings == ()


def test_a_run_is_judged_the_same_every_time() -> None:
    text, at = "(1 - cos(x))/x^2 + log(1 + x)/x", {"x": 1e-5}
    first, second = bounds(text, at), bounds(text, at)
    assert [(one.error, one.leads) for one in first.values()] == [(one.error, one.leads) for one in second.values()]
    assert first["value"].of == VALUE and first["value"].relative > 1e-9 > DOUBTED/2


def test_arrays_have_the_bounds_of_their_elements() -> None:
    """One matrix product of scalars written out, and of arrays."""
    scalar = bounds("tanh(a*x + b*y)", {"a": 0.3, "b": -0.2, "x": 1.7, "y": 0.9})
    array = bounds("tanh(W @ x)[0]", {"W": [[0.3, -0.2]], "x": [1.7, 0.9]})
    assert array["value"].error == pytest.approx(scalar["value"].error, rel=1)
    np.testing.assert_allclose(array["W"].error, [[scalar["a"].error, scalar["b"].error]], rtol=1)


def test_a_position_that_rounding_moves_out_of_its_array_is_no_error() -> None:
    """3*i is whole in float64 only: runs with moved last places cannot index with it."""
    assert doubted("v[3*i]", {"v": [1, 2, 3, 4], "i": 1/3}) == []
    assert adtrace.reverse("exp(v[3*i]) - 1", {"v": [1, 1e-13], "i": 1/3}).warnings[0].code == "cancellation"


def test_increments_that_cancel_are_named_by_their_input() -> None:
    """The contributions to the adjoint of x are exact, their sum is rounded: no step of the program is to blame."""
    [warning] = adtrace.reverse("0.3*x - 0.1*x - 0.2*x", {"x": 1}).warnings
    assert warning.message == "the slope in x keeps none of its 16 digits: what reaches x nearly adds up to 0"
    assert warning.node == "x"


def test_runs_that_leave_a_domain_do_not_hide_the_others() -> None:
    """1 + sin(x) is 0 but for the rounding of sin(x); moved one way it has no root, moved the other it is not 0."""
    trace = adtrace.reverse("(1 + sin(x))^2.5", {"x": 3*math.pi/2})
    assert trace.value == 0 and {one.code for one in trace.warnings} == {"cancellation"}
    assert len(trace.warnings) == 2


@pytest.mark.parametrize("text", ["sin(x) - sin(x)", "log(3*x) - log(3*x) + x", "softplus(x)*y - y*softplus(x)*1 + x", "2^x - exp2(x)"])
def test_equal_operations_round_alike(text: str) -> None:
    """What cancels because it is computed twice loses nothing; 2^x and exp2(x) are computed by different functions."""
    assert bool(doubted(text, {"x": 0.7, "y": 1.3})) == (text == "2^x - exp2(x)")


def test_pi_and_e_are_the_numbers_themselves() -> None:
    """sin(3 pi) is 0: what float64 makes of it is the rounding of pi."""
    assert doubted("sin(pi*x)", {"x": 3}) == ["y keeps none of its 16 digits: the rounding of pi is magnified"]
    assert doubted("exp(1) - e*x", {"x": 1}) != [] and doubted("sin(pi*x)", {"x": 0.25}) == []


def test_after_an_overflow_no_digit_is_known() -> None:
    """The slope is 0 and should be 1; the overflow has a warning of its own."""
    found = bounds("sqrt(x^2 + y^2)", {"x": 1e200, "y": 1})
    assert found["x"].number == 0 and math.isnan(found["x"].digits)
    assert {one.code for one in adtrace.reverse("sqrt(x^2 + y^2)", {"x": 1e200, "y": 1}).warnings} == {"overflow"}


def test_an_adjoint_that_overflows_spoils_no_bound() -> None:
    """exp(-621) is small enough that the adjoints of the bound overflow, and no digit is lost."""
    assert doubted("log(exp(x) + exp(y) + exp(z))", {"x": -621.5, "y": -621.4, "z": -621.5}) == []


def test_what_is_lost_in_a_derivative_is_not_said_of_the_value() -> None:
    messages = [one.message for one in adtrace.reverse("1/(1+exp(-a*x))", {"x": -500, "a": 1}).warnings]
    assert "the slope in x keeps none of its 16 digits: the derivative of y = 1/w4 is too small for float64" in messages
