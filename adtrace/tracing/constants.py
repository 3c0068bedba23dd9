"""Tracing values that no input has come into yet: they are computed by NumPy itself, as plain arrays are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..errors import LimitError
from ..graph.graph import check_size
from .sharing import replace
from .tape import Tape
from .value import Value


def numbers(x: Value, dtype: Any = None, copy: Any = None) -> Any:
    """The numbers of a constant. What is written into them would be lost: unless they are a copy, nothing can be."""
    import numpy as np

    found = np.array(x.known, dtype=dtype)
    found.flags.writeable = copy is True
    return found


def only(arguments: Any) -> bool:
    """Whether no tracing value among these arguments, or in lists among them, depends on the inputs."""
    stack = list(arguments)
    while stack:
        one = stack.pop()
        if type(one) is Value and one.known is None:
            return False
        if isinstance(one, (list, tuple)):
            stack.extend(one)
    return True


def called(tape: Tape, function: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """What NumPy's function returns for constants; those that it changes in place have changed."""
    copies: dict[int, tuple[Value, Any]] = {}
    found = function(*plain(list(args), copies), **{key: plain(one, copies) for key, one in kwargs.items()})
    result = None
    for value, copy in copies.values():
        if copy.tobytes() != value.known.tobytes():
            replace(value, tape.fixed(copy.copy()))
        result = value if copy is found else result
    return taking(tape, found, [copy for _, copy in copies.values()]) if result is None else result


def plain(argument: Any, copies: dict[int, tuple[Value, Any]] | None = None) -> Any:
    """An argument with arrays in place of constants, each one copied once."""
    copies = {} if copies is None else copies
    if isinstance(argument, (list, tuple)) and type(argument) in (list, tuple):
        return type(argument)([plain(one, copies) for one in argument])
    if type(argument) is not Value:
        return argument
    return copies.setdefault(id(argument), (argument, argument.known.copy()))[1]


def taking(tape: Tape, found: Any, others: Sequence[Any] = ()) -> Any:
    """An array of floats as a constant that others can be assigned to; anything else, and large ones, as they are."""
    import numpy as np

    if type(found) in (list, tuple):
        return type(found)([taking(tape, one, others) for one in found])
    if not isinstance(found, np.ndarray) or found.dtype != np.float64 or not found.ndim or not found.size:
        return found
    if any(isinstance(one, np.ndarray) and np.may_share_memory(found, one) for one in others):
        found.flags.writeable = False
        return found
    try:
        check_size(found.shape)
    except LimitError:
        return found
    return tape.fixed(found)
