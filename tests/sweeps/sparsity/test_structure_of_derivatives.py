"""Sparsity patterns: no entry that can be other than 0 is missing, row by row and in whole programs."""

from __future__ import annotations

from typing import Any

import numpy as np
import operands as test_operands
import programs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rows import ARRAY_ROWS, ROWS, differentiable, each
from rows import ieee as ieee

from adtrace.errors import AdtraceError, LimitError
from adtrace.graph.graph import Graph
from adtrace.graph.shapes import size
from adtrace.lang.parser import parse
from adtrace.records.sparsity import bits
from adtrace.sweeps.evaluate import evaluate
from adtrace.sweeps.forward import forward
from adtrace.sweeps.run import Run
from adtrace.sweeps.seeds import units
from adtrace.sweeps.sparsity.structure import hessian_pattern, jacobian_pattern, local_paths, paths
from adtrace.sweeps.steps import number_of
from adtrace.sweeps.symbolic import append_adjoints


def graph_of(row: Any, operands: list[Any], params: dict[str, Any]) -> tuple[Graph, dict[str, Any]]:
    """One row on inputs of these shapes; what no derivative is taken for is a constant."""
    graph, values, ids = Graph(), {}, []
    wanted = differentiable(row, len(operands))
    for place, operand in enumerate(operands):
        value = operand if np.ndim(operand) else float(operand)
        if place in wanted:
            ids.append(graph.input(f"x{place}", np.shape(operand)))
            values[f"x{place}"] = value
        else:
            ids.append(graph.literal(value, "constant", np.shape(operand)))
    graph.outputs.append(("y", graph.apply(row, tuple(ids), {**row.params, **params})))
    return graph, values


def slopes(graph: Graph, values: list[Any], nodes: list[int]) -> Any:
    """The matrix of the derivatives of these nodes by all inputs, one forward sweep for each component."""
    columns = []
    for x in graph.inputs:
        for _, unit in units(graph, x):
            tangents = forward(graph, values, {x: unit})
            columns.append(np.concatenate([np.ravel(number_of(tangents[y], graph.shapes[y])) for y in nodes]))
    return np.array(columns).T


def matrix(rows: Any, width: int) -> Any:
    found = np.zeros((len(rows), width), dtype=bool)
    for i, row in enumerate(rows):
        found[i, list(bits(row))] = True
    return found


def missing(dense: Any, found: Any) -> Any:
    """Entries that are numbers other than 0 and not in the pattern."""
    return (dense != 0) & ~np.isnan(dense) & ~found


def points_of(row: Any) -> list[Any]:
    if row.kind != "elementwise":
        return test_operands.arrays(row)
    return [([np.float64(one) for one in point], {}) for point in list(test_operands.numbers(row))[:20]]


@each([*ROWS["elementwise"], *ARRAY_ROWS])
def test_every_row(row: Any) -> None:
    """The slopes of every row, and those of its reverse rule: what is not 0 is in the pattern."""
    for operands, params in points_of(row):
        graph, given_values = graph_of(row, operands, params)
        if not graph.inputs:
            continue
        y = graph.outputs[0][1]
        width = sum(size(graph.shapes[x]) for x in graph.inputs)
        seed = np.linspace(1.0, 2.0, size(graph.shapes[y])).reshape(graph.shapes[y])
        adjoints = append_adjoints(graph, {y: seed if seed.shape else float(seed)}).nodes
        values = evaluate(graph, given_values)
        for nodes in ([y], [adjoints[x] for x in graph.inputs if x in adjoints]):
            found, dense = matrix(paths(graph, graph.inputs, nodes), width), slopes(graph, values, nodes)
            assert not missing(dense, found).any(), (operands, params)
            if nodes == [y] and row.kind == "linear" and all(isinstance(one, slice) or one != "operand" for one in params.get("index", ())):
                assert found.tolist() == (dense != 0).tolist()
        first = 0
        for place in differentiable(row, len(operands)):
            own = matrix(local_paths(graph, y, place), size(np.shape(operands[place])))
            whole = matrix(paths(graph, graph.inputs, [y]), width)[:, first : first + own.shape[1]]
            assert (own == whole).all()
            first += own.shape[1]


