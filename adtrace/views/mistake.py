"""The likely mistake behind a wrong entry, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from ..checks.worked.mistakes import MESSAGES
from ..records.worked import Judged
from .languages import Speaker


def mistake_text(judged: Judged, say: Speaker) -> str:
    """One line, "" where no mistake of the library explains the entry."""
    if not judged.mistake_name:
        return ""
    return mistake_words(judged.mistake_name, judged.mistake_words, say)


def mistake_words(name: str, words: Mapping[str, str], say: Speaker) -> str:
    """A mistake of the library, by its name and what its phrase is filled in with."""
    return say(MESSAGES[name]).format(**words)
