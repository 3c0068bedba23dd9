"""Remedies: every row is found, is the same function, and helps; and none is offered that changes a function."""

from __future__ import annotations

import random

import pytest
from cases import CASES, HELPLESS

from adtrace.checks.audit.agreement import agree, agreeing
from adtrace.checks.audit.audit import audit
from adtrace.checks.remedies.found import places_in
from adtrace.checks.remedies.patterns import pattern_of
from adtrace.checks.remedies.rewriting import rewrites
from adtrace.checks.remedies.search import Search
from adtrace.checks.remedies.table import REMEDIES, Remedy
from adtrace.graph.build import build, constant
from adtrace.lang.parser import parse
from adtrace.lang.points import as_values as values_of
from adtrace.sweeps.run import Run
from adtrace.views.languages import phrases_of

NAMES = [remedy.name for remedy in REMEDIES]
BY_NAME = {remedy.name: remedy for remedy in REMEDIES}


def as_values(at):
    return values_of(at, constant)


def program(text):
    return parse(text, "test")


def found(text, at, name):
    """The rewrites of this name that a program allows."""
    return [one for one in rewrites(program(text), as_values(at)) if one.name == name]


def test_every_row_has_a_case_and_a_name_of_its_own():
    assert list(CASES) == NAMES
    assert len(set(NAMES)) == len(NAMES)


def test_every_reason_is_said_in_french():
    assert not {remedy.reason for remedy in REMEDIES} - set(phrases_of("fr"))


@pytest.mark.parametrize("name", NAMES)
def test_a_row_is_found_in_every_spelling(name):
    case = CASES[name]
    for text in case.spellings:
        assert found(text, case.at, name), text
    assert case.after in [one.program.text for one in found(case.spellings[0], case.at, name)]


def random_values(row: Remedy, chance: random.Random):
    """Values for a row's variables."""
    names = row.arrays or sorted({name for text in (*row.patterns, row.instead) for name in inputs_of(text)})
    reach = chance.choice([0.01, 1.0, 5.0])
    at = {name: chance.uniform(-reach, reach) for name in names}
    for name in row.arrays:
        at[name] = [chance.uniform(-reach, reach) for _ in range(3)]
    return {name: float(value > 0) if name == "c" else value for name, value in at.items()}


def inputs_of(text):
    return Run(program(text), {}).built.names.inputs


@pytest.mark.parametrize("name", NAMES)
def test_a_row_is_one_function_wherever_both_are_defined(name):
    row, chance = BY_NAME[name], random.Random(name)
    for text in row.patterns:
        verdicts = []
        for _ in range(40):
            at = as_values(random_values(row, chance))
            if row.when and not holds_at(row.when, at):
                continue
            used = {key: value for key, value in at.items() if key in inputs_of_all(text, row)}
            verdicts.append(agree(program(text), program(row.instead), used, ()))
        assert False not in verdicts
        assert verdicts.count(True) >= 5


def inputs_of_all(text, row):
    return {*inputs_of(text), *inputs_of(row.instead)} if not row.arrays else {*row.arrays}


def holds_at(when, at):
    run = Run(program(when), {name: at[name] for name in inputs_of(when)})
    return run.values[run.graph.outputs[0][1]] == 1


@pytest.mark.parametrize("name", [name for name in NAMES if name not in HELPLESS])
def test_a_row_gains_digits_at_the_point_of_its_case(name):
    case = CASES[name]
    report, _ = audit(program(case.spellings[0]), as_values(at_of(case, 0)), only=(name,))
    offer = next(one for one in report.offers if one.name == name)
    assert offer.better and offer.points >= 5
    assert name in report.applied
    worst = min(reading.digits for reading in report.readings)
    assert min(reading.digits for reading in report.result) > worst or name == "xlogy"


def at_of(case, place):
    """The values that a spelling of a case uses."""
    names = inputs_of(case.spellings[place]) if not any(isinstance(one, list) for one in case.at.values()) else case.at
    return {name: case.at[name] for name in names}


@pytest.mark.parametrize("name", sorted(HELPLESS))
def test_what_helps_other_libraries_changes_nothing_here(name):
    case = CASES[name]
    report, _ = audit(program(case.spellings[0]), as_values(case.at))
    offer = next(one for one in report.offers if one.name == name)
    assert not offer.better and not report.applied


@pytest.mark.parametrize("text", [
    "1/(2 + exp(-x))", "log(1 + exp(x) + y)", "sqrt(x^2 + y)", "1 - tanh(x)^3", "exp(x)/sum(exp(y))", "x*log(y)",
    "exp(x) - 2", "1 - cos(x)^3", "log(x)", "1/(1 + exp(x*x) + x)", "sqrt(x^3)", "where(x > 0, exp(x), 0)",
    "(exp(x) - exp(y))/2 + y",
])
def test_what_only_looks_like_a_pattern_is_left_alone(text):
    names = {one.name for one in rewrites(program(text), {})}
    assert not names - {"log1p", "expm1_difference"}


