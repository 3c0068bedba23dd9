"""What a number of a worked derivation is called: a node, its tangent or adjoint, a local partial, an increment."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..records.worked import ADJOINT, INCREMENT, PARTIAL, TANGENT, Quantity
from .layout import Line, line, visible
from .notation import Notation


def plainest(quantities: Iterable[Quantity | None]) -> list[Quantity | None]:
    """The same without the labels of sweeps, where all of a kind belong to one."""
    found = list(quantities)
    labels: dict[bool, set[str]] = {True: set(), False: set()}
    for one in found:
        if one is not None and one.sweep:
            labels[one.kind == TANGENT].add(one.sweep)
    return [
        one if one is None or len(labels[one.kind == TANGENT]) > 1 else one._replace(sweep="") for one in found
    ]


def quantity_line(quantity: Quantity, notation: Notation, say: Callable[[str], str] = str) -> Line:
    """Its symbol: ẇ₃, w̄₃, ∂w₃/∂w₁, w̄₁ from w₃, W̄[0, 1]; the sweep it belongs to where the table says so."""
    place = f"[{', '.join(map(str, quantity.place))}]" if quantity.place else ""
    sweep = (f" ({visible(quantity.sweep, unicode=notation.unicode)})" if quantity.sweep else "", "dim")
    if quantity.kind == TANGENT:
        return line((notation.tangent(quantity.node) + place, "tangent"), sweep)
    if quantity.kind == ADJOINT:
        return line((notation.adjoint(quantity.node) + place, "adjoint"), sweep)
    if quantity.kind == PARTIAL:
        return line(notation.partial(notation.name(quantity.consumer), notation.name(quantity.node)) + place)
    if quantity.kind == INCREMENT:
        words = say("from {consumer}").format(consumer=notation.name(quantity.consumer))
        return line((notation.adjoint(quantity.node) + place, "adjoint"), " ", (words, "dim"), sweep)
    return line(notation.name(quantity.node) + place)
