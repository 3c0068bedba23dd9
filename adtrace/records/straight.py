"""A program written out as statements in a row, its derivative among them: what derive prints and export translates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..named import Record
from .steps import NOTHING, Formula, Shape

VALUE, DERIVATIVE = "value", "derivative"


class Statement(Record):
    """name = formula.

    name     the user's, a step's (w1), or that of a tangent or an adjoint (x_bar)
    formula  over inputs, earlier statements and literals; every formula in it knows its shape
    part     VALUE, or DERIVATIVE for what belongs to the derivative
    of       of a tangent or an adjoint, the name of its input or step; else ""
    """

    name: str
    formula: Formula
    shape: Shape = ()
    part: str = VALUE
    of: str = ""


class Straight(Record):
    """A straight-line program: every name is assigned once, before it is used.

    expression   the program's text as typed; `where` is what it is called
    mode         "reverse" or "forward" for one with derivatives, else "value"
    inputs       name to value, None where there is none; `shapes` their shapes
    statements   in order
    outputs      output to the name that has its value: a statement's or an input's
    derivatives  by what it is the derivative of: output, then input; the name that has it, "" where there is no path
    notes        remarks, such as where a derivative's number means nothing
    """

    expression: str
    mode: str
    inputs: Mapping[str, Any]
    shapes: Mapping[str, Shape]
    statements: tuple[Statement, ...]
    outputs: Mapping[str, str]
    derivatives: Mapping[str, Mapping[str, str]] = NOTHING
    notes: tuple[str, ...] = ()
    where: str = "expression"