def test_a_rewrite_that_is_another_function_is_not_offered():
    from adtrace.checks.remedies.rewriting import Rewrite

    wrong = Rewrite("wrong", "", "exp(x) - 1", "x", "", ((0, 10),), program("x + x^3*1e-20"), None)
    assert agreeing(program("x"), wrong, {"x": 1.5}, ()) == 0
    assert agreeing(program("x"), wrong._replace(program=program("2*x - x")), {"x": 1.5}, ()) > 10


def test_a_condition_that_does_not_hold_at_the_point_withdraws_the_offer():
    text, values = "atan(p) - atan(q)", {"p": 3.0, "q": -2.0}
    only = found(text, values, "atan_difference")[0]
    assert only.when == "p*q > -1"
    assert agreeing(program(text), only, values, ()) == 0
    assert agreeing(program(text), only, {"p": 3.0, "q": 2.0}, ()) > 5


def test_parts_of_sums_and_products_match_with_what_is_left_beside():
    assert found("y + exp(x) - 1", {"x": 1, "y": 2}, "expm1")[0].program.text == "y + expm1(x)"
    assert found("c/(1 + exp(-x))", {"x": 1, "c": 2}, "sigmoid")[0].program.text == "c*sigmoid(x)"
    assert found("3 - 3*cos(x)", {"x": 1}, "versine")[0].program.text == "3*(2*sin(x/2)^2)"


def test_names_statements_and_comments_stay():
    text = "# the gate\ns = a*x + b  # its argument\nt = exp(-s)\ngate = 1/(1 + t)  # between 0 and 1\ngate*x"
    after = "# the gate\ns = a*x + b  # its argument\ngate = sigmoid(s)  # between 0 and 1\ngate*x"
    assert found(text, {"a": 1, "x": 2, "b": 3}, "sigmoid")[0].program.text == after


def test_a_statement_that_is_still_used_stays():
    text = "t = exp(-x); u = 1/(1 + t); u + t"
    assert found(text, {"x": 1}, "sigmoid")[0].program.text == "t = exp(-x); u = sigmoid(x); u + t"


def test_a_function_is_rewritten_where_it_is_called():
    text = "f(z) = 1/(1 + exp(-z)); 3*f(2*x)"
    assert found(text, {"x": 1}, "sigmoid")[0].program.text == "f(z) = 1/(1 + exp(-z)); 3*sigmoid(2*x)"


def test_every_place_where_the_same_stands_is_rewritten():
    assert found("(exp(x) - 1)*y + (exp(x) - 1)", {"x": 1, "y": 2}, "expm1")[0].program.text == "expm1(x)*y + expm1(x)"


def test_axes_are_handed_on():
    z = [[1.0, 2.0], [3.0, 4.0]]
    assert found("log(sum(exp(z), axis=1))", {"z": z}, "logsumexp")[0].after == "logsumexp(z, axis=1)"
    one = found("exp(z)/sum(exp(z), axis=1, keepdims=1)", {"z": z}, "softmax")[0]
    assert one.after == "softmax(z, axis=1)"
    assert agreeing(program("exp(z)/sum(exp(z), axis=1, keepdims=1)"), one, as_values({"z": z}), ()) > 10
    wrong = found("exp(z)/sum(exp(z), axis=1)", {"z": z}, "softmax")
    assert all(not agreeing(program("exp(z)/sum(exp(z), axis=1)"), one, as_values({"z": z}), ()) for one in wrong)


def test_a_long_sum_takes_no_long_search():
    names = [f"x{place}" for place in range(3000)]
    text = " + ".join(f"exp({name})^2*{name}" for name in names) + " - 1"
    graph = build(program(text), dict.fromkeys(names, 1.0)).graph
    assert len(graph) > 9000
    found = places_in(graph)
    assert all(place.node < len(graph) for place in found.places)


def test_what_a_search_in_a_large_graph_looks_at_is_bounded(monkeypatch):
    names = [f"x{place}" for place in range(400)]
    graph = build(program(" + ".join(f"exp({name})^2*{name}^2" for name in names)), dict.fromkeys(names, 1.0)).graph
    looked = [0]
    usual = Search.successors

    def successors(self, state):
        looked[0] += 1
        return usual(self, state)

    monkeypatch.setattr(Search, "successors", successors)
    monkeypatch.setattr("adtrace.checks.remedies.search.ALL_BUDGET", 1000)
    places_in(graph)
    assert 100 < looked[0] <= 1000


@pytest.mark.parametrize(("text", "at", "after"), [
    ("t = 1; t*log(1/(1 + exp(-x)))", {"x": 1}, "t = 1; t*log_sigmoid(x)"),
    ("a = 2; log(1 + exp(-a*x))", {"x": 1}, "a = 2; softplus(-a*x)"),
    ("k = 2*3; 1/(1 + exp(-k*x))", {"x": 1}, "k = 2*3; sigmoid(k*x)"),
    ("h = 1e-9; (exp(x + h) - exp(x))/h", {"x": 1}, "h = 1e-9; exp(x)*expm1(h)/h"),
])
def test_constants_that_have_a_name_keep_it(text, at, after):
    assert after in [one.program.text for one in rewrites(program(text), at)]


