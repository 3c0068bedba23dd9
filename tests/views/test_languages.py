"""Languages: every phrase that a view says stands in every language, with the same placeholders."""

from __future__ import annotations

import ast
import itertools
import string
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import adtrace
from adtrace.errors import AdtraceError
from adtrace.registry import entries
from adtrace.views import formats, languages, notebook
from adtrace.views.formats import Options
from adtrace.views.layout import cells

VIEWS = Path(formats.__file__).parents[1]
OTHERS = [name for name in languages.names() if name != languages.ENGLISH]
LOGISTIC = ("1/(1+exp(-a*x))", {"x": 2, "a": 1})
TRACES = {
    "logistic": LOGISTIC,
    "fan-out": ("x1*x2 + sin(x1)", {"x1": 2, "x2": 3}),
    "squares": ("[x*x, x + y, x*x*x]", {"x": 2, "y": 3}),
    "symbols": (LOGISTIC[0], None),
    "layer": ("z = W @ x; z @ z", {"W": [[1, 2], [3, 4]], "x": [1, 2]}),
    "large": ("sum(A*A)", {"A": [[float(row*column) for column in range(40)] for row in range(4)]}),
    "seeded step": ("u = x*x; [u, u*u]", {"x": 2}),
    "many uses": ("+".join(["x^2"]*60), {"x": 1}),
    "many steps": ("+".join(["sin(x*y)"]*150), {"x": 1, "y": 2}),
    "no path": ("[x*x, y]", {"x": 2, "y": 3}),
    "drawn once per use": ("+".join(["x"]*9), {"x": 1}),
}
DRAWN = ("layer", "no path", "drawn once per use")
SCREENS = ("table", "ascii", "text")
LONG = ("many uses", "many steps")
"""What screens alone shorten, with phrases of their own."""
"""Formats that a narrow screen changes."""


class Recorded(dict[str, str]):
    """Phrases that remember which of them are missing."""

    def __init__(self, phrases: dict[str, str]) -> None:
        super().__init__(phrases)
        self.missing: set[str] = set()

    def get(self, phrase: str, default: str = "") -> str:  # type: ignore[override]
        if phrase not in self:
            self.missing.add(phrase)
        return super().get(phrase, default)


def phrases_of(name: str) -> dict[str, str]:
    return languages.phrases_of(name)


def asked(path: Path) -> Iterator[str]:
    """The phrases in a file's calls of say: texts, one of two texts, or any of a table's at the top of a module."""
    parts = path.relative_to(VIEWS).with_suffix("").parts
    module = import_module(".".join(["adtrace.views", *(part for part in parts if part != "__init__")]))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and (getattr(node.func, "id", "") == "say" or getattr(node.func, "attr", "") == "say"):
            yield from texts(node.args[0], module)


def texts(node: ast.expr, module: object) -> Iterator[str]:
    """What an argument of say can be, as far as its source says."""
    if isinstance(node, ast.Constant):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from itertools.chain(texts(node.body, module), texts(node.orelse, module))
    elif isinstance(node, ast.Subscript):
        while isinstance(node, ast.Subscript):
            node = node.value
        if isinstance(node, ast.Name):
            yield from flat(getattr(module, node.id, ()))


def flat(table: object) -> Iterator[str]:
    """The texts in a table of texts."""
    if isinstance(table, str):
        yield table
    elif isinstance(table, (dict, tuple, list)):
        for entry in table.values() if isinstance(table, dict) else table:
            yield from flat(entry)


PHRASES = {phrase: path.name for path in sorted(VIEWS.rglob("*.py")) for phrase in asked(path)}


