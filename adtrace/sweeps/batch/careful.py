"""The careful path: rows swept by the engine of single runs, which keeps apart the number 0 and no path at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import AdtraceError
from ...graph.graph import Graph
from ..evaluate import evaluate
from ..paths import number
from ..reverse import reverse
from .setting import Setting, slope_name


class Careful:
    """Values and gradients of whole rows, by `evaluate` and `reverse`.

    fixed  values of the inputs that are the same for all rows, by node

    A program of scalars is swept once with a column in place of every scalar; any other program row by row.
    """

    def __init__(self, setting: Setting, fixed: Mapping[int, Any]) -> None:
        self.setting, self.fixed = setting, fixed
        graph = setting.graph
        self.columns = not any(graph.shapes) and all(
            row is None or row.kind == "elementwise" for row in graph.operators
        )

    def __call__(self, block: Mapping[str, Any], rows: int) -> dict[str, Any]:
        """Every result column, (rows, *shape) each. Raises AdtraceError for an index that is out of range."""
        import numpy as np

        setting = self.setting
        names = setting.graph.names
        with np.errstate(all="ignore"):
            if self.columns:
                inputs = {names[node]: np.full(rows, value) for node, value in self.fixed.items()}
                return self._swept(with_columns(setting.graph, rows), {**inputs, **block}, (rows,))
            fixed = {names[node]: value for node, value in self.fixed.items()}
            results = {name: np.empty((rows, *shape)) for name, shape in setting.results.items()}
            for row in range(rows):
                point = {name: column[row] if column.ndim > 1 else float(column[row]) for name, column in block.items()}
                for name, value in self._swept(setting.graph, {**fixed, **point}, ()).items():
                    results[name][row] = value
        return results

    def _swept(self, graph: Graph, inputs: Mapping[str, Any], shape: tuple[int, ...]) -> dict[str, Any]:
        """The results of one sweep for each output; of this shape if they are columns."""
        import numpy as np

        results: dict[str, Any] = {}
        try:
            values = evaluate(graph, inputs)
        except AdtraceError as error:
            program = self.setting.program
            raise program.located(error) from None
        for name, output in graph.outputs:
            results[name] = np.broadcast_to(values[output], shape or graph.shapes[output])
            adjoints = reverse(graph, values, {output: np.ones(shape) if shape else 1.0})
            for node in self.setting.wrt:
                slope = np.broadcast_to(number(adjoints[node]), shape or graph.shapes[node])
                results[slope_name(name, graph.names[node])] = slope
        return results


def with_columns(graph: Graph, rows: int) -> Graph:
    """The same graph with a column in place of every scalar that varies."""
    columns = Graph()
    for name in Graph.__slots__:
        setattr(columns, name, getattr(graph, name))
    columns.shapes = [(rows,) if varies else () for varies in graph.varies]
    return columns
