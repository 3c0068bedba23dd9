"""A folder of files, such as numbered pictures: written beside its place, and put there when it is complete."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence

from ..errors import OutputError
from .output import ends_in_order, reason, umask

OURS = re.compile(r"frame-[0-9]+\.svg")


def write_folder(path: str, texts: Sequence[str], *, no_clobber: bool = False) -> None:
    """Write frame-01.svg ... into the folder; it is made, or replaced whole if it holds nothing but such files.

    Raises OutputError, and then nothing has changed.
    """
    digits = len(str(len(texts)))
    files = {f"frame-{number:0{digits}}.svg": text for number, text in enumerate(texts, 1)}
    write_files(path, files, lambda name: OURS.fullmatch(name) is not None, no_clobber=no_clobber)


def write_files(
    path: str, files: Mapping[str, str], is_ours: Callable[[str], bool], *, no_clobber: bool = False
) -> None:
    """Write texts by file name into the folder; it is made, or replaced whole if it holds nothing but files of ours.

    Raises OutputError, and then nothing has changed.
    """
    check(path, is_ours, no_clobber)
    place = os.path.abspath(path)
    try:
        with ends_in_order():
            beside = tempfile.mkdtemp(prefix=".adtrace-", dir=os.path.dirname(place))
            try:
                for name, text in files.items():
                    with open(os.path.join(beside, name), "w", encoding="utf-8", newline="") as file:
                        file.write(text)
                os.chmod(beside, 0o777 & ~umask())
                swap(beside, place)
            finally:
                shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        hint = "check the folder and its permissions"
        raise OutputError(f"cannot write {path}: {reason(error)}", hint=hint) from None


def check(path: str, is_ours: Callable[[str], bool], no_clobber: bool) -> None:
    """Raise OutputError where the folder cannot be written without a loss."""
    if not path or "\0" in path:
        raise OutputError(f"cannot write {path!a}: this is no name of a folder", hint="name a new folder")
    if not os.path.lexists(path):
        return
    if no_clobber:
        raise OutputError(f"{path} exists already", hint="leave out --no-clobber to replace its files")
    if os.path.islink(path.rstrip("/")) or not os.path.isdir(path):
        raise OutputError(f"{path} is no folder", hint="name a new folder")
    if os.path.samefile(path, os.curdir):
        raise OutputError(f"{path} is the current folder", hint="name a folder in it")
    try:
        others = [name for name in sorted(os.listdir(path)) if not is_ours(name)]
    except OSError as error:
        raise OutputError(f"cannot read {path}: {reason(error)}") from None
    if others:
        raise OutputError(f"{path} holds other files: {others[0]}", hint="name a new folder")


def swap(beside: str, place: str) -> None:
    """Put the complete folder in its place; the old one, if there is one, goes afterwards."""
    if not os.path.isdir(place):
        os.rename(beside, place)
        return
    old = tempfile.mkdtemp(prefix=".adtrace-", dir=os.path.dirname(place))
    moved = os.path.join(old, "old")
    os.rename(place, moved)
    try:
        os.rename(beside, place)
    except OSError:
        os.rename(moved, place)
        os.rmdir(old)
        raise
    shutil.rmtree(old, ignore_errors=True)
