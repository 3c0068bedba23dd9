"""The cross-check: silent on what is right, loud about what is wrong, and honest about what it cannot tell."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from datasets import CORPUS, GOLDENS
from operands import numbers

from adtrace.checks.cross.crosscheck import cross_check
from adtrace.cli.sources import read_program
from adtrace.errors import AdtraceError
from adtrace.graph.build import constant
from adtrace.lang.parser import parse
from adtrace.lang.points import as_values, read_points
from adtrace.limits import LIMITS
from adtrace.records.crosscheck import (
    AGREES,
    COMPLEX,
    DIFFERENCE,
    DIFFERS,
    EXACT,
    FORWARD,
    JUMP,
    KINK,
    NOISE,
    NOT_COMPARED,
    NOT_SMOOTH,
    ONE_SIDED,
    REVERSE,
    RIGHT,
    SMOOTH,
    UNDEFINED,
    WRONG,
    CrossCheck,
)
from adtrace.rules import table
from adtrace.sweeps.run import Run

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "samples").glob("*.adt"))


def at(text: str, point: str = "", **how: Any) -> CrossCheck:
    return cross_check(Run(parse(text), read_points([point] if point else [], constant)), **how)


def told(report: CrossCheck) -> list[Any]:
    """What is wrong, for a message."""
    wrong = [(entry.output, entry.input, dict(entry.ways), entry.difference, entry.wrong) for entry in report.entries]
    return [one for one in wrong if one[-1]] or [report.taylor[:2]]


# No false alarms


def test_no_record_of_the_corpus_raises_an_alarm() -> None:
    """All 346, those that float64 cannot reach included; nearly all of them are compared by all four ways."""
    entries = compared = stepped = 0
    taylor = {RIGHT: 0, EXACT: 0}
    for record in CORPUS:
        for point in record["points"]:
            values = {name: float(value) if value not in ("pi", "e") else value for name, value in point["at"].items()}
            report = cross_check(Run(parse(record["expr"]), as_values(values, constant)))
            assert report.ok, (record["id"], told(report))
            taylor[report.taylor.verdict] = taylor.get(report.taylor.verdict, 0) + 1
            for entry in report.entries:
                entries += 1
                compared += entry.verdict == AGREES and entry.difference.kind == SMOOTH
                stepped += entry.ways[COMPLEX] is not None
    assert entries >= 1140
    assert compared >= 0.995*entries
    assert stepped >= 0.96*entries
    assert taylor[RIGHT] + taylor[EXACT] >= 0.99*sum(taylor.values())
    assert WRONG not in taylor


@pytest.mark.parametrize("name", GOLDENS)
def test_every_entry_of_every_exercise_agrees(name: str) -> None:
    golden = GOLDENS[name]
    report = cross_check(Run(parse(golden["program"]), as_values(golden["at"], constant)))
    assert report.ok, told(report)
    assert len(report.entries) == report.of
    assert {(entry.verdict, entry.difference.kind) for entry in report.entries} == {(AGREES, SMOOTH)}
    assert all(entry.ways[COMPLEX] is not None for entry in report.entries)
    assert report.taylor.verdict == RIGHT
    assert report.taylor.slope == pytest.approx(2.0, abs=0.01)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_no_sample_raises_an_alarm(path: Path) -> None:
    report = cross_check(Run(read_program(str(path)), {}))
    assert report.ok, told(report)
    assert report.entries


def rows_of_one_kind() -> list[Any]:
    return [row for row in table.operators() if row.kind == "elementwise"]


def call(row: Any, names: list[str]) -> str:
    """A program that applies one row."""
    signs = {
        "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "==", "ne": "!=", "add": "+", "sub": "-", "mul": "*", "div": "/",
        "power": "^",
    }
    if row.name == "neg":
        return f"-{names[0]}"
    return signs[row.name].join(names) if row.name in signs else f"{row.spelled}({', '.join(names)})"


@pytest.mark.parametrize("row", rows_of_one_kind(), ids=lambda row: row.name)
def test_no_row_raises_an_alarm_over_the_whole_range_of_float64(row: Any) -> None:
    """From 1e-300 to 1e300, of either sign."""
    points = list(numbers(row))
    random.Random(row.name).shuffle(points)
    for point in points[:8]:
        names = [f"x{place}" for place in range(len(point))]
        report = cross_check(Run(parse(call(row, names)), dict(zip(names, point, strict=True))))
        assert report.ok, (point, told(report))


ILL_CONDITIONED = [
    ("(x + 1e16) - 1e16", "x=1"), ("sin(1e6*x)", "x=1"), ("(1 - cos(x))/x^2", "x=1e-7"), ("(exp(x) - 1)/x", "x=1e-12"),
    ("sin(x)^2 + cos(x)^2 - 1", "x=1"), ("x + 3", "x=1e-300"), ("log(x)", "x=1e-300"), ("tanh(x)", "x=20"),
    ("(-b + sqrt(b*b - 4*a*c))/(2*a)", "a=7e-9,b=17.3,c=8.6e-8"), ("sin(x)", "x=1e18"), ("exp(x)", "x=-800"),
    ("floor(exp(x) - log(x))", "x=35.8"), ("log(sigmoid(x))", "x=56"), ("log(tanh(x))", "x=40"), ("round(x)*x", "x=1e150"),
    ("1/(1 + exp(x))*exp(y)", "x=705,y=95"), ("sigmoid(floor(x))", "x=31.9"), ("x*y", "x=1e-170,y=1e-170"), ("sum(inv(A))", "A=[[1,1],[1,1.0000001]]"), ("(1 + x)^1000 - 1", "x=1e-10"),
    ("x^20 - 20*x^19 + x", "x=19.99"), ("x^2", "x=1e200"), ("1e-200*x", "x=0"), ("x^3", "x=0"), ("(x - 1)^3", "x=1"),
]


@pytest.mark.parametrize(("text", "point"), ILL_CONDITIONED)
def test_rounding_is_no_disagreement(text: str, point: str) -> None:
    report = at(text, point)
    assert report.ok, told(report)


# No misses


def spoiled(text: str, point: Any, name: str, **changes: Any) -> CrossCheck:
    """The report of a program in which one row has been changed."""
    run = Run(parse(text), read_points([point], constant) if isinstance(point, str) else point)
    row = table.operator(name)
    wrong = row._replace(**changes)
    assert row in run.graph.operators
    run.graph.operators[:] = [wrong if one is row else one for one in run.graph.operators]
    return cross_check(run)


def scaled(rule: Any, factor: float) -> Any:
    """A rule that is off by a factor."""
    return lambda m, *operands, **params: factor*rule(m, *operands, **params)


@pytest.mark.parametrize("factor", [-1.0, 0.5, 2.0, 1.001])
@pytest.mark.parametrize("row", [row for row in rows_of_one_kind() if any(row.rules)], ids=lambda row: row.name)
def test_every_rule_that_is_off_by_a_factor_is_caught_and_named(row: Any, factor: float) -> None:
    """Both modes use the wrong rule and agree with one another: the differences say that it is wrong."""
    point = next((
        point for point in [*numbers(row), (1.4, 0.6, 2.3)[: len(row.operands)]]
        if all(0.05 < abs(x) < 30 for x in point)
        and all(entry.difference.kind == SMOOTH and abs(entry.slope) > 1e-3*abs(entry.difference.steep)
                for entry in smooth_entries(row, point))
    ), None)
    assert point is not None, "no point to test it at"
    names = [f"x{place}" for place in range(len(point))]
    values = dict(zip(names, point, strict=True))
    rules = tuple(rule and scaled(rule, factor) for rule in row.rules)
    report = spoiled(call(row, names), values, row.name, rules=rules, slopes=None)
    assert not report.ok
    moved = [entry for entry in report.entries if entry.slope]
    assert moved and all(entry.verdict == DIFFERS and DIFFERENCE in entry.wrong for entry in moved)
    assert [one.operator for one in report.suspects] == [row.spelled]


def smooth_entries(row: Any, point: tuple[float, ...]) -> list[Any]:
    names = [f"x{place}" for place in range(len(point))]
    entries = cross_check(Run(parse(call(row, names)), dict(zip(names, point, strict=True)))).entries
    return [entry for entry in entries if entry.slope]


def test_a_wrong_rule_shows_in_exactly_the_entries_that_it_touches() -> None:
    report = spoiled("x*sin(y) + z", "x=2,y=1.2,z=3", "sin", rules=(lambda m, y, x: m.sin(x),))
    assert {entry.input.name: entry.verdict for entry in report.entries} == {"x": AGREES, "y": DIFFERS, "z": AGREES}
    wrong = report.entries[1]
    assert wrong.wrong == (COMPLEX, DIFFERENCE)
    assert wrong.ways[REVERSE] == wrong.ways[FORWARD]
    assert report.taylor.verdict == WRONG
    assert report.taylor.slope == pytest.approx(1.0, abs=0.05)
    assert [(one.operator, one.step) for one in report.suspects] == [("sin", "w1")]


@pytest.mark.parametrize("name", ["matmul", "softmax", "sumsq", "logsumexp", "det"])
def test_a_wrong_vjp_is_a_difference_between_the_modes(name: str) -> None:
    rules = tuple(scaled(rule, 2.0) for rule in table.operator(name).rules)
    text = "sum(A@A)" if name == "matmul" else "sum(softmax(A, axis=0)*A)" if name == "softmax" else f"{name}(A)"
    report = spoiled(text, "A=[[1.5,0.2],[0.3,0.9]]", name, rules=rules)
    assert not report.ok
    assert any(FORWARD in entry.wrong for entry in report.entries)
    assert name in [one.operator for one in report.suspects]
    assert report.taylor.verdict == RIGHT, "the tangent is right"


def test_a_wrong_transpose_is_caught() -> None:
    report = spoiled("mean(x*x)", "x=[1,2,3]", "mean", rules=(lambda m, g, x, **over: x*0 + g,))
    assert all(FORWARD in entry.wrong for entry in report.entries)
    assert [one.operator for one in report.suspects] == ["mean"]


# Kinks, jumps, poles, edges

SPECIAL = [
    ("abs(x)", "x=0", AGREES, KINK), ("relu(x)", "x=0", AGREES, KINK), ("max(x, 0)", "x=0", AGREES, KINK),
    ("clip(x, 0, 1)", "x=1", AGREES, KINK), ("norm2(v)", "v=[0,0]", AGREES, KINK), ("max(v)", "v=[1,1,1]", AGREES, KINK),
    ("hypot(x, 3*x)", "x=0", AGREES, KINK), ("leaky_relu(x, 0.2)", "x=0", AGREES, KINK),
    ("relu(x) - relu(-x)", "x=0", DIFFERS, SMOOTH), ("abs(x)*x", "x=0", AGREES, SMOOTH),
    ("floor(x)*x", "x=2", NOT_COMPARED, JUMP), ("mod(x, 2)", "x=4", NOT_COMPARED, JUMP), ("sign(x)", "x=0", NOT_COMPARED, JUMP),
    ("floor(x)*x", "x=2.5", AGREES, SMOOTH), ("round(350.7*x)", "x=1", AGREES, SMOOTH),
    ("sqrt(x)", "x=0", NOT_COMPARED, NOISE), ("cbrt(x)", "x=0", NOT_COMPARED, NOISE), ("1/x", "x=0", NOT_COMPARED, UNDEFINED),
    ("log(x)", "x=-1", NOT_COMPARED, UNDEFINED), ("sqrt(x^2)", "x=0", NOT_COMPARED, KINK), ("x^1.5", "x=0", AGREES, ONE_SIDED),
    ("asin(x)*(1 - x)^1.5", "x=0.999999999", AGREES, SMOOTH), ("abs(x - 1)", "x=1.00001", AGREES, SMOOTH),
    ("where(x > 0, x^2, 0)", "x=0", AGREES, SMOOTH), ("lgamma(x)", "x=-0.9999999", AGREES, SMOOTH),
]


@pytest.mark.parametrize(("text", "point", "verdict", "kind"), SPECIAL)
def test_where_a_slope_is_special(text: str, point: str, verdict: str, kind: str) -> None:
    report = at(text, point)
    assert {entry.verdict for entry in report.entries} == {verdict}, told(report)
    assert {entry.difference.kind for entry in report.entries} == {kind}
    assert report.ok == (verdict != DIFFERS)


def test_at_a_kink_the_slope_has_to_lie_between_those_of_the_sides() -> None:
    assert at("abs(x)", "x=0").entries[0].difference.interval == (-1.0, 1.0)
    assert at("abs(x)", "x=0").taylor.verdict == NOT_SMOOTH
    report = spoiled("relu(x)", "x=0", "relu", rules=(lambda m, y, x: (x > 0) - (x == 0),), selects=False)
    assert report.entries[0].verdict == DIFFERS
    assert report.entries[0].slope == -1.0


def test_a_sum_of_kinks_that_is_smooth_blames_no_rule() -> None:
    report = at("relu(x) - relu(-x)", "x=0")
    assert not report.ok
    assert report.suspects == ()
    assert report.at_kink


# What is compared


def test_every_component_of_every_output_is_an_entry() -> None:
    report = at("W@x", "W=[[1,2],[3,4]],x=[1,-1]")
    assert len(report.entries) == report.of == 2*6
    assert [entry.output.at for entry in report.entries[::6]] == [(0,), (1,)]
    assert report.entries[1].input == ("W", (0, 1))
    two = at("[x*y, x + y]", "x=2,y=3")
    assert [(entry.output.name, entry.input.name) for entry in two.entries] == [
        ("y1", "x"), ("y1", "y"), ("y2", "x"), ("y2", "y")
    ]


def test_a_position_is_left_out() -> None:
    report = at("-log(softmax(z)[k])", "z=[1,2,3],k=1")
    assert report.fixed == ("k",)
    assert [entry.input.name for entry in report.entries] == ["z"]*3
    assert report.of == 3
    assert not report.missing


def test_labels_that_are_multiplied_have_slopes() -> None:
    report = at("cross_entropy(softmax(z), y)", "z=[1,2,3],y=[0,1,0]")
    assert [entry.input.name for entry in report.entries] == ["z"]*3 + ["y"]*3
    assert {entry.verdict for entry in report.entries} == {AGREES}


def test_wrt_and_of_choose() -> None:
    run = Run(parse("u = x*y; v = u + x; v*u"), {"x": 2.0, "y": 3.0}, of=["u", "v"])
    report = cross_check(run, ["y"])
    assert [(entry.output.name, entry.slope) for entry in report.entries] == [("u", 2.0), ("v", 2.0)]
    with pytest.raises(AdtraceError, match="z is no input"):
        cross_check(run, ["z"])


def test_of_a_large_gradient_some_entries_of_every_input_are_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adtrace.checks.cross.chosen.LIMITS", LIMITS._replace(crosschecked=40))
    point = ["W=broadcast(0.01, shape=[60,80])", "x=broadcast(1, shape=[80])", "b=[1,2]"]
    run = Run(parse("sum(tanh(W@x)) + sum(b)"), read_points(point, constant))
    report = cross_check(run)
    assert report.of == 60*80 + 80 + 2
    assert len(report.entries) == 40
    assert {entry.input.name for entry in report.entries} == {"W", "x", "b"}
    assert report.ok
    again = cross_check(run)
    assert [entry.input for entry in again.entries] == [entry.input for entry in report.entries]
    other = cross_check(run, random_seed=1)
    assert [entry.input for entry in other.entries] != [entry.input for entry in report.entries]


def test_without_a_point_there_is_nothing_to_check() -> None:
    with pytest.raises(AdtraceError, match="needs a point"):
        at("x^2")