@pytest.mark.parametrize("text", ["t = 1; log(t + exp(x))", "n = 2; sum(x^2)/n - (sum(x)/n)^2", "t = 1; x^2 - t"])
def test_a_constant_that_has_a_name_is_no_number_of_a_pattern(text):
    at = as_values({"x": [1.0, 2.0]})
    assert not [one.after for one in rewrites(program(text), at) if one.name in ("softplus", "variance", "log1p")]
    assert all("t =" not in text or "t = 1" in one.program.text for one in rewrites(program(text), at))


@pytest.mark.parametrize(("text", "at", "after"), [
    ("sqrt(x^2 - (-1)) - x", {"x": 1}, "1/(sqrt(x^2 + 1) + x)"),
    ("1/(1 + exp(-(W@x)))", {"x": [1.0, 2.0], "W": [[1.0, 2.0], [3.0, 4.0]]}, "sigmoid(W@x)"),
    ("log(sum(exp(z), axis=0))", {"z": [[1.0, 2.0], [3.0, 4.0]]}, "logsumexp(z, axis=0)"),
    ("exp(x)/(1 + exp(x))", {"x": 1}, "sigmoid(x)"),
    ("exp(-x)/(1 + exp(-x))", {"x": 1}, "sigmoid(-x)"),
    ("-log(softmax(x)[k])", {"x": [1.0, 2.0], "k": 1}, "log_softmax(x)[k]"),
    ("-log(softmax(z, axis=1)[0, 1])", {"z": [[1.0, 2.0], [3.0, 4.0]]}, "log_softmax(z, axis=1)[0, 1]"),
])
def test_the_form_is_what_a_person_would_write(text, at, after):
    assert after in [one.after for one in rewrites(program(text), as_values(at))]


def test_every_factor_of_a_product_is_found():
    assert [one.after for one in rewrites(program("1/(1 + exp(-x)) * 1/(1 + exp(-y))"), {}) if one.name == "sigmoid"] == [
        "sigmoid(y)/(1 + exp(-x))", "sigmoid(x)"]
    report, _ = audit(program("1/(1 + exp(-x)) * 1/(1 + exp(-y))"), {"x": -1000.0, "y": -800.0})
    assert "sigmoid(x)" in report.rewritten and "sigmoid(y)" in report.rewritten


@pytest.mark.parametrize("text", ["1/(1 + exp(-x)) + 1/(1 + exp(-2*x))", "1/(1 + exp(-x)) - 1/(1 + exp(-2*x))", "1/x + 1/y"])
def test_reciprocals_give_way_to_sigmoid_and_leave_sums_alone(text):
    assert "reciprocals" not in {one.name for one in rewrites(program(text), {})}


def test_a_variance_divides_by_the_number_of_entries():
    at = as_values({"x": [1.0, 2.0, 4.0]})
    assert found("sum(x^2)/3 - (sum(x)/3)^2", {"x": at["x"]}, "variance")
    assert not found("sum(x^2)/2 - (sum(x)/2)^2", {"x": at["x"]}, "variance")


def test_the_sign_of_b_chooses_the_form_of_a_root():
    text = "(-b - sqrt(b^2 - 4*a*c))/(2*a)"
    below, above = {"a": 1.0, "b": -1e9, "c": 1.0}, {"a": 1.0, "b": 1e9, "c": 1.0}
    one = found(text, below, "quadratic_formula_of_negative")[0]
    assert one.when == "b < 0"
    assert agreeing(program(text), one, below, ()) >= 5 and not agreeing(program(text), one, above, ())


def test_e_to_a_power_is_exp_unless_e_is_a_name_of_the_program():
    text = "u = e^-x; e^(-y) + 1/(1 + u)"
    one = found(text, {"x": 1, "y": 2}, "sigmoid")[0]
    assert one.program.text == "e^(-y) + sigmoid(x)"
    assert agreeing(program(text), one, {"x": 1.0, "y": 2.0}, ()) > 10
    assert not found(text, {"x": 1, "y": 2, "e": 3}, "sigmoid")
    assert not found(f"e = 2; {text}", {"x": 1, "y": 2}, "sigmoid")


def test_a_row_that_is_no_program_is_a_mistake_of_the_table():
    for remedy in REMEDIES:
        for text in remedy.patterns:
            variables = {key.name for key in pattern_of(remedy, text).terms.keys if key.kind == "leaf"}
            forms = filter(None, (remedy.instead, remedy.when))
            names = {one for form in forms for one in inputs_of_form(form, remedy)}
            assert names <= variables


def inputs_of_form(form, remedy):
    return set(build(program(form), as_values({name: [1.0, 2.0, 3.0] for name in remedy.arrays})).names.inputs)
