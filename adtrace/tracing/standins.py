"""Stand-ins, for the length of a run, for the few functions that never ask a tracing value: np.array and its kin, and
those of scipy.special that are written in Python."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, wraps
from typing import Any

from .tape import Tape
from .value import Value

ARRAYS = ("array", "asarray", "asanyarray", "ascontiguousarray", "asarray_chkfinite")
SCIPY = "scipy.special"


@contextmanager
def standing_in(function: Any) -> Iterator[None]:
    """Put the stand-ins in the place of the functions, in NumPy and SciPy and in the module of this function.

    A stand-in calls the function itself wherever no tracing value is among the arguments.
    """
    import numpy as np

    known = standins()
    around = getattr(function, "__globals__", {})
    homes = [vars(np), around, *([vars(sys.modules[SCIPY])] if SCIPY in sys.modules else [])]
    changed = []
    for home in homes:
        for name, held in list(home.items()):
            if callable(held) and (found := known.get(id(held))) is not None:
                changed.append((home, name, held))
                home[name] = found
    try:
        yield
    finally:
        for home, name, held in changed:
            home[name] = held


@cache
def standins() -> Mapping[int, Callable[..., Any]]:
    """The stand-in of every function that has one, by the id of the function."""
    import numpy as np

    from .protocol import applied, rows

    def of_row(function: Any) -> Callable[..., Any]:
        row = rows()[function]
        return lambda tape, *args, **kwargs: applied(tape, row, function, f"{SCIPY}.{function.__name__}", args, kwargs)

    found = {id(one): standin(one, as_array) for name in ARRAYS if (one := getattr(np, name, None)) is not None}
    for one in rows():
        if getattr(one, "__module__", "").startswith("scipy") and not isinstance(one, np.ufunc):
            found[id(one)] = standin(one, of_row(one))
    return found


def standin(function: Callable[..., Any], traced: Callable[..., Any]) -> Callable[..., Any]:
    """A function that calls `traced` where a tracing value is among its arguments, else the function itself."""

    @wraps(function)
    def stand_in(*args: Any, **kwargs: Any) -> Any:
        tape = tape_in([*args, *kwargs.values()])
        return function(*args, **kwargs) if tape is None else traced(tape, *args, **kwargs)

    return stand_in


def tape_in(values: Any) -> Tape | None:
    """The tape of the first tracing value among these, or in lists among them."""
    stack = [values]
    while stack:
        one = stack.pop()
        if type(one) is Value:
            return one.tape
        if isinstance(one, (list, tuple)):
            stack.extend(one)
    return None


def as_array(tape: Tape, values: Any, dtype: Any = None, *how: Any, **more: Any) -> Any:
    """np.array of tracing values: nested lists of them are stacked."""
    import numpy as np

    if isinstance(values, (list, tuple)):
        values = np.stack([as_array(tape, one) if tape_in([one]) else np.asarray(one) for one in values])
    found = values.__copy__()
    return found if dtype is None else found.astype(dtype)
