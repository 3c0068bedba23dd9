"""Where an expression comes from: the command line, a file, or standard input."""

from __future__ import annotations

import os
import sys
from typing import Any

from ..errors import AdtraceError, LimitError
from ..lang import files
from ..lang.columns import Program
from ..lang.parser import parse
from ..limits import LIMITS

BLOCK = 1 << 20
LONGEST = 4 * LIMITS.text
"""Bytes of the longest program."""


def read_program(argument: str) -> Program:
    """Parse EXPR: program text, @file.adt, the name of an existing .adt file, or - for standard input."""
    if argument == "-":
        return parse(files.decoded(from_stdin(), "standard input"), "standard input")
    if argument.startswith("@"):
        path = argument[1:]
        return parse(files.read_program(path), path)
    if argument.endswith(".adt") and "#" not in argument:  # Only a comment can end a program in .adt.
        if not os.path.lexists(argument):
            raise AdtraceError(f"there is no file {argument}", hint="check the name, or write an expression")
        return parse(files.read_program(argument), argument)
    return parse(argument)


def from_stdin() -> bytes:
    """Everything on standard input. Raises AdtraceError where it is closed, unreadable or too long."""
    if sys.stdin is None:
        raise AdtraceError("standard input is closed", hint="write the expression in place of -")
    stream: Any = sys.stdin.buffer
    blocks: list[bytes] = []
    length = 0
    try:
        while block := stream.read1(BLOCK):  # Not read: it would not notice an interrupt between two blocks.
            blocks.append(block)
            length += len(block)
            if length > LONGEST:
                raise LimitError(f"standard input has more than {LONGEST} bytes", hint="this is the limit")
    except OSError as error:
        raise AdtraceError(f"cannot read standard input: {(error.strerror or str(error)).lower()}") from None
    return b"".join(blocks)
