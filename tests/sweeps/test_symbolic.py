"""Derivatives as graphs: evaluated, they are the sweeps' own numbers."""

from __future__ import annotations

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

SAMPLES = sorted((Path(__file__).parents[2]/"samples").glob("*.adt"))


def compared(run: Run, sweep, append, seed: int, exact: bool) -> None:
    """Every tangent or adjoint of a sweep against the node that was appended for it."""
    graph = copied(run.graph)
    value = 1.0 if not graph.shapes[seed] else np.ones(graph.shapes[seed])
    appended = append(graph, {seed: value})
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
