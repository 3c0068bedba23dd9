"""Remarks on a trace as a whole: English texts that know the phrase that they were made from."""

from __future__ import annotations

from collections.abc import Mapping

from .steps import NOTHING


class Note(str):
    """A remark: what its phrase says with these words in the place of its {names}.

    >>> Note("kinks as in {framework}", {"framework": "jax"})
    'kinks as in jax'
    """

    __slots__ = ("phrase", "words")

    phrase: str
    words: Mapping[str, str]

    def __new__(cls, phrase: str, words: Mapping[str, str] = NOTHING) -> Note:
        """The phrase with its words put in."""
        found = super().__new__(cls, phrase.format(**words) if words else phrase)
        found.phrase, found.words = phrase, words
        return found
