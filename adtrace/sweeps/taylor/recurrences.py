"""One coefficient from those before it: of sums, products and quotients, of each kind of row, and of x'(t)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from ...rules.table import Operator
from ..paths import leaves_out
from .arithmetic import taken

if TYPE_CHECKING:
    from .series import Series

ARITHMETIC = ("add", "sub", "neg", "mul", "div")
"""The rows that coefficients are computed with: these alone have recurrences of their own."""


def degree_of(m: Series, node: int) -> float:
    """The order beyond which a node's coefficients are zeros, from those of its operands."""
    row, args = m.operators[node], m.args[node]
    if row is None:
        return 0
    degrees = [m.degrees[arg] for arg in args]
    if not isinstance(row, Operator):
        return degrees[0] - 1
    if row.name == "div":
        return math.inf if degrees[1] else degrees[0]
    if row.name == "mul" or row.product:
        return sum(degrees)
    if row.kind == "linear" or row.name in ARITHMETIC:
        return max((one for place, one in enumerate(degrees) if row.rule(place) is not None), default=0)
    moving = any(one and row.rule(place) is not None for place, one in enumerate(degrees))
    return math.inf if moving else 0


def needed(m: Series, node: int, k: int) -> Iterator[tuple[int, int]]:
    """The nodes that coefficient k of a node is made of, each with the highest order that it takes."""
    row, args = m.operators[node], m.args[node]
    if row is None:
        return
    if not isinstance(row, Operator):
        yield args[0], k + 1
        return
    for arg in args:
        yield arg, k
    if k and not is_direct(row, m, node):
        if row.kind == "elementwise":
            for _, _, slope in m.slopes_of(node):
                yield slope, k - 1
        else:
            yield m.flow_of(node), k - 1


def is_direct(row: Operator, m: Series, node: int) -> bool:
    """Whether a row is applied to coefficients themselves, and not through its slopes."""
    if row.name in ARITHMETIC:
        return row.name != "mul" or not any(arg in m.paths for arg in m.args[node])
    return row.kind == "linear" or row.product


def coefficient(m: Series, node: int, k: int) -> Any:
    """Coefficient k of a node, once those that it needs are known."""
    row, args, shape = m.operators[node], m.args[node], m.shapes[node]
    if not isinstance(row, Operator):
        return (k + 1)*part(m, args[0], k + 1)
    if not k:
        operands = [m.known[arg][0] for arg in args]
        return m.arithmetic.value(row, operands, m.params.get(node, {}), shape)
    if k == 1 and node in m.first:
        return m.first[node]
    if is_direct(row, m, node):
        found = RECURRENCES.get(row.name, of_linear if row.kind == "linear" else of_product)(m, node, k)
    elif row.kind == "elementwise":
        found = by_slopes(m, node, k)
    else:
        found = m.known[m.flow_of(node)]
        found = found[k - 1]/k if k <= len(found) else m.arithmetic.zero(shape)
    found = m.arithmetic.fitted(found, shape)
    return as_in_sweeps(m, node, found) if node < m.size else found


def as_in_sweeps(m: Series, node: int, found: Any) -> Any:
    """A coefficient of order 1 or more: 0 where there is no path, nan where the value has none."""
    value, path = m.known[node][0], m.paths.get(node)
    if not hasattr(value, "shape"):
        return found if value == value else value
    found = taken(value == value, found, value)
    return found if path is None else taken(path, found, m.arithmetic.zero(m.shapes[node]))


def part(m: Series, node: int, k: int) -> Any:
    """Coefficient k of a node; 0 beyond those that it has."""
    known = m.known[node]
    return known[k] if k < len(known) else m.arithmetic.zero(m.shapes[node])


# Sums, products, quotients

def pairs(a: list[Any], b: list[Any], k: int, first: int = 0) -> Iterator[tuple[Any, Any]]:
    """a_(k-j) and b_j for j from `first` on, as far as there are such."""
    for j in range(max(first, k - len(a) + 1), min(k, len(b) - 1) + 1):
        yield a[k - j], b[j]


def added(m: Series, node: int, k: int) -> Any:
    """u_k + v_k, or u_k - v_k; of what has no coefficient of this order, the other."""
    row, (left, right) = m.operators[node], (m.known[arg] for arg in m.args[node])
    assert isinstance(row, Operator)
    if k >= len(right):
        return left[k] if k < len(left) else 0.0
    if k >= len(left):
        return right[k] if row.name == "add" else -right[k]
    return left[k] + right[k] if row.name == "add" else left[k] - right[k]


def negated(m: Series, node: int, k: int) -> Any:
    """-u_k."""
    return -part(m, m.args[node][0], k)


def multiplied(m: Series, node: int, k: int) -> Any:
    """The sum of u_(k-j) * v_j."""
    found = None
    left, right = (m.known[arg] for arg in m.args[node])
    for a, b in pairs(left, right, k):
        found = a*b if found is None else found + a*b
    return m.arithmetic.zero(()) if found is None else found


def divided(m: Series, node: int, k: int) -> Any:
    """(u_k - the sum of y_(k-j) * v_j for j > 0) / v_0."""
    above, below = (m.known[arg] for arg in m.args[node])
    found = above[k] if k < len(above) else None
    for a, b in pairs(m.known[node], below, k, 1):
        found = -(a*b) if found is None else found - a*b
    return m.arithmetic.quotient(m.arithmetic.zero(()) if found is None else found, below[0])


RECURRENCES: dict[str, Callable[[Series, int, int], Any]] = {
    "add": added, "sub": added, "neg": negated, "mul": multiplied, "div": divided,
}


# Kinds of rows

def of_linear(m: Series, node: int, k: int) -> Any:
    """The row itself on the operands' coefficients."""
    row = m.operators[node]
    assert isinstance(row, Operator)
    operands = []
    for place, arg in enumerate(m.args[node]):
        operands.append(m.known[arg][0] if row.rule(place) is None else part(m, arg, k))
    return m.arithmetic.value(row, operands, m.params.get(node, {}), m.shapes[node])


def of_product(m: Series, node: int, k: int) -> Any:
    """The sum of the row itself on u_(k-j) and v_j."""
    row, (left, right) = m.operators[node], (m.known[arg] for arg in m.args[node])
    assert isinstance(row, Operator)
    found = None
    for operands in pairs(left, right, k):
        term = m.arithmetic.value(row, operands, m.params.get(node, {}), m.shapes[node])
        found = term if found is None else found + term
    return m.arithmetic.zero(m.shapes[node]) if found is None else found


def by_slopes(m: Series, node: int, k: int) -> Any:
    """1/k times the sum, over operands and over j from 1 to k, of j * x_j * slope_(k-j).

    Where a row picks an operand or a branch, what it left out has no path, and is not multiplied by 0.
    """
    row, zero = m.operators[node], m.arithmetic.zero(())
    assert isinstance(row, Operator)
    whole = None
    for place, arg, slope in m.slopes_of(node):
        slopes = m.known[slope]
        found = None
        for j in range(max(1, k - len(slopes) + 1), min(k, len(m.known[arg]) - 1) + 1):
            term = j*(m.known[arg][j]*slopes[k - j])
            found = term if found is None else found + term
        if found is None:
            continue
        if leaves_out(row, place):
            found = taken(slopes[0] != 0, found, zero)
        if arg in m.paths:
            found = taken(m.paths[arg], found, zero)
        whole = found if whole is None else whole + found
    return zero if whole is None else whole/k
