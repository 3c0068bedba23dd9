"""The commands: one file each, exposing `command`. To add a command is to add a file here.

What a command runs is imported when it runs: help, and what is wrong with a command line, need none of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ...registry import entries

if TYPE_CHECKING:
    from ..calling import Command


def names() -> tuple[str, ...]:
    """The name of every command."""
    return entries(__path__[0])


def of_name(name: str) -> Command:
    """The command of this name; only its file is imported."""
    found: Command = import_module(f"{__name__}.{name}").command
    return found
