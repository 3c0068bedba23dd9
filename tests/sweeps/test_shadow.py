"""The shadow run: every row of the table in many digits, its value and its derivatives."""

from __future__ import annotations

import math
import random
import sys
from typing import Any

import mpmath
import numpy as np
import pytest
from exact import step
from operands import arrays, edges, numbers, random_array
from rows import ARRAY_ROWS, ROWS, TINY, as_operand, close, compute_array, each, operand_names, regular
from rows import ieee as ieee

from adtrace.errors import AdtraceError, LimitError
from adtrace.graph.digits import many_digits
from adtrace.graph.graph import Graph, Nodes
from adtrace.graph.numbers import value_of_floats
from adtrace.lang.parser import parse
from adtrace.rules.table import Operator
from adtrace.sweeps.evaluate import evaluate
from adtrace.sweeps.run import Run
from adtrace.sweeps.shadow import settled_shadow, shadow
from adtrace.sweeps.symbolic import append_adjoints, append_tangents, copied

DIGITS = 40
MANY_DIGITS = many_digits(DIGITS)
MANY = 400
"""For differences: the step is 10^-30, next to operands of up to 10^200."""
ABSOLUTE = {"elementwise": 0, "linear": 1e-55, "general": 1e-55}
"""What differences of arrays leave of the second order, where there is no slope."""
MOST = 12
"""Points for one row."""


class Applied:
    """One row applied to inputs, as a graph of one operation."""

    def __init__(self, row: Operator, operands: list[Any], params: dict[str, Any]) -> None:
        self.row, self.graph = row, Graph()
        nodes = Nodes(self.graph)
        self.names = operand_names(row, len(operands))
        inputs = [nodes.operand(self.graph.input(name, np.shape(one))) for name, one in zip(self.names, operands, strict=True)]
        self.node = nodes.apply(row, inputs, params).handle
        self.operands = [as_operand(operand) for operand in operands]

    def shadow(self, operands: list[Any], digits: int = DIGITS) -> list[Any]:
        return shadow(self.graph, dict(zip(self.names, operands, strict=True)), digits)

    def value(self, operands: list[Any], digits: int = DIGITS) -> Any:
        return self.shadow(operands, digits)[self.node]

    @property
    def differentiable(self) -> list[int]:
        return [place for place in range(len(self.operands)) if self.row.rule(place) is not None]


def some(row: Operator, largest: float) -> list[tuple[float, ...]]:
    """A few of a row's points, of moderate size."""
    points = [point for point in numbers(row) if all(1e-20 <= abs(number) <= largest for number in point)]
    return points if len(points) <= MOST else random.Random(5).sample(points, MOST)


@each(ROWS["elementwise"])
def test_values(row: Operator) -> None:
    """The value is that of many more digits to the digits asked for, and float64's to a few units of rounding: of itself,
    and, if the row says so, of its operands."""
    for point in some(row, 1e20):
        applied = Applied(row, list(point), {})
        value, more = applied.value(list(point)), applied.value(list(point), 4*DIGITS)
        assert agree(value, more, 2 - DIGITS), (point, value, more)
        computed = value_of_floats(row, point, {})
        slack = sensitivity(applied) if row.shaky else 0
        assert close(computed, value, 16 if row.shaky else 8, lambda slack=slack: slack), (point, computed, value)


def sensitivity(applied: Applied) -> Any:
    """How much a relative change of the operands changes the value."""
    slopes = [difference(applied, place, mpmath.mpf(1), 1) for place in applied.differentiable]
    return sum(abs(applied.operands[place]*slope) for place, slope in zip(applied.differentiable, slopes, strict=True))


def agree(a: Any, b: Any, digits: int) -> bool:
    """Whether two numbers agree to 10^digits, or are both too small for float64."""
    if a != a or b != b or abs(b) == math.inf:
        return a == b or (a != a and b != b)
    return abs(a - b) <= abs(b)*mpmath.mpf(10)**digits or max(abs(a), abs(b)) < mpmath.mpf(TINY)*2**-53


