"""Where the blocks of a sweep are run: one file per engine, each exposing one ENGINE."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol

from ..errors import AdtraceError
from ..registry import entries


class Run(Protocol):
    """How an engine is called."""

    def __call__(
        self, function: Callable[[Any], Any], items: Iterable[Any], workers: int | None = None, scheduler: str = ""
    ) -> Iterator[Any]:
        """function(item) for every item, in order; a bounded number of items is under way at any time.

        workers    how many run at a time, one per core by default
        scheduler  the address of a running cluster, "" for none
        Raises what the function raises, and AdtraceError where the engine cannot be had.
        """


@dataclass(frozen=True, slots=True)
class Engine:
    """One engine.

    name        the name of its file
    doc         one line for the help
    run         runs a function over blocks
    is_remote   whether it runs them in other processes, which then had better read their rows themselves
    """

    name: str
    doc: str
    run: Run
    is_remote: bool = False


def names() -> tuple[str, ...]:
    """The name of every engine, without importing any."""
    return entries(__path__[0])


def by_name(name: str) -> Engine:
    """The engine of this name; imports its file only. Raises AdtraceError."""
    if name not in names():
        raise AdtraceError(f"there is no engine {name}", hint=f"the engines are {', '.join(names())}")
    found: Engine = import_module(f"{__name__}.{name}").ENGINE
    return found


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1
