"""Expressions that nobody would write: any elementwise operators of the table inside one another, with a point."""

from __future__ import annotations

import math
import random
from typing import Any

from adtrace.lang.parser import parse
from adtrace.rules import table
from adtrace.rules.table import Operator
from adtrace.sweeps.run import Run

LEFT_OUT = {"polygamma", "add", "sub", "mul", "div", "neg", "power"}
"""An order that is no whole number is no order; the others are written with their signs."""
SIGNS = ("({} + {})", "({} - {})", "({}*{})", "({}/{})", "({} - {})", "(-{})", "({}^2)", "({}^3)", "({}^0.5)", "({}^{})")
LEAVES = ("x", "y", "z", "x", "y", "1", "2", "0.5", "3", "0.1", "1e-8", "1e6")
MOST = 9
"""Operations of one expression."""


def rows() -> list[Operator]:
    """What is called by name."""
    return [row for row in table.operators() if row.kind == "elementwise" and row.name not in LEFT_OUT]


def expression(draw: random.Random, size: int) -> str:
    """An expression of so many operations, half of them signs; operands may be the same one twice."""
    if size <= 0:
        return draw.choice(LEAVES)
    if draw.random() < 0.6:
        template = draw.choice(SIGNS)
        arity = template.count("{}")
    else:
        row = draw.choice(rows())
        arity = 2 if row.variadic else len(row.operands)
        template = f"{row.spelled}({', '.join(['{}']*arity)})"
    sizes = [(size - 1)//arity + (place < (size - 1) % arity) for place in range(arity)]
    operands = [expression(draw, one) for one in sizes]
    if draw.random() < 0.15:
        operands[-1] = operands[0]
    return template.format(*operands)


def made_up(number: int, seed: int) -> dict[str, Any]:
    """A record like those of the corpus, without reference values: an expression with inputs and a finite value."""
    draw = random.Random(f"{seed} {number}")
    while True:
        text = expression(draw, draw.randint(2, MOST))
        names = [name for name in ("x", "y", "z") if name in text.replace("exp", "").replace("max", "").replace("xlogy", "")]
        at = {name: round(draw.uniform(-4, 4), 2) for name in names}
        if names and depends(text, at):
            return {"id": f"made up {number}", "expr": text, "vars": names, "points": [{"at": at, "grad": {}}]}


def depends(text: str, at: dict[str, float]) -> bool:
    """Whether the expression has a finite value at the point, and an input."""
    run = Run(parse(text), at)
    return bool(run.graph.inputs) and not run.built.names.symbolic and math.isfinite(run.values[run.graph.outputs[0][1]])
