"""Reductions along axes: sums, products, extremes, norms.

A scalar is treated as an array of one element. A slope is written so that it survives zeros and ties: the product's
is the product of the other elements, never y/x. `over` is axis= and keepdims=.
"""

from __future__ import annotations

import math
from typing import Any

from ..records import Shape
from .axes import align, axes_of, behind, count, not_empty, reduced
from .rounding import always, short, short_mean, short_sum, zero
from .table import Rule, general, linear

POINTS = (
    ((),), ((1,),), ((4,),), ((2, 3),), ((2, 3), {"axis": 0}), ((2, 3), {"axis": -1, "keepdims": 1}),
    ((2, 3), {"keepdims": 1}), ((2, 3, 2), {"axis": (0, 2)}), ((2, 3, 2), {"axis": 1, "keepdims": 1}),
)
"""Every way to reduce: all axes, one, several; with and without keepdims."""


def elements(shape: Shape, **over: Any) -> int:
    """Multiply-adds: one for each element."""
    return math.prod(shape)


def shape_of(name: str) -> Rule:
    """The shape function of a reduction that needs an element."""
    return lambda x, axis=None, keepdims=0: not_empty(name, x, axis, keepdims)


def spread(m: Any, g: Any, x: Any, axis: Any = None, keepdims: Any = 0) -> Any:
    """An adjoint of a reduction, repeated to the shape of x."""
    shape = m.shape(x)
    return g if m.shape(g) == shape else m.broadcast(g, shape=shape, axis=axis)


# Sums

linear("sum(x; axis, keepdims=0)", spread, shape=reduced, array=lambda np, x, **over: np.sum(x, **over), latex=r"\sum",
       batched=behind(lambda np, x, **over: np.sum(x, **over)), numpy="sum",
       reference=lambda mp, x, **over: x.sum(**over), points=POINTS, unrounded=short_sum)
linear("mean(x; axis, keepdims=0)", lambda m, g, x, **over: spread(m, g, x, **over)/count(m.shape(x), **over),
       shape=shape_of("mean"), array=lambda np, x, **over: np.mean(x, **over), latex=r"\operatorname{mean}",
       points=POINTS, batched=behind(lambda np, x, **over: np.mean(x, **over)), numpy="mean",
       reference=lambda mp, x, **over: x.sum(**over)/count(x.shape, **over),
       doc="the sum divided by the number of elements", unrounded=short_mean)
general("sumsq(x; axis, keepdims=0)", jvp=(lambda m, y, d, x, **over: 2*m.sum(x*d, **over),),
        vjp=(lambda m, y, g, x, **over: 2*x*align(m, g, x, **over),), shape=reduced, cost=elements,
        array=lambda np, x, **over: np.sum(x*x, **over), batched=behind(lambda np, x, **over: np.sum(x*x, **over)),
        reference=lambda mp, x, **over: (x*x).sum(**over),
        latex=r"\operatorname{sumsq}", points=POINTS, doc="the sum of squares", unrounded=short)


# Products

def others(np: Any, x: Any, axis: Any = None) -> Any:
    """For each element the product of all others along the axes: those to the left times those to the right."""
    x = np.asarray(x)
    axes = axes_of(axis, x.shape)
    kept = tuple(place for place in range(x.ndim) if place not in axes)
    moved = x.transpose(kept + axes)
    flat = moved.reshape(*moved.shape[: len(kept)], count(x.shape, axes))
    left, right = np.ones_like(flat), np.ones_like(flat)
    np.cumprod(flat[..., :-1], axis=-1, out=left[..., 1:])
    np.cumprod(flat[..., :0:-1], axis=-1, out=right[..., -2::-1])
    return (left*right).reshape(moved.shape).transpose(np.argsort(kept + axes))


def rows_without_one(m: Any, x: Any, axis: Any, fill: Any) -> Any:
    """The elements along the axes as a row, repeated below itself, with `fill` on the diagonal; kept axes in front."""
    shape = m.shape(x)
    axes = axes_of(axis, shape)
    kept = tuple(place for place in range(len(shape)) if place not in axes)
    front, size = tuple(shape[place] for place in kept), count(shape, axes)
    flat = m.reshape(m.transpose(x, axes=kept + axes), shape=(*front, size))
    repeated = m.broadcast(flat, shape=(*front, size, size), axis=len(front))
    return m.where(m.diag(m.broadcast(1, shape=(size,))), fill, repeated)