def difference(applied: Applied, place: int, direction: Any, weight: Any) -> Any:
    """The central difference, along a direction of an operand, of the value weighted."""
    h = step_of(applied, place)
    ends = []
    for sign in (1, -1):
        moved = list(applied.operands)
        with mpmath.workdps(MANY):
            moved[place] = many(moved[place]) + sign*h*direction
            ends.append(np.sum(weight*applied.value(moved, MANY)))
    with mpmath.workdps(MANY):
        return (ends[0] - ends[1])/(2*h)


def step_of(applied: Applied, place: int) -> Any:
    """A step that is small for every entry; in elementwise rows the other operands may magnify it."""
    if applied.row.kind == "elementwise":
        return step(*applied.operands)
    return min([step(entry) for entry in np.ravel(applied.operands[place])])


def many(operand: Any) -> Any:
    return np.frompyfunc(mpmath.mpf, 1, 1)(operand) if np.shape(operand) else mpmath.mpf(operand)


@each([row for row in ROWS["elementwise"] if any(row.rules)])
def test_derivatives(row: Operator) -> None:
    """A tangent and an adjoint, appended to the graph, are the differences of the value to 20 digits."""
    for point in some(row, 800.0):
        for place in Applied(row, list(point), {}).differentiable:
            compared(Applied(row, list(point), {}), place, 1.0, 1.0)


@each(ARRAY_ROWS)
def test_arrays(row: Operator) -> None:
    """Entry by entry the value is float64's; JVPs and VJPs are the differences of the value."""
    for operands, params in arrays(row):
        applied = Applied(row, operands, params)
        value = np.ravel(applied.value(applied.operands))
        more, computed = np.ravel(applied.value(applied.operands, 4*DIGITS)), np.ravel(compute_array(row, applied.operands, params))
        scale = max(1.0, float(np.max(np.abs(computed[np.isfinite(computed)]), initial=0.0)))
        for one, other, number in zip(value, more, computed, strict=True):
            assert agree(one, other, 2 - DIGITS), (operands, params)
            assert number == one or (number != number and one != one) or abs(number - one) <= 1e-13*scale, (operands, params)
        if not regular(row, operands, params):
            continue
        source = random.Random(3)
        for place in applied.differentiable:
            tangent, adjoint = random_array(source, operands[place].shape), random_array(source, applied.graph.shapes[applied.node])
            compared(Applied(row, operands, params), place, as_operand(tangent), as_operand(adjoint))


def compared(applied: Applied, place: int, tangent: Any, adjoint: Any) -> None:
    """<adjoint, J tangent> by both modes, in the shadow, against the difference."""
    wanted = difference(applied, place, many(tangent), many(adjoint))
    source, node = applied.graph.inputs[place], applied.node
    pulled = append_adjoints(applied.graph, {node: adjoint}).nodes[source]
    pushed = append_tangents(applied.graph, {source: tangent}).nodes[node]
    values = applied.shadow(applied.operands)
    for found in (np.sum(values[pulled]*many(tangent)), np.sum(values[pushed]*many(adjoint))):
        assert agree(found, wanted, -20) or abs(found - wanted) < ABSOLUTE[applied.row.kind], (applied.operands, place, found, wanted)


# Where float64 has infinities and nan


@each(ROWS["elementwise"])
def test_edges(row: Operator) -> None:
    """Zeros, poles, infinities, nan: what float64 has there, but for what is only beyond its range."""
    for point in edges(row):
        if any((number == 0 and math.copysign(1.0, number) < 0) or 0 < abs(number) < TINY for number in point):
            continue  # There is no -0 here, and no underflow of 1/x.
        if row.name == "polygamma" and point[0] > 100:
            continue  # SciPy overflows.
        computed, value = value_of_floats(row, point, {}), MANY_DIGITS.apply(row, point, {})
        assert alike(computed, value), (point, computed, value)


def alike(computed: float, value: Any) -> bool:
    """Whether both are nan, the same infinity, a number beyond float64's range, or numbers that agree."""
    if computed != computed or value != value:
        return computed != computed and value != value
    if math.isinf(computed):
        return abs(value) > mpmath.mpf(2)**1023 and (value > 0) == (computed > 0)
    return abs(computed - value) <= 1e-12*abs(value) + TINY


