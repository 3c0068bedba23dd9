"""Names of a program as names of another language: what it keeps for itself, or cannot spell, is escaped."""

from __future__ import annotations

import keyword
from collections.abc import Callable, Collection, Iterable

PYTHON = frozenset((
    *keyword.kwlist, "abs", "bool", "dict", "float", "int", "len", "list", "max", "min", "print", "range", "round",
    "sorted", "str", "sum", "tuple", "type", "zip", "SystemExit",
))  # fmt: skip
"""Words that Python, or the code that is written, keeps for itself."""


def python_name(name: str) -> str:
    """A name in letters that Python takes, one for one: x' is x_prime, and a sign that no name has is its number."""
    name = name.replace("'", "_prime")
    letters = [letter if f"x{letter}".isidentifier() else f"_u{ord(letter):x}" for letter in name]
    spelled = "".join(letters)
    return spelled if spelled.isidentifier() else f"_{spelled}"


class Names:
    """What the names of a program are called in the code; the same name always gets the same.

    kept   words that are no names here
    spell  a name in the letters of the language
    """

    def __init__(self, kept: Collection[str], spell: Callable[[str], str] = python_name) -> None:
        self.spell = spell
        self.taken = set(kept)
        self.found: dict[str, str] = {}

    def add(self, names: Iterable[str]) -> None:
        """Give these their names; those that are as they should be keep them."""
        wanted = dict.fromkeys(name for name in names if name not in self.found)
        for name in wanted:
            if self.spell(name) == name and name not in self.taken:
                self._give(name, name)
        for name in wanted:
            if name not in self.found:
                spelled = self.spell(name)
                while spelled in self.taken:
                    spelled += "_"
                self._give(name, spelled)

    def _give(self, name: str, spelled: str) -> None:
        self.found[name] = spelled
        self.taken.add(spelled)

    def __getitem__(self, name: str) -> str:
        return self.found[name]

    @property
    def changed(self) -> list[tuple[str, str]]:
        """Names that are spelled otherwise, with what they are called."""
        return [(name, spelled) for name, spelled in self.found.items() if name != spelled]
