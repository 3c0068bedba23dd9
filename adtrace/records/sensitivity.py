"""How outputs react to their inputs at a point: what a small change or an uncertainty does to them, and along what."""

from __future__ import annotations

import math

from ..named import Record
from .steps import Number

DEAD, SATURATED = "dead", "saturated"
"""What an activation is where no slope passes: on a flat part, or where it is nearly flat."""

FLAT = 1e-4
"""The part of its largest slope below which an activation is saturated."""

NONLINEAR = 0.1
"""The part of an effect by which first order may be off before it is said."""

SMALL_FACTOR, LARGE_FACTOR = 1e-2, 1e2
"""Factors of one edge, and products up to it, beyond which it is said that the gradient vanishes or explodes there."""

VANISHED, EXPLODED = 1e-4, 1e4
"""The same of the product along a whole path."""


class Condition(Record):
    """How an output depends on one input, relatively.

    name   of the input
    place  of its element with the largest ratio; () of a scalar
    at     the value of that element, and `slope`, the output's slope in it
    ratio  at * slope / output: so many per cent more come of one per cent more; the condition number is its size. nan
           for 0/0, infinite where the output is 0
    norm   the Euclidean norm of the ratios of all elements; `size`, how many there are
    hidden  whether a nan, an infinity or a lost 0, of which a warning tells, stands for the output or the slope
    """

    name: str
    place: tuple[int, ...]
    at: float
    slope: float
    ratio: float
    norm: float
    size: int
    hidden: bool = False


class Effect(Record):
    """What the uncertainty of one input does to an output, or those of all inputs together.

    name       of the input; "" for all together
    deviation  of the input: absolute, of its shape; None for all together
    worst      first order: the sum of |slope| * deviation, over elements
    spread     first order: the root of the sum of squares, for elements that vary independently
    share      the part of the variance of all inputs
    ends       what really becomes of the output, less the output: the least and the most with every element at one of
               its ends, of many elements at those that lower and that raise it to first order; None where it was not
               computed, nan where there is no value
    off        by how much first order is wrong at the ends, as a part of the effect; 0 where rounding may have done it
    inside     the least and the most between the ends, less the output, where that is far beyond the ends; nan where
               there is no finite value at a place in between; else None
    """

    name: str
    deviation: Number
    worst: float
    spread: float
    share: float
    ends: tuple[float, float] | None
    off: float
    inside: tuple[float, float] | None = None

    @property
    def nonlinear(self) -> bool:
        """Whether first order is off by more than a tenth of the effect, or there is no value at an end or between."""
        return not self.off <= NONLINEAR or self.inside is not None


class Edge(Record):
    """One edge of a path, from a node to the step that uses it.

    node, consumer  their names; `operand`, the position of the use
    factor          the local partial; of arrays, by how much the adjoint's Euclidean norm grows along the edge
    product         of the output's weight, mostly 1, and all factors from there to here
    scaling         whether it only scales by a constant, as in 1000*x or mean(x), and so is no defect
    strength        the size of the product of all factors so far but for those that only scale
    """

    node: str
    consumer: str
    operand: int
    factor: float
    product: float
    scaling: bool = False
    strength: float = 1.0

    @property
    def vanishes(self) -> bool:
        """Whether next to nothing is left of a gradient, and this edge has its part in it."""
        return not self.scaling and abs(self.factor) <= SMALL_FACTOR and self.strength <= SMALL_FACTOR

    @property
    def explodes(self) -> bool:
        """Whether a gradient has grown much, and this edge has its part in it."""
        return not self.scaling and abs(self.factor) >= LARGE_FACTOR and self.strength >= LARGE_FACTOR


class Chain(Record):
    """The path from an input to an output along which the product of factors is largest.

    edges    from the output back to the input: all, or of a long path those with the smallest and the largest factors,
             those of 1 left out
    length   of the path, in edges
    product  of all its factors, and `exponent`, the decimal logarithm of its size: a product may underflow
    exact    whether all factors are local partials
    strength  the size of the product of all factors but for those that only scale by a constant
    """

    name: str
    edges: tuple[Edge, ...]
    length: int
    product: float
    exponent: float
    exact: bool
    strength: float

    @property
    def is_cut(self) -> bool:
        """Whether no gradient passes: a factor is 0 on every path, or undefined."""
        return self.exponent == -math.inf

    @property
    def vanishes(self) -> bool:
        """Whether next to nothing is left of a gradient along the path."""
        return not self.is_cut and (self.strength < VANISHED or self.product == 0)

    @property
    def explodes(self) -> bool:
        """Whether a gradient grows beyond all measure along it."""
        return self.strength > EXPLODED


class Response(Record):
    """How one output, one component of it, or a weighted sum of outputs reacts to the inputs.

    name        of the output: "y", "y[0]", or the cotangent that weighs several
    value       its value
    conditions  of the inputs, the largest ratio first
    effects     of the uncertain inputs, the largest first; `total`, of all together, None where no input is uncertain
    chains      the strongest path of each input that it depends on most
    """

    name: str
    value: float
    conditions: tuple[Condition, ...]
    effects: tuple[Effect, ...]
    total: Effect | None
    chains: tuple[Chain, ...]


class Cut(Record):
    """An input that activations cut off: so many of its elements, `lost` of `size`, have no other path to an output."""

    name: str
    lost: int
    size: int


class Stuck(Record):
    """An activation that lets no slope pass, or some of whose elements let none.

    name   of the step, and `op`, its operator
    kind   DEAD or SATURATED
    flat   how many of its elements do not, of `size` on a path to an output
    cuts   the inputs behind it that are cut off: their gradient is 0, or next to nothing. It may take several to cut
           one off; they are told of the first LIMITS.chained activations
    """

    name: str
    op: str
    kind: str
    flat: int
    size: int
    cuts: tuple[Cut, ...]

    @property
    def is_whole(self) -> bool:
        """Whether none of its elements lets a slope pass."""
        return self.flat == self.size


class Sensitivity(Record):
    """How outputs react to their inputs.

    responses    one for every output, or component of one
    stuck        the activations that let no slope pass, in order of evaluation; `cuts`, what they cut off together
    activations  how many steps are activations at all, and `entries`, how many elements they have; those that have no
                 path to an output are not counted
    """

    responses: tuple[Response, ...]
    stuck: tuple[Stuck, ...]
    cuts: tuple[Cut, ...]
    activations: int
    entries: int

    @property
    def is_uncertain(self) -> bool:
        """Whether it says what an uncertainty does."""
        return any(one.total is not None for one in self.responses)
