"""Sheets, keys and forms: what is left blank is nowhere on the sheet, and everywhere in the key."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from hostile_names import NAMES, WORSE, renamed
from pdflatex import complaints, complaints_by_part, log_of, needs_pdflatex
from readers import csv_rows, read_ascii, read_csv, read_json, read_latex, read_markdown, read_text

import adtrace
from adtrace.errors import AdtraceError
from adtrace.records import LITERAL, Formula, Steps
from adtrace.records.exercise import ADJOINTS, FORMULAS, INCREMENTS, PARTIALS, TANGENTS, VALUES
from adtrace.views.exercise.formats import by_file, by_name, names
from adtrace.views.layout import cells
from adtrace.views.number import people

LOGISTIC = ("1/(1+exp(-a*x))", {"x": 2, "a": 1})
TWICE = ("x1*x2 + sin(x1)*x1", {"x1": 2.5, "x2": 3.25})
LAYER = ("z = W @ x + b; h = relu(z); sum(h*h)", {"W": [[1, 2], [3, -4]], "x": [1, 2], "b": [0.5, 1]})
OUTPUTS = ("[x*y, x + y]", {"x": 2.5, "y": 3})
EVERY = {"logistic": LOGISTIC, "twice": TWICE, "layer": LAYER, "outputs": OUTPUTS, "symbols": (LOGISTIC[0], None)}
PEOPLE = [name for name in names() if name not in ("json", "csv")]


def exercise(name: str, blank="all", mode="both"):
    return adtrace.exercise(*EVERY[name], blank=blank, mode=mode)


def altered(one, kinds):
    """The same exercise with other numbers and formulas in the place of everything that is left blank."""
    def number(value):
        return None if value is None else value*1.7 + 123.25

    def step(found, mode):
        changed = found._replace(value=number(found.value)) if found.number and VALUES in kinds else found
        if found.number and FORMULAS in kinds:
            changed = changed._replace(tree=Formula(LITERAL, text="4711"), formula="4711")
        if mode == "forward" and TANGENTS in kinds and not found.seeded:
            changed = changed._replace(tangent=number(found.tangent), rule_tree=Formula(LITERAL, text="4712"))
        if mode == "reverse" and ADJOINTS in kinds and found.increments:
            changed = changed._replace(adjoint=number(found.adjoint), rule_tree=Formula(LITERAL, text="4713"))
        if mode == "reverse":
            changed = changed._replace(increments=tuple(use(increment) for increment in found.increments))
        return changed

    def use(found):
        if PARTIALS in kinds and found.partial_formula:
            found = found._replace(partial=number(found.partial), partial_formula=Formula(LITERAL, text="4714"))
        return found._replace(product=number(found.product), formula=Formula(LITERAL, text="4715")) if INCREMENTS in kinds else found

    def trace(found):
        if found is None:
            return None
        sweeps = [sweep._replace(steps=Steps.of([step(each, found.mode) for each in sweep.steps])) for sweep in found.sweeps]
        return found._replace(sweeps=tuple(sweeps), outputs={name: number(value) for name, value in found.outputs.items()})

    return one._replace(value=trace(one.value), forward=trace(one.forward), reverse=trace(one.reverse))


@pytest.mark.parametrize("format", PEOPLE)
@pytest.mark.parametrize("blank", ["all", VALUES, FORMULAS, TANGENTS, ADJOINTS, PARTIALS, INCREMENTS, (VALUES, ADJOINTS)])
@pytest.mark.parametrize("name", ["logistic", "twice", "layer", "outputs"])
def test_the_sheet_gives_nothing_away(name, blank, format):
    """With other numbers in the place of what is left blank the sheet is the same to the letter, and the key is not."""
    one = exercise(name, blank)
    other = altered(one, one.hidden)
    assert adtrace.sheet(one, format) == adtrace.sheet(other, format)
    assert adtrace.sheet(one, format, "key") != adtrace.sheet(other, format, "key")


@pytest.mark.parametrize("blank", ["all", (VALUES, TANGENTS, ADJOINTS), PARTIALS, INCREMENTS])
@pytest.mark.parametrize("name", ["logistic", "twice", "outputs", "layer"])
def test_every_blank_is_answered_in_the_key(name, blank):
    one = exercise(name, blank)
    key, sheet = adtrace.sheet(one, "ascii", "key", width=200), adtrace.sheet(one, "ascii", width=200)
    assert "____" in sheet and "____" not in key
    for blank in one.blanks:
        assert blank.formula in key or (blank.kind == ADJOINTS and INCREMENTS in one.hidden), blank
        entries = [] if blank.answer is None else np.ravel(blank.answer).tolist()
        assert all(people(entry) in key for entry in entries), blank
    if name == "layer":
        return  # An array has a line for each of its entries.
    drawn = len(re.findall("_{5,}", sheet))
    rules = sum(blank.kind in (TANGENTS, ADJOINTS) for blank in one.blanks) - (INCREMENTS in one.hidden)*sum(
        blank.kind == ADJOINTS for blank in one.blanks)
    assert drawn == len(one.blanks) + rules  # A tangent and an adjoint are asked for as a rule and as a number.


COMMENTED = "# w3_bar is -0.105\nw1 = -a*x  # gives -2\n1 + exp(w1)"


@pytest.mark.parametrize("format", [name for name in names() if name != "csv"])
def test_comments_are_for_the_key_alone(format):
    one = adtrace.exercise(COMMENTED, {"x": 2, "a": 1})
    sheet, key = (adtrace.sheet(one, format, part) for part in ("sheet", "key"))
    assert "gives" not in sheet and "w3" not in sheet and "-a*x" in sheet.replace("{", "").replace("}", "")
    assert "gives" in key


@pytest.mark.parametrize("format", ["table", "ascii", "latex", "markdown"])
def test_numbered_inputs_are_told_apart(format):
    one = adtrace.exercise("w1 = x1*x2; y = sin(w1)", {"x1": 2, "x2": 3})
    found = adtrace.sheet(one, format, notation="baydin").replace("{", "").replace("}", "").replace("_ ", "_")
    first, second = {"table": ("v₋₁ = x₁", "v₀ = x₂"), "ascii": ("v[-1] = x1", "v0 = x2")}.get(
        format, ("v_-1 = x_1", "v_0 = x_2"))
    assert first in found and second in found
    assert "x₁ = x₁" not in adtrace.sheet(one, "table")


def test_the_slope_of_a_maximum_of_two_can_be_read():
    one = adtrace.exercise("max(x, y)*min(x, y)", {"x": 2, "y": 2}, blank=PARTIALS)
    key = adtrace.sheet(one, "ascii", "key", width=120)
    assert "(x > y) + (x == y)/2 = 0.5" in key and "(y < x) + (y == x)/2 = 0.5" in key


def test_a_seed_in_latex_stays_with_its_table():
    lines = adtrace.sheet(exercise("twice"), "latex", "both").splitlines()
    seeds = [line for line in lines if line.startswith("seed ")]
    assert seeds and all(line.endswith(r"\par\nopagebreak\smallskip") for line in seeds)


def test_the_whole_screen():
    one = adtrace.exercise("x1*x2 + sin(x1)", {"x1": 2, "x2": 3}, blank=["values", "increments"])
    assert adtrace.sheet(one, width=80) == """\
