"""Activation functions of neural networks, in forms that keep their digits in both tails.

silu, mish and gelu are x times something that vanishes in the left tail: beyond the point where that something is 0 in
float64, value and slope are set to their limits, because -inf times 0 is nan.
"""

from __future__ import annotations

import math
from typing import Any

from .rounding import always, at_zero
from .table import elementwise

SELU_SCALE, SELU_ALPHA = 1.0507009873554804934, 1.6732632423543772848
"""The fixed point of Klambauer et al., "Self-Normalizing Neural Networks" (2017), equation 14."""
SELU_LEFT = SELU_SCALE*SELU_ALPHA
TAIL = 40.0
"""exp(-x*x/2) is 0 in float64 from here on."""
TANH_CUBE = 0.044715
"""The constant of Hendrycks and Gimpel, "Gaussian Error Linear Units" (2016)."""


def finite(m: Any, x: Any) -> Any:
    """Where the operand is finite."""
    return abs(x) < math.inf


def above_minus_inf(m: Any, x: Any) -> Any:
    """Where the operand is not -inf."""
    return x > -math.inf


def shrinks(m: Any, y: Any, x: Any) -> Any:
    """Where a value of 0 is an underflow of x times something small."""
    return (x != 0) & (x > -math.inf)


def left_tail(m: Any, x: Any) -> Any:
    """Where silu, mish and gelu fall towards 0 and no slope is 0."""
    return (x < -2) & (x > -math.inf)


def within(m: Any, x: Any, edge: float, inside: Any) -> Any:
    """A slope, and its limits 0 and 1 from the edge on."""
    return m.where(abs(x) < edge, inside, x > 0)


def cubic(m: Any, x: Any) -> Any:
    """Twice the argument of gelu_tanh's tanh."""
    return 2*m.sqrt(2/m.pi)*(x + TANH_CUBE*x*x*x)


def cubic_slope(m: Any, x: Any) -> Any:
    """The slope of `cubic`."""
    return 2*m.sqrt(2/m.pi)*(1 + m.mul(3, TANH_CUBE)*(x*x))


def softplus(mp: Any, x: Any) -> Any:
    """log(1 + exp(x)) in mpmath."""
    return max(x, mp.mpf(0)) + mp.log1p(mp.exp(-abs(x)))


def mish_slope(m: Any, x: Any) -> Any:
    """The slope of x*tanh(softplus(x))."""
    narrow = m.sech(m.softplus(x))
    return m.tanh(m.softplus(x)) + x*narrow*narrow*m.sigmoid(x)


def huber(m: Any, r: Any, delta: Any) -> Any:
    """A parabola between -delta and delta, its tangents outside."""
    return m.where(delta < 0, math.nan, m.where(abs(r) < delta, r*r/2, delta*(abs(r) - delta/2)))


def left_or_right(m: Any, xs: Any, ds: Any) -> tuple[Any, Any]:
    """The slopes of leaky_relu and elu at 0 on the side of a direction."""
    return m.where(ds[0] > 0, 1, xs[1]), 0.0


def at_most_0(m: Any, x: Any, alpha: Any) -> Any:
    """Where leaky_relu and elu take alpha."""
    return x <= 0


def sigmoid(m: Any, x: Any) -> Any:
    """1/(1 + exp(-x)), of an exponential that cannot overflow."""
    small = m.exp(-abs(x))
    return m.where(x >= 0, 1, small)/(1 + small)


elementwise("sigmoid(x)", lambda m, y, x: m.sigmoid(x)*m.sigmoid(-x), textbook=lambda m, y, x: y*(1 - y),
            value=sigmoid, aliases=("logistic",), latex=r"\sigma", steep=finite, lost=lambda m, y, x: x > -math.inf,
            reference=lambda mp, x: 1/(1 + mp.exp(-x)), gate=0.25, doc="1/(1 + exp(-x))", unrounded=at_zero,
            numpy="scipy.special.expit")
elementwise("log_sigmoid(x)", lambda m, y, x: m.sigmoid(-x), textbook=lambda m, y, x: 1 - m.sigmoid(x),
            value=lambda m, x: -m.softplus(-x), latex=r"\operatorname{log\,sigmoid}", steep=finite,
            lost=lambda m, y, x: x < math.inf, reference=lambda mp, x: -softplus(mp, -x),
            numpy="scipy.special.log_expit", doc="log(sigmoid(x)) without underflow")
