"""The columns of worked tables that a page lays out: Markdown and notebooks. The screen chooses its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

HEADINGS = {
    "forward": ("", "node", "value", "tangent rule", "with numbers", "tangent"),
    "reverse": ("", "node", "value", "used by", "local partial", "adjoint rule", "with numbers", "adjoint"),
    "value": ("", "node", "with numbers", "value"),
}
"""The columns of each mode, by the phrase that heads them; the first has the step's number."""

NUMBERS = frozenset(("", "value", "tangent", "adjoint"))
"""Columns that are set flush right."""


def filled(mode: str, lines: Iterable[Sequence[str]]) -> list[int]:
    """The places of the columns that have anything in them."""
    found: set[int] = set()
    for line in lines:
        found.update(place for place, cell in enumerate(line) if cell)
    return [place for place in range(len(HEADINGS[mode])) if place in found]
