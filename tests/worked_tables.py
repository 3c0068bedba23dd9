"""Tables worked by hand, written down in tests: `w3 = -2; dw3 = -1; w3_bar = -0.105; dw5/dw4 = -0.78; W_bar[0, 1] = 3`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from adtrace.checks.worked.sheet import judge_table
from adtrace.lang.parser import parse
from adtrace.records.worked import ADJOINT, INCREMENT, PARTIAL, TANGENT, VALUE, Entry, Judged, Quantity, WorkedReport
from adtrace.sweeps.run import Run

PLACE = re.compile(r"(.*)\[([\d, ]+)\]$")


def judged(program: str, at: Mapping[str, Any], table: str, seeds: Any = ()) -> WorkedReport:
    """The verdicts on a table, its entries separated by semicolons."""
    run = run_at(program, at)
    return judge_table(run, [entry(run, line, text) for line, text in enumerate(table.split(";"), 1)], seeds)


def run_at(program: str, at: Mapping[str, Any]) -> Run:
    """A program at a point of numbers and nested lists."""
    values = {name: np.array(value, dtype=float) if np.ndim(value) else float(value) for name, value in at.items()}
    return Run(parse(program), values)


def entry(run: Run, line: int, text: str) -> Entry:
    """One entry."""
    name, number = (part.strip() for part in text.split("="))
    stated = np.array(json.loads(number), dtype=float) if number.startswith("[") else float(number)
    decimals = re.findall(r"\.(\d+)", number)
    unit = 10.0 ** -max(map(len, decimals), default=0)
    units = np.full(stated.shape, unit) if isinstance(stated, np.ndarray) else unit
    return Entry(line, text.strip(), name, quantity(run, name), stated, units, "." not in number)


def quantity(run: Run, name: str) -> Quantity:
    """What a name is of."""
    place: tuple[int, ...] = ()
    if found := PLACE.match(name):
        name, place = found[1], tuple(map(int, found[2].split(",")))
    if "/" in name:
        # Of a node used twice by one step: dw3/dx#1 is for its second operand.
        step, node = (part.strip().removeprefix("d") for part in name.split("/"))
        node, _, operand = node.partition("#")
        return Quantity(PARTIAL, node, step, operand_of(run, node, step, operand), place=place)
    if ">" in name:
        step, node = name.split(">")
        node, _, operand = node.partition("#")
        return Quantity(INCREMENT, node, step, operand_of(run, node, step, operand), place=place)
    if name.endswith("_bar"):
        return Quantity(ADJOINT, name.removesuffix("_bar"), place=place)
    if run.names.node(name) is None and name.startswith("d"):
        return Quantity(TANGENT, name.removeprefix("d"), place=place)
    return Quantity(VALUE, name, place=place)


def operand_of(run: Run, node: str, step: str, operand: str) -> int:
    """The position of an operand: the one that is said, else the first."""
    consumer, used = run.names.node(step), run.names.node(node)
    assert consumer is not None
    return int(operand) if operand else run.graph.args[consumer].index(used)


def of(report: WorkedReport, name: str) -> Judged:
    """The verdict on the entry of this name."""
    return next(one for one in report.judged if one.entry.name == name)


def rounded(number: Any, digits: int = 4) -> str:
    """A number as it is written in a table."""
    return f"{number:.{digits}f}" if not np.ndim(number) else "[" + ", ".join(rounded(one, digits) for one in number) + "]"
