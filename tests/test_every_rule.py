"""Every elementwise row of the table, held against its definition in many digits. A new row is tested by being there.

Linear and general rows are in test_every_array_rule, printed rules in test_every_printed_rule.
"""

from __future__ import annotations

import math
from typing import Any

import mpmath
import numpy as np
from exact import EXACT, definition, moved, second_slope, settled, slope
from operands import edges, holds, inside, numbers
from rows import ROWS, TINY, UNIT, close, compute_array, differentiable, each, operand_names, same, which
from rows import ieee as ieee

from adtrace.graph.graph import Graph, Nodes
from adtrace.graph.numbers import ARRAYS, run_on_floats, value_of_floats
from adtrace.lang.grammar import BY_OPERATOR, COMPARISON
from adtrace.rules import table
from adtrace.rules.table import Operator
from adtrace.sweeps.evaluate import evaluate
from adtrace.sweeps.reverse import reverse

VALUE_ULPS, PARTIAL_ULPS = 16, 256
"""How many units of rounding a value, or a partial, may be off: of itself, and of each operand (see `close`).

A partial loses more where it is an exponential of a rounded difference: b - 1 in b*a^(b - 1).
"""


def value_on_arrays(row: Operator, point: tuple[float, ...]) -> float:
    return compute_array(row, [np.array([number]) for number in point])[0]


class Point:
    """An elementwise row at one point, in as many digits as it takes."""

    def __init__(self, row: Operator, point: tuple[float, ...]) -> None:
        self.row, self.point = row, point
        self.function, self.operands = definition(row), [mpmath.mpf(number) for number in point]

    @property
    def value(self) -> Any:
        return settled(lambda: self.function(*self.operands), 40)

    def slope(self, i: int) -> Any:
        return settled(lambda: slope(self.function, self.operands, i))

    def second(self, i: int, j: int, off: float = 0.0) -> Any:
        operands = [operand*(1 + mpmath.mpf(off)) for operand in self.operands]
        return settled(lambda: second_slope(self.function, operands, i, j))

    def printed(self, i: int) -> Any:
        """The partial as people write it."""
        form = self.row.printed(i)
        return form(EXACT, self.function(*self.operands), *self.operands, **which(self.row, i))  # type: ignore[misc]

    def sensitivity(self, i: int | None = None) -> Any:
        """How much a relative change of the operands changes the value, or its slope in operand i."""
        places = differentiable(self.row, len(self.point))
        slopes = [self.slope(j) if i is None else self.second(i, j) for j in places]
        terms = [abs(self.operands[j]*slope) for j, slope in zip(places, slopes, strict=True) if slope is not None]
        return sum(term for term in terms if term == term)


@each(ROWS["elementwise"])
def test_value(row: Operator) -> None:
    """On floats and on arrays the value is that of mpmath, at every point of the grid inside the domain."""
    tested = 0
    for point in numbers(row):
        at = Point(row, point)
        wanted = at.value
        if wanted is None:
            continue
        for computed in (value_of_floats(row, point, {}), value_on_arrays(row, point)):
            assert close(computed, wanted, VALUE_ULPS, at.sensitivity), (point, computed, mpmath.nstr(wanted, 17))
            if computed == 0 and wanted != 0:
                assert row.lost is not None, (point, "an underflow that no condition finds")
                assert run_on_floats(row.lost, (0.0, *point)), (point, "an underflow that `lost` does not find")
        tested += 1
    assert tested >= 4


@each([row for row in ROWS["elementwise"] if any(row.rules)])
def test_partials(row: Operator) -> None:
    """On floats and on arrays each partial is the slope of mpmath's value; a slope that is lost is announced."""
    for point in numbers(row):
        y, at = value_of_floats(row, point, {}), Point(row, point)
        for i in differentiable(row, len(point)) if math.isfinite(y) else ():
            wanted = at.slope(i)
            if wanted is None:
                continue
            for computed in partials(row, i, y, point):
                near = close(computed, wanted, PARTIAL_ULPS, lambda i=i, at=at: at.sensitivity(i))
                assert near, (i, point, computed, mpmath.nstr(wanted, 17))
                if computed == 0 and wanted != 0 and not row.selects:
                    announced = row.steep is not None and run_on_floats(row.steep, point)
                    value_lost = y == 0 and row.lost is not None and run_on_floats(row.lost, (y, *point))
                    assert announced or value_lost, (i, point, "a slope underflows unannounced")
            if row.steep is not None and all(1e-3 < abs(number) < 25 for number in point):
                steep = run_on_floats(row.steep, point)
                assert wanted != 0 or row.selects or not steep, (i, point, "steep, with slope 0")


