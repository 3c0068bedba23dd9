"""The 35 test functions of Moré, Garbow and Hillstrom (ACM TOMS 7, 1981), as systems of residuals in the language.

Each is a list of residuals in x1, x2 ... and the standard starting point; the objective is the sum of their squares.
Where the number of variables is free it is a small one.
"""

from __future__ import annotations

import math
from collections.abc import Callable

System = tuple[list[str], list[float]]


def _y(text: str) -> list[str]:
    return text.split()


def _each(count: int, residual: Callable[[int], str]) -> list[str]:
    return [residual(i) for i in range(1, count + 1)]


def _sum(terms: list[str]) -> str:
    return " + ".join(f"({term})" for term in terms) if terms else "0"


BARD = _y("0.14 0.18 0.22 0.25 0.29 0.32 0.35 0.39 0.37 0.58 0.73 0.96 1.34 2.10 4.39")
GAUSSIAN = _y("0.0009 0.0044 0.0175 0.0540 0.1295 0.2420 0.3521 0.3989 0.3521 0.2420 0.1295 0.0540 0.0175 0.0044 0.0009")
MEYER = _y("34780 28610 23650 19630 16370 13720 11540 9744 8261 7030 6005 5147 4427 3820 3307 2872")
KOWALIK = list(zip(
    _y("0.1957 0.1947 0.1735 0.1600 0.0844 0.0627 0.0456 0.0342 0.0323 0.0235 0.0246"),
    _y("4 2 1 0.5 0.25 0.167 0.125 0.1 0.0833 0.0714 0.0625"), strict=True,
))
OSBORNE_1 = _y(
    "0.844 0.908 0.932 0.936 0.925 0.908 0.881 0.850 0.818 0.784 0.751 0.718 0.685 0.658 0.628 0.603 0.580 0.558 0.538 "
    "0.522 0.506 0.490 0.478 0.467 0.457 0.448 0.438 0.431 0.424 0.420 0.414 0.411 0.406"
)
OSBORNE_2 = _y(
    "1.366 1.191 1.112 1.013 0.991 0.885 0.831 0.847 0.786 0.725 0.746 0.679 0.608 0.655 0.616 0.606 0.602 0.626 0.651 "
    "0.724 0.649 0.649 0.694 0.644 0.624 0.661 0.612 0.558 0.533 0.495 0.500 0.423 0.395 0.375 0.372 0.391 0.396 0.405 "
    "0.428 0.429 0.523 0.562 0.607 0.653 0.672 0.708 0.633 0.668 0.645 0.632 0.591 0.559 0.597 0.625 0.739 0.710 0.729 "
    "0.720 0.636 0.581 0.428 0.292 0.162 0.098 0.054"
)


def helical_valley() -> System:
    theta = "atan(x2/x1)/(2*pi) + where(x1 < 0, 0.5, 0)"
    return [f"10*(x3 - 10*({theta}))", "10*(sqrt(x1^2 + x2^2) - 1)", "x3"], [-1, 0, 0]


def gulf() -> System:
    return _each(12, lambda i: f"exp(-abs(25 + (-50*log({i}/100))^(2/3) - x2)^x3/x1) - {i}/100"), [5, 2.5, 0.15]


def biggs() -> System:
    data = "exp(-{t}) - 5*exp(-10*{t}) + 3*exp(-4*{t})"
    model = "x3*exp(-{t}*x1) - x4*exp(-{t}*x2) + x6*exp(-{t}*x5) - "
    return _each(13, lambda i: (model + f"({data})").format(t=f"({i}/10)")), [1, 2, 1, 1, 1, 1]


def osborne_2() -> System:
    def residual(i: int) -> str:
        t = f"({i - 1}/10)"
        bells = [f"x{k}*exp(-({t} - x{k + 7})^2*x{k + 4})" for k in (2, 3, 4)]
        return f"{OSBORNE_2[i - 1]} - (x1*exp(-{t}*x5) + {' + '.join(bells)})"

    return _each(65, residual), [1.3, 0.65, 0.65, 0.7, 0.6, 3, 5, 7, 2, 4.5, 5.5]


def watson(n: int = 6) -> System:
    def residual(i: int) -> str:
        t = f"({i}/29)"
        slopes = _sum([f"{j - 1}*x{j}*{t}^{j - 2}" for j in range(2, n + 1)])
        return f"{slopes} - ({_sum([f'x{j}*{t}^{j - 1}' for j in range(1, n + 1)])})^2 - 1"

    return [*_each(29, residual), "x1", "x2 - x1^2 - 1"], [0.0]*n


