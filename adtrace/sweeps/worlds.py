"""A finished run in which some values are others: what would have become of a number without a mishap before it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import AdtraceError
from ..graph.graph import Graph
from ..graph.numbers import compute
from .masks import Mask, truth
from .paths import Masked

STAND_INS = 0.6180339887498949, 1.618033988749895
"""What is put in the place of a spoilt number: no operation is undefined, 0 or flat at both by chance."""

SPREAD = 0x9E3779B1
"""Fibonacci hashing (Knuth, volume 3, section 6.4)."""

Masks = Mapping[int, Mask]
"""The spoilt elements of values or derivatives, by node."""


class World:
    """The values of a run in which some are others.

    changed  values by node, and `fixed` the elements that are replaced by an ordinary number elsewhere
    """

    def __init__(
        self, graph: Graph, values: Sequence[Any], changed: Mapping[int, Any], fixed: Masks, put: float = STAND_INS[0]
    ) -> None:
        self.graph, self.values, self.changed, self.fixed, self.put = graph, values, changed, fixed, put

    def value(self, node: int) -> Any:
        """A node's value."""
        if node in self.changed:
            return self.changed[node]
        if node not in self.fixed:
            return self.values[node]
        return replaced(self.values[node], self.fixed[node], self.stand_in(node))

    def stand_in(self, node: int) -> float:
        """What is put in the place of this number: another for each, so that a difference of two is not 0."""
        return self.put * (1 + (node * SPREAD >> 13) % 1009 / 4096)

    def is_changed(self, node: int) -> bool:
        """Whether a node has another value here."""
        return node in self.changed or node in self.fixed

    def computed(self, node: int) -> Any:
        """What the operation gives on its operands here."""
        args, operator = self.graph.args[node], self.graph.operators[node]
        if operator is None or not any(map(self.is_changed, args)):
            return self.values[node]
        try:
            return compute(operator, list(map(self.value, args)), self.graph.params[node], self.graph.shapes[node])
        except (ValueError, AdtraceError):  # An index has to stay what it is.
            return self.values[node]

    def around(self, node: int) -> dict[int, Any]:
        """The values of a node and its operands."""
        found = {arg: self.value(arg) for arg in self.graph.args[node]}
        found[node] = self.value(node) if self.is_changed(node) else self.computed(node)
        return found


def replaced(value: Any, mask: Mask, put: float) -> Any:
    """A number, or the masked elements of an array or a flow, replaced by an ordinary number of the same sign."""
    if isinstance(value, Masked):
        return Masked(replaced(value.value, mask & value.path, put), value.path)
    if not hasattr(value, "shape"):
        return value if not truth(mask) else put if value != value else math.copysign(put, value)
    import numpy as np

    put_in = np.where(np.isnan(value), put, np.copysign(put, value))
    result = np.where(mask, put_in, value)
    return result if result.shape else np.float64(result)


def chosen(mask: Mask, value: Any, other: Any) -> Any:
    """The one value where a mask is true, the other where it is not."""
    if not hasattr(value, "shape") or mask is False:
        return value if truth(mask) else other
    import numpy as np

    return np.where(mask, value, other)
