"""Written mathematics as a program: lines that define a name or a function, and the text that they are read as."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ...errors import AdtraceError, LimitError
from ...limits import LIMITS
from ...named import Record
from ...records import Shape
from .bars import paired
from .names import Names
from .products import Tree
from .setting import Learned, Setting
from .sums import written_out
from .terms import Terms
from .tokens import (
    BEGIN,
    CLOSE,
    COMMA,
    END,
    EQUALS,
    FINISH,
    FUNCTION,
    GROUP,
    NAME,
    NUMBER,
    OPEN,
    UNGROUP,
    WORDS,
    Token,
    shown,
)
from .tree import Text, write


class Line(Record):
    """One line: what it defines, with the parameters of a function, and what that is; no head for a value alone."""

    head: Token | None
    parameters: tuple[Token, ...]
    body: list[Token]


def read(
    source: str,
    tokens: list[Token],
    values: Mapping[str, Any],
    shape_of: Callable[[str, tuple[Shape, ...]], Shape],
) -> Text:
    """The program that tokens mean, as text that knows where it comes from.

    values    that names are given: what is an array decides what a product is
    shape_of  the shape of an operator's result
    Raises AdtraceError.
    """
    if len(tokens) > LIMITS.written:
        raise LimitError(f"{len(tokens)} signs", hint=f"the limit is {LIMITS.written}")
    tokens = paired(tokens)
    shapes = {name: getattr(value, "shape", ()) for name, value in values.items()}
    learned = Learned()
    text = Text()
    for _ in range(2 * len(parts_of(tokens)) + 2):  # What is learned at the end holds for the beginning, too.
        known, learned.pending = learned.facts(), None
        setting = with_names(Setting(source, values, dict(shapes), shape_of), tokens)
        text = program(tokens, setting, learned)
        if learned.facts() == known:
            break
    return text


def program(tokens: list[Token], setting: Setting, learned: Learned) -> Text:
    """The program, line by line: the shapes of names that a line defines are known in the next."""
    parts = parts_of(tokens)
    if not parts:
        raise AdtraceError("there is nothing to compute", hint="write an expression, such as \\frac{1}{1+e^{-ax}}")
    tree, text, names = Tree(setting, learned), Text(), Names(tokens, setting)
    for number, part in enumerate(parts):
        text.add("\n" if number else "", part[0].span)
        statement(tree, names, part, text, learned, last=number == len(parts) - 1)
    text.pending = learned.pending
    return text


def parts_of(tokens: list[Token]) -> list[list[Token]]:
    """The tokens of each line, without what ends it; a comma ends one where another equation follows."""
    parts: list[list[Token]] = [[]]
    for token, depth in depths(tokens):
        part = parts[-1]
        if not depth and (token.kind == END or (token.kind == COMMA and part and equals_in(part) >= 0)):
            parts.append([token] if token.kind == COMMA else [])
        else:
            part.append(token)
    for place, part in reversed(list(enumerate(parts))):
        if part and part[0].kind == COMMA and equals_in(part) < 0 and len(part) > 1 and place:
            parts[place - 1] += part  # No equation: what a comma means here is for others to say.
            part.clear()
    for part in parts:
        while part and part[-1].kind == COMMA:
            part.pop()
        while part and part[0].kind in (COMMA, WORDS):
            del part[0]
    return [part for part in parts if part]


def depths(tokens: list[Token]) -> Iterator[tuple[Token, int]]:
    """Every token, and in how many brackets it stands."""
    depth = 0
    for token in tokens:
        depth = max(depth + (token.kind in (GROUP, OPEN, BEGIN)) - (token.kind in (UNGROUP, CLOSE, FINISH)), 0)
        yield token, depth


def equals_in(part: list[Token]) -> int:
    """The place of the first equals sign that stands in no brackets; -1 without one."""
    found = (place for place, (token, depth) in enumerate(depths(part)) if token.kind == EQUALS and not depth)
    return next(found, -1)


def line_of(part: list[Token], source: str) -> Line:
    """A line's parts. Raises AdtraceError for a left side that defines nothing."""
    place = equals_in(part)
    if place < 0:
        return Line(None, (), part)
    left, body = part[:place], part[place + 1 :]
    if not body:
        raise AdtraceError("a value is expected after =", part[place].span)
    if len(left) == 1 and left[0].kind == NAME:
        return Line(left[0], (), body)
    kinds = [token.kind for token in left]
    inner = left[2:-1]
    if kinds[:2] == [FUNCTION, OPEN] and kinds[-1] == CLOSE and is_list(inner):
        return Line(left[0], tuple(inner[::2]), body)
    if not left:
        raise AdtraceError("a name is expected before =", part[place].span)
    span = (left[0].span[0], left[-1].span[1])
    hint = "a line is name = expression, or f(x) = expression"
    raise AdtraceError(f"{source[slice(*span)] or shown(left[0], source)} is no name", span, hint)


def is_list(tokens: list[Token]) -> bool:
    """Whether these are names with commas between them."""
    odd = all(token.kind == COMMA for token in tokens[1::2])
    return len(tokens) % 2 == 1 and odd and all(token.kind == NAME for token in tokens[::2])


def with_names(setting: Setting, tokens: list[Token]) -> Setting:
    """The setting with the names and functions that the lines define."""
    assigned, functions = set(), set()
    for part in parts_of(tokens):
        left = part[: max(equals_in(part), 0)]
        if not left or left[0].kind != NAME:
            continue
        joined = Names(left, setting).all()
        if len(joined) == 1:
            assigned.add(joined[0].text)
        elif joined[1].kind == OPEN and joined[-1].kind == CLOSE:
            functions.add(joined[0].text)
    return setting._replace(assigned=frozenset(assigned), functions=frozenset(functions))


def statement(tree: Tree, names: Names, part: list[Token], text: Text, learned: Learned, *, last: bool) -> None:
    """Append one line. The last one's value is what is asked for, also where it defines a function."""
    setting = tree.setting
    place = equals_in(part) + 1
    head = names.joined(part[:place])
    inner = line_of([*head, Token(NUMBER, "0", part[-1].span)], setting.source) if head and place < len(part) else None
    parameters = inner.parameters if inner and not last else ()
    known = dict(tree.shapes)
    shapes = learned.arguments.get(inner.head.text, ()) if inner and inner.head else ()
    for number, parameter in enumerate(parameters):
        tree.shapes[parameter.text] = shapes[number] if number < len(shapes) else ()
    if parameters:
        local = {token.text for token in parameters}
        values = {name: value for name, value in setting.values.items() if name not in local}
        setting = setting._replace(values=values, assigned=setting.assigned | local)
    body = names.joined(written_out(part[place:], setting, learned))
    line = line_of([*head, *with_lengths(body, learned.lengths)], setting.source)
    root = Terms(tree, line.body).read()
    if line.head is not None and parameters:
        learned.results[line.head.text] = tree.entries[root].shape
        text.add(f"{line.head.text}({', '.join(token.text for token in parameters)}) = ", line.head.span)
        tree.shapes.clear()
        tree.shapes |= known
    elif line.head is not None:
        text.add(f"{line.head.text} = ", line.head.span)
        tree.shapes[line.head.text] = tree.entries[root].shape
    write(tree.entries, root, text)


def with_lengths(tokens: list[Token], lengths: Mapping[str, int]) -> list[Token]:
    """The tokens with the lengths of arrays in place of their names."""
    return [
        token._replace(kind=NUMBER, text=str(lengths[token.text])) if token.kind == NAME and token.text in lengths
        else token for token in tokens
    ]
