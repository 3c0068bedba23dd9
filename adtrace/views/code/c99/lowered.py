"""Rows of arrays that are a few simpler operations in a row: their stable forms, as the table computes them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ....records import Formula
from ....rules.axes import axes_of, count
from ....rules.reductions import back_in_place
from ....rules.softmax import total
from .moves import params_of
from .plain import PLAIN as m

if TYPE_CHECKING:
    from .body import Body


def whole(x: Any, axis: Any) -> dict[str, Any]:
    """How a reduction is taken whose result combines with x."""
    return {"axis": axis, "keepdims": 0 if len(axes_of(axis, x.shape)) == len(x.shape) else 1}


def reshaped(result: Any, formula: Formula) -> Any:
    """A result with or without its reduced axes."""
    return result if result.shape == formula.shape else m.reshape(result, shape=formula.shape)


def mean(body: Body, formula: Formula) -> Any:
    """The sum divided by the number of elements."""
    x, over = m.operand(formula.args[0]), params_of(formula)
    return m.sum(x, **over)/count(x.shape, **over)


def sum_of_squares(body: Body, formula: Formula) -> Any:
    """The sum of x*x."""
    return m.sum(m.square(m.operand(formula.args[0])), **params_of(formula))


def norm1(body: Body, formula: Formula) -> Any:
    """The sum of absolute values."""
    return m.sum(abs(m.operand(formula.args[0])), **params_of(formula))


def scaled_norm(body: Body, x: Any, formula: Formula) -> Any:
    """The Euclidean norm, of elements scaled by the largest so that no square overflows or underflows."""
    over = whole(x, params_of(formula)["axis"])
    largest = body.keep("largest", m.max(abs(x), **over))
    scale = body.keep("scale", m.where(largest > 0, m.where(largest < math.inf, largest, 1), 1))
    return reshaped(m.sqrt(m.sum(m.square(x/scale), **over))*scale, formula)


def norm2(body: Body, formula: Formula) -> Any:
    """The Euclidean norm."""
    return scaled_norm(body, body.operand(formula.args[0]), formula)


def centred(body: Body, formula: Formula) -> Any:
    """x minus its mean."""
    x, axis = body.operand(formula.args[0]), params_of(formula)["axis"]
    over = whole(x, axis)
    average = body.keep("average", m.sum(x, **over)/count(x.shape, axis))
    return x - average


def variance(body: Body, formula: Formula) -> Any:
    """The mean of the squares of what is left after the mean."""
    over = params_of(formula)
    return m.sum(m.square(centred(body, formula)), **over)/count(formula.args[0].shape, **over)


def deviation(body: Body, formula: Formula) -> Any:
    """The standard deviation, as a norm of what is left after the mean."""
    rest = body.keep("centred", centred(body, formula))
    return scaled_norm(body, rest, formula)/math.sqrt(count(rest.shape, params_of(formula)["axis"]))


def top_and_rest(body: Body, x: Any, axis: Any) -> tuple[Any, Any]:
    """The largest element along the axes, and the sum of exp(x - largest) over all but one of the largest."""
    over = whole(x, axis)
    top = body.keep("top", m.max(x, **over))
    shift = body.keep("shift", m.where(abs(top) < math.inf, top, 0))
    others = m.sum(m.where(x == top, 0, m.exp(x - shift)), **over)
    return top, body.keep("rest", others + (m.sum(x == top, **over) - 1))


def logsumexp(body: Body, formula: Formula) -> Any:
    """The largest element and a log1p: no overflow, and no loss where one element outweighs the others."""
    x = body.operand(formula.args[0])
    top, rest = top_and_rest(body, x, params_of(formula)["axis"])
    return reshaped(m.where(abs(top) < math.inf, top + m.log1p(rest), top), formula)


def softmax(body: Body, formula: Formula) -> Any:
    """exp(x - largest), normalized."""
    x, axis = body.operand(formula.args[0]), params_of(formula)["axis"]
    top = body.keep("top", m.max(x, **whole(x, axis)))
    terms = body.keep("terms", m.exp(x - top))
    return terms/body.keep("total", total(m, terms, axis))


def log_softmax(body: Body, formula: Formula) -> Any:
    """x minus logsumexp(x), the largest element subtracted first."""
    x = body.operand(formula.args[0])
    top, rest = top_and_rest(body, x, params_of(formula)["axis"])
    return x - top - body.keep("log_rest", m.log1p(rest))


def cofactor(body: Body, formula: Formula) -> Any:
    """Of a single number 1."""
    return m.broadcast(1, shape=formula.shape) if is_one(formula) else m.operand(formula)


def is_one(formula: Formula) -> bool:
    """Whether an operation gives ones, whatever its operand is: products of no factors."""
    if formula.op == "cofactor":
        return formula.shape == (1, 1)
    return formula.op == "others" and count(formula.shape, params_of(formula)["axis"]) == 1


def others(body: Body, formula: Formula) -> Any:
    """The product of all others along any axes, as one along the last."""
    x, axis = m.operand(formula.args[0]), params_of(formula)["axis"]
    axes = axes_of(axis, x.shape)
    if is_one(formula):
        return m.broadcast(1, shape=x.shape)
    if axes == (len(x.shape) - 1,):
        return m.operand(formula)
    kept = tuple(place for place in range(len(x.shape)) if place not in axes)
    front = tuple(x.shape[place] for place in kept)
    flat = m.reshape(m.transpose(x, axes=kept + axes), shape=(*front, count(x.shape, axes)))
    return back_in_place(m, m.others(flat, axis=-1), x, axis)


LOWERED: dict[str, Callable[[Body, Formula], Any]] = {
    "mean": mean, "sumsq": sum_of_squares, "norm1": norm1, "norm2": norm2, "var": variance, "std": deviation,
    "logsumexp": logsumexp, "softmax": softmax, "log_softmax": log_softmax, "others": others, "cofactor": cofactor,
    "dot": lambda body, formula: m.sum(m.operand(formula.args[0])*m.operand(formula.args[1])),
    "trace": lambda body, formula: m.sum(m.diag(m.operand(formula.args[0]))),
}
"""By name: from a formula to one of other rows; what it needs under a name of its own is computed before."""
