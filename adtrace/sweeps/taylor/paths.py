"""Curves that are written as formulas in t: their coefficients are those of an expansion of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...errors import AdtraceError
from ...lang.parser import parse
from ..run import Run
from .curve import along, is_zero
from .expand import expand

PARAMETER = "t"
HINT = "a path is a formula in t, such as 2 + t^2"


def path_coefficients(paths: Mapping[str, Any], order: int) -> tuple[dict[str, Sequence[Any]], dict[str, Run]]:
    """The coefficients of every curve, without zeros at the end; of those that are formulas, their programs too.

    paths  by the input's name: a formula in t, or coefficients from order 0 on
    Raises AdtraceError.
    """
    runs = {name: program(name, path) for name, path in paths.items() if isinstance(path, str)}
    found = {
        name: of_formula(runs[name], order) if name in runs else listed(name, path, order)
        for name, path in paths.items()
    }
    return found, runs


def program(name: str, formula: str) -> Run:
    """A formula in t at t = 0."""
    where = f"the path of {name}"
    try:
        run = Run(parse(formula, where), {PARAMETER: 0.0})
    except AdtraceError as error:
        error.hint = f"{HINT}; {error.hint}" if error.hint else HINT
        raise
    return run


def of_formula(run: Run, order: int) -> Sequence[Any]:
    """The coefficients of a formula; those of several numbers in brackets as vectors."""
    series = list(expand(run, along(run, (), ()), order).series.values())
    if len(series) == 1:
        return trimmed(list(series[0]))
    import numpy as np

    return trimmed([np.array(row) for row in zip(*series, strict=True)])


def trimmed(known: list[Any]) -> list[Any]:
    """The coefficients without zeros at the end."""
    while len(known) > 1 and is_zero(known[-1]):
        known.pop()
    return known


def listed(name: str, path: Sequence[Any], order: int) -> Sequence[Any]:
    """Coefficients as they are given."""
    from ...lang.files import number_or_array

    found = [number_or_array(one, f"the path of {name}") for one in path]
    if not found:
        raise AdtraceError(f"the path of {name} has no coefficients", hint="such as [2, 1] for 2 + t")
    return found[: order + 1]