@each([row for row in ARRAY_ROWS if row.family != "linalg"])
def test_array_edges(row: Operator) -> None:
    """The same of arrays: full of one number, and with one entry that is not finite."""
    for operands, params in arrays(row):
        for filling in (0.0, 1.0, math.inf, -math.inf, math.nan):
            full = [np.full(one.shape, filling) if row.rule(place) else one for place, one in enumerate(operands)]
            first = [one.copy() if row.rule(place) else one for place, one in enumerate(operands)]
            for place, one in enumerate(first):
                if row.rule(place):
                    one.flat[0] = filling
            for given in (full, first):
                computed, value = compute_array(row, given, params), MANY_DIGITS.apply(row, given, params)
                assert np.shape(computed) == np.shape(value)
                for number, found in zip(np.ravel(computed), np.ravel(value), strict=True):
                    assert alike(number, found), (given, params, computed, value)


@pytest.mark.parametrize("filling", (math.inf, -math.inf, math.nan))
@each([row for row in ARRAY_ROWS if row.family == "linalg"])
def test_matrices_of_what_is_not_finite(row: Operator, filling: float) -> None:
    """Every entry is nan or infinite, or what NumPy has; one nan makes an inverse nan."""
    for operands, params in arrays(row):
        given = [operand.copy() for operand in operands]
        given[0].flat[0] = filling
        computed, value = compute_array(row, given, params), MANY_DIGITS.apply(row, given, params)
        for number, found in zip(np.ravel(computed), np.ravel(value), strict=True):
            assert alike(number, found) or not math.isfinite(number), (given, params, computed, value)


# Programs


def shadow_of(text: str, digits: int = 50, **at: float) -> tuple[Any, dict[str, Any]]:
    """Value and gradient of a program in the shadow."""
    run = Run(parse(text), at)
    graph = copied(run.graph)
    output = graph.outputs[0][1]
    appended = append_adjoints(graph, {output: 1.0}).nodes
    values = shadow(graph, run.built.values, digits)
    return values[output], {graph.names[node]: values[appended[node]] for node in graph.inputs if node in appended}


def test_where_float64_has_nothing_left() -> None:
    """1/(1 + exp(-a*x)) at x = -1000 is e^-1000, and so are its slopes but for a factor."""
    value, gradient = shadow_of("1/(1+exp(-a*x))", x=-1000.0, a=1.0)
    assert agree(value, mpmath.exp(-1000), -49)
    assert agree(gradient["x"], mpmath.exp(-1000), -49) and agree(gradient["a"], -1000*mpmath.exp(-1000), -49)


def test_inputs_and_literals_but_pi_and_e_are_the_floats_that_they_are() -> None:
    assert shadow_of("0.1 + x", x=0.2)[0] == mpmath.mpf(0.1) + mpmath.mpf(0.2)
    with mpmath.workdps(40):
        assert abs(shadow_of("pi*x", x=1.0)[0] - mpmath.pi) < 1e-39 and abs(shadow_of("e*x", x=1.0)[0] - mpmath.e) < 1e-39
    assert shadow_of("sin(x)", x=math.pi)[0] == pytest.approx(1.2246467991473532e-16, rel=1e-15)


def test_constants_of_rules_have_all_digits() -> None:
    """log(2), sqrt(pi) and the like stand in rules as operations, not as float64 numbers."""
    slopes = {
        "log2(x)": 2/mpmath.log(2), "log10(x)": 2/mpmath.log(10), "2^x": mpmath.sqrt(2)*mpmath.log(2),
        "exp2(x)": mpmath.sqrt(2)*mpmath.log(2), "erf(x)": 2/mpmath.sqrt(mpmath.pi)*mpmath.exp(-0.25),
        "gelu(x)": mpmath.erfc(-mpmath.mpf(0.5)/mpmath.sqrt(2))/2
        + mpmath.exp(-mpmath.mpf(1)/8)/(2*mpmath.sqrt(2*mpmath.pi)),
    }
    for text, wanted in slopes.items():
        assert agree(shadow_of(text, x=0.5)[1]["x"], wanted, -48), text


