"""Columns to sweep over as Python gives them: arrays, ranges as text, or files, which are read whole."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from os import PathLike, fspath
from typing import Any

from ..errors import AdtraceError
from ..graph.scope import sort_names
from ..lang.columns import Program
from . import NAMELESS, Columns, Source, no_rows, rows_of
from .bad_rows import BadRows
from .formats import readable
from .ranges import parse_ranges

READ = 1 << 18
"""Rows that are read at a time."""


def input_names(program: Program) -> frozenset[str]:
    """Names that the program takes values for: its inputs, and constants, for which a value may be given."""
    names = sort_names(program, {})
    return frozenset((*names.inputs, *names.constants))


def columns_over(over: Any, program: Program, bad: BadRows) -> Mapping[str, Any]:
    """The columns to sweep over: of a file, those that the program uses. Raises AdtraceError.

    over  a file with named columns; or by name arrays and files "@x.npy", or ranges in all combinations
    """
    if isinstance(over, (str, PathLike)):
        return _of_file(fspath(over).removeprefix("@"), input_names(program), bad)
    if not isinstance(over, Mapping):
        hint = 'such as {"x": [1, 2, 3]}, {"x": "-5:5:1001"} or "points.csv"'
        raise AdtraceError("over takes names with their values, or a file", hint=hint)
    texts = {name: values for name, values in over.items() if isinstance(values, str) and not _is_file(values)}
    if not texts:
        return {name: _column(values, name, bad) if _is_file(values) else values for name, values in over.items()}
    if len(texts) < len(over):
        raise AdtraceError("ranges and columns cannot be swept together", hint="give arrays for all, or ranges for all")
    return parse_ranges(",".join(f"{name}={values}" for name, values in texts.items()))


def _is_file(values: Any) -> bool:
    return isinstance(values, PathLike) or (isinstance(values, str) and values.startswith("@"))


def _of_file(path: str, inputs: Collection[str], bad: BadRows) -> Columns:
    source = readable(path).reader(path, bad)
    if NAMELESS in source.names:
        raise AdtraceError(f"{path} does not name its columns", hint=f'name the input: {{"x": "@{path}"}}')
    names = [name for name in source.names if name in inputs]
    if not names:
        raise AdtraceError(f"{path} has no column that the program uses", hint=f"it has {', '.join(source.names)}")
    return _whole(source, names)


def _column(values: Any, name: str, bad: BadRows) -> Any:
    """The column of this name, else the only one of a file."""
    path = fspath(values).removeprefix("@")
    source = readable(path).reader(path, bad)
    label = name if name in source.names else source.names[0]
    if label != name and len(source.names) > 1:
        raise AdtraceError(f"{path} has no column {name}", hint=f"its columns are {', '.join(source.names)}")
    return _whole(source, [label])[label]


def _whole(source: Source, names: list[str]) -> Columns:
    """All rows of these columns."""
    import numpy as np

    table = source.select(names)
    blocks = [columns for _, columns in table.blocks(READ) if rows_of(columns)]
    if not blocks:
        raise no_rows(source.title)
    return {name: np.concatenate([block[name] for block in blocks]) for name in names}
