"""Mistakes about the slope of one operation: its rule, its sign, and the place where it is taken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ....lang.printer import leads_with_sign
from ....records.worked import INCREMENT, PARTIAL, TANGENT, VALUE
from ....rules import table
from ....rules.table import Operator
from ..derivation import Key
from ..guess import Guess
from ..line import Line
from ..numbers import spread


def sign_of_rule(line: Line) -> Iterator[Guess]:
    """The minus sign that a rule begins with: those of -x, cos, 1/x, the second operand of a difference."""
    formulas = line.derivation.run.recorder.formulas
    negative = (line.op, line.operand) == ("sub", 1) or line.op == "neg"
    if negative or leads_with_sign(formulas.partial(line.step, line.operand)):
        yield Guess(-line.right)


def sign_too_much(line: Line) -> Iterator[Guess]:
    """A minus sign in the slope of the sine: that of the cosine has it. Nor has that of a hyperbolic cosine one."""
    if line.op in ("sin", "cosh"):
        yield Guess(-line.right)


def exponent_kept(line: Line) -> Iterator[Guess]:
    """n*x^n for n*x^(n - 1)."""
    if line.op == "power" and line.operand == 0:
        yield Guess(spread(line.operands[1] * line.result, line.step_shape))
    if line.op == "square":
        yield Guess(2 * line.result)


def exponent_as_factor(line: Line) -> Iterator[Guess]:
    """n*x for n*x^(n - 1)."""
    if line.op == "power" and line.operand == 0:
        yield Guess(spread(line.operands[0] * line.operands[1], line.step_shape))


def factor_of_power(line: Line) -> Iterator[Guess]:
    """x^(n - 1) for n*x^(n - 1); 1/sqrt(x) for 1/(2*sqrt(x))."""
    if line.kind == INCREMENT:
        if line.op == "sumsq":
            yield Guess(line.right / 2, {"factor": "2"})
    elif line.op == "power" and line.operand == 0:
        number = line.applied("power", line.operands[0], line.operands[1] - 1)
        yield Guess(spread(number, line.step_shape), {"factor": line.named(line.args[1])})
    elif line.op == "square":
        yield Guess(line.right / 2, {"factor": "2"})
    elif line.op in ("sqrt", "cbrt"):
        factor = 2 if line.op == "sqrt" else 3
        yield Guess(line.right * factor, {"factor": f"1/{factor}"})


def exponential_as_power(line: Line) -> Iterator[Guess]:
    """x*a^(x - 1) for the slope of a^x, that of exp included."""
    if line.op == "exp":
        x = line.operands[0]
        yield Guess(x * line.applied("exp", x - 1))
    if line.op == "exp2":
        x = line.operands[0]
        yield Guess(x * line.applied("exp2", x - 1))
    if line.op == "power" and line.operand == 1:
        a, b = line.operands
        yield Guess(spread(b * line.applied("power", a, b - 1), line.step_shape))


def logarithm_of_base(line: Line) -> Iterator[Guess]:
    """a^x for a^x*ln(a)."""
    if (line.op == "power" and line.operand == 1) or line.op == "exp2":
        yield Guess(line.result)


def square_of_divisor(line: Line) -> Iterator[Guess]:
    """-a/b for the slope -a/b^2 of a quotient, and 1/x for that of 1/x."""
    if line.op == "div" and line.operand == 1:
        yield Guess(-line.result)
    if line.op == "reciprocal":
        yield Guess(-line.result)


def swapped(line: Line) -> Iterator[Guess]:
    """The partial of the other operand; of -a*b also with its sign, which is that of the whole."""
    if not line.operator or line.operator.kind != "elementwise" or len(line.args) != 2:
        return
    if line.kind == PARTIAL:
        other = line.slope(1 - line.operand)
        if other is not None:
            yield Guess(other)
            rows = [line.derivation.graph.operators[arg] for arg in line.args]
            if line.op == "mul" and sum(row is not None and row.name == "neg" for row in rows) == 1:
                yield Guess(-other)
    elif line.kind == TANGENT and len(line.tangents) == 2:
        slopes = [line.slope(operand) for operand in (0, 1)]
        if slopes[0] is not None and slopes[1] is not None:
            yield Guess(spread(slopes[1] * line.tangents[0] + slopes[0] * line.tangents[1], line.shape))


def at_result(line: Line) -> Iterator[Guess]:
    """f'(f(x)) for f'(x)."""
    if is_function(line):
        again = line.applied(line.op, line.result)
        yield Guess(line.slope(0, operands=[line.result], result=again))


def argument_for_result(line: Line) -> Iterator[Guess]:
    """A rule in terms of the result with the argument put in: z*(1 - z) for y*(1 - y) where y = sigmoid(z)."""
    if is_function(line):
        yield Guess(line.slope(0, result=line.operands[0], printed=True))


def value_for_slope(line: Line) -> Iterator[Guess]:
    """f(x) for f'(x)."""
    if is_function(line):
        yield Guess(line.result)


def before_activation(line: Line) -> Iterator[Guess]:
    """An operand as it was before its activation: z for a = relu(z)."""
    graph = line.derivation.graph
    for arg in dict.fromkeys(line.args):
        args = graph.args[arg]
        if not is_activation(graph.operators[arg]) or not graph.varies[arg]:
            continue
        changed: dict[Key, Any] = {Key(VALUE, arg): line.value(args[0])}
        names = {"taken": line.named(args[0]), "meant": line.named(arg)}
        if line.kind != PARTIAL:
            yield Guess(line.rework(changed), names)
        elif line.op in ("mul", "div"):
            operands = [line.value(args[0]) if each == arg else line.value(each) for each in line.args]
            result = line.applied(line.op, *operands)
            yield Guess(line.slope(line.operand, operands=operands, result=result), names)


def after_activation(line: Line) -> Iterator[Guess]:
    """An operand as it is after an activation that it goes into: a for z, where a = relu(z)."""
    graph = line.derivation.graph
    for arg in dict.fromkeys(line.args):
        for step, _ in line.derivation.uses.of(arg):
            if is_activation(graph.operators[step]) and step < line.step:
                names = {"taken": line.named(step), "meant": line.named(arg)}
                yield Guess(line.rework({Key(VALUE, arg): line.value(step)}), names)


def is_activation(row: Operator | None) -> bool:
    """Whether a row makes one array of the same shape out of one, as the layers of a network do."""
    return row is not None and (row.family == "neural" or row.name in ("tanh", "softmax"))


def is_function(line: Line) -> bool:
    """Whether the step is a function of one operand that is differentiated."""
    return bool(line.operator) and len(line.args) == 1 and line.op not in ("neg", "abs")


def of_other_function(line: Line) -> Iterator[Guess]:
    """The slope of a function with a like name or a like slope."""
    for name in ALIKE.get(line.op, ()):
        row = table.operator(name)
        yield Guess(line.slope(0, row=row, result=line.applied(name, *line.operands)), {"taken": name})


ALIKE = {
    "sin": ("sinh",), "sinh": ("sin",), "cos": ("cosh",), "cosh": ("cos",), "tan": ("tanh",),
    "tanh": ("tan", "sigmoid"),
    "sigmoid": ("tanh",), "softplus": ("relu",), "log1p": ("log",), "asin": ("acos", "asinh"),
    "acos": ("asin", "acosh"), "atan": ("atanh",), "atanh": ("atan",), "asinh": ("asin",), "acosh": ("acos",),
}
"""Functions that are taken for one another."""
