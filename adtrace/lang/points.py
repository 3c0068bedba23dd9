"""Values for names: --at x=2,a=1, arrays, files, and @point.json."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ..errors import AdtraceError, Span
from ..named import Record
from . import tokens
from .uncertain import Uncertain, added, certain, is_added, of_file, uncertain

Constant = Callable[[str, str], Any]
"""Evaluates a constant expression: (text, what the text is called) -> float or ndarray. Raises AdtraceError."""

_ENTRY = re.compile(rf"\s*({tokens.NAME_PATTERN})\s*=(?!=)")
_NEXT = re.compile(rf"{_ENTRY.pattern}|\s*@|\s*$")
_OPENING, _CLOSING = "([", ")]"


class Added(Record):
    """An uncertainty for a value that is given elsewhere, as text."""

    text: str


def read_points(
    texts: Iterable[str], constant: Constant, option: str = "--at", *, with_uncertainty: bool = False
) -> dict[str, Any]:
    """The values of repeated --at options, by name, in order; on request also such as x=2±0.1, as Uncertain.

    x=±0.1 adds an uncertainty to a value that is given elsewhere, as in @point.json.
    Raises AdtraceError naming every duplicate.
    """
    values: dict[str, Any] = {}
    repeated: list[str] = []
    read = uncertain(constant) if with_uncertainty else certain(constant)
    deviations: dict[str, Added] = {}
    for text in texts:
        for name, value in _values(text, read, constant if with_uncertainty else None, option):
            place: dict[str, Any] = deviations if isinstance(value, Added) else values
            if name in place:
                repeated.append(name)
            place[name] = value
    repeated += [name for name in deviations if isinstance(values.get(name), Uncertain)]
    if repeated:
        names, hint = ", ".join(dict.fromkeys(repeated)), "give each name one value"
        if any(isinstance(values.get(name), Uncertain) for name in repeated):
            hint += f"; {repeated[0]}=±0.1 adds an uncertainty to it"
        raise AdtraceError(f"{names} given more than once with {option}", hint=hint)
    for name, (text,) in deviations.items():
        where = f"{option} {name}"
        # Without a value, `read` says what is missing.
        values[name] = added(text, values[name], constant, where) if name in values else read(text, where)
    return values


def _values(text: str, read: Constant, constant: Constant | None, option: str) -> Iterator[tuple[str, Any]]:
    """Names and values of one option; `constant` is for the uncertainty of a file's values, where they may have one."""
    for name, (start, end) in pieces(text, option):
        value = text[start:end].strip()
        where = f"{option} {name}"
        if not name:
            yield from _of_point(value[1:], with_uncertainty=constant is not None)
        elif constant and is_added(value):
            yield name, Added(value)
        elif not value.startswith("@"):
            yield name, read(value, where)
        else:
            yield name, of_file(value, _read, constant, where) if constant else _read(value[1:].strip())


def _of_point(path: str, *, with_uncertainty: bool) -> Iterator[tuple[str, Any]]:
    from . import files

    for name, value in files.read_point(path, with_uncertainty=with_uncertainty).items():
        yield _checked(name), value


def _read(path: str) -> Any:
    from . import files

    return files.read_array(path)


def entries(text: str, option: str = "--at") -> Iterator[tuple[str, Span]]:
    """The names of `x=2,a=1` and the offsets of their values. Raises AdtraceError for what is neither."""
    for name, span in pieces(text, option):
        if not name:
            raise _no_entry(text, span[0], option)
        yield name, span


def pieces(text: str, option: str = "--at") -> Iterator[tuple[str, Span]]:
    """The entries of `x=2,a=1,@point.json`, a file without a name: split at commas outside brackets that precede NAME=
    or @."""
    at = 0
    while at <= len(text):
        match = _ENTRY.match(text, at)
        if match is None and text[at:].lstrip().startswith("@"):
            end = _end_of_value(text, at)
            yield "", (at, end)
            at = end + 1
            continue
        if match is None:
            raise _no_entry(text, at, option)
        name = match.group(1)
        try:
            tokens.check_name(name, match.span(1))
        except AdtraceError as error:
            raise error.located(text, option) from None
        end = _end_of_value(text, match.end())
        if not text[match.end() : end].strip():
            raise AdtraceError(
                f"no value after {name}=", (match.start(1), match.end()), f"write {name}=1", source=text, where=option
            )
        yield name, (match.end(), end)
        at = end + 1


def _no_entry(text: str, at: int, option: str) -> AdtraceError:
    rest = text[at:].strip()
    if not rest:
        return AdtraceError(
            f"{option} ends with a comma" if at else f"{option} is empty", hint=f"write {option} x=2,a=1"
        )
    span = (at, max(len(text), at + 1))
    hint = f"write {option} x=2,a=1"
    if rest.startswith("="):
        hint = "a name stands before ="
    return AdtraceError(f"{option} takes name=value", span, hint, source=text, where=option)


def _end_of_value(text: str, at: int) -> int:
    """Where the value that begins here ends: at a comma outside brackets before NAME= or @, or with the text."""
    depth = 0
    for offset in range(at, len(text)):
        letter = text[offset]
        if letter in _OPENING:
            depth += 1
        elif letter in _CLOSING:
            depth -= 1
        elif letter == "," and depth <= 0 and _NEXT.match(text, offset + 1):
            return offset
    return len(text)


def as_values(
    values: Mapping[str, Any] | None, constant: Constant, *, with_uncertainty: bool = False
) -> dict[str, Any]:
    """Values given in Python, as floats and float64 arrays; a text is a constant expression, on request also "2±0.1".

    Raises AdtraceError for what is not a number, and for names that are none.
    """
    from . import files

    found = {}
    read = uncertain(constant) if with_uncertainty else certain(constant)
    for name, value in (values or {}).items():
        _checked(name)
        found[name] = read(value, name) if isinstance(value, str) else files.number_or_array(value, name)
    return found


def _checked(name: Any) -> str:
    """The name, if it is one. Raises AdtraceError."""
    if not isinstance(name, str) or not re.fullmatch(tokens.NAME_PATTERN, name):
        raise AdtraceError(f"{name!a} is not a name", hint="names have letters, digits 0-9, _ and '")
    try:
        return tokens.check_name(name, (0, len(name)))
    except AdtraceError as error:
        raise error.located(name, "name") from None
