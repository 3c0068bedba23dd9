"""Formats of files with a worked table: one file each, exposing one FORMAT. To add a format is to add a file here."""

from __future__ import annotations

from importlib import import_module

from ....registry import entries
from ..pieces import Format

FALLBACK = "text"
"""The format of what has no suffix that another one claims."""


def names() -> tuple[str, ...]:
    """The name of every format, without importing any."""
    return entries(__path__[0])


def by_name(name: str) -> Format:
    """The format of this name, one of `names`."""
    found: Format = import_module(f"{__name__}.{name}").FORMAT
    return found


def by_suffix(suffix: str) -> Format:
    """The format of files with this suffix (".csv", any case)."""
    every = map(by_name, names())
    return next((found for found in every if suffix.lower() in found.suffixes), by_name(FALLBACK))
