"""A sweep for every group: its seed, and where each entry of the matrix is read from what the sweeps give.

A component that is not in the group has no path, rather than a tangent of 0: at an infinite partial it would be nan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...graph.graph import Graph
from ...graph.shapes import size
from ...records import Shape
from ...records.sparsity import FORWARD, JACOBIAN, REVERSE, Groups, Pattern, bits
from ..evaluate import quiet
from ..forward import forward
from ..paths import Flow, masked
from ..reverse import reverse
from ..run import Run
from ..steps import number_of

Entries = dict[tuple[int, int], float]
"""Row and column to the number there."""


def seeds(graph: Graph, nodes: Sequence[int], group: Sequence[int]) -> dict[int, Flow]:
    """The seed of one sweep: 1 for these components of the nodes, numbered through; the others have no path."""
    found: dict[int, Flow] = {}
    first, members = 0, sorted(group)
    for node in nodes:
        shape = graph.shapes[node]
        after = first + size(shape)
        inside = [member - first for member in members if first <= member < after]
        if inside:
            flow = _unit(shape, inside)
            found[node] = flow
        first = after
    return found


def _unit(shape: Shape, members: Sequence[int]) -> Flow:
    if not shape:
        return 1.0
    import numpy as np

    seed = np.zeros(size(shape))
    seed[list(members)] = 1.0
    seed = seed.reshape(shape)
    return masked(seed, seed != 0)


def flat(flows: Sequence[Flow], shapes: Sequence[Shape]) -> list[float]:
    """The numbers of all components, one after the other."""
    found: list[float] = []
    for flow, shape in zip(flows, shapes, strict=True):
        value = number_of(flow, shape)
        found += value.ravel().tolist() if shape else [value]
    return found


def jacobian_entries(run: Run, pattern: Pattern, groups: Groups) -> Entries:
    """The Jacobian by one sweep for each group of columns (forward) or rows (reverse). Needs a point."""
    graph, values = run.graph, run.values
    assert values is not None
    assert pattern.kind == JACOBIAN
    inputs, outputs = run.wanted(tuple(pattern.columns)), [node for _, node in graph.outputs]
    swept = list[list[float]]()
    with quiet(graph):
        for group in groups.members:
            if groups.mode == FORWARD:
                flows = forward(graph, values, seeds(graph, inputs, group))
                swept.append(flat([flows[node] for node in outputs], list(pattern.rows.values())))
            else:
                flows = reverse(graph, values, seeds(graph, outputs, group))
                swept.append(flat([flows[node] for node in inputs], list(pattern.columns.values())))
    return entries(pattern, groups, swept)


def hessian_entries(
    graph: Graph, values: Sequence[Any], gradient: Mapping[int, int], pattern: Pattern, groups: Groups
) -> Entries:
    """The Hessian by a forward sweep over the appended gradient for each group of columns.

    gradient  of every input that the output depends on, the node of its adjoint; `values` are those of all nodes
    """
    nodes = {graph.names[node]: node for node in graph.inputs}
    inputs = [nodes[name] for name in pattern.columns]
    swept = list[list[float]]()
    with quiet(graph):
        for group in groups.members:
            flows = forward(graph, values, seeds(graph, inputs, group))
            found = [flows[gradient[node]] if node in gradient else None for node in inputs]
            swept.append(flat(found, list(pattern.columns.values())))
    return entries(pattern, groups, swept)


def entries(pattern: Pattern, groups: Groups, swept: Sequence[Sequence[float]]) -> Entries:
    """Every entry of the pattern, from what the sweep of each group gave."""
    place = 1 if groups.mode == REVERSE else 0
    return {(i, j): swept[group][(i, j)[place] if not turned else j] for i, j, group, turned in read(pattern, groups)}


def read(pattern: Pattern, groups: Groups) -> Iterator[tuple[int, int, int, bool]]:
    """Row and column of every entry, the group that it is read from, and whether at its place beyond the diagonal."""
    of = groups.of()
    if groups.mode == REVERSE:
        yield from ((i, j, of[i], False) for i, row in enumerate(pattern.entries) for j in bits(row))
        return
    masks = [sum(1 << j for j in group) for group in groups.members]
    for i, row in enumerate(pattern.entries):
        for j in bits(row):
            alone = row & masks[of[j]] == 1 << j
            yield i, j, of[j] if alone else of[i], not alone


def blocks(pattern: Pattern, numbers: Mapping[tuple[int, int], float]) -> dict[str, dict[str, Any]]:
    """The matrix by names: value[row][column] has the shape of the row's followed by that of the column's."""
    import numpy as np

    matrix = np.zeros((pattern.height, pattern.width))
    if numbers:
        index = np.array(list(numbers))
        matrix[index[:, 0], index[:, 1]] = list(numbers.values())
    found: dict[str, dict[str, Any]] = {}
    top = 0
    for row, tall in pattern.rows.items():
        left, found[row] = 0, {}
        for column, wide in pattern.columns.items():
            block = matrix[top : top + size(tall), left : left + size(wide)]
            found[row][column] = block.reshape(tall + wide).copy() if tall + wide else float(block[0, 0])
            left += size(wide)
        top += size(tall)
    return found
