"""Every row of the table as C: all in one file, compiled once; values and derivatives held against the trace."""

from __future__ import annotations

import math
import random

import mpmath
import numpy as np
import pytest
from compiled import Library, near, needs_compiler, operations_of
from exact import definition, settled, slope
from operands import arrays, edges, numbers
from rows import ARRAY_ROWS, ROWS, close, differentiable, operand_names, same
from rows import ieee as ieee

from adtrace.errors import AdtraceError
from adtrace.graph.numbers import run_on_floats, value_of_floats
from adtrace.lang.parser import parse
from adtrace.lang.printer import Printer
from adtrace.records import NAME, Formula
from adtrace.rules import table
from adtrace.sweeps.exported import exported
from adtrace.sweeps.run import Run
from adtrace.views.code.c99.file import c_file
from adtrace.views.code.c99.functions import Functions
from adtrace.views.code.c99.loops import LOOPS

pytestmark = needs_compiler

ULPS = 4
"""Units in the last place that one operation may be off."""

POINTS = 150
"""Points up to which an elementwise row is compared."""


def program(row, names, shapes, params):
    """A program of one operation."""
    leaves = tuple(Formula(NAME, text=name, shape=shape) for name, shape in zip(names, shapes, strict=True))
    given = {key: value for key, value in params.items() if value != row.params.get(key)}
    return parse(Printer().text(Formula(row.name, leaves, given)))


def of_arrays(row, operands, params):
    """One operation on arrays, its adjoints for an adjoint at random; or its value, if it has no derivative."""
    names = operand_names(row, len(operands))
    at = {name: operand if operand.shape else float(operand) for name, operand in zip(names, operands, strict=True)}
    run = Run(program(row, names, [operand.shape for operand in operands], params), at)
    if not any(row.rules):
        return at, exported(run, "value")
    source, seeds = random.Random(3), []
    for output, node in run.graph.outputs:
        shape = run.graph.shapes[node]
        seed = np.array([source.uniform(0.3, 2.0) for _ in range(math.prod(shape))]).reshape(shape)
        seeds += [{output: seed}] if shape else []
    return at, exported(run, seeds=seeds)


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """All rows, compiled: the cases on arrays, and the functions of elementwise rows."""
    library, cases, functions = Library(), [], []
    with np.errstate(all="ignore"):
        for row in ARRAY_ROWS:
            for operands, params in arrays(row):
                at, export = of_arrays(row, operands, params)
                cases.append((row, at, export, library.add(export)))
        for row in ROWS["elementwise"]:
            for count in (2, 3) if row.variadic else (len(row.operands),):
                names = operand_names(row, count)
                run = Run(program(row, names, [()]*count, {}), {})
                export = exported(run, "reverse" if any(row.rules) else "value", ieee=True)
                functions.append((row, names, library.add(export)))
    library.load(tmp_path_factory.mktemp("rows"))
    return library, cases, functions


def test_array_rows(library):
    """Value and adjoints of every linear and general row, at every point that the row gives."""
    library, cases, _ = library
    for row, at, export, name in cases:
        derivatives = export.straight.mode != "value"
        found = library.call(name, at, derivatives=derivatives)
        wanted = [*export.trace.outputs.values()]
        wanted += [export.slopes[out.of] for out in library.files[name].slopes] if derivatives else []
        for one, other in zip(found, wanted, strict=True):
            assert near(one, other, operations_of(export)), (row.name, at, one, other)
    assert {row.name for row, *_ in cases} == {row.name for row in ARRAY_ROWS}


def test_elementwise_rows(library):
    """The value of every elementwise row, zeros, infinities, nan and subnormal numbers included."""
    library, _, functions = library
    for row, names, name in functions:
        points = [point for point in (*numbers(row), *edges(row)) if len(point) == len(names)]
        for point in points[:: 1 + len(points)//POINTS]:
            found = library.call(name, dict(zip(names, point, strict=True)), derivatives=False)[0]
            wanted = value_of_floats(row, point, {})
            equal = same(found, wanted) and (wanted != 0 or math.copysign(1, found) == math.copysign(1, wanted))
            assert equal or abs(found - wanted) <= ULPS*math.ulp(wanted) or better(row, point, found), (
                row.name, point, found, wanted)


def better(row, point, found):
    """Whether a number of a function that C computes in a way of its own is as near to the exact one as it has to be."""
    if not row.shaky:
        return False
    function, operands = definition(row), [mpmath.mpf(number) for number in point]
    wanted = settled(lambda: function(*operands), 40)
    terms = [operands[i]*settled(lambda i=i: slope(function, operands, i)) for i in differentiable(row, len(point))]
    return wanted is not None and close(found, wanted, 4*ULPS, lambda: sum(map(abs, terms)))


def test_slopes_of_elementwise_rows(library):
    """The partials of every elementwise row where no library has its own value for them."""
    library, _, functions = library
    compared = 0
    for row, names, name in functions:
        if not any(row.rules) or row.name in ("lgamma", "digamma", "polygamma", "gamma"):
            continue
        points = [point for point in numbers(row) if len(point) == len(names)]
        for point in points[:: 1 + len(points)//20]:
            value = value_of_floats(row, point, {})
            if not math.isfinite(value):
                continue
            found = library.call(name, dict(zip(names, point, strict=True)), derivatives=True)
            slopes = {out.of[1]: float(one) for out, one in zip(library.files[name].slopes, found[1:], strict=True)}
            for i in differentiable(row, len(point)):
                one = slopes[names[i]]
                which = {"operand": i} if row.variadic else {}
                wanted = run_on_floats(row.rule(i), (value, *point), which)
                assert same(one, wanted) or abs(one - wanted) <= 16*ULPS*math.ulp(wanted), (row.name, point, one, wanted)
                compared += 1
    assert compared > 1000


def test_a_row_that_c_does_not_have_is_refused_by_name(monkeypatch):
    row = table.operator("erf")._replace(name="erfinv", spelled="erfinv")
    with pytest.raises(AdtraceError, match="erfinv cannot be exported to C"):
        Functions().of(row)
    monkeypatch.delitem(LOOPS, "cumsum")
    with pytest.raises(AdtraceError, match="cumsum cannot be exported to C"):
        c_file(exported(Run(parse("sum(cumsum(x))"), {"x": np.ones(2)}), "value"))
