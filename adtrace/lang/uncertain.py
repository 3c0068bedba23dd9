"""Values with an uncertainty: 2±0.1, 2+-0.1, 2±1%, [1, 2]±0.1, [1±0.1, 2±0.2], @x.npy±1%.

The sign stands behind a whole value or behind an element of an array, and binds more loosely than any operator. In the
value of an input `+-` is this sign, too; with a blank between them, + and - are what they are in expressions.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ..errors import AdtraceError, Span
from ..named import Record
from .tokens import HINTS

Constant = Callable[[str, str], Any]

SIGN = re.compile(r"±|(?<=[\w)\].%'])(?P<blank>[ \t]*)\+-")
SLASHED = re.compile(r"\+\s*/\s*-")
USE = HINTS["±"]


class Uncertain(Record):
    """A value, and how far it may be off: absolute, of the same shape, not negative."""

    value: Any
    deviation: Any


def separated(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values, and the deviations of those that are uncertain."""
    numbers = {name: value.value if isinstance(value, Uncertain) else value for name, value in values.items()}
    return numbers, {name: value.deviation for name, value in values.items() if isinstance(value, Uncertain)}


class Part(Record):
    """One element of an array that is written out, or a whole value: where it stands, and the sign in it."""

    start: int
    end: int
    sign: Span | None


def certain(constant: Constant) -> Constant:
    """What evaluates values without an uncertainty. Raises AdtraceError for one with it."""

    def value(text: str, where: str) -> Any:
        found = next(signs(text), None)
        if found:
            hint = USE if text[found[0]] == "±" else f"{USE}; a sum is written 2 + (-0.1)"
            raise AdtraceError("an uncertainty is of no use here", found, hint, source=text, where=where)
        return constant(text, where)

    return value


def uncertain(constant: Constant) -> Constant:
    """What evaluates values with or without an uncertainty: to a number or array, or to an Uncertain."""

    def value(text: str, where: str) -> Any:
        slashed = SLASHED.search(text)
        if slashed:  # No expression has it: a value is expected after +.
            message, hint = "an uncertainty is not written like this", "write 2±0.1 or 2+-0.1"
            raise AdtraceError(message, slashed.span(), hint, source=text, where=where)
        if next(signs(text), None) is None:
            return constant(text, where)
        found = parts(text, where)
        for part in found:
            if part.sign and not text[part.start : part.sign[0]].strip():
                raise AdtraceError("no value before the sign", part.sign, "such as 2±0.1", source=text, where=where)
        spans = [(part.sign[0], part.end) for part in found if part.sign]
        number = as_written(text, blanked(text, spans), constant, where)
        return Uncertain(number, deviation(text, found, number, constant, where))

    return value


def of_file(text: str, read: Callable[[str], Any], constant: Constant, where: str) -> Any:
    """The array of a file, `@x.npy` or `@x.npy±1%`; a file whose name has the sign is read as such."""
    sign = next((span for span in signs(text) if text[span[0]] == "±"), None)
    if sign is None or os.path.lexists(text[1:].strip()):
        return read(text[1:].strip())
    number = read(text[1 : sign[0]].strip())
    return Uncertain(number, deviation(text, [Part(0, len(text), sign)], number, constant, where))


def is_added(text: str) -> bool:
    """Whether a text is an uncertainty without a value, ±0.1 or ±1%, for a value that is given elsewhere."""
    return text.startswith("±")


def added(text: str, number: Any, constant: Constant, where: str) -> Uncertain:
    """A value with such an uncertainty. Raises AdtraceError."""
    return Uncertain(number, deviation(text, [Part(0, len(text), (0, 1))], number, constant, where))


def signs(text: str) -> Iterator[Span]:
    """Where the signs stand."""
    for found in SIGN.finditer(text):
        yield found.start() + len(found.group("blank") or ""), found.end()


class Bracket:
    """A bracket that is open: whether it begins an array, and the element of it that is being read."""

    def __init__(self, *, is_array: bool, start: int) -> None:
        self.is_array, self.start = is_array, start
        self.sign: Span | None = None
        self.has_rows = False


