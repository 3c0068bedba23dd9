"""The public function that gives a derivative as a program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .api import Names, Point, _names, _seeds
from .errors import AdtraceError
from .graph.build import constant
from .lang.columns import Program
from .lang.parser import parse
from .lang.points import as_values
from .named import Record
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
    # at infinite and undefined values the sweeps may have other numbers: --ieee writes those
    x_bar = cos(x) + 2*x
    <BLANKLINE>
    """
    if mode not in MODES:
        raise AdtraceError(f"there is no mode {mode}", hint=f"the modes are {' and '.join(MODES)}")
    return derivation(
        parse(text), as_values(at, constant), Options().checked(), wrt=_names(wrt), of=_names(of), mode=mode,
        seeds=_seeds(seed), order=order, value=value, share=share, ieee=ieee,
    ).text


class Derivation(Record):
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
        text = program_text(straight, program, reader, asked=[name for seed in asked for name in seed], order=number)
        program = parse(text, program.where)
    return Derivation(straight, text, unused)
