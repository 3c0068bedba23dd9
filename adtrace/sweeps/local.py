"""One operand of one node: its local partial, and what it passes on, forward (push) and backward (pull)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ..graph.graph import Graph
from ..graph.numbers import ARRAYS, FLOATS, run_on_floats
from ..rules.table import Operator
from .paths import Flow, Masked, gathered, masked, number, scaled, spread

NOTHING: dict[str, Any] = {}

Values = Sequence[Any] | Mapping[int, Any]
"""Values by node: of all of them, or at least of the node and its operands."""


def differentiable(graph: Graph, node: int, operand: int) -> bool:
    """Whether a derivative is taken with respect to this operand: it varies, and its row has a rule for it."""
    operator = graph.operators[node]
    if operator is None or not graph.varies[graph.args[node][operand]]:
        return False
    return operator.rule(operand) is not None


def partial(
    graph: Graph, values: Values, node: int, operand: int, *, textbook: bool = False
) -> Any:
    """The local partial of an elementwise node, of any shape that broadcasts to the node's.

    textbook  whether by the rule as people write it, instead of its stable form
    Where the value is nan the partial is nan: a value that is undefined has no slope.
    """
    operator = graph.operators[node]
    assert operator is not None
    rule = operator.printed(operand) if textbook else operator.rule(operand)
    assert rule is not None
    y, operands = values[node], list(map(values.__getitem__, graph.args[node]))
    which = {"operand": operand} if operator.variadic else NOTHING
    if not graph.shapes[node]:
        return run_on_floats(rule, (y, *operands), which) if y == y else math.nan
    import numpy as np

    lifted = [np.asarray(value) if np.ndim(value) else np.float64(value) for value in operands]
    with np.errstate(all="ignore"):
        slope = rule(ARRAYS, y, *lifted, **which)
    undefined = np.isnan(y)
    return np.where(undefined, np.nan, slope) if undefined.any() else np.asarray(slope, dtype=np.float64)


def slope_on_floats(operator: Operator, operand: int, y: float, operands: Sequence[float]) -> float:
    """The local partial of a plain row on floats: what `reverse` has written out in its loop, and `forward` calls."""
    if y != y:
        return math.nan
    if operator.slopes is not None:
        return operator.slopes[operand]
    rule = operator.rules[operand]
    assert rule is not None
    try:
        return float(rule(FLOATS, y, *operands))
    except ArithmeticError:
        return run_on_floats(rule, (y, *operands))


def push(graph: Graph, values: Values, node: int, operand: int, tangent: Flow) -> Flow:
    """What an operand's tangent contributes to the node's tangent, in the node's shape."""
    operator = graph.operators[node]
    assert operator is not None
    if operator.kind == "elementwise":
        return spread(scaled(tangent, partial(graph, values, node, operand), operator.selects), graph.shapes[node])
    if operator.kind == "linear":
        return through(operator, lambda d: _tangent_of_linear(graph, values, node, operand, d), tangent)
    jvp = operator.jvp(operand)
    assert jvp is not None
    if operator.selects:
        return through(operator, lambda d: _run(jvp, graph, values, node, operand, d), tangent)
    return _general(jvp, graph, values, node, operand, tangent)


def pull(graph: Graph, values: Values, node: int, operand: int, adjoint: Flow) -> tuple[Any, Flow]:
    """The local partial (None unless elementwise) and what the node's adjoint contributes to the operand's."""
    operator = graph.operators[node]
    assert operator is not None
    shape = graph.shapes[graph.args[node][operand]]
    if operator.kind == "elementwise":
        slope = partial(graph, values, node, operand)
        return slope, gathered(spread(scaled(adjoint, slope, operator.selects), graph.shapes[node]), shape)
    adjoint = undefined_where_nan(adjoint, values[node])
    rule = operator.rule(operand)
    assert rule is not None
    if operator.kind == "linear":
        return None, through(operator, lambda g: _transpose(rule, graph, values, node, operand, g), adjoint)
    if operator.selects:
        return None, through(operator, lambda g: _run(rule, graph, values, node, operand, g), adjoint)
    return None, _general(rule, graph, values, node, operand, adjoint)


