"""A closer look at a sweep: --NAME adds what it finds to the trace. One file for each.

A file exposes `HELP`, one line; `PRECISE`, whether --digits beyond those of float64 mean something to it; and
`look(run, trace, digits)`, which returns the record that `views/addenda/NAME.py` shows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial, wraps
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ...errors import AdtraceError
from ...registry import entries
from ...views.formats import MOST_DIGITS, USUAL
from .. import declare

if TYPE_CHECKING:
    from ...records import Trace
    from ...sweeps.run import Run

UNCERTAINTY = "sensitivity"
"""The look that --at x=2±0.1 asks for by itself: an uncertainty is for nothing else."""


def names() -> tuple[str, ...]:
    """The name of every look."""
    return entries(__path__[0])


def of_name(name: str) -> Any:
    """The file of this look."""
    return import_module(f"{__name__}.{name}")


def help_of(name: str) -> str:
    """What this look is for."""
    text: str = of_name(name).HELP
    return text


def with_looks(function: Callable[..., Any]) -> Callable[..., Any]:
    """An option for every look, as the parameter `looks`: the names of those asked for."""

    @wraps(function)
    def command(*args: Any, **given: Any) -> Any:
        asked = tuple([name for name in names() if given.pop(name)])
        return function(*args, looks=asked, **given)

    for name in reversed(names()):
        command = declare.option(f"--{name}", is_flag=True, help=partial(help_of, name))(command)
    return command


def looked(run: Run, trace: Trace, asked: Sequence[str], digits: int) -> Trace:
    """The trace with what the looks find. Raises AdtraceError where a look needs a point and there is none."""
    if run.uncertainty and UNCERTAINTY not in asked:
        asked = (*asked, UNCERTAINTY)
    if asked and not trace.point:
        raise AdtraceError(f"--{asked[0]} looks at numbers", hint="give every input a value with --at")
    if asked and run.side:
        what = f"--{asked[0]} looks at one choice of slopes at kinks, and each of these sweeps has its own"
        raise AdtraceError(what, hint="choose one direction with --seed, or one input with --wrt")
    return trace._replace(addenda={name: of_name(name).look(run, trace, digits) for name in asked}) if asked else trace


def called(name: str, found: Any) -> str:
    """What a look is to be called: its option, unless an uncertainty may have asked for it."""
    return f"what an uncertainty does (--{name})" if name == UNCERTAINTY and found.is_uncertain else f"--{name}"


def decimals(asked: Sequence[str], digits: int) -> int:
    """The decimals of tables: --digits, unless it asks a look for more digits than float64 has. Raises AdtraceError."""
    if digits <= MOST_DIGITS:
        return digits
    precise = [name for name in names() if of_name(name).PRECISE]
    if not set(precise).intersection(asked):
        hint = f"more digits are for {' and '.join(f'--{name}' for name in precise)}" if precise else ""
        raise AdtraceError(f"--digits takes 1 to {MOST_DIGITS} here", hint=hint)
    return USUAL.digits
