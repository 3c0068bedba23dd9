"""Notes and warnings of a long program: screens show the first of them and say how many there are; JSON has all."""

from __future__ import annotations

import json

import pytest

import adtrace
from adtrace.records import Warning
from adtrace.records.notes import NAMES_TOLD, Note, OfName, told
from adtrace.views.formats import Options, by_name
from adtrace.views.languages import speaker
from adtrace.views.report import WARNINGS_SHOWN, left_out, said_of

SCREENS = ("table", "ascii", "text", "markdown", "latex")
COUNT = 30


@pytest.fixture(scope="module")
def trace():
    """A program with 24 named constants and 30 jumps."""
    lines = ["a0 = sin(2)", *(f"a{i} = sin(a{i - 1}) + {i}" for i in range(1, COUNT))]
    lines += [f"b{i} = a{i}*x*(x > 0.5)" for i in range(COUNT)]
    return adtrace.reverse("\n".join([*lines, "y = " + " + ".join(f"b{i}" for i in range(COUNT))]), {"x": 0.5})


def shown(trace, name, **told):
    rendered = by_name(name).render(trace, Options(width=100, last=1, **told))
    return rendered if isinstance(rendered, str) else "".join(rendered)


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_shows_the_first(trace, name):
    text = shown(trace, name)
    words = "".join(text.replace("\\allowbreak ", "").replace("{-}", "-").replace("\\", "").split())
    assert words.count("isaconstant") == NAMES_TOLD
    assert words.count("itsslopethereistakenas0") == WARNINGS_SHOWN
    assert f"and{len(trace.notes) - NAMES_TOLD}more" in words
    assert f"and{COUNT - WARNINGS_SHOWN}morewarning" in words


def test_json_has_them_all(trace):
    found = json.loads(shown(trace, "json"))
    assert len(found["notes"]) == len(trace.notes) > NAMES_TOLD
    assert len(found["warnings"]) == COUNT


def test_a_screen_in_french(trace):
    text = shown(trace, "table", lang="fr")
    assert f"et {len(trace.notes) - NAMES_TOLD} de plus ; -f json les donne toutes" in text
    assert f"et {COUNT - WARNINGS_SHOWN} de plus : warning[jump] ; -f json les donne tous" in text


def test_other_notes_are_all_told():
    notes = ["e is the constant 2.71828", *(OfName(f"a{i} is a constant") for i in range(9)), Note("left {x}", {"x": "y"})]
    assert told(notes[:-2], str) == notes[:-2]
    assert told(notes, str) == [*notes[:9], "and 1 more; -f json has them all", "left y"]
    assert told(notes, speaker("fr"))[9] == "et 1 de plus ; -f json les donne toutes"


def test_every_kind_of_warning_has_its_first():
    jumps = [Warning("jump", f"w{i}", f"w{i} jumps") for i in range(WARNINGS_SHOWN + 5)]
    overflow = Warning("overflow", "y", "y overflows")
    found, more = said_of([*jumps, overflow])
    assert found == [*jumps[:WARNINGS_SHOWN], overflow]
    assert left_out(more) == ["and 5 more warning[jump]; -f json has them all"]
    assert left_out(more, command="") == ["and 5 more warning[jump]"]
    assert said_of(jumps[:WARNINGS_SHOWN]) == (jumps[:WARNINGS_SHOWN], {})
