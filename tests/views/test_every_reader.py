"""Every format for every reader: notation profile, language and decimal sign reach all that people read."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache

import pytest
from readers import reader

import adtrace
from adtrace.views import formats, notebook, profiles
from adtrace.views.formats import Options

PROGRAMS = {
    "two inputs": ("w = x1*x2; w + sin(x1)", {"x1": 2, "x2": 3.5}),
    "arrays": ("z = W @ x; w = 0.5*sum(z*z); w*w", {"W": [[0.1, 0.8], [0.4, 0.6]], "x": [1.5, 1]}),
    "two outputs": ("w = x*y; [w*w, w + y]", {"x": 2.5, "y": 3.5}),
}
MACHINES = {"json", "csv"}
POINTED = MACHINES | {"dot"}
"""Formats that other programs read: their numbers keep the point."""

KINDS = {"latex": "latex", "tikz": "latex", "markdown": "latex", "text/latex": "latex", "ascii": "ascii", "text": "ascii"}
"""What a format's formulas are written in, where it is not Unicode."""

ADJOINTS = {
    "unicode": {"course": "w̄", "baydin": "v̄₁", "delta": "δ_w", "code": "w_bar", "leibniz": "/∂w"},
    "ascii": {"course": "w_bar", "baydin": "v1_bar", "delta": "delta_w", "code": "w_bar", "leibniz": "/dw"},
    "latex": {
        "course": r"\bar{w}", "baydin": r"\bar{v}_{1}", "delta": r"\delta_{w}", "code": r"\mathtt{w\_bar}",
        "leibniz": r"/\partial w",
    },
}
"""How the adjoint of w is spelled in the reverse sweep of each program."""

ENGLISH = re.compile(
    r"(?<![-\w])(?:node|value|used by|adjoint|tangent|adjoint rule|tangent rule|with numbers|local partials?|seed|so every|sum over|"
    r"Forward mode|Reverse mode|Evaluation|Computational graph|at|from|steps?|sweeps?|cost|increment|chain rule|running sum|norm)\b"
)
TEXTS = [name for name in formats.names() if not formats.by_name(name).binary]
DRAWN = [("html", "leibniz"), ("animated", "baydin"), ("svg", "baydin"), ("svg", "leibniz")]
"""Formats that take their time: two profiles show that drawings heed them."""
SHOWN = [
    *itertools.product([name for name in TEXTS if name not in dict(DRAWN)], profiles.names()),
    *DRAWN,
    *itertools.product(["text/html", "text/latex", "text/plain"], profiles.names()),
]


def shown(trace, name: str, **options) -> str:
    """A trace in a format, or in what a notebook is given."""
    told = Options(width=120, **options)
    if "/" in name:
        return notebook.display(trace, told, [name])[name] + "\n"
    found = formats.by_name(name).render(trace, told)
    return found if isinstance(found, str) else "".join(found)


def traces(name: str):
    """The reverse trace of every program, for a drawing with its forward trace beside it."""
    for text, at in PROGRAMS.values():
        first = next(iter(at))
        seed = {first: at[first]}
        forward, reverse = adtrace.forward(text, at, seed=seed), adtrace.reverse(text, at)
        yield forward, None
        yield reverse, None
        if "/" not in name and formats.by_name(name).suits(formats.DRAWING):
            yield reverse, forward


@lru_cache(4)
def read(name: str, written: str) -> str:
    """All that the reader of the format finds, which takes its time."""
    return "\n".join(reader(name)(written))


def texts(name: str, written: str) -> str:
    """What people read of it: no measures, no comments, no program as it was typed."""
    if name == "text/latex":
        return written
    if "latex" in KINDS.get(name, ""):
        lines = [line for line in written.splitlines() if not line.lstrip().startswith("%")]
        body = "\n".join(lines)
        if name == "markdown":
            return body
        kept = re.findall(r"\$[^$]*\$|(?<=\{)[^{}$\\]*(?=\})|^graine.*$", body, re.MULTILINE)
        return "\n".join(piece for piece in kept if not re.fullmatch(r"[0-9.]*(em|pt)?|[0-9A-F]{6}", piece.strip()))
    return read(name, written)


@pytest.mark.parametrize(("name", "profile"), SHOWN)
def test_notation_language_and_decimal_sign(name, profile):
    """All of them of the same two texts, since a drawing takes its time: one in English, one in French with commas."""
    for trace, beside in traces(name):
        english = shown(trace, name, notation=profile, beside=beside)
        french = shown(trace, name, notation=profile, beside=beside, lang="fr", decimal="comma")
        if trace.mode == "reverse" and name not in MACHINES:
            the_adjoint_is_spelled_as_the_reader_wants(trace, name, profile, english)
        numbers_have_the_comma_where_people_read_them(trace, name, english, french)
        no_english_word_is_left(trace, name, french, beside)
        if name in POINTED:
            assert shown(trace, name, notation=profile, beside=beside, decimal="comma") == english


def the_adjoint_is_spelled_as_the_reader_wants(trace, name, profile, written):
    spelling = ADJOINTS[KINDS.get(name, "unicode")][profile]
    found = written if KINDS.get(name) == "latex" else read(name, written)
    found = found.replace("_ ", "_").replace("`", "")
    assert spelling in found, (trace.expression, spelling)
    # What is not asked for is not there: the usual bar stands in no other profile's text.
    usual = ADJOINTS[KINDS.get(name, "unicode")]["course"]
    assert (usual in found) == (usual in spelling)


def numbers_have_the_comma_where_people_read_them(trace, name, english, french):
    """And the point in English: the text is not without numbers."""
    if name in POINTED:
        return
    wanted, other = (re.compile(rf"[0-9](?:{sign})[0-9]") for sign in (r",|\{,\}", r"\."))
    found, usual = (texts(name, text).replace(trace.expression, "").replace("0.5*sum", "") for text in (french, english))
    assert wanted.search(found) and not other.search(found), other.search(found)
    assert other.search(usual)


def no_english_word_is_left(trace, name, french, beside):
    if name in MACHINES:
        assert french == shown(trace, name, beside=beside)
    else:
        found = ENGLISH.findall(texts(name, french))
        assert not found, found
