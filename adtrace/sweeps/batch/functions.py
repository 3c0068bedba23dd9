"""What runs a node on a block: NumPy's functions, rows with a leading axis, rows taken one by one, sums over rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ...graph.numbers import compute, scipy_function
from ...records import Shape
from ...rules.linalg import product_rows
from ...rules.table import Operator
from .contracted import SUM_OF_PRODUCTS
from .lowering import AS_FLOAT, COUNTED, TOTAL, TOTAL_MATMUL, TOTAL_OUTER, TOTAL_PRODUCT, WHERE, Node

Function = Callable[..., Any]

FLAGGED = frozenset((
    "add", "subtract", "multiply", "divide", "reciprocal", "sqrt", "square",
    "negative", "absolute", "sign", "floor", "ceil", "rint", "maximum", "minimum", "hypot", "heaviside",
    "exp", "exp2", "expm1", "tanh", "sinh", "cosh", "arctan", "arcsinh", "arctan2", "cbrt", "logaddexp",
    "less", "less_equal", "greater", "greater_equal", "equal", "not_equal", "logical_and", "logical_not",
    WHERE, AS_FLOAT,
    "transpose", "reshape", "broadcast", "index", "scatter", "stack", "concat", "flip", "diag", "onehot", "others",
))  # fmt: skip
"""Functions that make a nan of numbers only where the processor raises its flag (0*inf, inf - inf), or never.

The others have a domain that some library looks after (log, sin, pow ...), with or without a flag, or are computed in
other threads (matmul): their results have to be looked at.
"""

PASSING = FLAGGED - {
    "hypot", "less", "less_equal", "greater", "greater_equal", "equal", "not_equal", "logical_and", "logical_not",
    WHERE, "index", "diag", "onehot", "others",
} | {
    "sin", "cos", "tan", "log", "log2", "log10", "log1p", "arcsin", "arccos", "arccosh", "arctanh", "remainder",
    "sum", "mean", "cumsum", "sumsq", "prod", "max", "min", "matmul", "dot", "outer", "softmax", "logsumexp",
    "log_softmax", "norm1", "norm2", "var", "std", TOTAL, TOTAL_PRODUCT, TOTAL_OUTER, TOTAL_MATMUL,
    SUM_OF_PRODUCTS,
}  # fmt: skip
"""Functions whose result has a nan wherever an operand has one. Others may lose it: nan^0 is 1, nan < 0 is false."""


def name_of(node: Node) -> str:
    """What a node's function is called in these sets."""
    return node.function.name if isinstance(node.function, Operator) else str(node.function)


def into(node: Node, nodes: Sequence[Node], *, total: bool) -> Function:
    """The function of a node that fills an array: called with the operands and the array that takes the result."""
    import numpy as np

    function = node.function
    if function == WHERE:
        _, a, b = [nodes[arg] for arg in node.args]
        return chosen_or_zero if is_zero(b) else zero_or_chosen if is_zero(a) else choose
    if function == AS_FLOAT:
        return as_float
    if isinstance(function, Operator):
        return product_into([nodes[arg].shape for arg in node.args], np.matmul if total else tiled)
    assert isinstance(function, str)
    if function.startswith("scipy."):
        return scipy_function(function)
    found: Function = getattr(np, function)
    # NumPy takes these two to have been given a third operand, where others take an array for the result.
    return into_keyword(found) if function in ("maximum", "minimum") else found


def into_keyword(function: Function) -> Function:
    """A function that takes the array for its result by keyword only."""
    return lambda a, b, out: function(a, b, out=out)


TILE = 384
"""Rows of a matrix product whose bits may not depend on the block. With fewer rows, with more, or with another number
that is no multiple of what its inner loops take at a time (8, 16, 24 ...), a BLAS adds up in another order."""


def tiled(rows: Any, b: Any, out: Any) -> None:
    """rows @ b, every row with the same bits wherever it stands: in tiles of one size, the last one filled up."""
    import numpy as np

    whole = len(rows) - len(rows) % TILE
    for start in range(0, whole, TILE):
        np.matmul(rows[start : start + TILE], b, out[start : start + TILE])
    if whole < len(rows):
        last = np.zeros((TILE, rows.shape[1]))
        last[: len(rows) - whole] = rows[whole:]
        out[whole:] = np.matmul(last, b)[: len(rows) - whole]


