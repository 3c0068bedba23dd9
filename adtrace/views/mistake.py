"""The likely mistake behind a wrong entry, in the reader's language."""

from __future__ import annotations

from ..checks.worked.mistakes import MESSAGES
from ..records.worked import Judged
from .languages import Speaker


def mistake_text(judged: Judged, say: Speaker) -> str:
    """One line, "" where no mistake of the library explains the entry."""
    if not judged.mistake_name:
        return ""
    return say(MESSAGES[judged.mistake_name]).format(**judged.mistake_words)
