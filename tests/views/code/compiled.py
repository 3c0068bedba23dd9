"""C files compiled by the system's compiler, and their functions called from Python."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from adtrace.records.export import Export
from adtrace.views.code.c99.file import File
from adtrace.views.code.c99.functions import Functions
from adtrace.views.code.c99.identifiers import RESERVED, c_name
from adtrace.views.code.identifiers import Names

STRICT = ("-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror", "-ffp-contract=off")
COMPILER = shutil.which("cc")
needs_compiler = pytest.mark.skipif(COMPILER is None, reason="no C compiler")


def compiled(text: str, target: Path, *options: str) -> Path:
    """A C text compiled, with every warning an error."""
    source = target.with_suffix(".c")
    source.write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["cc", *STRICT, *options, str(source), "-o", str(target), "-lm"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[:4000]
    return target


def run(text: str, folder: Path, *options: str) -> str:
    """What a C file prints that is compiled and run; it has to end well."""
    program = compiled(text, folder / "program", "-O1", *options)
    done = subprocess.run([str(program)], capture_output=True, text=True, check=False, timeout=20)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


class Library:
    """Many programs in one C file, compiled once."""

    def __init__(self) -> None:
        self.files: dict[str, File] = {}
        self.functions = Functions()
        self.texts: list[str] = []
        self.loaded: Any = None

    def add(self, export: Export) -> str:
        """One more program; the name of its function."""
        name = f"f{len(self.files)}"
        export = export._replace(function=name)
        first = File(export, Names(RESERVED, c_name), Functions())
        first.text()
        file = File(export, Names({*RESERVED, *first.functions.texts}, c_name), self.functions)
        self.texts += [file.function(derivatives=one) for one in (False, True)[: 1 + (export.straight.mode != "value")]]
        self.files[name] = file
        return name

    def load(self, folder: Path) -> None:
        """Compile them all."""
        text = "\n\n".join(["#include <math.h>", *self.functions, *self.texts]) + "\n"
        self.loaded = ctypes.CDLL(str(compiled(text, folder / "rows.so", "-shared", "-fPIC", "-O0")))

    def call(self, name: str, inputs: Mapping[str, Any], *, derivatives: bool) -> list[Any]:
        """The values, then the derivatives."""
        file = self.files[name]
        function = getattr(self.loaded, file.title(derivatives=derivatives))
        function.restype = ctypes.c_double if file.alone else None
        outs = [*file.outs, *(file.slopes if derivatives else ())]
        results = [np.full(out.shape, 123.25) for out in outs]
        given = [np.asarray(inputs[key], dtype=float, order="C") for key in file.straight.inputs]
        args = [value.ctypes.data_as(ctypes.c_void_p) if value.shape else ctypes.c_double(float(value)) for value in given]
        found = function(*args, *(result.ctypes.data_as(ctypes.c_void_p) for result in results))
        return [*([found] if file.alone else []), *results]


def near(found: Any, wanted: Any, operations: int) -> bool:
    """Whether numbers are equal within 4 units in the last place per operation, of the largest among them."""
    found, wanted = np.asarray(found, dtype=float), np.asarray(wanted, dtype=float)
    regular = np.isfinite(wanted)
    largest = np.max(np.abs(wanted[regular]), initial=0.0)
    with np.errstate(all="ignore"):
        close = np.abs(found - wanted) <= 4*operations*np.finfo(float).eps*largest
    same = (found == wanted) | (np.isnan(found) & np.isnan(wanted))
    return found.shape == wanted.shape and bool(np.all(np.where(regular, close | same, same)))


def operations_of(export: Export) -> int:
    """How many operations a program is: of every statement, those of all elements."""
    total = 0
    for statement in export.straight.statements:
        stack: Sequence[Any] = [statement.formula]
        while stack:
            part, *rest = stack
            sizes = [int(np.prod(one.shape)) for one in (part, *part.args)]
            total += max(sizes)*(max(sizes) if part.op in ("matmul", "solve", "inv", "det", "cofactor", "logdet") else 1)
            stack = [*rest, *part.args]
    return total
