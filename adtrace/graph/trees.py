"""The number of a formula: the same operators on numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..lang.grammar import CONSTANTS
from ..records import LITERAL, NOTHING, Formula
from ..rules import table
from .numbers import compute


def value_of(formula: Formula, values: Mapping[str, Any] = NOTHING) -> Any:
    """The number of a formula, of which every name has a value. Formulas are a few operations deep."""
    if formula.op == LITERAL:
        return CONSTANTS[formula.text] if formula.text in CONSTANTS else float(formula.text)
    if not formula.args:
        return values[formula.text]
    row = table.operator(formula.op)
    operands = [value_of(arg, values) for arg in formula.args]
    return compute(row, operands, {**row.params, **formula.params}, formula.shape)
