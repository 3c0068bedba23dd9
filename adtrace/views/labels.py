"""Labels of a drawing's edges: local partials above the line, what travels along it below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..records import NAME, Formula, Increment, Number, Step
from . import compose, number
from .compose import Block
from .source import Source

SIZE, WIDEST = 13.0, 150.0
"""Font size, and the width above which symbols are left out, in points."""

FULL = 4
"""Entries of the largest array that is drawn beside an edge."""

Lines = tuple[tuple[Block, str], ...]
"""Blocks and their colours, from top to bottom."""


@dataclass(frozen=True, slots=True)
class Label:
    """What stands above and below an edge's line.

    arrow  the colour of the small arrow below: "tangent" (with the edge), "adjoint" (against it), or "" for none
    """

    above: Lines = ()
    below: Lines = ()
    arrow: str = ""


def label(source: Source, consumer: Step, operand: int, name: str) -> Label:
    """The label of one use of the step `name`."""
    if source.mode == "value":
        return Label()
    increment = source.increments.get((consumer.name, operand))
    above = _partial(source, increment)
    if source.mode == "reverse" and increment is not None:
        below = _cotangent(source, increment)
        return Label(above, below, "adjoint" if below else "")
    if source.mode == "forward":
        content = _small(source, _contribution(source, increment, consumer, name))
        return Label(above, ((content, "tangent"),), "tangent") if content else Label(above)
    if source.mode == "both" and increment is not None and not above:
        rule = _symbols(source, increment.formula)
        return Label(((rule, "adjoint"),)) if rule else Label()
    return Label(above)


def _partial(source: Source, increment: Increment | None) -> Lines:
    """The local partial: its symbols, muted, above its number; a partial without names as a number only."""
    if increment is None or increment.partial_formula is None:
        return ()
    symbols = _symbols(source, increment.partial_formula)
    if any(leaf.op == NAME for leaf in increment.partial_formula.leaves()):
        content = _small(source, increment.partial)
    elif increment.partial is None or number.is_array(increment.partial):
        content = None
    else:
        symbols, content = None, _small(source, increment.partial)
    if symbols is None:
        return ((content, "ink"),) if content else ()
    return ((symbols, "muted"), (content, "ink")) if content else ((symbols, "ink"),)


def _cotangent(source: Source, increment: Increment) -> Lines:
    """What an edge gives its tail's adjoint: its number, below the rule where that is not a product; else the rule."""
    content = _small(source, increment.product)
    rule = None
    if content is None or increment.partial_formula is None:
        rule = _symbols(source, increment.formula)
    return tuple((block, "adjoint") for block in (rule, content) if block is not None)


def _contribution(source: Source, increment: Increment | None, consumer: Step, name: str) -> Number:
    """What one operand's tangent gives the consumer's; None where the records do not say."""
    tail, head = source.tangents.get(name), source.tangents.get(consumer.name)
    if tail is None or head is None or tail.tangent is None or head.tangent is None:
        return None
    if sum(isinstance(arg, str) for arg in consumer.args) == 1:
        return head.tangent
    if increment is None or increment.partial is None:
        return None
    return _product(increment.partial, tail.tangent) if tail.path else 0 * tail.tangent


def _product(partial: Any, tangent: Any) -> Any:
    """A local partial times a tangent, by IEEE rules, without a word on infinities."""
    if not number.is_array(partial) and not number.is_array(tangent):
        return float(partial) * float(tangent)
    import numpy as np

    with np.errstate(all="ignore"):
        return np.multiply(partial, tangent)


def _symbols(source: Source, tree: Formula) -> Block | None:
    """A formula as printed in a rule; None where it is too wide."""
    block = compose.mathematics(source.latex.rule(tree), SIZE)
    return block if block.width <= WIDEST else None


def _small(source: Source, content: Number) -> Block | None:
    """A number or a small array; None for larger ones."""
    if content is None or (number.is_array(content) and content.size > FULL):
        return None
    return compose.value(content, source.digits, SIZE, source.decimal)
