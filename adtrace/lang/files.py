"""Programs and values from files: .adt programs, .npy, .csv and .json values. Never pickle; sizes are checked first."""

from __future__ import annotations

import os
import re
import stat
from typing import Any, NoReturn

from ..errors import AdtraceError, LimitError
from ..limits import LIMITS
from .uncertain import Uncertain, fitted

_NUMBER = re.compile(r"[+-]?(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|nan|inf)")
_WORDS = {"nan", "inf", "-inf"}


def read_program(path: str) -> str:
    """The text of a program file. Raises AdtraceError."""
    return decoded(read_bytes(path, LIMITS.text * 4), path)


def decoded(data: bytes, name: str) -> str:
    """UTF-8 text. Raises AdtraceError naming the byte that is not."""
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise AdtraceError(
            f"{name} is not UTF-8 text: byte 0x{data[error.start]:02X} in line {line}", hint="save it as UTF-8"
        ) from None


def read_bytes(path: str, limit: int = LIMITS.file_bytes) -> bytes:
    """A regular file's bytes. Raises AdtraceError where it is missing, no file, or too large."""
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            raise AdtraceError(f"{path} is a folder", hint="name a file in it")
        if not stat.S_ISREG(status.st_mode):
            raise AdtraceError(f"{path} is not a regular file", hint="copy what it holds into a file first")
        if status.st_size > limit:
            raise LimitError(f"{path} has {status.st_size} bytes", hint=f"the limit is {limit}")
        with open(path, "rb") as file:
            return file.read()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise AdtraceError(f"cannot read {path}: {reason.lower()}", hint="check the name") from None


def read_array(path: str) -> Any:
    """A float or float64 array from a .npy, .csv or .json file. Raises AdtraceError."""
    suffix = os.path.splitext(path)[1].lower()
    readers = {".npy": _npy, ".csv": _csv, ".json": _json_array}
    if suffix not in readers:
        raise AdtraceError(f"cannot read values from {path}", hint="values come from .npy, .csv and .json files")
    return readers[suffix](path)


def read_point(path: str, *, with_uncertainty: bool = False) -> dict[str, Any]:
    """A whole point from a .json file: an object of numbers and nested lists by name. Raises AdtraceError.

    with_uncertainty  whether a value may have one, {"value": 2, "uncertainty": 0.1}: it becomes an Uncertain
    """
    if not path.lower().endswith(".json"):
        raise AdtraceError(
            f"cannot read a point from {path}", hint='a point is a .json file such as {"x": 2, "W": [[1, 2], [3, 4]]}'
        )
    data = _json(path)
    if not isinstance(data, dict):
        _refuse(path, "is not an object of values by name")
    read = _value_or_uncertain if with_uncertainty else number_or_array
    return {str(name): read(value, f"{name} in {path}") for name, value in data.items()}


def _value_or_uncertain(value: Any, name: str) -> Any:
    """A number or array, or {"value": 2, "uncertainty": 0.1}. Raises AdtraceError."""
    if not isinstance(value, dict) or value.keys() != {"value", "uncertainty"}:
        return number_or_array(value, name)
    number = number_or_array(value["value"], name)
    return Uncertain(number, fitted(name, number_or_array(value["uncertainty"], name), number))


def number_or_array(value: Any, name: str) -> Any:
    """A float, or a float64 array, from a Python number, nested lists or an ndarray. Raises AdtraceError."""
    if isinstance(value, float) or (isinstance(value, int) and not isinstance(value, bool)):
        try:
            return float(value)
        except OverflowError:
            raise AdtraceError(f"the value of {name} is larger than float64 can hold") from None
    if isinstance(value, str) and value in _WORDS:
        return float(value)
    if isinstance(value, (str, bytes, bool, type(None), dict, set)):
        raise AdtraceError(
            f"the value of {name} is not a number", hint="give a number, nested lists of numbers or an array"
        )
    import numpy as np

    try:
        array = np.asarray(value)
        if array.dtype.kind not in "fiu":
            array = np.asarray(_words_as_numbers(value))
        if array.dtype.kind not in "fiu":
            raise ValueError
    except (ValueError, TypeError):
        raise AdtraceError(
            f"the value of {name} is not a rectangular array of numbers", hint="rows need equal lengths"
        ) from None
    check_array(array.shape, name)
    return float(array) if array.shape == () else array.astype(np.float64)


