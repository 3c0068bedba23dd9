"""Rules run on sets: instead of a tangent, which components each element of it can depend on.

Elementwise rows join the sets of their operands. Rows that move numbers and add them up are themselves run on sets,
where + joins them, and so are products with a constant. What every other row does is said by its JVP, in these terms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...graph.algebra import Algebra, Operand
from ...graph.shapes import broadcast, result_shape
from ...records import Shape
from ...rules.indexing import OPERAND, opened
from ...rules.table import Operator


class Reach:
    """A set of components, as the bits of a number. The number 0 stands for the empty set: a place without a path."""

    __slots__ = ("bits",)

    def __init__(self, bits: int) -> None:
        self.bits = bits

    def __add__(self, other: Any) -> Reach:
        if other.__class__ is not Reach or other is self:
            return self
        return Reach(self.bits | other.bits)

    __radd__ = __or__ = __ror__ = __add__

    def __mul__(self, factor: Any) -> Any:
        """Times a constant, which is 0 only where nothing stands."""
        return self if factor else 0

    __rmul__ = __mul__

    def __truediv__(self, divisor: Any) -> Reach:
        return self


Flow = Any
"""None (no path), a `Reach`, or an object array of them."""


class Sets(Algebra):
    """Operands whose handle is a flow: None for a constant."""

    def constant(self, shape: Shape) -> Operand:
        """Something that depends on nothing."""
        return Operand(self, None, shape)

    def given(self, value: Any) -> Any:
        """A number or an ndarray."""
        return self.constant(getattr(value, "shape", ()))

    def condition(self, word: str, a: Any, b: Any) -> Any:
        """Conditions have no slope."""
        return self.constant(broadcast([self.shape(a), self.shape(b)]))

    def apply(self, operator: Operator, operands: Sequence[Any], params: Mapping[str, Any]) -> Operand:
        """What the result depends on."""
        flows = [operand.handle if isinstance(operand, Operand) else None for operand in operands]
        shapes = [self.shape(operand) for operand in operands]
        given = {**operator.params, **params}
        shape = result_shape(operator, shapes, given)
        return Operand(self, self.flow(operator, flows, shapes, given, shape), shape)

    def flow(
        self, operator: Operator, flows: Sequence[Flow], shapes: Sequence[Shape], params: Mapping[str, Any],
        shape: Shape,
    ) -> Flow:
        """The same, for flows of these shapes; `shape` is that of the result."""
        total = None
        for place, flow in enumerate(flows):
            if flow is not None and operator.rule(place) is not None:
                total = joined(total, self._through(operator, place, flow, shapes, params, shape))
        return total

    def _through(
        self, operator: Operator, place: int, flow: Flow, shapes: Sequence[Shape], params: Mapping[str, Any],
        shape: Shape,
    ) -> Flow:
        """What one operand brings."""
        if operator.kind == "elementwise":
            return spread(flow, shape)
        if operator.kind == "linear":
            return _moved(operator, place, flow, shapes, params, shape)
        if operator.name == "matmul":
            return _product(place, flow, shapes, shape)
        if operator.product:
            return _run(operator, [flow if one == place else _ones(shapes[one]) for one in range(2)], params, shape)
        if operator.name == "solve" and place == 1:  # Its own JVP: every column of the result, that of b.
            return spread(_united(flow, 0), shape)
        jvp = operator.jvp(place)
        assert jvp is not None
        which = {"operand": place} if operator.variadic else {}
        operands = [self.constant(own) for own in shapes]
        found = jvp(self, self.constant(shape), Operand(self, flow, shapes[place]), *operands, **params, **which)
        return spread(found.handle, shape) if isinstance(found, Operand) and found.handle is not None else None


def joined(a: Flow, b: Flow) -> Flow:
    """Both sets, element by element."""
    if a is None or b is None:
        return b if a is None else a
    return a + b


def spread(flow: Flow, shape: Shape) -> Flow:
    """A flow repeated to a shape."""
    if not shape or getattr(flow, "shape", ()) == shape:
        return flow
    import numpy as np

    return np.broadcast_to(_objects(flow), shape)


def _objects(flow: Flow) -> Any:
    """A flow as an object array."""
    import numpy as np

    if isinstance(flow, np.ndarray):
        return flow
    array = np.empty((), dtype=object)
    array[()] = flow
    return array


def _united(flow: Any, axis: int) -> Any:
    """The union along an axis, which stays with size 1."""
    import numpy as np

    return np.add.reduce(flow, axis=axis, keepdims=True)


def _ones(shape: Shape) -> Any:
    import numpy as np

    return np.ones(shape, dtype=object)


def _run(operator: Operator, operands: Sequence[Any], params: Mapping[str, Any], shape: Shape) -> Flow:
    """A row's own function on arrays, run on sets."""
    import numpy as np

    array = operator.array
    assert callable(array), operator.name
    found = array(np, *operands, **params)
    if shape:
        return np.asarray(found, dtype=object)
    found = found[()] if isinstance(found, np.ndarray) else found
    return found if isinstance(found, Reach) else None


def _moved(
    operator: Operator, place: int, flow: Flow, shapes: Sequence[Shape], params: Mapping[str, Any], shape: Shape
) -> Flow:
    """A linear row on one operand, the others 0. A position that is computed can be any along its axis."""
    import numpy as np

    if operator.name == "index" and OPERAND in (index := params["index"]):
        picked = _objects(flow)[opened(index)]
        left = [entry for entry in index if isinstance(entry, (slice, str))]
        for axis in reversed([axis for axis, entry in enumerate(left) if entry == OPERAND]):
            picked = np.add.reduce(picked, axis=axis)
        return picked if shape else _objects(picked)[()]
    operands = [
        flow if one == place else np.zeros(own, dtype=object) if own else 0 for one, own in enumerate(shapes)
    ]
    return _run(operator, operands, params, shape)


def _product(place: int, flow: Any, shapes: Sequence[Shape], shape: Shape) -> Flow:
    """a @ b with a or b constant: the union along what is summed over, for every row or column of the other."""
    import numpy as np

    if place == 0:
        found = np.add.reduce(flow, axis=-1)
        found = found[..., None] if len(shapes[1]) == 2 and len(shapes[0]) == 2 else found
    else:
        found = np.add.reduce(flow, axis=0)
    return np.broadcast_to(_objects(found), shape) if shape else found