elementwise("softplus(x)", lambda m, y, x: m.sigmoid(x), value=lambda m, x: m.maximum(x, 0) + m.log1p(m.exp(-abs(x))),
            steep=above_minus_inf, lost=lambda m, y, x: x > -math.inf, latex=r"\operatorname{softplus}",
            reference=softplus, gate=1.0, doc="log(1 + exp(x)) without overflow")
elementwise("relu(x)", lambda m, y, x: x > 0, scalar=lambda x: x if x > 0 or x != x else 0.0,
            array=lambda np, x: np.maximum(x, 0.0), kink=lambda m, x: x == 0, interval=(0, 1), chosen=0, selects=True,
            toward=lambda m, xs, ds: (1*(ds[0] > 0),), latex=r"\operatorname{ReLU}",
            reference=lambda mp, x: max(x, mp.mpf(0)), gate=1.0, doc="max(x, 0)", unrounded=always)
elementwise("leaky_relu(x, alpha=0.01)", lambda m, y, x, alpha: m.where(x > 0, 1, alpha),
            lambda m, y, x, alpha: m.where(x > 0, 0, x), value=lambda m, x, alpha: m.where(x > 0, x, alpha*x),
            kink=lambda m, x, alpha: (x == 0) & (alpha != 1), interval=lambda x, alpha: tuple(sorted((alpha, 1.0))),
            chosen="alpha", toward=left_or_right, selects=True, taken=(None, at_most_0),
            latex=r"\operatorname{LeakyReLU}",
            reference=lambda mp, x, alpha: x if x > 0 else alpha*x, gate=1.0, doc="x where x > 0, else alpha*x",
            points=((2.5, 0.01), (-3.0, 0.01), (-1e-200, 0.3), (1e200, 0.0), (-4.0, -0.5)),
            unrounded=lambda m, y, x, alpha: x > 0)
elementwise("smooth_abs(r, delta=1)", lambda m, y, r, delta: m.clip(r, -delta, delta),
            lambda m, y, r, delta: m.relu(abs(r) - delta), domain=lambda m, r, delta: delta >= 0,
            value=lambda m, r, delta: huber(m, r, delta),
            lost=lambda m, y, r, delta: (r != 0) & (delta != 0),
            latex=r"\operatorname{huber}",
            reference=lambda mp, r, delta: r*r/2 if abs(r) < delta else delta*(abs(r) - delta/2),
            doc="Huber's function: r^2/2 where abs(r) <= delta, else delta*(abs(r) - delta/2)",
            points=((0.3, 1.0), (-0.3, 1.0), (2.5, 1.0), (-2.5, 1.0), (1e-200, 0.5), (1e200, 0.5), (-4.0, 3.0)))
elementwise("elu(x, alpha=1)", lambda m, y, x, alpha: m.where(x > 0, 1, alpha*m.exp(x)),
            lambda m, y, x, alpha: m.where(x > 0, 0, m.expm1(x)),
            value=lambda m, x, alpha: m.where(x > 0, x, alpha*m.expm1(x)),
            kink=lambda m, x, alpha: (x == 0) & (alpha != 1), interval=lambda x, alpha: tuple(sorted((alpha, 1.0))),
            chosen="alpha", toward=left_or_right, selects=True, taken=(None, at_most_0),
            steep=lambda m, x, alpha: (x > -math.inf) & (alpha != 0), latex=r"\operatorname{ELU}",
            reference=lambda mp, x, alpha: x if x > 0 else alpha*mp.expm1(x),
            gate=1.0, doc="x where x > 0, else alpha*(exp(x) - 1)",
            points=((2.5, 1.0), (-3.0, 1.0), (-1e-200, 0.3), (1e200, 2.0), (-40.0, -0.5), (-700.0, 1.0)),
            unrounded=lambda m, y, x, alpha: x > 0)
elementwise("selu(x)", lambda m, y, x: m.where(x >= 0, SELU_SCALE, SELU_LEFT*m.exp(x)),
            value=lambda m, x: m.where(x > 0, SELU_SCALE*x, SELU_LEFT*m.expm1(x)), kink=lambda m, x: x == 0,
            interval=(SELU_SCALE, SELU_LEFT), chosen=SELU_SCALE, steep=above_minus_inf,
            toward=lambda m, xs, ds: (m.where(ds[0] > 0, SELU_SCALE, SELU_LEFT),), latex=r"\operatorname{SELU}",
            reference=lambda mp, x: SELU_SCALE*x if x > 0 else SELU_LEFT*mp.expm1(x),
            gate=SELU_LEFT, doc="1.0507*x where x > 0, else 1.7581*(exp(x) - 1)")
