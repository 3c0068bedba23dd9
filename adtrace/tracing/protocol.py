"""What NumPy asks a tracing value: which operation of ours a call of a function of NumPy's is."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from importlib import import_module
from typing import Any

from ..rules.table import Operator, nearest, operators
from . import constants
from .grids import accumulated
from .places import library_called
from .sharing import replace
from .tape import Tape
from .value import COMPARISONS, Value

Call = Callable[..., Any]

CONDITIONS = frozenset((*COMPARISONS, "logical"))
REDUCED = {"add": "sum", "multiply": "prod", "maximum": "max", "minimum": "min", "logaddexp": "logsumexp"}
"""Functions of NumPy whose .reduce is a row of its own."""

LEFT_OUT = {
    "where": (True,), "subok": (True, False), "order": ("K", "C", "A"), "casting": ("same_kind",),
    "copy": (None, True), "dtype": (None, float, "float", "float64"),
}
"""Parameters that mean nothing here if they have one of these values."""

INSTEAD = {
    "argmax": "which element is largest is no number to differentiate",
    "argmin": "which element is smallest is no number to differentiate", "any": "np.max of a condition says the same",
    "all": "np.min of a condition says the same", "nonzero": "np.where(condition, a, b) keeps the shape",
    "sort": "the order would depend on the inputs", "argsort": "the order would depend on the inputs",
    "median": "the order would depend on the inputs", "nan_to_num": "write np.where(x == x, x, 0.0)",
    "cholesky": "np.linalg.slogdet, np.linalg.solve and np.linalg.inv are traced",
    "vectorize": "NumPy's functions take whole arrays",
    "apply_along_axis": "NumPy's functions take axis=",
}
"""What to write instead of functions that cannot be traced."""


NEAR = 0.8
"""How alike two names are, of 1, of which one is suggested for the other."""


def name_of(row: Operator) -> str:
    """How NumPy or SciPy call the function of a row: "exp", "linalg.det", "scipy.special.erf"; "" for none."""
    return row.numpy or (row.array if isinstance(row.array, str) else "")


def resolved(name: str) -> Any:
    """The function of this name in NumPy, or of its whole name in SciPy. Raises ImportError without SciPy."""
    import numpy as np

    home, _, last = name.rpartition(".")
    if home.startswith("scipy"):
        return getattr(import_module(home), last)
    return getattr(getattr(np, home) if home else np, last)


def in_scipy() -> bool:
    """Whether SciPy is installed."""
    try:
        import_module("scipy.special")
    except ImportError:
        return False
    return True


@cache
def rows() -> Mapping[Any, Operator]:
    """The rows by the function of NumPy or SciPy that each is."""
    known = [(name_of(row), row) for row in operators()]
    scipy = in_scipy()
    return {resolved(name): row for name, row in known if name and (scipy or not name.startswith("scipy"))}


@cache
def shared() -> frozenset[Any]:
    """The functions of NumPy whose results share their memory with an argument."""
    from .layouts import VIEWS

    return frozenset(map(resolved, VIEWS))


@cache
def forms() -> Mapping[Any, Call]:
    """Functions of NumPy that are written with others, by the function itself."""
    from . import algebra, grids, layouts, products, reductions

    modules = (algebra, grids, layouts, products, reductions)
    return {resolved(name): form for module in modules for name, form in module.FORMS.items()}


def of_ufunc(tape: Tape, ufunc: Any, method: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """A call of a universal function such as np.exp or +. Raises AdtraceError for one that cannot be traced."""
    if constants.only([*args, *kwargs.values()]):
        return constants.called(tape, getattr(ufunc, method), args, kwargs)
    given = dict(kwargs)
    (out,) = given.pop("out", None) or (None,)
    if method == "reduce" and ufunc.__name__ in REDUCED:
        if wrong := [key for key in ("where", "initial") if given.get(key, True) is not True]:
            raise tape.error(f"np.{ufunc.__name__}.reduce is not traced with {wrong[0]}=", f"leave {wrong[0]}= out")
        axis = args[1] if len(args) > 1 else given.get("axis", 0)
        over = {"axis": plain(axis), "keepdims": int(given.get("keepdims", False))}
        found = tape.apply(REDUCED[ufunc.__name__], [args[0]], over)
    elif method == "accumulate" and ufunc.nin == 2:
        found = accumulated(ufunc, args[0], args[1] if len(args) > 1 else given.get("axis", 0))
    elif method == "outer" and len(args) == 2:
        found = ufunc(*_spread(*args))
    elif method != "__call__":
        raise tape.error(f"np.{ufunc.__name__}.{method} cannot be traced", "write it with whole arrays and axis=")
    else:
        found = _called(tape, ufunc, f"np.{ufunc.__name__}", args, given)
    if out is None:
        return found
    if type(out) is not Value:
        raise tape.error("a traced result cannot be put into an array with out=", "use the result that is returned")
    replace(out, found)
    return out


def _spread(a: Any, b: Any) -> tuple[Any, Any]:
    import numpy as np

    return np.reshape(a, (*np.shape(a), *(1,)*np.ndim(b))), b


def of_function(tape: Tape, function: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """A call of any other function of NumPy's. Raises AdtraceError for one that cannot be traced."""
    if function not in shared() and constants.only([*args, *kwargs.values()]):
        return constants.called(tape, function, args, kwargs)
    module = getattr(function, "__module__", "") or ""
    name = f"{module}.{function.__name__}".replace("numpy.", "np.", 1)
    if kwargs.get("out") is not None:
        raise tape.error(f"{name} is not traced with out=", "use the result that is returned")
    return _called(tape, function, name, args, kwargs)


