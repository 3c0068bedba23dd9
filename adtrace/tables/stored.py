"""Arrays that lie in a file as they lie in memory: rows are read from their place, without what is before them."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from math import prod
from typing import Any

from ..errors import AdtraceError
from ..lang.files import npy_header
from ..records import Shape
from . import check_row, unreadable


@dataclass(frozen=True, slots=True)
class Stored:
    """An array in a file.

    title    what messages call it
    path     the file, and `offset`, where in it the entries begin
    dtype    NumPy's
    rows     extent of the first axis, and `shape`, of the others
    fortran  whether the first axis varies fastest
    """

    title: str
    path: str
    offset: int
    dtype: Any
    rows: int
    shape: Shape
    fortran: bool

    @property
    def size(self) -> int:
        """The bytes of its entries."""
        return int(self.dtype.itemsize) * self.rows * prod(self.shape)

    @property
    def by_columns(self) -> bool:
        """Whether a row's entries are scattered over the file."""
        return self.fortran and prod(self.shape) > 1

    def read(self, start: int, stop: int) -> Any:
        """Rows start ... stop - 1 as stored: (stop - start, *shape). Raises AdtraceError."""
        import numpy as np

        width = prod(self.shape)
        if self.by_columns:
            columns = [self._run(column * self.rows + start, stop - start) for column in range(width)]
            return np.stack(columns).reshape(*reversed(self.shape), stop - start).T
        return self._run(start * width, (stop - start) * width).reshape(stop - start, *self.shape)

    def _run(self, first: int, count: int) -> Any:
        """So many entries from this one on."""
        import numpy as np

        try:
            run = np.fromfile(self.path, self.dtype, count, offset=self.offset + first * self.dtype.itemsize)
        except OSError as error:
            raise unreadable(self.path, error) from None
        if len(run) < count:
            raise ends_early(self.title)
        return run


def stored(stream: Any, title: str, path: str) -> Stored:
    """The array of .npy data, from its header; the stream is left at its entries. Raises AdtraceError."""
    shape, fortran, dtype = npy_header(stream, title)
    if not shape:
        raise AdtraceError(f"{title} holds one number and not rows", hint="give a single value with --at")
    if dtype.hasobject:
        raise not_numbers(title, dtype)
    return Stored(title, path, stream.tell(), dtype, shape[0], shape[1:], fortran)


def check_numbers(dtype: Any, shape: Shape, title: str) -> None:
    """Refuse what are no real numbers, and rows that are empty or beyond the limits. Raises AdtraceError."""
    if dtype.kind not in "fiub":
        raise not_numbers(title, dtype)
    check_row(shape, title)


def not_numbers(title: str, dtype: Any) -> AdtraceError:
    """A column of something else."""
    return AdtraceError(f"{title} holds {dtype} and not plain numbers", hint="save it as float64")


def as_float64(column: Any) -> Any:
    """Numbers as float64 in C order."""
    import numpy as np

    return np.ascontiguousarray(column, dtype=np.float64)


def ends_early(title: str) -> AdtraceError:
    """A file that has less than its header says."""
    return AdtraceError(f"{title} ends before its data does", hint="it was not written to its end; make it again")


def size_of(path: str) -> int:
    """The bytes of a regular file. Raises AdtraceError."""
    try:
        status = os.stat(path)
    except OSError as error:
        raise unreadable(path, error) from None
    except ValueError as error:  # A NUL in the name.
        raise AdtraceError(f"cannot read {path!a}: {error}", hint="check the name") from None
    if stat.S_ISDIR(status.st_mode):
        raise AdtraceError(f"{path} is a folder", hint="name a file in it")
    if not stat.S_ISREG(status.st_mode):
        raise AdtraceError(f"{path} is not a regular file", hint="copy what it holds into a file first")
    return status.st_size
