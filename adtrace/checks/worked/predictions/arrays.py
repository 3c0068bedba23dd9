"""Mistakes about arrays: means, transposes, axes, and Jacobians that are not diagonal."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import Any

from ....records.worked import INCREMENT, VALUE
from ....sweeps.local import differentiable
from ..derivation import Key
from ..guess import Guess
from ..line import Line
from ..numbers import plain

MOST_COUNTS = 12
"""Numbers of elements by which a mean may have been divided that are tried."""


def softmax_diagonal(line: Line) -> Iterator[Guess]:
    """Only the diagonal of the softmax Jacobian: yhat*(1 - yhat)*g."""
    if line.op == "softmax":
        incoming = line.upstream if line.kind == INCREMENT else line.tangents.get(0)
        if incoming is not None:
            yield Guess(line.result * (1 - line.result) * incoming)
    if line.op == "log_softmax" and line.kind == INCREMENT:
        yield Guess(line.upstream * (1 - line.applied("exp", line.result)))


def not_normalized(line: Line) -> Iterator[Guess]:
    """exp(x) for softmax(x)."""
    if line.op == "softmax":
        yield Guess(line.applied("exp", line.operands[0]))


def softmax_sum(line: Line) -> Iterator[Guess]:
    """A softmax Jacobian without what is taken off: yhat*g, or g for the logarithm."""
    if line.op == "softmax":
        yield Guess(line.result * line.upstream)
    if line.op == "log_softmax":
        yield Guess(line.upstream)


def sum_of_other(line: Line) -> Iterator[Guess]:
    """In the adjoint of a product's operand, the adjoint of the other one summed over an axis."""
    if line.op not in ("matmul", "dot", "outer"):
        return
    place = 1 - line.operand
    other = line.args[place]
    if not differentiable(line.derivation.graph, line.step, place):
        return
    key = Key(INCREMENT, other, line.step, place, line.key.sweep)
    matrix = line.number(key)
    words = {"summed": f"d{line.key.sweep}/d{line.named(other)}"}
    for axis in range(matrix.ndim):
        for keep in (False, True):
            total = plain(matrix.sum(axis=axis, keepdims=keep))
            if total.shape == line.shape:
                yield Guess(total, {**words, "axis": str(axis)})


def transposed_factor(line: Line) -> Iterator[Guess]:
    """A matrix product with a factor that is transposed too much or too little, or the wrong way round."""
    if line.op not in ("matmul", "outer"):
        return
    if line.kind == VALUE:
        pair = line.operands
    elif line.kind == INCREMENT:
        pair = [line.upstream, line.operands[1 - line.operand]]
    else:
        return
    for left, right in (pair, pair[::-1]):
        for a in (left, left.T) if left.ndim == 2 else (left,):
            for b in (right, right.T) if right.ndim == 2 else (right,):
                yield from map(Guess, products(a, b))


def products(a: Any, b: Any) -> Iterator[Any]:
    """The products of two vectors or matrices whose shapes allow them."""
    import numpy as np

    if a.ndim and b.ndim and a.shape[-1] == b.shape[0]:
        yield plain(a @ b)
    if a.ndim == b.ndim == 1:
        yield np.multiply.outer(a, b)


def transposed_result(line: Line) -> Iterator[Guess]:
    """The transpose of a matrix."""
    if len(line.shape) == 2:
        yield Guess(line.right.T)


def mean_as_sum(line: Line) -> Iterator[Guess]:
    """A mean that is not divided by the number of its elements."""
    if line.op == "mean":
        count = averaged(line)
        yield Guess(line.right * count, {"count": str(count)})


def wrong_count(line: Line) -> Iterator[Guess]:
    """A mean divided by another number: of all elements, of rows, of columns ..."""
    if line.op == "mean":
        right: float = averaged(line)
    elif line.op == "div" and line.constant(1) and line.operands[1].shape == () and line.operand == 0:
        right = float(line.operands[1])
    else:
        return
    for count in counts(line):
        if count != right:
            words = {"taken": str(count), "meant": f"{right:g}"}
            yield Guess(line.right * right / count, words)


def averaged(line: Line) -> int:
    """How many elements a mean goes over."""
    shapes = line.derivation.graph.shapes
    return prod(shapes[line.args[0]]) // max(1, prod(line.step_shape))


def counts(line: Line) -> list[int]:
    """Lengths of axes and numbers of elements of the arrays about."""
    shapes = [line.derivation.graph.shapes[node] for node in line.derivation.graph.inputs]
    shapes.append(line.derivation.graph.shapes[line.args[0]])
    found = dict.fromkeys(count for shape in shapes for count in (*shape, prod(shape)) if count > 1)
    return list(found)[:MOST_COUNTS]


def other_axis(line: Line) -> Iterator[Guess]:
    """A reduction or softmax along another axis, of an array whose shape allows it."""
    axis = line.params.get("axis") if line.args else None
    if not isinstance(axis, int) or line.op in ("stack", "concat"):
        return
    rank = line.operands[0].ndim
    for other in range(rank):
        if other == axis % rank:
            continue
        number = line.applied(line.op, *line.operands, **{**line.params, "axis": other})
        if number.shape == line.shape:
            yield Guess(number, {"taken": str(other), "meant": str(axis)})
