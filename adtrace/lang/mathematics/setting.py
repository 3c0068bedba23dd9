"""What a text is read with: the names that it gives meaning to, and those that have a value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...errors import AdtraceError
from ...named import Record
from ...records import Shape


def scalar(op: str, shapes: tuple[Shape, ...]) -> Shape:
    """The shape of a result where nothing is known of arrays."""
    return ()


class Learned:
    """What is found out while a text is read.

    lengths    of arrays, by the name that a sum over them ends with
    arguments  the shapes that a function of the text is called with; `results`, that of its value
    pending    what is wrong with the reading as long as names have no values
    """

    def __init__(self) -> None:
        self.lengths: dict[str, int] = {}
        self.arguments: dict[str, tuple[Shape, ...]] = {}
        self.results: dict[str, Shape] = {}
        self.pending: AdtraceError | None = None

    def facts(self) -> tuple[dict[str, Any], ...]:
        """All of it that a second reading can use."""
        return dict(self.lengths), dict(self.arguments), dict(self.results)


class Setting(Record):
    """What a text is read with.

    source    the text as typed
    values    the values that names are given; none where there is no point
    shapes    their shapes, and those of names that were defined since
    shape_of  the shape of an operator's result, from its operands' shapes
    assigned  the names that statements assign; `functions`, those that they define
    """

    source: str
    values: Mapping[str, Any]
    shapes: dict[str, Shape]
    shape_of: Callable[[str, tuple[Shape, ...]], Shape] = scalar
    assigned: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()

    def spelled(self, stem: str, rest: str = "") -> str:
        """A name, in the letters that a value is given for: theta or θ."""
        name, other = stem + rest, other_spelling(stem) + rest
        return other if name not in self.shapes and other in self.shapes else name

    def means_value(self, name: str) -> bool:
        """Whether the name has a value of the user's own, so that it is no constant and no function."""
        return name in self.shapes or name in self.assigned


def other_spelling(stem: str) -> str:
    """A Greek letter by its word, and a word by its letter; else the same."""
    from ..tex import LETTERS, greek_letter, greek_name

    return greek_letter(stem) if stem in LETTERS else greek_name(stem) or stem
