"""Errors and warnings for people: the message, the place in the source with carets under it, and what to do.

What a user typed is shown with control and bidirectional characters as escapes; long lines are cut around the place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import AdtraceError, Span
from ..records import Trace, Warning
from ..records.notes import JSON
from .frame import Say
from .layout import Line, cells, line, visible, wrapped
from .spreading import spread_lines

WARNINGS_SHOWN = 12
"""Warnings of one kind under a report."""
MORE, ALL = "and {count} more warning[{code}]", "and {count} more warning[{code}]; {command} has them all"
TAB = "    "
NARROWEST = 24
"""Cells that a line of source always gets, however narrow the screen."""


def error_lines(error: AdtraceError, columns: int = 80, *, unicode: bool = True) -> list[Line]:
    """An error in the caret form."""
    return message_lines(
        "error", error.message, error.source, error.span, error.where, error.label, error.hint, columns, unicode,
        error.first,
    )


def warning_lines(
    warning: Warning, trace: Trace, columns: int = 80, *, unicode: bool = True, say: Say = str
) -> list[Line]:
    """A warning, and under it how what it tells of spread."""
    found = said_lines(warning, trace, columns, unicode=unicode)
    for text in spread_lines(warning, trace, say, unicode=unicode):
        found += wrapped(line((f"  {text}", "dim")), columns, 4)
    return found


def all_warning_lines(
    warnings: Sequence[Warning], trace: Trace, columns: int, *, unicode: bool, say: Say, command: str = JSON
) -> list[Line]:
    """The first warnings of each kind, and how many more there are."""
    found: list[Line] = []
    shown, more = said_of(warnings)
    for warning in shown:
        found += warning_lines(warning, trace, columns, unicode=unicode, say=say)
    for text in left_out(more, say, command):
        found += wrapped(line((text, "dim")), columns, 2)
    return found


def said_of(warnings: Sequence[Warning]) -> tuple[list[Warning], dict[str, int]]:
    """The first warnings of each kind, and by their codes how many more there are of those that have more."""
    met: dict[str, int] = {}
    shown: list[Warning] = []
    for warning in warnings:
        met[warning.code] = count = met.get(warning.code, 0) + 1
        if count <= WARNINGS_SHOWN:
            shown.append(warning)
    return shown, {code: count - WARNINGS_SHOWN for code, count in met.items() if count > WARNINGS_SHOWN}


def left_out(more: Mapping[str, int], say: Say = str, command: str = JSON) -> list[str]:
    """What is said in place of the rest of them, and which command shows them all, if one does."""
    phrase = say(ALL if command else MORE)
    return [phrase.format(count=count, code=code, command=command) for code, count in more.items()]


def said_lines(warning: Warning, trace: Trace, columns: int = 80, *, unicode: bool = True) -> list[Line]:
    """What a warning says: in the caret form where a value is undefined, else on one line, with its hint."""
    carets = warning.code == "domain" and warning.span is not None
    source, span, where, first = trace.expression if carets else None, warning.span, trace.where, 1
    if carets and type(source) is not str:
        from ..records.written import source_at

        if (written := source_at(trace.expression, span)) is not None:
            source, span, where, first = written.text, (written.start, written.end), written.file, written.line
    found = message_lines(
        f"warning[{warning.code}]", warning.message, source, span, where,
        warning.label, warning.hint if carets else "", columns, unicode, first,
    )
    if not carets:
        found[0] = line(found[0], (f"; {visible(warning.hint, unicode=unicode)}" if warning.hint else "", "dim"))
    return found


def message_lines(
    heading: str, message: str, source: str | None, span: Span | None, where: str, label: str, hint: str,
    columns: int, unicode: bool, first: int = 1,
) -> list[Line]:
    """A heading and its message, then the source, then the hint. The source's first line has the number `first`."""
    style = heading.partition("[")[0]
    found = [line((heading, style), ": ", visible(message, unicode=unicode))]
    gutter = 1
    if source is not None and span is not None:
        number, start, end = line_of(source, span)
        number += first - 1
        gutter = len(str(number))
        found += excerpt(source, span, (number, start, end), where, label, style, columns, unicode)
    if hint:
        found += [line((" " * gutter + " |", "gutter"))] if len(found) > 1 else []
        found.append(line((" " * gutter + " = ", "gutter"), "help: ", visible(hint, unicode=unicode)))
    return found


