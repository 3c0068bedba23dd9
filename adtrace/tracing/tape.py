"""What a function did, operation by operation: the nodes that tracing values stand for."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from types import FrameType
from typing import TYPE_CHECKING, Any

from ..errors import AdtraceError, LimitError
from ..graph.graph import check_size
from ..graph.numbers import compute
from ..graph.shapes import result_shape
from ..limits import LIMITS
from ..records import Shape
from ..records.written import Source
from ..rules.axes import shape_text
from ..rules.table import Operator, operator
from .places import error_at, source_of, users_frames

if TYPE_CHECKING:
    from .value import Value

NO_PARAMS: Mapping[str, Any] = {}


class Node:
    """An input, a constant, or an operation.

    operator  the row applied; None for an input or a constant
    constant  the number or array, of a constant
    name      an input's, or the variable that held the value first; "" for none
    source    the line of Python that computed it
    """

    __slots__ = ("args", "constant", "name", "operator", "params", "shape", "source")

    def __init__(
        self, operator: Operator | None, args: tuple[Node, ...], params: Mapping[str, Any], shape: Shape,
        source: Source | None = None, name: str = "", constant: Any = None,
    ) -> None:
        self.operator, self.args, self.params, self.shape = operator, args, params, shape
        self.source, self.name, self.constant = source, name, constant


class Tape:
    """Everything that one run of a function computed from its inputs.

    nodes   inputs, constants and operations, in the order in which they came
    base    the frame that called the function: what lies above it is the user's code
    """

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.base: FrameType | None = None
        self.constants: dict[tuple[Shape, bytes], Node] = {}
        self._left: list[FrameType] = []

    def input(self, name: str, shape: Shape) -> Value:
        """A tracing value for an input."""
        return self._value(Node(None, (), NO_PARAMS, shape, name=name))

    def _value(self, node: Node) -> Value:
        from .value import Value

        if len(self.nodes) >= LIMITS.traced:
            raise LimitError(f"the function computes more than {LIMITS.traced} values", hint="this is the limit")
        self.nodes.append(node)
        return Value(self, node)

    def apply(self, row: str | Operator, operands: Sequence[Any], params: Mapping[str, Any] = NO_PARAMS) -> Value:
        """The value of an operation. Raises AdtraceError, at the line of Python, where the shapes do not fit."""
        found = operator(row) if isinstance(row, str) else row
        if (constants := known(operands)) is not None:
            import numpy as np

            given = {**found.params, **params}
            shape = result_shape(found, [getattr(one, "shape", ()) for one in constants], given)
            result = compute(found, constants, given, shape)
            return self.fixed(np.asarray(result))
        frames = self.look()
        source = source_of(frames[0]) if frames else None
        args = tuple([self.node(operand) for operand in operands])
        given = {**found.params, **params}
        try:
            shape = result_shape(found, [arg.shape for arg in args], given)
            check_size(shape)
        except LimitError:
            raise
        except (ValueError, AdtraceError) as error:
            shapes = "; ".join(f"{arg.name} has shape {shape_text(arg.shape)}" for arg in args if arg.name)
            raise error_at(source, str(error), shapes) from None
        return self._value(Node(found, args, given, shape, source))

    def node(self, operand: Any) -> Node:
        """The node of an operand: a tracing value's, or a new constant's."""
        from .value import Value

        if type(operand) is Value:
            if operand.tape is not self:
                raise self.error("a value of another trace is used here", "trace one function at a time")
            node = operand.node
            if node.operator is not None or node.constant is None:
                return node
            found = self.constant(node.constant)
            found.name = found.name or node.name
            return found
        return self.constant(operand)

    def fixed(self, array: Any) -> Value:
        """A tracing value for an array of constants: others can be assigned to its elements."""
        from .value import Value

        return Value(self, Node(None, (), NO_PARAMS, array.shape, constant=array))

    def constant(self, value: Any) -> Node:
        """The node of a number or an array; equal ones are one node. Raises AdtraceError for what is neither."""
        import numpy as np

        array = np.asarray(value)
        if array.dtype == object and array.size and is_traced_array(array):
            return self.node(stacked(self, array))
        if array.dtype.kind not in "bifu":
            kind = f"an array of {array.dtype}" if isinstance(value, np.ndarray) else type(value).__name__
            raise self.error(f"{kind} stands where numbers are expected", "numbers and arrays of numbers are traced")
        array = array.astype(np.float64)
        if not array.size:
            raise self.error("an array without elements is used here", "the language has none")
        check_size(array.shape)
        key = array.shape, array.tobytes()  # By content: an array may be changed before it is used again.
        if key not in self.constants:
            held = array if array.shape else float(array)
            name = self.variable(value) if array.shape else ""
            found = Node(None, (), NO_PARAMS, array.shape, name=name, constant=held)
            self.constants[key] = found
            self.nodes.append(found)
        return self.constants[key]

    def variable(self, value: Any) -> str:
        """The variable that holds an array, in the function that uses it or around it."""
        for frame in reversed(users_frames(self.base)):
            for names in (frame.f_locals, frame.f_globals):
                for name, held in names.items():
                    if held is value:
                        return name
        return ""

    def look(self) -> list[FrameType]:
        """The frames of the user's code; on the way, give the values that variables hold the names of these."""
        frames = users_frames(self.base)
        for frame in reversed(frames):
            self.name_values(frame)
        for frame in self._left:
            if frame not in frames:
                self.name_values(frame)
        self._left = frames
        return frames

    def finish(self) -> None:
        """Name what the variables of functions that have returned held last."""
        for frame in reversed(self._left):
            self.name_values(frame)
        self._left = []

    def name_values(self, frame: FrameType) -> None:
        """Give the values that the variables of a frame hold their names, where they have none yet."""
        from .value import Value

        names = frame.f_locals if frame.f_locals is not frame.f_globals else {}
        for name, held in list(names.items()):
            if type(held) is Value and held.tape is self and not held.held.name:
                held.held.name = name

    def here(self) -> Source | None:
        """The line of the user's code that is being run."""
        frames = users_frames(self.base)
        return source_of(frames[0]) if frames else None

    def error(self, message: str, hint: str = "") -> AdtraceError:
        """An error at the line of the user's code that is being run."""
        return error_at(self.here(), message, hint)


def known(operands: Sequence[Any]) -> list[Any] | None:
    """The numbers of operands that are all constants, tracing values among them; else None."""
    from .value import Value

    if not any(type(one) is Value for one in operands):
        return None
    found = [one.known if type(one) is Value else one for one in operands]
    return None if any(one is None for one in found) else found


def is_traced_array(array: Any) -> bool:
    """Whether an array of objects is one of numbers and tracing values."""
    from .value import Value

    return all(type(one) is Value or isinstance(one, (int, float)) for one in array.flat)


def stacked(tape: Tape, array: Any) -> Any:
    """An array of objects, some of them tracing values of scalars, as one value."""
    flat = tape.apply("stack", list(array.flat))
    return flat if array.ndim == 1 else tape.apply("reshape", [flat], {"shape": array.shape})


def caller() -> FrameType:
    """The frame that calls this."""
    return sys._getframe(1)
