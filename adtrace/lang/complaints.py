"""What the parser says of a text that is not a program: one clear message each, with the remedy."""

from __future__ import annotations

from ..errors import AdtraceError, Span
from ..rules import table
from . import tokens
from .columns import LITERAL, NAME

UNEXPECTED = {
    "=": "compare with ==; assign with name = expression",
    ",": "a decimal sign is a point, a list is [a, b], and statements end with ; or a new line",
    ":": "slices stand in square brackets: x[1:3]",
}
INSTEAD_OF_A_VALUE = {
    "=": "an assignment is name = expression",
    "/": "a fraction is a/b; whole quotients are floor(a/b)",
    "*": "a power is a^b or a**b",
    "@": "a file is read by @file.adt as the whole argument",
}


def no_value(sign: str, after: str, span: Span) -> AdtraceError:
    """A sign, or the end, where a value is wanted."""
    place = f" after {after}" if after else ""
    found = f", not {sign}" if sign else ""
    return AdtraceError(f"a value is expected{place}{found}", span, INSTEAD_OF_A_VALUE.get(sign, ""))


def no_operator(text: str, before: Span, operation: str, kind: int, place: Span) -> AdtraceError:
    """Two values side by side: the first stands at `before` and is this entry of columns, the second is a token."""
    left, right = text[slice(*before)], text[slice(*place)]
    if kind == tokens.BINDING:
        return misplaced_assignment(place[1])
    apart = "\n" in text[before[1] : place[0]]
    span = before if apart else (before[0], place[1])
    if right == "(":
        return AdtraceError("an operator is missing before (", span, f"write {shortened(left)}*(...)")
    right = right.partition("(")[0].strip()
    touching = operation == LITERAL and before[1] == place[0]
    if touching and (kind == tokens.NUMBER or right[0] == "_" or (left == "0" and right[0] in "xXoObB")):
        return AdtraceError(
            f"{shortened(left + right)} is not a number", span, "numbers are written 1, 2.5, .5 or 1e-3"
        )
    if operation == NAME and table.called(left):
        return AdtraceError(f"{left} needs brackets", span, f"write {left}({right})")
    right += "(...)" if kind in (tokens.CALL, tokens.DEFINITION) else ""
    return AdtraceError("an operator is missing between two values", span, f"write {shortened(left)}*{right}")


def misplaced_assignment(end: int) -> AdtraceError:
    """An = inside an expression."""
    return AdtraceError("= assigns, and only at the start of a statement", (end - 1, end), "compare with ==")


def stray(sign: str, span: Span) -> AdtraceError:
    """A sign that nothing before it asks for."""
    message = f"{sign} closes nothing" if sign in ")]" else f"unexpected {sign}"
    return AdtraceError(message, span, UNEXPECTED.get(sign, "remove it"))


def not_closed(opened: str, closing: str, start: int) -> AdtraceError:
    """The text ends inside a bracket."""
    return AdtraceError(f"{opened} is never closed", (start, start + len(opened)), f"a {closing} is missing")


def wrong_bracket(sign: str, opened: str, closing: str, span: Span) -> AdtraceError:
    """A bracket of one kind closed by another."""
    return AdtraceError(f"{sign} does not close {opened}", span, f"put {closing} here")


def shortened(text: str) -> str:
    """A value's text where it is short enough to be repeated in a hint."""
    return text if len(text) <= 20 and "\n" not in text else "(...)"
