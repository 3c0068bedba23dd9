"""Apache Parquet, through pyarrow: read by batches, written in groups of rows. The only file that imports pyarrow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import prod
from typing import Any, BinaryIO

from ...errors import AdtraceError
from ...records import Shape
from .. import Block, Columns, check_row, reblocked, row_place, rows_of, unreadable
from ..bad_rows import BadRows
from ..stored import as_float64, not_numbers, size_of
from . import Format, Write

GROUP_BYTES = 1 << 25
"""Of the numbers in a group of rows that is written; all of them are in memory at once."""


@dataclass(frozen=True, slots=True)
class ParquetFile:
    """A .parquet file; `file` is pyarrow's."""

    title: str
    file: Any
    bad: BadRows

    @property
    def names(self) -> tuple[str, ...]:
        """Its columns."""
        return tuple(self.file.schema_arrow.names)

    def select(self, names: Sequence[str]) -> ParquetTable:
        """The rows of these columns. Raises AdtraceError for what are no numbers or arrays of one shape."""
        shapes = {}
        for name in names:
            title = f"{name} in {self.title}"
            shapes[name] = _shape(self.file.schema_arrow.field(name).type, title)
            check_row(shapes[name], title)
        return ParquetTable(self.title, self.file, shapes, self.bad)


@dataclass(frozen=True, slots=True)
class ParquetTable:
    """Columns of a .parquet file. Nulls are bad rows."""

    title: str
    file: Any
    shapes: Mapping[str, Shape]
    bad: BadRows

    @property
    def rows(self) -> int:
        """What the file's metadata says."""
        return int(self.file.metadata.num_rows)

    def blocks(self, rows: int) -> Iterator[Block]:
        """Blocks of this many rows. Raises AdtraceError, for a null only where bad rows stop the run."""
        return reblocked(self._pieces(rows), rows)

    def _pieces(self, rows: int) -> Iterator[Columns]:
        import pyarrow

        first = 0
        try:
            for batch in self.file.iter_batches(rows, columns=list(self.shapes)):
                columns = {}
                for name, shape in self.shapes.items():
                    columns[name], missing = _numbers(batch.column(name), shape)
                    for row in missing:
                        self.bad.add(self.title, self.place(first + row), f"{name} is null")
                first += len(batch)
                if len(batch):
                    yield columns
        except (OSError, pyarrow.ArrowException) as error:
            raise _damaged(self.title, error) from None

    def place(self, row: int) -> str:
        """A row by its number."""
        return row_place(row)


def open_parquet(path: str, bad: BadRows) -> ParquetFile:
    """The columns of a .parquet file. Raises AdtraceError."""
    size_of(path)
    pyarrow, parquet = _pyarrow(path)
    try:
        return ParquetFile(path, parquet.ParquetFile(path), bad)
    except OSError as error:
        raise (unreadable(path, error) if error.errno else _damaged(path, error)) from None
    except pyarrow.ArrowException as error:
        raise _damaged(path, error) from None


def _pyarrow(path: str) -> tuple[Any, Any]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise AdtraceError(f"{path} needs pyarrow", hint="pip install 'adtrace[parquet]'") from None
    return pyarrow, parquet


def _damaged(path: str, error: Exception) -> AdtraceError:
    reason = str(error).splitlines()[0].rstrip(".") if str(error) else "it is damaged"
    return AdtraceError(f"cannot read {path}: {reason}", hint="a Parquet file is expected")


def _shape(kind: Any, title: str) -> Shape:
    """The shape of one row of a column of this type. Raises AdtraceError for what is no number."""
    from pyarrow import types

    shape: list[int] = []
    whole = kind
    while types.is_fixed_size_list(kind):
        shape.append(kind.list_size)
        kind = kind.value_type
    if not (types.is_floating(kind) or types.is_integer(kind) or types.is_boolean(kind) or types.is_decimal(kind)):
        raise not_numbers(title, whole)
    return tuple(shape)


def _numbers(column: Any, shape: Shape) -> tuple[Any, list[int]]:
    """A column as float64 (rows, *shape), and the rows in which something is null; all of such a row is nan."""
    import numpy as np
    import pyarrow

    rows = len(column)
    missing = np.zeros(rows, bool)
    width = 1
    for extent in shape:
        missing |= _nulls(column, rows)
        if column.null_count:  # A list that is null has no entries: put some in its place.
            filler = pyarrow.scalar(_filler(column.type), column.type)
            column = column.fill_null(filler)
        column = column.flatten()
        width *= extent
    missing |= _nulls(column, rows)
    numbers = column.cast(pyarrow.float64(), safe=False).to_numpy(zero_copy_only=False)
    numbers = as_float64(numbers).reshape(rows, *shape)
    if missing.any():
        numbers = numbers.copy()
        numbers[missing] = np.nan
    return numbers, np.flatnonzero(missing).tolist()


def _nulls(column: Any, rows: int) -> Any:
    """For every row, whether an entry at this depth is null."""
    import numpy as np

    if not column.null_count:
        return np.zeros(rows, bool)
    return column.is_null().to_numpy(zero_copy_only=False).reshape(rows, -1).any(axis=1)


def _filler(kind: Any) -> Any:
    from pyarrow import types

    if not types.is_fixed_size_list(kind):
        return 0
    return [_filler(kind.value_type)] * kind.list_size


@contextmanager
def write_parquet(file: BinaryIO, shapes: Mapping[str, Shape], folder: str | None) -> Iterator[Write]:
    """Write groups of rows; an array stands in lists of fixed size."""
    pyarrow, parquet = _pyarrow("a .parquet file")
    schema = pyarrow.schema([(name, _kind(shape)) for name, shape in shapes.items()])
    group = max(1, GROUP_BYTES // (8 * sum(map(prod, shapes.values()))))
    held: list[Columns] = []

    def write_group() -> None:
        if held:
            arrays = [_column([columns[name] for columns in held], schema.field(name).type) for name in shapes]
            output.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))
            held.clear()

    def write(columns: Columns) -> None:
        held.append(columns)
        if sum(map(rows_of, held)) >= group:
            write_group()

    with parquet.ParquetWriter(file, schema) as output:
        yield write
        write_group()


def _kind(shape: Shape) -> Any:
    """The type of a column whose rows have this shape."""
    import pyarrow

    kind = pyarrow.float64()
    for extent in reversed(shape):
        kind = pyarrow.list_(kind, extent)
    return kind


def _column(pieces: Sequence[Any], kind: Any) -> Any:
    """Pieces of one column as pyarrow's array of this type."""
    import numpy as np
    import pyarrow

    numbers = np.concatenate(pieces)
    column = pyarrow.array(numbers.ravel())
    for extent in reversed(numbers.shape[1:]):
        column = pyarrow.FixedSizeListArray.from_arrays(column, extent)
    return column.cast(kind)


FORMAT = Format("parquet", (".parquet", ".pq"), open_parquet, write_parquet)
