"""A straight line of steps for the nodes that are needed, and the buffers that they share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from ...named import Record
from ...records import Shape
from ...rules.table import Operator
from .functions import FLAGGED, PASSING, SUMS, Function, calling, into, name_of
from .lowering import BATCHED, FIXED, INPUT, SUMMED, WHERE, Node, needed

Kind = tuple[Shape, bool]
"""What a buffer holds: one row's shape, and whether it is true or false."""


class Step(Record):
    """One call, laid out for a quick loop.

    arity     how many operands the function takes before the array that it fills; 0 for one that makes its own array,
              called with the number of rows and the operands
    args      registers of the operands; first and second once more, by themselves
    node      the register of the result
    tested    whether the result is to be looked through for nan
    """

    arity: int
    function: Function
    args: tuple[int, ...]
    first: int
    second: int
    node: int
    tested: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """The part of a program that is run on every block. A register is a node's number; some more stand for views.

    inputs     register of every input that is needed, by name
    tested     registers of the inputs that are to be looked through for nan
    constants  registers that are filled from the start
    fixed      registers of what is the same for all rows, filled when that is known
    choices    registers with the conditions among these, as true and false
    slots      register to its buffer and the shape of one row in it, for those whose function fills one and for those
               that are another in a new shape
    places     registers whose function fills an array that the caller brings, with the shape of one row
    buffers    what each buffer holds
    watched    registers with a row for every row, in which a nan sends its row to the careful path
    registers  how many there are
    """

    steps: tuple[Step, ...]
    inputs: Mapping[str, int]
    tested: tuple[int, ...]
    constants: Mapping[int, Any]
    fixed: tuple[int, ...]
    choices: Mapping[int, int]
    slots: Mapping[int, tuple[int, Shape]]
    places: Mapping[int, Shape]
    buffers: tuple[Kind, ...]
    watched: frozenset[int]
    registers: int


def planned(nodes: Sequence[Node], wanted: Sequence[int], in_place: Sequence[int], *, total: bool) -> Plan:
    """The plan that computes the wanted nodes.

    in_place  nodes whose results belong in an array that the caller brings, and in no buffer
    total     whether the rows are added up
    """
    return Planner(nodes, wanted, in_place, total=total).plan()


