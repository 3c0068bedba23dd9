"""Sequences whose entries are made when they are asked for: a trace of a million steps of which a few are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, overload

KEPT = 1_000
"""Entries up to which each is made only once."""

Entry = TypeVar("Entry")


class Made(Sequence[Entry]):
    """A sequence of which an entry is made when it is asked for, and kept if there are few.

    size  how many entries there are; `make` returns the one at a position
    """

    def __init__(self, size: int, make: Callable[[int], Entry]) -> None:
        self.size, self.make = size, make
        self._kept: dict[int, Entry] = {}

    def __len__(self) -> int:
        return self.size

    def __reduce__(self) -> Any:
        """To be copied and pickled, every entry is made."""
        return tuple, (tuple(self),)

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Entry, ...]: ...
    def __getitem__(self, place: int | slice) -> Entry | tuple[Entry, ...]:
        if isinstance(place, slice):
            return tuple([self[one] for one in range(*place.indices(self.size))])
        at = place + self.size if place < 0 else place
        if not 0 <= at < self.size:
            raise IndexError(place)
        found = self._kept.get(at)
        if found is None:
            found = self.make(at)
            if self.size <= KEPT:
                self._kept[at] = found
        return found


class Names:
    """The names of the steps of a sweep."""

    def __init__(self, find: Callable[[str], int | None]) -> None:
        self.find = find

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.find(name) is not None
