"""Stand-ins, for the length of a run, for the few functions that never ask a tracing value: np.array and its kin, and
those of scipy.special that are written in Python."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from typing import Any

from .constants import only, plain, taking
from .places import is_ours
from .tape import Tape
from .value import Value

ARRAYS = ("array", "asarray", "asanyarray", "ascontiguousarray", "asarray_chkfinite")
MADE = ("zeros", "ones", "empty", "full", "eye", "identity", "zeros_like", "ones_like", "empty_like", "full_like")
"""Functions that make arrays: those of the user's code can take traced values."""

LISTED = (
    "sum", "mean", "prod", "max", "min", "amax", "amin", "var", "std", "average", "cumsum", "cumprod", "dot", "diff",
    "outer", "where", "linalg.norm", "linalg.det", "linalg.inv", "linalg.solve",
)
"""Functions of NumPy's that take lists for arrays, without a look at what is in them."""

RUNNING: ContextVar[Tape | None] = ContextVar("RUNNING", default=None)
"""The tape of the run in this thread."""

SCIPY = "scipy.special"


@contextmanager
def standing_in(function: Any, tape: Tape) -> Iterator[None]:
    """Put the stand-ins in the place of the functions, in NumPy and SciPy and in the module of this function.

    A stand-in calls the function itself wherever no tracing value is among the arguments; what that makes for the
    user's code of numbers alone can take traced values.
    """
    import numpy as np

    known = standins()
    around = getattr(function, "__globals__", {})
    homes = [vars(np), vars(np.linalg), around, *([vars(sys.modules[SCIPY])] if SCIPY in sys.modules else [])]
    changed = []
    for home in homes:
        for name, held in list(home.items()):
            if callable(held) and (found := known.get(id(held))) is not None:
                changed.append((home, name, held))
                home[name] = found
    token = RUNNING.set(tape)
    try:
        yield
    finally:
        RUNNING.reset(token)
        for home, name, held in changed:
            home[name] = held


@cache
def standins() -> Mapping[int, Callable[..., Any]]:
    """The stand-in of every function that has one, by the id of the function."""
    import numpy as np

    from .protocol import applied, forms, resolved, rows, shared

    forms(), shared()  # They look NumPy's own functions up.

    def of_row(function: Any) -> Callable[..., Any]:
        row = rows()[function]
        return lambda tape, *args, **kwargs: applied(tape, row, function, f"{SCIPY}.{function.__name__}", args, kwargs)

    found = {id(one): standin(one, as_array(name)) for name in ARRAYS if (one := getattr(np, name, None)) is not None}
    found |= {id(one): standin(one, of_lists(one)) for one in map(resolved, LISTED)}
    found |= {id(getattr(np, name)): standin(getattr(np, name), made(getattr(np, name))) for name in MADE}
    for one in rows():
        if getattr(one, "__module__", "").startswith("scipy") and not isinstance(one, np.ufunc):
            found[id(one)] = standin(one, of_row(one))
    return found


def standin(function: Callable[..., Any], traced: Callable[..., Any]) -> Callable[..., Any]:
    """A function that calls `traced` where a tracing value is among its arguments, else the function itself."""

    import numpy as np

    empties = (np.empty, np.empty_like)  # What is left in the memory is no constant of the function's.

    @wraps(function)
    def stand_in(*args: Any, **kwargs: Any) -> Any:
        values = [*args, *kwargs.values()]
        tape = tape_in(values)
        if tape is not None and not only(values):
            return traced(tape, *args, **kwargs)
        running = RUNNING.get()
        if running is None or is_ours(sys._getframe(1).f_code.co_filename):
            return function(*plain(args), **{key: plain(one) for key, one in kwargs.items()})
        if tape is not None:
            return traced(tape, *args, **kwargs)
        found = function(*args, **kwargs)
        if any(isinstance(one, np.ndarray) and np.may_share_memory(found, one) for one in values):
            return found  # np.asarray of an array from outside: it stays what it is.
        return taking(running, np.zeros_like(found) if function in empties else found)

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


def as_array(name: str) -> Callable[..., Any]:
    """np.array of tracing values, and its kin: nested lists of them are stacked; only np.array copies."""

    def traced(tape: Tape, values: Any, dtype: Any = None, *how: Any, **more: Any) -> Any:
        found = stacked(values)
        if name == "array" and found is values:
            found = found.__copy__()
        return found if dtype is None else found.astype(dtype)

    return traced


def stacked(values: Any) -> Any:
    """A tracing value, or nested lists of some as one."""
    import numpy as np

    if isinstance(values, (list, tuple)):
        return np.stack([stacked(one) if tape_in([one]) else np.asarray(one) for one in values])
    return values


def of_lists(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function that is given lists with tracing values as arrays."""

    def traced(tape: Tape, *args: Any, **kwargs: Any) -> Any:
        arrays = {key: stacked(one) if tape_in([one]) else one for key, one in kwargs.items()}
        return function(*[stacked(one) if tape_in([one]) else one for one in args], **arrays)

    return traced


def made(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function that makes arrays, of a tracing value."""

    def traced(tape: Tape, *args: Any, **kwargs: Any) -> Any:
        if function.__name__ != "full":
            return function(*args, **kwargs)
        shape, value = bound(*args, **kwargs)
        shape = (shape,) if isinstance(shape, int) else tuple(map(int, shape))
        return value.__copy__() if value.shape == shape else tape.apply("broadcast", [value], {"shape": shape})

    def bound(shape: Any, fill_value: Any, dtype: Any = None, order: str = "C") -> tuple[Any, Any]:
        return shape, fill_value

    return traced
