"""The error function, the gamma function and their kin.

Floats go through `math` where it has the function; arrays, and the rest, through scipy.special.
Slopes: NIST DLMF 7.2.1 (erf), 5.2.2 (digamma) and 5.15.1 (polygamma).
"""

from __future__ import annotations

import math
from typing import Any

from .table import elementwise


def gamma_edge(x: float) -> float:
    """Infinite at 0 and beyond overflow, nan at the other poles, where the two sides differ in sign."""
    if abs(x) < 1:
        return math.copysign(math.inf, x)
    return math.inf if x > 0 else math.nan


def finite(m: Any, x: Any) -> Any:
    """Where the operand is finite."""
    return abs(x) < math.inf


def not_a_pole(m: Any, x: Any) -> Any:
    """Where gamma and digamma are defined: not at -1, -2, -3 ..."""
    return (x >= 0) | (x != m.floor(x))


elementwise("erf(x)", lambda m, y, x: 2/m.sqrt(m.pi)*m.exp(-x*x),
            textbook=lambda m, y, x: 2/m.sqrt(m.pi)*m.exp(-x**2), array="scipy.special.erf", steep=finite,
            latex=r"\operatorname{erf}",
            gate=2/math.sqrt(math.pi), doc="error function, 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x")
elementwise("erfc(x)", lambda m, y, x: -2/m.sqrt(m.pi)*m.exp(-x*x),
            textbook=lambda m, y, x: -2/m.sqrt(m.pi)*m.exp(-x**2), array="scipy.special.erfc", steep=finite,
            lost=lambda m, y, x: x < math.inf, latex=r"\operatorname{erfc}", doc="1 - erf(x) without cancellation")
elementwise("gamma(x)", lambda m, y, x: y*m.digamma(x), textbook=lambda m, y, x: m.gamma(x)*m.digamma(x),
            edge=gamma_edge, array="scipy.special.gamma", latex=r"\Gamma", domain=not_a_pole,
            pole=lambda m, x: x == 0, lost=lambda m, y, x: x > -math.inf,
            doc="the gamma function: gamma(n) = (n - 1)!", hint="gamma has poles at -1, -2, -3 ...")
elementwise("lgamma(x)", lambda m, y, x: m.digamma(x), shaky=True, edge=math.inf, array="scipy.special.gammaln",
            latex=r"\ln\Gamma", aliases=("gammaln",), domain=lambda m, x: x > -math.inf,
            pole=lambda m, x: (x <= 0) & (x == m.floor(x)), doc="log(abs(gamma(x)))",
            reference=lambda mp, x: mp.re(mp.loggamma(x)))
def polygamma(np: Any, n: Any, x: Any) -> Any:
    """SciPy's, and nan for an order that is not whole (SciPy would cut it)."""
    from scipy.special import polygamma as whole_order

    return np.where(n == np.floor(n), whole_order(np.floor(n), x), np.nan)


elementwise("digamma(x)", lambda m, y, x: m.polygamma(1, x), shaky=True, array="scipy.special.digamma", latex=r"\psi",
            aliases=("psi",), domain=not_a_pole, pole=lambda m, x: x == 0,
            doc="the slope of lgamma", hint="digamma has poles at -1, -2, -3 ...")
elementwise("polygamma(n, x)", None, lambda m, y, n, x: m.polygamma(n + 1, x), shaky=True, array=polygamma,
            numpy="scipy.special.polygamma", latex=r"\psi",
            domain=lambda m, n, x: (n >= 0) & (n == m.floor(n)) & (x > -math.inf),
            pole=lambda m, n, x: (x <= 0) & (x == m.floor(x)),
            doc="the n-th derivative of digamma, for a whole n", hint="polygamma(n, x) needs n = 0, 1, 2 ...",
            reference=lambda mp, n, x: mp.polygamma(int(n), x),
            points=((0, 0.3), (1, 0.4), (1, 7.5), (1, -1.3), (2, 1.7), (2, 30.5), (3, 0.02), (4, 2.25), (5, -0.6)))
