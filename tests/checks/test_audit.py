"""Audits: digits against many digits, where they die, and remedies at a point and along a range."""

from __future__ import annotations

import math

import numpy as np
import pytest

import adtrace
from adtrace.checks.audit import readings, truth
from adtrace.checks.audit.audit import audit
from adtrace.checks.audit.range import Swept
from adtrace.errors import AdtraceError
from adtrace.lang.parser import parse
from adtrace.records.audit import LOST, NAN
from adtrace.records.bounds import DIGITS

LOGISTIC = "1/(1+exp(-a*x))"


def audited(text, at, **more):
    return audit(parse(text, "test"), {name: float(value) for name, value in at.items()}, **more)[0]


def test_the_story_of_the_logistic_function_at_minus_thousand():
    report = audited(LOGISTIC, {"x": -1000, "a": 1})
    value, *slopes = report.readings
    assert value.number == 0 and value.tiny and not value.lost
    assert all(math.isnan(one.number) and one.digits == 0 for one in slopes)
    assert report.rewritten == "sigmoid(a*x)" and report.applied == ("sigmoid",)
    assert all(one.digits == DIGITS for one in report.result)
    assert not report.good


def test_a_gradient_that_is_lost_is_told_from_one_that_is_rightly_0():
    lost = audited(LOGISTIC, {"x": -500, "a": 1}).readings[1]
    assert lost.number == 0 and lost.lost and lost.digits == 0
    right = audited("sigmoid(a*x)", {"x": -1000, "a": 1}).readings[1]
    assert right.number == 0 and right.tiny and right.digits == DIGITS
    zero = audited("x*x", {"x": 0}).readings[1]
    assert zero.number == 0 and not zero.tiny and not zero.lost


def test_true_digits_are_those_of_the_value_in_many_digits():
    report = audited("exp(x) - 1", {"x": 1e-9})
    error = abs((math.exp(1e-9) - 1) / math.expm1(1e-9) - 1)
    assert report.readings[0].true == pytest.approx(-math.log10(error), abs=1e-6)
    assert report.readings[0].trusted <= report.readings[0].true


def test_the_steps_where_digits_die_are_named_with_their_text():
    loss = audited("sqrt(x+1) - sqrt(x)", {"x": 1e12}).losses[0]
    assert {share.text for share in loss.shares} == {"sqrt(x+1)", "sqrt(x)"}
    assert sum(share.part for share in loss.shares) == pytest.approx(1)


def test_a_remedy_that_changes_nothing_here_is_not_applied():
    report = audited("exp(x) - 1", {"x": 1})
    assert [(one.name, one.better) for one in report.offers] == [("expm1", False)]
    assert report.rewritten == "exp(x) - 1" and report.good


def test_only_applies_a_remedy_that_changes_nothing_here():
    report = audited("exp(x) - 1", {"x": 1}, only=("expm1",))
    assert report.rewritten == "expm1(x)" and report.applied == ("expm1",)


def test_remedies_follow_one_another():
    report = audited("t = exp(-x); y = 1/(1+t); log(y)*y", {"x": -800})
    assert report.rewritten == "y = sigmoid(x); log_sigmoid(x)*y"
    traced = adtrace.reverse(report.rewritten, {"x": -800})
    assert traced.value == report.result[0].number and traced.gradient["x"] == report.result[1].number


def test_the_rewritten_program_gives_what_the_report_says():
    text = "-(y*log(1/(1+exp(-z))) + (1-y)*log(1-1/(1+exp(-z))))"
    report = audited(text, {"z": 40, "y": 0})
    assert adtrace.reverse(report.rewritten, {"z": 40, "y": 0}).value == report.result[0].number == 40


def test_arrays_count_their_worst_element():
    at = {"z": np.array([[1.0, 2.0, 1000.0], [3.0, 4.0, 5.0]]), "y": np.array([[1.0, 0, 0], [0, 1.0, 0]])}
    report, _ = audit(parse("cross_entropy(softmax(z, axis=1), y)", "test"), at)
    assert report.readings[0].digits == 0
    assert report.rewritten == "cross_entropy_with_logits(z, y)"
    assert min(one.digits for one in report.result) > 14


def test_along_a_range_the_point_is_where_the_numbers_are_worst():
    swept = Swept("x", tuple(float(x) for x in range(-1000, 1001, 50)))
    report = audited(LOGISTIC, {"a": 1}, swept=swept)
    assert report.trace.inputs["x"] == -1000 and report.rewritten == "sigmoid(a*x)"
    states = [(one.start, one.stop, one.before[1].state) for one in report.over.stretches]
    assert states[:2] == [(-1000, -750, NAN), (-700, -400, LOST)]
    assert sum(one.size for one in report.over.stretches) == len(swept.points)
    assert {one.after[1].state for one in report.over.stretches} == {"all"}
    assert report.over.before.slope[0] == math.inf and max(report.over.after.slope) < 1e-13


