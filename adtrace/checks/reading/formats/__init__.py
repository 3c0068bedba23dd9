"""Formats of files with a worked table: one file each, exposing one FORMAT. To add a format is to add a file here."""

from __future__ import annotations

import os
from importlib import import_module

from ..pieces import Format

FOLDER = os.path.dirname(__file__)
FALLBACK = "text"
"""The format of what has no suffix that another one claims."""


def names() -> tuple[str, ...]:
    """The name of every format, without importing any."""
    return tuple(sorted(name[:-3] for name in os.listdir(FOLDER) if name.endswith(".py") and name[0] not in "_."))


def by_name(name: str) -> Format:
    """The format of this name, one of `names`."""
    found: Format = import_module(f"{__name__}.{name}").FORMAT
    return found


def by_suffix(suffix: str) -> Format:
    """The format of files with this suffix (".csv", any case)."""
    every = map(by_name, names())
    return next((found for found in every if suffix.lower() in found.suffixes), by_name(FALLBACK))
