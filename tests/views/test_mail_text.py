import re

import pytest

import adtrace
from adtrace.errors import AdtraceError
from adtrace.views import formats
from adtrace.views.formats import Options

LONG = "x" * 90
PROGRAMS = [
    ("1/(1+exp(-a*x))", {"x": 2, "a": 1}), ("x1*x2 + sin(x1)", {"x1": 2, "x2": 3}), (f"log({LONG}*é) + {LONG}^2", {LONG: 1, "é": -1}),
    ("z = W @ x; sum(relu(z)^2)/3", {"W": [[1, 2], [3, -4]], "x": [1, 2]}), ("[x*y, x + y]", {"x": 2, "y": 3}),
    ("x*x # From me\n", None), ("3", {}), ("sum(v + sin(u))", {"v": list(range(16)), "u": 1}), ("+".join(["x^2"] * 60), {"x": 1}),
]


def rendered(trace, **options):
    return "".join(formats.by_name("text").render(trace, Options(**options)))


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("mode", ["evaluate", "forward", "reverse"])
@pytest.mark.parametrize(("text", "at"), PROGRAMS)
def test_it_can_be_mailed_and_quoted(mode, text, at, lang):
    found = rendered(getattr(adtrace, mode)(text, at), lang=lang)
    assert found.isascii() and found.endswith("\n") and "\t" not in found
    for line in found.splitlines():
        assert len(line) <= 72 and line == line.rstrip() and not line.startswith(("From ", ".", ">", "-- "))


def test_the_steps_of_a_reverse_sweep():
    found = rendered(adtrace.reverse("x1*x2 + sin(x1)", {"x1": 2, "x2": 3}))
    assert found.startswith("Reverse mode\n  x1*x2 + sin(x1)\nat x1 = 2, x2 = 3\n\nseed y_bar = 1")
    assert "\n(2)   w2 = sin(x1) = 0.9093\n        w2_bar = y_bar*1 = 1*1 = 1\n\n" in found
    assert (
        "\n      x1 = 2\n        x1_bar, sum over 2 uses:\n          from w2: w2_bar*cos(x1) = 1*(-0.4161) = -0.4161\n"
        "          from w1: w1_bar*x2 = 1*3 = 3\n        x1_bar = 2.5839\n" in found
    )


def test_nothing_is_lost_where_lines_are_folded():
    found = rendered(adtrace.reverse(f"sin({LONG})*{LONG}", {LONG: 2}))
    joined = re.sub(r"\s+", "", found)
    assert f"(1)w1=sin({LONG})=0.9093w1_bar=" in joined and f"*{LONG}=1*2=2" in joined


def test_arrays_and_symbols():
    found = rendered(adtrace.reverse("W @ x", {"W": [[1, 2], [3, -4]], "x": [1, 2]}, seed={"y": [1, 0]}))
    assert "W = [[1, 2], [3, -4]]" in found and "W_bar = outer(y_bar, x) = [[1, 2], [0, 0]]" in found
    assert "x_bar, sum over 2 uses:\n          from y (1st): y_bar*x\n" in rendered(adtrace.reverse("x*x"))


def test_long_traces_come_in_pieces():
    trace = adtrace.reverse("sin(" * 1000 + "x" + ")" * 1000, {"x": 1})
    assert "(801 steps lie between)" in rendered(trace)
    assert rendered(trace, all=True).count("\n(") == 1000
    with pytest.raises(AdtraceError):
        formats.by_name("text").render(trace, Options(only=("nothing",)))
