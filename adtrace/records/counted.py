"""What the derivatives of a program cost, way by way."""

from __future__ import annotations

from ..named import Record
from .results import Trace

FORWARD, REVERSE, ELIMINATION = "forward", "reverse", "elimination"


class Way(Record):
    """One way to the Jacobian.

    kind     FORWARD, REVERSE or ELIMINATION; `shared`, whether sweeps serve several columns or rows
    order    of an elimination
    sweeps   how many, of `each` multiply-adds; None for an elimination
    total    its multiply-adds; an elimination's multiplications
    """

    kind: str
    total: int
    sweeps: int | None = None
    each: int | None = None
    shared: bool = False
    order: str = ""


class Counted(Record):
    """The report.

    inputs, outputs  how many components they have: n and m
    operations       of one evaluation
    each             the multiply-adds of one sweep
    ways             all of them; `missing` says why some are not there, "" if none is missing
    """

    trace: Trace
    inputs: int
    outputs: int
    operations: int
    each: int
    ways: tuple[Way, ...]
    missing: str = ""

    @property
    def fewest(self) -> int:
        """The multiply-adds of the cheapest way."""
        return min(way.total for way in self.ways)
