"""Lines of a worked table: what each is a number of, and what was written."""

from __future__ import annotations

from typing import NamedTuple

from .steps import Number

VALUE, TANGENT, ADJOINT, PARTIAL, INCREMENT = "value", "tangent", "adjoint", "partial", "increment"
"""Kinds of quantities."""


class Quantity(NamedTuple):
    """One number of a worked derivation.

    kind      VALUE, TANGENT or ADJOINT of a node; PARTIAL or INCREMENT of one of its uses
    node      the name of the input or step
    consumer  of a use: the step that uses the node; `operand`, the position (0, 1 ...) of that use
    sweep     of a tangent, an adjoint or an increment: the label of its sweep ("x", "W[0, 1]", "y1"), "" where the
              table does not say
    place     the element of an array that is meant (such as (2, 0)), () for the whole
    """

    kind: str
    node: str
    consumer: str = ""
    operand: int = 0
    sweep: str = ""
    place: tuple[int, ...] = ()


class Entry(NamedTuple):
    """One entry of a worked table.

    line      the line of the file that it stands in, from 1
    text      the entry as written, on one line
    name      what it says it is of, as written: "w3_bar", "\\bar w_3", "dL/dw31"; or a formula
    quantity  what that means, None if it could not be told; `why`, the reason then
    stated    the number or array that was written, None if there is only a formula
    unit      1 in the last decimal place that was written (0.001 for -0.105), 0.0 for a fraction or a constant such
              as 1/3 or pi/2; for an array, an array of the same shape
    whole     whether the number was written without a decimal point or an exponent
    formula   what was written in symbols or with numbers put in ("-w1*w2"), in the language of programs; "" if nothing
    """

    line: int
    text: str
    name: str
    quantity: Quantity | None
    stated: Number = None
    unit: Number = 0.0
    whole: bool = False
    formula: str = ""
    why: str = ""
