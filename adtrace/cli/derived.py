"""Where the commands that derive end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..errors import AdtraceError
from .reports import show_report
from .sources import seeds_of

if TYPE_CHECKING:
    from ..records import Derivative
    from ..sweeps.run import Run


def show_derivative(found: Derivative, *, strict: bool, all: bool = False, **shown: Any) -> int:
    """Write a derived quantity in the format that was asked for; return the exit code.

    strict  whether a warning is a failure; `all`, whether every entry is shown
    """
    from ..views.derivative.objects import derivative_object
    from ..views.derivative.screen import derivative_lines

    return show_report(
        lambda reader: derivative_lines(found, reader._replace(all=all)), lambda: derivative_object(found),
        ok=not (strict and found.warnings), **shown,
    )


def unit(run: Run) -> tuple[str, ...]:
    """The cotangent 1 of the only output, where there is one and it is a scalar."""
    (_, node), *others = run.graph.outputs
    return () if others or run.graph.shapes[node] else ("1",)


def one_seed(texts: tuple[str, ...], sole: str | None, what: str) -> Mapping[str, Any]:
    """The one direction or cotangent of --seed. Raises AdtraceError where there is none, or several."""
    seeds = seeds_of(texts, sole)
    if len(seeds) != 1:
        many = "takes one" if seeds else "needs a"
        raise AdtraceError(f"this product {many} {what}", hint="give it with --seed NAME=VALUE,... once")
    return seeds[0]
