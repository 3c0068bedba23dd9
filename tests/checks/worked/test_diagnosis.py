"""The search for mistakes: exercises D and G, mistakes in lines that were left out, and no false ones."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from programs import array_points, arrays, points, programs
from worked_tables import entry, judged, of, rounded, run_at

from adtrace.checks.worked import diagnosis
from adtrace.checks.worked.derivation import Derivation, Key
from adtrace.checks.worked.judge import Judge
from adtrace.checks.worked.line import Line
from adtrace.checks.worked.mistakes import MESSAGES, MISTAKES
from adtrace.checks.worked.sheet import judge_table
from adtrace.lang.parser import parse
from adtrace.limits import Limits
from adtrace.records.worked import (
    ADJOINT,
    CARRIED,
    INCREMENT,
    PARTIAL,
    TANGENT,
    VALUE,
    WRONG,
    Entry,
    Quantity,
    WorkedReport,
)
from adtrace.sweeps.run import Run
from adtrace.sweeps.seeds import seedings
from adtrace.views.languages import speaker
from adtrace.views.mistake import mistake_text

SAMPLES = Path(__file__).resolve().parents[3]/"samples"
FIVE, AT = "w1 = x; w2 = a; w3 = -w1*w2; w4 = 1 + exp(w3); w5 = 1/w4", {"x": 2, "a": 1}


# The notes' own errors


def sample(name: str) -> tuple[Run, dict[str, Any]]:
    """A sample and the values of its inputs and steps by name."""
    run = Run(parse((SAMPLES/name).read_text(encoding="utf-8")), {})
    assert run.values is not None
    return run, {run.names[node]: run.values[node] for node in [*run.graph.inputs, *run.names.steps]}


def marked(run: Run, answer: dict[str, Any], digits: int = 4) -> WorkedReport:
    """The verdicts on adjoints, written with a few digits."""
    texts = [f"{name}_bar = {rounded(number, digits)}" for name, number in answer.items()]
    return judge_table(run, [entry(run, line, text) for line, text in enumerate(texts, 1)])


@pytest.fixture(scope="module")
def notes_d() -> tuple[Run, dict[str, Any]]:
    """Exercise D, by the notes: dL/da_L = (1/m)((1 - y) yhat - y (1 - yhat))."""
    run, at = sample("d_deep_relu_softmax.adt")
    a2 = ((1 - at["Y"])*at["yhat"] - at["Y"]*(1 - at["yhat"]))/5
    z2 = a2*(at["z2"] > 0)
    a1 = at["W2"].T @ z2
    z1 = a1*(at["z1"] > 0)
    inputs = {"W1": z1 @ at["X"].T, "b1": z1.sum(1, keepdims=True), "W2": z2 @ at["a1"].T, "b2": z2.sum(1, keepdims=True)}
    return run, {"a2": a2, "z2": z2, "a1": a1, "z1": z1, **inputs}


@pytest.fixture(scope="module")
def notes_g() -> tuple[Run, dict[str, Any]]:
    """Exercise G, by the notes: dl/dh is the sum of dl/dWy over i."""
    run, at = sample("g_tanh_cross_entropy.adt")
    yt = at["yhat"] - at["y"]
    right = {"Wy": np.outer(yt, at["h"]), "by": yt}
    ht = right["Wy"].sum(0)*(1 - at["h"]**2)
    return run, {"yt": yt, **right, "h": right["Wy"].sum(0), "ht": ht, "Wh": np.outer(ht, at["x"]), "bh": ht}


def test_the_wrong_line_of_exercise_d(notes_d):
    report = marked(*notes_d)
    assert [one.verdict for one in report.judged] == [WRONG] + [CARRIED]*7
    assert of(report, "a2_bar").mistake_name == "softmax-diagonal"
    assert "the diagonal of the softmax Jacobian" in of(report, "a2_bar").mistake


@pytest.mark.parametrize("names", ["W1 b1 W2 b2", "W1", "b1", "W2", "b2"])
def test_the_gradients_of_exercise_d_alone(notes_d, names):
    run, answer = notes_d
    report = marked(run, {name: answer[name] for name in names.split()})
    assert {(one.verdict, one.mistake_name) for one in report.judged} == {(WRONG, "softmax-diagonal")}


def test_the_wrong_line_of_exercise_g(notes_g):
    report = marked(*notes_g)
    assert report.first_wrong is of(report, "h_bar")
    assert of(report, "h_bar").mistake_name == "sum-over-wrong-matrix"
    assert "dl/dWy was summed over axis 0" in of(report, "h_bar").mistake
    assert sum(one.verdict == WRONG for one in report.judged) == 1


@pytest.mark.parametrize("names", ["Wy by Wh bh", "Wh", "bh"])
def test_the_gradients_of_exercise_g_alone(notes_g, names):
    run, answer = notes_g
    report = marked(run, {name: answer[name] for name in names.split()})
    wrong = {one.entry.name: one.mistake_name for one in report.judged if one.verdict == WRONG}
    assert wrong == dict.fromkeys([f"{name}_bar" for name in names.split() if name in ("Wh", "bh")], "sum-over-wrong-matrix")


# Where a mistake is looked for


def test_one_mistake_that_explains_two_entries_is_better_than_two():
    """The sign of dw5/dw4 is behind both; each alone could have another one."""
    report = judged(FIVE, AT, "x_bar = -0.1050; a_bar = -0.2100")
    told = [one.mistake for one in report.judged]
    assert told == ["the minus sign of dw5/dw4 = -1/w4^2 is lost"]*2


def test_an_entry_that_is_right_speaks_against_a_mistake_before_it():
    """a_bar is right, so the sign was lost between w3 and x."""
    report = judged("w3 = -(x*a); w4 = 1 + exp(w3); w5 = 1/w4", AT, "x_bar = -0.1050; a_bar = 0.2100")
    assert of(report, "x_bar").mistake == "the sign of x_bar is wrong"


def test_what_was_written_stays_as_written():
    """w4_bar is right as it was written: the sign was lost behind it, not in it."""
    report = judged(FIVE, AT, "w4_bar = -0.7758; x_bar = -0.1050; a_bar = -0.2100")
    assert [one.mistake for one in report.judged] == ["", *["the sign of w3_bar is wrong"]*2]


def test_a_mistake_on_top_of_a_wrong_line():
    """w4_bar is wrong, and x_bar, worked out from it, lost another sign: -1*exp(-2)*0.5."""
    report = judged(FIVE, AT, "w4_bar = 0.5; w3_bar = 0.0677; x_bar = 0.0677")
    assert [one.verdict for one in report.judged] == [WRONG, CARRIED, WRONG]
    assert of(report, "x_bar").mistake == "the minus sign of dv1/dx = -1 is lost"


def test_a_whole_array_must_be_explained():
    right = "[2.0, 8.0, 4.0]"
    assert of(judged("sum(x^2)", {"x": [1, 4, 2]}, f"x_bar = {right}"), "x_bar").verdict != WRONG
    half = judged("sum(x^2)", {"x": [1, 4, 2]}, "x_bar = [1.0, 4.0, 2.0]")
    assert of(half, "x_bar").mistake_name == "factor-of-power"
    mixed = judged("sum(x^2)", {"x": [1, 4, 2]}, "x_bar = [1.0, 4.0, 2.7]")
    assert (of(mixed, "x_bar").verdict, of(mixed, "x_bar").mistake) == (WRONG, "")


def test_elements_one_by_one():
    report = judged("sum(x^2)", {"x": [1, 4, 2]}, "x_bar[0] = 1.0; x_bar[1] = 4.0; x_bar[2] = 2.0")
    assert [one.mistake_name for one in report.judged] == ["factor-of-power"]*3


def test_an_array_of_another_shape():
    matrix, vector = np.array([[0.5, -1.25], [2.0, 0.75], [-0.3, 1.1]]), np.array([1.5, -0.4])
    at, z = {"W": matrix, "x": vector, "b": 0.5}, matrix @ vector + 0.5
    report = judged("sum((W @ x + b)^2)", at, f"W_bar = {rounded(2*np.outer(vector, z))}; b_bar = {rounded(2*z)}; x_bar = 3")
    names = [one.mistake_name for one in report.judged]
    assert names == ["transposed-factor", "batch-not-summed", ""]
    assert {one.verdict for one in report.judged} == {WRONG}
    right = f"W_bar = {rounded(2*np.outer(z, vector))}; W_bar[2, 1] = {rounded(2*z[2]*vector[1])}"
    twice = judged("sum((W @ x + b)^2)", at, f"{right}; W_bar = {rounded(2*np.outer(vector, z))}")
    assert [one.mistake_name for one in twice.judged] == ["", "", "transposed-factor"]


def test_few_digits_tell_nothing_of_a_line_that_was_left_out():
    """0.2 is twice 0.1 and much else."""
    report = judged(FIVE, AT, "x_bar = 0.2")
    assert (of(report, "x_bar").verdict, of(report, "x_bar").mistake) == (WRONG, "")


# No false mistakes


def test_the_trials_are_bounded(monkeypatch):
    monkeypatch.setattr(diagnosis, "LIMITS", Limits(mistake_trials=0))
    assert of(judged(FIVE, AT, "x_bar = -0.1050"), "x_bar").mistake == ""


LIKELY = [
    "x1*x2 + sin(x1)", "1/(1 + exp(-a*x))", "(a*x1 + b)^2/3 - log(x2^2 + 1)", "tanh(a*x1 + b)*exp(-x2)",
    "max(x1, x2)*sqrt(a^2 + 1)", "x1/x2 + cos(a*x1) - b^3",
]


@pytest.mark.parametrize("only_gradients", [False, True])
def test_a_random_number_is_rarely_explained(only_gradients):
    """Of 4 digits that mean nothing, few are what some mistake leads to."""
    chance = random.Random(20)
    wrong = told = 0
    for _ in range(80):
        text = chance.choice(LIKELY)
        at = {name: round(chance.uniform(0.3, 2.5), 2) for name in ("x1", "x2", "x", "a", "b")}
        run = run_at(text, at)
        adjoints = run.reverse((), ()).sweeps[0].steps
        steps = [step for step in adjoints if not only_gradients or step.role == "input"]
        corrupt = chance.randrange(len(steps))
        entries = []
        for line, step in enumerate(steps):
            factor = chance.choice((-1, 1))*chance.uniform(0.2, 3.0) if line == corrupt else 1.0
            stated = round(float(step.adjoint)*factor, 4)
            entries.append(Entry(line + 1, f"{step.name}_bar", f"{step.name}_bar", Quantity(ADJOINT, step.name), stated, 1e-4))
        one = judge_table(run, entries).judged[corrupt]
        wrong += one.verdict == WRONG
        told += bool(one.mistake)
    assert wrong > 60
    assert told <= 0.05*wrong


@pytest.mark.parametrize("only_gradients", [False, True])
def test_a_mistake_in_any_line_is_found(only_gradients):
    """Some mistake in some line, gone on with to the end: the first wrong entry is told one, the very same or a better."""
    chance = random.Random(7)
    wrong = told = same = 0
    for _ in range(60):
        at = {name: round(chance.uniform(0.3, 2.5), 2) for name in ("x1", "x2", "x", "a", "b")}
        run = run_at(chance.choice(LIKELY), at)
        made, numbers = with_mistake(run, chance)
        nodes = run.graph.inputs if only_gradients else [*run.graph.inputs, *run.names.steps]
        lines = [f"{run.names[node]}_bar = {numbers[node]:.4f}" for node in nodes]
        first = judge_table(run, [entry(run, line, text) for line, text in enumerate(lines, 1)]).first_wrong
        if first is not None:
            wrong, told, same = wrong + 1, told + bool(first.mistake), same + (first.mistake_name == made)
    assert wrong > 40
    assert told >= 0.95*wrong
    assert same >= 0.6*wrong


def with_mistake(run: Run, chance: random.Random) -> tuple[str, dict[int, float]]:
    """A mistake, made in a line of a reverse sweep, and the adjoints that it leads to."""
    worked = Derivation(run, (), seedings(run.graph.outputs, run.graph, (), (), "output"))
    label = worked.sweeps(ADJOINT)[0]
    adjoints = [Key(ADJOINT, node, sweep=label) for node in [*run.graph.inputs, *run.names.steps]]
    order = Judge(worked, []).order(adjoints)
    made = []
    while not made:
        site = chance.choice([key for key in order if key.kind in (ADJOINT, INCREMENT, PARTIAL)])
        line = Line(site, worked, worked.true)
        rows = [(row.name, guess.number) for row in MISTAKES if site.kind in row.kinds for guess in row.predict(line)]
        made = [(name, float(number)) for name, number in rows if number is not None and abs(number - line.right) > 1e-3]
    name, number = chance.choice(made)
    changed = {site: number}

    def known(key: Key) -> Any:
        return changed[key] if key in changed else worked.true(key)

    for key in order:
        if key not in changed and any(need in changed for need in worked.needs(key)):
            changed[key] = worked.work(key, known)
    return name, {key.node: float(known(key) or 0.0) for key in adjoints}


def spoilt(run: Run, draw: Any) -> None:
    """A table of some numbers, most of them wrong: mistakes are told of wrong entries only, and all can be shown."""
    assert run.values is not None
    nodes = [node for node in [*run.graph.inputs, *run.names.steps] if run.graph.varies[node]]
    if not nodes:
        return
    kinds = draw(st.lists(st.tuples(st.sampled_from(nodes), st.sampled_from([VALUE, ADJOINT, TANGENT])), min_size=1, max_size=6))
    entries = []
    for line, (node, kind) in enumerate(dict.fromkeys(kinds), 1):
        shape = run.graph.shapes[node]
        size = int(np.prod(shape))
        some = draw(st.lists(st.integers(-300, 300), min_size=size, max_size=size))
        stated = np.array(some).reshape(shape)/100 if shape else some[0]/100
        name = run.names[node]
        entries.append(Entry(line, name, name, Quantity(kind, name), stated, np.full(shape, 0.01) if shape else 0.01))
    report = judge_table(run, entries)
    say = speaker("fr")
    for one in report.judged:
        assert bool(one.mistake) == bool(one.mistake_name) == bool(mistake_text(one, say))
        assert not one.mistake or (one.verdict == WRONG and one.mistake_name in MESSAGES)


@settings(max_examples=40, deadline=None)
@given(text=programs(), at=points, data=st.data())
def test_any_table_of_scalars_can_be_searched(text, at, data):
    spoilt(run_at(text, at), data.draw)


@settings(max_examples=40, deadline=None)
@given(text=arrays(), seed=st.integers(0, 99), data=st.data())
def test_any_table_of_arrays_can_be_searched(text, seed, data):
    spoilt(run_at(text, {name: value for name, value in array_points(seed).items() if name in text}), data.draw)


def test_a_mistake_is_told_in_french():
    one = judged("x1*x2 + sin(x1)", {"x1": 2, "x2": 3}, "x1_bar = 3.0").judged[0]
    assert mistake_text(one, str) == one.mistake
    assert mistake_text(one, speaker("fr")).startswith("une utilisation de x1 manque : seul w1_bar*x2 a été pris")
    assert len(MESSAGES) == len(MISTAKES)


def test_a_lost_constant_comes_before_what_leads_to_its_number_by_chance():
    one = of(judged("0.5*(y - t)^2", {"y": 3, "t": 1}, "y_bar = 4.0"), "y_bar")
    assert (one.mistake_name, one.mistake_words["missing"]) == ("forgotten-constant", "0.5")


def test_right_numbers_are_not_mixed_with_a_mistake_before_them():
    # The lost sign of -a gives -0.1050; only with y as written, which it contradicts, would it give -0.7758.
    report = judged("1/(1 + exp(-a*x))", {"x": 2, "a": 1}, "y = 0.8808; x_bar = -0.7758")
    assert of(report, "x_bar").verdict == WRONG and not of(report, "x_bar").mistake


@pytest.mark.parametrize(("program", "at", "table", "mistake"), [
    ("exp(-x^2*1000)", {"x": 0.03}, "x_bar = 0.0000", ""),
    ("3.7*relu(x)", {"x": 2}, "x_bar = 0.0", "other-branch"),
])
def test_what_a_zero_is_told_by(program, at, table, mistake):
    one = of(judged(program, at, table), "x_bar")
    assert (one.verdict, one.mistake_name) == (WRONG, mistake)


def test_a_divisor_that_varies_is_no_constant_factor():
    assert not of(judged("w4 = 1 + exp(-x); y = 1/w4", {"x": 2}, "w4 = 1.1353; y = 1.0"), "y").mistake
    one = of(judged("a*x/m", {"x": 2, "a": 3.5, "m": 4}, "x_bar = 3.5"), "x_bar")
    assert (one.mistake_name, one.mistake_words["missing"]) == ("forgotten-divisor", "m")
