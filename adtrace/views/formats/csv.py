"""The trace as a table for spreadsheets and data frames: one row per increment, every number exact.

A step that nothing contributes to has one row of its own. Numbers are the shortest text that reads back as the same
float64, with a point whatever the language; arrays are JSON text. A text that a spreadsheet would run as a formula
begins with an apostrophe, which no name, formula or rule begins with: who reads the file takes it off.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from typing import Any

from ...records import Increment, Step, Sweep, Trace
from ...records.exact import exact_texts, is_exact
from ..choice import choice
from ..number import is_array, machine
from ..signs import Signs, signs_of
from . import Format, Options
from .json import exact

STEP = ("sweep", "mode", "number", "name", "role", "op", "args", "formula", "shape", "value")
DERIVATIVE = ("rule", "tangent", "adjoint", "seeded", "path")
INCREMENT = ("consumer", "operand", "contribution", "partial", "upstream", "product", "total")
COLUMNS = (*STEP, *DERIVATIVE, *INCREMENT, "warnings", "value_mishap", "derivative_mishap")
"""The last two say whether a nan, an infinity or a 0 was "born" there or had "spread" to it."""

EXACT = "exact"
"""One more column, where numbers say what they are exactly."""

ACTIVE = frozenset("=+-@\t\r\n")
"""What a cell begins with that a spreadsheet takes for a formula."""


class Line:
    """What the csv module writes to: it keeps the line."""

    text = ""

    def write(self, text: str) -> None:
        """Keep a line."""
        self.text = text


def render(trace: Trace, options: Options) -> Iterator[str]:
    """The lines. Raises AdtraceError for a name that --only gives and no step has."""
    chosen = [choice(sweep.steps, options._replace(all=True)).places for sweep in trace.sweeps]
    codes = codes_of(trace)
    line = Line()
    writer = csv.writer(line, lineterminator="\n")

    def lines() -> Iterator[str]:
        writer.writerow([*COLUMNS, EXACT] if is_exact_trace(trace) else COLUMNS)
        yield line.text
        for sweep, places in zip(trace.sweeps, chosen, strict=True):
            signs = signs_of(trace, sweep)
            for step in sweep.steps.without_trees(places):
                for cells in rows_of(trace, sweep, step, codes, signs):
                    writer.writerow(cells)
                    yield line.text

    return lines()


def codes_of(trace: Trace) -> dict[str, str]:
    """The codes of the warnings of every step that has any."""
    found: dict[str, list[str]] = {}
    for warning in trace.warnings:
        found.setdefault(warning.node, []).append(warning.code)
    return {name: " ".join(dict.fromkeys(codes)) for name, codes in found.items()}


def rows_of(trace: Trace, sweep: Sweep, step: Step, codes: Mapping[str, str], signs: Signs) -> Iterator[list[str]]:
    """The rows of one step: one for each increment, else one."""
    left = [*step_cells(trace, sweep, step), *derivative_cells(trace, step)]
    derivative = "" if trace.mode == "value" else signs.derivative(step.name, step.derivative)
    right = [text(codes.get(step.name, "")), signs.value(step.name, step.value), derivative]
    known = is_exact_trace(trace)
    for increment in step.increments or (None,):
        yield [*left, *increment_cells(increment), *right, *([exact_cell(step, increment)] if known else [])]


def is_exact_trace(trace: Trace) -> bool:
    """Whether numbers say what they are exactly."""
    return any(map(is_exact, trace.outputs.values()))


def exact_cell(step: Step, increment: Increment | None) -> str:
    """What the numbers of a row are exactly, in the language, as JSON: by column, null where exactness was left."""
    found = exact_texts(step, ("value", "tangent", "adjoint"))
    if increment is not None:
        found |= exact_texts(increment, ("partial", "upstream", "product", "total"))
    return json.dumps(found)


def step_cells(trace: Trace, sweep: Sweep, step: Step) -> list[str]:
    """What the step is."""
    return [
        text(sweep.label), trace.mode, str(step.number), text(step.name), step.role, text(step.op), listed(step.args),
        text(step.formula), listed(step.shape), cell(step.value),
    ]


def derivative_cells(trace: Trace, step: Step) -> list[str]:
    """Its tangent or adjoint; nothing where the sweep has none."""
    if trace.mode == "value":
        return [""] * len(DERIVATIVE)
    return [text(step.rule), cell(step.tangent), cell(step.adjoint), truth(step.seeded), truth(step.path)]


def increment_cells(increment: Increment | None) -> list[str]:
    """One contribution to its adjoint."""
    if increment is None:
        return [""] * len(INCREMENT)
    numbers = (increment.partial, increment.upstream, increment.product, increment.total)
    return [text(increment.consumer), str(increment.operand), text(increment.rule), *map(cell, numbers)]


def cell(number: Any) -> str:
    """A number as it reads back, an array as JSON, nothing in symbols."""
    if number is None:
        return ""
    return json.dumps(exact(number)) if is_array(number) else machine(number)


def listed(entries: Any) -> str:
    """Operands or a shape as JSON."""
    return json.dumps(exact(entries))


def truth(value: bool) -> str:
    """A truth value as data frames read it."""
    return "true" if value else "false"


def text(content: str) -> str:
    """A text as a cell that no spreadsheet runs.

    >>> text("-a*x"), text("x*y")
    ("'-a*x", 'x*y')
    """
    return f"'{content}" if content[:1] in ACTIVE and content else content


FORMAT = Format("csv", "one row per increment, for spreadsheets", render, suffixes=(".csv",))
"""Long data: a step's columns are repeated for each of its increments."""
