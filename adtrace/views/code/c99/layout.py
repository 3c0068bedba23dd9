"""Lines of C, and blocks of them behind a head such as a loop's."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ....named import Record
from .text import WIDTH


class Block(Record):
    """A head with what stands in it: for (...), or "" for bare braces."""

    head: str
    items: list[Item]


class Fill(Record):
    """Loops over all of an array, in which a statement gives one element its value.

    heads  of the loops
    name   the array; array, its name with its extents where it is still to be declared, and place, its element
    """

    heads: list[str]
    name: str
    array: str
    place: str
    statement: str


Item = str | Block | Fill

INDENT = "    "

SIGNS = (" + ", " - ", " ? ", " : ", " && ", " || ")
"""Operators before which a line may break."""


def rendered(items: Iterable[Item], depth: int) -> str:
    """The items as text. A single statement stands below its loop without braces."""
    return "\n".join(line for item in merged(items) for line in lines_of(item, depth))


def merged(items: Iterable[Item]) -> list[Item]:
    """Arrays of one shape that are filled one after the other, filled in the same loops where elements meet."""
    result: list[Item] = []
    group: list[Fill] = []

    def flush() -> None:
        if arrays := [fill.array for fill in group if fill.array]:
            result.append(f"double {', '.join(arrays)};")
        if group:
            result.extend(loops(group[0].heads, [fill.statement for fill in group]))
        group.clear()

    for item in items:
        if not (isinstance(item, Fill) and group and fits(group, item)):
            flush()
        if isinstance(item, Fill):
            group.append(item)
        else:
            result.append(item)
    flush()
    return result


def fits(group: list[Fill], fill: Fill) -> bool:
    """Whether an array can be filled in the loops of others: of theirs it takes the very elements that are there."""
    return fill.heads == group[0].heads and all(
        fill.statement.startswith(other.place, found.start())
        for other in group for found in re.finditer(rf"\b{other.name}\b", fill.statement)
    )


def lines_of(item: Item, depth: int) -> list[str]:
    """The lines of a statement or a block."""
    margin = INDENT * depth
    if item == "":
        return [""]
    if isinstance(item, str):
        return broken(margin + item, margin + INDENT)
    if isinstance(item, Fill):
        return [line for one in merged([item]) for line in lines_of(one, depth)]
    inner = [line for one in item.items for line in lines_of(one, depth + 1)]
    if not braced(item):
        return [margin + item.head, *inner]
    return [f"{margin}{item.head} {{" if item.head else f"{margin}{{", *inner, f"{margin}}}"]


def braced(block: Block) -> bool:
    """Whether a block needs braces, or is easier to read with them."""
    if not block.head or len(block.items) != 1:
        return True
    only = block.items[0]
    return isinstance(only, Block) and braced(only)


def broken(line: str, margin: str, width: int = WIDTH) -> list[str]:
    """A long line in several, at blanks: C does not mind."""
    lines, start, before = [], 0, ""
    while len(before) + len(line) - start > width and (at := cut(line, start, start + width - len(before))) > start:
        lines.append(before + line[start:at])
        start, before = at + 1, margin
    return [*lines, before + line[start:]]


def cut(line: str, start: int, end: int) -> int:
    """The blank where a line breaks: before an operator or behind a comma, the last that fits; -1 if there is none."""
    first = start + len(line[start : start + WIDTH]) - len(line[start : start + WIDTH].lstrip()) + 1
    found = max([line.rfind(sign, first, end) for sign in SIGNS] + [line.rfind(", ", first, end) + 1])
    return found if found > first else line.find(" ", end)


def element(name: str, index: Iterable[str]) -> str:
    """name[i][j]."""
    return name + "".join(f"[{one}]" for one in index)


def loops(heads: list[str], items: list[Item]) -> list[Item]:
    """The items inside these loops, the first one outermost."""
    for head in reversed(heads):
        items = [Block(head, items)]
    return items
