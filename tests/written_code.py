"""Running the code that `adtrace export` writes, and how near its numbers have to come to the trace's."""

from __future__ import annotations

import random
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest
from operands import arrays, edges, numbers
from rows import operand_names

import adtrace
from adtrace.graph.build import constant
from adtrace.lang.parser import parse
from adtrace.lang.points import as_values
from adtrace.lang.printer import Printer
from adtrace.records import NAME, Formula
from adtrace.rules.table import Operator
from adtrace.sweeps.exported import exported
from adtrace.sweeps.run import Run
from adtrace.views import code

UNIT, TINY = 2.0**-52, 2.3e-308

NEEDED = {"jax": "jax", "torch": "torch", "casadi": "casadi", "numpy": "scipy"}


def is_runnable(name: str) -> bool:
    """Whether what a target is written for is installed here."""
    return find_spec(NEEDED.get(name, "math")) is not None


def runnable(*names: str) -> Any:
    """Targets, skipped where what they need is not installed."""
    return pytest.mark.parametrize("target", [
        pytest.param(name, marks=pytest.mark.skipif(not is_runnable(name), reason=f"{name} is not installed"))
        for name in names
    ])


def loaded(text: str) -> dict[str, Any]:
    """The names that a file defines; the self-test is not run."""
    if find_spec("jax"):
        import jax

        jax.config.update("jax_enable_x64", True)
    found: dict[str, Any] = {"__name__": "written"}
    exec(compile(text, "written.py", "exec"), found)
    return found


def call_text(row: Operator, shapes: list[tuple[int, ...]], params: dict[str, Any]) -> tuple[str, list[str]]:
    """A program's text that applies the row, and the names of its operands."""
    names = operand_names(row, len(shapes))
    given = {key: value for key, value in params.items() if value != row.params.get(key)}
    leaves = tuple(Formula(NAME, text=name, shape=shape) for name, shape in zip(names, shapes, strict=True))
    return Printer().text(Formula(row.name, leaves, given)), names


def export_of(text: str, at: dict[str, Any], *, ieee: bool = False, wrt: Any = ()) -> Any:
    run = Run(parse(text), as_values(at, constant))
    return exported(run, "reverse", wrt, ieee=ieee)


def as_numpy(value: Any) -> Any:
    """A number of any library."""
    if hasattr(value, "full"):
        return np.asarray(value.full(), dtype=float)
    if hasattr(value, "detach"):
        value = value.detach().numpy()
    return np.asarray(value, dtype=float)


def near(found: Any, wanted: Any, operations: int) -> Any:
    """Within 4 units in the last place for each operation; infinities and nan are the same."""
    found, wanted = np.broadcast_arrays(as_numpy(found), as_numpy(wanted))
    with np.errstate(all="ignore"):
        close = abs(found - wanted) <= 4*operations*UNIT*abs(wanted) + TINY
    return (found == wanted) | (np.isnan(found) & np.isnan(wanted)) | (np.isfinite(found) & np.isfinite(wanted) & close)


def sampled(row: Operator, most: int, *, wild: bool = False) -> list[tuple[float, ...]]:
    """Some of a row's test points, the same every time: regular ones, or those at the edges of float64."""
    found = edges(row) if wild else list(numbers(row))
    count = len(found[0])
    found = [point for point in found if len(point) == count and not (row.name == "gelu" and point == (-0.75,))]
    return found if len(found) <= most else random.Random(len(row.name)).sample(found, most)


__all__ = ["adtrace", "arrays", "as_numpy", "call_text", "code", "export_of", "loaded", "near", "runnable", "sampled"]
