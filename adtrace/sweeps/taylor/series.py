"""Truncated power series as operands: a rule of the table that is run on them gives the series of a slope.

There is no second set of rules. Where y = f(x), y'(t) is the sum over the operands of slope(t) * x'(t), so that

    y_k = 1/k * sum over j = 1 ... k of j * x_j * slope_(k-j),

and the slope is the row's own rule, run on series: it needs y, and whatever other rows it is made of, to order k - 1
only. Sums, products and quotients of coefficients are all that is known besides; a linear row is applied to each
coefficient, a product to all pairs of them, and a general row goes through its JVP, run on the series of x'.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ...errors import LimitError
from ...graph.algebra import Algebra, Operand
from ...graph.graph import Graph
from ...graph.shapes import result_shape, size
from ...limits import LIMITS
from ...records import Shape
from ...rules.table import Operator, operator
from .arithmetic import Digits, Floats
from .branches import branch
from .recurrences import coefficient, degree_of, needed

RATE = "rate"
"""In place of an operator: x'(t), whose coefficients are those of x, shifted."""

NO_PARAMS: Mapping[str, Any] = {}
NO_COEFFICIENTS: Mapping[int, Any] = {}


class Series(Algebra):
    """Nodes of a graph as power series in t, and behind them those that rules ask for.

    operators, args, params, shapes  as in a graph
    known    the coefficients so far, from order 0 on
    degrees  the order beyond which there are none but zeros: 0 for a constant, infinite where that is not known
    slopes   of an elementwise node, its operands that vary, each with the node of the slope; made when first needed
    flows    of a general node, the node of its derivative by t
    owners   the node of the graph in whose rule a node stands
    first    coefficients of order 1 that are known to begin with, by node
    paths    arrays that only some elements of a node of the graph have a path in
    """

    def __init__(self, graph: Graph, arithmetic: Floats | Digits, first: Mapping[int, Any] = NO_COEFFICIENTS) -> None:
        self.arithmetic, self.first = arithmetic, first
        self.size = len(graph)
        self.operators: list[Operator | str | None] = list(graph.operators)
        self.args, self.shapes = graph.args[:], graph.shapes[:]
        self.params = dict(graph.params)
        self.known: list[list[Any]] = [[] for _ in range(self.size)]
        self.degrees: list[float] = [0]*self.size
        self.slopes: dict[int, list[tuple[int, int, int]]] = {}
        self.flows: dict[int, int] = {}
        self.owners: list[int] = []
        self.owner = self.numbers = 0
        self.paths: dict[int, Any] = {}
        self._literals: dict[tuple[float, float], int] = {}
        self._made: dict[tuple[Any, ...], int] = {}

    # What rules are run on

    @property
    def pi(self) -> Operand:
        """As an operation: with as many digits as the coefficients have."""
        found: Operand = self.apply(operator("mul"), (4, self.apply(operator("atan"), (1,), NO_PARAMS)), NO_PARAMS)
        return found

    def apply(self, operator: Operator, operands: Sequence[Any], params: Mapping[str, Any]) -> Any:
        """The operator's result as a series; of `where`, the branch that is taken."""
        if operator.name == "where" and (chosen := branch(self, *operands)) is not None:
            return chosen
        args = tuple(map(self.node_of, operands))
        given = {**operator.params, **params}
        key = (operator.name, args, repr(given) if given else "")
        if key not in self._made:
            shape = result_shape(operator, [self.shapes[arg] for arg in args], given)
            self._made[key] = self._appended(operator, args, given, shape)
        return self.operand(self._made[key])

    def operand(self, node: int) -> Operand:
        """A node that rules can calculate with."""
        return Operand(self, node, self.shapes[node])

    def node_of(self, operand: Any) -> int:
        """The node of an operand; a number, or an array, becomes a constant."""
        if isinstance(operand, Operand):
            node: int = operand.handle
            return node
        if getattr(operand, "shape", ()):
            return self._literal(operand, operand.shape)
        number = float(operand)
        key = (number, math.copysign(1.0, number))
        if number != number:
            return self._literal(number, ())
        if key not in self._literals:
            self._literals[key] = self._literal(number, ())
        return self._literals[key]

    def given(self, value: Any) -> Any:
        """A number, or an array as a constant."""
        return self.operand(self.node_of(1.0*value)) if getattr(value, "shape", ()) else float(value)

    def rate(self, node: int) -> Operand:
        """The series of x'(t)."""
        key = (RATE, node)
        if key not in self._made:
            self._made[key] = self._appended(RATE, (node,), NO_PARAMS, self.shapes[node])
        return self.operand(self._made[key])

    def _literal(self, value: Any, shape: Shape) -> int:
        node = self._appended(None, (), NO_PARAMS, shape)
        self.known[node].append(self.arithmetic.number(value))
        return node

    def _appended(self, row: Operator | str | None, args: tuple[int, ...], given: Any, shape: Shape) -> int:
        node = len(self.operators)
        self.operators.append(row)
        self.args.append(args)
        self.shapes.append(shape)
        if given:
            self.params[node] = given
        self.known.append([])
        self.degrees.append(0)
        self.degrees[node] = degree_of(self, node)
        self.owners.append(self.owner)
        return node

    # Coefficients

    def begin(self, node: int, coefficients: Sequence[Any]) -> None:
        """Give an input, or a constant, its coefficients."""
        self.known[node] = [self.arithmetic.number(one) for one in coefficients]
        self.degrees[node] = len(coefficients) - 1

    def fill(self, node: int, order: int) -> None:
        """Compute the coefficients of a node up to an order, and of others as far as it takes.

        On a stack of its own: a slope may ask for another row's slope, and so on, as often as there are orders.
        """
        known, degrees = self.known, self.degrees
        stack = [(node, order)]
        while stack:
            place, wanted = stack[-1]
            mine = known[place]
            if len(mine) > min(wanted, degrees[place]):
                stack.pop()
                continue
            k = len(mine)
            missing = [
                (other, least) for other, least in needed(self, place, k)
                if len(known[other]) <= min(least, degrees[other])
            ]
            if missing:
                stack.extend(missing)
            elif k <= degrees[place]:
                self._count(place)
                mine.append(coefficient(self, place, k))

    def _count(self, node: int) -> None:
        """One more coefficient of a node. Raises LimitError for too many numbers."""
        self.numbers += size(self.shapes[node])
        if self.numbers > LIMITS.taylor_numbers:
            raise LimitError(
                "the series of this step, and of the slopes that they need, have too many numbers",
                hint=f"a lower --order takes fewer; the limit is {LIMITS.taylor_numbers}",
            )

    def leading(self, node: int) -> Any:
        """The coefficient of order 0."""
        if not self.known[node]:
            self.fill(node, 0)
        return self.known[node][0]

    # What rules give

    def slopes_of(self, node: int) -> list[tuple[int, int, int]]:
        """Of an elementwise node: (operand's position, its node, the node of the slope), for those that vary."""
        if node not in self.slopes:
            row, args = self.operators[node], self.args[node]
            assert isinstance(row, Operator)
            self.owner = node if node < self.size else self.owners[node - self.size]
            operands, found = [self.operand(arg) for arg in args], []
            for place, arg in enumerate(args):
                rule = row.rule(place)
                if self.degrees[arg] and rule is not None:
                    which = {"operand": place} if row.variadic else {}
                    found.append((place, arg, self.node_of(rule(self, self.operand(node), *operands, **which))))
            self.slopes[node] = found
            ends = [self.degrees[arg] + self.degrees[slope] for _, arg, slope in found]
            self.degrees[node] = min(self.degrees[node], max(ends, default=0))
        return self.slopes[node]

    def flow_of(self, node: int) -> int:
        """Of a general node: the node of its derivative by t, the sum of the JVPs on the operands' derivatives."""
        if node not in self.flows:
            row, args = self.operators[node], self.args[node]
            assert isinstance(row, Operator)
            self.owner = node if node < self.size else self.owners[node - self.size]
            operands, terms = [self.operand(arg) for arg in args], []
            for place, arg in enumerate(args):
                jvp = row.jvp(place)
                if self.degrees[arg] and jvp is not None:
                    given = {**self.params.get(node, NO_PARAMS), **({"operand": place} if row.variadic else {})}
                    terms.append(jvp(self, self.operand(node), self.rate(arg), *operands, **given))
            self.flows[node] = self.node_of(self._added(row, terms))
        return self.flows[node]

    def _added(self, row: Operator, terms: list[Any]) -> Any:
        """The sum of a general row's JVPs. Those that are the row itself, with one operand exchanged, become one:
        where two of them would each ask for two more at every order, that one asks for one.
        """
        signed = [self._unsigned(term) for term in terms]
        nodes = [node for node, _ in signed]
        differing = [
            place for place in range(len(self.args[nodes[0]])) if len({self.args[node][place] for node in nodes}) > 1
        ] if len(nodes) > 1 and all(self.operators[node] is row for node in nodes) else []
        if len(differing) == 1:
            operands = [self.operand(arg) for arg in self.args[nodes[0]]]
            place = differing[0]
            parts = [(self.operand(self.args[node][place]), sign) for node, sign in signed]
            operands[place] = total([-part if sign < 0 else part for part, sign in parts])
            return self.apply(row, operands, self.params.get(nodes[0], NO_PARAMS))
        return total(terms)

    def _unsigned(self, term: Any) -> tuple[int, int]:
        """A node without its signs, and the sign."""
        node, sign = self.node_of(term), 1
        while self.operators[node] is operator("neg"):
            node, sign = self.args[node][0], -sign
        return node, sign


def total(terms: Sequence[Any]) -> Any:
    """The sum."""
    found = terms[0]
    for term in terms[1:]:
        found = found + term
    return found

