"""A derived quantity: a Jacobian, a Hessian, or the product of one with a direction or a cotangent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..named import Record
from .results import Cost, Trace
from .sparsity import Groups, Pattern
from .steps import NOTHING, Formula, Number, Shape, Warning

JACOBIAN, HESSIAN, JVP, VJP, HVP = "jacobian", "hessian", "jvp", "vjp", "hvp"
AUTO, FORWARD, REVERSE = "auto", "forward", "reverse"
MODES = (FORWARD, REVERSE)

ROUNDING = 1e-9
"""How far the two entries of a pair of a Hessian may be apart, relative to its largest entry, without a warning."""


class Symmetry(Record):
    """How far a Hessian is from its transpose.

    difference  the largest |H - H'| over the largest entry; inf where one of a pair alone is no number
    entries     the names of that pair: ("x", "W[0, 1]"), or () where all pairs are equal
    unknown     how many entries are nan: two of them are neither equal nor apart
    """

    difference: float
    entries: tuple[str, ...] = ()
    unknown: int = 0


class SecondUse(Record):
    """What one use of a node gives to its adjoint, and the tangent of that.

    consumer, operand  the step that uses it, and the position of that use
    rule, product      as in records.Increment
    second_rule        the tangent of the rule as a tree, None where it is constant; `second`, its number
    """

    consumer: str
    operand: int
    rule: Formula
    product: Number
    second_rule: Formula | None
    second: Number


class SecondStep(Record):
    """One step of a second-order trace: value, tangent, adjoint, and the tangent of the adjoint.

    seeded  whether the adjoint is the seed, which is constant
    path    whether the tangent of the adjoint has a path from the seed
    """

    name: str
    number: int
    role: str
    shape: Shape
    value: Number
    tangent: Number
    adjoint: Number
    second: Number
    uses: tuple[SecondUse, ...] = ()
    seeded: bool = False
    path: bool = True


class SecondOrder(Record):
    """One direction of a Hessian, worked: a forward sweep, and the tangents of the reverse sweep along it.

    forward  the trace of the forward sweep; it has the seed and its label
    steps    of the reverse sweep, from the output to the inputs
    """

    forward: Trace
    steps: tuple[SecondStep, ...]


class Derivative(Record):
    """A derived quantity.

    kind      JACOBIAN, HESSIAN, JVP, VJP or HVP
    value     by output and input, by input and input (Hessian), by output (JVP) or by input (VJP, HVP): floats, or
              ndarrays of both shapes in a row
    mode      how it was swept, and `sweeps`, how often
    trace     the program at the point, its outputs' values, the cost and the warnings; of a product, with its sweep
    wrt       the inputs that it is taken with respect to
    seed      of a product, its direction or cotangent by name
    gradient  of a Hessian or its product, the first derivatives by input
    symmetry  of a Hessian, how far it is from its transpose
    shared    the pattern, and the groups of columns or rows that shared a sweep; None where none can
    worked    of a Hessian, its second-order traces, where they were asked for
    """

    kind: str
    value: Mapping[str, Any]
    mode: str
    sweeps: int
    trace: Trace
    wrt: tuple[str, ...] = ()
    seed: Mapping[str, Number] = NOTHING
    gradient: Mapping[str, Number] = NOTHING
    symmetry: Symmetry | None = None
    shared: tuple[Pattern, Groups] | None = None
    worked: tuple[SecondOrder, ...] = ()

    @property
    def warnings(self) -> tuple[Warning, ...]:
        """What the numbers do not say by themselves."""
        return self.trace.warnings

    @property
    def outputs(self) -> Mapping[str, Number]:
        """The outputs' values by name."""
        return self.trace.outputs

    @property
    def cost(self) -> Cost:
        """Sweeps and multiply-adds, and those of the other mode."""
        assert self.trace.cost is not None
        return self.trace.cost


class Product(tuple[Any, Any]):
    """A value and a derivative in a direction, as a pair that also has its record."""

    derivative: Derivative

    @classmethod
    def of(cls, derivative: Derivative) -> Product:
        """The pair of a JVP or a VJP."""
        trace = derivative.trace
        found = cls((trace.value, trace.tangent if derivative.kind == JVP else trace.gradient))
        found.derivative = derivative
        return found

    @property
    def warnings(self) -> tuple[Warning, ...]:
        """What the numbers do not say by themselves."""
        return self.derivative.warnings
