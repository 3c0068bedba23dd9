"""The formulas of a graph: each step as the user wrote it, and its tangent and adjoint rules in symbols."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..limits import LIMITS
from ..records import ADJOINT, LITERAL, NAME, TANGENT, Formula, Shape
from .algebra import Operand
from .constants import Constants
from .graph import Graph
from .naming import NodeNames
from .shapes import broadcast, broadcast_axes, size
from .symbols import FORMULAS, literal, simplified, spelled_out, tree_of


class GraphFormulas:
    """Makes the formulas of one graph.

    names  of inputs and steps, by id; constants have none and stand inside their consumers
    """

    def __init__(self, graph: Graph, names: NodeNames | Mapping[int, str]) -> None:
        self.graph, self.names = graph, names
        self.constants = Constants(graph)
        self.last: tuple[int, list[Operand]] = (-1, [])
        """The operands that were asked for last: one node's rules are written out one after the other."""

    def leaf(self, node: int, kind: str = NAME) -> Formula:
        """A node's name, or its tangent or adjoint."""
        return Formula(kind, text=self.names[node], shape=self.graph.shapes[node])

    def operand(self, node: int) -> Formula:
        """A node inside its consumer: its name, or a constant as the user wrote it."""
        return self.leaf(node) if node in self.names else self.constant(node)

    def value(self, node: int) -> Formula:
        """A step's operation on its operands."""
        graph, operator = self.graph, self.graph.operators[node]
        if operator is None:
            return self.constant(node) if node in graph.literals else self.leaf(node)
        params = {key: value for key, value in graph.params[node].items() if value != operator.params.get(key)}
        if operator.name == "stack" and not params.get("axis"):
            params = {}
        args = tuple([self.operand(arg) for arg in graph.args[node]])
        return Formula(operator.name, args, params, shape=graph.shapes[node])

    def constant(self, node: int) -> Formula:
        """A constant as the user wrote it; by its name, or as its number, where that is long."""
        if self._is_long(node):
            if name := self.graph.names.get(node):
                return Formula(NAME, text=name, shape=self.graph.shapes[node])
            return spelled_out(self.constants.value(node))
        if node in self.graph.literals:
            value, text = self.graph.literals[node]
            return Formula(LITERAL, text=text) if text else literal(value)
        return self.value(node)

    def named_constants(self, steps: Iterable[int]) -> list[int]:
        """Constants too long to stand inside the steps that use them: they go by their name, and a reader is told."""
        graph = self.graph
        if 0 not in graph.varies:
            return []
        long = {node for node in graph.names if not graph.varies[node] and self._is_long(node)}
        used = {arg for node in steps for arg in graph.args[node] if arg in long} if long else ()
        return sorted(used)

    def _is_long(self, node: int) -> bool:
        """Whether a constant has more operations, or more elements, than can be read inside a formula."""
        if size(self.graph.shapes[node]) > LIMITS.inline_elements:
            return True
        stack, operations = [node], 0
        while stack and operations <= LIMITS.inline_constant:
            current = stack.pop()
            operator = self.graph.operators[current]
            operations += operator is not None and operator.name != "stack"
            stack.extend(self.graph.args[current])
        return operations > LIMITS.inline_constant

    # Rules

    def _operands(self, node: int) -> list[Operand]:
        if self.last[0] != node:
            self.last = node, [FORMULAS.operand(self.operand(arg)) for arg in self.graph.args[node]]
        return self.last[1]

    def partial(self, node: int, operand: int) -> Formula:
        """The local partial of an elementwise node, as people write it."""
        operator = self.graph.operators[node]
        assert operator is not None
        rule = operator.printed(operand)
        assert rule is not None
        which = {"operand": operand} if operator.variadic else {}
        return tree_of(rule(FORMULAS, self._y(node), *self._operands(node), **which))

    def _y(self, node: int) -> Operand:
        return FORMULAS.operand(self.leaf(node))

    def _params(self, node: int, operand: int) -> dict[str, Any]:
        operator = self.graph.operators[node]
        given = dict(self.graph.params[node])
        return {**given, "operand": operand} if operator is not None and operator.variadic else given

    def tangent_term(self, node: int, operand: int) -> Formula:
        """What an operand's tangent contributes to the node's (elementwise and general rows)."""
        operator = self.graph.operators[node]
        assert operator is not None
        tangent = self.leaf(self.graph.args[node][operand], TANGENT)
        if operator.kind == "elementwise":
            return times(self.partial(node, operand), tangent, tangent_first=operand == 0)
        jvp = operator.printed_jvp(operand)
        assert jvp is not None
        return tree_of(
            jvp(
                FORMULAS, self._y(node), FORMULAS.operand(tangent), *self._operands(node), **self._params(node, operand)
            )
        )

    def tangent_rule(self, node: int, operands: list[int]) -> Formula:
        """A step's tangent from the tangents of these operands."""
        operator = self.graph.operators[node]
        assert operator is not None
        if operator.kind == "linear":
            return self._linear_tangent(node, operands)
        return sum_of([self.tangent_term(node, operand) for operand in operands], self.graph.shapes[node])

    def _linear_tangent(self, node: int, operands: list[int]) -> Formula:
        """The operation itself, on tangents; what does not vary has tangent 0."""
        operator, graph = self.graph.operators[node], self.graph
        assert operator is not None
        args = []
        for position, arg in enumerate(graph.args[node]):
            if position in operands:
                args.append(self.leaf(arg, TANGENT))
            elif operator.rule(position) is None:
                args.append(self.operand(arg))
            else:
                shape = graph.shapes[arg]
                args.append(tree_of(FORMULAS.broadcast(0, shape=shape)) if shape else literal(0))
        value = self.value(node)
        return Formula(value.op, tuple(args), value.params, shape=value.shape)

    def adjoint_rule(self, node: int, operand: int) -> Formula:
        """What the node's adjoint contributes to the operand's."""
        operator, graph = self.graph.operators[node], self.graph
        assert operator is not None
        upstream = self.leaf(node, ADJOINT)
        if operator.kind == "elementwise":
            partial = self.partial(node, operand)
            product = Formula("mul", (upstream, partial), shape=graph.shapes[node])
            if graph.shapes[node]:
                product = simplified(product)
            return summed(product, graph.shapes[graph.args[node][operand]])
        rule = operator.printed(operand)
        assert rule is not None
        before = () if operator.kind == "linear" else (self._y(node),)
        return tree_of(
            rule(FORMULAS, *before, FORMULAS.operand(upstream), *self._operands(node), **self._params(node, operand))
        )