def through(operator: Operator, apply: Any, flow: Flow) -> Flow:
    """A linear map applied to a flow: where it picks elements, those it leaves out have no path."""
    value = apply(number(flow))
    if not (operator.selects or isinstance(flow, Masked)):
        return value
    import numpy as np

    path = flow.path if isinstance(flow, Masked) else np.ones(np.shape(flow))
    reached = np.asarray(apply(np.asarray(path, dtype=np.float64))) != 0
    if not hasattr(value, "shape"):
        return value if reached else None
    return masked(value, reached)


def undefined_where_nan(flow: Flow, value: Any) -> Flow:
    """The flow, nan where the value that it belongs to is nan."""
    if not hasattr(value, "shape"):
        return flow if value == value else math.nan
    import numpy as np

    undefined = np.isnan(value)
    if not undefined.any():
        return flow
    if isinstance(flow, Masked):
        return Masked(np.where(undefined & flow.path, np.nan, flow.value), flow.path)
    return np.where(undefined, np.nan, flow)


def _tangent_of_linear(graph: Graph, values: Values, node: int, operand: int, tangent: Any) -> Any:
    """The operation itself, on one operand's tangent and zeros for the others that vary."""
    import numpy as np

    operator, args = graph.operators[node], graph.args[node]
    assert operator is not None
    operands = []
    for position, arg in enumerate(args):
        if position == operand:
            operands.append(np.asarray(tangent) if np.ndim(tangent) else np.float64(tangent))
        elif operator.rule(position) is None:
            operands.append(values[arg])
        else:
            operands.append(np.zeros(graph.shapes[arg]))
    return _plain(ARRAYS.apply(operator, operands, graph.params[node]), graph.shapes[node])


def _transpose(rule: Any, graph: Graph, values: Values, node: int, operand: int, adjoint: Any) -> Any:
    return _plain(
        rule(ARRAYS, _lifted(adjoint), *[values[arg] for arg in graph.args[node]], **_params(graph, node, operand)),
        graph.shapes[graph.args[node][operand]],
    )


def _general(rule: Any, graph: Graph, values: Values, node: int, operand: int, flow: Flow) -> Flow:
    """A JVP or VJP on a flow. What a product multiplies only by what has no path has none itself."""
    value = _run(rule, graph, values, node, operand, number(flow))
    operator = graph.operators[node]
    if operator is None or not operator.product or not isinstance(flow, Masked):
        return value
    import numpy as np

    ones = {each: np.ones(graph.shapes[each]) for each in (node, *graph.args[node])}
    reached = np.asarray(_run(rule, graph, ones, node, operand, flow.path.astype(np.float64))) != 0
    if not hasattr(value, "shape"):
        return value if reached else None
    return masked(np.where(reached, value, 0.0), reached)


def _run(rule: Any, graph: Graph, values: Values, node: int, operand: int, flow: Any) -> Any:
    """A JVP or VJP on numbers. Its result has the shape of the node (JVP) or of the operand (VJP)."""
    import numpy as np

    with np.errstate(all="ignore"):  # Steps are made when they are asked for, long after the sweep.
        result = rule(
            ARRAYS, _lifted(values[node]), _lifted(flow), *_operands(graph, values, node),
            **_params(graph, node, operand),
        )
    return _plain(result, np.shape(result))


def _operands(graph: Graph, values: Values, node: int) -> list[Any]:
    return [_lifted(values[arg]) for arg in graph.args[node]]


def _params(graph: Graph, node: int, operand: int) -> dict[str, Any]:
    operator = graph.operators[node]
    return {**graph.params[node], "operand": operand} if operator and operator.variadic else dict(graph.params[node])


def _lifted(value: Any) -> Any:
    """NumPy's own scalars divide by zero as IEEE 754 says; Python's floats raise."""
    if hasattr(value, "shape"):
        return value
    import numpy as np

    return np.float64(value)


def _plain(value: Any, shape: tuple[int, ...]) -> Any:
    """A float for shape (), else a float64 array of exactly this shape."""
    import numpy as np

    return np.broadcast_to(np.asarray(value, dtype=np.float64), shape) if shape else float(value)
