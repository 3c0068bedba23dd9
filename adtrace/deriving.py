<<<<<<< HEAD
"""The public functions that derive: Jacobians, Hessians, and their products with a direction or a cotangent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .api import Names, Point, _names, _run
from .errors import AdtraceError
from .graph.build import constant
from .lang.points import as_values
from .records import Derivative
from .records.derivative import AUTO, Product
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
=======
"""The public function that gives a derivative as a program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .api import Names, Point, _names, _seeds
from .errors import AdtraceError
from .graph.build import constant
from .lang.columns import Program
from .lang.parser import parse
from .lang.points import as_values
from .records.straight import Straight
from .sweeps.appended import FORWARD, REVERSE
from .sweeps.derived import derived
from .sweeps.run import Run
from .views.formats import Options
from .views.program import program_text

MODES = (REVERSE, FORWARD)


def derive(
    text: str,
    at: Point | None = None,
    *,
    wrt: Names = (),
    of: Names = (),
    mode: str = "reverse",
    seed: Point | Sequence[Point] | None = None,
    order: int = 1,
    value: bool = False,
    share: bool = False,
    ieee: bool = False,
) -> str:
    """The derivative of an expression or program, as a program: it can be traced, checked, exported and derived again.

    at     values of inputs, which are needed where they are arrays: the program is one for these shapes
    wrt    the inputs that are differentiated with respect to, all by default
    mode   "reverse": one statement for each adjoint; "forward": for each tangent
    seed   a cotangent or direction, as in `reverse` and `forward`
    order  2 derives the derivative again, and so on
    value  whether the program's own outputs are among those of its derivative
    ieee   whether its numbers are those of the sweeps also where something is infinite or undefined
    Raises AdtraceError.

    >>> print(derive("x^2 + sin(x)"))
    # reverse mode: x^2 + sin(x)
    # x_bar = dy/dx
    x_bar = cos(x) + 2*x
    <BLANKLINE>
    """
    if mode not in MODES:
        raise AdtraceError(f"there is no mode {mode}", hint=f"the modes are {' and '.join(MODES)}")
    return derivation(
        parse(text), as_values(at, constant), Options().checked(), wrt=_names(wrt), of=_names(of), mode=mode,
        seeds=_seeds(seed), order=order, value=value, share=share, ieee=ieee,
    ).text


class Derivation(NamedTuple):
    """A derivative as statements and as the text of a program; `unused`, names of values that it does not need."""

    straight: Straight
    text: str
    unused: tuple[str, ...]


def derivation(
    program: Program,
    values: Mapping[str, Any],
    reader: Options,
    *,
    wrt: Sequence[str],
    of: Sequence[str],
    mode: str,
    seeds: Sequence[Mapping[str, Any]],
    order: int,
    value: bool,
    share: bool,
    ieee: bool,
) -> Derivation:
    """The derivative of an order: that of the first, derived again and again."""
    unused, expression = tuple[str, ...](), program.text
    for number in range(1, order + 1):
        run = Run(program, values, of=() if number > 1 else of, share=share)
        unused = unused if number > 1 else run.unused
        asked = seeds if number == 1 or mode == FORWARD else ()
        straight = derived(run, mode=mode, wrt=wrt, seeds=asked, value=value and number == order, ieee=ieee)
        straight = straight._replace(expression=expression)
        text = program_text(straight, program, reader, number)
        program = parse(text, program.where)
    return Derivation(straight, text, unused)
>>>>>>> sparse