def sum_of(terms: Sequence[Formula], shape: Shape) -> Formula:
    """Terms added up; a few of them with their minus signs between them."""
    if len(terms) > 3:
        return Formula("add", tuple(terms), shape=shape)
    total = terms[0]
    for term in terms[1:]:
        negative = _without_sign(term)
        total = Formula("sub" if negative else "add", (total, negative or term), shape=shape)
    return total


def times(partial: Formula, tangent: Formula, *, tangent_first: bool) -> Formula:
    """partial * tangent as people write it: 1/x * t is t/x, and a product's first factor stays first."""
    if partial.op == "div" and (sign := _sign(partial.args[0])):
        signed = tangent if sign > 0 else Formula("neg", (tangent,), shape=tangent.shape)
        return Formula("div", (signed, partial.args[1]), shape=tangent.shape)
    shape = broadcast((partial.shape, tangent.shape))
    factors = (tangent, partial) if tangent_first and partial.op == NAME else (partial, tangent)
    return simplified(Formula("mul", factors, shape=shape))


def _sign(formula: Formula) -> int:
    """1 or -1 for these literals, 0 for any other formula."""
    if formula == literal(1):
        return 1
    return -1 if formula == literal(-1) else 0


def _without_sign(formula: Formula) -> Formula | None:
    """The formula without the minus sign that leads its text; None if none does."""
    if formula.op == "neg":
        return formula.args[0]
    if formula.op in ("mul", "div") and (inner := _without_sign(formula.args[0])) is not None:
        return simplified(Formula(formula.op, (inner, formula.args[1]), shape=formula.shape))
    return None


def summed(product: Formula, shape: tuple[int, ...]) -> Formula:
    """The product summed over the axes along which an operand of this shape was repeated."""
    if product.shape == shape:
        return product
    if not shape:
        return tree_of(FORMULAS.sum(FORMULAS.operand(product)))
    added, stretched = broadcast_axes(shape, product.shape)
    total = FORMULAS.operand(product)
    if added:
        total = FORMULAS.sum(total, axis=_axes(added))
    if stretched:
        total = FORMULAS.sum(total, axis=_axes(tuple(axis - len(added) for axis in stretched)), keepdims=1)
    return tree_of(total)


def _axes(axes: tuple[int, ...]) -> int | tuple[int, ...]:
    return axes[0] if len(axes) == 1 else axes