def partials(row: Operator, i: int, y: float, point: tuple[float, ...]) -> tuple[float, float]:
    """A partial, run on floats and on arrays."""
    rule, operands = row.rule(i), [np.array([number]) for number in (y, *point)]
    on_arrays = np.broadcast_to(np.asarray(rule(ARRAYS, *operands, **which(row, i)), dtype=float), (1,))
    return run_on_floats(rule, (y, *point), which(row, i)), float(on_arrays[0])


@each([row for row in ROWS["elementwise"] if any(row.textbook)])
def test_textbook(row: Operator) -> None:
    """The printed form is the same function as the slope, evaluated in many digits where neither overflows."""
    for point in numbers(row):
        if not all(1e-9 < abs(number) < 25 for number in point):
            continue
        at = Point(row, point)
        for i in differentiable(row, len(point)):
            wanted = at.slope(i)
            printed = settled(lambda i=i, at=at: at.printed(i))
            if wanted != wanted:
                continue
            # Constants such as 0.044715 stand in the rules as float64, and their sums and products are rounded.
            off = abs(printed - wanted)
            assert off <= 8*UNIT*abs(wanted) or off <= 8*UNIT*(abs(wanted) + at.sensitivity(i)), (i, point, printed, wanted)


@each([row for row in ROWS["elementwise"] if any(row.rules)])
def test_second_order(row: Operator) -> None:
    """A partial run on graph nodes, swept in reverse, gives the second derivatives."""
    moderate = [point for point in numbers(row) if all(1e-3 <= abs(number) <= 40 for number in point)]
    for point in moderate[:: 1 + len(moderate)//100]:
        names, at = operand_names(row, len(point)), Point(row, point)
        for i in differentiable(row, len(point)):
            graph = Graph()
            nodes = Nodes(graph)
            inputs = [nodes.operand(graph.input(name)) for name in names]
            y = nodes.apply(row, inputs, {})
            partial = nodes.id_of(row.rule(i)(nodes, y, *inputs, **which(row, i)))
            values = evaluate(graph, dict(zip(names, point, strict=True)))
            assert same(values[partial], run_on_floats(row.rule(i), (values[y.handle], *point), which(row, i)))
            adjoints = reverse(graph, values, {partial: 1.0})
            first = at.slope(i)
            for j in differentiable(row, len(point)):
                computed, wanted = adjoints[inputs[j].handle] or 0.0, at.second(i, j)
                if wanted != wanted:
                    continue
                # Relative to the second derivative, to the slopes it is made of, and to what rounded operands change.
                slack = 1e-12*(abs(wanted) + abs(first)*(1 + 1/abs(at.operands[j]))) + TINY
                if not abs(computed - wanted) <= slack:
                    nearby = [abs(at.second(i, j, off) - wanted) for off in (8*UNIT, -8*UNIT)]
                    slack += 4*sum(difference for difference in nearby if difference == difference)
                assert abs(computed - wanted) <= slack, (i, j, point, computed, mpmath.nstr(wanted, 17))


@each(ROWS["elementwise"])
def test_edges(row: Operator) -> None:
    """Nothing raises; floats and arrays agree; nan outside the domain; an infinity at every pole."""
    for point in edges(row):
        value = value_of_floats(row, point, {})
        on_arrays = float(value_on_arrays(row, point))
        subnormal = any(0 < abs(number) < TINY for number in point)
        if not subnormal:  # Libraries differ there.
            assert same(value, on_arrays) or abs(value - on_arrays) <= 16*UNIT*abs(value), (point, value, on_arrays)
        if not subnormal and not inside(row, point) and not holds(row, point, "pole"):
            assert value != value, (point, value, "a value outside the domain")
        if any(number != number for number in point) and value == value:
            assert constant_in_nans(row, point, value), (point, value)
        slopes = [run_on_floats(row.rule(i), (value, *point), which(row, i)) for i in differentiable(row, len(point))]
        for i in differentiable(row, len(point)):
            operands = [np.array([number]) for number in (value, *point)]
            assert np.shape(row.rule(i)(ARRAYS, *operands, **which(row, i))) in ((), (1,))
        if holds(row, point, "pole"):
            assert math.isinf(value) or any(not math.isfinite(number) for number in slopes), (point, value, slopes)
        for condition in row.conditions("domain", "pole", "kink", "jump", "steep"):
            on_arrays = condition(ARRAYS, *[np.array([number]) for number in point])
            assert bool(np.all(on_arrays)) == bool(run_on_floats(condition, point)), point
        if row.lost is not None:
            run_on_floats(row.lost, (value, *point))
        if value != value and len(point) == 1 and point[0] == point[0]:
            assert not inside(row, point) or holds(row, point, "pole"), (point, "undefined, but in the domain")
        if all(number == 0 or 0.1 < abs(number) < 10 for number in point):
            announced(row, point, value, slopes)


def announced(row: Operator, point: tuple[float, ...], value: float, slopes: list[float]) -> None:
    """At numbers of moderate size every infinity, kink and jump is one that a condition of the row tells of."""
    allowed = not inside(row, point) or holds(row, point, "pole")
    assert value == value or allowed, (point, "undefined, but in the domain")
    if value == value and any(math.isinf(number) for number in (value, *slopes)):
        assert holds(row, point, "pole"), (point, value, slopes, "an infinity, but no pole")
    if not math.isfinite(value) or not inside(row, point) or holds(row, point, "pole", "kink", "jump"):
        return
    function, operands = definition(row), [mpmath.mpf(number) for number in point]
    for i in differentiable(row, len(point)) or range(len(point)):
        here, before, after = (function(*moved(operands, {i: sign*mpmath.mpf(10)**-20})) for sign in (0, -1, 1))
        if before == before and after == after:
            assert abs(after - before) < 1e-12, (i, point, "a jump that no condition finds")
            assert abs(after - 2*here + before) < 1e-30, (i, point, "a kink that no condition finds")


def constant_in_nans(row: Operator, point: tuple[float, ...], value: float) -> bool:
    """A number from a nan is right only where that operand does not matter, and in a comparison (IEEE: false)."""
    if row.name in BY_OPERATOR and BY_OPERATOR[row.name].binding == COMPARISON:
        return True
    return all(
        value_of_floats(row, tuple(stand_in if number != number else number for number in point), {}) == value
        for stand_in in (-3.0, 0.25, 1.0, 7.0)
    )


@each([row for row in ROWS["elementwise"] if row.kink is not None])
def test_kinks(row: Operator) -> None:
    """At a kink the slope is the chosen one, and lies between the slopes of the two sides."""
    met = 0
    for point in edges(row):
        if not holds(row, point, "kink") or not all(math.isfinite(number) for number in point):
            continue
        y = value_of_floats(row, point, {})
        lo, hi = row.interval(*point) if callable(row.interval) else row.interval
        ties = sum(number == y for number in point)
        named = {**dict(zip(row.operands, point, strict=False)), "1/k": 1/max(ties, 1)}
        chosen = named[row.chosen] if isinstance(row.chosen, str) else row.chosen
        for i in range(len(point)) if row.variadic else (0,):
            computed = run_on_floats(row.rule(i), (y, *point), which(row, i))
            assert computed in (chosen, 0.0 if row.variadic and point[i] != y else chosen), (point, computed)
            assert lo <= computed <= hi, (point, computed)
        met += 1
    assert met


@each([row for row in ROWS["elementwise"] if row.jump is not None])
def test_jumps(row: Operator) -> None:
    """The jump condition holds somewhere, and not everywhere."""
    found = {holds(row, point, "jump") for point in edges(row)}
    assert found == {True, False}


# The table itself


@each(table.operators())
def test_words(row: Operator) -> None:
    """Every word of a row finds it; one word means two rows only if they differ in how many operands they take."""
    for word in (row.name, row.spelled, *row.aliases):
        rows = table.called(word)
        assert row in rows
        assert len(rows) == 1 or sorted(other.variadic for other in rows) == [False, True]
    assert row.family in table.FAMILIES
    assert row.signature.startswith(f"{row.spelled}(")
