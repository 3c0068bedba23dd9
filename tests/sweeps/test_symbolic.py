"""Derivatives as graphs: evaluated, they are the sweeps' own numbers."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from test_corpus import text_and_point

from adtrace.graph.build import constant
from adtrace.lang.parser import parse
from adtrace.lang.points import as_values
from adtrace.sweeps.evaluate import evaluate, quiet
from adtrace.sweeps.forward import forward
from adtrace.sweeps.reverse import reverse
from adtrace.sweeps.run import Run
from adtrace.sweeps.steps import number_of
from adtrace.sweeps.symbolic import append_adjoints, append_tangents, copied
from adtrace.sweeps.trust.extended import nan_nodes

SAMPLES = sorted((Path(__file__).parents[2]/"samples").glob("*.adt"))


def compared(run: Run, sweep, append, seed: int, exact: bool) -> None:
    """Every tangent or adjoint of a sweep against the node that was appended for it."""
    graph = copied(run.graph)
    value = 1.0 if not graph.shapes[seed] else np.ones(graph.shapes[seed])
    appended = append(graph, {seed: value}, nan_nodes(run.values))
    assert len(appended.owners) == len(graph) and len(run.graph) < len(graph)
    with quiet(graph):
        flows, values = sweep(run.graph, run.values, {seed: value}), evaluate(graph, run.built.values)
    for node, flow in enumerate(flows):
        wanted = number_of(flow, graph.shapes[node])
        found = values[appended.nodes[node]] if node in appended.nodes else np.zeros(graph.shapes[node])
        assert np.shape(found) == graph.shapes[node]
        if exact:
            np.testing.assert_array_equal(found, wanted)
        else:
            np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("number", range(0, 346, 7))
def test_scalars_are_the_sweeps_numbers_to_the_last_bit(number: int) -> None:
    text, at = text_and_point(number)
    run = Run(parse(text), as_values(at, constant))
    compared(run, reverse, append_adjoints, run.graph.outputs[0][1], exact=True)
    compared(run, forward, append_tangents, run.graph.inputs[0], exact=True)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_programs_of_arrays(path: Path) -> None:
    """The rules take the same way through arrays, but for the order of a few sums."""
    run = Run(parse(path.read_text()), {})
    if run.values is None:
        run = Run(parse(path.read_text()), dict.fromkeys(run.built.names.symbolic, 0.7))
    for _, output in run.graph.outputs:
        compared(run, reverse, append_adjoints, output, exact=False)
    for node in run.graph.inputs:
        compared(run, forward, append_tangents, node, exact=False)


def test_owners_say_whose_derivative_a_node_is_part_of() -> None:
    """tanh has a rule of three operations: they belong to it; the sum of two increments belongs to x."""
    run = Run(parse("x*tanh(x)"), {"x": 0.5})
    graph = copied(run.graph)
    owners = append_adjoints(graph, {graph.outputs[0][1]: 1.0}).owners
    spelled = [(row.name, owners[node]) for node, row in enumerate(graph.operators) if row and node >= len(run.graph)]
    assert [owner for name, owner in spelled if name == "sech"] == [1, 1]
    assert [owner for name, owner in spelled if name == "add"] == [0]


PATHS = (
    ("log(x) + y", {"x": -1.0, "y": 1.0}), ("relu(log(x))", {"x": -1.0}), ("mod(x, y)*x", {"x": 1.0, "y": 0.0}),
    ("sum(log(v)*v)", {"v": [1.0, -1.0]}), ("log(v)[0]", {"v": [1.0, -1.0]}), ("atanh(x)*y", {"x": 2.0, "y": 1.0}),
    ("where(x>0, sqrt(x), x^2)", {"x": -2.0}), ("where(x>0, log(x)*y, y^2)", {"x": -1.0, "y": 3.0}),
    ("relu(x)*log(y)", {"x": -1.0, "y": 0.0}), ("max(exp(x), y)", {"x": 710.0, "y": math.inf}),
    ("abs(sqrt(x)*0) + 1", {"x": 0.0}), ("sum(where(v > 0, sqrt(v), -v))", {"v": [-1.0, 0.0, 4.0]}),
    ("exp(v)[0]*2", {"v": [1.0, 800.0]}), ("sum(sqrt(v)[1:]) + v[0]", {"v": [0.0, 1.0, 2.0]}),
    ("max(1/v)", {"v": [0.0, -1.0, 2.0]}), ("sum(A @ where(v > 0, sqrt(v), 0))", {"A": [[1.0, 2.0]], "v": [4.0, -1.0]}),
    ("sum(concat(log(v), v))", {"v": [0.0, 1.0]}), ("clip(1/x, 0, 2)*x", {"x": 0.0}),
)


@pytest.mark.parametrize("text, at", PATHS, ids=[text for text, _ in PATHS])
def test_what_has_no_path_stays_0_also_times_infinity(text: str, at: dict) -> None:
    run = Run(parse(text), as_values(at, constant))
    compared(run, reverse, append_adjoints, run.graph.outputs[0][1], exact=False)
    for node in run.graph.inputs:
        compared(run, forward, append_tangents, node, exact=False)
