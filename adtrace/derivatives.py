"""The public functions that derive: Jacobians, Hessians, and their products with a direction or a cotangent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .api import Names, Point, _names, _run
from .errors import AdtraceError
from .graph.build import constant
from .lang.points import as_values
from .records.derivative import AUTO, Derivative, Product
from .records.kinks import LEAST_NORM


def jacobian(
    text: str, at: Point, *, wrt: Names = (), of: Names = (), mode: str = AUTO, at_kink: str = LEAST_NORM
) -> Derivative:
    """Every output's slope in every input.

    wrt   inputs to differentiate with respect to; all by default
    mode  "forward" (a sweep for each component of the inputs), "reverse" (one for each of the outputs), or "auto" for
          the one that takes fewer
    The other parameters are those of `forward`. Raises AdtraceError.

    >>> found = jacobian("[x*y, x + y]", {"x": 2, "y": 3})
    >>> found.value["y1"], found.mode, found.sweeps
    ({'x': 3.0, 'y': 2.0}, 'reverse', 2)
    """
    from .sweeps.derivatives import jacobian as made

    return made.jacobian(_run(text, at, of, share=False, at_kink=at_kink), _names(wrt), mode)


def hessian(
    text: str, at: Point, *, wrt: Names = (), of: Names = (), at_kink: str = LEAST_NORM
) -> Derivative:
    """The second derivatives of a scalar output. A slope that was chosen at a kink is taken as constant.

    >>> found = hessian("x^3*y", {"x": 2, "y": 5})
    >>> found.value["x"], found.gradient
    ({'x': 60.0, 'y': 12.0}, {'x': 60.0, 'y': 8.0})
    >>> found.symmetry.difference
    0.0
    """
    from .sweeps.derivatives import hessian as made

    return made.hessian(_run(text, at, of, share=False, at_kink=at_kink), _names(wrt))


def jvp(text: str, at: Point, seed: Point, *, of: Names = (), at_kink: str = LEAST_NORM) -> Product:
    """The value and its derivative along a direction, by one forward sweep; with .warnings and .derivative, a record.

    >>> jvp("x*y", {"x": 2, "y": 3}, {"x": 1, "y": 1})
    (6.0, 5.0)
    """
    from .sweeps.derivatives import jacobian as made

    return Product.of(made.jvp(_run(text, at, of, share=False, at_kink=at_kink), as_values(seed, constant)))


def vjp(
    text: str, at: Point, seed: Point | float = 1.0, *, wrt: Names = (), of: Names = (), at_kink: str = LEAST_NORM
) -> Product:
    """The value and the gradient of a cotangent's product with it, by one reverse sweep; a pair like that of `jvp`.

    seed  a cotangent by output's name; a number or array for the only output

    >>> vjp("[x*y, x + y]", {"x": 2, "y": 3}, {"y1": 1, "y2": -1})
    ({'y1': 6.0, 'y2': 5.0}, {'x': 2.0, 'y': 1.0})
    """
    from .sweeps.derivatives import jacobian as made

    run = _run(text, at, of, share=False, at_kink=at_kink)
    if not isinstance(seed, Mapping) and run.sole_output is None:
        raise AdtraceError("a cotangent of several outputs goes by name", hint='such as {"y1": 1, "y2": -1}')
    cotangent: Mapping[str, Any] = seed if isinstance(seed, Mapping) else {str(run.sole_output): seed}
    return Product.of(made.vjp(run, as_values(cotangent, constant), _names(wrt)))


def hvp(
    text: str, at: Point, direction: Point, *, wrt: Names = (), of: Names = (), at_kink: str = LEAST_NORM
) -> Derivative:
    """The Hessian of a scalar output times a direction, by one forward sweep over its gradient.

    >>> hvp("x^3*y", {"x": 2, "y": 5}, {"x": 1}).value
    {'x': 60.0, 'y': 12.0}
    """
    from .sweeps.derivatives import hessian as made

    run = _run(text, at, of, share=False, at_kink=at_kink)
    return made.hvp(run, as_values(direction, constant), _names(wrt))