def test_a_range_finds_what_helps_at_either_end():
    swept = Swept("x", tuple(float(x) for x in range(-1000, 1001, 40)))
    report = audited("1/(1+exp(-x)) + log(1+exp(x))", {}, swept=swept)
    assert report.rewritten == "sigmoid(x) + softplus(x)"
    assert sorted(report.applied) == ["sigmoid", "softplus"]


def test_without_mpmath_the_bound_counts(monkeypatch):
    for module in (truth, readings):
        monkeypatch.setattr(module, "is_there", lambda: False)
    monkeypatch.setattr("adtrace.checks.audit.agreement.is_there", lambda: False)
    report = audited("sqrt(x+1) - sqrt(x)", {"x": 1e12})
    assert report.digits == 16 and all(one.true != one.true for one in report.readings)
    assert report.readings[0].digits == report.readings[0].trusted < 6
    assert report.rewritten == "1/(sqrt(x+1) + sqrt(x))"


def test_an_audit_needs_a_point():
    with pytest.raises(AdtraceError, match="needs a point"):
        audited("x*y", {})


def test_an_unknown_remedy_is_refused():
    with pytest.raises(AdtraceError, match="no remedy"):
        audited("x", {"x": 1}, only=("nothing",))


@pytest.mark.parametrize(("text", "x", "stable"), [("log(1+exp(x))", 1e9, "softplus(x)"), ("log(cosh(x))", 6e8, "log")])
def test_far_operands_of_exp_are_not_infinite_in_many_digits(text, x, stable):
    report = audited(text, {"x": x})
    assert report.readings[0].number == math.inf and report.readings[0].digits == 0
    assert stable in report.rewritten and min(one.digits for one in report.result) > 14
    swept = Swept("x", tuple(x*part/4 for part in range(1, 5)))
    assert {one.before[0].state for one in audited(text, {}, swept=swept).over.stretches} == {"infinite"}


def test_what_has_no_number_in_many_digits_is_not_known():
    reading = audited("log(1 + exp(exp(exp(x))))", {"x": 1000}).readings[0]
    assert math.isnan(reading.true) and math.isnan(reading.digits)


@pytest.mark.parametrize(("text", "low", "high", "rewritten"), [
    ("(1-cos(x))/x^2", -1e-3, 1e-3, "2*sin(x/2)^2/x^2"), ("(exp(x)-1)/x", -1.0, 1.0, "expm1(x)/x"),
])
def test_along_a_range_remedies_count_at_other_points_than_the_worst(text, low, high, rewritten):
    swept = Swept("x", tuple(float(x) for x in np.linspace(low, high, 21)))
    report = audited(text, {}, swept=swept)
    assert report.rewritten == rewritten and report.trace.inputs["x"] == 0
    best = report.offers[0]
    assert best.better and best.at != 0 and sum(one.digits for one in best.readings) > sum(one.digits for one in best.without) + 1
    worst = [max(one for one in curve.value if one < math.inf) for curve in (report.over.before, report.over.after)]
    assert worst[1] < worst[0]/2


def test_a_rewrite_that_is_another_function_in_a_part_of_the_range_is_not_offered():
    swept = Swept("x", tuple(float(x) for x in np.linspace(-5, 1.0000000001, 11)))
    report = audited("atan(x)-atan(y)", {"y": 1}, swept=swept)
    assert report.rewritten == "atan(x)-atan(y)" and not report.offers
    near = Swept("x", tuple(float(x) for x in np.linspace(0.5, 1.0000000001, 11)))
    assert "(x - y)/(1 + x*y)" in audited("atan(x)-atan(y)", {"y": 1}, swept=near).rewritten


def test_what_is_harmed_at_one_point_of_a_range_is_not_applied():
    swept = Swept("x", (1e-9, 1e200, 2.0, 3.0))
    report = audited("x^2 - y^2", {"y": 1e200*(1 + 1e-9)}, swept=swept)
    before, after = report.over.before, report.over.after
    assert all(new <= max(old*1000, 1e-13) for old, new in zip(before.value + before.slope, after.value + after.slope, strict=True))


def test_two_sources_of_nan_in_one_slope_are_mended_together():
    report = audited("1/(1+exp(-x)) + 1/(1+exp(-2*x)) + (exp(y)-1)", {"x": -1000, "y": 1.0})
    assert report.rewritten == "sigmoid(x) + sigmoid(2*x) + (exp(y)-1)"
    assert [(one.name, one.together) for one in report.offers if one.better] == [("sigmoid", True), ("sigmoid", True)]
    assert all(one.digits == DIGITS for one in report.result)


def test_a_0_is_wrong_where_float64_has_a_subnormal_number():
    value = audited("log(1+exp(x))", {"x": -709}).readings[0]
    assert value.number == 0 and value.lost and not value.tiny and value.digits < 1
    value = audited("log(1+exp(x))", {"x": -735}).readings[0]
    assert value.number == 0 and value.lost and not value.tiny
    value = audited("log(1+exp(x))", {"x": -760}).readings[0]
    assert value.number == 0 and value.tiny and value.digits == DIGITS