def line_of(source: str, span: Span) -> tuple[int, int, int]:
    """The number of the line on which the span begins, from 1, and the offsets of its beginning and end."""
    start = min(max(span[0], 0), len(source))
    begin = source.rfind("\n", 0, start) + 1
    end = source.find("\n", start)
    end = len(source) if end < 0 else end
    return source.count("\n", 0, start) + 1, begin, end


def excerpt(
    source: str, span: Span, place: tuple[int, int, int], where: str, label: str, style: str, columns: int,
    unicode: bool,
) -> list[Line]:
    """The place, the line of source, and carets under the span."""
    number, begin, end = place
    gutter = len(str(number))
    bar = line((" " * gutter + " |", "gutter"))
    start = min(max(span[0], begin), end)
    stop = min(max(span[1], start), end)
    before, marked, after = cut(source, (begin, start, stop, end), max(columns - gutter - 3, NARROWEST), unicode)
    carets = " " * cells(before) + "^" * max(cells(marked), 1)
    return [
        line((" " * gutter + "--> ", "gutter"), f"{visible(where, unicode=unicode)}:{number}:{start - begin + 1}"),
        bar,
        line((f"{number} |", "gutter"), " ", before, marked, after),
        line(bar, " ", (f"{carets} {visible(label, unicode=unicode)}".rstrip(), style)),
    ]


def cut(source: str, offsets: tuple[int, int, int, int], room: int, unicode: bool) -> tuple[str, str, str]:
    """The text before, in and behind the span, safe to show, and cut so that all three fit the room where they can."""
    begin, start, stop, end = offsets
    dots = "…" if unicode else "..."
    before, marked, after = (
        shown(source[max(begin, start - room) : start], unicode),
        shown(source[start : min(stop, start + room)], unicode),
        shown(source[stop : min(end, stop + room)].removesuffix("\r"), unicode),
    )
    if start - begin <= room and end - stop <= room and cells(before) + cells(marked) + cells(after) <= room:
        return before, marked, after
    third = room // 3
    if cells(marked) > third:
        kept = clipped(marked, max(room - third, 1))
        marked = kept if kept == marked else kept + dots
    if cells(before) > third or start - begin > room:
        before = dots + clipped(before, third, at_end=True)
    left = max(room - cells(before) - cells(marked) - len(dots), 0)
    if cells(after) > left or end - stop > room:
        after = clipped(after, left) + dots
    return before, marked, after


def shown(text: str, unicode: bool) -> str:
    """Source text that is safe to show, its tabs as blanks."""
    return visible(text.replace("\t", TAB), unicode=unicode)


def clipped(text: str, room: int, *, at_end: bool = False) -> str:
    """As much of the beginning of the text, or of its end, as fits the room."""
    letters = text[::-1] if at_end else text
    used = kept = 0
    for letter in letters:
        used += cells(letter)
        if used > room:
            break
        kept += 1
    return text[len(text) - kept :] if at_end else text[:kept]


def error_object(error: AdtraceError) -> dict[str, Any]:
    """An error for machines: {"error": {"message", "span", "hint"}}; at a line of Python, with "file" and "line"."""
    span = list(error.span) if error.span else None
    found: dict[str, Any] = {"message": error.message, "span": span, "hint": error.hint}
    if error.source is not None and error.where.endswith(".py"):
        found |= {"file": error.where, "line": error.first}
    return {"error": found}


def error_json(error: AdtraceError) -> str:
    """The same as one line of JSON, in ASCII."""
    import json

    return json.dumps(error_object(error)) + "\n"