def back_in_place(m: Any, flat: Any, x: Any, axis: Any) -> Any:
    """Undo the flattening of `rows_without_one`."""
    shape = m.shape(x)
    axes = axes_of(axis, shape)
    order = tuple(place for place in range(len(shape)) if place not in axes) + axes
    moved = m.reshape(flat, shape=tuple(shape[place] for place in order))
    return m.transpose(moved, axes=tuple(sorted(range(len(order)), key=order.__getitem__)))


def others_slope(m: Any, y: Any, v: Any, x: Any, axis: Any = None) -> Any:
    """JVP and VJP alike: what element i gives to the product without j, element j gives to the product without i.

    The product of the others is a product along each row of `rows_without_one`, so its slope is `others` again.
    """
    if not m.shape(x):
        return 0*v
    rows, moves = rows_without_one(m, x, axis, 1), rows_without_one(m, v, axis, 0)
    return back_in_place(m, m.sum(moves*m.others(rows, axis=-1), axis=-1), x, axis)


def same_shape(x: Shape, axis: Any = None) -> Shape:
    """The operand's own shape."""
    axes_of(axis, x)
    return x


general("others(x; axis)", jvp=(others_slope,), vjp=(others_slope,), shape=same_shape, array=others,
        batched=behind(others),
        cost=lambda x, axis=None: 3*math.prod(x)*count(x, axis), latex=r"\operatorname{others}",
        points=(((1,),), ((2,),), ((4,),), ((2, 3),), ((3, 2), {"axis": 0}), ((2, 3, 2), {"axis": (0, 2)}),
                ([0.0, 2.0, 3.0],), ([0.0, 0.0, 3.0],)),
        doc="for each element the product of all others along the axes: the slope of prod")
general("prod(x; axis, keepdims=0)", numpy="prod",
        jvp=(lambda m, y, d, x, axis=None, keepdims=0: m.sum(m.others(x, axis=axis)*d, axis=axis, keepdims=keepdims),),
        vjp=(lambda m, y, g, x, axis=None, keepdims=0: m.others(x, axis=axis)*align(m, g, x, axis),),
        shape=reduced, cost=elements, array=lambda np, x, **over: np.prod(x, **over), latex=r"\prod",
        batched=behind(lambda np, x, **over: np.prod(x, **over)),
        reference=lambda mp, x, **over: x.prod(**over),
        points=(*POINTS, ([0.0, 2.0, 3.0],), ([0.0, 0.0, 3.0],), ([[0.0, 2.0], [3.0, 4.0]], {"axis": 0})))


# Kinks

def weighted_sum(m: Any, w: Any, d: Any, x: Any, **over: Any) -> Any:
    """The JVP of a reduction of which the slopes are given."""
    return m.sum(w*d, **over)


def weighted_share(m: Any, w: Any, g: Any, x: Any, **over: Any) -> Any:
    """Its VJP."""
    return w*align(m, g, x, **over)


WEIGHTED = (weighted_sum, weighted_share)


# Extremes

