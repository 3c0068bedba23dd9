"""Reductions along axes: sums, products, extremes, norms; and softmax with its logarithms.

A scalar is treated as an array of one element. A slope is written so that it survives zeros, ties and saturation:
the product's slope is the product of the other elements, never y/x, and softmax's does not subtract 1 from a
probability that is nearly 1.
"""

from __future__ import annotations

import math
from typing import Any

from ..records import Shape
from .axes import align, axes_of, count, not_empty, only_axis, reduced
from .table import Rule, general, linear

POINTS = (
    ((),), ((1,),), ((4,),), ((2, 3),), ((2, 3), {"axis": 0}), ((2, 3), {"axis": -1, "keepdims": 1}),
    ((2, 3), {"keepdims": 1}), ((2, 3, 2), {"axis": (0, 2)}), ((2, 3, 2), {"axis": 1, "keepdims": 1}),
)


def elements(shape: Shape, **params: Any) -> int:
    """Multiply-adds: one for each element."""
    return math.prod(shape)


def spread(m: Any, g: Any, x: Any, axis: Any = None) -> Any:
    """An adjoint of a reduction, repeated to the shape of x."""
    shape = m.shape(x)
    return g if m.shape(g) == shape else m.broadcast(g, shape=shape, axis=axis)


def unchanged(x: Shape, axis: Any = None) -> Shape:
    """The operand's own shape."""
    axes_of(axis, x)
    return x


# Sums

linear("sum(x; axis, keepdims=0)", lambda m, g, x, axis=None, keepdims=0: spread(m, g, x, axis), shape=reduced,
       array=lambda np, x, axis=None, keepdims=0: np.sum(x, axis=axis, keepdims=bool(keepdims)), latex=r"\sum",
       reference=lambda mp, x, axis=None, keepdims=0: x.sum(axis=axis, keepdims=bool(keepdims)), points=POINTS)
linear("mean(x; axis, keepdims=0)",
       lambda m, g, x, axis=None, keepdims=0: spread(m, g, x, axis)/count(m.shape(x), axis),
       shape=lambda x, axis=None, keepdims=0: not_empty("mean", x, axis, keepdims),
       array=lambda np, x, axis=None, keepdims=0: np.mean(x, axis=axis, keepdims=bool(keepdims)),
       reference=lambda mp, x, axis=None, keepdims=0: x.sum(axis=axis, keepdims=bool(keepdims))/count(x.shape, axis),
       latex=r"\operatorname{mean}", points=POINTS, doc="the sum divided by the number of elements")
general("sumsq(x; axis, keepdims=0)", shape=reduced, cost=elements,
        jvp=(lambda m, y, d, x, axis=None, keepdims=0: 2*m.sum(x*d, axis=axis, keepdims=keepdims),),
        vjp=(lambda m, y, g, x, axis=None, keepdims=0: 2*x*align(m, g, x, axis),),
        array=lambda np, x, axis=None, keepdims=0: np.sum(x*x, axis=axis, keepdims=bool(keepdims)),
        reference=lambda mp, x, axis=None, keepdims=0: (x*x).sum(axis=axis, keepdims=bool(keepdims)),
        latex=r"\operatorname{sumsq}", points=POINTS, doc="the sum of squares")


# Products

def others(np: Any, x: Any, axis: Any = None) -> Any:
    """For each element the product of all others along the axes: products from the left times products from the right."""
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


def others_jvp(m: Any, y: Any, d: Any, x: Any, axis: Any = None) -> Any:
    """The product of the others is a product along each row of `rows_without_one`."""
    if not m.shape(x):
        return 0*d
    rows, moves = rows_without_one(m, x, axis, 1), rows_without_one(m, d, axis, 0)
    return back_in_place(m, m.sum(moves*m.others(rows, axis=-1), axis=-1), x, axis)


def others_vjp(m: Any, y: Any, g: Any, x: Any, axis: Any = None) -> Any:
    """Symmetric: what element i gives to the product without j, element j gives to the product without i."""
    return others_jvp(m, y, g, x, axis)


general("others(x; axis)", jvp=(others_jvp,), vjp=(others_vjp,), array=others,
        shape=unchanged,
        cost=lambda x, axis=None: 3*math.prod(x)*count(x, axis),
        latex=r"\operatorname{others}", doc="for each element the product of all others: the slope of prod",
        points=(((1,),), ((2,),), ((4,),), ((2, 3),), ((3, 2), {"axis": 0}), ((2, 3, 2), {"axis": (0, 2)}),
                ([0.0, 2.0, 3.0],), ([0.0, 0.0, 3.0],)))
