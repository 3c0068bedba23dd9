"""Notes for the header of a trace that other languages have phrases for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

NOTHING: Mapping[str, str] = {}


class Note(str):
    """A note: in English as it stands.

    phrase  what it says, and `words` that it is filled in with, which are phrases of their own
    names   what it is filled in with as it is
    """

    phrase: str
    names: Mapping[str, str]
    words: Mapping[str, str]

    def __new__(cls, phrase: str, names: Mapping[str, str] = NOTHING, words: Mapping[str, str] = NOTHING) -> Note:
        """A note from its phrase."""
        self = super().__new__(cls, phrase.format(**names, **words))
        self.phrase, self.names, self.words = phrase, names, words
        return self

    def __reduce__(self) -> Any:
        return Note, (self.phrase, self.names, self.words)


def noted(note: str, say: Callable[[str], str]) -> str:
    """A note in the language of `say`, where that has its phrase."""
    if not isinstance(note, Note):
        return note
    return say(note.phrase).format(**note.names, **{key: say(word) for key, word in note.words.items()})
