"""A derivation as a hand works it: every number, what it is computed from, and how."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, reduce
from typing import Any

from ...graph.numbers import compute
from ...named import Record
from ...records.worked import ADJOINT, INCREMENT, PARTIAL, TANGENT, VALUE
from ...sweeps.evaluate import quiet
from ...sweeps.forward import forward
from ...sweeps.local import differentiable, partial, pull, push
from ...sweeps.paths import Flow, add, gathered, scaled, spread
from ...sweeps.reverse import reverse
from ...sweeps.run import Run
from ...sweeps.seeds import Seeding
from ...sweeps.uses import Uses


class Key(Record):
    """One number of a derivation.

    kind      VALUE, TANGENT or ADJOINT of a node, PARTIAL or INCREMENT of one of its uses
    node      the node; `consumer` and `operand`, the use; ALL for the partial of all its uses in the consumer together
    sweep     the label of the sweep that a tangent, an adjoint or an increment belongs to, else ""
    """

    kind: str
    node: int
    consumer: int = -1
    operand: int = 0
    sweep: str = ""


ALL = -1
"""Every position of a node among the operands of its consumer: d(x*x)/dx is 2x, and each use has the partial x."""

Known = Callable[[Key], Flow]
"""Looks up the number that is worked with."""


class Derivation:
    """The numbers of one run, in any number of sweeps. The steps of the sweeps work them out, one at a time.

    directions  the seeds of its forward sweeps, `cotangents`, those of its reverse sweeps; labels are unique
    """

    def __init__(self, run: Run, directions: Iterable[Seeding], cotangents: Iterable[Seeding]) -> None:
        assert run.values is not None
        self.run, self.graph, self.values = run, run.graph, run.values
        self.seeds: dict[tuple[str, str], Mapping[int, Flow]] = {}
        self.swept: dict[tuple[str, str], list[Flow]] = {}
        self._known_needs: dict[Key, tuple[Key, ...]] = {}
        for kind, sweep, seedings in ((TANGENT, forward, directions), (ADJOINT, reverse, cotangents)):
            for seeding in seedings:
                seeds = seeding.flows()
                self.seeds[kind, seeding.label] = seeds
                with quiet(self.graph):
                    self.swept[kind, seeding.label] = sweep(self.graph, self.values, seeds)

    @cached_property
    def uses(self) -> Uses:
        """The uses of every node."""
        return Uses(self.graph)

    @cached_property
    def kinks(self) -> dict[int, tuple[float, float]]:
        """The one-sided slopes of steps that are at a kink, of scalars."""
        with quiet(self.graph):
            warnings = self.run.warnings()
        found = [(self.run.names.node(one.node), one.interval) for one in warnings if one.interval is not None]
        return {node: ends for node, ends in found if node is not None and not self.graph.shapes[node]}

    def sweeps(self, kind: str) -> list[str]:
        """The labels of the sweeps that have tangents, or adjoints."""
        return [label for known, label in self.swept if known == kind]

    def true(self, key: Key) -> Flow:
        """The right number, in full precision."""
        if key.kind == VALUE:
            return self.values[key.node]
        if key.kind in (TANGENT, ADJOINT):
            return self.swept[key.kind, key.sweep][key.node]
        return self.work(key, self.true)

    def needs(self, key: Key) -> tuple[Key, ...]:
        """The numbers that this one is worked out from."""
        if key not in self._known_needs:
            self._known_needs[key] = tuple(dict.fromkeys(self._needs(key)))
        return self._known_needs[key]

    def is_elementwise(self, key: Key) -> bool:
        """Whether each of its elements depends on one element of every number that it needs."""
        graph, kind = self.graph, key.kind
        operator = graph.operators[key.node if kind in (VALUE, TANGENT) else key.consumer]
        if kind in (ADJOINT, PARTIAL) or operator is None:
            return True
        same = kind != INCREMENT or graph.shapes[key.node] == graph.shapes[key.consumer]
        return operator.kind == "elementwise" and same

    def shape(self, key: Key) -> tuple[int, ...]:
        """Its shape."""
        return self.graph.shapes[key.consumer if key.kind == PARTIAL else key.node]

    def _needs(self, key: Key) -> Iterator[Key]:
        graph, (kind, node, consumer, operand, sweep) = self.graph, key
        if kind == VALUE:
            yield from self._values(graph.args[node])
        elif kind == ADJOINT:
            for use in self.paths(node, sweep):
                yield Key(INCREMENT, node, *use, sweep)
        elif kind == TANGENT:
            for position in self.moved(node, sweep):
                arg = graph.args[node][position]
                yield Key(TANGENT, arg, sweep=sweep)
                yield from self._slope(arg, node, position)
        elif kind == INCREMENT:
            yield Key(ADJOINT, consumer, sweep=sweep)
            yield from self._slope(node, consumer, operand)
        elif operand == ALL:
            yield from self.partials(key)
        else:
            yield from self._values([*graph.args[consumer], consumer])

    def partials(self, key: Key) -> list[Key]:
        """The partials of all uses of a node in one consumer."""
        args = enumerate(self.graph.args[key.consumer])
        places = [place for place, arg in args if arg == key.node and differentiable(self.graph, key.consumer, place)]
        return [key._replace(operand=place) for place in places]

    def _slope(self, node: int, consumer: int, operand: int) -> Iterator[Key]:
        """What a use multiplies by: its partial, or the values that the rule of its row takes."""
        operator = self.graph.operators[consumer]
        assert operator is not None
        if operator.kind == "elementwise":
            yield Key(PARTIAL, node, consumer, operand)
        else:
            yield from self._values([*self.graph.args[consumer], consumer])

    def _values(self, nodes: Iterable[int]) -> Iterator[Key]:
        return (Key(VALUE, node) for node in nodes if self.graph.varies[node])

    def paths(self, node: int, sweep: str) -> list[tuple[int, int]]:
        """(consumer, operand) of the uses through which something flows back to the node."""
        adjoints = self.swept[ADJOINT, sweep]
        return [use for use in self.uses.of(node) if adjoints[use[0]] is not None and differentiable(self.graph, *use)]

    def moved(self, node: int, sweep: str) -> list[int]:
        """The operands of a node through which a tangent comes."""
        tangents = self.swept[TANGENT, sweep]
        return [
            operand
            for operand, arg in enumerate(self.graph.args[node])
            if tangents[arg] is not None and differentiable(self.graph, node, operand)
        ]

    def forms(self, key: Key) -> tuple[bool, ...]:
        """The ways to work it out: False, by the rule of its row; True, by the rule as people write it."""
        operator = self.graph.operators[key.consumer] if key.kind == PARTIAL and key.operand != ALL else None
        if operator is None or operator.printed(key.operand) is operator.rule(key.operand):
            return (False,)
        return False, True

    def work(self, key: Key, known: Known, *, textbook: bool = False) -> Flow:
        """The number, worked out from those that it needs as `known` has them."""
        graph, node, consumer = self.graph, key.node, key.consumer
        if key.kind == VALUE:
            operator = graph.operators[node]
            if operator is None:
                return self.values[node]
            operands = [self._value(arg, known) for arg in graph.args[node]]
            return compute(operator, operands, graph.params[node], graph.shapes[node])
        if key.kind == PARTIAL:
            if key.operand == ALL:
                return reduce(add, [known(each) for each in self.partials(key)])
            with quiet(graph):
                return partial(graph, self._around(consumer, known), consumer, key.operand, textbook=textbook)
        if key.kind == ADJOINT:
            total = self.seeds[ADJOINT, key.sweep].get(node)
            for increment in self.needs(key):
                total = add(total, known(increment))
            return total
        if key.kind == INCREMENT:
            return self._increment(key, known)
        total = self.seeds[TANGENT, key.sweep].get(node)
        for operand in self.moved(node, key.sweep):
            total = add(total, self.tangent_term(node, operand, key.sweep, known))
        return total

    def _increment(self, key: Key, known: Known) -> Flow:
        """What one use gives to a node's adjoint."""
        graph, consumer, shapes = self.graph, key.consumer, self.graph.shapes
        operator, upstream = graph.operators[consumer], known(Key(ADJOINT, consumer, sweep=key.sweep))
        assert operator is not None
        if upstream is None:
            return None
        with quiet(graph):
            if operator.kind == "elementwise":
                slope = known(Key(PARTIAL, key.node, consumer, key.operand))
                product = spread(scaled(upstream, slope, operator.selects), shapes[consumer])
                return gathered(product, shapes[key.node])
            around = self._around(consumer, known)
            return pull(graph, around, consumer, key.operand, upstream)[1]

    def tangent_term(self, node: int, operand: int, sweep: str, known: Known) -> Flow:
        """What one operand gives to a node's tangent."""
        graph, arg = self.graph, self.graph.args[node][operand]
        operator, tangent = graph.operators[node], known(Key(TANGENT, arg, sweep=sweep))
        assert operator is not None
        if tangent is None:
            return None
        with quiet(graph):
            if operator.kind == "elementwise":
                slope = known(Key(PARTIAL, arg, node, operand))
                return spread(scaled(tangent, slope, operator.selects), graph.shapes[node])
            return push(graph, self._around(node, known), node, operand, tangent)

    def _value(self, node: int, known: Known) -> Any:
        return known(Key(VALUE, node)) if self.graph.varies[node] else self.values[node]

    def _around(self, node: int, known: Known) -> dict[int, Any]:
        """The values that the rule of a node may take: its own, and those of its operands."""
        return {each: self._value(each, known) for each in (node, *self.graph.args[node])}
