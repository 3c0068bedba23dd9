"""The reverse sweep written out: the same rules, run on the nodes of a lowering."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...errors import AdtraceError
from ...graph.algebra import Operand
from ...graph.shapes import broadcast_axes
from ...records import Shape
from .lowering import BATCHED, FIXED, WHERE, Lowering
from .setting import Setting
from .totals import total


class Written:
    """A setting's values and gradients as nodes of a lowering.

    results  the node of every result column
    """

    def __init__(self, low: Lowering, setting: Setting, *, totals: bool) -> None:
        self.low, self.setting, self.totals = low, setting, totals
        self.leads = _leads(setting)
        self.values = self._values()
        self.results: dict[str, int] = {}
        graph = setting.graph
        names = iter(setting.results)
        for _, output in graph.outputs:
            self.results[next(names)] = self._result(self.values[output])
            adjoints = self._adjoints(output)
            for node in setting.wrt:
                slope = adjoints.get(node, low.operand(low.constant(_zeros(graph.shapes[node]))))
                summed = not setting.batched[node] and setting.batched[output] and node in adjoints
                self.results[next(names)] = low.id_of(slope) if summed else self._result(slope)

    def _result(self, operand: Operand) -> int:
        """A result column's node: with totals, the sum over the rows."""
        low = self.low
        return low.as_float(low.id_of(total(low, operand) if self.totals else operand))

    def _values(self) -> list[Operand]:
        """The value of every node of the graph."""
        low, graph, setting = self.low, self.setting.graph, self.setting
        values: list[Operand] = []
        for node, operator in enumerate(graph.operators):
            if operator is not None:
                operands = [values[arg] for arg in graph.args[node]]
                values.append(self._applied(node, operands))
            elif node in graph.literals:
                values.append(low.operand(low.constant(graph.literals[node][0])))
            elif node in setting.fixed and not graph.shapes[node]:
                values.append(low.operand(low.constant(setting.fixed[node])))
            else:
                level = FIXED if node in setting.fixed else BATCHED
                values.append(low.operand(low.input(graph.names[node], graph.shapes[node], level)))
        return values

    def _applied(self, node: int, operands: Sequence[Operand]) -> Operand:
        graph, program = self.setting.graph, self.setting.program
        operator = graph.operators[node]
        assert operator is not None
        try:
            return self.low.apply(operator, operands, graph.params[node])
        except ValueError as error:
            message = AdtraceError(str(error), graph.span(node), "positions count from 0")
            raise program.located(message) from None

    def _adjoints(self, output: int) -> Mapping[int, Operand]:
        """The adjoint of every node that leads from an input that is asked for to the output."""
        low, graph, batched = self.low, self.setting.graph, self.setting.batched
        adjoints = {output: low.operand(low.constant(1.0))}
        for node in range(output, -1, -1):
            if node not in adjoints:
                continue
            for operand, arg in enumerate(graph.args[node]):
                product = self._pull(node, operand, adjoints[node]) if self.leads[arg] else None
                if product is None:
                    continue
                if self.totals and batched[node] and not batched[arg]:
                    product = total(low, product)
                product = _gathered(low, product, graph.shapes[arg])
                adjoints[arg] = adjoints[arg] + product if arg in adjoints else product
        return adjoints

    def _pull(self, node: int, operand: int, adjoint: Operand) -> Operand | None:
        """What the node's adjoint contributes to the operand's, in the node's shape; None where no path leads."""
        low, graph = self.low, self.setting.graph
        operator = graph.operators[node]
        assert operator is not None
        rule = operator.rule(operand)
        if rule is None:
            return None
        operands = [self.values[arg] for arg in graph.args[node]]
        which = {"operand": operand} if operator.variadic else {}
        if operator.kind == "linear":
            return _operand(low, rule(low, adjoint, *operands, **graph.params[node], **which))
        if operator.kind == "general":
            return _operand(low, rule(low, self.values[node], adjoint, *operands, **graph.params[node], **which))
        slope = _operand(low, rule(low, self.values[node], *operands, **which))
        if operator.selects and low.number(slope.handle) == 0:
            return None
        if operator.selects and low.nodes[slope.handle].truth:
            # What is not selected has no path: 0, whatever the adjoint is.
            return low.operand(low.emit(WHERE, (slope.handle, adjoint.handle, low.constant(0.0))))
        return _operand(low, adjoint * slope)


def _operand(low: Lowering, found: Any) -> Operand:
    """What a rule gave, a number or an operand, as an operand."""
    return low.operand(low.id_of(found))


def _gathered(low: Lowering, product: Any, shape: Shape) -> Any:
    """The product summed over the axes along which the operand was repeated."""
    if product.shape == shape:
        return product
    added, stretched = broadcast_axes(shape, product.shape)
    if added:
        product = low.sum(product, axis=added)
    if stretched:
        product = low.sum(product, axis=tuple([axis - len(added) for axis in stretched]), keepdims=1)
    return product


def _leads(setting: Setting) -> list[bool]:
    """Whether each node depends on an input that the gradient is taken for."""
    leads = [False] * len(setting.graph)
    for node, args in enumerate(setting.graph.args):
        leads[node] = node in setting.wrt or any(leads[arg] for arg in args)
    return leads


def _zeros(shape: Shape) -> Any:
    """Zeros of a shape: the slope in an input that no path leads to."""
    if not shape:
        return 0.0
    import numpy as np

    return np.zeros(shape)
