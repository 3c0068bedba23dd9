"""Whole screens, as they were accepted. ADTRACE_ACCEPT=1 writes the present ones; read them before you keep them."""

import json
import os
from pathlib import Path

import pytest

import adtrace
from adtrace.errors import AdtraceError
from adtrace.views import formats, report
from adtrace.views.layout import plain

GOLDEN = Path(__file__).parents[1] / "golden"
LOGISTIC = ("1/(1+exp(-a*x))", {"x": 2, "a": 1})
FAN_OUT = ("x1*x2 + sin(x1)", {"x1": 2, "x2": 3})
NETWORK = ("h = sigmoid(W1 @ x + b1); yhat = tanh(w2 @ h + b2); loss = 0.5*(t - yhat)^2", {
    "W1": [[0.1, 0.8], [0.4, 0.6]], "b1": [0.1, 0.1], "x": [1, 1], "w2": [0.3, 0.9], "b2": 0.1, "t": 0.5,
})
EDGES = ("relu(x) + log(y) + 1/z", {"x": 0, "y": -1, "z": 0})

SCREENS = {
    "forward": lambda: adtrace.forward(*LOGISTIC, seed={"x": 1}),
    "forward-both": lambda: adtrace.forward(*FAN_OUT),
    "forward-direction": lambda: adtrace.forward(*LOGISTIC, seed={"x": 1, "a": -2}),
    "forward-symbols": lambda: adtrace.forward(LOGISTIC[0]),
    "forward-arrays": lambda: adtrace.forward(*NETWORK, seed={"W1": [[1, 0], [0, 0]]}),
    "reverse": lambda: adtrace.reverse(*LOGISTIC),
    "reverse-fan-out": lambda: adtrace.reverse(*FAN_OUT),
    "reverse-symbols": lambda: adtrace.reverse(LOGISTIC[0]),
    "reverse-arrays": lambda: adtrace.reverse(*NETWORK),
    "reverse-outputs": lambda: adtrace.reverse("[x*x, x + y]", {"x": 2, "y": 3}),
    "reverse-edges": lambda: adtrace.reverse(*EDGES),
    "value": lambda: adtrace.evaluate(*LOGISTIC),
}


PROFILES = {
    "forward-baydin": ("forward", {"notation": "baydin"}),
    "reverse-fan-out-baydin": ("reverse-fan-out", {"notation": "baydin"}),
    "reverse-fan-out-delta": ("reverse-fan-out", {"notation": "delta"}),
    "reverse-fan-out-leibniz": ("reverse-fan-out", {"notation": "leibniz"}),
    "forward-both-leibniz": ("forward-both", {"notation": "leibniz"}),
    "forward-direction-leibniz": ("forward-direction", {"notation": "leibniz"}),
    "forward-code": ("forward", {"notation": "code"}),
    "reverse-french": ("reverse", {"lang": "fr"}),
    "reverse-fan-out-french": ("reverse-fan-out", {"lang": "fr", "decimal": "comma"}),
    "reverse-arrays-french": ("reverse-arrays", {"lang": "fr", "decimal": "comma", "notation": "delta"}),
    "reverse-edges-baydin": ("reverse-edges", {"notation": "baydin"}),
    "value-french": ("value", {"lang": "fr", "decimal": "comma", "notation": "baydin"}),
}
"""Screens in other notations and languages."""


def compare(name: str, text: str) -> None:
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("ADTRACE_ACCEPT"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["table", "ascii"])
@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("screen", SCREENS)
def test_screen(screen, width, form):
    text = "".join(formats.by_name(form).render(SCREENS[screen](), formats.Options(width=width)))
    compare(f"{screen}-{width}{'-ascii' if form == 'ascii' else ''}", text)


@pytest.mark.parametrize("name", PROFILES)
def test_notations_and_languages(name):
    screen, options = PROFILES[name]
    compare(name, "".join(formats.by_name("table").render(SCREENS[screen](), formats.Options(width=120, **options))))


@pytest.mark.parametrize(("name", "text", "at"), [
    ("error-function", "1/sigmod(a*x)", None), ("error-value", "1/(1+exp(-a*x))", {"x": 2}),
    ("error-product", "a = 3\nb = a + 2x\n", None), ("error-bracket", "(1 + x", None),
])
def test_error(name, text, at):
    with pytest.raises(AdtraceError) as caught:
        adtrace.reverse(text, at)
    compare(name, "\n".join(plain(line) for line in report.error_lines(caught.value, 80)) + "\n")


def test_the_numbers_of_the_golden_screens_are_those_of_the_engine():
    trace = adtrace.reverse(*LOGISTIC)
    found = json.loads("".join(formats.by_name("json").render(trace, formats.Options())))
    screen = (GOLDEN / "reverse-120.txt").read_text(encoding="utf-8")
    for step in found["steps"]:
        assert f"{step['adjoint']:.4f}".rstrip("0").rstrip(".") in screen