general("prod(x; axis, keepdims=0)", shape=reduced, cost=elements,
        jvp=(lambda m, y, d, x, axis=None, keepdims=0: m.sum(m.others(x, axis=axis)*d, axis=axis, keepdims=keepdims),),
        vjp=(lambda m, y, g, x, axis=None, keepdims=0: m.others(x, axis=axis)*align(m, g, x, axis),),
        array=lambda np, x, axis=None, keepdims=0: np.prod(x, axis=axis, keepdims=bool(keepdims)), latex=r"\prod",
        reference=lambda mp, x, axis=None, keepdims=0: x.prod(axis=axis, keepdims=bool(keepdims)),
        points=(*POINTS, ([0.0, 2.0, 3.0],), ([0.0, 0.0, 3.0],), ([[0.0, 2.0], [3.0, 4.0]], {"axis": 0})))


# Extremes

def extreme(name: str) -> None:
    """Add the row of max or min. k elements that tie share the slope, 1/k each."""
    def found(m: Any, x: Any, axis: Any = None, keepdims: Any = 0) -> Any:
        return x == align(m, getattr(m, name)(x, axis=axis, keepdims=keepdims), x, axis)

    def jvp(m: Any, y: Any, d: Any, x: Any, axis: Any = None, keepdims: Any = 0) -> Any:
        hit = x == align(m, y, x, axis)
        return m.sum(m.where(hit, d, 0), axis=axis, keepdims=keepdims)/m.sum(hit, axis=axis, keepdims=keepdims)

    def vjp(m: Any, y: Any, g: Any, x: Any, axis: Any = None, keepdims: Any = 0) -> Any:
        hit = x == align(m, y, x, axis)
        ties = m.sum(hit, axis=axis, keepdims=keepdims)
        return m.where(hit, align(m, g, x, axis), 0)/align(m, ties, x, axis)

    general(f"{name}(x; axis, keepdims=0)", jvp=(jvp,), vjp=(vjp,), cost=elements, latex="\\" + name,
            array=lambda np, x, axis=None, keepdims=0: getattr(np, name)(x, axis=axis, keepdims=bool(keepdims)),
            shape=lambda x, axis=None, keepdims=0: not_empty(name, x, axis, keepdims),
            reference=lambda mp, x, axis=None, keepdims=0: getattr(x, name)(axis=axis, keepdims=bool(keepdims)),
            kink=lambda m, x, axis=None, keepdims=0: m.sum(found(m, x, axis, keepdims), axis=axis, keepdims=keepdims) > 1,
            interval=(0, 1), chosen="1/k", points=(*POINTS, ([2.0, 5.0, 5.0, -1.0, 2.0],), ([[1.0, 2.0], [1.0, 0.0]], {"axis": 0})),
            doc=f"the {'largest' if name == 'max' else 'smallest'} element; k that tie share the slope")


extreme("max")
extreme("min")


# Spread and norms

def centred(m: Any, x: Any, axis: Any) -> Any:
    """x minus its mean along the axes."""
    return x - align(m, m.mean(x, axis=axis), x, axis)


def scaled_norm(np: Any, x: Any, axis: Any = None, keepdims: Any = 0) -> Any:
    """The Euclidean norm, of elements scaled by the largest so that no square overflows or underflows."""
    x = np.asarray(x)
    largest = np.max(np.abs(x), axis=axis, keepdims=True, initial=0.0)
    scale = np.where((largest > 0) & (largest < math.inf), largest, 1.0)
    scaled = x/scale
    return np.sqrt(np.sum(scaled*scaled, axis=axis, keepdims=bool(keepdims)))*scale.reshape(reduced(x.shape, axis, keepdims))


def deviation(np: Any, x: Any, axis: Any = None, keepdims: Any = 0) -> Any:
    """The standard deviation as a norm of what is left after the mean."""
    x = np.asarray(x)
    rest = x - np.mean(x, axis=axis, keepdims=True)
    return scaled_norm(np, rest, axis, keepdims)/math.sqrt(count(x.shape, axis))


def std_interval(x: Any, axis: Any = None, keepdims: Any = 0) -> tuple[float, float]:
    """The slopes of std in one of n equal elements: its subgradients are projections of the ball of radius 1/sqrt(n)."""
    n = count(getattr(x, "shape", ()), axis)
    return -math.sqrt(n - 1)/n, math.sqrt(n - 1)/n


general("var(x; axis, keepdims=0)", cost=elements,
        shape=lambda x, axis=None, keepdims=0: not_empty("var", x, axis, keepdims),
        jvp=(lambda m, y, d, x, axis=None, keepdims=0:
             2*m.sum(centred(m, x, axis)*d, axis=axis, keepdims=keepdims)/count(m.shape(x), axis),),
        vjp=(lambda m, y, g, x, axis=None, keepdims=0:
             2*centred(m, x, axis)*align(m, g, x, axis)/count(m.shape(x), axis),),
        array=lambda np, x, axis=None, keepdims=0: np.var(x, axis=axis, keepdims=bool(keepdims)),
        reference=lambda mp, x, axis=None, keepdims=0: x.var(axis=axis, keepdims=bool(keepdims)),
        latex=r"\operatorname{var}", points=POINTS, doc="the mean of (x - mean(x))^2: divided by n, not n - 1")
