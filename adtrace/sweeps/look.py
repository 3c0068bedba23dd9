"""One operation with its numbers: where its row's conditions hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

from ..graph.graph import Graph
from ..graph.numbers import ARRAYS, run_on_floats
from ..rules.table import Rule
from .masks import aligned, but, either, truth

Place = tuple[int, ...] | None
"""Where something is the case: the index of the first element, () for a scalar or a whole array; None for nowhere."""


class Look:
    """One operation with its numbers: where conditions hold among the elements that are used."""

    def __init__(self, graph: Graph, values: Sequence[Any], node: int, reach: Any) -> None:
        operator, args = graph.operators[node], graph.args[node]
        assert operator is not None
        self.operator, self.reach, self.params = operator, reach, graph.params[node]
        self.value, self.operands = values[node], [values[arg] for arg in args]
        self.varying = [graph.varies[arg] for arg in args]
        self.varies = any(self.varying)

    def mask(self, condition: Rule | tuple[Rule | None, ...] | None) -> Any:
        """Where a condition holds: a bool or an array of them; one per operand counts for the operands that vary."""
        if isinstance(condition, tuple):
            masks = [self.mask(one) for one, varies in zip(condition, self.varying, strict=True) if varies]
            return reduce(either, masks, False)
        return False if condition is None else condition_on(condition, self.operands, self.params)

    def holds(self, condition: Rule | tuple[Rule | None, ...] | None) -> Place:
        """The first place where a condition holds."""
        return self.first(self.mask(condition))

    def outside(self) -> Any:
        """Where the operands lie outside the domain."""
        return False if self.operator.domain is None else but(True, self.mask(self.operator.domain))

    def newly(self, test: Any) -> Any:
        """Where the value passes a test that no operand passes: what was born here."""
        if self.operator.kind == "elementwise":
            found = test(self.value)
            for operand in self.operands:
                found = found & ~test(operand) if hasattr(found, "shape") else found and not test(operand)
            return found
        return truth(test(self.value)) and not any(truth(test(operand)) for operand in self.operands)

    def lost(self) -> Any:
        """Where a value that cannot be 0 is 0."""
        if self.operator.lost is None or not truth(self.value == 0):
            return False
        return (self.value == 0) & condition_on(self.operator.lost, [self.value, *self.operands])

    def first(self, mask: Any) -> Place:
        """The first place where a mask is true, among the elements that are used."""
        if not getattr(mask, "shape", ()):
            return () if mask else None
        import numpy as np

        if self.operator.kind == "elementwise":
            mask = self.used(mask)
            return tuple(int(i) for i in np.argwhere(mask)[0]) if mask.any() else None
        return () if mask.any() else None

    def used(self, mask: Any) -> Any:
        """Where a mask of an elementwise operation is true, among the elements that are used."""
        if self.operator.kind != "elementwise" or not getattr(self.value, "shape", ()) or mask is False:
            return mask
        import numpy as np

        return np.broadcast_to(mask, self.value.shape) & self.reach

    def at(self, place: Place) -> list[Any]:
        """The operands' numbers at a place; whole arrays for what is not elementwise."""
        if not place:
            return self.operands
        return [float(v[aligned(place, v.shape)]) if hasattr(v, "shape") else v for v in self.operands]


def condition_on(condition: Rule, operands: Sequence[Any], params: Mapping[str, Any] = {}) -> Any:
    """A row's condition on numbers: a bool, or an array of them."""
    if params or any(hasattr(operand, "shape") for operand in operands):
        return condition(ARRAYS, *operands, **params)
    return bool(run_on_floats(condition, operands))
