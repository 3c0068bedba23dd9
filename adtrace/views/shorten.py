"""Formulas cut to a width: what is too deep or too long becomes an ellipsis."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..records import NAME, Formula
from .compose import Block

ELLIPSIS = "…"
LONGEST_NAME = 24
WIDEST_CALL = 6
DEEPEST = 12


def short_name(name: str) -> str:
    """A name of at most 24 letters: of a longer one, its beginning and its end."""
    return name if len(name) <= LONGEST_NAME else f"{name[:12]}{ELLIPSIS}{name[-8:]}"


def fitted(tree: Formula, typeset: Callable[[Formula], Block], width: float) -> Block:
    """The formula, as deep as it fits into the width; at least its outermost operation."""
    block = typeset(elided(tree, DEEPEST))
    depth = DEEPEST
    while block.width > width and depth > 1:
        depth = min(depth, height(tree)) - 1
        block = typeset(elided(tree, max(1, depth)))
    return block


def elided(tree: Formula, depth: int) -> Formula:
    """The formula down to this depth (a small number), with long names and lists cut."""
    if not tree.args:
        return Formula(tree.op, (), tree.params, short_name(tree.text), tree.shape)
    if depth == 0:
        return Formula(NAME, text=ELLIPSIS, shape=tree.shape)
    args = tree.args
    if len(args) > WIDEST_CALL:
        args = (*args[:3], Formula(NAME, text=ELLIPSIS), args[-1])
    return Formula(tree.op, tuple(elided(arg, depth - 1) for arg in args), tree.params, tree.text, tree.shape)


def height(tree: Formula) -> int:
    """How many operations stand above one another, up to DEEPEST."""
    level: Iterable[Formula] = (tree,)
    for count in range(DEEPEST):
        level = [arg for formula in level for arg in formula.args]
        if not level:
            return count
    return DEEPEST
