"""The strongest path from every node to an output: one pass back, in the order of the list.

Along an edge between scalars the factor is the local partial. Where arrays are about, it is how much the norm of the
adjoint grows or shrinks along the edge: of what the edge passes on, over that of the consumer's adjoint.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence

from ...limits import LIMITS
from ...records.sensitivity import Chain, Edge
from ..local import differentiable, partial, pull, slope_on_floats
from ..paths import Flow, number
from ..run import Run
from .norms import norm
from .targets import Target

NONE = -1


class Strongest:
    """The strongest path of every node to a target: its first edge.

    consumers, operands, factors  that edge; the consumer is NONE for what has no path, and for the target's own nodes
    Paths are compared by how many of their factors are 0 or undefined, then by the product of the others.
    """

    def __init__(self, run: Run, target: Target) -> None:
        self.run, self.graph, self.target = run, run.graph, target
        size = len(run.graph)
        self.consumers, self.operands = array("i", [NONE])*size, array("i", [0])*size
        self.factors = array("d", [1.0])*size
        self.blocks, self.logs = array("i", [0])*size, array("d", [-math.inf])*size
        for node, weight in target.weights.items():
            if norm(weight):
                self.logs[node] = math.log(norm(weight))
        for node in range(size - 1, -1, -1):
            if self.logs[node] > -math.inf:
                self._pass_on(node)

    def _pass_on(self, node: int) -> None:
        """Offer a path through this node to its operands."""
        for operand, arg in enumerate(self.graph.args[node]):
            if not differentiable(self.graph, node, operand):
                continue
            factor = self.factor(node, operand)
            blocked = factor == 0 or factor != factor
            blocks = self.blocks[node] - blocked
            log = self.logs[node] + (0.0 if blocked else math.log(abs(factor)))
            known = self.logs[arg] > -math.inf
            if not known or (blocks, log) > (self.blocks[arg], self.logs[arg]):
                self.blocks[arg], self.logs[arg] = blocks, log
                self.consumers[arg], self.operands[arg], self.factors[arg] = node, operand, factor

    def is_exact(self, node: int, operand: int) -> bool:
        """Whether an edge has a local partial: between scalars."""
        graph, operator = self.graph, self.graph.operators[node]
        return operator is not None and operator.kind == "elementwise" and not (
            graph.shapes[node] or graph.shapes[graph.args[node][operand]]
        )

    def factor(self, node: int, operand: int) -> float:
        """The factor of an edge."""
        graph, values = self.graph, self.run.values
        assert values is not None
        operator = graph.operators[node]
        assert operator is not None
        if self.is_exact(node, operand):
            if operator.plain:
                return slope_on_floats(operator, operand, values[node], [values[arg] for arg in graph.args[node]])
            return float(partial(graph, values, node, operand))
        upstream = self.target.adjoints[node]
        if upstream is None or not norm(number(upstream)):
            upstream = ones(graph.shapes[node])
        return quotient(norm(number(pull(graph, values, node, operand, upstream)[1])), norm(number(upstream)))

    def chain(self, node: int) -> Chain | None:
        """The path of an input, from the output back; None where there is none, or no edge on it."""
        nodes = [node]
        while self.consumers[nodes[-1]] != NONE:
            nodes.append(self.consumers[nodes[-1]])
        if len(nodes) == 1:
            return None
        back, edges = nodes[-2::-1], []
        product, strength = self.weight(nodes[-1]), 1.0
        for one in back:
            product *= self.factors[one]
            strength *= 1.0 if self.scales(self.consumers[one], self.operands[one]) else abs(self.factors[one])
            edges.append((one, product, strength))
        chosen = range(len(back)) if len(back) <= LIMITS.chain_edges else extremes([self.factors[one] for one in back])
        return Chain(
            name=self.graph.names[node],
            edges=tuple([self.edge(*edges[place]) for place in chosen]),
            length=len(back),
            product=product,
            exponent=-math.inf if self.blocks[node] else self.logs[node]/math.log(10),
            exact=all(self.is_exact(self.consumers[one], self.operands[one]) for one in back),
            strength=strength,
        )

    def scales(self, node: int, operand: int) -> bool:
        """Whether a step only scales an operand by a constant, or sums up and arranges its elements."""
        graph, operator = self.graph, self.graph.operators[node]
        assert operator is not None
        if operator.kind == "linear":
            return True
        others = [arg for place, arg in enumerate(graph.args[node]) if place != operand]
        if operator.name == "div":
            return operand == 0 and not graph.varies[others[0]]
        return operator.name in ("mul", "matmul") and not any(graph.varies[arg] for arg in others)

    def weight(self, node: int) -> float:
        """What a path begins with: the weight of an output, of an array's its norm."""
        weight = self.target.weights[node]
        return norm(weight) if hasattr(weight, "shape") else float(weight)

    def edge(self, node: int, product: float, strength: float) -> Edge:
        """The edge by which a path leaves a node."""
        consumer, operand = self.consumers[node], self.operands[node]
        names = called(self.run, node), called(self.run, consumer)
        return Edge(*names, operand, self.factors[node], product, self.scales(consumer, operand), strength)


def chains(run: Run, target: Target, inputs: Sequence[int]) -> tuple[Chain, ...]:
    """The strongest paths of these inputs."""
    strongest = Strongest(run, target)
    return tuple([chain for node in inputs if (chain := strongest.chain(node)) is not None])


def called(run: Run, node: int) -> str:
    """The name of an input or step; an operation inside a step by its formula."""
    name = run.names.get(node)
    if name is not None or run.folded is None:
        return name or ""
    assert run.values is not None
    return run.folded.caution(run.graph, run.values).named(node)


def extremes(factors: Sequence[float]) -> list[int]:
    """The places of the smallest and of the largest factors, in order; what is undefined counts as small.

    Factors of 1 change nothing: they are left out, but for the last if there are no others.
    """
    telling = [place for place, factor in enumerate(factors) if abs(factor) != 1] or [len(factors) - 1]
    order = sorted(telling, key=lambda at: (factors[at] == factors[at], abs(factors[at]), at))
    return sorted({*order[: LIMITS.chain_ends], *order[-LIMITS.chain_ends :]})


def quotient(a: float, b: float) -> float:
    """a/b of norms."""
    return a/b if b else math.nan


def ones(shape: tuple[int, ...]) -> Flow:
    """A cotangent that weighs all elements alike."""
    if not shape:
        return 1.0
    import numpy as np

    return np.ones(shape)