def test_digits_that_cancel_come_back() -> None:
    """(1 + x) - 1 has lost all digits of x in float64; of 50, at least 30 are left."""
    assert evaluate(Run(parse("((1 + x) - 1)/x"), {"x": 1e-20}).graph, {"x": 1e-20})[-1] == 0
    value, gradient = shadow_of("((1 + x) - 1)/x", x=1e-20)
    assert agree(value, mpmath.mpf(1), -30) and abs(gradient["x"]) < 1e-10


HAZARDS = (
    ("exp(exp(exp(exp(x))))", 10.0), ("gamma(x)", 1e300), ("gamma(gamma(x))", 200.0), ("sin(exp(exp(x)))", 20.0),
    ("x^x^x^x", 300.0), ("x^x^x^x", 1e-300), ("mod(exp(exp(x)), 3)", 15.0), ("mod(1, exp(-exp(x)))", 15.0),
    ("polygamma(2, x)", -1e6 - 0.5), ("polygamma(1e9, x)", 0.5), ("digamma(x)", -1e300), ("lgamma(x)", 1e308),
    ("erfc(x)", 1e300), ("tanh(exp(exp(x)))", 20.0), ("log1p(exp(x))", 1e300), ("softplus(exp(x))", 800.0),
    ("log(exp(exp(x)))", 15.0), ("floor(exp(exp(x)))", 15.0), ("sqrt(exp(exp(x)))", 15.0), ("cosh(sinh(exp(x)))", 9.0),
)


@pytest.mark.parametrize("text, x", HAZARDS)
def test_nothing_runs_on_and_on(text: str, x: float) -> None:
    """Towers of exponentials end at nan, for what is not known."""
    value, gradient = shadow_of(text, x=x)
    assert all(isinstance(number, type(value)) for number in gradient.values())


def test_beyond_the_range_of_float64_numbers_go_on() -> None:
    assert agree(shadow_of("log(1 + exp(x))", x=1e6)[0], mpmath.mpf(10)**6, -49)
    assert agree(shadow_of("log(exp(exp(x)))", x=15.0)[0], mpmath.exp(15), -49)
    assert agree(shadow_of("log(1 + exp(x))", x=1e10)[0], mpmath.mpf(10)**10, -49)
    assert agree(shadow_of("log(-log(exp(-exp(x))))", x=700.0)[0], mpmath.mpf(700), -49)


@pytest.mark.parametrize("text", ["exp(exp(exp(x)))", "exp(-exp(exp(x)))", "1/(1 + exp(exp(exp(x))))", "x^(x^(x^x))"])
def test_what_lies_beyond_the_largest_exponent_is_not_known(text: str) -> None:
    assert math.isnan(shadow_of(text, x=1000.0)[0])


def test_the_global_precision_stays() -> None:
    with mpmath.workdps(17):
        shadow_of("exp(x)", x=1.0)
        assert mpmath.mp.dps == 17


def test_too_much_work_is_refused() -> None:
    run = Run(parse("sum(A @ A)"), {"A": np.ones((200, 200))})
    with pytest.raises(LimitError, match="too many for numbers of many digits"):
        shadow(run.graph, run.built.values, 50)


def test_without_mpmath_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mpmath", None)
    run = Run(parse("exp(x)"), {"x": 1.0})
    with pytest.raises(AdtraceError, match="need mpmath") as caught:
        shadow(run.graph, run.built.values, 3117)
    assert "adtrace[audit]" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "at", "wanted"),
    [
        ("log(1 + exp(x))", {"x": -200.0}, "1.3838965267367375306e-87"),
        ("1 - tanh(x)^2", {"x": 100.0}, "5.5355861069469501226e-87"),
        ("(1 + 1e-300*x) - 1", {"x": 1.0}, "1.0000000000000000251e-300"),
        ("sin(x*pi)", {"x": 3.0}, "0.0"),
        ("x - x", {"x": 3.0}, "0.0"),
    ],
)
def test_a_shadow_takes_as_many_digits_as_cancellation_uses_up(text: str, at, wanted: str) -> None:
    run = Run(parse(text), at)
    value = settled_shadow(run.graph, at, 30)[run.graph.outputs[0][1]]
    assert mpmath.nstr(value, 20) == wanted
