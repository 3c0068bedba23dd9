"""Softmax, its logarithm, and logsumexp, along an axis.

Values subtract the largest element first. Slopes do not subtract from 1 a probability that is nearly 1: the sum of the
other probabilities says the same with all its digits.
"""

from __future__ import annotations

import math
from typing import Any

from ..records import Shape
from .axes import align, axes_of, behind, not_empty, only_axis, reduced
from .reductions import POINTS, elements, shape_of
from .table import Rule, general

SOFTMAX_POINTS = (
    ((1,),), ((4,),), ((2, 3), {"axis": -1}), ((2, 3), {"axis": 0}), ((2, 3, 2), {"axis": (0, 2)}), ([0.0, 30.0],),
    ([700.0, -700.0, 3.0],), ([1.0, 1.0, -20.0],), ([-40.0, 0.0],), ([-math.inf, 0.0, 1.0],),
)


def top_and_rest(np: Any, x: Any, axis: Any) -> tuple[Any, Any]:
    """The largest element along the axes, and the sum of exp(x - largest) over all but one of the largest."""
    axes = axes_of(axis, x.shape)
    top = np.max(x, axis=axes, keepdims=True)
    shift = np.where(np.abs(top) < math.inf, top, 0.0)
    ties = np.sum(x == top, axis=axes, keepdims=True)
    return top, np.sum(np.where(x == top, 0.0, np.exp(x - shift)), axis=axes, keepdims=True) + (ties - 1)


def logsumexp(np: Any, x: Any, axis: Any = None, keepdims: Any = 0) -> Any:
    """The largest element and a log1p: no overflow, and no loss where one element outweighs the others."""
    x = np.asarray(x)
    top, rest = top_and_rest(np, x, axis)
    result = np.where(np.abs(top) < math.inf, top + np.log1p(rest), top)
    return result.reshape(reduced(x.shape, axis, keepdims))


def softmax(np: Any, x: Any, axis: Any = None) -> Any:
    """exp(x - largest), normalized."""
    x = np.asarray(x)
    axes = axes_of(axis, x.shape)
    terms = np.exp(x - np.max(x, axis=axes, keepdims=True))
    return terms/np.sum(terms, axis=axes, keepdims=True)


def log_softmax(np: Any, x: Any, axis: Any = None) -> Any:
    """x minus logsumexp(x), the largest element subtracted first."""
    x = np.asarray(x)
    top, rest = top_and_rest(np, x, axis)
    return x - top - np.log1p(rest)


def rest_in_digits(mp: Any, x: Any, axis: Any) -> tuple[Any, Any]:
    """The largest element along the axes, and log1p of what `top_and_rest` sums up, in mpmath."""
    over = {"axis": axes_of(axis, x.shape), "keepdims": True}
    top = x.max(**over)
    others = mp.exp(x - top)*(1*(x != top))
    return top, mp.log1p(others.sum(**over) + ((1*(x == top)).sum(**over) - 1))


def logsumexp_in_digits(mp: Any, x: Any, axis: Any = None, keepdims: Any = 0) -> Any:
    """The value of logsumexp in mpmath."""
    top, rest = rest_in_digits(mp, x, axis)
    return (top + rest).reshape(reduced(x.shape, axis, keepdims))


def log_softmax_in_digits(mp: Any, x: Any, axis: Any = None) -> Any:
    """The value of log_softmax in mpmath."""
    top, rest = rest_in_digits(mp, x, axis)
    return x - top - rest


def total(m: Any, x: Any, axis: Any) -> Any:
    """The sum along the axes, in a shape that combines with x."""
    whole = len(axes_of(axis, m.shape(x))) == len(m.shape(x))
    return m.sum(x, axis=axis, keepdims=0 if whole else 1)


def openness(np: Any, y: Any, axis: Any = None) -> Any:
    """The largest slope y*(1 - y) along the axes, as a part of the largest that there can be, 1/4."""
    return np.max(4*y*(1 - y), axis=axes_of(axis, y.shape), keepdims=True)


