"""Which branch of a rule's `where` is followed: the one that the coefficients of order 0 choose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...graph.algebra import Operand

if TYPE_CHECKING:
    from .series import Series


def branch(m: Series, condition: Any, one: Any, other: Any) -> Any:
    """The branch that is taken everywhere; None where an array takes both.

    What is set for one point alone (xlogy' = 0 where x = 0, else x/y) is left again as soon as t moves on: there the
    other branch is followed if it has the same value at the point, for then it is the same function.
    """
    chosen = m.leading(m.node_of(condition)) != 0
    if is_passing(m, condition):
        chosen = chosen & ~same(m, one, other) if hasattr(chosen, "shape") else chosen and not same(m, one, other)
    if not hasattr(chosen, "shape"):
        return one if chosen else other
    target = m.shapes[m.node_of(condition)]
    if chosen.all() or not chosen.any():
        taken = one if chosen.all() else other
        return taken if m.shape(taken) == target else m.broadcast(taken, shape=target) if target else taken
    if isinstance(condition, Operand) and m.degrees[condition.handle] == 0 and m.operators[condition.handle] is None:
        return None
    return m.where(m.given(chosen*1.0), one, other)


def is_passing(m: Series, condition: Any) -> bool:
    """Whether this says that two numbers are equal of which one varies."""
    if not isinstance(condition, Operand):
        return False
    row, args = m.operators[condition.handle], m.args[condition.handle]
    return getattr(row, "name", "") == "eq" and any(m.degrees[arg] for arg in args)


def same(m: Series, one: Any, other: Any) -> Any:
    """Where both have the same coefficient of order 0."""
    return m.leading(m.node_of(one)) == m.leading(m.node_of(other))
