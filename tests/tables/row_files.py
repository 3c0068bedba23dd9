"""Reading a file of rows from its beginning to its end, and writing one, as the command does."""

from __future__ import annotations

import numpy as np

from adtrace.tables.bad_rows import BadRows
from adtrace.tables.formats import readable, writable


def opened(path, *names, keep_going=False):
    """The table of some columns, all by default."""
    source = readable(str(path)).reader(str(path), BadRows(keep_going))
    return source.select(names or source.names)


def together(blocks):
    """Blocks as whole columns; they follow one another."""
    pieces = []
    rows = 0
    for first, columns in blocks:
        assert first == rows and len({len(column) for column in columns.values()}) == 1
        assert all(column.dtype == np.float64 and column.flags.c_contiguous for column in columns.values())
        rows += len(next(iter(columns.values())))
        pieces.append(columns)
    return {name: np.concatenate([piece[name] for piece in pieces]) for name in pieces[0]} if pieces else {}


def read(path, *names, rows=7):
    """All rows, in blocks of so many."""
    return together(opened(path, *names).blocks(rows))


def write(path, columns, rows=5):
    """A file of these columns, written in blocks of so many rows."""
    shapes = {name: column.shape[1:] for name, column in columns.items()}
    count = len(next(iter(columns.values())))
    with open(path, "wb") as file, writable(str(path)).writer(file, shapes, str(path.parent)) as put:
        for start in range(0, count, rows):
            put({name: column[start : start + rows] for name, column in columns.items()})
    return path


def same(left, right):
    """Whether columns are the same, bit for bit (any nan is any other)."""
    assert list(left) == list(right)
    for name, column in left.items():
        assert column.shape == right[name].shape, name
        assert np.array_equal(column, right[name], equal_nan=True), name
        assert np.array_equal(np.signbit(column[~np.isnan(column)]), np.signbit(right[name][~np.isnan(column)])), name
    return True
