"""What coefficient k of a step is made of, in symbols."""

from __future__ import annotations

from ...graph.formulas import GraphFormulas
from ...records import LITERAL, Formula
from ...records.taylor import DIRECT, FLOW, LINEAR, PRODUCT, SLOPES, Recurrence
from ..run import Run
from .recurrences import ARITHMETIC
from .series import Series

ZERO = Formula(LITERAL, text="0")


def recurrence_of(run: Run, series: Series, node: int) -> Recurrence | None:
    """The recurrence of a node; None where nothing varies along the curve."""
    graph, row = run.graph, run.graph.operators[node]
    if row is None or not series.degrees[node]:
        return None
    formulas: GraphFormulas = run.recorder.formulas
    varying = [
        bool(series.degrees[arg]) and (row.kind == "linear" or row.rule(place) is not None)
        for place, arg in enumerate(graph.args[node])
    ]
    operands = tuple(zip(map(formulas.operand, graph.args[node]), varying, strict=True))
    if row.name in ARITHMETIC:
        return Recurrence(DIRECT, row.name, operands)
    if row.kind == "linear":
        moved = tuple(
            (ZERO if row.rule(place) is not None and not varies else formula, varies)
            for place, (formula, varies) in enumerate(operands)
        )
        return Recurrence(LINEAR, row.name, moved)
    if row.product:
        return Recurrence(PRODUCT, row.name, operands)
    places = [place for place, varies in enumerate(varying) if varies]
    if row.kind == "elementwise":
        slopes = tuple((operands[place][0], formulas.partial(node, place)) for place in places)
        return Recurrence(SLOPES, row.name, operands, slopes)
    rule = formulas.tangent_rule(node, places)
    return Recurrence(FLOW, row.name, operands, ((operands[places[0]][0], rule),))