def placeholders(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def test_the_scan_finds_what_is_said():
    assert len(PHRASES) > 50
    assert {"value", "Reverse mode", "sum over {count} uses", "{count} forward sweeps", "{count}th", "dashed"} <= set(PHRASES)


@pytest.mark.parametrize("name", OTHERS)
def test_every_phrase_is_in_every_language(name):
    assert not {phrase: where for phrase, where in PHRASES.items() if phrase not in phrases_of(name)}


@pytest.mark.parametrize("name", OTHERS)
def test_a_phrase_stands_in_one_file_or_means_the_same(name):
    folder = Path(languages.__file__).parent / name
    known: dict[str, str] = {}
    for part in entries(str(folder)):
        for phrase, text in import_module(f"adtrace.views.languages.{name}.{part}").PHRASES.items():
            assert known.setdefault(phrase, text) == text, (part, phrase)


@pytest.mark.parametrize("name", OTHERS)
def test_placeholders_agree(name):
    for phrase, text in phrases_of(name).items():
        assert placeholders(phrase) == placeholders(text), phrase
        assert text.strip() and (phrase == phrase.strip()) == (text == text.strip())


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("kind", [formats.TABLE, formats.DRAWING])
def test_no_view_says_a_phrase_that_has_no_translation(name, kind, monkeypatch):
    recorded = Recorded(phrases_of(name))
    monkeypatch.setattr(languages, "phrases_of", lambda lang: recorded)
    for of in TRACES if kind == formats.TABLE else DRAWN:
        text, at = TRACES[of]
        traces = [adtrace.evaluate(text, at), adtrace.forward(text, at, seed=at), adtrace.reverse(text, at)]
        for form, trace in itertools.product(map(formats.by_name, formats.names()), traces):
            if form.kind != kind or trace.mode not in form.modes or (of in LONG and form.name not in SCREENS):
                continue
            for width, unicode in ((120, True), (60, False)) if form.name in SCREENS else ((120, True),):
                rendered = form.render(trace, Options(lang=name, width=width, unicode=unicode))
                assert rendered if isinstance(rendered, (str, bytes)) else "".join(rendered)
    assert not recorded.missing


@pytest.mark.parametrize("name", OTHERS)
def test_pages_of_notebooks_say_no_phrase_that_has_no_translation(name, monkeypatch):
    recorded = Recorded(phrases_of(name))
    monkeypatch.setattr(languages, "phrases_of", lambda lang: recorded)
    for text, at in TRACES.values():
        for trace in (adtrace.evaluate(text, at), adtrace.forward(text, at, seed=at), adtrace.reverse(text, at)):
            assert notebook.display(trace, Options(lang=name), ["text/html", "text/latex", "text/plain"])
    assert not recorded.missing


def test_a_french_table():
    found = adtrace.render(adtrace.reverse(*TRACES["fan-out"]), lang="fr", width=120)
    for words in ("Mode inverse", "graine ȳ = 1", "nœud", " usage ", "dérivée locale", "somme sur 2 utilisations", "coût :"):
        assert words in found
    for words in ("Reverse", "seed", "node", "used by", "adjoint ", "cost"):
        assert words not in found


def test_french_on_a_screen_that_takes_ascii_only():
    found = adtrace.render(adtrace.reverse(*LOGISTIC), "ascii", lang="fr")
    assert found.isascii() and "noeud" in found and "derivee" in found


def test_a_french_drawing():
    forward, reverse = adtrace.forward(*LOGISTIC, seed={"x": 1}), adtrace.reverse(*LOGISTIC)
    assert "Graphe de calcul de y = 1/(1 + exp(-a·x)) en x = 2, a = 1" in adtrace.render(reverse, "svg", lang="fr", beside=forward)
    assert "Mode inverse : y = " in adtrace.render(reverse, "svg", lang="fr")
    english = {mode: adtrace.render(trace, "svg") for mode, trace in (("forward", forward), ("reverse", reverse))}
    assert "mode: y" in english["forward"] and "Mode" not in english["reverse"]


@pytest.mark.parametrize("width", [60, 72, 80, 100, 120])
@pytest.mark.parametrize("mode", ["evaluate", "forward", "reverse"])
def test_french_lines_fit_the_screen(mode, width):
    for text, at in (LOGISTIC, TRACES["fan-out"], TRACES["layer"]):
        trace = getattr(adtrace, mode)(text, at, **({"seed": dict([*at.items()][:1])} if mode == "forward" else {}))
        found = adtrace.render(trace, width=width, lang="fr", decimal="comma")
        assert max(map(cells, found.splitlines())) <= width


def test_the_first_exercise_is_a_table_in_french_on_80_columns():
    found = adtrace.render(adtrace.reverse(*LOGISTIC), width=80, lang="fr", decimal="comma")
    assert "nœud            valeur   usage   adjointe × dérivée locale   adjointe" in found


def test_an_unknown_language_is_refused():
    with pytest.raises(AdtraceError, match="unknown language kl"):
        languages.speaker("kl")
