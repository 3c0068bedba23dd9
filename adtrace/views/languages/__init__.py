"""Languages of headings and explanations: a folder each, its files from English phrases to its own."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from functools import cache
from importlib import import_module

from ...errors import AdtraceError
from ...registry import entries, folders

ENGLISH = "en"
"""The language that the phrases are written in where they are used; it has no folder."""

Speaker = Callable[[str], str]


def names() -> tuple[str, ...]:
    """Every language, without importing any."""
    return tuple(sorted((ENGLISH, *folders(__path__[0]))))


def speaker(lang: str, *, unicode: bool = True) -> Speaker:
    """What turns an English phrase into this language: `say("value")`. Raises AdtraceError for an unknown language.

    unicode  whether the reader's screen takes letters with accents
    """
    if lang == ENGLISH:
        return str
    if lang not in names():
        raise AdtraceError(f"unknown language {lang}", hint=f"the languages are {', '.join(names())}", where="--lang")
    phrases = phrases_of(lang)

    def say(phrase: str) -> str:
        found = phrases.get(phrase, phrase)
        return found if unicode else without_accents(found)

    return say


@cache
def phrases_of(lang: str) -> dict[str, str]:
    """The phrases of all files of a language."""
    found: dict[str, str] = {}
    for part in entries(os.path.join(__path__[0], lang)):
        found.update(import_module(f"{__name__}.{lang}.{part}").PHRASES)
    return found


def without_accents(text: str) -> str:
    """A text in ASCII: letters without their accents, ligatures as two letters.

    >>> without_accents("nœud, dérivée")
    'noeud, derivee'
    """
    text = text.translate({ord("œ"): "oe", ord("Œ"): "OE", ord("×"): "*", ord("’"): "'", ord("\u00a0"): " "})
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