general("std(x; axis, keepdims=0)", cost=elements,
        shape=lambda x, axis=None, keepdims=0: not_empty("std", x, axis, keepdims),
        jvp=(lambda m, y, d, x, axis=None, keepdims=0:
             m.where(y == 0, 0, m.sum(centred(m, x, axis)*d, axis=axis, keepdims=keepdims)/(y*count(m.shape(x), axis))),),
        vjp=(lambda m, y, g, x, axis=None, keepdims=0: m.where(align(m, y, x, axis) == 0, 0, centred(
             m, x, axis)*align(m, g, x, axis)/(align(m, y, x, axis)*count(m.shape(x), axis))),),
        textbook_jvps=(lambda m, y, d, x, axis=None, keepdims=0:
             m.sum(centred(m, x, axis)*d, axis=axis, keepdims=keepdims)/(y*count(m.shape(x), axis)),),
        textbook=(lambda m, y, g, x, axis=None, keepdims=0:
             centred(m, x, axis)*align(m, g, x, axis)/(align(m, y, x, axis)*count(m.shape(x), axis)),),
        array=deviation, reference=lambda mp, x, axis=None, keepdims=0: mp.sqrt(x.var(axis=axis, keepdims=bool(keepdims))),
        kink=lambda m, x, axis=None, keepdims=0: m.std(x, axis=axis, keepdims=keepdims) == 0,
        interval=std_interval, chosen=0, latex=r"\operatorname{std}",
        points=(*POINTS, ([2.0, 2.0, 2.0],), ([1e200, -3e200, 2e200],), ([1e-200, 3e-200],)), doc="sqrt(var(x))")
general("norm1(x; axis, keepdims=0)", shape=reduced, cost=elements,
        jvp=(lambda m, y, d, x, axis=None, keepdims=0: m.sum(m.sign(x)*d, axis=axis, keepdims=keepdims),),
        vjp=(lambda m, y, g, x, axis=None, keepdims=0: m.sign(x)*align(m, g, x, axis),),
        array=lambda np, x, axis=None, keepdims=0: np.sum(np.abs(x), axis=axis, keepdims=bool(keepdims)),
        reference=lambda mp, x, axis=None, keepdims=0: abs(x).sum(axis=axis, keepdims=bool(keepdims)),
        kink=lambda m, x, axis=None, keepdims=0: x == 0, interval=(-1, 1), chosen=0,
        points=(*POINTS, ([0.0, -1.0, 2.0],)), doc="the sum of absolute values")
general("norm2(x; axis, keepdims=0)", shape=reduced, cost=elements, aliases=("norm",),
        jvp=(lambda m, y, d, x, axis=None, keepdims=0:
             m.where(y == 0, 0, m.sum(x*d, axis=axis, keepdims=keepdims)/y),),
        vjp=(lambda m, y, g, x, axis=None, keepdims=0:
             m.where(align(m, y, x, axis) == 0, 0, x/align(m, y, x, axis))*align(m, g, x, axis),),
        textbook_jvps=(lambda m, y, d, x, axis=None, keepdims=0: m.sum(x*d, axis=axis, keepdims=keepdims)/y,),
        textbook=(lambda m, y, g, x, axis=None, keepdims=0: x/align(m, y, x, axis)*align(m, g, x, axis),),
        array=scaled_norm,
        reference=lambda mp, x, axis=None, keepdims=0: mp.sqrt((x*x).sum(axis=axis, keepdims=bool(keepdims))),
        kink=lambda m, x, axis=None, keepdims=0: m.norm2(x, axis=axis, keepdims=keepdims) == 0, interval=(-1, 1), chosen=0,
        points=(*POINTS, ([0.0, 0.0],), ([3e200, -4e200],), ([3e-200, 4e-200],)), doc="sqrt(sum(x^2)) without overflow")


# Softmax and its logarithms

def top_and_rest(np: Any, x: Any, axis: Any) -> tuple[Any, Any]:
    """The largest element along the axes, and the sum of exp(x - largest) over the others (one of the largest left out)."""
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


def total(m: Any, x: Any, axis: Any) -> Any:
    """The sum along the axes, in a shape that combines with x."""
    return m.sum(x, axis=axis, keepdims=0 if axes_of(axis, m.shape(x)) == tuple(range(len(m.shape(x)))) else 1)