def product_into(shapes: Sequence[Shape], multiply: Function) -> Function:
    """The matrix product of blocks: one product of matrices where one of them is the same in all rows."""
    import numpy as np

    ranks = [len(shape) for shape in shapes]

    def product(a: Any, b: Any, out: Any) -> None:
        varies = np.ndim(a) > ranks[0], np.ndim(b) > ranks[1]
        if ranks == [2, 1] and varies == (False, True):
            multiply(b, a.T, out)
        elif ranks[1] == 2 and varies == (True, False):
            multiply(a.reshape(-1, a.shape[-1]), b, out.reshape(-1, out.shape[-1]))
        else:
            out[...] = product_rows(np, shapes, a, b)

    return product


def is_zero(node: Node) -> bool:
    """Whether a node is the constant 0, with no sign."""
    return node.function is None and not node.shape and str(node.value) == "0.0"


def choose(c: Any, a: Any, b: Any, out: Any) -> None:
    """a where c is true, else b. By bits: a masked copy takes several times as long where c is irregular.

    out may be the array of a, not that of b.
    """
    import numpy as np

    chosen, other = out.view(np.int64), b.view(np.int64)
    np.bitwise_xor(a.view(np.int64), other, chosen)
    np.bitwise_and(chosen, all_bits(c), chosen)
    np.bitwise_xor(chosen, other, chosen)


def chosen_or_zero(c: Any, a: Any, b: Any, out: Any) -> None:
    """a where c is true, else 0."""
    import numpy as np

    np.bitwise_and(a.view(np.int64), all_bits(c), out.view(np.int64))


def zero_or_chosen(c: Any, a: Any, b: Any, out: Any) -> None:
    """0 where c is true, else b."""
    import numpy as np

    np.bitwise_and(b.view(np.int64), c.view(np.int8) - np.int8(1), out.view(np.int64))


def all_bits(c: Any) -> Any:
    """-1, which has every bit, where c is true, else 0."""
    import numpy as np

    return np.negative(c.view(np.int8))


def as_float(a: Any, out: Any) -> None:
    """1.0 where a is true, else 0.0."""
    import numpy as np

    np.copyto(out, a)


def calling(node: Node, shapes: Sequence[Shape]) -> Function:
    """The function of a node that makes its own array: called with the number of rows and the operands."""
    import numpy as np

    function = node.function
    if isinstance(function, str):
        return SUMS[function]
    assert function is not None
    if function.kind == "elementwise":
        array = function.array
        assert callable(array)
        return lambda rows, *operands: array(np, *operands)
    batched = function.batched
    by_row = one_by_one(function, node, shapes)
    if batched is None:
        return by_row

    def call(rows: int, *operands: Any) -> Any:
        result = batched(np, shapes, *operands, **node.params)
        return by_row(rows, *operands) if result is NotImplemented else result

    return call


def one_by_one(operator: Operator, node: Node, shapes: Sequence[Shape]) -> Function:
    """The row's own value, row after row: right for every operator."""
    import numpy as np

    def call(rows: int, *operands: Any) -> Any:
        result = np.empty((rows, *node.shape))
        varies = [np.ndim(operand) > len(shape) for operand, shape in zip(operands, shapes, strict=True)]
        for row in range(rows):
            values = [_plain(one[row]) if each else one for one, each in zip(operands, varies, strict=True)]
            result[row] = compute(operator, values, node.params, node.shape)
        return result

    return call


def _plain(value: Any) -> Any:
    """One row's value as single runs have it: a float or an array."""
    return value if value.ndim else float(value)


# Sums over rows


def counted(rows: int, value: Any) -> Any:
    """A constant, once for every row."""
    return rows * value


def added(rows: int, values: Any) -> Any:
    """The sum over the rows."""
    import numpy as np

    return np.add.reduce(values, axis=0)


def added_products(rows: int, a: Any, b: Any) -> Any:
    """The sum over the rows of products, element by element; not by the BLAS, whose sums depend on its threads."""
    import numpy as np

    return np.einsum("r...,r...->...", a, b)


def added_outer(rows: int, a: Any, b: Any) -> Any:
    """The sum over the rows of outer products: one product of matrices, the narrow one first, which is quicker."""
    return a.T @ b if a.shape[1] <= b.shape[1] else (b.T @ a).T


def added_matmul(rows: int, a: Any, b: Any) -> Any:
    """The sum over the rows of matrix products: one product of matrices, along rows and inner axis at once."""
    import numpy as np

    return np.tensordot(a, b, axes=((0, 2), (0, 1)))


SUMS: dict[str, Function] = {
    COUNTED: counted,
    TOTAL: added,
    TOTAL_PRODUCT: added_products,
    TOTAL_OUTER: added_outer,
    TOTAL_MATMUL: added_matmul,
}
