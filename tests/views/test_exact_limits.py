"""How exact numbers are shown where they end: no form for nan, infinity beside a float, narrow screens, every format."""

import csv
import io
import json
import re

import pytest

import adtrace
from adtrace.views.exact import parts
from adtrace.views.layout import cells

LAYER = adtrace.reverse(
    "h = tanh(W@x + b); sum((h - t)^2)/2",
    {"W": "[[1/2, 1/3], [sqrt(2), -1]]", "x": "[1, 1/2]", "b": "[0, 1/7]", "t": "[1, 0]"}, exact=True,
)
NESTED = adtrace.reverse("tanh(tanh(x))/3", {"x": "1"}, exact=True)
ROUNDED = adtrace.reverse("erf(x)*2", {"x": "1/2"}, exact=True)
POLE = adtrace.reverse("1/sin(x)", {"x": "pi"}, exact=True)


@pytest.mark.parametrize("style", ["table", "ascii", "markdown", "text", "latex"])
def test_nothing_equals_nan(style):
    shown = adtrace.render(adtrace.reverse("log(x)", {"x": "-1"}, exact=True), style)
    assert "nan" in shown and "-1 = nan" not in shown and "≈ nan" not in shown and "~ nan" not in shown


def test_infinity_stands_beside_the_float():
    assert parts(POLE.value, 4) == ("inf", "≠", "8.166e+15")
    assert re.search(r"inf ≠ +8\.166e\+15", adtrace.render(POLE, "table", width=120))
    assert r"\infty \neq 8.166 \times 10^{15}" in adtrace.render(POLE, "markdown")


@pytest.mark.parametrize("trace", [LAYER, NESTED], ids=["layer", "nested"])
@pytest.mark.parametrize("columns", [40, 60, 80])
def test_exact_forms_give_way_on_narrow_screens(trace, columns):
    shown = adtrace.render(trace, "table", width=columns)
    assert max(map(cells, shown.splitlines())) <= columns
    assert "0.3948" in shown or "0.2140" in shown


def test_wide_screens_keep_them():
    assert "(e² - 1)/(1 + e²) = 0.7616" in adtrace.render(NESTED, "table", width=80)


@pytest.mark.parametrize(("style", "sign"), [
    ("table", "≈ 0.5205"), ("ascii", "=~ 0.5205"), ("text", "w1 = erf(x) =~ 0.5205"),
    ("markdown", r"$\approx 0.5205$"),
])
def test_what_is_rounded_has_a_sign(style, sign):
    assert sign in adtrace.render(ROUNDED, style)


def test_csv_has_a_column():
    rows = list(csv.DictReader(io.StringIO(adtrace.render(ROUNDED, "csv"))))
    assert json.loads(rows[0]["exact"])["partial"] == "2*exp(-1/4)/sqrt(pi)"
    assert json.loads(rows[1]["exact"]) | {"value": None} == json.loads(rows[1]["exact"])
    assert "exact" not in next(csv.reader(io.StringIO(adtrace.render(adtrace.reverse("x", {"x": 1}), "csv"))))


def test_a_drawing_says_where_exactness_was_left():
    plain = adtrace.reverse("erf(x)*2", {"x": "1/2"})
    heights = [float(adtrace.render(trace, "svg").partition('height="')[2].partition('"')[0].rstrip("pt"))
               for trace in (plain, ROUNDED)]
    assert heights[1] > heights[0]


def test_notes_are_french_on_request():
    shown = adtrace.render(ROUNDED, "table", lang="fr", width=120)
    assert "w1 et ce qui en découle sont arrondis : il n'y a pas de forme exacte" in shown
    assert "rounded" not in shown


def test_plain_text_ends_with_its_last_line():
    assert not adtrace.render(adtrace.reverse("x*y"), "text").endswith("\n\n")