elementwise("silu(x)", lambda m, y, x: within(m, x, math.inf, m.sigmoid(x)*(1 + x*m.sigmoid(-x))),
            textbook=lambda m, y, x: y + m.sigmoid(x)*(1 - y),
            value=lambda m, x: m.where(x == -math.inf, 0, x*m.sigmoid(x)), aliases=("swish",),
            latex=r"\operatorname{SiLU}", steep=left_tail, lost=shrinks,
            reference=lambda mp, x: x/(1 + mp.exp(-x)), gate=1.0, doc="x*sigmoid(x)")
elementwise("mish(x)", lambda m, y, x: within(m, x, math.inf, mish_slope(m, x)),
            textbook=lambda m, y, x: m.tanh(m.softplus(x)) + x*m.sech(m.softplus(x))**2*m.sigmoid(x),
            value=lambda m, x: m.where(x == -math.inf, 0, x*m.tanh(m.softplus(x))), latex=r"\operatorname{mish}",
            steep=left_tail, lost=shrinks, reference=lambda mp, x: x*mp.tanh(softplus(mp, x)),
            gate=1.0, doc="x*tanh(softplus(x))")
elementwise("gelu(x)", lambda m, y, x: within(m, x, TAIL, m.erfc(-x/m.sqrt(2))/2 + x*m.exp(-x*x/2)/m.sqrt(2*m.pi)),
            textbook=lambda m, y, x: m.erfc(-x/m.sqrt(2))/2 + x*m.exp(-x**2/2)/m.sqrt(2*m.pi),
            value=lambda m, x: m.where(x == -math.inf, 0, x*(m.erfc(-x/m.sqrt(2))/2)), latex=r"\operatorname{GELU}",
            steep=left_tail, lost=shrinks, reference=lambda mp, x: x*mp.erfc(-x/mp.sqrt(2))/2,
            gate=1.0, doc="x*P(Z <= x) for a standard normal Z, exactly; gelu_tanh is the approximation", shaky=True)
elementwise("gelu_tanh(x)",
            lambda m, y, x: within(
                m, x, TAIL, m.sigmoid(cubic(m, x))*(1 + x*m.sigmoid(-cubic(m, x))*cubic_slope(m, x))),
            textbook=lambda m, y, x: m.sigmoid(cubic(m, x)) + y*m.sigmoid(-cubic(m, x))*cubic_slope(m, x),
            value=lambda m, x: m.where(x == -math.inf, 0, x*m.sigmoid(cubic(m, x))), steep=left_tail, lost=shrinks,
            latex=r"\operatorname{GELU}_{\tanh}",
            reference=lambda mp, x: x/(1 + mp.exp(-2*mp.sqrt(2/mp.pi)*(x + TANH_CUBE*x*x*x))),
            gate=1.0, doc="gelu with tanh(sqrt(2/pi)*(x + 0.044715*x^3)) in place of erf(x/sqrt(2))", shaky=True)
elementwise("softsign(x)", lambda m, y, x: 1/(1 + abs(x))/(1 + abs(x)), textbook=lambda m, y, x: 1/(1 + abs(x))**2,
            value=lambda m, x: m.where(abs(x) < math.inf, x/(1 + abs(x)), m.sign(x)), steep=finite,
            latex=r"\operatorname{softsign}", reference=lambda mp, x: x/(1 + abs(x)), gate=1.0, doc="x/(1 + abs(x))")
elementwise("hard_tanh(x)", lambda m, y, x: abs(x) < 1, value=lambda m, x: m.clip(x, -1, 1),
            kink=lambda m, x: abs(x) == 1, interval=(0, 1), chosen=0, selects=True, latex=r"\operatorname{hardtanh}",
            toward=lambda m, xs, ds: (1*(xs[0]*ds[0] < 0),), reference=lambda mp, x: min(max(x, mp.mpf(-1)), mp.mpf(1)),
            gate=1.0, doc="clip(x, -1, 1)", unrounded=always)
