"""Why a node has the adjoint that it has: its uses, and every path from it to the output."""

from __future__ import annotations

from collections.abc import Sequence

from ..named import Record
from .results import Trace
from .steps import Formula, Number, Step


class Link(Record):
    """One edge of a path: a step uses a node.

    node, consumer  names; `operand`, the position (0, 1 ...) of the use, and `several`, whether there is another there
    partial         the local partial's number, None where it is no number; `partial_formula`, in symbols
    formula         what the use gives to the node's adjoint, in symbols
    """

    node: str
    consumer: str
    operand: int
    several: bool
    partial: Number
    partial_formula: Formula | None
    formula: Formula


class Path(Record):
    """A way from a node to an output.

    links    from the node on; none where the node is the output
    output   the step that it ends at, and `seed`, that step's seed
    product  what it gives to the node's adjoint: the seed times the local partials along it
    """

    links: Sequence[Link]
    output: str
    seed: Number
    product: Number


class Explanation(Record):
    """The adjoint of one node in one sweep.

    trace  the reverse trace, `sweep`, the number of its sweep (0, 1 ...); step, the node with its increments
    paths  those that are listed
    total  how many there are; at least so many, where that is not `exact`
    """

    trace: Trace
    sweep: int
    step: Step
    paths: tuple[Path, ...]
    total: int
    exact: bool = True
