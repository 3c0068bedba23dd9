"""Mistakes about sums and products of the chain rule: what is missing of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ....graph.shapes import broadcast_axes
from ....records.worked import TANGENT
from ....sweeps.paths import Flow
from ..derivation import Key
from ..guess import Guess
from ..line import Line
from ..numbers import fits, plain, spread


def one_increment(line: Line) -> Iterator[Guess]:
    """`=` where `+=` is meant: the last increment that came, or the first one."""
    uses = list(line.increments)
    if len(uses) > 1 or (uses and line.seed is not None):
        for use in dict.fromkeys((uses[-1], uses[0])):
            yield Guess(line.increments[use], {"taken": line.increment_text(*use)})


def increment_missing(line: Line) -> Iterator[Guess]:
    """All increments but one."""
    uses = list(line.increments)
    for missing in uses if len(uses) > 2 else ():
        number = sum(line.increments[use] for use in uses if use != missing) + (0 if line.seed is None else line.seed)
        yield Guess(number, {"missing": line.increment_text(*missing)})


def penalty_missing(line: Line) -> Iterator[Guess]:
    """All increments but those that come from one penalty, a summand of the output, or from all of them."""
    if len(line.increments) < 2:
        return
    concerned = {
        term: cone for term, cone in line.penalties.items() if any(consumer in cone for consumer, _ in line.increments)
    }
    for terms in [*([term] for term in concerned), *([list(concerned)] if len(concerned) > 1 else [])]:
        lost = frozenset().union(*(concerned[term] for term in terms))
        kept = [number for (consumer, _), number in line.increments.items() if consumer not in lost]
        if kept and len(kept) < len(line.increments):
            yield Guess(sum(kept), {"missing": ", ".join(map(line.named, terms))})


def seed_of_one(line: Line) -> Iterator[Guess]:
    """A seed of 1 in place of the one that was given."""
    if line.seed is not None:
        yield Guess(line.right - line.seed + 1)


def upstream_lost(line: Line) -> Iterator[Guess]:
    """The local partial alone, not multiplied by the adjoint that comes from above."""
    yield Guess(line.pulled(line.upstream * 0 + 1))


def partial_lost(line: Line) -> Iterator[Guess]:
    """The adjoint from above alone, not multiplied by the local partial."""
    if line.upstream.shape == line.shape:
        yield Guess(line.upstream)
    elif line.operator and line.operator.kind == "elementwise" and fits(line.right, line.step_shape):
        yield Guess(gathered(line.upstream, line.shape))


def factor_lost(line: Line) -> Iterator[Guess]:
    """Of a product with -a, a*b or a/b, or a quotient by a*b, one factor of that: the rest of it is kept."""
    graph = line.derivation.graph
    place = 1 - line.operand
    if line.op not in ("mul", "div") or (line.op, place) == ("div", 0) or line.upstream.shape != line.shape:
        return
    other = line.args[place]
    row, args = graph.operators[other], graph.args[other]
    parts = ("neg", "mul", "div") if line.op == "mul" else ("mul",)
    if row is None or not graph.varies[other] or row.name not in parts:
        return
    if row.name == "neg":
        yield Guess(-line.upstream, {"missing": line.named(args[0])})
        return
    first, second = (line.value(arg) for arg in args)
    if not all(fits(number, line.shape) for number in (first, second)):
        return
    names = [line.named(arg) for arg in args]
    if line.op == "div":
        yield Guess(line.upstream / second, {"missing": f"1/{names[0]}"})
        yield Guess(line.upstream / first, {"missing": f"1/{names[1]}"})
    elif row.name == "mul":
        yield Guess(line.upstream * second, {"missing": names[0]})
        yield Guess(line.upstream * first, {"missing": names[1]})
    else:
        yield Guess(line.upstream / second, {"missing": names[0]})
        yield Guess(line.upstream * first, {"missing": f"1/{names[1]}"})


def gathered(number: Any, shape: tuple[int, ...]) -> Any:
    """A number summed over the axes along which a shape is repeated to it."""
    added, stretched = broadcast_axes(shape, number.shape)
    return plain(number.sum(axis=added + stretched, keepdims=True).reshape(shape))


def tangent_lost(line: Line) -> Iterator[Guess]:
    """Slopes that are not multiplied by the tangents of what is inside."""
    if line.tangents:
        ones = {operand: tangent * 0 + 1 for operand, tangent in line.tangents.items()}
        yield Guess(sum_of_terms(line, ones))
        for operand in ones if len(ones) > 1 else ():
            yield Guess(sum_of_terms(line, {operand: ones[operand]}))


def slope_lost(line: Line) -> Iterator[Guess]:
    """The tangent of an operand, not multiplied by the slope."""
    for operand, tangent in line.tangents.items():
        if fits(tangent, line.shape):
            yield Guess(line.right - line.terms[operand] + spread(tangent, line.shape))


def sum_of_terms(line: Line, changed: dict[int, Any]) -> Any:
    """The tangent, with other tangents of some operands."""
    total: Any = 0 if line.seed is None else line.seed
    for operand, arg in enumerate(line.args):
        if operand in line.tangents:
            key = Key(TANGENT, arg, sweep=line.key.sweep)
            instead = {key: changed[operand]} if operand in changed else {}
            total = total + line.term(operand, line.with_changed(instead))
    return total


def term_missing(line: Line) -> Iterator[Guess]:
    """A tangent without one of its terms."""
    for operand, term in line.terms.items() if len(line.terms) > 1 else ():
        yield Guess(line.right - term, {"missing": line.term_text(operand)})


def product_of_slopes(line: Line) -> Iterator[Guess]:
    """(uv)' = u'v', and (u/v)' = u'/v'."""
    if len(line.tangents) == 2 and line.op in ("mul", "div"):
        a, b = line.tangents.values()
        yield Guess(spread(a * b if line.op == "mul" else a / b, line.shape))


def terms_exchanged(line: Line) -> Iterator[Guess]:
    """The quotient rule the wrong way round: (u dv - v du)/v^2; or with a plus between."""
    if len(line.terms) == 2 and line.op == "div":
        yield Guess(-line.right)
        yield Guess(line.terms[0] - line.terms[1])


def batch_not_summed(line: Line) -> Iterator[Guess]:
    """No sum, the mean, or one slice, in place of the sum over the axes along which an operand was repeated."""
    row = line.operator
    if row is None or row.kind != "elementwise" or line.shape == line.step_shape or not line.step_shape:
        return
    partial: Flow = line.slope(line.operand)
    added, stretched = broadcast_axes(line.shape, line.step_shape)
    axes = added + stretched
    if partial is None or not axes:
        return
    product = spread(line.upstream * partial, line.step_shape)
    yield Guess(product, {"axes": axes_text(axes)})
    yield Guess(plain(product.mean(axis=axes).reshape(line.shape)), {"axes": axes_text(axes)})
    for end in (0, -1):
        place = tuple(end if axis in axes else slice(None) for axis in range(product.ndim))
        yield Guess(plain(product[place].reshape(line.shape)), {"axes": axes_text(axes)})


def axes_text(axes: tuple[int, ...]) -> str:
    """Axes as a program writes them.

    >>> axes_text((1,)), axes_text((0, 1))
    ('1', '(0, 1)')
    """
    return str(axes[0]) if len(axes) == 1 else str(axes)