def softmax_slope(m: Any, y: Any, v: Any, x: Any, axis: Any = None) -> Any:
    """JVP and VJP alike: y*(v - sum(y*v)).

    v is first shifted by its entry where y is nearly 1. That changes nothing, but leaves no 1 - y to lose digits in.
    """
    shifted = v - total(m, m.where(y > 0.5, v, 0), axis)
    return y*(shifted - total(m, y*shifted, axis))


def softmax_textbook(m: Any, y: Any, v: Any, x: Any, axis: Any = None) -> Any:
    """The same without the shift."""
    return y*(v - total(m, y*v, axis))


def log_softmax_jvp(m: Any, y: Any, d: Any, x: Any, axis: Any = None) -> Any:
    """d - sum(p*d) with p = softmax(x), shifted like `softmax_slope`."""
    p = m.softmax(x, axis=axis)
    shifted = d - total(m, m.where(p > 0.5, d, 0), axis)
    return shifted - total(m, p*shifted, axis)


def log_softmax_vjp(m: Any, y: Any, g: Any, x: Any, axis: Any = None) -> Any:
    """g - p*sum(g) with p = softmax(x), written as g*(1 - p) less p times the other entries of g."""
    p = m.softmax(x, axis=axis)
    rest = m.where(p > 0.5, total(m, m.where(p > 0.5, 0, p), axis), 1 - p)
    return g*rest - p*(total(m, g, axis) - g)


def probabilities(m: Any, x: Any, axis: Any = None, keepdims: Any = 0) -> Any:
    """softmax along the axes of a reduction, where None means all of them."""
    rank = len(m.shape(x))
    return m.softmax(x, axis=tuple(range(rank)) if axis is None and rank > 1 else axis)


def along(name: str) -> Rule:
    """The shape function of an operation along an axis: the operand's own shape."""

    def shape(x: Shape, axis: Any = None) -> Shape:
        only_axis(axis, x, name)
        not_empty(name, x, axis)
        return x

    return shape


general("logsumexp(x; axis, keepdims=0)", shape=shape_of("logsumexp"), cost=elements, array=logsumexp,
        batched=behind(logsumexp), numpy="scipy.special.logsumexp",
        jvp=(lambda m, y, d, x, **over: m.sum(probabilities(m, x, **over)*d, **over),),
        vjp=(lambda m, y, g, x, **over: probabilities(m, x, **over)*align(m, g, x, **over),),
        steep=lambda m, x, **over: abs(x) < math.inf,
        reference=logsumexp_in_digits, latex=r"\operatorname{logsumexp}",
        points=(*POINTS, *SOFTMAX_POINTS), doc="log(sum(exp(x))) without overflow")
general("softmax(x; axis)", jvp=(softmax_slope,), vjp=(softmax_slope,), textbook_jvps=(softmax_textbook,),
        textbook=(softmax_textbook,), shape=along("softmax"), cost=lambda x, axis=None: 2*math.prod(x), array=softmax,
        batched=behind(softmax), numpy="scipy.special.softmax",
        lost=lambda m, y, x, axis=None: x > -math.inf, latex=r"\operatorname{softmax}", points=SOFTMAX_POINTS,
        reference=lambda mp, x, axis=None: mp.exp(log_softmax_in_digits(mp, x, axis)),
        gate=openness, doc="exp(x)/sum(exp(x)) along an axis")
general("log_softmax(x; axis)", jvp=(log_softmax_jvp,), vjp=(log_softmax_vjp,),
        textbook_jvps=(lambda m, y, d, x, axis=None: d - total(m, m.softmax(x, axis=axis)*d, axis),),
        textbook=(lambda m, y, g, x, axis=None: g - m.softmax(x, axis=axis)*total(m, g, axis),),
        shape=along("log_softmax"), cost=lambda x, axis=None: 2*math.prod(x), array=log_softmax,
        batched=behind(log_softmax), latex=r"\operatorname{log\,softmax}", points=SOFTMAX_POINTS,
        reference=log_softmax_in_digits, numpy="scipy.special.log_softmax",
        doc="log(softmax(x)) without underflow")
