"""Numbers as text: the only place that formats a float.

For people, `digits` decimals while 1e-3 <= |v| < 1e5 and `digits` significant digits with an exponent beyond (with
fewer than four digits the exponent comes sooner, so that no number is all zeros); whole numbers without a point, no
sign on a zero. For machines, the shortest text that reads back as the same float64.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

SUMMARY_DIGITS, SUMMARY_ENTRIES = 6, 4
"""Digits of the summary line."""

FULL_ENTRIES, FULL_ROWS, FULL_COLUMNS = 36, 8, 8
"""The largest array that is shown in full."""

SMALLEST, LARGEST = 1e-3, 1e5

MOST_DECIMALS = 17
"""More tell no float64 from another that is shown beside it."""

POINT = "point"
"""The decimal sign of numbers; people may have a comma."""

UNICODE_BRACKETS = ("⎡⎢⎣", "⎤⎥⎦")
ASCII_BRACKETS = ("[[[", "]]]")


def people(value: float, digits: int = 4) -> str:
    """A number for people.

    >>> [people(v) for v in (0.10499, -2.0, 1.234e-5, -0.0, 250000.0, math.inf)]
    ['0.1050', '-2', '1.234e-05', '0', '2.500e+05', 'inf']
    """
    return people_all((float(value),), digits)[0]


def people_all(values: Iterable[float], digits: int = 4) -> list[str]:
    """Many numbers for people."""
    digits = max(1, digits)
    smallest = max(SMALLEST, min(0.1, 10.0 ** (1 - digits)))
    fixed, scientific = f"%.{digits}f", f"%.{digits - 1}e"
    return [
        (fixed if smallest <= abs(value) < LARGEST else scientific) % value if value % 1
        else ("%d" if abs(value) < LARGEST else scientific) % value
        for value in values
    ]


def localised(text: str, decimal: str) -> str:
    """A written number, or several, with the reader's decimal sign.

    >>> localised("-0.1050", "comma")
    '-0,1050'
    """
    return text if decimal == POINT else text.replace(".", ",")


def given(value: float) -> str:
    """A number that the user gave: as short as it is exact, else six digits.

    >>> given(0.1), given(2.0), given(1/3)
    ('0.1', '2', '0.333333')
    """
    short, exact = people(value), repr(float(value))
    if "." not in short and "e" not in short:
        return short
    return exact if len(exact) <= 8 else people(value, SUMMARY_DIGITS)


def mark(value: float) -> str:
    """A number on an axis, or at the end of a stretch of it: six digits, without zeros at its end.

    >>> mark(2e15), mark(-0.0003), mark(1000.0), mark(1/3)
    ('2e+15', '-0.0003', '1000', '0.333333')
    """
    return f"{value:.6g}"


def rounded(value: float, digits: int = 3) -> str:
    """A number inside a sentence: so many significant digits, without zeros at its end.

    >>> rounded(10.4994), rounded(0.5), rounded(1234.5), rounded(2.34567e-9)
    ('10.5', '0.5', '1234', '2.35e-09')
    """
    number = float(value)
    if number == 0 or not SMALLEST <= abs(number) < LARGEST:
        return people(number, digits)
    text = f"{number:.{max(0, digits - 1 - math.floor(math.log10(abs(number))))}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def decimals(unit: float) -> int:
    """How many decimals were written where `unit` is 1 in the last of them; 0 for none, and where that is not known.

    >>> decimals(0.001), decimals(1.0), decimals(0.0)
    (3, 0, 0)
    """
    return min(round(-math.log10(unit)), MOST_DECIMALS) if 0 < unit < 1 else 0


def as_written(value: float, unit: float) -> str:
    """A number that somebody wrote, with the decimals that they wrote.

    >>> as_written(0.105, 0.0001), as_written(-2.0, 1.0)
    ('0.1050', '-2')
    """
    places = decimals(unit)
    return f"{value:.{places}f}" if places and (SMALLEST <= abs(value) < LARGEST or not value) else given(value)


def machine(value: float) -> str:
    """The shortest text that reads back as this float64; "nan", "inf" and "-inf" for the rest."""
    return repr(float(value))


def aligned(texts: Sequence[str]) -> list[str]:
    """Numbers padded to one width, with their decimal points in one column.

    >>> aligned(["2", "-0.1353", "nan"])
    ['  2     ', ' -0.1353', 'nan     ']
    """
    split = [_at_point(text) for text in texts]
    before = max((len(whole) for whole, _ in split), default=0)
    after = max((len(rest) for _, rest in split), default=0)
    return [whole.rjust(before) + rest.ljust(after) for whole, rest in split]


def _at_point(text: str) -> tuple[str, str]:
    """What stands before the decimal point, and the rest."""
    cut = next((position for position, sign in enumerate(text) if sign in ".,e" and text[0] not in "ni"), len(text))
    return text[:cut], text[cut:]


def is_array(value: Any) -> bool:
    """Whether this is an array with at least one axis."""
    return bool(getattr(value, "shape", ()))


def rows_of(value: Any) -> list[list[float]]:
    """The rows of a matrix; a vector is one row."""
    found: list[Any] = value.tolist()
    return [found] if value.ndim == 1 else found


def nested(value: Any, write: Callable[[float], str], comma: str) -> str:
    """A vector or a matrix as lists: [1, 2], [[1, 2], [3, 4]]."""
    rows = [f"[{comma.join(map(write, row))}]" for row in rows_of(value)]
    return rows[0] if value.ndim == 1 else f"[{comma.join(rows)}]"


def is_small(value: Any) -> bool:
    """Whether an array is shown in full: a vector or a matrix of few entries."""
    shape = value.shape
    columns, rows = shape[-1], shape[0] if len(shape) == 2 else 1
    return len(shape) <= 2 and 0 < value.size <= FULL_ENTRIES and columns <= FULL_COLUMNS and rows <= FULL_ROWS


def lines(
    value: Any, digits: int = 4, *, unicode: bool = True, full: bool = True, decimal: str = POINT,
    say: Callable[[str], str] = str,
) -> list[str]:
    """A scalar or an array for people, as the lines of one cell.

    Small vectors stand on one line, small matrices in brackets over several; larger arrays, and all of them unless
    `full`, as shape, range and norm.
    """
    if not is_array(value):
        if hasattr(value, "nearest"):
            from .exact import joined

            return [joined(value, digits, decimal, "unicode" if unicode else "ascii")]
        return [localised(people(value, digits), decimal)]
    if not full or not is_small(value):
        return [outline(value, digits, unicode=unicode, decimal=decimal, say=say)]
    written = [[localised(people(entry, digits), decimal) for entry in row] for row in rows_of(value)]
    found = [f"[{'  '.join(written[0])}]"] if value.ndim == 1 else matrix(written, unicode=unicode)
    if getattr(value, "numbers", None) is not None:
        from .exact import array_lines

        return array_lines(value, digits, decimal, found, unicode=unicode)
    return found


def matrix(rows: Sequence[Sequence[str]], *, unicode: bool = True) -> list[str]:
    """Written entries as a bracketed matrix, its columns aligned."""
    if len(rows) == 1:
        return [f"[[{'  '.join(rows[0])}]]"]
    columns = [aligned(column) for column in zip(*rows, strict=True)]
    left, right = UNICODE_BRACKETS if unicode else ASCII_BRACKETS
    bodies = ["  ".join(row) for row in zip(*columns, strict=True)]
    last = len(bodies) - 1
    return [
        left[corner(place, last)] + body + right[corner(place, last)] for place, body in enumerate(bodies)
    ]


def corner(place: int, last: int) -> int:
    """Which third of a bracket belongs to this row: 0 top, 1 middle, 2 bottom."""
    return 0 if place == 0 else 2 if place == last else 1


def outline(
    value: Any, digits: int = 4, *, unicode: bool = True, decimal: str = POINT, say: Callable[[str], str] = str
) -> str:
    """A large array in one line: its shape, range and Euclidean norm; how many entries are nan, if any."""
    import numpy as np

    shape = f"[{shape_text(value.shape, unicode=unicode)}]"
    if not value.size:
        return f"{shape} {say('empty')}"
    missing = int(np.isnan(value).sum())
    if missing == value.size:
        return f"{shape} {say('all nan')}"
    with np.errstate(all="ignore"):
        smallest, largest = float(np.nanmin(value)), float(np.nanmax(value))
        norm = float(np.linalg.norm(np.ravel(value)))
    low, high, length = (localised(people(each, digits), decimal) for each in (smallest, largest, norm))
    spread = say("all {value}").format(value=low)
    if smallest != largest:
        spread = say("{low} to {high}").format(low=low, high=high)
    remark = f"{missing} nan" if missing else say("norm {value}").format(value=length)
    return f"{shape} {spread}{', ' if decimal == POINT else '; '}{remark}"


def shape_text(shape: Sequence[int], *, unicode: bool = True) -> str:
    """A shape for people: "scalar", "3", "2×3"."""
    return ("×" if unicode else "x").join(map(str, shape)) if shape else "scalar"
