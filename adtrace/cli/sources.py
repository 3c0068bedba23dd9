"""Where an expression comes from: the command line, a file, or standard input."""

from __future__ import annotations

import os
import sys

from ..errors import AdtraceError
from ..lang import files
from ..lang.columns import Program
from ..lang.parser import parse
from ..limits import LIMITS


def read_program(argument: str) -> Program:
    """Parse EXPR: program text, @file.adt, the name of an existing .adt file, or - for standard input."""
    if argument == "-":
        data = sys.stdin.buffer.read(LIMITS.text * 4)
        return parse(files.decoded(data, "standard input"), "standard input")
    if argument.startswith("@"):
        path = argument[1:]
        return parse(files.read_program(path), path)
    if argument.endswith(".adt"):
        if not os.path.lexists(argument):
            raise AdtraceError(f"there is no file {argument}", hint="check the name, or write an expression")
        return parse(files.read_program(argument), argument)
    return parse(argument)
