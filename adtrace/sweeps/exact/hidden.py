"""Kinks and jumps that exact numbers are at and floats are not, such as that of abs(sin(x)) at pi."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ...records import Warning
from ...rules.table import Operator
from ..look import Look, condition_on
from ..masks import but, truth
from .algebra import EXACTS, floats
from .closed import Left

if TYPE_CHECKING:
    from .run import ExactRun

WORDS = {"kink": "a kink", "jump": "a jump"}


def hidden_kinks(run: ExactRun, values: Sequence[Any]) -> Iterator[tuple[int, str]]:
    """Every node at such a place, with what it is: "kink" or "jump".

    values  the exact value of every node
    """
    graph = run.graph
    assert run.values is not None
    for node, operator in enumerate(graph.operators):
        if operator is None or not graph.varies[node] or not operator.conditions("kink", "jump"):
            continue
        look = Look(graph, run.values, node, True)
        operands = [values[arg] for arg in graph.args[node]]
        for code in WORDS:
            if truth(but(holds(operator, code, operands, look), look.mask(getattr(operator, code)))):
                yield node, code


def holds(operator: Operator, code: str, operands: Sequence[Any], look: Look) -> Any:
    """Where exact operands are at a kink or a jump; nowhere where that cannot be told."""
    condition = getattr(operator, code)
    found: Any = False
    places = zip(condition, look.varying, strict=True) if isinstance(condition, tuple) else [(condition, True)]
    for one, varies in places:
        if one is None or not varies:
            continue
        if operator.kind != "elementwise":
            # What is the same exactly has the same float64.
            found = found | condition_on(one, [floats(operand) for operand in operands], look.params)
            continue
        try:
            found = found | one(EXACTS, *operands, **look.params)
        except (Left, ArithmeticError):
            continue
    return found


def at_kink(run: ExactRun, node: int, code: str) -> Warning:
    """The warning about such a node."""
    taken = "its slope there is taken as 0" if code == "jump" else "exact derivatives take that of least norm there"
    if run.convention is not None:
        taken = "only the float64 derivatives are shown"
    message = f"{run.caution.step(node)} is exactly at {WORDS[code]}, though its float64 operands are not: {taken}"
    return run.caution.warning(node, code, message)
