"""Rows that cannot be used: the first one stops the run, or all become nan and are counted."""

from __future__ import annotations

from ..errors import AdtraceError
from ..records import Warning

LISTED = 3
"""Bad rows of a file that the warning names; the rest are counted."""


class BadRows:
    """What becomes of bad rows.

    keep_going  whether they are counted, for a warning at the end; otherwise the first raises AdtraceError
    """

    def __init__(self, keep_going: bool = False) -> None:
        self.keep_going = keep_going
        self._counts: dict[str, int] = {}
        self._first: dict[str, list[str]] = {}

    def add(self, title: str, place: str, why: str) -> None:
        """Note a bad row of this file. Raises AdtraceError unless `keep_going`."""
        if not self.keep_going:
            hint = "correct the row, or let --keep-going make such rows nan"
            raise AdtraceError(f"{title}, {place}: {why}", hint=hint)
        self._counts[title] = self._counts.get(title, 0) + 1
        if self._counts[title] <= LISTED:
            self._first.setdefault(title, []).append(f"{place}: {why}")

    def warnings(self) -> tuple[Warning, ...]:
        """One warning for each file with bad rows."""
        return tuple([self._warning(title, count) for title, count in self._counts.items()])

    def _warning(self, title: str, count: int) -> Warning:
        listed = "; ".join(self._first[title])
        more = f"; and {count - LISTED} more" if count > LISTED else ""
        message = f"{count} {'row' if count == 1 else 'rows'} of {title} became nan: {listed}{more}"
        return Warning("rows", title, message, hint="correct them, or leave out --keep-going to stop at the first")
