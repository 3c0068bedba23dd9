"""The tangent of a formula, by the rows of its operations: the product rule and the rest, as people write them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..records import ADJOINT, LEAVES, Formula
from ..rules import table
from ..rules.table import Operator
from .formulas import sum_of, times
from .symbols import FORMULAS, literal, simplified, tree_of

Leaf = Callable[[Formula], Formula | None]
"""The tangent of a leaf; None for what stays the same."""


def tangent_of(tree: Formula, leaf: Leaf) -> Formula | None:
    """The tangent of a formula, None where it stays the same. Rules are short, and so is what they nest."""
    if tree.op in LEAVES:
        return leaf(tree)
    tangents = [tangent_of(arg, leaf) for arg in tree.args]
    if not any(tangents):
        return None
    if tree.op in ("add", "sub") and (len(tree.args) > 2 or tree.op == "add"):
        return sum_of([tangent for tangent in tangents if tangent], tree.shape)
    row = table.operator(tree.op)
    if row.kind == "linear":
        return linear(tree, row, tangents)
    if tree.op == "mul" and tree.args[0].op == ADJOINT:
        return sum_of(product(tree, tangents), tree.shape)
    terms = [term(tree, row, place, tangent) for place, tangent in enumerate(tangents) if tangent]
    return sum_of(terms, tree.shape)


def product(tree: Formula, tangents: list[Formula | None]) -> list[Formula]:
    """The product rule for an adjoint times a local partial, its factors left where they stand."""
    (adjoint, partial), found = tree.args, []
    if tangents[0]:
        found.append(Formula("mul", (tangents[0], partial), shape=tree.shape))
    if tangents[1]:
        found.append(Formula("mul", (adjoint, tangents[1]), shape=tree.shape))
    return [simplified(one) if tree.shape else one for one in found]


def term(tree: Formula, row: Operator, place: int, tangent: Formula) -> Formula:
    """What one operand's tangent contributes."""
    operands, which = [FORMULAS.operand(arg) for arg in tree.args], {"operand": place} if row.variadic else {}
    y = FORMULAS.operand(tree)
    if row.kind == "elementwise":
        rule = row.printed(place)
        assert rule is not None
        return times(tree_of(rule(FORMULAS, y, *operands, **which)), tangent, tangent_first=place == 0)
    jvp = row.printed_jvp(place)
    assert jvp is not None
    given: dict[str, Any] = {**row.params, **tree.params, **which}
    return tree_of(jvp(FORMULAS, y, FORMULAS.operand(tangent), *operands, **given))


def linear(tree: Formula, row: Operator, tangents: list[Formula | None]) -> Formula:
    """The operation itself, on tangents; what stays the same has tangent 0."""
    args = []
    for place, (arg, tangent) in enumerate(zip(tree.args, tangents, strict=True)):
        if row.rule(place) is None:
            args.append(arg)
        else:
            zero = tree_of(FORMULAS.broadcast(0, shape=arg.shape)) if arg.shape else literal(0)
            args.append(tangent or zero)
    return Formula(tree.op, tuple(args), tree.params, shape=tree.shape)


