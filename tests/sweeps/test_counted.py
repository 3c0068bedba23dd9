"""Counted costs: the numbers that traces print, and where the modes break even."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from programs import array_points, points, programs
from programs import arrays as array_programs

from adtrace.lang.parser import parse
from adtrace.records.counted import FORWARD, REVERSE
from adtrace.sweeps.counted import counted
from adtrace.sweeps.run import Run


def way(report: Any, kind: str, shared: bool = False) -> Any:
    return next(one for one in report.ways if (one.kind, one.shared, one.order) == (kind, shared, ""))


def agree(run: Run) -> None:
    """Both traces say what the table says, of themselves and of each other."""
    report = counted(run)
    forward, reverse = run.forward((), ()).cost, run.reverse((), ()).cost
    assert forward is not None and reverse is not None
    own, other = way(report, FORWARD), way(report, REVERSE)
    assert (forward.sweeps, forward.operations) == (own.sweeps, own.total) == (reverse.other_sweeps, reverse.other_operations)
    assert (reverse.sweeps, reverse.operations) == (other.sweeps, other.total) == (forward.other_sweeps, forward.other_operations)


@given(programs(), points)
def test_scalar_programs(text: str, at: dict[str, float]) -> None:
    run = Run(parse(text), {name: value for name, value in at.items() if name in text})
    if run.graph.inputs:
        agree(run)


@given(array_programs((2,), 2), st.integers(0, 10**6))
def test_array_programs(text: str, seed: int) -> None:
    at = {name: value for name, value in array_points(seed).items() if name in ("u", "v", "s")}
    run = Run(parse(text), {**array_points(seed), **at})
    if run.graph.inputs and all(np.prod(run.graph.shapes[x]) <= 16 for x in run.graph.inputs):
        agree(run)


@pytest.mark.parametrize(("n", "m"), [(1, 7), (7, 1), (3, 3)])
def test_the_exercise(n: int, m: int) -> None:
    """Forward mode for n << m, reverse mode for n >> m, and the factor is n/m."""
    total = " + ".join(f"x{i}" for i in range(n))
    text = f"s = {total if n > 1 else 'sin(x0)'}; [{', '.join(f'cos(s*{j + 2})' for j in range(m))}]" if m > 1 else f"sin({total})"
    report = counted(Run(parse(text), {}))
    forward, reverse = way(report, FORWARD), way(report, REVERSE)
    assert (report.inputs, report.outputs) == (n, m)
    assert forward.total*m == reverse.total*n
    assert (forward.total < reverse.total) == (n < m)


def test_a_program_by_hand() -> None:
    report = counted(Run(parse("1/(1+exp(-a*x))"), {}))
    assert (report.operations, report.each, report.fewest) == (5, 6, 5)
    assert [(one.sweeps, one.total) for one in report.ways] == [(2, 12), (1, 6), (None, 7), (None, 5), (None, 5)]


def test_shared_sweeps_and_limits() -> None:
    report = counted(Run(parse("x[1:]*x[:-1]"), {"x": np.ones(1000)}))
    assert way(report, FORWARD, shared=True).sweeps == 2
    assert "scalar components" in report.missing
    assert counted(Run(parse("x*y"), {}), ["y"]).inputs == 1
