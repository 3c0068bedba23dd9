"""--python: a function of the user's own file, run at the point of the command line."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import AdtraceError
from ..graph.build import constant
from ..lang.points import entries, read_points
from ..lang.uncertain import separated
from ..records.written import Written
from .calling import PYTHON, running
from .progress import progress


def read_function(argument: str) -> Written:
    """The program of FILE.py:NAME. Raises AdtraceError, also where --python does not allow to run the file."""
    call = running()
    path, _, name = argument.rpartition(":")
    if not call.runs_python:
        raise AdtraceError(f"{argument} is no expression", hint=f"{PYTHON} runs the file and traces this function")
    from ..tracing.files import function_in
    from ..tracing.trace import parameters_of, traced

    given = point_of(call.given)
    with progress("tracing"):
        function = function_in(path, name)
        if given:
            complete(parameters_of(function, given).inputs, given, call.given.get("over", ()))
        return traced(function, given, f"{os.path.basename(path)}:{name}")


def point_of(params: Mapping[str, Any]) -> dict[str, Any]:
    """The values of --at, which the function is run at."""
    return separated(read_points(params.get("at") or (), constant, with_uncertainty=True))[0]


def complete(inputs: Mapping[str, Any], given: Mapping[str, Any], over: Sequence[str]) -> None:
    """Check that every input has a value. Raises AdtraceError that names those that have none."""
    swept = {name for text in over if "=" in text for name, _ in entries(text, "--over")}
    missing = [name for name, value in inputs.items() if value is None and name not in swept]
    if missing and not (over and not swept):
        word = "value" if len(missing) == 1 else "values"
        wanted = ",".join([*(f"{name}=..." for name in given), *(f"{name}=..." for name in missing)])
        raise AdtraceError(f"no {word} for {', '.join(missing)}", hint=f"give a value to each with --at {wanted}")