def _called(tape: Tape, function: Any, name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    if function in forms():
        return forms()[function](*args, **kwargs)
    row = rows().get(function)
    if row is None:
        raise unknown(tape, function, name)
    return applied(tape, row, function, name, args, kwargs)


def applied(
    tape: Tape, row: Operator, function: Any, name: str, args: Sequence[Any], kwargs: Mapping[str, Any]
) -> Value:
    """The value of a row, called as NumPy's function is. Raises AdtraceError for a parameter that it does not have."""
    bound = _bound(tape, function, name, args, kwargs)
    keys = list(bound)
    first, rest = keys[: 1 if row.variadic else len(row.operands)], bound.copy()
    operands = [rest.pop(key) for key in first]
    if row.variadic:
        listed = operands[0] if row.name in ("stack", "concat") else [*operands, *[rest.pop(key) for key in keys[1:]]]
        operands = list(listed)
    params = {}
    for key, value in rest.items():
        wanted = {"newshape": "shape"}.get(key, key)
        if wanted in row.params:
            if wanted != "shape" or value is not None:
                params[wanted] = plain(value)
        elif value is not None and not is_left_out(key, value):
            raise tape.error(f"{name} is not traced with {key}={value!r}", f"leave {key}= out")
    found = tape.apply(row, operands, {key: value for key, value in params.items() if value != row.params[key]})
    found.is_condition = row.name in CONDITIONS
    return found


def is_left_out(key: str, value: Any) -> bool:
    """Whether a parameter has a value that means nothing here."""
    if type(value) in (str, int, bool, float, type, type(None)):
        return value in LEFT_OUT.get(key, ())
    import numpy as np

    return value is np._NoValue or (isinstance(value, np.dtype) and value == np.dtype(float))


def _bound(
    tape: Tape, function: Any, name: str, args: Sequence[Any], kwargs: Mapping[str, Any]
) -> dict[str, Any]:
    """The arguments of a call by parameter, without those that stand for nothing."""
    import numpy as np

    if isinstance(function, np.ufunc):
        return {**{f"x{place}": arg for place, arg in enumerate(args)}, **kwargs}
    try:
        found = inspect.signature(function).bind(*args, **kwargs)
    except TypeError as error:
        raise tape.error(f"{name}: {error}") from None
    return {key: value for key, value in found.arguments.items() if value is not np._NoValue}


def plain(value: Any) -> Any:
    """An axis, a shape or a flag as the language has it: whole numbers and tuples of them."""
    if value is None or type(value) is int:
        return value
    if isinstance(value, Iterable):
        return tuple(map(plain, value))
    return int(value)


def public(function: Any) -> str:
    """How a function of NumPy is called: np.linalg.solve; "" for others."""
    import numpy as np

    homes = {"np": np, "np.linalg": np.linalg}
    name = function.__name__
    return next((f"{home}.{name}" for home, held in homes.items() if getattr(held, name, None) is not None), "")


def unknown(tape: Tape, function: Any, name: str) -> Any:
    """The error for a function that cannot be traced."""
    if inside := library_called(tape.base):
        return tape.error(f"{inside} cannot be traced", "universal functions can be, and what NumPy has: np.linalg ...")
    last = function.__name__
    known = {one.__name__: one for one in (*rows(), *forms()) if public(one).startswith("np.")}
    alike = nearest(last, [one for one in known if one != last])
    hint = INSTEAD.get(last) or "`adtrace ops` lists the operations"
    if alike and last not in INSTEAD and SequenceMatcher(None, alike, last).ratio() >= NEAR:
        hint = f"similar: {public(known[alike])}"
    return tape.error(f"{name} cannot be traced", hint)
