"""What no row enters, evaluated once: before the blocks, and after them from the sums over all rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ...graph.numbers import ARRAYS, scipy_function
from ...named import Record
from ...records import Shape
from ...rules.arrays import with_axes
from ...rules.axes import axes_of
from ...rules.table import Operator
from .lowering import TRUTHS, Node


class Once(Record):
    """An operation: its function, called with the values of the operands, and the register of the result."""

    function: Callable[..., Any]
    args: tuple[int, ...]
    node: int


def once(nodes: Sequence[Node], node: int) -> Once:
    """The operation of a node."""
    found = nodes[node]
    if isinstance(found.function, Operator):
        made = MADE.get(found.function.name)
        shapes = [nodes[arg].shape for arg in found.args]
        return Once(made(found, shapes[0]) if made else _whole(found.function, found), found.args, node)
    return Once(_elementwise(str(found.function)), found.args, node)


def run(steps: Sequence[Once], values: dict[int, Any]) -> None:
    """Put the result of every operation beside the values that they begin with: NumPy's float64, or arrays of it."""
    import numpy as np

    with np.errstate(all="ignore"):
        for function, args, node in steps:
            values[node] = function(*[values[arg] for arg in args])


def _elementwise(name: str) -> Callable[..., Any]:
    """A function of NumPy or SciPy, with a float for what is true or false."""
    import numpy as np

    function: Callable[..., Any] = scipy_function(name) if name.startswith("scipy.") else getattr(np, name)
    if name not in TRUTHS:
        return function
    return lambda *operands: np.float64(function(*operands))


def _whole(operator: Operator, node: Node) -> Callable[..., Any]:
    """A row's function of arrays, with the parameters of a node."""
    import numpy as np

    function, params = getattr(ARRAYS, operator.name), node.params

    def call(*operands: Any) -> Any:
        return np.asarray(function(*operands, **params), dtype=np.float64)[()]

    return call


# Rows that a gradient is full of, with their parameters looked at beforehand


def _reshape(node: Node, shape: Shape) -> Callable[..., Any]:
    import numpy as np

    return lambda x: np.reshape(x, node.shape)


def _broadcast(node: Node, shape: Shape) -> Callable[..., Any]:
    import numpy as np

    own = with_axes(shape, node.shape, node.params.get("axis"))

    def call(x: Any) -> Any:
        result = np.empty(node.shape)
        result[...] = np.reshape(x, own)
        return result

    return call


def _sum(node: Node, shape: Shape) -> Callable[..., Any]:
    import numpy as np

    how: Any = {"axis": axes_of(node.params.get("axis"), shape), "keepdims": bool(node.params.get("keepdims"))}
    return lambda x: np.add.reduce(x, **how)


MADE: dict[str, Callable[[Node, Shape], Callable[..., Any]]] = {
    "reshape": _reshape, "broadcast": _broadcast, "sum": _sum,
}  # fmt: skip
