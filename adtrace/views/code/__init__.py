"""Programs in other languages: one file in targets/ for each, exposing one TARGET. To add a target is to add a file."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module

from ...errors import AdtraceError
from ...named import Record
from ...records.export import Export
from ...registry import entries
from ...rules.table import nearest

TARGETS = f"{__name__}.targets"


class Target(Record):
    """What a program can be written as.

    name      what --to calls it; the name of its file, with - for _
    doc       one line for the help
    render    the text, ending with a newline; raises AdtraceError for a program that it cannot be written for
    suffixes  of files that -o writes as this target
    parts     whether it writes a part of a document, and --standalone a whole one
    usual     whether a file's suffix chooses this one, where several targets have it
    """

    name: str
    doc: str
    render: Callable[[Export], str]
    suffixes: tuple[str, ...] = (".py",)
    usual: bool = False
    parts: bool = False


def names() -> tuple[str, ...]:
    """The name of every target, without importing any."""
    return tuple(entry.replace("_", "-") for entry in entries(os.path.join(__path__[0], "targets")))


def by_name(name: str) -> Target:
    """The target of this name. Raises AdtraceError."""
    if name not in names():
        alike = nearest(name, names())
        hint = f"did you mean {alike}?" if alike else f"the targets are {', '.join(names())}"
        raise AdtraceError(f"there is no target {name}", hint=hint, where="--to")
    found: Target = import_module(f"{TARGETS}.{name.replace('-', '_')}").TARGET
    return found


def chosen(name: str | None, path: str | None) -> Target:
    """The target by name, else by the suffix of a file. Raises AdtraceError."""
    suffix = os.path.splitext(path or "")[1].lower()
    if name is not None:
        return _fitting(by_name(name), suffix)
    having = _having(suffix)
    if having:
        return next((target for target in having if target.usual), having[0])
    what = f"nothing is exported to {suffix} files" if suffix else "an export needs its target"
    raise AdtraceError(what, hint=f"--to takes {', '.join(names())}")


def _having(suffix: str) -> list[Target]:
    return [target for target in map(by_name, names()) if suffix and suffix in target.suffixes]


def _fitting(target: Target, suffix: str) -> Target:
    """The target. Raises AdtraceError for the suffix of a file that others are written to, and it is not."""
    others = [] if suffix in target.suffixes else _having(suffix)
    if not others:
        return target
    meant = f"--to {' or '.join(other.name for other in others)}"
    hint = f"{meant} is written to {suffix}; {target.name} to {' or '.join(target.suffixes)}"
    raise AdtraceError(f"{target.name} is not written to a {suffix} file", hint=hint)
