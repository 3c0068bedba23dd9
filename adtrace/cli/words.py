"""The words of a command line: which are options, and which are expressions, that may begin with a minus sign."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..errors import AdtraceError
from .calling import PYTHON

LONG_OPTION = re.compile(r"--[A-Za-z][A-Za-z0-9-]*(=.*)?", re.DOTALL)
SHORT_OPTIONS = frozenset(("-h", "-f", "-o", "-V"))
"""Options in every command, also in one that does not have them: there they are an error, not an expression."""
ASKING = frozenset(("--help", "--version"))
"""Options in every command that none declares."""


class NoValue(Exception):
    """An option that needs a value is the last word, or another option follows."""

    def __init__(self, option: str, behind: str = "") -> None:
        super().__init__(f"{option} needs a value" + (f", and {behind} is an option" if behind else ""))
        self.option = option


def is_function(expression: str) -> bool:
    """Whether an expression is FILE.py:NAME, a function of a file of Python: no program ends like this."""
    path, _, name = expression.rpartition(":")
    return path.endswith(".py") and (name.isidentifier() or not name) and "#" not in path and "\n" not in path


def separated(words: Sequence[str], takes_value: Mapping[str, bool]) -> tuple[list[str], list[str]]:
    """The options with their values, and everything else.

    A word is an option if it is exactly a declared one, or looks like --name or --name=value (so that click can say
    what a misspelt one may have meant). The value of an option may look like one, but it is none. Raises NoValue.

    takes_value  the declared options, and whether a value follows
    """
    options: list[str] = []
    expressions: list[str] = []
    queue = list(reversed(words))
    while queue:
        word = queue.pop()
        if word == "--":
            expressions.extend(reversed(queue))
            break
        if word in takes_value or word in SHORT_OPTIONS or LONG_OPTION.fullmatch(word):
            options.append(word)
            if takes_value.get(word):
                if not queue:
                    raise NoValue(word)
                value = queue.pop()
                if value in ASKING or (value.startswith("--") and value in takes_value):
                    raise NoValue(word, value)
                options.append(value)
        else:
            expressions.append(word)
    return options, expressions


def check_functions(options: Sequence[str], expressions: Sequence[str]) -> None:
    """Raise AdtraceError where --python has no function to trace."""
    if PYTHON in options and expressions and not any(map(is_function, expressions)):
        raise AdtraceError(f"{PYTHON} takes a function of a file", hint="write FILE.py:NAME in place of EXPR")
