"""A plain command line, read at once from what its command declares: nothing to complain of, no help asked for.

For all others click has the word. What is read here is what click would read: a test draws lines and compares.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from . import commands
from .calling import Call, Command
from .declare import Parameter
from .words import NoValue, check_functions, separated

if TYPE_CHECKING:
    from .results import Taker

COMPLETES = "_ADTRACE_COMPLETE"
"""The variable with which a shell asks for completion."""


class Unusual(Exception):
    """This line is not plain."""


def read(words: Sequence[str], take: Taker | None = None) -> tuple[Command, Call] | None:
    """The command and what it is called with, or None for a line that is not plain. Raises AdtraceError."""
    if COMPLETES in os.environ or not words or words[0] not in commands.names():
        return None
    command = commands.of_name(words[0])
    try:
        typed = _typed(words[1:], command.parameters)
        given = {one.name: _value(one, typed.get(one.name)) for one in command.parameters}
    except (Unusual, NoValue):
        return None
    return command, Call(given, tuple([name for name in given if name in typed]), take)


def _typed(words: Sequence[str], parameters: Iterable[Parameter]) -> dict[str, list[str]]:
    """The words of each parameter that is given. Raises Unusual and NoValue."""
    by_spelling = {spelling: one for one in parameters for spelling in one.spellings}
    options, expressions = separated(words, {spelling: not one.is_flag for spelling, one in by_spelling.items()})
    check_functions(options, expressions)
    return _options(options, by_spelling) | _arguments(expressions, [one for one in parameters if not one.spellings])


def _options(words: Iterable[str], by_spelling: Mapping[str, Parameter]) -> dict[str, list[str]]:
    """The words of each option, in order. Raises Unusual for an unknown one, and for a flag that is given a value."""
    found: dict[str, list[str]] = {}
    queue = iter(words)
    for word in queue:
        spelling, equals, value = word.partition("=")
        one = by_spelling.get(spelling)
        if one is None or (one.is_flag and equals):
            raise Unusual
        found.setdefault(one.name, []).append(value if equals or one.is_flag else next(queue))
    return found


def _arguments(words: Sequence[str], arguments: Iterable[Parameter]) -> dict[str, list[str]]:
    """The words of each argument. Raises Unusual where some are left over."""
    found: dict[str, list[str]] = {}
    rest = list(words)
    for one in arguments:
        count = one.nargs if one.nargs > 0 else len(rest)
        own, rest = rest[:count], rest[count:]
        if own:
            found[one.name] = own
    if rest:
        raise Unusual
    return found


def _value(one: Parameter, words: Sequence[str] | None) -> Any:
    """What a parameter is. Raises Unusual for a word that cannot be read, and where one is missing."""
    if words is None:
        if one.required:
            raise Unusual
        return () if one.is_tuple else False if one.is_flag else one.default
    if one.is_flag:
        return True
    try:
        values = words if one.type is None else [one.type(word) for word in (words if one.is_tuple else words[-1:])]
    except ValueError:
        raise Unusual from None
    return tuple(values) if one.is_tuple else values[-1]
