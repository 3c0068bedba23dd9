"""The Wengert list: append-only parallel lists. A node is its position, so the list is its own topological order."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import LimitError, Span
from ..lang.columns import Columns
from ..limits import LIMITS
from ..records import LITERAL, NAME, Formula, Shape
from ..rules.table import Operator, operator
from .algebra import Algebra, Operand
from .shapes import result_shape, size

NO_PARAMS: Mapping[str, Any] = {}
NO_PLACE = -1


class Params(dict[int, Mapping[str, Any]]):
    """Keyword parameters by node; nodes that have none take no room."""

    def __missing__(self, node: int) -> Mapping[str, Any]:
        return NO_PARAMS


class Graph:
    """A program as parallel lists, one entry per node.

    operators  the row applied, None for an input or a literal
    args       ids of the operands
    params     constant keyword parameters, of the nodes that have any
    shapes     shape of the value
    places     the entry in columns that each comes from, NO_PLACE for none; `spans`, offsets of what has no entry
    varies     1 where it depends on an input; what does not is a constant, and no step of a trace
    names      id to the user's name, for inputs and for what a statement named
    literals   id to (value, text) of literals
    inputs     ids of the inputs, in order
    outputs    (name, id) of the outputs
    """

    __slots__ = (
        "args",
        "columns",
        "inputs",
        "literals",
        "names",
        "operators",
        "outputs",
        "params",
        "places",
        "shapes",
        "spans",
        "varies",
    )

    def __init__(self, columns: Columns | None = None) -> None:
        self.columns = columns
        self.operators: list[Operator | None] = []
        self.args: list[tuple[int, ...]] = []
        self.params = Params()
        self.shapes: list[Shape] = []
        self.places = array("i")
        self.spans: dict[int, Span] = {}
        self.varies = bytearray()
        self.names: dict[int, str] = {}
        self.literals: dict[int, tuple[Any, str]] = {}
        self.inputs: list[int] = []
        self.outputs: list[tuple[str, int]] = []

    def __len__(self) -> int:
        return len(self.operators)

    def span(self, node: int) -> Span | None:
        """Offsets of a node's text in the source, None where it has none."""
        if node in self.spans or self.columns is None or self.places[node] == NO_PLACE:
            return self.spans.get(node)
        return self.columns.span(self.places[node])

    def input(self, name: str, shape: Shape = (), span: Span | None = None) -> int:
        """Append an input and return its id."""
        node = self._append(None, (), NO_PARAMS, shape, NO_PLACE, varies=True)
        if span is not None:
            self.spans[node] = span
        self.names[node] = name
        self.inputs.append(node)
        return node

    def literal(self, value: Any, text: str, shape: Shape = (), place: int = NO_PLACE) -> int:
        """Append a constant, with the text it was written as, and return its id."""
        node = self._append(None, (), NO_PARAMS, shape, place, varies=False)
        self.literals[node] = (value, text)
        return node

    def apply(
        self,
        operator: Operator,
        args: tuple[int, ...],
        params: Mapping[str, Any] = NO_PARAMS,
        place: int = NO_PLACE,
    ) -> int:
        """Append an operation and return its id. Raises ValueError where the operands' shapes do not fit."""
        shapes = self.shapes
        if operator.shape is None and not any(shapes[arg] for arg in args):
            shape: Shape = ()
        else:
            shape = result_shape(operator, [shapes[arg] for arg in args], params)
            check_size(shape)
        varies = self.varies
        return self._append(operator, args, params, shape, place, varies=any(varies[arg] for arg in args))

    def extend(self, operators: Sequence[Operator | None], args: Sequence[tuple[int, ...]]) -> None:
        """Append operations on one or two scalars each, as entries of columns that stand where the nodes do."""
        first = len(self.operators)
        self.operators.extend(operators)
        self.args.extend(args)
        self.shapes.extend([()] * len(args))
        self.places.extend(range(first, first + len(args)))
        varies = self.varies
        if 0 not in varies:
            varies.extend(b"\1" * len(args))
            return
        for operands in args:
            varies.append(varies[operands[0]] or varies[operands[-1]])

    def _append(
        self,
        operator: Operator | None,
        args: tuple[int, ...],
        params: Mapping[str, Any],
        shape: Shape,
        place: int,
        *,
        varies: bool,
    ) -> int:
        node = len(self.operators)
        self.operators.append(operator)
        self.args.append(args)
        if params:
            self.params[node] = params
        self.shapes.append(shape)
        self.places.append(place)
        self.varies.append(varies)
        return node

    def drop_last(self) -> None:
        """Take back the node that was appended last."""
        for column in (self.operators, self.args, self.shapes, self.places, self.varies):
            column.pop()
        self.params.pop(len(self), None)


def check_size(shape: Shape) -> None:
    """Refuse arrays beyond the limits. Raises LimitError."""
    if len(shape) > LIMITS.rank:
        raise LimitError(f"{len(shape)} axes are too many", hint=f"an array has at most {LIMITS.rank}")
    if size(shape) > LIMITS.elements:
        raise LimitError(
            f"an array of shape {list(shape)} is too large",
            hint=f"the limits are {LIMITS.rank} axes and {LIMITS.elements} elements",
        )


class Nodes(Algebra):
    """Graph nodes: a rule run on them appends the derivative to the graph."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    @property
    def pi(self) -> Operand:
        """As an operation: math.pi to the last bit in floats, and pi in any arithmetic that has more digits."""
        return self.apply(operator("mul"), (4, self.apply(operator("atan"), (1,), NO_PARAMS)), NO_PARAMS)

    def operand(self, node: int) -> Operand:
        """A node that rules can calculate with."""
        return Operand(self, node, self.graph.shapes[node])

    def given(self, value: Any) -> Any:
        """A number, or a literal that is an array."""
        if not getattr(value, "shape", ()):
            return float(value)
        return self.operand(self.graph.literal(1.0*value, "slopes", value.shape))

    def moves(self, operand: Any) -> bool:
        """Whether a node varies: what is appended can be swept like the rest of the graph."""
        return isinstance(operand, Operand) and bool(self.graph.varies[operand.handle])

    def id_of(self, operand: Any) -> int:
        """The id of an operand; a number becomes a literal."""
        if isinstance(operand, Operand):
            node: int = operand.handle
            return node
        return self.graph.literal(float(operand), repr(float(operand)))

    def apply(self, operator: Operator, operands: Sequence[Any], params: Mapping[str, Any]) -> Operand:
        """The node of the operator applied to nodes and numbers."""
        args = tuple([self.id_of(operand) for operand in operands])
        given = {**operator.params, **params}
        return self.operand(self.graph.apply(operator, args, given))


def leaf(name: str, shape: Shape = ()) -> Formula:
    """The formula that is just a name."""
    return Formula(NAME, text=name, shape=shape)


__all__ = ["LITERAL", "Graph", "Nodes", "check_size", "leaf"]
