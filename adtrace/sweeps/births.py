"""Where a nan, an infinity or a 0 that should be none was born: what made it, for people and for what follows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..graph.formulas import times
from ..graph.graph import Graph, leaf
from ..lang.printer import Printer
from ..named import Record
from ..records import ADJOINT, OF_ADJOINT, OF_VALUE, TANGENT, Origin, Warning
from .local import partial
from .masks import Mask, aligned, first, is_infinite, is_nan, is_zero
from .paths import Flow, number

if TYPE_CHECKING:
    from .caution import Caution

WHOLE = -1
"""In place of an operand: the value itself, or the sum of all contributions."""


class Birth(Record):
    """One mishap.

    of       OF_VALUE, OF_TANGENT or OF_ADJOINT
    node     the operation; `operand`, of a product in a sweep, the operand whose tangent or adjoint is multiplied
    mask     the elements of the value, or of the contribution, that were born
    slope    whether the slope of the operation is no number either
    """

    warning: Warning
    origin: Origin
    of: str
    node: int
    operand: int
    mask: Mask
    slope: bool = False


class Swept(Record):
    """A finished sweep with mishaps in it, or in the values before it.

    of      OF_TANGENT or OF_ADJOINT; `label` tells it from other sweeps
    flows   tangents or adjoints by node
    births  what was born in it
    ends    ids of what it is asked for: the outputs of a forward sweep, the inputs of a reverse one
    graph   what was swept: at kinks, its slopes may be those of this sweep
    """

    of: str
    label: str
    flows: Sequence[Flow]
    births: Sequence[Birth]
    ends: Sequence[int]
    graph: Graph


def of_value(caution: Caution, node: int, warning: Warning, mask: Mask, place: tuple[int, ...] | None) -> Birth:
    """A value that was born: mask is False where only the slope is infinite."""
    value, rule = caution.values[node], caution.named(node)
    mask, born = shaped(mask, value, warning.code), mask is not False
    result = written(entry(value, mask, place)) if born else "inf"
    operands = tuple(made_of(caution, node, place))
    origin = Origin(OF_VALUE, caution.owner(node), result, rule, operands, place or first(mask))
    return Birth(warning, origin, OF_VALUE, node, WHOLE, mask, True)


def of_given(caution: Caution, node: int, mask: Mask) -> Birth:
    """An input or a constant that was nan before anything was computed."""
    place, name = first(mask), caution.owner(node)
    more = int(mask.sum()) - 1 if place else 0
    also = f", and in {more} more {'place' if more == 1 else 'places'}" if more else ""
    message = f"nan is given in {name}{list(place) if place else ''}{also}"
    if node in caution.graph.literals and not place:
        message = "a constant is nan"
    return Birth(
        caution.warning(node, "nan", message), Origin(OF_VALUE, name, "nan", "", (), place), OF_VALUE, node, WHOLE, mask
    )


def made_of(caution: Caution, node: int, place: tuple[int, ...] | None) -> Iterator[tuple[str, float]]:
    """The operands of a value at a place; of arrays that are no such thing, the first entry that is no plain number."""
    if place or not any(map(caution.graph.shapes.__getitem__, caution.graph.args[node])):
        yield from caution.operands(node, place, every=True)
        return
    for arg in dict.fromkeys(caution.graph.args[node]):
        value, name = caution.values[arg], caution.names.get(arg) or caution.named(arg)
        if not hasattr(value, "shape"):
            yield name, float(value)
        elif index := first(value - value != 0) or first(value == 0):
            yield f"{name}[{', '.join(map(str, index))}]", float(value[index])


def of_product(
    caution: Caution, of: str, node: int, operand: int, flow: Flow, product: Flow, warning: Warning, mask: Mask,
    place: tuple[int, ...],
) -> Birth:
    """A tangent or an adjoint times a local partial that became nan, infinite or 0."""
    mask = shaped(mask, number(product), warning.code)
    arg = caution.graph.args[node][operand]
    holder, source = (arg, node) if of == OF_ADJOINT else (node, arg)
    factor = Printer(*caution.names.derivatives).text(flow_formula(caution, of, source))
    operands, rule = [(factor, entry(number(flow), True, place))], factor
    operator = caution.graph.operators[node]
    if operator is not None and operator.kind == "elementwise":
        slope = slope_text(caution, node, operand)
        operands.append((slope, entry(partial(caution.graph, caution.values, node, operand), True, place)))
        rule = product_text(caution, of, node, operand) or f"{factor}*({slope})"
    result = written(entry(number(product), mask, place))
    origin = Origin(of, caution.owner(holder), result, rule, tuple(operands), first(mask))
    return Birth(warning, origin, of, node, operand, mask)


def of_sum(caution: Caution, of: str, node: int, total: Flow, terms: list[Flow], warning: Warning, mask: Mask) -> Birth:
    """A tangent or an adjoint that became nan or infinite when contributions were added."""
    numbers = [entry(number(term), mask, ()) for term in terms if term is not None]
    operands = tuple((f"term {place}", term) for place, term in enumerate(numbers, 1))
    rule = " + ".join(name for name, _ in operands)
    origin = Origin(of, caution.owner(node), written(entry(number(total), mask, ())), rule, operands)
    return Birth(warning, origin._replace(place=first(mask)), of, node, WHOLE, mask)


def flow_formula(caution: Caution, of: str, node: int) -> Any:
    """The tangent or adjoint of a node as a formula; of what has no name, the node's formula stands for it."""
    kind = ADJOINT if of == OF_ADJOINT else TANGENT
    return leaf(caution.names.get(node) or caution.named(node))._replace(op=kind)


def slope_text(caution: Caution, node: int, operand: int) -> str:
    """The local partial in symbols; in words where what it is made of has no names."""
    try:
        return Printer().text(caution.formulas.partial(node, operand))
    except KeyError:
        return f"slope of {caution.named(node)}"


def product_text(caution: Caution, of: str, node: int, operand: int) -> str:
    """The contribution in symbols; "" where what it is made of has no names."""
    printer = Printer(*caution.names.derivatives)
    try:
        if of == OF_ADJOINT:
            return printer.text(caution.formulas.adjoint_rule(node, operand))
        tangent = caution.formulas.leaf(caution.graph.args[node][operand], TANGENT)
        return printer.text(times(caution.formulas.partial(node, operand), tangent, tangent_first=operand == 0))
    except KeyError:
        return ""


def shaped(mask: Mask, value: Any, code: str) -> Mask:
    """A mask as one over the elements of a value; of one over something else, the elements that are what it tells."""
    if mask is False or getattr(mask, "shape", ()) == (shape := getattr(value, "shape", ())):
        return mask
    tests = {"indeterminate": is_nan, "domain": is_nan, "underflow": is_zero, "cancellation": is_zero}
    return tests.get(code, is_infinite)(value) if shape else True


def entry(value: Any, mask: Mask, place: tuple[int, ...] | None) -> float:
    """The number at a place, or the first that the mask means."""
    if not getattr(value, "shape", ()):
        return float(value)
    import numpy as np

    if place:
        return float(value[aligned(place, value.shape)])
    chosen = value[np.broadcast_to(mask, value.shape)] if np.any(mask) else value
    return float(chosen.flat[0]) if chosen.size else float("nan")


def written(value: float) -> str:
    """nan, inf, -inf or 0."""
    return f"{value + 0.0:g}"
