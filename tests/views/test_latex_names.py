"""Names and texts that are anything at all, in LaTeX: every character means itself, and everything compiles."""

import json
import re
import tempfile
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pdflatex import complaints_by_part, needs_pdflatex

import adtrace
from adtrace.records import Formula, Step, Steps, Trace, Warning
from adtrace.views import formats
from adtrace.views.formats import Options
from adtrace.views.latex import Latex
from adtrace.views.tex import Tex


def rendered(trace: Trace) -> str:
    return "".join(formats.by_name("latex").render(trace, Options()))


CORPUS = (Path(__file__).parents[1] / "data" / "hostile_inputs.jsonl").read_text(encoding="utf-8").split("\n")
HOSTILE = [case["name"] for case in map(json.loads, filter(None, CORPUS)) if case["category"] == "injection-name"]
UNREADABLE = [*HOSTILE, "ẋ", "x̄", "ā", "Ω", "Α", "ά", "ς", "ŝ", "ç", "ø", "سرعة", "ﬁ", "𝐱", "^^M", "\\end{document}", "--", "`", "\u2028", "%", "a_b_", "x'", "i", "ĵ"]


def renamed(trace: Trace, names: list[str]) -> Trace:
    """The trace with other names for its inputs x and y and its output, whether or not a program could have them."""
    new = dict(zip(("x", "y", "out"), names, strict=True))

    def tree(formula: Formula) -> Formula:
        return formula._replace(text=new.get(formula.text, formula.text), args=tuple(map(tree, formula.args)))

    def step(each: Step) -> Step:
        increments = [
            one._replace(consumer=new.get(one.consumer, one.consumer), formula=tree(one.formula), partial_formula=one.partial_formula and tree(one.partial_formula))
            for one in each.increments
        ]
        return each._replace(
            name=new.get(each.name, each.name), args=tuple(new.get(arg, arg) for arg in each.args), tree=tree(each.tree), increments=increments,
            rule_tree=each.rule_tree and tree(each.rule_tree),
        )

    def keys(table: Mapping[str, object]) -> dict[str, object]:
        return {new.get(name, name): value for name, value in table.items()}

    sweeps = tuple(
        sweep._replace(label=names[2], seed=keys(sweep.seed), result=keys(sweep.result), steps=Steps.of([step(each) for each in sweep.steps]))
        for sweep in trace.sweeps
    )
    return trace._replace(
        expression="; ".join(names), where=names[0], inputs=keys(trace.inputs), shapes=keys(trace.shapes), outputs=keys(trace.outputs), sweeps=sweeps,
        warnings=(Warning("kink", names[0], "at " + names[1], names[2]),), notes=tuple(names),
    )


def with_names(names: list[str]) -> str:
    return rendered(renamed(adtrace.reverse("out = x*sin(y)^2 + y; out", {"x": 2, "y": 3}), names))


letters = st.characters(categories=("Lu", "Ll", "Lo", "Lt")) | st.sampled_from("abxyzéßαλжЩ变_1")
names = st.text(letters, min_size=1, max_size=8).filter(lambda name: name == unicodedata.normalize("NFKC", name))
words = names | st.text(st.characters(codec="ascii"), min_size=1, max_size=8)


@needs_pdflatex
def test_hostile_names_compile(tmp_path: Path) -> None:
    parts = {}
    for place in range(0, len(UNREADABLE), 2):
        first, second = (UNREADABLE * 2)[place : place + 2]
        parts[f"names{place}"] = with_names([first + "1", second, "loss"])
    assert complaints_by_part(parts, tmp_path, runs=1) == {}
    assert not [path for path in tmp_path.iterdir() if path.suffix == ".sh"]


@needs_pdflatex
@settings(max_examples=3, deadline=None, phases=[Phase.generate])
@given(st.lists(st.lists(words, min_size=3, max_size=3, unique=True), min_size=20, max_size=20))
def test_any_names_compile(names: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        parts = {f"names{place}": with_names(each) for place, each in enumerate(names)}
        assert complaints_by_part(parts, Path(folder), runs=1) == {}


@given(st.text(max_size=30))
def test_words_are_ascii_and_every_sign_means_itself(text: str) -> None:
    words = Tex().words(text)
    assert words.isascii() and words.isprintable()
    bare = re.sub(r"\\[A-Za-z]+ ?|\\.|[{}]", "", words)
    assert not set(bare) & set("\\$&#%_~") and ("^" not in bare or r"\ensuremath" in words)
    assert sum({"{": 1, "}": -1}.get(sign, 0) for sign in re.sub(r"\\[{}]", "", words)) == 0




@given(names, names)
def test_two_names_are_never_spelled_alike(one: str, other: str) -> None:
    latex, tex = Latex(), Tex()
    for spell in (latex.name, latex.tangent, latex.adjoint):
        assert (tex.math(spell(one)) == tex.math(spell(other))) == (one == other)
    assert tex.math(latex.tangent(one)) != tex.math(latex.name(other))


@pytest.mark.parametrize(("name", "spelled"), [
    ("w12", "w_{12}"), ("loss", r"\mathrm{loss}"), ("loss_in2", r"\mathrm{loss\_in}_{2}"), ("alpha", r"\alpha"), ("α", r"\alpha"),
    ("x'", "x'"), ("é", r"{\acute{e}}"), ("café", r"\mathrm{caf{\acute{e}}}"), ("ж", r"{\mathtt{U{+}0436}}"), ("Α", r"{\mathrm{A}}"),
    ("ẋ", r"{\mathtt{U{+}1E8B}}"), ("ø", r"{\text{\o}}"),
])
def test_names_as_latex(name: str, spelled: str) -> None:
    assert Tex().math(Latex().name(name)) == spelled


def test_code_points_are_explained() -> None:
    text = rendered(adtrace.reverse("ж*x", {"ж": 2, "x": 3}))
    assert re.search(r"U\+\S* ?0436 is CYRILLIC SMALL LETTER ZHE", text.replace(r"\allowbreak ", ""))