Exercise  x1*x2 + sin(x1)   x₁ = 2, x₂ = 3
Compute the value of every step. Write down what every use gives to the adjoint.
  Carry the adjoints backward, from the seed to the inputs.

━━━━━━━━━━━━━━━━━━━━━━━━━
 node              value
─────────────────────────
 x₁                    2
 x₂                    3
 w₁ = x₁·x₂     ________
 w₂ = sin(x₁)   ________
 y = w₁ + w₂    ________
━━━━━━━━━━━━━━━━━━━━━━━━━

seed ȳ = 1
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
 node   used by   adjoint × local partial    adjoint
─────────────────────────────────────────────────────
 y                                                 1
 w₂     y         ______________            ________
 w₁     y         ______________            ________
 x₂     w₁        ______________            ________
 x₁     w₂        ______________
        w₁        ______________            ________
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
"""
    key = adtrace.sheet(one, part="key", width=80)
    assert " w₁        w̄₁·x₂ = 3                  2.5839" in key and "____" not in key


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120])
@pytest.mark.parametrize("name", EVERY)
def test_lines_fit_the_screen(name, width):
    one = exercise(name)
    for format, lang in (("table", "fr"), ("ascii", "en")):
        found = adtrace.sheet(one, format, "both", width=width, lang=lang, decimal="comma" if lang == "fr" else "point")
        read_text(found)
        assert max(map(cells, found.splitlines())) <= max(width, 40)
        assert format == "table" or found.isascii()


@pytest.mark.parametrize("name", EVERY)
def test_markdown_is_read_by_github(name):
    one = exercise(name)
    found = adtrace.sheet(one, "markdown", "both")
    texts = read_markdown(found)
    assert {"Exercise", "Key"} <= set(texts) and any(set(text) == {"_"} for text in texts)
    rows = [line for line in found.splitlines() if line.startswith("|")]
    widths = {len(re.findall(r"(?<!\\)\|", row)) for row in rows}
    assert rows and widths <= {3, 4, 5, 6, 7}


@needs_pdflatex
def test_latex_compiles(tmp_path):
    parts = {name: adtrace.sheet(exercise(name), "latex", "both") for name in EVERY}
    parts["made"] = adtrace.sheet(adtrace.exercise(arrays=True, ops=5, mode="both", seed=3), "latex", "both", lang="fr", decimal="comma")
    parts["long"] = adtrace.sheet(adtrace.exercise("; ".join(["a0 = x", *(f"a{n} = sin(a{n - 1})" for n in range(1, 40))]), {"x": 1}), "latex", "both")
    assert complaints_by_part(parts, tmp_path) == {}
    whole = adtrace.sheet(exercise("layer"), "latex", "both", standalone=True)
    log = log_of(whole, tmp_path)
    assert not complaints(log) and "(2 pages" in log


def test_latex_has_lines_to_write_on_and_the_key_on_a_page_of_its_own():
    found = adtrace.sheet(exercise("logistic", (VALUES, ADJOINTS), "reverse"), "latex", "both")
    sheet, key = found.split("\\clearpage\n")
    # Four values and six adjoints with their rules, and one more for the name.
    assert sheet.count(r"cm}{0.4pt}") == 5 + 2*6 + 1 and r"cm}{0.4pt}" not in key
    assert r"\bar{w}_{4}" in sheet and "0.1050" not in sheet and ".1050" in key
    assert "documentclass" not in found and found.count("\\begingroup") == found.count("\\endgroup") == 2


def test_the_form_and_its_key():
    one = exercise("layer", ["values", "tangents", "adjoints"])
    form, key = (csv_rows(adtrace.sheet(one, "csv", part)) for part in ("sheet", "key"))
    assert [row["name"] for row in form] == [row["name"] for row in key]
    assert not any(row["answer"] for row in form) and all(row["answer"] for row in key)
    trace = adtrace.reverse(*LAYER)
    answers = {row["name"]: np.array(json.loads(row["answer"])) for row in key}
    for step in trace.steps:
        if step.number:
            np.testing.assert_array_equal(answers[step.name], step.value)
        if step.name != "y":
            np.testing.assert_array_equal(answers[f"{step.name}_bar"], step.adjoint)
    with pytest.raises(AdtraceError, match="either empty or filled in"):
        adtrace.sheet(one, "csv", "both")


def test_a_step_has_one_row_in_the_form():
    rows = csv_rows(adtrace.sheet(exercise("twice"), "csv", "key"))
    found = [row["name"] for row in rows]
    assert found.count("w1") == 1 and next(row["answer"] for row in rows if row["name"] == "w1") == "8.125"
    assert {"dw1/dx1", "x1_bar from w1", "dw1", "w1_bar"} <= set(found) and len(set(found)) == len(found)
    alone = csv_rows(adtrace.sheet(exercise("twice", FORMULAS), "csv", "key"))
    assert {"name": "w1", "answer": "x1*x2"} in alone


def test_the_object_for_programs():
    one = adtrace.exercise(*LOGISTIC, blank=["values", "adjoints"])
    found = json.loads(adtrace.sheet(one, "json", "both"))
    assert found["expression"] == LOGISTIC[0] and found["inputs"] == {"x": 2.0, "a": 1.0} and found["made_by"] is None
    assert found["program"] == "input x = 2\ninput a = 1\n1/(1+exp(-a*x))\n"
    trace = adtrace.reverse(found["program"])
    answers = {blank["name"]: blank["answer"] for blank in found["blanks"]}
    assert answers["x_bar"] == trace.gradient["x"] and answers["y"] == trace.value
    assert {name: answers[name] for name in ("w1", "w2_bar")} == {
        "w1": trace.steps[2].value, "w2_bar": next(step.adjoint for step in trace.steps if step.name == "w2"),
    }
    sheet = json.loads(adtrace.sheet(one, "json", "sheet"))
    assert [blank["name"] for blank in sheet["blanks"]] == list(answers)
    assert not any({"answer", "formula"} & blank.keys() for blank in sheet["blanks"])
    made = json.loads(adtrace.sheet(adtrace.exercise(seed=7), "json", "key"))
    assert made["made_by"] == "adtrace exercise --ops 4 --fan-out 1 --seed 7"


@pytest.mark.parametrize("notation", ["course", "baydin", "delta", "code", "leibniz"])
@pytest.mark.parametrize("format", PEOPLE)
def test_every_notation(format, notation):
    found = adtrace.sheet(exercise("outputs"), format, "both", notation=notation)
    same = format == "ascii" and notation in ("course", "code")
    assert same or found != adtrace.sheet(exercise("outputs"), format, "both", notation="leibniz" if notation == "course" else "course")


@pytest.mark.parametrize("format", PEOPLE)
def test_seeds_are_spelled_as_the_adjoints_are(format):
    found = adtrace.sheet(adtrace.exercise("y = x*x", {"x": 2}), format, notation="leibniz")
    assert "dL" not in found and r"\partial L" not in found and "∂L" not in found


def test_words_and_numbers_in_french():
    found = adtrace.sheet(exercise("twice"), part="both", lang="fr", decimal="comma")
    assert found.startswith("Exercice  x1*x2") and "Corrigé" in found and "x₁ = 2,5; x₂ = 3,25" in found and "8,1250" in found
    assert not re.search(r"[0-9]\.[0-9]", found.replace("x1*x2 + sin(x1)*x1", ""))


READ = {"table": read_text, "ascii": read_ascii, "markdown": read_markdown, "latex": read_latex}


def test_names_and_texts_are_data():
    assert set(READ) == set(PEOPLE)
    plain = adtrace.exercise("zqz*zqz + 1", {"zqz": 2}, blank="all", mode="both")
    for name in (*NAMES, *WORSE):
        one = renamed(plain, "zqz", name)
        assert read_csv(adtrace.sheet(one, "csv", "key")) and read_json(adtrace.sheet(one, "json", "both"))
        other = adtrace.exercise("zqz*zqz + 1", {"zqz": 2})._replace(text=f"x # {name}")
        for format, read in READ.items():
            assert read(adtrace.sheet(other, format, "both"))
    for name in ("graph", "subgraph", "__proto__", "NUL", "été_1", "x'"):
        one = adtrace.exercise(f"{name}*{name} + 1", {name: 2}, blank="all", mode="both")
        for format, read in READ.items():
            assert read(adtrace.sheet(one, format, "both"))


def test_the_program_of_a_file_is_shown_without_its_input_lines():
    one = adtrace.exercise("input x = 2  # given\nu = x*x\nu + 1")
    sheet = adtrace.sheet(one)
    assert one.text == "u = x*x\nu + 1" and "u = x*x" in sheet and "input x" not in sheet and "x = 2" in sheet


@pytest.mark.parametrize("format", PEOPLE)
def test_a_reader_is_told_what_a_name_means(format):
    assert "e is the constant 2.71828" in re.sub(r"\\allowbreak |[{}]", "", adtrace.sheet(adtrace.exercise("e*x", {"x": 1}), format))


@pytest.mark.parametrize("format", PEOPLE)
def test_the_key_warns_of_a_kink(format):
    one = adtrace.exercise("relu(x) + x", {"x": 0})
    assert "kink" in adtrace.sheet(one, format, "key") and "kink" not in adtrace.sheet(one, format)


def test_formats_are_the_files_of_a_folder():
    assert names() == ("ascii", "csv", "json", "latex", "markdown", "table")
    assert [by_file(path).name for path in (None, "-", "a.md", "a.TEX", "a.txt", "x/y.csv")] == [
        "table", "table", "markdown", "latex", "table", "csv"]
    for ask in (lambda: by_name("svg"), lambda: by_file("a.svg"), lambda: adtrace.sheet(exercise("twice"), part="all")):
        with pytest.raises(AdtraceError):
            ask()