def _words_as_numbers(value: Any) -> Any:
    """Nested lists with "nan", "inf" and "-inf" as numbers; JSON has no other way to say them."""
    import numpy as np

    array = np.asarray(value, dtype=object)
    flat = [float(item) if isinstance(item, str) and item in _WORDS else item for item in array.ravel()]
    if any(isinstance(item, bool) or not isinstance(item, (int, float)) for item in flat):
        raise ValueError
    return np.array(flat, dtype=np.float64).reshape(array.shape)


def check_array(shape: tuple[int, ...], name: str) -> None:
    """Refuse what is empty or beyond the limits. Raises AdtraceError."""
    count = 1
    for extent in shape:
        count *= extent
    if count == 0:
        raise AdtraceError(f"{name} is an empty array", hint="every axis needs at least one element")
    if len(shape) > LIMITS.rank or count > LIMITS.elements:
        raise LimitError(
            f"{name} has shape {list(shape)}", hint=f"the limits are {LIMITS.rank} axes and {LIMITS.elements} elements"
        )


def _refuse(path: str, why: str, hint: str = "") -> NoReturn:
    raise AdtraceError(f"{path} {why}", hint=hint)


def npy_header(stream: Any, path: str) -> tuple[tuple[int, ...], bool, Any]:
    """Shape, whether the order is Fortran's, and dtype of .npy data; the stream is left where the numbers begin.

    Raises AdtraceError for what is no such header. What the dtype is has still to be checked.
    """
    import numpy as np

    try:
        version = np.lib.format.read_magic(stream)
        read_header = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        shape, fortran, dtype = read_header(stream)
    except (ValueError, EOFError, OSError):
        _refuse(path, "is not a .npy file that can be read", "save it with numpy.save")
    if any(extent < 0 for extent in shape):
        _refuse(path, "has a negative size in its header")
    return shape, fortran, dtype


def _npy(path: str) -> Any:
    import io

    import numpy as np

    data = read_bytes(path)
    stream = io.BytesIO(data)
    shape, _, dtype = npy_header(stream, path)
    if dtype.hasobject or dtype.names or dtype.kind not in "fiu":
        _refuse(path, f"holds {dtype} and not plain numbers", "save it as float64")
    check_array(shape, path)
    if len(data) - stream.tell() < dtype.itemsize * int(np.prod(shape, dtype=object)):
        _refuse(path, "ends before its data does")
    stream.seek(0)
    return number_or_array(np.lib.format.read_array(stream, allow_pickle=False), path)


def _csv(path: str) -> Any:
    """Rows of numbers, one row a line; a header line is not read as data but refused. One column is a vector."""
    rows = []
    for number, line in enumerate(decoded(read_bytes(path), path).splitlines(), 1):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.split(",")]
        for cell in cells:
            if not _NUMBER.fullmatch(cell):
                shown = ascii(cell[:30])
                _refuse(
                    path,
                    f"line {number} has {shown} where a number should be",
                    "values are plain numbers, split by commas",
                )
        rows.append([_float(cell, path) for cell in cells])
        if len(cells) != len(rows[0]):
            _refuse(path, f"line {number} has {len(cells)} values, the first row has {len(rows[0])}")
    if not rows:
        _refuse(path, "holds no values")
    if len(rows) == 1 or len(rows[0]) == 1:
        flat = [cell for row in rows for cell in row]
        return number_or_array(flat, path)
    return number_or_array(rows, path)


def _float(text: str, path: str) -> float:
    """The nearest float64. Raises AdtraceError for a number that float64 cannot hold."""
    value = float(text)
    if abs(value) == float("inf") and "inf" not in text:
        shown = text if len(text) <= 20 else f"{text[:17]}..."
        _refuse(path, f"has {shown}, which is larger than float64 can hold", "inf is infinity")
    return value


def _json_array(path: str) -> Any:
    return number_or_array(_json(path), path)


def _json(path: str) -> Any:
    import json

    try:
        return json.loads(
            decoded(read_bytes(path), path),
            object_pairs_hook=lambda pairs: _unique(pairs, path),
            parse_float=lambda text: _float(text, path),
            parse_int=lambda text: _float(text, path),
        )
    except (json.JSONDecodeError, RecursionError) as error:
        place = f": line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        _refuse(path, f"is not JSON{place}")
    except ValueError as error:
        _refuse(path, f"cannot be read: {error}")


def _unique(pairs: list[tuple[str, Any]], path: str) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        _refuse(path, "gives a name twice")
    return result