def extreme(name: str, word: str, worst: float) -> None:
    """Add the row of max or min. k elements that tie share the slope, 1/k each."""

    def hits(m: Any, y: Any, x: Any, **over: Any) -> Any:
        return x == align(m, y, x, **over)

    def jvp(m: Any, y: Any, d: Any, x: Any, **over: Any) -> Any:
        hit = hits(m, y, x, **over)
        return m.sum(m.where(hit, d, 0), **over)/m.sum(hit, **over)

    def vjp(m: Any, y: Any, g: Any, x: Any, **over: Any) -> Any:
        hit = hits(m, y, x, **over)
        return m.where(hit, align(m, g, x, **over), 0)/align(m, m.sum(hit, **over), x, **over)

    def kink(m: Any, x: Any, **over: Any) -> Any:
        return m.sum(hits(m, getattr(m, name)(x, **over), x, **over), **over) > 1

    def toward(m: Any, xs: Any, ds: Any, **over: Any) -> Any:
        hit = hits(m, getattr(m, name)(xs[0], **over), xs[0], **over)
        ahead = m.where(hit, ds[0], worst)
        best = hit*hits(m, getattr(m, name)(ahead, **over), ahead, **over)
        return (m.div(best, align(m, m.sum(best, **over), best, **over)),)

    general(f"{name}(x; axis, keepdims=0)", jvp=(jvp,), vjp=(vjp,), shape=shape_of(name), cost=elements,
            array=lambda np, x, **over: getattr(np, name)(x, **over), latex="\\" + name,
            batched=behind(lambda np, x, **over: getattr(np, name)(x, **over)),
            reference=lambda mp, x, **over: getattr(x, name)(**over), kink=kink, interval=(0, 1), chosen="1/k",
            numpy=name, toward=toward, weighted=WEIGHTED, selects=True, unrounded=always,
            doc=f"the {word} element; k that tie share the slope",
            points=(*POINTS, ([2.0, 5.0, 5.0, -1.0, 2.0],), ([[1.0, 2.0], [1.0, 0.0]], {"axis": 0})))


extreme("max", "largest", -math.inf)
extreme("min", "smallest", math.inf)


# Spread and norms

def centred(m: Any, x: Any, axis: Any = None, keepdims: Any = 0) -> Any:
    """x minus its mean along the axes."""
    return x - align(m, m.mean(x, axis=axis), x, axis)


def scaled_norm(np: Any, x: Any, axis: Any = None, keepdims: Any = 0) -> Any:
    """The Euclidean norm, of elements scaled by the largest so that no square overflows or underflows."""
    x = np.asarray(x)
    largest = np.max(np.abs(x), axis=axis, keepdims=True, initial=0.0)
    scale = np.where((largest > 0) & (largest < math.inf), largest, 1.0)
    norm = np.sqrt(np.sum(x/scale*(x/scale), axis=axis, keepdims=True))*scale
    return norm.reshape(reduced(x.shape, axis, keepdims))


def deviation(np: Any, x: Any, axis: Any = None, keepdims: Any = 0) -> Any:
    """The standard deviation, as a norm of what is left after the mean."""
    x = np.asarray(x)
    rest = x - np.mean(x, axis=axis, keepdims=True)
    return scaled_norm(np, rest, axis, keepdims)/math.sqrt(count(x.shape, axis))


def std_interval(x: Any, axis: Any = None, keepdims: Any = 0) -> tuple[float, float]:
    """The slopes of std in one of n equal elements: subgradients are projections of the ball of radius 1/sqrt(n)."""
    n = count(getattr(x, "shape", ()), axis)
    return -math.sqrt(n - 1)/n, math.sqrt(n - 1)/n


def std_jvp(m: Any, y: Any, d: Any, x: Any, **over: Any) -> Any:
    """The JVP of std where it is not 0."""
    return m.sum(centred(m, x, **over)*d, **over)/(y*count(m.shape(x), **over))


def std_vjp(m: Any, y: Any, g: Any, x: Any, **over: Any) -> Any:
    """The VJP of std where it is not 0."""
    return centred(m, x, **over)*align(m, g, x, **over)/(align(m, y, x, **over)*count(m.shape(x), **over))


def std_slopes(m: Any, x: Any, **over: Any) -> Any:
    """The slopes of std; 0 where it is 0."""
    y = align(m, m.std(x, **over), x, **over)
    return m.where(y == 0, 0, centred(m, x, **over)/(y*count(m.shape(x), **over)))


def norm2_slopes(m: Any, x: Any, **over: Any) -> Any:
    """The slopes of norm2; 0 where it is 0."""
    y = align(m, m.norm2(x, **over), x, **over)
    return m.where(y == 0, 0, x/y)


def at_zero(slopes: Rule) -> Rule:
    """The slopes of a norm on the side of a direction: where it is 0, those that it has at the direction."""

    def toward(m: Any, xs: Any, ds: Any, **over: Any) -> Any:
        zero = align(m, m.sum(abs(slopes(m, xs[0], **over)), **over), xs[0], **over) == 0
        return (m.where(zero, slopes(m, ds[0], **over), slopes(m, xs[0], **over)),)

    return toward


