"""The tokens of written mathematics: what LaTeX and Unicode are both turned into."""

from __future__ import annotations

from ...errors import AdtraceError, Span
from ...named import Record

NUMBER, NAME, FUNCTION, SIGN, COMMA, EQUALS, WORDS = "number", "name", "function", "sign", ",", "=", "words"
OPEN, CLOSE, BAR, GROUP, UNGROUP = "open", "close", "bar", "{", "}"
RAISED, LOWERED, FRACTION, ROOT, OVER = "^", "_", "fraction", "root", "over"
"""These take groups; those of OVER, a sum or a product, are its bounds."""

BEGIN, FINISH, CELL, ROW, END = "begin", "finish", "&", "\\\\", "end"
TRANSPOSED, INDEX, FACTORIAL, PRIME = "transposed", "index", "!", "prime"

JUXTAPOSED, APART, DOT, CROSS, SLASH = "juxtaposed", "apart", "dot", "cross", "slash"
"""Signs that are no operators of the language yet: what they mean, their operands tell. APART is \\, and the like."""

RUNNING = "running"
"""The look of a number that stands for an index that runs."""

COMPARISONS = frozenset(("lt", "le", "gt", "ge", "eq", "ne"))


class Token(Record):
    """One token.

    text    of a number its digits, of a name the language's name, of a function its word, of a sign its operator, of a
            bracket or an environment what it is
    span    where it stands in what the user typed
    word    of a name, the function that it is before a bracket, where it can be one; or "" for none
    look    of a name, how it was set apart from others of the same letters: "bold"
    apart   whether space that is meant (\\,) stands before it
    """

    kind: str
    text: str
    span: Span
    word: str = ""
    look: str = ""
    apart: bool = False


def is_value(token: Token | None) -> bool:
    """Whether a token ends a value, so that another value behind it is a factor."""
    return token is not None and (
        token.kind in (NUMBER, NAME, CLOSE, UNGROUP, FINISH, TRANSPOSED, INDEX, FACTORIAL)
    )


def closing(tokens: list[Token], at: int) -> int:
    """The place of what closes the group or bracket that is opened at this place. Raises AdtraceError for none."""
    depth = 0
    for place in range(at, len(tokens)):
        depth += (tokens[place].kind in (GROUP, OPEN, BEGIN)) - (tokens[place].kind in (UNGROUP, CLOSE, FINISH))
        if not depth:
            return place
    raise not_closed(tokens[at])


def not_closed(token: Token) -> AdtraceError:
    """The error for what is opened and never closed."""
    name = {"sum": "this", "cases": "cases", "matrix": "the matrix"}.get(token.text, token.text or "{")
    return AdtraceError(f"{name} is never closed", token.span, "what closes it is missing")


def shown(token: Token, source: str) -> str:
    """A token as it was typed, for a message."""
    return source[slice(*token.span)] or token.text
