"""Written numbers: what they are, and how finely they were written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from ...named import Record
from ...records import Number, Shape
from .arithmetic import arithmetic
from .tokens import NEXT

ENTRIES = 10_000
"""Entries of an array that are read."""

SCALAR = re.compile(
    r"(?P<sign>[+-]?)\s?(?P<whole>\d{1,3}(?:[ '_]\d{3})+|\d*)(?:(?P<point>[.,])(?P<rest>\d*))?"
    r"(?:[eE](?P<exponent>[+-]?\d{1,4})|\s?[*x]\s?10\s?(?:\^|\*\*)\s?\(?(?P<power>[+-]?\d{1,4})\)?)?"
)
POWER = re.compile(r"(?P<sign>[+-]?)\s?10\s?(?:\^|\*\*)\s?\(?(?P<power>[+-]?\d{1,4})\)?")
THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*|(?=,\d{3}))|[+-]?\d{1,3}(?:,\d{3}){2,}")
EUROPEAN = re.compile(r"[+-]?\d{1,3}(?:(?:\.\d{3})+,\d+|(?:\.\d{3}){2,})")
EMPHASIS = re.compile(r"(?P<sign>\*\*|__|\*)(?P<inner>[^*_].*[^*_]|[^*_])(?P=sign)")
CALLED = re.compile(
    r"(?:[A-Za-z_]\w{0,20}\.)?(?:[Aa]rray|[Tt]ensor|[Mm]atrix|asarray|vector)\(\s*(?P<inner>[\[({].*[\])}]|[\d.]+)"
    r"(?:,\s*[a-z_]+\s?=[^\[\],=]*)*,?\s*\)"
)
TRANSPOSED = re.compile(r"(?P<inner>[\[({].*[\])}])\s?(?:\.T|\^?\(?(?:T|⊤|')\)?)")
BRACES = str.maketrans("{}", "[]")
LEAST_RANK = 2
"""Axes of an array that a transpose changes."""

CUT_OFF = re.compile(r"(?P<digits>.*[.,]\d+)\s?(?:\.\.\.+|…)")
UNFINISHED = frozenset(("", "?", "??", "???", "…", "...", "..", "—", "--", "---", "-", "n/a", "*"))
OUTLINE = re.compile(
    r"\[\d+(?:\s?[*x]\s?\d+)*\] "
    r"(?:all|partout|que des|empty|vide|[-+\d.,e]+ (?:to|[àa]) |-?(?:inf|nan) (?:to|[àa]) )"
)
SPECIAL = {"nan": "nan", "inf": "inf", "infinity": "inf"}
OPENING, CLOSING = "[(", "])"


class Numeral(Record):
    """A number or an array as it was written: what it is, 1 in its last place, and whether it has no point."""

    stated: Number
    unit: Number = 0.0
    whole: bool = False


def is_blank(text: str) -> bool:
    """Whether nothing was answered, or an array only by its shape and range, as adtrace prints large ones."""
    return text.strip() in UNFINISHED or not text.strip("_. ") or OUTLINE.match(text.strip()) is not None


def numeral(text: str, shape: Shape = ()) -> Numeral | None:
    """The number or the array that a plain text is; None for anything else.

    shape  what it should have: of several readings of an array, such as [0,5; 1,2], the one that fits is taken

    >>> numeral("-0,105"), numeral("1 234.5"), numeral("1.2*10^(-3)")[:2]
    (Numeral(stated=-0.105, unit=0.001, whole=False), Numeral(stated=1234.5, unit=0.1, whole=False), (0.0012, 0.0001))
    """
    text = text.strip()
    if emphasis := EMPHASIS.fullmatch(text):
        text = emphasis["inner"].strip()
    if not text or is_blank(text):
        return None
    found = scalar(text) or pasted(text, shape)
    if found is None and text[0] in OPENING and text[-1] in CLOSING:
        found = array(text, shape)
    return found or expression(text) or loose(text, shape)


def pasted(text: str, shape: Shape) -> Numeral | None:
    """An array as programs print it, in braces, or with the sign of a transpose behind it."""
    transposed = TRANSPOSED.fullmatch(text)
    bare = transposed["inner"] if transposed else text
    if call := CALLED.fullmatch(bare):
        bare = call["inner"]
    bare = bare.translate(BRACES)
    if bare == text or bare[:1] not in OPENING or bare[-1:] not in CLOSING:
        return None
    if transposed is None:
        return array(bare, shape)
    found = array(bare, shape[::-1])
    if found is None or len(getattr(found.stated, "shape", ())) != LEAST_RANK:
        return found
    turned = found._replace(stated=found.stated.T, unit=found.unit.T)
    alike = is_alike(turned.stated.shape, shape) and turned.stated.shape != shape
    return Numeral(turned.stated.reshape(shape), turned.unit.reshape(shape), turned.whole) if alike else turned


def loose(text: str, shape: Shape) -> Numeral | None:
    """The entries of a vector without brackets."""
    if len(shape) != 1 or not any(sign in text for sign in ",; "):
        return None
    found = array(f"[{text}]", shape)
    return found if found and getattr(found.stated, "shape", ()) == shape else None


def scalar(text: str) -> Numeral | None:
    """A number in figures."""
    text = text.strip()
    if cut := CUT_OFF.fullmatch(text):
        text = cut["digits"]
    if EUROPEAN.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    if THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    special = SPECIAL.get(text.lstrip("+-").lower())
    if special and len(text) - len(text.lstrip("+-")) < 2:
        return Numeral(float(("-" if text[0] == "-" else "") + special))
    if found := POWER.fullmatch(text):
        return of_digits(found["sign"], "1", "", found["power"], whole=False)
    found = SCALAR.fullmatch(text)
    if not found or not (found["whole"] or found["rest"]):
        return None
    whole = re.sub(r"\D", "", found["whole"])
    exponent = found["exponent"] or found["power"]
    return of_digits(found["sign"], whole, found["rest"] or "", exponent or "0", whole=not (found["point"] or exponent))


def of_digits(sign: str, digits: str, rest: str, exponent: str, *, whole: bool) -> Numeral:
    """A number from its digits."""
    value = float(f"{sign}{digits or 0}.{rest or 0}e{exponent}")
    return Numeral(value, float(f"1e{int(exponent) - len(rest)}"), whole)


def expression(text: str) -> Numeral | None:
    """A constant expression such as 1/3, pi/2 or exp(-2), of scalars."""
    found = arithmetic(text)
    return Numeral(*found) if found else None


def array(text: str, shape: Shape) -> Numeral | None:
    """An array in brackets: the reading that has the shape, else the first that has one."""
    import numpy as np

    first = None
    for entries in readings(text):
        found = filled(entries)
        if found is None:
            continue
        stated, units, whole = (np.array(part) for part in found)
        if stated.size == 1 and not shape:
            return Numeral(float(stated.ravel()[0]), float(units.ravel()[0]), bool(whole.all()))
        here = Numeral(stated, units, bool(whole.all()))
        if stated.shape == shape:
            return here
        if is_alike(stated.shape, shape):
            return Numeral(stated.reshape(shape), units.reshape(shape), here.whole)
        first = first or here
    return first


def is_alike(found: Shape, wanted: Shape) -> bool:
    """Whether one is a vector and the other the same as a row or a column."""
    return [n for n in found if n != 1] == [n for n in wanted if n != 1] and len(wanted) > 0


def filled(entries: Any) -> tuple[Any, Any, Any] | None:
    """Nested texts as nested numbers, units, and truth values; None where they are ragged or no numbers."""
    flat = not any(isinstance(entry, list) for entry in entries)
    rows = [entries] if flat else entries
    if not all(isinstance(row, list) and len(row) == len(rows[0]) for row in rows) or not rows[0]:
        return None
    if any(isinstance(entry, list) for row in rows for entry in row):
        deeper = [filled(row) for row in rows]
        if any(part is None for part in deeper):
            return None
        return tuple([part[place] for part in deeper if part] for place in range(3))  # type: ignore[return-value]
    found = [[scalar(entry) or expression(entry) for entry in row] for row in rows]
    if any(entry is None for row in found for entry in row):
        return None
    parts = [[[entry[place] for entry in row if entry] for row in found] for place in range(3)]
    return tuple(part if rows is entries else part[0] for part in parts)  # type: ignore[return-value]


def readings(text: str) -> Iterator[Any]:
    """Ways to take an array apart: nested lists of texts."""
    signs = [NEXT] if NEXT in text else [", ", "; ", " ", ",", ";"]
    if NEXT not in text and ";" in text and text.count("[") + text.count("(") == 1:
        inner = [row.strip() for row in text[1:-1].split(";")]
        for between in (", ", ",", " "):
            yield [[part.strip() for part in row.split(between) if part.strip()] for row in inner]
        yield inner
        return
    for sign in signs:
        found = listed(text, sign)
        if found is not None and count(found) <= ENTRIES:
            yield found


def count(entries: Sequence[Any]) -> int:
    """How many entries there are."""
    total, stack = 0, list(entries)
    while stack:
        entry = stack.pop()
        if isinstance(entry, list):
            stack.extend(entry)
        else:
            total += 1
    return total


def listed(text: str, sign: str) -> list[Any] | None:
    """Nested lists, with this sign between entries; between lists there may be any sign or none."""
    stack: list[list[Any]] = [[]]
    piece, inner_brackets = "", 0
    for part in re.split(r"([\[\]()])", text):
        if part in ("[", "(") and (part == "[" or not piece.strip(" ,;")) and len(stack) < 9:
            stack[-1] += entries_of(piece, sign)
            stack.append([])
            piece = ""
        elif part == "(" or (part == ")" and inner_brackets):
            inner_brackets += 1 if part == "(" else -1
            piece += part
        elif part in ("]", ")") and len(stack) > 1:
            inner = stack.pop() + entries_of(piece, sign)
            stack[-1].append(inner)
            piece = ""
        else:
            piece += part
    if len(stack) != 1 or piece.strip() or len(stack[0]) != 1 or not isinstance(stack[0][0], list):
        return None
    found: list[Any] = stack[0][0]
    return found


def entries_of(piece: str, sign: str) -> list[str]:
    """The texts between signs, without empty ones."""
    return [part for part in (each.strip(" ,;" + NEXT) for each in piece.split(sign)) if part]
