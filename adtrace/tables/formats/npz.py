"""NumPy's .npz: one member per column. Members are read in blocks, stored ones from any row, and written one by one."""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from math import prod
from typing import Any, BinaryIO, cast

from ...errors import AdtraceError
from ...records import Shape
from .. import Block, Columns, by_reading, row_place, rows_of, unreadable
from ..bad_rows import BadRows
from ..stored import Stored, as_float64, check_numbers, ends_early, size_of, stored
from . import Format, Write

SUFFIX = ".npy"
"""Of members that are arrays."""

LOCAL_HEADER = struct.Struct("<26xHH")
"""The fixed part of what stands before a member's bytes; its last fields are the lengths of a name and of an extra."""

COPIED = 1 << 20
"""Bytes that are copied at a time."""


@dataclass(frozen=True, slots=True)
class NpzFile:
    """A .npz file and the names of its arrays."""

    title: str
    names: tuple[str, ...]

    def select(self, names: Sequence[str]) -> StoredTable | PackedTable:
        """The rows of these members. Raises AdtraceError where they differ in rows or hold no numbers."""
        members: dict[str, Stored] = {}
        packed = set()
        with _opened(self.title, self.title) as archive:
            for name in names:
                info = archive.getinfo(name + SUFFIX)
                members[name] = _member(archive, info, self.title, f"{name} in {self.title}")
                if info.compress_type != zipfile.ZIP_STORED:
                    packed.add(name)
        if len({member.rows for member in members.values()}) > 1:
            listed = ", ".join(f"{name} has {member.rows}" for name, member in members.items())
            hint = "every member has one entry per row along its first axis"
            raise AdtraceError(f"the members of {self.title} differ in their rows: {listed}", hint=hint)
        return PackedTable(self.title, members, frozenset(packed)) if packed else StoredTable(self.title, members)


@dataclass(frozen=True, slots=True)
class StoredTable:
    """Members that lie in the file as they are, read at any row."""

    title: str
    members: Mapping[str, Stored]

    @property
    def shapes(self) -> Mapping[str, Shape]:
        """The members, with the shape of one row."""
        return {name: member.shape for name, member in self.members.items()}

    @property
    def rows(self) -> int:
        """The extent of every member's first axis."""
        return next(iter(self.members.values())).rows

    def blocks(self, rows: int) -> Iterator[Block]:
        """Blocks of this many rows. Raises AdtraceError."""
        return by_reading(self, rows)

    def read(self, start: int, stop: int) -> Columns:
        """Some of the rows. Raises AdtraceError."""
        return {name: as_float64(member.read(start, stop)) for name, member in self.members.items()}

    def place(self, row: int) -> str:
        """A row by its number."""
        return row_place(row)


@dataclass(frozen=True, slots=True)
class PackedTable:
    """Members some of which are compressed: those are unpacked from their beginning on."""

    title: str
    members: Mapping[str, Stored]
    packed: frozenset[str]

    @property
    def shapes(self) -> Mapping[str, Shape]:
        """The members, with the shape of one row."""
        return {name: member.shape for name, member in self.members.items()}

    @property
    def rows(self) -> int:
        """The extent of every member's first axis."""
        return next(iter(self.members.values())).rows

    def blocks(self, rows: int) -> Iterator[Block]:
        """Blocks of this many rows. Raises AdtraceError."""
        with ExitStack() as stack:
            streams = {name: stack.enter_context(_unpacked(self.members[name], name)) for name in self.packed}
            for start in range(0, self.rows, rows):
                stop = min(start + rows, self.rows)
                columns = {}
                for name, member in self.members.items():
                    stream = streams.get(name)
                    found = _next(stream, member, stop - start) if stream else member.read(start, stop)
                    columns[name] = as_float64(found)
                yield start, columns

    def place(self, row: int) -> str:
        """A row by its number."""
        return row_place(row)


