"""adtrace's own JSON, or an object of names and numbers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ....errors import AdtraceError
from .. import headings
from ..pieces import Format, Piece, Row, Seeded, Table
from ..plain import plain

STEP = ("name", "formula", "value", "tangent", "adjoint", "consumer", "operand", "partial", "product")
"""The columns that adtrace's CSV has, too."""

COLUMNS = {"tangents": "tangent", "adjoints": "adjoint", "partials": "partial", "increments": "product"}
"""The columns of the kinds of blanks."""

KEYS = ("entries", "rows", "table", "answers", "steps")
"""Under which a list of rows may stand."""


def read(text: str) -> list[Piece]:
    """The sweeps of a trace, rows as objects, or names with their numbers."""
    try:
        found = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise AdtraceError(f"this is no JSON: {error}", where="table") from None
    if isinstance(found, list):
        return [of_rows(found)]
    if not isinstance(found, dict):
        raise AdtraceError("this JSON has no names", hint='write {"w3": -2, "w3_bar": -0.105}', where="table")
    if "adtrace" in found:
        return list(blanks_of(found["blanks"]) if isinstance(found.get("blanks"), list) else sweeps_of(found))
    listed = next((found[key] for key in KEYS if isinstance(found.get(key), list)), None)
    return [of_rows(listed)] if listed is not None else named(found)


def sweeps_of(trace: Mapping[str, Any]) -> Iterator[Piece]:
    """The seed of every sweep, and its steps."""
    sweeps = trace.get("sweeps")
    for sweep in sweeps if isinstance(sweeps, list) else [trace]:
        if isinstance(sweep, dict):
            seed, steps = sweep.get("seed"), sweep.get("steps")
            listed = [f"{name} = {cell(value)}" for name, value in seed.items()] if isinstance(seed, dict) else []
            yield Seeded(1, "seed " + ", ".join(listed))
            known = [step for step in steps if isinstance(step, dict)] if isinstance(steps, list) else []
            yield Table([Row(1, STEP), *(row for step in known for row in step_rows(step))])


def blanks_of(blanks: Sequence[Any]) -> Iterator[Piece]:
    """The answers of an exercise's key, each a table of its own."""
    for blank in blanks:
        if isinstance(blank, dict):
            node, kind = cell(blank.get("node")), cell(blank.get("kind"))
            symbols = cell(blank.get("formula")) if kind in ("formulas", "values") else ""
            if kind == "formulas":
                yield Table([Row(1, ("name", "formula")), Row(1, (node, symbols))])
                continue
            head = ("name", "sweep", "formula", COLUMNS.get(kind, "value"), "consumer", "operand")
            keys = ("sweep", "answer", "consumer", "operand")
            sweep, *rest = (cell(blank.get(key)) for key in keys)
            yield Table([Row(1, head), Row(1, (node, sweep, symbols, *rest))])


def step_rows(step: Mapping[str, Any]) -> Iterator[Row]:
    """The rows of one step: one for each increment, else one."""
    left = [cell(step.get(key)) for key in STEP[:5]]
    increments = step.get("increments")
    for increment in increments if isinstance(increments, list) and increments else [{}]:
        if isinstance(increment, dict):
            yield Row(1, (*left, *(cell(increment.get(key)) for key in STEP[5:])))


def of_rows(rows: list[Any]) -> Table:
    """Objects with the same keys, or lists, as a table."""
    objects = [row for row in rows if isinstance(row, dict)]
    if not objects:
        return Table([Row(1, tuple(map(cell, row))) for row in rows if isinstance(row, list)])
    keys = list(dict.fromkeys(key for row in objects for key in row))
    cells = [tuple(cell(row.get(key)) for key in keys) for row in objects]
    return Table([Row(1, each) for each in (tuple(map(plain, keys)), *cells)])


def named(found: Mapping[str, Any]) -> list[Piece]:
    """Names and numbers; a word such as "adjoints" in front of an object of its own says what they are of."""
    tables: list[Piece] = []
    pairs = [("name", "value")]
    for key, value in found.items():
        kind = headings.heading(key) if isinstance(value, dict) else None
        if kind and isinstance(value, dict):
            rows = [(plain(name), cell(number)) for name, number in value.items()]
            tables.append(Table([Row(1, row) for row in [("node", kind.role), *rows]]))
        elif not isinstance(value, dict):
            pairs.append((plain(key), cell(value)))
    return [Table([Row(1, row) for row in pairs]), *tables]


def cell(value: Any) -> str:
    """A value as a cell; names stay as they are."""
    if value is None or isinstance(value, bool):
        return ""
    return value if isinstance(value, str) else json.dumps(value).replace('"', "")


FORMAT = Format((".json",), read)
