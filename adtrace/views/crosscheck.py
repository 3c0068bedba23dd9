"""A cross-check as one table: a row for every entry of the gradient, a column for every way to it, and the verdict."""

from __future__ import annotations

from typing import Any

from ..records.crosscheck import Compared, CrossCheck
from .crossfindings import Findings
from .crosstable import CrossTable
from .formats import Options
from .layout import Line


def crosscheck_lines(report: CrossCheck, options: Options) -> list[Line]:
    """The report for people. Raises AdtraceError (notation, language)."""
    table = CrossTable(report, options)
    shown = table.chosen()
    return [*table.lines(shown), *Findings(table).lines(shown)]


def crosscheck_object(report: CrossCheck) -> dict[str, Any]:
    """The same for programs."""
    from .formats.json import SCHEMA, alone, exact

    trace, taylor = report.trace, report.taylor
    found: dict[str, Any] = exact({
        "adtrace": SCHEMA,
        "mode": "cross-check",
        "expression": trace.expression,
        "inputs": dict(trace.inputs),
        "outputs": list(trace.outputs),
        "value": alone(trace.outputs),
        "ok": report.ok,
        "ways": list(report.ways),
        "entries": [entry_object(entry) for entry in report.entries],
        "of": report.of,
        "taylor": {
            "slope": taylor.slope, "verdict": taylor.verdict, "fitted": taylor.used,
            "steps": [{"h": h, "remainder": size} for h, size in taylor.steps],
        },
        "left_out": list(report.fixed),
        "suspects": [{"step": one.step, "operator": one.operator} for one in report.suspects],
        "missing": {way: list(operators) for way, operators in report.missing.items()},
    })
    return found


def entry_object(entry: Compared) -> dict[str, Any]:
    """One entry with all its numbers."""
    found = entry.difference
    return {
        "output": entry.output.name, "output_index": list(entry.output.at),
        "input": entry.input.name, "input_index": list(entry.input.at),
        "slopes": dict(entry.ways),
        "difference": {
            "kind": found.kind, "value": found.value, "error": found.error, "interval": found.interval,
        },
        "verdict": entry.verdict, "wrong": list(entry.wrong), "conventions": list(entry.apart), "gap": entry.gap,
    }
