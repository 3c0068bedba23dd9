"""Functions of NumPy that are written with others: sums of products such as np.einsum, np.kron and np.convolve."""

from __future__ import annotations

from typing import Any

from .algebra import refuse
from .layouts import shape_of
from .value import Value


def einsum(subscripts: Any, *operands: Any, **how: Any) -> Any:
    """np.einsum in its written form, two operands at a time: "ij,jk->ik"."""
    import numpy as np

    first = next(one for one in (subscripts, *operands) if type(one) is Value)
    if set(how) - {"optimize"}:
        return refuse(first, f"np.einsum is not traced with {', '.join(how)}", "leave it out")
    text = subscripts.replace(" ", "") if isinstance(subscripts, str) else "..."
    before, arrow, output = text.partition("->")
    labels = before.split(",")
    if not arrow:
        output = "".join(sorted(one for one in set(before) - {","} if before.count(one) == 1))
    ranks = [len(shape_of(one)) for one in operands]
    if "." in text or len(labels) != len(operands) or [len(one) for one in labels] != ranks:
        return refuse(first, "np.einsum is traced with a letter for each axis: np.einsum('ij,j->i', A, x)")
    if any(len(set(one)) < len(one) for one in (*labels, output)) or set(output) - set(before):
        return refuse(first, "np.einsum is not traced with a letter twice in one array", "np.diag, np.trace")
    left, found = labels[0], operands[0]
    for place in range(1, len(operands)):
        needed = set(output).union(*labels[place + 1 :])
        left, found = contracted(left, found, labels[place], operands[place], needed)
    found = summed(left, found, set(output))
    kept = [one for one in left if one in output]
    return np.transpose(found, [kept.index(one) for one in output]) if output != "".join(kept) else found


def summed(labels: str, a: Any, needed: set[str]) -> Any:
    """The sum over the axes that are not needed."""
    import numpy as np

    axes = tuple(place for place, one in enumerate(labels) if one not in needed)
    return np.sum(a, axis=axes) if axes else a


def contracted(left: str, a: Any, right: str, b: Any, needed: set[str]) -> tuple[str, Any]:
    """The product of two arrays, summed over what is not needed: a product of matrices, or of elements."""
    import numpy as np

    a, left = summed(left, a, needed | set(right)), "".join(one for one in left if one in needed | set(right))
    b, right = summed(right, b, needed | set(left)), "".join(one for one in right if one in needed | set(left))
    common = [one for one in left if one in right]
    if common and not needed & set(common):
        axes = [left.index(one) for one in common], [right.index(one) for one in common]
        rest = "".join(one for one in left + right if one not in common)
        return rest, np.tensordot(a, b, axes=axes)
    every = left + "".join(one for one in right if one not in left)
    product = spread(left, a, every)*spread(right, b, every)
    return "".join(one for one in every if one in needed), summed(every, product, needed)


def spread(labels: str, a: Any, every: str) -> Any:
    """An array with an axis for every label, of length 1 where it has none."""
    import numpy as np

    order = sorted(range(len(labels)), key=lambda place: every.index(labels[place]))
    turned = np.transpose(a, order) if order != list(range(len(labels))) else a
    sizes = dict(zip(labels, shape_of(a), strict=True))
    return np.reshape(turned, [sizes.get(one, 1) for one in every]) if every != labels else turned


def kron(a: Any, b: Any) -> Any:
    """np.kron."""
    import numpy as np

    rank = max(len(shape_of(a)), len(shape_of(b)))
    first, second = ((1,)*(rank - len(shape_of(one))) + tuple(shape_of(one)) for one in (a, b))
    if not rank:
        return a*b
    wide = np.reshape(a, [size for one in first for size in (one, 1)])
    product = wide*np.reshape(b, [size for one in second for size in (1, one)])
    return np.reshape(product, [one*other for one, other in zip(first, second, strict=True)])


def convolve(a: Any, v: Any, mode: str = "full") -> Any:
    """np.convolve: the longer vector, moved and weighted."""
    import numpy as np

    long, short = (a, v) if len(a) >= len(v) else (v, a)
    size, width = len(long), len(short)
    total: Any = 0.0
    for place in range(width):
        parts = [np.zeros(place), long*short[place], np.zeros(width - 1 - place)]
        moved = np.concatenate([one for one in parts if len(one)])
        total = total + moved if place else moved
    if mode == "full":
        return total
    start = {"same": (width - 1)//2, "valid": width - 1}.get(mode)
    if start is None:
        return refuse(a if type(a) is Value else v, f"np.convolve has no mode={mode!r}", "full, same or valid")
    return total[start : start + size] if mode == "same" else total[start:size]


FORMS = {"einsum": einsum, "kron": kron, "convolve": convolve}
"""By the name in NumPy."""
