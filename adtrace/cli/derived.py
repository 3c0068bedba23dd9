"""Where the commands that derive end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..errors import AdtraceError
from .progress import progress
from .reports import PICTURE, by_suffix, show_report
from .sources import seeds_of

if TYPE_CHECKING:
    from ..records.derivative import Derivative
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


def wants_pattern(asked: bool, format_name: str | None, output: str | None) -> bool:
    """Whether the pattern of a matrix is shown and not its numbers: where that is asked for, and as a picture."""
    return asked or (format_name or by_suffix(output, pictured=True)) == PICTURE


def show_pattern(run: Run, wrt: tuple[str, ...], *, hessian: bool, **shown: Any) -> int:
    """Write which entries of a Jacobian or Hessian can be other than 0; return the exit code. It needs no point."""
    from ..sweeps.sparsity.report import sparsity
    from ..views.sparsity.objects import sparsity_object
    from ..views.sparsity.picture import sparsity_picture
    from ..views.sparsity.screen import sparsity_lines

    with progress("following paths"):
        report = sparsity(run, wrt, hessian=hessian)
    return show_report(
        lambda reader: sparsity_lines(report, reader), lambda: sparsity_object(report), ok=True,
        picture=lambda reader: sparsity_picture(report, reader), **shown,
    )


def show_elimination(run: Run, order: str, *, wrt: tuple[str, ...], strict: bool, **shown: Any) -> int:
    """Write a Jacobian by vertex elimination, step by step; return the exit code. It needs no point."""
    from ..sweeps.elimination.eliminate import elimination
    from ..views.elimination.objects import elimination_object
    from ..views.elimination.screen import elimination_lines

    with progress("eliminating"):
        report = elimination(run, order, wrt)
    return show_report(
        lambda reader: elimination_lines(report, reader), lambda: elimination_object(report),
        ok=not (strict and report.warnings), **shown,
    )


def check_together(**chosen: bool) -> None:
    """Refuse two of these options at once, each by its name. Raises AdtraceError."""
    given = [f"--{name}" for name, is_given in chosen.items() if is_given]
    if len(given) > 1:
        raise AdtraceError(
            f"{given[0]} and {given[1]} show different things",
            hint="choose one: each is a report of its own; a picture is that of --pattern",
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
