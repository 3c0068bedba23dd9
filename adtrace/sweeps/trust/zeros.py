"""Zeros that are left where all digits cancel: 1 - cos(x) at x = 1e-9, whose true number is 5e-19."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ...graph.graph import Graph
from ...limits import LIMITS
from ..local import partial
from ..look import condition_on
from ..masks import Mask, but, either, is_zero, truth
from .bounds import moved_runs
from .extended import extended
from .rounding import rounding_errors


class Zeros:
    """The zeros of a run that rounding has made.

    masks  which elements of a value are, by node
    runs   values of all nodes with the last places of what is rounded moved
    """

    def __init__(self, graph: Graph, values: Sequence[Any]) -> None:
        self.graph, self.values = graph, values
        self.masks: Mapping[int, Mask] = {}
        self.runs: list[list[Any]] = []
        suspects = dict(suspicious(graph, values)) if len(graph) <= LIMITS.trusted else {}
        if suspects:
            inputs = {graph.names[node]: values[node] for node in graph.inputs}
            merged = extended(graph, inputs, "value", {}, ())
            self.runs = list(moved_runs(merged, rounding_errors(merged.graph, merged.values)))
            self.masks = {
                node: mask for node, zero in suspects.items() if truth(mask := zero & self.is_moved(node))
            }

    def is_moved(self, node: int) -> Mask:
        """The elements of a value that are others where last places are moved."""
        mask: Mask = False
        for values in self.runs:
            mask = either(mask, values[node] != self.values[node])
        return mask

    def reason(self, node: int, step: Callable[[int], str]) -> str:
        """The operands of a value that rounding has moved, in words; `step` writes one."""
        rounded = [step(arg) for arg in dict.fromkeys(self.graph.args[node]) if truth(self.is_moved(arg))]
        return f"{' and '.join(rounded)} {'is' if len(rounded) == 1 else 'are'} rounded"


def suspicious(graph: Graph, values: Sequence[Any]) -> Iterator[tuple[int, Mask]]:
    """The zeros of operations on numbers that are none, and where something flows: no underflow, no relu at -3."""
    for node, operator in enumerate(graph.operators):
        if operator is None or operator.kind != "elementwise" or not any(operator.rules):
            continue
        value, operands = values[node], [values[arg] for arg in graph.args[node]]
        zero = is_zero(value)
        if not truth(zero) or not truth(zero := but(zero, *map(is_zero, operands))):
            continue
        if operator.lost is not None:
            zero = but(zero, condition_on(operator.lost, [value, *operands]))
        ruled = [place for place, _ in enumerate(operands) if operator.rule(place) is not None]
        slopes = [partial(graph, values, node, place) for place in ruled]
        if truth(zero := but(zero, is_flat(slopes))):
            yield node, zero


def is_flat(slopes: Sequence[Any]) -> Mask:
    """Where all slopes are 0."""
    mask: Mask = True
    for slope in slopes:
        mask = mask & is_zero(slope)
    return mask
