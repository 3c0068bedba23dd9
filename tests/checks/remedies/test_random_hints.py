"""Programs that say the same thing again, at poles, 0 and inf: the search for a hint never ends a run."""

from __future__ import annotations

import random

import pytest
from made_up import expression

import adtrace
from adtrace.errors import AdtraceError

PIECES = (
    "{a}-{a}", "{a}/{b}", "where({a}==0, 0, {a}/{b})", "{a}*log({b})", "atan2({a}, {b})", "hypot({a}, {b})", "log({a})",
    "exp({a})", "sqrt({a})", "{a}+{b}", "{a}*{b}", "{a}-{b}", "1-{a}", "{a}^2-{b}^2", "exp({a})-1", "{a}/{a}", "0*{a}",
    "where({a}>0, -{a}/{b}/{b}, 0)", "where({a}>0, sqrt({a}), {b})", "1e300*{a}", "{a}*1e-300", "log({a})-log({b})",
    "sqrt({a}^2+{b}^2)", "1/{a}-1/{b}", "relu({a})", "sqrt({a})-sqrt({b})", "(sqrt({a}^2-4*{b})-{a})/2", "1-cos({a})",
    "{a}/{b}/{a}", "800*{a}", "{a}^3/{b}^2", "log(1-sigmoid({a}))", "xlogy({a}, {b})", "(1+{a})^{b}",
)
NUMBERS = (0.0, -0.0, 1.0, -2.0, 30.0, float("inf"), 1e-320, 1e300, -1.5, 0.5, 2.0, float("-inf"))
PROGRAMS, DERIVED = 150, 15


def program(draw: random.Random) -> str:
    """A few statements, each of earlier names, some of them twice."""
    names, lines = ["x", "y", "z"], []
    for number in range(draw.randint(1, 7)):
        pieces = [f"({draw.choice(PIECES)})" for _ in range(draw.choice((1, 1, 2)))]
        text = draw.choice("+-*/").join(pieces).format(a=draw.choice(names), b=draw.choice([*names, "0", "1"]))
        lines.append(f"w{number} = {text}")
        names.append(f"w{number}")
    last = draw.choice(("{a}-{a}", "{a}*{b}", "[{a}, {b}]", "{a}/{b}"))
    lines.append(last.format(a=draw.choice(names), b=draw.choice(names)))
    return "; ".join(lines)


def test_programs() -> None:
    warned = 0
    for number in range(PROGRAMS):
        draw = random.Random(f"hints {number}")
        text, at = program(draw), {name: draw.choice(NUMBERS) for name in "xyz"}
        warned += bool(adtrace.evaluate(text, at).warnings) + bool(adtrace.reverse(text, at).warnings)
    assert warned > PROGRAMS/2


@pytest.mark.parametrize("ieee", [False, True])
def test_derived_programs(ieee: bool) -> None:
    for number in range(DERIVED):
        draw = random.Random(f"derived {number} {ieee}")
        text, at = expression(draw, draw.randint(1, 5)), {name: draw.choice(NUMBERS) for name in "xyz"}
        try:
            derived = adtrace.derive(text, ieee=ieee)
        except AdtraceError:  # A constant.
            continue
        inputs = {name: value for name, value in at.items() if f"\n{name} = " not in derived}
        assert adtrace.evaluate(derived, inputs).expression
