"""The formulas of steps that hold several operations: their value as the user wrote it, and their worked derivative."""

from __future__ import annotations

from collections.abc import Mapping

from ...graph.formulas import GraphFormulas, summed, times
from ...graph.graph import Graph
from ...graph.symbols import FORMULAS, literal, tree_of
from ...records import ADJOINT, CALLED, TANGENT, Formula
from ..local import differentiable
from .folding import Fold, Folding
from .names import FoldedNames
from .products import ONE, product, total

KEPT = 1_000
"""Folds whose formulas are kept: a step's are asked for one after the other."""


class FoldedFormulas(GraphFormulas):
    """Makes the formulas of a graph of which some operations are folded."""

    def __init__(self, graph: Graph, names: FoldedNames | Mapping[int, str], folding: Folding) -> None:
        super().__init__(graph, names)
        self.folding, self.folds = folding, folding.folds
        self.written: dict[int, dict[int, Formula]] = {}

    # Values

    def operand(self, node: int) -> Formula:
        """A node inside its consumer: its name, a constant, or the formula of what is inside a step."""
        return self.inner(node) if self.folding.is_inner(node) else super().operand(node)

    def value(self, node: int) -> Formula:
        """A step's formula on its operands."""
        return self.inner(node) if node in self.folds else super().value(node)

    def inner(self, node: int) -> Formula:
        """The formula of an operation of a fold."""
        head = self.folding.owners[node]
        if head not in self.written:
            if len(self.written) >= KEPT:
                self.written.pop(next(iter(self.written)))
            trees = self.written[head] = {}
            for each in self.folds[head].nodes:
                trees[each] = self.applied(each)
        return self.written[head][node]

    def applied(self, node: int) -> Formula:
        """An operation on its operands, or the call that it is the value of."""
        call = self.folding.call_at(node)
        if call is None:
            return super().value(node)
        args = tuple([self.operand(arg) for arg in call.args])
        return Formula(call.name + CALLED, args, shape=self.graph.shapes[node])

    # Rules

    def is_scalar(self, node: int) -> bool:
        """Whether a step's rule is a product with its local partial: everything in it is a scalar."""
        fold, shapes = self.folds[node], self.graph.shapes
        return not any(shapes[each] for each in (*fold.nodes, *fold.operands))

    def partial(self, node: int, operand: int) -> Formula:
        """The local partial, worked as one formula."""
        if node not in self.folds:
            return super().partial(node, operand)
        return self.pulled(self.folds[node], operand, ONE)

    def adjoint_rule(self, node: int, operand: int) -> Formula:
        """What the step's adjoint contributes to the operand's."""
        if node not in self.folds:
            return super().adjoint_rule(node, operand)
        upstream = self.leaf(node, ADJOINT)
        if self.is_scalar(node):
            return Formula("mul", (upstream, self.partial(node, operand)))
        return self.pulled(self.folds[node], operand, upstream)

    def tangent_rule(self, node: int, operands: list[int]) -> Formula:
        """A step's tangent from the tangents of these operands."""
        if node not in self.folds:
            return super().tangent_rule(node, operands)
        fold = self.folds[node]
        if not self.is_scalar(node):
            return self.pushed(fold, operands)
        tangents = [self.leaf(fold.operands[one], TANGENT) for one in operands]
        partials = [self.partial(node, one) for one in operands]
        terms = [times(slope, tangent, tangent_first=False) for slope, tangent in zip(partials, tangents, strict=True)]
        found = terms[0]
        for term in terms[1:]:
            found = total(found, term, ())
        return found

    def pulled(self, fold: Fold, operand: int, upstream: Formula) -> Formula:
        """What reaches an operand of this adjoint of the head: the rules inside, run on formulas."""
        graph, wanted = self.graph, fold.operands[operand]
        adjoints = {fold.head: upstream}
        for node in reversed(fold.nodes):
            if node not in adjoints:
                continue
            for place, arg in enumerate(graph.args[node]):
                if differentiable(graph, node, place) and (arg == wanted or self.folding.owners[arg] == fold.head):
                    term = self.contribution(fold, node, place, adjoints[node])
                    adjoints[arg] = total(adjoints[arg], term, graph.shapes[arg]) if arg in adjoints else term
        return adjoints.get(wanted, literal(0))

    def contribution(self, fold: Fold, node: int, place: int, upstream: Formula) -> Formula:
        """What the adjoint of an operation inside a fold gives to one of its operands."""
        graph, operator = self.graph, self.graph.operators[node]
        assert operator is not None
        shape = graph.shapes[graph.args[node][place]]
        if operator.kind == "elementwise":
            return summed(self.spread(product(upstream, self.slope(fold, node, place)), node), shape)
        rule = operator.printed(place)
        assert rule is not None
        before = () if operator.kind == "linear" else (self.result(fold, node),)
        adjoint = FORMULAS.operand(self.spread(upstream, node))
        return tidied(
            tree_of(rule(FORMULAS, *before, adjoint, *self._operands(node), **self._params(node, place)))
        )

    def slope(self, fold: Fold, node: int, place: int) -> Formula:
        """The local partial of an elementwise operation inside a fold."""
        operator = self.graph.operators[node]
        assert operator is not None
        rule = operator.printed(place)
        assert rule is not None
        which = {"operand": place} if operator.variadic else {}
        return tree_of(rule(FORMULAS, self.result(fold, node), *self._operands(node), **which))

    def result(self, fold: Fold, node: int) -> object:
        """The value of an operation inside a fold, for a rule: the step's name for the head, else its formula."""
        return FORMULAS.operand(self.leaf(node) if node == fold.head else self.inner(node))

    def spread(self, tree: Formula, node: int) -> Formula:
        """A formula repeated to the shape of a node."""
        shape = self.graph.shapes[node]
        return tree if tree.shape == shape else tree_of(FORMULAS.broadcast(FORMULAS.operand(tree), shape=shape))

    def pushed(self, fold: Fold, operands: list[int]) -> Formula:
        """The tangent of the head from those of these operands: the rules inside, run on formulas."""
        graph = self.graph
        tangents = {fold.operands[one]: self.leaf(fold.operands[one], TANGENT) for one in operands}
        for node in fold.nodes:
            args = enumerate(graph.args[node])
            places = [place for place, arg in args if arg in tangents and differentiable(graph, node, place)]
            operator = graph.operators[node]
            assert operator is not None
            if not places:
                continue
            if operator.kind == "linear":
                tangents[node] = self.through(node, places, tangents)
                continue
            found = literal(0)
            for place in places:
                term = self.term(fold, node, place, tangents[graph.args[node][place]])
                found = total(found, term, graph.shapes[node])
            tangents[node] = self.spread(found, node)
        return tangents.get(fold.head, literal(0))

    def term(self, fold: Fold, node: int, place: int, tangent: Formula) -> Formula:
        """What an operand's tangent contributes to the tangent of an operation inside a fold."""
        operator = self.graph.operators[node]
        assert operator is not None
        if operator.kind == "elementwise":
            return product(self.slope(fold, node, place), tangent)
        jvp = operator.printed_jvp(place)
        assert jvp is not None
        return tidied(
            tree_of(
                jvp(
                    FORMULAS, self.result(fold, node), FORMULAS.operand(tangent), *self._operands(node),
                    **self._params(node, place),
                )
            )
        )

    def through(self, node: int, places: list[int], tangents: dict[int, Formula]) -> Formula:
        """A linear operation on tangents; what has none has tangent 0."""
        graph, operator = self.graph, self.graph.operators[node]
        assert operator is not None
        args = []
        for place, arg in enumerate(graph.args[node]):
            if place in places:
                args.append(tangents[arg])
            elif operator.rule(place) is None:
                args.append(self.operand(arg))
            else:
                args.append(self.spread(literal(0), arg))
        value = super().value(node)
        return Formula(value.op, tuple(args), value.params, shape=value.shape)


def tidied(tree: Formula) -> Formula:
    """A formula whose outermost products are one product."""
    return product(tree) if tree.op in ("mul", "div", "neg") else tree


