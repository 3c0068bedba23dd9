"""Lines of C, and blocks of them behind a head such as a loop's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from .text import WIDTH


class Block(NamedTuple):
    """A head with what stands in it: for (...), or "" for bare braces."""

    head: str
    items: list[Item]


Item = str | Block

INDENT = "    "


def rendered(items: Iterable[Item], depth: int) -> str:
    """The items as text. A single statement stands below its loop without braces."""
    return "\n".join(line for item in items for line in lines_of(item, depth))


def lines_of(item: Item, depth: int) -> list[str]:
    """The lines of a statement or a block."""
    margin = INDENT * depth
    if item == "":
        return [""]
    if isinstance(item, str):
        return broken(margin + item, margin + INDENT)
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


def broken(line: str, margin: str) -> list[str]:
    """A long line in several, at blanks, as evenly as it goes: C does not mind."""
    lines = []
    while len(line) > WIDTH and (at := cut(line, len(margin))) > 0:
        lines.append(line[:at])
        line = margin + line[at + 1 :]
    return [*lines, line]


def cut(line: str, margin: int) -> int:
    """Where to break a line that is too long: before an operator, or behind a comma; at the latest place that fits."""
    signs = [" + ", " - ", " ? ", " : "]
    found = max([line.rfind(sign, margin + 1, WIDTH) for sign in signs] + [line.rfind(", ", margin + 1, WIDTH) + 1])
    if found <= margin:
        found = line.find(" ", WIDTH)
    return found if found > margin else -1


def loops(heads: list[str], items: list[Item]) -> list[Item]:
    """The items inside these loops, the first one outermost."""
    for head in reversed(heads):
        items = [Block(head, items)]
    return items
