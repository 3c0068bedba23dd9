"""Numbers as mistakes reckon with them: NumPy's, the scalars too, so that one row serves both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...graph.numbers import ARRAYS, run_on_floats
from ...rules.table import Rule


def run(rule: Rule, numbers: Sequence[Any], which: Mapping[str, Any]) -> Any:
    """A rule on numbers."""
    if not any(map(shape_of, numbers)):
        return plain(run_on_floats(rule, [float(number) for number in numbers], which))
    return rule(ARRAYS, *numbers, **which)


def plain(number: Any) -> Any:
    """A number of NumPy's, a scalar too."""
    import numpy as np

    return number if np.ndim(number) else np.float64(number)


def as_flow(number: Any) -> Any:
    """A number as the sweeps take it: a float, or an array."""
    return number if shape_of(number) else float(number)


def shape_of(number: Any) -> tuple[int, ...]:
    """The shape of a number, () for a scalar."""
    shape: tuple[int, ...] = getattr(number, "shape", ())
    return shape


def spread(number: Any, shape: tuple[int, ...]) -> Any:
    """A number repeated to a shape that it fits."""
    import numpy as np

    return plain(np.array(np.broadcast_to(number, shape), dtype=np.float64))


def fits(number: Any, shape: tuple[int, ...]) -> bool:
    """Whether a number can be repeated to a shape."""
    sizes = zip(reversed(shape_of(number)), reversed(shape), strict=False)
    return len(shape_of(number)) <= len(shape) and all(a in (1, b) for a, b in sizes)

