"""Rules of arrays in numbers: sums of products of small arrays, written out entry by entry."""

from __future__ import annotations

from typing import Any

from ...records import LEAVES, LITERAL, NAME, Formula, Increment
from ..number import is_array
from ..rows import Rows
from .markup import Markup, element, joined
from .maths import Maths, is_full

NONE = Markup()


def figures(tree: Formula, rows: Rows, maths: Maths) -> Markup:
    """The rule with its operands' numbers; nothing where one is large, or is more than a name."""
    if tree.op in LEAVES:
        return NONE
    written = [product(term, rows, maths) for term in terms(tree)]
    if not all(written):
        return NONE
    return joined(*(piece for place, one in enumerate(written) for piece in (sign(" + "),) * bool(place) + (one,)))


def elementwise(increment: Increment, maths: Maths) -> Markup:
    """Adjoint times local partial in numbers."""
    upstream, partial = increment.upstream, increment.partial
    if upstream is None or partial is None or not (is_full(upstream) and is_full(partial)):
        return NONE
    dot = " ⊙ " if is_array(upstream) and is_array(partial) else " · "
    return joined(maths.number(upstream, "muted"), sign(dot), maths.number(partial, "muted"))


def terms(tree: Formula) -> list[Formula]:
    """The terms of a sum, from left to right."""
    found: list[Formula] = []
    stack = [tree]
    while stack:
        term = stack.pop()
        if term.op == "add":
            stack += reversed(term.args)
        else:
            found.append(term)
    return found


def product(term: Formula, rows: Rows, maths: Maths) -> Markup:
    """One term: an operand or two; vectors stand as columns and rows in products of matrices."""
    if term.op not in ("mul", "matmul", "outer") or len(term.args) != 2:
        return operand(term, rows, maths)
    left, right = term.args
    before = operand(left, rows, maths, column=term.op == "outer")
    after = operand(right, rows, maths, column=term.op == "matmul")
    between = " " if term.op != "mul" else " ⊙ " if left.shape and right.shape else " · "
    return joined(before, sign(between), after) if before and after else NONE


def operand(tree: Formula, rows: Rows, maths: Maths, *, column: bool = False) -> Markup:
    """A name's number, maybe transposed."""
    leaf = tree.args[0] if tree.op == "transpose" and not tree.params else tree
    numbers = rows.numbers(leaf) if leaf.op in LEAVES and leaf.op != LITERAL else None
    if numbers is None:
        return NONE
    content: Any = numbers[0] if leaf.op == NAME else numbers[1]
    if content is None or not is_full(content):
        return NONE
    if not is_array(content):
        shown = maths.number(content, "muted")
        return joined("(", shown, ")") if content < 0 else shown
    content = content.T if leaf is not tree else content
    if column and content.ndim == 1:
        content = content.reshape(-1, 1)
    return maths.number(content, "muted") if is_full(content) else NONE


def sign(text: str) -> Markup:
    """A sign between operands."""
    return element("span", text, class_="eq")