general("var(x; axis, keepdims=0)", numpy="var", shape=shape_of("var"), cost=elements,
        jvp=(lambda m, y, d, x, **over: 2*m.sum(centred(m, x, **over)*d, **over)/count(m.shape(x), **over),),
        vjp=(lambda m, y, g, x, **over: 2*centred(m, x, **over)*align(m, g, x, **over)/count(m.shape(x), **over),),
        array=lambda np, x, **over: np.var(x, **over), batched=behind(lambda np, x, **over: np.var(x, **over)),
        reference=lambda mp, x, **over: x.var(**over),
        latex=r"\operatorname{var}", points=POINTS, unrounded=zero, shaky=False,
        doc="the mean of (x - mean(x))^2: divided by n, not n - 1")
general("std(x; axis, keepdims=0)", shape=shape_of("std"), cost=elements, textbook_jvps=(std_jvp,), textbook=(std_vjp,),
        jvp=(lambda m, y, d, x, **over: m.where(y == 0, 0, std_jvp(m, y, d, x, **over)),),
        vjp=(lambda m, y, g, x, **over: m.where(align(m, y, x, **over) == 0, 0, std_vjp(m, y, g, x, **over)),),
        array=deviation, batched=behind(deviation), reference=lambda mp, x, **over: mp.sqrt(x.var(**over)),
        kink=lambda m, x, **over: m.std(x, **over) == 0, interval=std_interval, chosen=0,
        toward=at_zero(std_slopes), weighted=WEIGHTED, latex=r"\operatorname{std}",
        unrounded=zero, shaky=False, numpy="std",
        points=(*POINTS, ([2.0, 2.0, 2.0],), ([1e200, -3e200, 2e200],), ([1e-200, 3e-200],)), doc="sqrt(var(x))")
general("norm1(x; axis, keepdims=0)", shape=reduced, cost=elements,
        jvp=(lambda m, y, d, x, **over: m.sum(m.where(x == 0, 0, m.sign(x)*d), **over),),
        vjp=(lambda m, y, g, x, **over: m.where(x == 0, 0, m.sign(x)*align(m, g, x, **over)),),
        textbook_jvps=(lambda m, y, d, x, **over: m.sum(m.sign(x)*d, **over),),
        textbook=(lambda m, y, g, x, **over: m.sign(x)*align(m, g, x, **over),),
        array=lambda np, x, **over: np.sum(np.abs(x), **over),
        batched=behind(lambda np, x, **over: np.sum(np.abs(x), **over)),
        reference=lambda mp, x, **over: abs(x).sum(**over),
        kink=lambda m, x, **over: x == 0, interval=(-1, 1), chosen=0, weighted=WEIGHTED,
        toward=lambda m, xs, ds, **over: (m.where(xs[0] == 0, m.sign(ds[0]), m.sign(xs[0])),),
        points=(*POINTS, ([0.0, -1.0, 2.0],)), doc="the sum of absolute values", unrounded=short)
general("norm2(x; axis, keepdims=0)", shape=reduced, cost=elements, aliases=("norm",),
        jvp=(lambda m, y, d, x, **over: m.where(y == 0, 0, m.sum(x*d, **over)/y),),
        vjp=(lambda m, y, g, x, **over: m.where(align(m, y, x, **over) == 0, 0, x/align(m, y, x, **over))
             * align(m, g, x, **over),),
        textbook_jvps=(lambda m, y, d, x, **over: m.sum(x*d, **over)/y,),
        textbook=(lambda m, y, g, x, **over: x/align(m, y, x, **over)*align(m, g, x, **over),),
        array=scaled_norm, batched=behind(scaled_norm), reference=lambda mp, x, **over: mp.sqrt((x*x).sum(**over)),
        kink=lambda m, x, **over: m.norm2(x, **over) == 0, interval=(-1, 1), chosen=0,
        toward=at_zero(norm2_slopes), weighted=WEIGHTED, unrounded=zero,
        points=(*POINTS, ([0.0, 0.0],), ([3e200, -4e200],), ([3e-200, 4e-200],)), doc="sqrt(sum(x^2)) without overflow")
