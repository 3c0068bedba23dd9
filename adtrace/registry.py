"""Folders that are registries: every file or folder in one is an entry by its name, and adding one adds an entry."""

from __future__ import annotations

import os


def entries(folder: str) -> tuple[str, ...]:
    """The names of the files of a folder, without importing any; those that begin with _ are no entries."""
    return tuple(sorted(name[:-3] for name in os.listdir(folder) if name.endswith(".py") and name[0] not in "_."))


def folders(folder: str) -> tuple[str, ...]:
    """The names of the packages in a folder, without importing any."""
    names = os.listdir(folder)
    return tuple(sorted(name for name in names if os.path.exists(os.path.join(folder, name, "__init__.py"))))