def check(text: str, at: dict[str, Any]) -> None:
    """The Jacobian, and for one scalar output the Hessian."""
    run = Run(parse(text), at)
    if not run.graph.inputs:
        return
    dense = slopes(run.graph, run.values, [node for _, node in run.graph.outputs])
    found = jacobian_pattern(run)
    assert found.width == dense.shape[1]
    assert not missing(dense, matrix(found.entries, found.width)).any()
    if len(run.graph.outputs) == 1 and not run.graph.shapes[run.graph.outputs[0][1]]:
        found = hessian_pattern(run)
        from adtrace.sweeps.symbolic import append_gradient, copied

        graph = copied(run.graph)
        adjoints = append_gradient(graph, graph.outputs[0][1])
        inputs = [x for x in graph.inputs if x in adjoints]
        values = evaluate(graph, run.built.values)
        if len(inputs) == len(graph.inputs):
            dense = slopes(graph, values, [adjoints[x] for x in inputs])
            assert not missing(dense, matrix(found.entries, found.width)).any()


@given(programs.programs(), programs.points)
def test_scalar_programs(text: str, at: dict[str, float]) -> None:
    check(text, {name: value for name, value in at.items() if name in text})


@given(st.sampled_from([(), (2,), (3,), (2, 3)]).flatmap(programs.arrays), st.integers(0, 10**6))
def test_array_programs(text: str, seed: int) -> None:
    at = programs.array_points(seed)
    check(text, {name: value if value.shape else float(value) for name, value in at.items()})


def shown(found: Any) -> str:
    return " ".join("".join("x" if row >> j & 1 else "." for j in range(found.width)) for row in found.entries)


def at(**values: Any) -> dict[str, Any]:
    return {name: np.asarray(value, float) if np.ndim(value) else float(value) for name, value in values.items()}


@pytest.mark.parametrize(
    ("text", "values", "pattern"),
    [
        ("[x*y, y*z, z + 1]", at(x=0, y=0, z=0), "xx. .xx ..x"),
        ("x[1:]*x[:-1]", at(x=[1, 2, 3, 4]), "xx.. .xx. ..xx"),
        ("x[i]*x", at(x=[1, 2, 3], i=1), "xxx. xxx. xxx."),
        ("cumsum(x)", at(x=[1, 2, 3]), "x.. xx. xxx"),
        ("diag(x) @ [1, 2]", at(x=[1, 2]), "x. .x"),
        ("sum(X, axis=0)*[1, 0]", at(X=[[1, 2], [3, 4]]), "x.x. .x.x"),
        ("softmax(X, axis=1)", at(X=[[1, 2], [3, 4]]), "xx.. xx.. ..xx ..xx"),
        ("solve(A, B)", at(A=[[2, 1], [1, 2]], B=[[1, 2], [3, 4]]), "xxxxx.x. xxxx.x.x xxxxx.x. xxxx.x.x"),
        ("max(x, step(y))", at(x=1, y=2), "x."),
    ],
)
def test_patterns_of_jacobians(text: str, values: dict[str, Any], pattern: str) -> None:
    assert shown(jacobian_pattern(Run(parse(text), values))) == pattern


@pytest.mark.parametrize(
    ("text", "values", "pattern"),
    [
        ("x*y + 3*z", at(x=1, y=2, z=3), ".x. x.. ..."),
        ("sum((1 - x[:-1])^2 + 100*(x[1:] - x[:-1]^2)^2)", at(x=[1, 2, 3, 4]), "xx.. xxx. .xxx ..xx"),
        ("sum(x[0]*x) + sum(sin(x))", at(x=[1, 2, 3, 4]), "xxxx xx.. x.x. x..x"),
        ("sum(log(x)) + a @ x", at(x=[1, 2], a=[3, 4]), "x.x. .x.x x... .x.."),
        ("relu(x) + abs(y) + where(x > y, x, 2*y)", at(x=1, y=2), ".. .."),
    ],
)
def test_patterns_of_hessians(text: str, values: dict[str, Any], pattern: str) -> None:
    """What is linear has no second derivative."""
    assert shown(hessian_pattern(Run(parse(text), values))) == pattern


def test_patterns_need_no_point() -> None:
    assert shown(jacobian_pattern(Run(parse("[a*b, sin(c), 2]"), {}))) == "xx. ..x ..."


def test_what_is_refused() -> None:
    with pytest.raises(AdtraceError, match="one scalar output"):
        hessian_pattern(Run(parse("[x, y]"), {}))
    with pytest.raises(LimitError, match="sparsity pattern"):
        jacobian_pattern(Run(parse("x*2"), {"x": np.ones(20_000)}))