def open_npz(path: str, bad: BadRows) -> NpzFile:
    """The arrays of a .npz file. Raises AdtraceError."""
    size_of(path)
    with _opened(path, path) as archive:
        names = [entry.removesuffix(SUFFIX) for entry in archive.namelist() if entry.endswith(SUFFIX)]
    if not names:
        raise AdtraceError(f"{path} holds no arrays", hint="save them with numpy.savez")
    return NpzFile(path, tuple(names))


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str, title: str) -> Stored:
    """Where a member's entries are: in the file, or, of a compressed one, in what it unpacks to."""
    with archive.open(info) as stream:
        member = stored(stream, title, path)
    check_numbers(member.dtype, member.shape, title)
    if info.file_size - member.offset < member.size:
        raise ends_early(title)
    if info.compress_type == zipfile.ZIP_STORED:
        with open(path, "rb") as file:
            file.seek(info.header_offset)
            before = LOCAL_HEADER.size + sum(LOCAL_HEADER.unpack(file.read(LOCAL_HEADER.size)))
        return replace(member, offset=info.header_offset + before + member.offset)
    if member.by_columns:
        hint = "save it with numpy.savez, or with numpy.ascontiguousarray first"
        raise AdtraceError(f"{title} is compressed column by column and cannot be read row by row", hint=hint)
    return member


@contextmanager
def _opened(path: str, title: str) -> Iterator[zipfile.ZipFile]:
    """The opened archive; complaints about it, also while it is read, become AdtraceError."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except OSError as error:
        raise unreadable(path, error) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, RuntimeError) as error:
        reason = str(error) or "it is damaged"
        raise AdtraceError(f"cannot read {title}: {reason}", hint="save it with numpy.savez") from None


@contextmanager
def _unpacked(member: Stored, name: str) -> Iterator[Any]:
    """What a compressed member unpacks to, from its first entry on."""
    with _opened(member.path, member.title) as archive, archive.open(name + SUFFIX) as stream:
        stream.read(member.offset)
        yield stream


def _next(stream: Any, member: Stored, rows: int) -> Any:
    """The next rows of a compressed member."""
    import numpy as np

    size = rows * prod(member.shape) * member.dtype.itemsize
    data = stream.read(size)
    if len(data) < size:
        raise ends_early(member.title)
    return np.frombuffer(data, member.dtype).reshape(rows, *member.shape)


class Forward:
    """A stream that is only written to: where it stands is counted, since a device always says at its beginning."""

    def __init__(self, file: BinaryIO) -> None:
        self.write, self.flush = file.write, file.flush


@contextmanager
def write_npz(file: BinaryIO, shapes: Mapping[str, Shape], folder: str | None) -> Iterator[Write]:
    """Write members: each grows in a file of its own, as an archive takes one after the other."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix=".adtrace-", dir=folder) as scratch, ExitStack() as stack:
        paths = {name: os.path.join(scratch, str(number)) for number, name in enumerate(shapes)}
        parts = {name: stack.enter_context(open(path, "w+b")) for name, path in paths.items()}
        rows = 0

        def write(columns: Columns) -> None:
            nonlocal rows
            for name, part in parts.items():
                part.write(as_float64(columns[name]).data)
            rows += rows_of(columns)

        yield write
        with zipfile.ZipFile(cast(BinaryIO, Forward(file)), "w", zipfile.ZIP_STORED) as archive:
            for name, part in parts.items():
                with archive.open(zipfile.ZipInfo(name + SUFFIX), "w", force_zip64=True) as member:
                    _copy(part, member, (rows, *shapes[name]))
                part.truncate(0)  # So that the disk holds the rows once, and one column twice.


def _copy(part: Any, member: Any, shape: Shape) -> None:
    """A column's entries behind the header that says how many they are."""
    import numpy as np

    head = {"descr": np.dtype(np.float64).str, "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(member, head)
    part.seek(0)
    while data := part.read(COPIED):
        member.write(data)


FORMAT = Format("npz", (".npz",), open_npz, write_npz)