def softmax_product(m: Any, y: Any, v: Any, x: Any, axis: Any = None) -> Any:
    """y*(v - sum(y*v)), its JVP and its VJP. v is first shifted by its entry where y is nearly 1, which changes nothing
    but leaves no 1 - y to lose digits in."""
    shifted = v - total(m, m.where(y > 0.5, v, 0), axis)
    return y*(shifted - total(m, y*shifted, axis))


def complement(m: Any, p: Any, axis: Any) -> Any:
    """1 - p, for probabilities p; the sum of the others where p is nearly 1."""
    return m.where(p > 0.5, total(m, m.where(p > 0.5, 0, p), axis), 1 - p)


def log_softmax_jvp(m: Any, y: Any, d: Any, x: Any, axis: Any = None) -> Any:
    """d - sum(p*d) with p = softmax(x), shifted like `softmax_product`."""
    p = m.softmax(x, axis=axis)
    shifted = d - total(m, m.where(p > 0.5, d, 0), axis)
    return shifted - total(m, p*shifted, axis)


def log_softmax_vjp(m: Any, y: Any, g: Any, x: Any, axis: Any = None) -> Any:
    """g - p*sum(g) with p = softmax(x), written as g*(1 - p) less p times the other entries of g."""
    p = m.softmax(x, axis=axis)
    return g*complement(m, p, axis) - p*(total(m, g, axis) - g)


def probabilities(m: Any, x: Any, axis: Any) -> Any:
    """softmax along the axes of a reduction, where None means all of them."""
    shape = m.shape(x)
    return m.softmax(x, axis=tuple(range(len(shape))) if axis is None and len(shape) > 1 else axis)


def along(name: str) -> Rule:
    """The shape of an operation along an axis: the operand's own."""
    def shape(x: Shape, axis: Any = None) -> Shape:
        only_axis(axis, x, name)
        not_empty(name, x, axis)
        return x

    return shape


SOFTMAX_POINTS = (
    ((1,),), ((4,),), ((2, 3), {"axis": -1}), ((2, 3), {"axis": 0}), ((2, 3, 2), {"axis": (0, 2)}), ([0.0, 30.0],),
    ([700.0, -700.0, 3.0],), ([1.0, 1.0, -20.0],), ([-40.0, 0.0],), ([-math.inf, 0.0, 1.0],),
)

general("logsumexp(x; axis, keepdims=0)", cost=elements,
        shape=lambda x, axis=None, keepdims=0: not_empty("logsumexp", x, axis, keepdims),
        jvp=(lambda m, y, d, x, axis=None, keepdims=0:
             m.sum(probabilities(m, x, axis)*d, axis=axis, keepdims=keepdims),),
        vjp=(lambda m, y, g, x, axis=None, keepdims=0: probabilities(m, x, axis)*align(m, g, x, axis),),
        array=logsumexp, steep=lambda m, x, axis=None, keepdims=0: abs(x) < math.inf,
        reference=lambda mp, x, axis=None, keepdims=0: mp.log(mp.exp(x).sum(axis=axis, keepdims=bool(keepdims))),
        latex=r"\operatorname{logsumexp}", points=(*POINTS, *SOFTMAX_POINTS), doc="log(sum(exp(x))) without overflow")
general("softmax(x; axis)", cost=lambda x, axis=None: 2*math.prod(x), shape=along("softmax"),
        jvp=(softmax_product,), vjp=(softmax_product,), array=softmax,
        textbook=(lambda m, y, g, x, axis=None: y*(g - total(m, y*g, axis)),),
        textbook_jvps=(lambda m, y, d, x, axis=None: y*(d - total(m, y*d, axis)),),
        lost=lambda m, y, x, axis=None: x > -math.inf,
        reference=lambda mp, x, axis=None: mp.exp(x)/mp.exp(x).sum(axis=axis, keepdims=True),
        latex=r"\operatorname{softmax}", points=SOFTMAX_POINTS, doc="exp(x)/sum(exp(x)) along an axis")
general("log_softmax(x; axis)", cost=lambda x, axis=None: 2*math.prod(x), shape=along("log_softmax"),
        jvp=(log_softmax_jvp,), vjp=(log_softmax_vjp,), array=log_softmax,
        textbook=(lambda m, y, g, x, axis=None: g - m.softmax(x, axis=axis)*total(m, g, axis),),
        textbook_jvps=(lambda m, y, d, x, axis=None: d - total(m, m.softmax(x, axis=axis)*d, axis),),
        reference=lambda mp, x, axis=None: mp.log(mp.exp(x)/mp.exp(x).sum(axis=axis, keepdims=True)),
        latex=r"\operatorname{log\,softmax}", points=SOFTMAX_POINTS, doc="log(softmax(x)) without underflow")
