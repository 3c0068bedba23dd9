"""Claims: what is right agrees at every point, what is wrong is refuted by a simple one."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from claimed import codes, report, verdict, verdicts

import adtrace
from adtrace.errors import AdtraceError, LimitError
from adtrace.records import claims as records

SAMPLES = Path(__file__).parents[2] / "samples"
VECTOR = {"x": [1, -2, 3]}


def sample(name: str) -> str:
    return (SAMPLES / name).read_text(encoding="utf-8")


# Exercise E: its derivatives, and each with one sign changed

DERIVATIVES = [
    ("sigmoid(x)", None, "d/dx = sigmoid(x)*(1 - sigmoid(x))", "d/dx = sigmoid(x)*(1 + sigmoid(x))"),
    ("tanh(x)", None, "d/dx = 1 - tanh(x)^2", "d/dx = 1 + tanh(x)^2"),
    ("softplus(x)", None, "d/dx = sigmoid(x)", "d/dx = sigmoid(-x)"),
    ("abs(x)", None, "d/dx = sign(x)", "d/dx = -sign(x)"),
    ("relu(x)", None, "d/dx = x > 0", "d/dx = x < 0"),
    ("sum(x^2)", VECTOR, "d/dx = 2*x", "d/dx = -2*x"),
    ("sum(abs(x))", VECTOR, "d/dx = sign(x)", "d/dx = -sign(x)"),
]


@pytest.mark.parametrize(("text", "at", "right", "wrong"), DERIVATIVES)
def test_the_derivatives_of_exercise_e(text, at, right, wrong):
    assert verdicts(text, at, right) == ["agrees"]
    found = verdict(text, at, wrong)
    assert found.verdict == "refuted" and found.counter is not None
    claimed, true = found.counter.numbers
    assert claimed != true and true == pytest.approx(slope(text, found.counter.point, found.counter.place))


def slope(text, point, place):
    gradient = adtrace.reverse(text, point).gradient["x"]
    return gradient[place] if place else gradient


# Exercises D, F and G

def test_the_softmax_jacobian_of_exercise_d_is_not_diagonal():
    found = report(
        sample("d_deep_relu_softmax.adt"), None,
        "dL/da2 = (1/5)*((1 - Y)*yhat - Y*(1 - yhat))",
        "g = bar(yhat)",
        "dL/da2 = yhat*(g - sum(g*yhat, axis=0))",
        "dL/dz2 = dL/da2*(z2 > 0)",
        "dL/dW2 = dL/dz2 @ a1.T", "dL/db2 = sum(dL/dz2, axis=1, keepdims=1)",
        "dL/dW1 = ((W2.T @ dL/dz2)*(z1 > 0)) @ X.T",
    )
    assert [claim.verdict for claim in found.claims] == ["refuted", "defines", *["agrees"]*5]
    counter = found.claims[0].counter
    assert counter.given and counter.differing == counter.of == 15 and counter.place == (1, 2)
    assert not found.ok


def test_a_sum_over_the_wrong_matrix_in_exercise_g():
    found = report(
        sample("g_tanh_cross_entropy.adt"), None,
        "dl/dyt = yhat - y", "dl/dWy = outer(yhat - y, h)", "dl/dby = yhat - y",
        "dl/dh = sum(dl/dWy, axis=0)", "dl/dh = Wy.T @ (yhat - y)", "dl/dht = dl/dh*(1 - h^2)",
        "dl/dWh = outer(dl/dht, x)", "dl/dyt = y - yhat",
    )
    assert [claim.verdict for claim in found.claims] == [*["agrees"]*3, "refuted", *["agrees"]*3, "refuted"]
    assert codes(found.claims[0]) == {records.ONLY}, "it holds for a one-hot y"
    assert found.claims[0].notes[0].facts == {"kinds": {"y": "one-hot"}}
    assert records.ONLY not in codes(found.claims[5])


def test_the_list_of_exercise_f():
    assert set(verdicts(
        sample("f_classifier.adt"), None,
        "dL/doa = os - onehot(1, n=3)", "dL/dW2 = outer(dL/doa, hs)", "dL/db2 = dL/doa", "dL/dhs = W2.T @ dL/doa",
        "dL/dha = dL/dhs*(ha > 0)", "dL/dW1 = outer(dL/dha, x)", "dL/db1 = dL/dha", "dL/dx = W1.T @ dL/dha",
    )) == {"agrees"}


# What no single point tells

def test_a_coincidence_at_the_given_point_does_not_pass():
    found = verdict("sin(x)", {"x": 0}, "d/dx = 1")
    assert found.verdict == "refuted" and records.COINCIDENCE in codes(found)
    assert not found.counter.given


@pytest.mark.parametrize("text", ["x^2", "relu(x - 30)", "where(x > 1e6, x, 0)", "exp(-x^2)", "relu(x)*relu(y)"])
def test_zero_passes_only_where_the_derivative_is_zero_everywhere(text):
    assert verdict(text, None, "d/dx = 0").verdict == "refuted"


@pytest.mark.parametrize("text", ["floor(x) + y", "sign(x)", "0*x", "y + (x > 0)"])
def test_zero_where_it_is(text):
    assert verdict(text, None, "d/dx = 0").verdict == "agrees"


def test_the_counter_example_is_simple():
    assert verdict("x^3", None, "d/dx = 3*x").counter.point == {"x": 2.0}
    assert verdict("x*y", None, "d/dx = x").counter.point in ({"x": 0.0, "y": 1.0}, {"x": 1.0, "y": 0.0})
    digits = verdict("log(x)*sqrt(1 - x^2)", None, "d/dx = sqrt(1 - x^2)/x").counter.point["x"]
    assert digits == 0.5
    wild = verdict("where(x*x > 37, x, 0)", None, "d/dx = 0").counter.point["x"]
    assert wild == round(wild, 1)


def test_a_value_of_a_step_is_a_claim_too():
    assert verdicts("z = x*y; sin(z) + 1", None, "z = y*x", "w2 = sin(x*y)", "z = x + y") == ["agrees", "agrees", "refuted"]


# Names

@pytest.mark.parametrize("left", ["d/dx", "dy/dx", "∂y/∂x", "dL/dx", "dloss / dx", "bar(x)", "x_bar", "dx", "grad(x)", "dE/dx"])
def test_spellings_of_a_derivative(left):
    assert verdicts("x^2", None, f"{left} = 2*x", f"{left} = 2") == ["agrees", "refuted"]


def test_names_of_the_user_come_first():
    assert verdicts("dz*z + dx", {"dz": 2, "z": 3, "dx": 1}, "z_bar = dz", "d/ddz = z", "d/ddx = 1") == ["agrees"]*3
    assert verdicts("L = x*y; z = L^2; z", None, "dL/dx = y", "dz/dx = 2*x*y^2", "dz/dL = 2*L") == ["agrees"]*3
    assert verdicts("dy*x/dx", {"dy": 2, "dx": 3, "x": 1}, "d/ddx = -dy*x/dx^2", "d/dx = dy/dx") == ["agrees"]*2


def test_derivatives_by_name_in_a_formula():
    assert verdicts("z = x^2; y = sin(z); y", None, "dy/dz = cos(z)", "dz/dx = 2*x", "dy/dx = 3*dy/dz*dz/dx/3", "dy/dx = 2*x*dy/dz") == [
        "agrees"]*4
    assert verdicts("z = x^2; sin(z)", None, "d/dx = bar(z)*2*x", "d/dx = z_bar*2*x", "d/dx = dz*2*x", "d/dx = z*2*x") == [
        "agrees", "agrees", "agrees", "refuted"]


def test_a_later_claim_is_not_blamed_for_an_earlier_error():
    found = report("z = x^2; sin(z)", None, "dL/dz = sin(z)", "dL/dx = dL/dz*2*x", "g = bar(z)", "d/dx = g*2*x")
    assert [claim.verdict for claim in found.claims] == ["refuted", "agrees", "defines", "agrees"]
    notes = [note for claim in found.claims for note in claim.notes if note.code == records.TRACED]
    assert [note.facts["names"] for note in notes] == [["dL/dz"], ["dL/dz"]]


def test_functions_of_the_program():
    assert verdicts("f(t) = t^2 + 1; f(x)*y", None, "d/dy = f(x)", "d/dy = f(y)") == ["agrees", "refuted"]


# Shapes

def test_shapes_must_fit():
    found = verdict("sum(x^2)", VECTOR, "d/dx = 2*x[0]")
    assert found.verdict == "refuted" and found.shapes == ((), (3,)) and found.counter is None
    assert verdict("sum(W @ x)", {"W": [[1, 2], [3, 4]], "x": [1, 1]}, "d/dW = x").shapes == ((2,), (2, 2))
    assert verdicts("sum(x)", VECTOR, "d/dx = 1", "d/dx = 2/2", "d/dx = 2") == ["agrees", "agrees", "refuted"]


def test_one_element_is_claimed():
    at = {"W": [[1, 2], [3, 4]], "x": [1, 5]}
    assert verdicts("sum(W @ x)^2", at, "d/dW[0, 1] = 2*sum(W @ x)*x[1]", "d/dW[0, 1] = x[0]", "bar(W)[1,0] = 2*sum(W@x)*x[0]") == [
        "agrees", "refuted", "agrees"]


def test_the_element_that_differs_is_named():
    counter = verdict("sum(x^3)", {"x": [1, 2, 3]}, "d/dx = 3*x^2 + [0, 5, 0]").counter
    assert counter.given and counter.place == (1,) and counter.differing == 1 and counter.of == 3
    assert counter.numbers == (17.0, 12.0)


def test_jacobians_and_what_is_taken_element_by_element():
    at = {"W": [[1, 2], [3, 4], [5, 6]], "x": [1, 2]}
    assert verdicts("y = W @ x; y", at, "dy/dx = W", "dy/dx = W.T", "dy[1]/dx = W[1]", "dy[1]/dx[0] = W[1, 0]") == [
        "agrees", "refuted", "agrees", "agrees"]
    found = report("sigmoid(x)", VECTOR, "d/dx = sigmoid(x)*(1 - sigmoid(x))", "d/dx = sigmoid(x)", "d/dx = 0")
    assert [claim.verdict for claim in found.claims] == ["agrees", "refuted", "refuted"]
    assert records.ALONG in codes(found.claims[0])
    assert verdict("softmax(x)", VECTOR, "d/dx = softmax(x)*(1 - softmax(x))").shapes == ((3,), (3, 3))
    assert verdicts("p = softmax(x); p", VECTOR, "dp/dx = diag(p) - outer(p, p)") == ["agrees"]


# Kinks, poles, domains, rounding

def test_at_a_kink_every_slope_between_the_sides_passes_with_a_note():
    found = verdict("abs(x)", {"x": 0}, "d/dx = where(x >= 0, 1, -1)")
    assert found.verdict == "agrees"
    note = next(note for note in found.notes if note.code == records.KINK)
    assert note.facts["point"] == {"x": 0.0} and (note.facts["low"], note.facts["high"]) == (-1.0, 1.0)
    assert verdict("abs(x)", {"x": 0}, "d/dx = where(x == 0, 1.5, sign(x))").verdict == "refuted"
    assert verdict("abs(x)", {"x": 1}, "d/dx = where(x == 0, 1.5, sign(x))").verdict == "refuted"
    assert verdict("3*relu(2*x)", None, "d/dx = 6*(x >= 0)").verdict == "agrees"
    assert verdict("max(x, y)", {"x": 1, "y": 1}, "d/dx = x >= y").verdict == "agrees"
    assert verdict("max(x, y)", {"x": 1, "y": 1}, "d/dx = 2*(x >= y) - (x > y)").verdict == "refuted"


def test_kinks_of_arrays_are_judged_element_by_element():
    at = {"x": [0, 1, -2]}
    assert verdict("sum(abs(x))", at, "d/dx = where(x >= 0, 1, -1)").verdict == "agrees"
    found = verdict("sum(abs(x))", at, "d/dx = where(x >= 0, 1, -1) + [3, 0, 0]")
    assert found.verdict == "refuted" and found.counter.place == (0,)
    layer = {"W": [[1, 0], [0, 1]], "x": [0, 1], "b": [0, 0]}
    assert verdicts("z = W @ x + b; sum(relu(z)^1)", layer, "d/db = z >= 0", "d/dW = outer(z >= 0, x)") == ["agrees"]*2


def test_points_outside_of_the_domain_are_drawn_again():
    found = report("log(x) + sqrt(1 - x^2)", None, "d/dx = 1/x - x/sqrt(1 - x^2)")
    assert found.ok and found.outside > 0 and found.points >= 40
    found = report("acos(x)*log(y)", None, "d/dy = acos(x)/y", "d/dx = log(y)/sqrt(1 - x^2)")
    assert [claim.verdict for claim in found.claims] == ["agrees", "refuted"]


def test_no_point_in_the_domain_is_an_error():
    with pytest.raises(AdtraceError, match="no point was found") as caught:
        report("log(-1 - x^2)", None, "d/dx = 1")
    assert "--at" in caught.value.hint


def test_a_narrow_domain_is_searched_about_the_given_point():
    found = report("sqrt(1e-8 - (x - 1000)^2)", {"x": 1000}, "d/dx = -(x - 1000)/sqrt(1e-8 - (x - 1000)^2)")
    assert found.claims[0].verdict == "agrees"


def test_a_claim_without_a_value_somewhere_is_noted():
    found = verdict("abs(x)", None, "d/dx = x/abs(x)")
    assert found.verdict == "agrees" and codes(found) == {records.NO_VALUE}


def test_a_given_point_outside_of_the_domain_is_noted():
    found = verdict("log(x)", {"x": -1}, "d/dx = 1/x")
    assert found.verdict == "agrees" and records.GIVEN_OUTSIDE in codes(found)


@pytest.mark.parametrize(("text", "claim"), [
    ("log(exp(x))", "d/dx = 1"), ("(x + 1e8) - 1e8", "y = x"), ("(exp(x) - 1)/x", "y = expm1(x)/x"),
    ("sigmoid(x)", "d/dx = sigmoid(x)*(1 - sigmoid(x))"), ("tanh(x)", "d/dx = (1 - y)*(1 + y)"),
    ("sin(x)^2 + cos(x)^2", "d/dx = 0"), ("sqrt(x^2 + 1) - x", "y = 1/(sqrt(x^2 + 1) + x)"),
    ("(1 - cos(x))/x^2", "y = 2*sin(x/2)^2/x^2"), ("0.1*x + 0.2*x", "d/dx = 0.3"),
])
def test_rounding_refutes_nothing(text, claim):
    found = verdict(text, None, claim, trials=300)
    assert found.verdict == "agrees" and found.points > 20


@pytest.mark.parametrize("factor", ["1.000001", "(1 + 1e-7)", "0.99999"])
def test_small_errors_are_found(factor):
    assert verdict("exp(sin(x))*y", None, f"d/dx = {factor}*cos(x)*exp(sin(x))*y").verdict == "refuted"


def test_what_rounding_hides_everywhere_is_undecided():
    found = verdict("(x + 1e300) - 1e300 + 0*x", {"x": 1}, "y = x")
    assert found.verdict == "undecided" and codes(found) == {records.DROWNED}


# Kinds of inputs, and those that are held

def test_inputs_keep_their_kind():
    at = {"p": [0.2, 0.3, 0.5], "z": [0.1, 0.2, 0.3]}
    loss = "-sum(p*log(softmax(z)))"
    found = verdict(loss, at, "d/dz = softmax(z) - p")
    assert found.verdict == "agrees" and found.notes[0].facts["kinds"] == {"p": "probabilities"}
    assert verdict(loss, {**at, "p": [1, 2, 3]}, "d/dz = softmax(z) - p").verdict == "refuted"
    labels = {"y": [0, 1, 1, 0], "z": [1, 2, 3, 4]}
    assert verdict("sum(y*log(sigmoid(z)) + (1 - y)*log(1 - sigmoid(z)))", labels, "d/dz = where(y, 1 - sigmoid(z), -sigmoid(z))").verdict == "agrees"


def test_an_input_that_a_claim_differentiates_by_takes_any_numbers():
    assert verdict("sum(x^2)", {"x": [0, 1]}, "d/dx = 2*x^3").verdict == "refuted"


def test_an_input_that_is_an_index_stays():
    assert verdicts("x[i]^2", {"x": [1, 2, 3], "i": 1}, "d/dx = 2*x*onehot(i, n=3)") == ["agrees"]


def test_held_inputs_stay():
    assert verdict("x^n", {"x": 2, "n": 3}, "d/dx = 3*x^2").verdict == "refuted"
    found = report("x^n", {"x": 2, "n": 3}, "d/dx = 3*x^2", hold="n")
    assert found.ok and found.held == ("n",)
    with pytest.raises(AdtraceError, match="no value to hold"):
        report("x^n", {"x": 2}, "d/dx = 1", hold="n")


def test_scalars_need_no_value_and_arrays_take_theirs():
    assert verdicts("sum(a*x)", {"x": [1, 2]}, "d/da = sum(x)", "d/dx = a") == ["agrees", "refuted"]
    with pytest.raises(AdtraceError, match="no value for x"):
        report("x^2", {"xx": 3}, "d/dx = 2*x")


def test_it_is_reproducible():
    first, second = (report("sin(x*y)*z", None, "d/dx = y*z*cos(x*y)", "d/dx = y", random_seed=5) for _ in range(2))
    assert first.claims[0] == second.claims[0]
    assert first.claims[1].counter.point == second.claims[1].counter.point and first.points == second.points


def test_several_outputs_are_named():
    assert verdicts("[x*z, x + z]", None, "dy1/dx = z", "dy2/dx = 1", "dy2/dx = z") == ["agrees", "agrees", "refuted"]
    with pytest.raises(AdtraceError, match="several outputs"):
        report("[x*z, x + z]", None, "d/dx = z")
    assert verdicts("a = x*z; b = x + z", None, "d/dx = z", of="a") == ["agrees"]


# Bad claims

@pytest.mark.parametrize(("claim", "message", "span"), [
    ("d/dx", "needs an equals sign", (0, 4)), ("d/dx = 2*q", "the program has no q", (9, 10)),
    ("d/dx = bar(2)", "bar takes the name", (7, 13)), ("d/dx = 2*", "a value is expected", (9, 9)),
    (" = 3", "nothing before =", (1, 2)), ("d/dx =", "nothing behind =", (5, 6)), ("d/dq = 3", "the program has no q", (0, 4)),
    (" bar(q) = 3", "the program has no q", (1, 7)), ("d/dx[0] = 3", "whole numbers as its indices", (0, 7)),
    ("x = 3", "x is an input", (0, 1)), ("zz = 3", "the program has no zz", (0, 2)), ("2*x = 3", "no quantity", (0, 3)),
    ("d/dx = 1; 2", "", None), ("d/dx = dq/dx", "no dq", (7, 9)),
])
def test_a_bad_claim_is_one_message_with_its_place(claim, message, span):
    with pytest.raises(AdtraceError, match=message or ".") as caught:
        report("x^2", {"x": 1}, claim)
    assert caught.value.source == claim and caught.value.span is not None
    assert span is None or caught.value.span[0] == span[0]


def test_claims_and_a_table_are_two_checks():
    with pytest.raises(AdtraceError, match="two checks"):
        adtrace.check("x^2", {"x": 1}, claims="d/dx = 2*x", table="y = 1")


def test_numbers_of_a_counter_example_are_exact():
    counter = verdict("x^2", {"x": 3}, "d/dx = x").counter
    assert counter.numbers == (3.0, 6.0) and counter.point == {"x": 3.0} and math.isfinite(counter.claimed)
    whole = verdict("sum(x^2)", VECTOR, "d/dx = x").counter
    assert np.array_equal(whole.claimed, [1, -2, 3]) and np.array_equal(whole.traced, [2, -4, 6])


def test_a_jacobian_that_takes_too_long_is_refused():
    with pytest.raises(LimitError, match="400 sweeps"):
        report("tanh(x)", {"x": [0.5]*400}, "d/dx = 1 - tanh(x)^2")
    with pytest.raises(LimitError, match="400 sweeps"):
        adtrace.same("tanh(x)", "sinh(x)/cosh(x)", {"x": [0.5]*400})


@pytest.mark.parametrize(("program", "claim", "mistake"), [
    ("z = a*x; sigmoid(z)", "d/dx = sigmoid(z)*(1 - sigmoid(z))", "partial-lost"),
    ("x1*x2 + sin(x1)", "d/dx1 = x2", "overwritten"),
    ("1/x", "d/dx = 1/x^2", "sign"),
    ("x^2", "d/dx = x", "factor"),
])
def test_a_refuted_claim_says_which_mistake_leads_to_it(program, claim, mistake):
    (judgement,) = adtrace.check(program, claims=[claim]).claims
    notes = [note for note in judgement.notes if note.code == "mistake"]
    assert len(notes) == 1, judgement
    assert mistake in notes[0].facts["mistake"]


def test_a_claim_that_no_mistake_leads_to_has_no_diagnosis():
    (judgement,) = adtrace.check("sin(x)", claims=["d/dx = cos(x) + 0.123"]).claims
    assert not [note for note in judgement.notes if note.code == "mistake"]


@pytest.mark.parametrize(("text", "at", "claim", "wanted"), [
    ("relu(x)", {"x": 0}, "d/dx = step(x)", records.AGREES),
    ("relu(x)", {"x": 0}, "d/dx = 1.3", records.REFUTED),
    ("abs(x)", {"x": 0}, "d/dx = 0.3", records.AGREES),
    ("abs(x)", {"x": 0}, "d/dx = -1.3", records.REFUTED),
    ("max(x, y)", {"x": 1, "y": 1}, "d/dx = 1", records.AGREES),
    ("max(x, y)", {"x": 1, "y": 1}, "d/dx = 1.3", records.REFUTED),
    ("w = 2*x; abs(w)", {"x": 0}, "w_bar = 0.3", records.AGREES),
    ("step(c)*x", {"x": 1, "c": 0}, "d/dx = 0.5", records.REFUTED),
])
def test_inputs_that_are_held_at_a_kink(text, at, claim, wanted):
    found = verdict(text, at, claim, hold=list(at))
    assert (found.verdict, "kink" in codes(found)) == (wanted, wanted == records.AGREES)


LAYER = "ha = W @ x; sum(tanh(ha))"
LAYER_AT = {"W": [[1, 2, 3], [0, 1, -1], [2, 2, 1], [1, 0, 1]], "x": [1, 2, 3]}


def test_a_claim_whose_shapes_do_not_fit_is_refuted_and_the_others_are_judged():
    first, right = report(LAYER, LAYER_AT, "d/dx = W @ bar(ha)", "dha = 1 - tanh(ha)^2").claims
    assert (first.verdict, right.verdict) == (records.REFUTED, records.AGREES)
    misfit, mistake = first.notes
    assert (misfit.code, misfit.facts["reason"]) == ("misfit", "the shapes 4×3 and 4 do not fit a matrix product")
    assert mistake.facts == {"mistake": "transposed-factor", "words": {"rule": "W.T @ bar(ha)"}}


def test_a_definition_whose_shapes_do_not_fit_and_what_uses_it():
    found = report(LAYER, LAYER_AT, "g = W @ ha", "d/dx = 2*g", "d/dx = W.T @ bar(ha)").claims
    assert [one.verdict for one in found] == [records.REFUTED, records.REFUTED, records.AGREES]
    assert all(codes(one) == {"misfit"} for one in found[:2])


@pytest.mark.parametrize("claim", ["d/dx = W @ bar(hb)", "d/dx = foo(W) @ x", "d/dx = (W @ x"])
def test_what_cannot_be_read_is_an_error_beside_shapes(claim):
    with pytest.raises(AdtraceError):
        report(LAYER, LAYER_AT, "d/dx = W @ bar(ha)", claim)


def test_a_lost_chain_factor_is_told():
    found = verdict("1/(1 + exp(-a*x))", {"x": 2, "a": 1}, "d/dx = exp(-a*x)/(1 + exp(-a*x))^2")
    (mistake,) = [note for note in found.notes if note.code == records.MISTAKE]
    assert (mistake.facts["mistake"], mistake.facts["words"]["missing"]) == ("factor-lost", "a")


@pytest.mark.parametrize("seed", range(5))
def test_a_claimed_zero_is_told_by_no_mistake_that_comes_to_it_by_chance(seed):
    found = verdict("exp(-x^2*1000)", {"x": 0.03}, "d/dx = 0", seed=seed)
    assert found.verdict == records.REFUTED and records.MISTAKE not in codes(found)


def test_forgotten_penalties_of_the_elastic_net():
    found = report(sample("f_elastic_net.adt"), None, "dW1 = outer(bar(ha), x)").claims[0]
    (mistake,) = [note for note in found.notes if note.code == records.MISTAKE]
    assert mistake.facts["mistake"] == "forgotten-penalty" and ", " in mistake.facts["words"]["missing"]


def test_a_formula_without_a_value_anywhere():
    found = verdict("relu(x)", {"x": 1}, "d/dx = 1/0")
    assert (found.verdict, codes(found)) == (records.UNDECIDED, {"nowhere"})
    assert "no value" in codes(verdict("x^2", {"x": 1}, "d/dx = 2*x*(x/x)"))