def extended_rosenbrock(n: int = 6) -> System:
    pairs = [(f"10*(x{2*i} - x{2*i - 1}^2)", f"1 - x{2*i - 1}") for i in range(1, n//2 + 1)]
    return [residual for pair in pairs for residual in pair], [-1.2, 1.0]*(n//2)


def powell(first: int = 1) -> list[str]:
    a, b, c, d = (f"x{first + k}" for k in range(4))
    return [f"{a} + 10*{b}", f"sqrt(5)*({c} - {d})", f"({b} - 2*{c})^2", f"sqrt(10)*({a} - {d})^2"]


def penalty_1(n: int = 4) -> System:
    small = _each(n, lambda i: f"sqrt(1e-5)*(x{i} - 1)")
    return [*small, f"{_sum([f'x{j}^2' for j in range(1, n + 1)])} - 1/4"], [float(j) for j in range(1, n + 1)]


def penalty_2(n: int = 4) -> System:
    a = "sqrt(1e-5)"
    rising = [f"{a}*(exp(x{i}/10) + exp(x{i - 1}/10) - (exp({i}/10) + exp({i - 1}/10)))" for i in range(2, n + 1)]
    falling = [f"{a}*(exp(x{i}/10) - exp(-1/10))" for i in range(2, n + 1)]
    last = f"{_sum([f'{n - j + 1}*x{j}^2' for j in range(1, n + 1)])} - 1"
    return ["x1 - 0.2", *rising, *falling, last], [0.5]*n


def variably_dimensioned(n: int = 5) -> System:
    inner = _sum([f"{j}*(x{j} - 1)" for j in range(1, n + 1)])
    return [*_each(n, lambda i: f"x{i} - 1"), inner, f"({inner})^2"], [1 - j/n for j in range(1, n + 1)]


def trigonometric(n: int = 5) -> System:
    cosines = _sum([f"cos(x{j})" for j in range(1, n + 1)])
    return _each(n, lambda i: f"{n} - ({cosines}) + {i}*(1 - cos(x{i})) - sin(x{i})"), [1/n]*n


def brown_almost_linear(n: int = 5) -> System:
    total = _sum([f"x{j}" for j in range(1, n + 1)])
    return [*_each(n - 1, lambda i: f"x{i} + {total} - {n + 1}"), "*".join(f"x{j}" for j in range(1, n + 1)) + " - 1"], [0.5]*n


def boundary_value(n: int = 5) -> System:
    h = f"(1/{n + 1})"

    def residual(i: int) -> str:
        before, after = f" - x{i - 1}" if i > 1 else "", f" - x{i + 1}" if i < n else ""
        return f"2*x{i}{before}{after} + {h}^2*(x{i} + {i}*{h} + 1)^3/2"

    return _each(n, residual), [j/(n + 1)*(j/(n + 1) - 1) for j in range(1, n + 1)]


def integral_equation(n: int = 5) -> System:
    h = f"(1/{n + 1})"

    def residual(i: int) -> str:
        below = _sum([f"{j}*{h}*(x{j} + {j}*{h} + 1)^3" for j in range(1, i + 1)])
        above = _sum([f"(1 - {j}*{h})*(x{j} + {j}*{h} + 1)^3" for j in range(i + 1, n + 1)])
        return f"x{i} + {h}*((1 - {i}*{h})*({below}) + {i}*{h}*({above}))/2"

    return _each(n, residual), [j/(n + 1)*(j/(n + 1) - 1) for j in range(1, n + 1)]


def broyden_tridiagonal(n: int = 5) -> System:
    def residual(i: int) -> str:
        before, after = f" - x{i - 1}" if i > 1 else "", f" - 2*x{i + 1}" if i < n else ""
        return f"(3 - 2*x{i})*x{i}{before}{after} + 1"

    return _each(n, residual), [-1.0]*n


def broyden_banded(n: int = 7) -> System:
    def residual(i: int) -> str:
        band = [f"x{j}*(1 + x{j})" for j in range(max(1, i - 5), min(n, i + 1) + 1) if j != i]
        return f"x{i}*(2 + 5*x{i}^2) + 1 - ({_sum(band)})"

    return _each(n, residual), [-1.0]*n


def linear_full_rank(n: int = 4, m: int = 6) -> System:
    total = _sum([f"x{j}" for j in range(1, n + 1)])
    return _each(m, lambda i: f"{f'x{i}' if i <= n else '0'} - 2/{m}*({total}) - 1"), [1.0]*n


def linear_rank_1(n: int = 4, m: int = 6) -> System:
    return _each(m, lambda i: f"{i}*({_sum([f'{j}*x{j}' for j in range(1, n + 1)])}) - 1"), [1.0]*n


def linear_rank_1_zeros(n: int = 5, m: int = 6) -> System:
    inner = _sum([f"{j}*x{j}" for j in range(2, n)])
    middle = [f"{i - 1}*({inner}) - 1" for i in range(2, m)]
    return ["0*x1 - 1", *middle, f"0*x{n} - 1"], [1.0]*n


def chebyquad(n: int = 5) -> System:
    """T_i(2x - 1) by cos(i*acos(2x - 1)); the integral of T_i is 0 for odd i, else -1/(i^2 - 1)."""
    def residual(i: int) -> str:
        mean = _sum([f"cos({i}*acos(2*x{j} - 1))" for j in range(1, n + 1)])
        return f"({mean})/{n}" + (f" + 1/({i}^2 - 1)" if i % 2 == 0 else "")

    return _each(n, residual), [j/(n + 1) for j in range(1, n + 1)]


FUNCTIONS: dict[str, System] = {
    "rosenbrock": (["10*(x2 - x1^2)", "1 - x1"], [-1.2, 1]),
    "freudenstein_roth": (["-13 + x1 + ((5 - x2)*x2 - 2)*x2", "-29 + x1 + ((x2 + 1)*x2 - 14)*x2"], [0.5, -2]),
    "powell_badly_scaled": (["1e4*x1*x2 - 1", "exp(-x1) + exp(-x2) - 1.0001"], [0, 1]),
    "brown_badly_scaled": (["x1 - 1e6", "x2 - 2e-6", "x1*x2 - 2"], [1, 1]),
    "beale": ([f"{y} - x1*(1 - x2^{i})" for i, y in enumerate((1.5, 2.25, 2.625), 1)], [1, 1]),
    "jennrich_sampson": (_each(10, lambda i: f"2 + 2*{i} - (exp({i}*x1) + exp({i}*x2))"), [0.3, 0.4]),
    "helical_valley": helical_valley(),
    "bard": (_each(15, lambda i: f"{BARD[i - 1]} - (x1 + {i}/({16 - i}*x2 + {min(i, 16 - i)}*x3))"), [1, 1, 1]),
    "gaussian": (_each(15, lambda i: f"x1*exp(-x2*({(8 - i)/2} - x3)^2/2) - {GAUSSIAN[i - 1]}"), [0.4, 1, 0]),
    "meyer": (_each(16, lambda i: f"x1*exp(x2/({45 + 5*i} + x3)) - {MEYER[i - 1]}"), [0.02, 4000, 250]),
    "gulf": gulf(),
    "box": (
        _each(10, lambda i: f"exp(-{i}/10*x1) - exp(-{i}/10*x2) - x3*(exp(-{i}/10) - exp(-{i}))"), [0, 10, 20],
    ),
    "powell_singular": (powell(), [3, -1, 0, 1]),
    "wood": (
        ["10*(x2 - x1^2)", "1 - x1", "sqrt(90)*(x4 - x3^2)", "1 - x3", "sqrt(10)*(x2 + x4 - 2)", "(x2 - x4)/sqrt(10)"],
        [-3, -1, -3, -1],
    ),
    "kowalik_osborne": ([f"{y} - x1*({u}^2 + {u}*x2)/({u}^2 + {u}*x3 + x4)" for y, u in KOWALIK], [0.25, 0.39, 0.415, 0.39]),
    "brown_dennis": (
        _each(20, lambda i: f"(x1 + {i}/5*x2 - exp({i}/5))^2 + (x3 + x4*sin({i}/5) - cos({i}/5))^2"), [25, 5, -5, -1],
    ),
    "osborne_1": (
        [f"{y} - (x1 + x2*exp(-{10*i}*x4) + x3*exp(-{10*i}*x5))" for i, y in enumerate(OSBORNE_1)],
        [0.5, 1.5, -1, 0.01, 0.02],
    ),
    "biggs": biggs(),
    "osborne_2": osborne_2(),
    "watson": watson(),
    "extended_rosenbrock": extended_rosenbrock(),
    "extended_powell_singular": ([*powell(), *powell(5)], [3, -1, 0, 1]*2),
    "penalty_1": penalty_1(),
    "penalty_2": penalty_2(),
    "variably_dimensioned": variably_dimensioned(),
    "trigonometric": trigonometric(),
    "brown_almost_linear": brown_almost_linear(),
    "boundary_value": boundary_value(),
    "integral_equation": integral_equation(),
    "broyden_tridiagonal": broyden_tridiagonal(),
    "broyden_banded": broyden_banded(),
    "linear_full_rank": linear_full_rank(),
    "linear_rank_1": linear_rank_1(),
    "linear_rank_1_zeros": linear_rank_1_zeros(),
    "chebyquad": chebyquad(),
}

STARTS = {
    "rosenbrock": 24.2, "freudenstein_roth": 400.5, "beale": 14.203125, "jennrich_sampson": 4171.306, "helical_valley": 2500.0,
    "bard": 41.6817, "powell_singular": 215.0, "wood": 19192.0, "brown_dennis": 7926693.336997432, "osborne_1": 0.879026,
    "osborne_2": 2.093420, "watson": 30.0, "kowalik_osborne": 0.005313172,
}
"""Objectives at the starting points, as the literature prints them."""

assert len(FUNCTIONS) == 35 and math.isfinite(sum(STARTS.values()))
