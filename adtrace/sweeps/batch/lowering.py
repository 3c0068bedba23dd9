"""A program written out in NumPy's own functions: the algebra that rows are run on to get there.

Every row is asked for its value: one that is a NumPy function is that function, one that is written in other rows
(sigmoid, softplus) is written out. What depends on no row is computed at once, equal nodes are one node.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...graph.algebra import Algebra, Operand
from ...graph.numbers import compute
from ...graph.shapes import broadcast, result_shape
from ...records import Shape
from ...rules.table import Operator

CONSTANT, FIXED, BATCHED, SUMMED = range(4)
"""Levels: known from the text; the same for all rows; different from row to row; known when all rows are added up."""

INPUT, WHERE, AS_FLOAT = "input", "where", "as_float"
"""Functions that are not NumPy's: an input, a choice, and 1.0 or 0.0 for what is true or false."""

COUNTED, TOTAL, TOTAL_PRODUCT, TOTAL_OUTER, TOTAL_MATMUL = (
    "counted",
    "total",
    "total_product",
    "total_outer",
    "total_matmul",
)
"""Sums over the rows: of a constant, of a node, and of products that are added up as they are made."""

COMPARISONS = frozenset(("less", "less_equal", "greater", "greater_equal", "equal", "not_equal"))
LOGICAL = frozenset(("logical_and", "logical_not"))
TRUTHS = COMPARISONS | LOGICAL
"""Functions whose result is true or false."""

SPELLED = {
    "abs": "absolute", "acos": "arccos", "acosh": "arccosh", "asin": "arcsin", "asinh": "arcsinh", "atan": "arctan",
    "atan2": "arctan2", "atanh": "arctanh", "mod": "remainder", "pow": "power",
}  # fmt: skip
"""NumPy's other names for some functions, and the one used here."""

COMMUTATIVE = frozenset(("add", "multiply", "maximum", "minimum", "equal", "not_equal", "logical_and", "hypot"))
"""Functions whose operands may change places without a bit of the result changing."""


@dataclass(frozen=True, slots=True)
class Node:
    """One operation.

    function  NumPy's name ("exp"), SciPy's ("scipy.special.erf"), one of those above, a row that is run whole, or None
              for a constant
    shape     the shape of one row's value
    value     a constant's float or float64 array; an input's name
    """

    function: str | Operator | None
    args: tuple[int, ...]
    params: Mapping[str, Any]
    shape: Shape
    level: int
    value: Any = None

    @property
    def truth(self) -> bool:
        """Whether the value is true or false, not a float."""
        return isinstance(self.function, str) and self.function in TRUTHS and self.level == BATCHED

    @property
    def elementwise(self) -> bool:
        """Whether the function is taken element by element, of operands that broadcast."""
        return self.function.kind == "elementwise" if isinstance(self.function, Operator) else self.function is not None

    @property
    def fills(self) -> bool:
        """Whether the function puts its result into an array that it is given: NumPy's own, and matrix products."""
        if isinstance(self.function, Operator):
            return self.function.name == "matmul" and self.level == BATCHED
        return self.level == BATCHED and self.function is not None and self.function != INPUT


class NotWritten(Exception):
    """A row's function for arrays needs more than NumPy's elementwise functions."""


