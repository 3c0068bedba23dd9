"""Mistakes about which function is meant: its value, and its slope with it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from ....graph.numbers import ARRAYS
from ....records.worked import PARTIAL, VALUE
from ....rules import table
from ..guess import Guess
from ..line import Line
from ..numbers import fits, spread

LOGARITHMS = {"log": ("log10", "log2"), "log10": ("log", "log2"), "log2": ("log", "log10")}
"""What each logarithm is taken for."""
TRIGONOMETRIC = ("sin", "cos", "tan", "sec", "csc", "cot")
INVERSE = ("asin", "acos", "atan", "asec", "acsc", "acot", "atan2")
DEGREE = math.pi / 180
OPPOSITE = {"maximum": "minimum", "minimum": "maximum", "max": "min", "min": "max"}
BRANCHES = {"maximum": (0, 1), "minimum": (0, 1), "where": (1, 2), "relu": (0,), "abs": (0,), "clip": (0, 1, 2)}
"""The operands of a piecewise row that may have been taken as its value."""
ORDERED = ("sub", "div", "power", "atan2")
"""Operations whose operands cannot be exchanged."""


def another_logarithm(line: Line) -> Iterator[Guess]:
    """log10 or log2 for log, or the other way round."""
    for name in LOGARITHMS.get(line.op, ()):
        row = table.operator(name)
        number = line.applied(name, *line.operands) if line.kind == VALUE else line.slope(0, row=row)
        yield Guess(number, {"taken": name})


def in_degrees(line: Line) -> Iterator[Guess]:
    """An angle taken in degrees; in a slope, with the inner derivative."""
    if line.op in TRIGONOMETRIC:
        if line.kind == VALUE:
            yield Guess(line.applied(line.op, line.operands[0] * DEGREE))
        for slope in slope_in_degrees(line) if line.kind == PARTIAL else ():
            yield Guess(slope.number * DEGREE)
    if line.op in INVERSE:
        yield Guess(line.right / DEGREE)


def slope_in_degrees(line: Line) -> Iterator[Guess]:
    """A slope at an angle that was taken in degrees: cos(2) is then nearly 1."""
    if line.op in TRIGONOMETRIC:
        angle = line.operands[0] * DEGREE
        yield Guess(line.slope(0, operands=[angle], result=line.applied(line.op, angle)))


def other_branch(line: Line) -> Iterator[Guess]:
    """A branch of max, where, relu ... that does not hold here; in a slope, all of them."""
    if line.kind == VALUE:
        for operand in BRANCHES.get(line.op, ()):
            if operand < len(line.operands) and fits(line.operands[operand], line.shape):
                yield Guess(spread(line.operands[operand], line.shape))
        if line.op in OPPOSITE:
            yield Guess(line.applied(OPPOSITE[line.op], *line.operands, **line.params))
    elif line.kind == PARTIAL:
        if line.op in BRANCHES:
            yield Guess(-line.right if line.op == "abs" else 1 - line.right)
            yield Guess(line.right * 0 + 1)
    elif line.op in ("max", "min"):
        back = table.operator("sum").rule(0)
        assert back is not None
        yield Guess(spread(back(ARRAYS, line.upstream, line.operands[0], **line.params), line.shape))


def left_out(line: Line) -> Iterator[Guess]:
    """The function itself: its operand is taken for its result."""
    if line.operator and len(line.args) == 1 and line.operator.kind == "elementwise" and line.op != "neg":
        yield Guess(line.operands[0])


def exchanged(line: Line) -> Iterator[Guess]:
    """b - a for a - b, and the like."""
    if line.op in ORDERED:
        yield Guess(line.applied(line.op, *reversed(line.operands)))


def power_as_product(line: Line) -> Iterator[Guess]:
    """n*x for x^n."""
    if line.op == "power":
        yield Guess(line.operands[0] * line.operands[1])
    if line.op == "square":
        yield Guess(2 * line.operands[0])


def sign_in_value(line: Line) -> Iterator[Guess]:
    """A minus sign that is not taken, or taken as a plus."""
    if line.op == "neg":
        yield Guess(line.operands[0])
    if line.op == "sub":
        yield Guess(line.operands[0] + line.operands[1])
    if line.op == "sigmoid":
        yield Guess(line.applied("sigmoid", -line.operands[0]))


def without_summand(line: Line) -> Iterator[Guess]:
    """One summand of a sum."""
    if line.op not in ("add", "sub"):
        return
    a, b = (spread(operand, line.shape) for operand in line.operands)
    names = [line.named(arg) for arg in line.args]
    yield Guess(a, {"missing": names[1]})
    yield Guess(b if line.op == "add" else -b, {"missing": names[0]})


def without_constant(line: Line) -> Iterator[Guess]:
    """A product without its constant factor, a quotient without its constant divisor."""
    if line.op == "mul":
        for operand, other in ((0, 1), (1, 0)):
            if line.constant(operand):
                yield from alone(line, other, line.named(line.args[operand]))
    if line.op == "div" and line.constant(1):
        yield from alone(line, 0, f"1/{line.named(line.args[1])}")


def without_divisor(line: Line) -> Iterator[Guess]:
    """A quotient without its divisor where that is an input, such as m."""
    if line.op == "div" and line.args[1] in line.derivation.graph.inputs and not line.constant(0):
        yield from alone(line, 0, line.named(line.args[1]))


def alone(line: Line, operand: int, missing: str) -> Iterator[Guess]:
    """One operand without the other; of its partial, 1."""
    if fits(line.operands[operand], line.step_shape) and (line.kind == VALUE or line.operand == operand):
        number = spread(line.operands[operand], line.step_shape) if line.kind == VALUE else line.right * 0 + 1
        yield Guess(number, {"missing": missing})
