"""Rows at kinks and jumps: there a slope is chosen, and not found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ...graph.graph import Graph
from ...limits import LIMITS
from ...records import Warning
from ..evaluate import evaluate
from ..look import Look
from ..masks import truth
from ..reach import used
from .careful import Careful, with_columns
from .fast import cut
from .first_row import told
from .tally import point, row_of

KINK, JUMP = "kink", "jump"
HINT = "a reverse run at that point names the step"
NUMBERS, LEAST = 1 << 19, 1024
"""Values that are held at a time, and rows at least."""

Found = dict[str, tuple[int, int]]
"""By code, how many rows of a block, and the first of them."""


class Bends:
    """Counts the rows at kinks and at jumps over the blocks of a program of scalars; `doubts` looks at those of arrays,
    and nobody at programs of very many operations.

    place     what a message calls a row
    operands  how many of the first nodes hold all operands of what may have a kink or a jump
    """

    def __init__(self, careful: Careful, place: Callable[[int], str]) -> None:
        self.careful, self.place = careful, place
        graph = careful.setting.graph
        self.nodes = [
            node
            for node, operator in enumerate(graph.operators)
            if operator is not None and graph.varies[node] and (operator.kink is not None or operator.jump is not None)
        ]
        if not careful.columns or len(graph) > LIMITS.trusted:
            self.nodes = []
        self.operands = 1 + max((arg for node in self.nodes for arg in graph.args[node]), default=-1)
        self.rows = 0
        self.counts: dict[str, int] = {}
        self.firsts: dict[str, tuple[str, Mapping[str, Any]]] = {}

    def look(self, columns: Mapping[str, Any]) -> Found:
        """The rows of a block at kinks and at jumps. Several threads may look at a time."""
        rows = len(next(iter(columns.values())))
        step = max(LEAST, NUMBERS // len(self.careful.setting.graph))
        found: Found = {}
        for start in range(0, rows if self.nodes else 0, step):
            for code, mask in self._masks(cut(columns, slice(start, start + step))).items():
                if mask.any():
                    count, first = found.get(code, (0, start + int(mask.argmax())))
                    found[code] = count + int(mask.sum()), first
        return found

    def take(self, first_row: int, columns: Mapping[str, Any], found: Found) -> None:
        """Take in what was found in the next block; blocks come in the order of their rows."""
        self.rows += len(next(iter(columns.values())))
        for code, (count, row) in found.items():
            here = point(self.place(first_row + row), row, columns)
            self.counts[code] = self.counts.get(code, 0) + count
            self.firsts.setdefault(code, (here, row_of(columns, row)))

    def _masks(self, columns: Mapping[str, Any]) -> dict[str, Any]:
        """By code, in which rows a step is there whose value is used."""
        import numpy as np

        setting, rows = self.careful.setting, len(next(iter(columns.values())))
        graph, names = with_columns(setting.graph, rows), setting.graph.names
        fixed = {names[node]: np.full(rows, value) for node, value in self.careful.fixed.items()}
        inputs = {**fixed, **{name: columns[name] for name in setting.over}}
        masks: dict[str, Any] = {}
        with np.errstate(all="ignore"):
            begun = evaluate(beginning(graph, self.operands), inputs)
            found = list(self._found(graph, [*begun, *[None] * (len(graph) - len(begun))]))
            if not found:
                return masks
            reach = used(graph, evaluate(graph, inputs, begun))
        for code, node, mask in found:
            here = np.broadcast_to(mask, (rows,)) & np.asarray(reach[node], bool)
            masks[code] = masks.get(code, False) | here
        return masks

    def _found(self, graph: Graph, values: Sequence[Any]) -> Iterator[tuple[str, int, Any]]:
        """The nodes that are there in some row, and in which. Only operands need have values."""
        for node in self.nodes:
            operator = graph.operators[node]
            assert operator is not None
            look = Look(graph, values, node, True)
            for code, condition in ((KINK, operator.kink), (JUMP, operator.jump)):
                if truth(mask := look.mask(condition)):
                    yield code, node, mask

    def warnings(self) -> Iterator[Warning]:
        """At most one warning for kinks, and one for jumps."""
        for code, count in self.counts.items():
            here, inputs = self.firsts[code]
            yield bend(self.careful, code, count, f"{self.rows} rows", here, inputs)


def beginning(graph: Graph, count: int) -> Graph:
    """The first nodes of a graph, as far as their values need it."""
    first = Graph()
    for name in ("operators", "args", "shapes"):
        setattr(first, name, getattr(graph, name)[:count])
    first.params, first.names = graph.params, graph.names
    first.inputs = [node for node in graph.inputs if node < count]
    first.literals = {node: literal for node, literal in graph.literals.items() if node < count}
    return first


def bend(careful: Careful, code: str, count: int, looked: str, here: str, inputs: Mapping[str, Any]) -> Warning:
    """The warning about so many of the rows looked at.

    here    what the first is called; `inputs`, its point
    """
    graph = careful.setting.graph
    verb = "is" if count == 1 else "are"
    message = f"{count} of {looked} {verb} at a {code}, the first is {here}"
    said = told(careful, inputs, (code,))
    return Warning(code, graph.outputs[0][0], f"{message}: {said}" if said else message, HINT)