class Planner:
    """Goes through the nodes that are needed, once backward and once forward."""

    def __init__(self, nodes: Sequence[Node], wanted: Sequence[int], in_place: Sequence[int], *, total: bool) -> None:
        self.total = total
        self.nodes, self.wanted, self.in_place = nodes, wanted, frozenset(in_place)
        self.needed = needed(nodes, wanted)
        self.tested = tested(nodes, self.needed, wanted)
        self.last = last_uses(nodes, self.needed, wanted)
        self.steps: list[Step] = []
        self.constants: dict[int, Any] = {}
        self.choices: dict[int, int] = {}
        self.slots: dict[int, tuple[int, Shape]] = {}
        self.owners: dict[int, int] = {}
        self.buffers: list[Kind] = []
        self.free: dict[tuple[int, bool], list[int]] = {}
        self.registers = len(nodes)

    def plan(self) -> Plan:
        """The steps and their buffers."""
        for node in self.needed:
            found = self.nodes[node]
            if found.function is None:
                self.constants[node] = found.value
            elif found.function != INPUT and is_in_body(self.nodes, node):
                self._add(node, found)
        return Plan(
            steps=tuple(self.steps),
            inputs={self.nodes[node].value: node for node in self.needed if self._is_swept(self.nodes[node])},
            tested=tuple([node for node in self.tested if self.nodes[node].function == INPUT]),
            constants=self.constants,
            fixed=tuple(self._fixed()),
            choices=self.choices,
            slots=self.slots,
            places={node: self.nodes[node].shape for node in self.in_place},
            buffers=tuple(self.buffers),
            watched=frozenset(node for node in self.needed if self._is_watched(self.nodes[node])),
            registers=self.registers,
        )

    def _is_swept(self, node: Node) -> bool:
        return node.function == INPUT and node.level == BATCHED

    def _fixed(self) -> list[int]:
        """What is the same for all rows and is read by what is not, or is wanted itself."""
        read = {arg for node in self.needed if self.nodes[node].level != FIXED for arg in self.nodes[node].args}
        return [
            node for node in self.needed if self.nodes[node].level == FIXED and (node in read or node in self.wanted)
        ]

    def _is_watched(self, node: Node) -> bool:
        return node.level == BATCHED and not node.truth

    def _add(self, node: int, found: Node) -> None:
        """Append the step of a node."""
        if self._is_same(node, found):
            owner = self._owner(found.args[0])
            self.owners[node] = owner
            self.slots[node] = self.slots[owner][0], found.shape
            return
        args = list(found.args)
        if found.level == BATCHED and found.elementwise:
            args = [self._aligned(position, arg, found) for position, arg in enumerate(args)]
        if not found.fills:
            shapes = [self.nodes[arg].shape for arg in found.args]
            self._append(node, tuple(args), calling(found, shapes), calls=True)
            self._release(node, found.args)
            return
        # An operand that is not needed any more may give its buffer to the result, but not the b of a choice, nor the
        # factors of a matrix product: they are read again after the result has been written.
        same: tuple[int, ...] = () if isinstance(found.function, Operator) else found.args
        if found.function == WHERE:
            same = same[1:2]
        kept = [arg for arg in same if self.nodes[arg].shape == found.shape and not self._is_read_otherwise(arg, found)]
        self._release(node, kept)
        if node not in self.in_place:
            self.slots[node] = self._buffer((found.shape, found.truth)), found.shape
        self._release(node, [arg for arg in found.args if arg not in kept])
        self._append(node, tuple(args), into(found, self.nodes, total=self.total))

    def _append(self, node: int, args: tuple[int, ...], function: Function, *, calls: bool = False) -> None:
        arity = 0 if calls else len(args)
        self.steps.append(Step(arity, function, args, args[0], args[-1], node, node in self.tested))

    def _aligned(self, position: int, arg: int, result: Node) -> int:
        """An operand's register: with axes put in behind the rows where it has fewer than the result."""
        node = self.nodes[arg]
        missing = len(result.shape) - len(node.shape)
        if node.level != BATCHED:
            if result.function != WHERE or position:
                return arg
            condition = self._register()
            self.choices[condition] = arg
            return condition
        if not missing:
            return arg
        shape = (1,) * missing + node.shape
        view = self._register()
        self._append(view, (arg,), lambda rows, value: value.reshape(rows, *shape), calls=True)
        return view

    def _register(self) -> int:
        """One more register, for what is no node."""
        self.registers += 1
        return self.registers - 1

    def _is_same(self, node: int, found: Node) -> bool:
        """Whether the node is its operand in a new shape, and can stand in the operand's buffer."""
        reshaped = isinstance(found.function, Operator) and found.function.name == "reshape"
        return reshaped and self._owner(found.args[0]) in self.slots and node not in self.tested | self.in_place

    def _owner(self, node: int) -> int:
        """The node that filled the buffer in which this one stands."""
        return self.owners.get(node, node)

    def _is_read_otherwise(self, arg: int, found: Node) -> bool:
        """Whether another operand stands in the operand's buffer too; of a choice, also the operand itself again."""
        others = [other for other in found.args if self._owner(other) == self._owner(arg)]
        return len(set(others)) > 1 or (found.function == WHERE and len(others) > 1)

    def _release(self, node: int, args: Sequence[int]) -> None:
        """Give back the buffers of operands that are used for the last time."""
        for owner in dict.fromkeys(map(self._owner, args)):
            if self.last[owner] == node and owner in self.slots:
                slot, shape = self.slots[owner]
                self.free.setdefault((prod(shape), self.nodes[owner].truth), []).append(slot)

    def _buffer(self, kind: Kind) -> int:
        """A buffer of this kind: a free one, or a new one."""
        shape, truth = kind
        if free := self.free.get((prod(shape), truth)):
            return free.pop()
        self.buffers.append(kind)
        return len(self.buffers) - 1


def tested(nodes: Sequence[Node], needed: Sequence[int], wanted: Sequence[int]) -> frozenset[int]:
    """The nodes to look through for nan, so that none gets lost: sums and scalar results, where most of them end up.

    Whatever may be nan without the processor's flag, an input or the result of a function that is not FLAGGED, has
    to reach one of these through functions that pass a nan on; else it is looked through itself.
    """
    chosen = {node for node in wanted if nodes[node].level == SUMMED}
    chosen |= {node for node in wanted[:1] if nodes[node].level == BATCHED and nodes[node].function is not None}
    reaching: set[int] = set(chosen)
    for node in reversed(needed):
        if nodes[node].level == BATCHED and node not in reaching and name_of(nodes[node]) not in FLAGGED:
            chosen.add(node)
            reaching.add(node)
        if node in reaching and name_of(nodes[node]) in PASSING:
            reaching.update(nodes[node].args)
    return frozenset(chosen)


def is_in_body(nodes: Sequence[Node], node: int) -> bool:
    """Whether a node is computed on every block: what varies from row to row, and the sums over it."""
    found = nodes[node]
    if found.level == SUMMED:
        return isinstance(found.function, str) and found.function in SUMS
    return found.level == BATCHED


def last_uses(nodes: Sequence[Node], needed: Sequence[int], wanted: Sequence[int]) -> dict[int, int]:
    """For every node the last one that reads it. What is wanted is never given back."""
    last = dict.fromkeys(needed, -1)
    last.update(dict.fromkeys(wanted, len(nodes)))
    for node in reversed(needed):
        found = nodes[node]
        # What a call returns may be a view of its operands: they stay as long as it does.
        until = node if isinstance(found.function, str) or found.fills else max(node, last[node])
        for arg in found.args:
            last[arg] = max(last[arg], until)
    return last
