"""Functions of NumPy that are written with others: margins, evenly spaced numbers, and what accumulates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .algebra import refuse
from .layouts import shape_of
from .value import Value


def pad(array: Any, pad_width: Any, mode: Any = "constant", **how: Any) -> Any:
    """np.pad with constants."""
    import numpy as np

    if mode != "constant":
        return refuse(array, f"np.pad is not traced with mode={mode!r}", "constant margins are: np.pad(x, 1)")
    inside = np.pad(np.ones(array.shape), pad_width) != 0
    margins = np.pad(np.zeros(array.shape), pad_width, **how)
    index = tuple(slice(int(places.min()), int(places.max()) + 1) for places in np.nonzero(inside))
    moved = array.tape.apply("scatter", [array], {"shape": margins.shape, "index": index})
    return np.where(inside, moved, margins) if margins.any() else moved


def linspace(start: Any, stop: Any, num: int = 50, endpoint: bool = True, **how: Any) -> Any:
    """np.linspace of ends that are traced."""
    import numpy as np

    if how:
        first = start if type(start) is Value else stop
        return refuse(first, f"np.linspace is not traced with {', '.join(how)}", "leave it out")
    parts = num - 1 if endpoint else num
    rank = max(len(shape_of(start)), len(shape_of(stop)))
    counts = np.reshape(np.arange(max(parts, 1), dtype=float), (-1, *(1,)*rank))
    found = start + counts*((stop - start)/max(parts, 1))
    if not endpoint or num == 1:
        return found
    return np.concatenate([found, np.broadcast_to(stop, found.shape[1:])[None] if rank else np.reshape(stop, (1,))])


def accumulated(function: Callable[[Any, Any], Any], a: Any, axis: int = 0) -> Any:
    """What a function of two makes of the first elements along an axis, of ever more of them."""
    import numpy as np

    before = (slice(None),)*(axis % a.ndim)
    found = [a[(*before, 0)]]
    for place in range(1, a.shape[axis]):
        found.append(function(found[-1], a[(*before, place)]))
    return np.stack(found, axis=axis)


FORMS = {"pad": pad, "linspace": linspace}
"""By the name in NumPy."""
