"""Folders that are registries: every file in one is an entry that goes by its name, and adding a file adds one."""

from __future__ import annotations

import os


def entries(folder: str) -> tuple[str, ...]:
    """The names of the files of a folder, without importing any; those that begin with _ are no entries."""
    return tuple(sorted(name[:-3] for name in os.listdir(folder) if name.endswith(".py") and name[0] not in "_."))
