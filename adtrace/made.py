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


class Later(Sequence[Entry]):
    """A sequence that is made as a whole when it is first asked for; equal to a tuple of the same entries."""

    def __init__(self, make: Callable[[], tuple[Entry, ...]]) -> None:
        self._make: Callable[[], tuple[Entry, ...]] | None = make
        self._made: tuple[Entry, ...] = ()

    def __call__(self) -> tuple[Entry, ...]:
        """The entries."""
        if self._make is not None:
            self._made, self._make = self._make(), None
        return self._made

    def __len__(self) -> int:
        return len(self())

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Entry, ...]: ...
    def __getitem__(self, place: int | slice) -> Entry | tuple[Entry, ...]:
        return self()[place]

    def __eq__(self, other: object) -> bool:
        return self() == (other() if isinstance(other, Later) else other)

    def __hash__(self) -> int:
        return hash(self())

    def __repr__(self) -> str:
        return repr(self())

    def __reduce__(self) -> Any:
        """To be copied and pickled, it is made."""
        return tuple, (self(),)


class Names:
    """The names of the steps of a sweep."""

    def __init__(self, find: Callable[[str], int | None]) -> None:
        self.find = find

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.find(name) is not None
