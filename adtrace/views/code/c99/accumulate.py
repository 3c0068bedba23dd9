"""Numbers that grow in loops: sums, products and extremes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ....named import Record
from .layout import Block, Item, element, loops

if TYPE_CHECKING:
    from .body import Body


class Growth(Record):
    """How a number grows.

    start  what it begins with
    word   what it is called where it is not the target itself
    step   the statements of the inner loops, for the name that it has
    """

    start: str
    word: str
    step: Callable[[str], list[Item]]


def accumulated(
    body: Body, target: str, index: Sequence[str], outer: list[str], inner: list[str], growth: Growth
) -> None:
    """A scalar that grows in the inner loops, or such a number for every element of an array."""
    if not index:
        body.items += [f"double {target} = {growth.start};", *loops(inner, growth.step(target))]
        return
    name = body.fresh(growth.word)
    body.local.discard(name)  # It is known in its own block only.
    block: list[Item] = [
        f"double {name} = {growth.start};", *loops(inner, growth.step(name)), f"{element(target, index)} = {name};"
    ]
    body.items += loops(outer, block) if outer else [Block("", block)]
