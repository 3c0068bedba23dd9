"""The remarks on a trace as a whole, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..records import Trace
from ..records.notes import Note

if TYPE_CHECKING:
    from .languages import Speaker


def notes_of(trace: Trace, say: Speaker) -> Iterator[str]:
    """Each note; one that knows its phrase by that, with its words."""
    for note in trace.notes:
        yield say(note.phrase).format(**note.words) if isinstance(note, Note) else note
