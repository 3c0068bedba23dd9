"""A program that is to be written in another language: statements, and numbers for a self-test."""

from __future__ import annotations

from collections.abc import Mapping

from ..named import Record
from .results import Trace
from .steps import Number
from .straight import Straight


class Export(Record):
    """What every target is written from.

    straight  the statements of value and derivative
    trace     the same program swept: its value and derivatives at the point, if there is one
    slopes    the derivatives in it, by what they are of in `straight.derivatives`
    function  the name of the function to write
    test      whether the result tests itself at the point
    standalone  whether a text that could be part of a document is a whole one
    """

    straight: Straight
    trace: Trace
    slopes: Mapping[tuple[str, str], Number]
    function: str = "f"
    test: bool = True
    standalone: bool = False

    @property
    def tested(self) -> bool:
        """Whether there is a self-test: it is wanted, and there is a point."""
        return self.test and self.trace.point
