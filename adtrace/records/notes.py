"""Notes for the header of a trace that other languages have phrases for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

NOTHING: Mapping[str, str] = {}

NAMES_TOLD = 8
"""Notes on one name each that a screen shows; of more, how many there are."""
MORE = "and {count} more; {command} has them all"
JSON = "-f json"
"""What shows them all, where the command that was called has this format."""
REVERSE_JSON = "adtrace reverse -f json"
"""The same where it may not have it."""


class OfName(str):
    """A note on one of the names: a long program has many of them."""


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


def told(notes: Iterable[str], say: Callable[[str], str], command: str = JSON) -> list[str]:
    """The notes for a screen: of those on one name each the first, then how many more there are."""
    found: list[str] = []
    on_names = last = 0
    for note in notes:
        if isinstance(note, OfName):
            on_names += 1
            if on_names > NAMES_TOLD:
                continue
            last = len(found) + 1
        found.append(noted(note, say))
    if on_names > NAMES_TOLD:
        found.insert(last, say(MORE).format(count=on_names - NAMES_TOLD, command=command))
    return found
