"""Tracing values: what stands for an array or a number while a function is run, and asks NumPy to be asked first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NoReturn

from ..errors import AdtraceError
from ..records import Shape
from .tape import Node, Tape

if TYPE_CHECKING:
    from .sharing import View

BINARY = {
    "add": "add", "sub": "subtract", "mul": "multiply", "truediv": "divide", "matmul": "matmul", "pow": "power",
    "mod": "remainder", "floordiv": "floor_divide", "and": "logical_and", "or": "logical_or", "xor": "logical_xor",
    "divmod": "divmod", "lshift": "left_shift", "rshift": "right_shift",
}
"""Python's operators with two sides, and NumPy's function for each."""

COMPARISONS = {
    "lt": "less", "le": "less_equal", "gt": "greater", "ge": "greater_equal", "eq": "equal", "ne": "not_equal",
}
UNARY = {"neg": "negative", "pos": "positive", "abs": "absolute", "invert": "logical_not"}

METHODS = (
    "sum", "mean", "prod", "max", "min", "var", "std", "cumsum", "cumprod", "reshape", "transpose", "ravel", "dot",
    "clip", "round", "squeeze", "swapaxes", "trace", "diagonal", "repeat", "take", "copy", "argmax", "argmin",
    "argsort", "any", "all", "nonzero",
)
"""Methods of arrays that are functions of NumPy, too."""

NO_NUMBER = "a traced value has no number: the trace holds for every value of the inputs"


class NoAttribute(AdtraceError, AttributeError):
    """What a tracing value does not have: hasattr() answers False."""


class Value:
    """A number or an array of which the operations are written down.

    held   what it stood for when it was asked last; `node` is what it stands for now
    view   how it is taken from another array, whose memory it shares; `seen`, what that stood for then
    memory  how NumPy would lay it out, where that has been asked
    is_condition  whether it is the result of a comparison, which NumPy would keep as True and False
    """

    __slots__ = ("__weakref__", "held", "is_condition", "memory", "seen", "tape", "view")

    __hash__ = object.__hash__

    def __init__(self, tape: Tape, node: Node, *, is_condition: bool = False) -> None:
        self.tape, self.held, self.is_condition = tape, node, is_condition
        self.view: View | None = None
        self.seen: Node | None = None
        self.memory: Any = None

    @property
    def node(self) -> Node:
        """What it stands for."""
        if self.view is not None:
            from .sharing import refresh

            refresh(self)
        return self.held

    @property
    def known(self) -> Any:
        """Its numbers, if no input has come into them so far; else None."""
        node = self.node
        return node.constant if node.operator is None else None

    @property
    def shape(self) -> Shape:
        """The lengths of its axes."""
        return self.held.shape

    @property
    def ndim(self) -> int:
        """How many axes it has."""
        return len(self.held.shape)

    @property
    def size(self) -> int:
        """How many elements it has."""
        from ..graph.shapes import size

        return size(self.held.shape)

    @property
    def dtype(self) -> Any:
        """Always float64; of conditions, bool."""
        import numpy as np

        return np.dtype(bool if self.is_condition else np.float64)

    @property
    def T(self) -> Any:
        """Its axes in reverse order."""
        import numpy as np

        return np.transpose(self)

    @property
    def flat(self) -> Iterator[Any]:
        """Its elements, one by one."""
        return iter(self.ravel())

    def __array_ufunc__(self, ufunc: Any, method: str, *args: Any, **kwargs: Any) -> Any:
        from .protocol import of_ufunc

        return of_ufunc(self.tape, ufunc, method, args, kwargs)

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        from .protocol import of_function

        return of_function(self.tape, function, args, kwargs)

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        if self.known is not None:
            from .constants import numbers

            return numbers(self, dtype, copy)
        raise self.tape.error(
            "plain numbers are asked of a traced value",
            "a list of traced values becomes an array by np.stack or np.array; np.zeros_like(x) can take them",
        )

    def __getitem__(self, index: Any) -> Any:
        from .indexing import taken

        return taken(self, index)

    def __setitem__(self, index: Any, value: Any) -> None:
        from .indexing import put

        put(self, index, value)

    def __len__(self) -> int:
        if not self.shape:
            raise TypeError("len() of a number")
        return self.shape[0]

    def __iter__(self) -> Iterator[Any]:
        if not self.shape:
            raise self.tape.error("a single number cannot be iterated over", "it has no axis")
        return (self[place] for place in range(self.shape[0]))

    def __contains__(self, item: Any) -> bool:
        if self.known is not None and type(item) is not Value:
            return item in self.known
        raise self.tape.error(f"`in` looks for a number: {NO_NUMBER}")

    def __bool__(self) -> bool:
        if self.known is not None:
            return bool(self.known)
        from .refusals import refused_truth

        raise refused_truth(self)

    def __round__(self, digits: int | None = None) -> Any:
        import numpy as np

        return np.round(self, digits or 0)

    def __copy__(self) -> Value:
        return Value(self.tape, self.node, is_condition=self.is_condition)

    def __deepcopy__(self, memo: Any) -> Value:
        return self.__copy__()

    def __repr__(self) -> str:
        if self.known is not None:
            return repr(self.known)
        shape = f", shape {self.shape}" if self.shape else ""
        return f"<traced {self.node.name or 'value'}{shape}>"

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __reduce__(self) -> NoReturn:
        raise self.tape.error("a traced value cannot be pickled", "it lives as long as the function runs")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # NumPy and others ask what there is.
            raise AttributeError(name)
        if self.known is not None:
            return getattr(self.__array__(), name)
        from .refusals import no_attribute

        raise no_attribute(self, name)

    def flatten(self) -> Any:
        """Its elements on one axis, as an array of their own."""
        return self.ravel().__copy__()

    def fill(self, value: Any) -> None:
        """Change all its elements in place."""
        self[...] = value

    def astype(self, dtype: Any, **how: Any) -> Any:
        """Itself, as numbers. Raises AdtraceError for other types than float64."""
        import numpy as np

        if np.dtype(dtype) != np.float64:
            if self.known is not None:
                return self.known.astype(dtype)
            raise self.tape.error(f"astype({np.dtype(dtype)}) is not traced: numbers are float64", "leave it out")
        return Value(self.tape, self.node)

    def item(self, *place: int) -> Any:
        """A number of a constant. Raises AdtraceError for others."""
        if self.known is not None:
            return self.known.item(*place)
        from .refusals import refused_number

        raise refused_number(self, "item")

    def tolist(self) -> Any:
        """The numbers of a constant. Raises AdtraceError for others."""
        return self.item() if self.known is None else self.known.tolist()


def _binary(name: str, *, reflected: bool) -> Any:
    def method(self: Value, other: Any) -> Any:
        import numpy as np

        function = getattr(np, name)
        return function(other, self) if reflected else function(self, other)

    return method


def _in_place(name: str) -> Any:
    def method(self: Value, other: Any) -> Any:
        import numpy as np

        if not self.shape:
            return getattr(np, name)(self, other)
        return getattr(np, name)(self, other, out=(self,))

    return method


def _unary(name: str) -> Any:
    def method(self: Value) -> Any:
        import numpy as np

        return getattr(np, name)(self)

    return method


def _method(name: str) -> Any:
    def method(self: Value, *args: Any, **kwargs: Any) -> Any:
        import numpy as np

        if name in ("reshape", "transpose") and len(args) > 1:
            args = (args,)
        return getattr(np, name)(self, *args, **kwargs)

    return method


def _number(name: str) -> Any:
    def method(self: Value) -> Any:
        if self.known is not None:
            return getattr(self.known, f"__{name}__")()
        from .refusals import refused_number

        raise refused_number(self, name)

    return method


for _python in ("float", "int", "index", "complex"):
    setattr(Value, f"__{_python}__", _number(_python))
for _python, _numpy in BINARY.items():
    setattr(Value, f"__{_python}__", _binary(_numpy, reflected=False))
    setattr(Value, f"__r{_python}__", _binary(_numpy, reflected=True))
    setattr(Value, f"__i{_python}__", _in_place(_numpy))
for _python, _numpy in COMPARISONS.items():
    setattr(Value, f"__{_python}__", _binary(_numpy, reflected=False))
for _python, _numpy in UNARY.items():
    setattr(Value, f"__{_python}__", _unary(_numpy))
for _python in METHODS:
    setattr(Value, _python, _method(_python))
