"""The public function that expands a program in a Taylor series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .api import Names, Point, _names, _seeds
from .checks.remedies.hints import hinting
from .errors import AdtraceError
from .graph.build import constant
from .lang.parser import parse
from .lang.points import as_values
from .records.kinks import LEAST_NORM
from .records.taylor import Taylor
from .sweeps.run import Run
from .sweeps.taylor.curve import along, through
from .sweeps.taylor.expand import expand
from .sweeps.taylor.paths import path_coefficients


def taylor(
    text: str,
    at: Point | None = None,
    order: int = 6,
    *,
    seed: Point | None = None,
    wrt: Names = (),
    path: Mapping[str, str | Sequence[Any]] | None = None,
    of: Names = (),
    at_kink: str = LEAST_NORM,
) -> Taylor:
    """The Taylor coefficients of every step, along a direction or a curve, by the operators' own rules.

    order  the highest order
    seed   the direction such as {"x": 1, "a": -2}; what it does not name stays. The only input moves as x0 + t
    wrt    in its place the name of the scalar input that moves
    path   curves in t, in place of values: formulas such as "2 + t^2", or coefficients such as [2, 0, 1]
    Raises AdtraceError. The other parameters are those of `forward`.

    >>> found = taylor("1 + x + x^2/2", {"x": 0.5}, 3)
    >>> found.coefficients, found.derivatives
    ([1.625, 1.5, 0.5, 0.0], [1.625, 1.5, 1.0, 0.0])
    >>> [(step.name, step.coefficients[1]) for step in found.steps]
    [('x', 1.0), ('w1', 1.0), ('w2', 1.0), ('w3', 0.5), ('y', 1.5)]
    >>> taylor("x*y", order=2, path={"x": "1 + t", "y": [2, 0, 3]}).coefficients
    [2.0, 2.0, 3.0]
    """
    if path and (seed or wrt):
        raise AdtraceError("a path says how inputs move", hint="leave out seed and wrt")
    if order < 0:
        raise AdtraceError(f"order {order} is below 0")
    values = as_values(at, constant)
    curves, runs = path_coefficients(path or {}, order)
    for name in curves:
        if name in values:
            raise AdtraceError(f"{name} has a value and a path", hint="a path says where it begins, at t = 0")
    starts = {name: found[0] for name, found in curves.items()}
    run = hinting(Run(parse(text), {**values, **starts}, of=_names(of), at_kink=at_kink))
    return expand(run, through(run, curves, runs) if curves else along(run, _seeds(seed), _names(wrt)), order)
