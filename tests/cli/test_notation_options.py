"""--notation, --lang and --decimal of the commands."""

from __future__ import annotations

import pytest
from conftest import run_here

FAN_OUT = ("x1*x2 + sin(x1)", "--at", "x1=2,x2=3.5")


@pytest.mark.parametrize("command", ["eval", "forward", "reverse"])
def test_tables_take_them(command):
    found = run_here(command, *FAN_OUT, "--notation", "baydin", "--lang", "fr", "--decimal", "comma")
    assert found.code == 0 and not found.err
    assert "v₋₁ = x₁" in found.out and "nœud" in found.out and "3,5000" in found.out


def test_drawings_take_them():
    found = run_here("graph", *FAN_OUT, "-f", "svg", "--notation", "delta", "--lang", "fr", "--decimal", "comma")
    assert "Graphe de calcul de" in found.out and "δ_x₁ = " in found.out and "x₂ = 3,5000" in found.out


def test_json_is_the_contract():
    usual = run_here("reverse", *FAN_OUT, "-f", "json")
    found = run_here("reverse", *FAN_OUT, "-f", "json", "--notation", "leibniz", "--lang", "fr", "--decimal", "comma")
    assert found.code == 0 and found.out == usual.out
    assert found.json["steps"][0]["increments"][0]["rule"] == "w2_bar*cos(x1)"


def test_a_screen_without_unicode_has_the_notation_in_ascii():
    found = run_here("reverse", *FAN_OUT, "--notation", "baydin", "--lang", "fr", encoding="ascii")
    assert found.code == 0 and "v[-1] = x1" in found.out and "noeud" in found.out


@pytest.mark.parametrize("form", ["table", "json", "ascii"])
@pytest.mark.parametrize("option", ["--notation", "--lang", "--decimal"])
def test_what_there_is_not_is_an_error_that_names_what_there_is(option, form):
    found = run_here("reverse", *FAN_OUT, "-f", form, option, "runes")
    assert found.code == 2 and not found.out and "runes" in found.err
    known = {"--notation": "baydin", "--lang": "fr", "--decimal": "comma"}
    assert known[option] in found.err


def test_help_names_them():
    found = " ".join(run_here("reverse", "--help").out.split())
    assert "One of course, baydin, code, delta, leibniz, unicode, ascii, latex." in found
    assert "One of en, fr." in found and "[point|comma]" in found
