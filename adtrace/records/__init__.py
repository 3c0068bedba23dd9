"""The trace as data: frozen records of numbers and formulas. Every format reads these and nothing else.

A number is a float where the shape is (), else a float64 ndarray; None where the trace is symbolic (no point given).
"""

from .origins import OF_ADJOINT, OF_TANGENT, OF_VALUE, Origin
from .results import Batch, Cost, Sweep, Trace
from .steps import (
    ADJOINT,
    CALLED,
    LEAVES,
    LITERAL,
    NAME,
    NO_TREE,
    NOTHING,
    SECOND,
    TANGENT,
    Block,
    Formula,
    Increment,
    Number,
    Shape,
    Step,
    Steps,
    Warning,
    merged,
)

__all__ = [
    "ADJOINT", "CALLED", "LEAVES", "LITERAL", "NAME", "NOTHING", "NO_TREE", "OF_ADJOINT", "OF_TANGENT", "OF_VALUE",
    "SECOND", "TANGENT", "Batch", "Block", "Cost", "Formula", "Increment", "Number", "Origin", "Shape", "Step",
    "Steps", "Sweep", "Trace", "Warning", "merged",
]
