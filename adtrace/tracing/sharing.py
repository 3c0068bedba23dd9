"""Arrays that share their memory, as NumPy's views do: what is changed in place in one has changed in all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..named import Record
from .value import Value


class View(Record):
    """How a value is taken from another, whose memory it shares.

    get    the value, from the base's
    put    the base with these elements replaced, from the base and the value; None where NumPy's view is read-only
    index  the index that took it from the base, if it was one
    """

    base: Value
    get: Callable[[Value], Value]
    put: Callable[[Value, Value], Value] | None
    index: Any = None


def memory_of(x: Value) -> Any:
    """An array that is laid out as this value would be in NumPy: only by that it is known what shares memory."""
    import numpy as np

    if x.memory is None:
        x.memory = np.empty(x.shape, dtype=np.int8)
    return x.memory


def view(
    x: Any, get: Callable[[Value], Any], moved: Callable[[Any], Any], put: Callable[[Value, Value], Any] | None,
    index: Any = None,
) -> Any:
    """What `get` takes from x: a view of x where NumPy would give one, which `moved` tells from the memory of x."""
    import numpy as np

    found = get(x)
    if found.shape:
        memory = moved(memory_of(x))
        if np.may_share_memory(memory, memory_of(x)):
            found.memory, found.view, found.seen = memory, View(x, get, put, index), x.node
    return found


def refresh(x: Value) -> None:
    """Take a view anew from its base, where that has changed since."""
    chain = [x]
    while (above := chain[-1].view) is not None:
        chain.append(above.base)
    for one, base in zip(chain[-2::-1], chain[:0:-1], strict=True):
        if one.seen is not base.held:
            assert one.view is not None
            one.seen = base.held
            found = one.view.get(base)
            one.held, one.is_condition = found.held, found.is_condition


def replace(x: Value, found: Value) -> None:
    """Let a value stand for another from here on, as an assignment in place does; so do the arrays that it is part of.

    Raises AdtraceError where the shapes differ, and for a view that is read-only.
    """
    if found.shape != x.shape:
        raise x.tape.error(f"shape {list(found.shape)} does not fit into shape {list(x.shape)}", "write x = x + y")
    refresh(x)
    x.held, x.is_condition = found.node, found.is_condition
    while x.view is not None:
        base = x.view.base
        if x.view.put is None:
            raise x.tape.error("the result of np.broadcast_to is read-only", "take a copy first: x = x.copy()")
        base.held = x.view.put(base, x).node
        x.seen = base.held
        x = base