def parts(text: str, where: str) -> list[Part]:
    """The whole value, if a sign stands behind it, else the elements of the array. Raises AdtraceError."""
    places, found, before = dict(signs(text)), [], ""
    stack = [Bracket(is_array=True, start=0)]
    for at, letter in enumerate(text):
        inner = stack[-1]
        if at in places:
            if not inner.is_array or inner.sign or (inner.has_rows and len(stack) > 1):
                raise misplaced((at, places[at]), text, where)
            inner.sign = (at, places[at])
        elif letter in "[(":
            is_array = letter == "[" and inner.is_array and before in ("", "[", ",")
            inner.has_rows = inner.has_rows or is_array
            stack.append(Bracket(is_array=is_array, start=at + 1))
        elif letter in ",])" and len(stack) > 1:
            if inner.is_array and not inner.has_rows:
                found.append(Part(inner.start, at, inner.sign))
            if letter == ",":
                inner.start, inner.sign, inner.has_rows = at + 1, None, False
            else:
                stack.pop()
        before = letter if letter.strip() else before
    whole = stack[0].sign
    if whole and any(part.sign for part in found):
        message = "an uncertainty of the whole array, and one of an element"
        raise AdtraceError(message, whole, "give one of them", source=text, where=where)
    return [Part(0, len(text), whole)] if whole else found


def misplaced(span: Span, text: str, where: str) -> AdtraceError:
    """The error for a sign that stands elsewhere."""
    hint = "it stands behind a whole value or an element: 2±0.1, [1, 2]±0.1, [1±0.1, 2±0.2]"
    return AdtraceError("an uncertainty cannot stand here", span, hint, source=text, where=where)


def deviation(text: str, found: Sequence[Part], number: Any, constant: Constant, where: str) -> Any:
    """The deviation of a number or array. Raises AdtraceError for one that is negative, not finite or no number."""
    percent = [part for part in found if part.sign and text[: part.end].rstrip().endswith("%")]
    plain = [part for part in found if part.sign and part not in percent]
    total = 0.0
    for some, scale in ((plain, 1.0), (percent, abs(number)/100)):
        if some:
            total = total + scale*behind(text, found, some, constant, where)
    signed = [part.sign for part in found if part.sign]
    try:
        return spread(total, number)
    except AdtraceError as error:
        error.span = (signed[0][0], found[-1].end)
        raise error.located(text, where) from None


def spread(deviation: Any, number: Any) -> Any:
    """A deviation in the shape of its value. Raises AdtraceError for one that does not fit, or is none."""
    shape = getattr(number, "shape", ())
    if getattr(deviation, "shape", ()) not in ((), shape):
        hint = "give one number for all elements, or one for each"
        raise AdtraceError("the uncertainty has another shape than the value", hint=hint)
    every, good = deviation, not shape and 0 <= deviation < math.inf
    if shape:
        import numpy as np

        every = np.array(np.broadcast_to(deviation, shape), dtype=np.float64)
        good = bool((every >= 0).all() and np.isfinite(every).all())
    if not good:
        hint = "it says how far the value may be off, to either side"
        raise AdtraceError("an uncertainty is a finite number that is not negative", hint=hint)
    return every


def fitted(name: str, deviation: Any, number: Any) -> Any:
    """The deviation of an input in the shape of its value. Raises AdtraceError that names it."""
    try:
        return spread(deviation, number)
    except AdtraceError as error:
        raise AdtraceError(f"{name}: {error.message}", hint=error.hint) from None


def behind(text: str, found: Sequence[Part], some: Sequence[Part], constant: Constant, where: str) -> Any:
    """What stands behind the signs of some parts; 0 in the places of the others."""
    letters = list(text)
    for part in found:
        if part not in some or part.sign is None:
            letters[part.start : part.end] = "0".ljust(part.end - part.start)[: part.end - part.start]
            continue
        letters[part.start : part.sign[1]] = " "*(part.sign[1] - part.start)
        last = len(text[: part.end].rstrip()) - 1
        if letters[last] == "%":
            letters[last] = " "
        if not "".join(letters[part.start : part.end]).strip():
            raise AdtraceError("no uncertainty behind the sign", part.sign, "such as 2±0.1", source=text, where=where)
    return as_written(text, "".join(letters), constant, where)


def as_written(text: str, some: str, constant: Constant, where: str) -> Any:
    """What is left of a text when the rest is blank; an error about it shows the text."""
    try:
        return constant(some, where)
    except AdtraceError as error:
        if error.source == some:
            error.source = text
        raise


def blanked(text: str, spans: Sequence[Span]) -> str:
    """The text with these pieces blank, so that all the rest stands where it stood."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = " "*(end - start)
    return "".join(letters)