class Lowering(Algebra):
    """Nodes under construction; rules and value rules are run on their operands."""

    def __init__(
        self,
        simplified: Callable[[Lowering, str, tuple[int, ...]], int | None],
        written: Callable[[Lowering, str, Operand, Mapping[str, Any]], Operand | None],
    ) -> None:
        self.nodes: list[Node] = []
        self.seen: dict[Any, int] = {}
        self.simplified = simplified
        """Returns the node of an operation that needs none of its own (x*1), else None."""
        self.written = written
        """Returns what a row of one array comes to in parts that others share, else None."""

    # Leaves

    def operand(self, node: int) -> Operand:
        """A node that rules can calculate with."""
        return Operand(self, node, self.nodes[node].shape)

    def id_of(self, operand: Any) -> int:
        """The node of an operand; a number becomes a constant."""
        if isinstance(operand, Operand):
            node: int = operand.handle
            return node
        return self.constant(float(operand))

    def constant(self, value: Any) -> int:
        """The node of a float or float64 array."""
        shape = getattr(value, "shape", ())
        key = (None, shape, value.tobytes() if shape else value.hex())
        return self._once(key, Node(None, (), {}, shape, CONSTANT, value))

    def input(self, name: str, shape: Shape, level: int) -> int:
        """The node of an input, BATCHED or FIXED."""
        return self._once((INPUT, name), Node(INPUT, (), {}, shape, level, name))

    def number(self, node: int) -> float | None:
        """The number that a constant is, or repeats in every element; None for any other node."""
        value = self.nodes[node].value if self.nodes[node].function is None else None
        if value is None or not hasattr(value, "shape"):
            return value
        first = float(value.flat[0])
        return first if (value == first).all() else None

    # Operations

    def apply(self, operator: Operator, operands: Sequence[Any], params: Mapping[str, Any]) -> Operand:
        """The operator's value, in NumPy's functions. Raises ValueError where a constant index is out of range."""
        args = tuple([self.id_of(operand) for operand in operands])
        given = {**operator.params, **params}
        if operator.name in ("sum", "mean") and not self.nodes[args[0]].shape:
            return self.operand(args[0])
        if all(self.nodes[arg].level == CONSTANT for arg in args):
            shape = result_shape(operator, [self.nodes[arg].shape for arg in args], given)
            return self.operand(self.constant(compute(operator, [self.nodes[arg].value for arg in args], given, shape)))
        if operator.kind == "elementwise":
            return self.operand(self._elementwise(operator, args))
        shared = self.written(self, operator.name, self.operand(args[0]), given) if len(args) == 1 else None
        return self.operand(self.append(operator, args, given)) if shared is None else shared

    def _elementwise(self, operator: Operator, args: tuple[int, ...]) -> int:
        """The value of an elementwise row: its NumPy function, or what its rule makes of these operands."""
        operands = [self.operand(arg) for arg in args]
        if operator.array is None:
            assert operator.value is not None, operator.name
            return self.id_of(operator.value(self, *operands))
        if isinstance(operator.array, str):
            return self.emit(operator.array, args)
        try:
            return self.id_of(operator.array(Recorder(self), *operands))
        except NotWritten:
            return self.append(operator, args, {})

    def emit(self, function: str, args: tuple[int, ...]) -> int:
        """The node of a NumPy function of nodes."""
        function = SPELLED.get(function, function)
        if all(self.nodes[arg].level == CONSTANT for arg in args):
            return self.constant(folded(function, [self.nodes[arg].value for arg in args]))
        simpler = self.simplified(self, function, args)
        return self.append(function, args, {}) if simpler is None else simpler

    def append(self, function: str | Operator, args: tuple[int, ...], params: Mapping[str, Any]) -> int:
        """The node of this operation: an equal one, or a new one."""
        name = function if isinstance(function, str) else function.name
        if name not in LOGICAL and name != AS_FLOAT:
            kept = 1 if name == WHERE else 0
            args = (*args[:kept], *[self.as_float(arg) for arg in args[kept:]])
        if name in COMMUTATIVE:
            args = tuple(sorted(args))
        key = _key(function, args, params)
        if key in self.seen:
            return self.seen[key]
        shapes = [self.nodes[arg].shape for arg in args]
        shape = broadcast(shapes) if isinstance(function, str) else result_shape(function, shapes, params)
        levels = {self.nodes[arg].level for arg in args}
        level = next((each for each in (BATCHED, SUMMED) if each in levels), FIXED)
        return self._once(key, Node(function, args, params, shape, level))

    def find(self, function: str, args: tuple[int, ...]) -> int | None:
        """The node of a NumPy function of nodes, if it is there."""
        return self.seen.get(_key(function, tuple(sorted(args)) if function in COMMUTATIVE else args, {}))

    def as_float(self, node: int) -> int:
        """The node as a float: 1.0 for what is true."""
        return self.append(AS_FLOAT, (node,), {}) if self.nodes[node].truth else node

    def summed(self, function: str, args: tuple[int, ...], shape: Shape) -> Operand:
        """The node of a sum over the rows."""
        return self.operand(self._once((function, args), Node(function, args, {}, shape, SUMMED)))

    def _once(self, key: Any, node: Node) -> int:
        if key not in self.seen:
            self.seen[key] = len(self.nodes)
            self.nodes.append(node)
        return self.seen[key]


def _key(function: str | Operator, args: tuple[int, ...], params: Mapping[str, Any]) -> Any:
    """What equal operations have in common."""
    name = function if isinstance(function, str) else function.name
    return name, isinstance(function, str), args, repr(sorted(params.items()))


class Recorder:
    """Stands in NumPy's place in a row's function for arrays, and notes the elementwise functions that it calls."""

    def __init__(self, lowering: Lowering) -> None:
        self.lowering = lowering

    def __getattr__(self, name: str) -> Callable[..., Operand]:
        import numpy as np

        if not isinstance(getattr(np, name, None), np.ufunc):
            raise NotWritten
        lowering = self.lowering
        return lambda *operands: lowering.operand(lowering.emit(name, tuple(map(lowering.id_of, operands))))


def folded(function: str, values: Sequence[Any]) -> Any:
    """A NumPy function of constants: a float or a float64 array."""
    import numpy as np

    with np.errstate(all="ignore"):
        result = np.asarray(getattr(np, function)(*values), dtype=np.float64)
    return result if result.shape else float(result)


def needed(nodes: Sequence[Node], wanted: Sequence[int]) -> list[int]:
    """The nodes that the wanted ones are computed from, in order."""
    marked = set(wanted)
    for node in range(max(wanted, default=-1), -1, -1):
        if node in marked:
            marked.update(nodes[node].args)
    return sorted(marked)
