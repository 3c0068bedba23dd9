"""One-sided slopes: what every kink takes on the side of a direction, found by carrying the tangent up to it.

The derivative of a composite to the right of a point along d is the limit of (f(x + h d) - f(x))/h for h -> 0+. A kink
met on the way has the slope of the piece that its operands' tangents lead into; to the left, that of -d. What jumps
has the value of that side (see `beside`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import AdtraceError
from ..graph.graph import Graph
from ..graph.shapes import size
from ..limits import LIMITS
from ..named import Record
from ..records import Warning
from ..rules.table import Operator
from .beside import WORDS, Beside, stops
from .forward import carry
from .kinks import Numbers, replaced, row_of, standing, weighing
from .look import condition_on
from .masks import differ, truth
from .paths import Flow, Masked
from .seeds import units
from .steps import number_of

if TYPE_CHECKING:
    from .run import Run


class Turned(Record):
    """The graph of a run with the slopes of one side.

    chosen    whether any node's slopes were
    warnings  what jumps there
    frozen    the first node of which only the slopes are right, not the slopes of these; None if there is none
    """

    graph: Graph
    chosen: bool = False
    warnings: Sequence[Warning] = ()
    frozen: int | None = None

    def unasked(self, inputs: Sequence[int]) -> set[int]:
        """The nodes that depend on other inputs alone: the slopes were not chosen for these."""
        graph, asked = self.graph, {*inputs, *(node for _, node in self.graph.outputs)}
        if not self.chosen or asked.issuperset(graph.inputs):
            return set()
        for node, args in enumerate(graph.args):
            if not asked.isdisjoint(args):
                asked.add(node)
        return {node for node in range(len(graph)) if node not in asked}


class Taken(Record):
    """What a node takes on the side of a direction.

    where    where it is at a kink
    slopes   one for each operand; of a general row at a kink its weights, else none
    matters  where the operand's tangent is not 0: elsewhere any slope gives the same
    beside   its operands and value on that side, where these are others than at the point
    """

    where: Any
    slopes: list[Any]
    matters: list[Any]
    beside: Numbers | None = None


class Side(Record):
    """What every node takes that depends on the side, and the tangents and values that led there."""

    taken: Mapping[int, Taken]
    tangents: Sequence[Flow]
    beside: Beside


def toward(run: Run, seeds: Mapping[int, Flow], side: int) -> Turned:
    """The run's graph with the slopes on this side of a direction."""
    nodes = stops(run)
    if not nodes:
        return Turned(run.graph)
    found = looked(run, seeds, side, nodes)
    return settled(run, found.taken, side, list(found.beside.warnings()))


def toward_inputs(run: Run, inputs: Sequence[int], side: int) -> Turned:
    """The run's graph with the slopes on this side of every component of these inputs.

    Raises AdtraceError where a node would have to take one slope for one component and another for the next.
    """
    nodes = stops(run)
    if not nodes:
        return Turned(run.graph)
    count = sum(size(run.graph.shapes[node]) for node in inputs)
    if count > LIMITS.sweeps:
        raise AdtraceError(
            f"slopes to the {WORDS[side]} of {count} components would take a sweep for each",
            hint=f"choose some inputs with --wrt, or a direction: adtrace forward --seed; the limit is {LIMITS.sweeps}",
        )
    found = [looked(run, {node: unit}, side, nodes) for node in inputs for _, unit in units(run.graph, node)]
    merged: dict[int, Taken] = {}
    for node in sorted({node for one in found for node in one.taken}):
        first, *others = [one.taken.get(node) or own(run, node, one) for one in found]
        for other in others:
            first = agreed(run, node, first, other, side, alone=len(inputs) == 1)
        merged[node] = first
    return settled(run, merged, side, [warning for one in found for warning in one.beside.warnings()])


def looked(run: Run, seeds: Mapping[int, Flow], side: int, nodes: Sequence[int]) -> Side:
    """What these nodes take on this side of a direction."""
    assert run.values is not None
    graph, beside = replaced(run.graph, {}), Beside(run, seeds, side)
    tangents: list[Flow] = [None]*len(graph)
    for node, seed in seeds.items():
        tangents[node] = seed if side > 0 else opposite(seed)
    found, start = {}, 0
    for node in nodes:
        carry(graph, run.values, tangents, range(start, node))
        start = node
        along = [number_of(tangents[arg], graph.shapes[arg]) for arg in graph.args[node]]
        numbers = beside.numbers(node, along)
        one = turned(run, node, numbers, along)
        if one is not None:
            graph.operators[node], found[node] = row(run, node, one, ""), one
    return Side(found, tangents, beside)


def opposite(flow: Flow) -> Flow:
    """The flow with the other sign."""
    return Masked(-flow.value, flow.path) if isinstance(flow, Masked) else -flow


def turned(run: Run, node: int, numbers: Numbers, along: Sequence[Any]) -> Taken | None:
    """What a node takes on the side of its operands' tangents; None where that is its own slopes at the point."""
    operator = numbers.operator
    here = Numbers(run.graph, run.values or (), node)
    moved = any(differ(*pair) for pair in zip(numbers.operands, here.operands, strict=True))
    where: Any = False
    if operator.kink is not None and operator.toward is not None:
        assert callable(operator.kink)
        where = condition_on(operator.kink, numbers.operands, numbers.params)
    at_kink = truth(where)
    if not at_kink and (not moved or operator.slopes is not None or operator.kind == "linear"):
        return None
    slopes = numbers.toward(along) if at_kink else []
    if operator.kind == "elementwise" and moved:
        own = [numbers.own(place) for place in range(len(along))]
        slopes = [mixed(where, *pair) for pair in zip(slopes, own, strict=True)] if at_kink else own
    return Taken(where, slopes, matters(numbers, slopes, along), numbers if moved else None)


def own(run: Run, node: int, side: Side) -> Taken:
    """What a node takes in a direction that leaves it its own slopes."""
    graph, numbers = run.graph, Numbers(run.graph, run.values or (), node)
    along = [number_of(side.tangents[arg], graph.shapes[arg]) for arg in graph.args[node]]
    slopes = [numbers.own(place) for place in range(len(along))] if numbers.operator.kind == "elementwise" else []
    return Taken(False, slopes, matters(numbers, slopes, along))


def mixed(where: Any, slope: Any, other: Any) -> Any:
    """The one slope where a mask is true, and the other elsewhere."""
    if not hasattr(where, "shape"):
        return slope if where else other
    import numpy as np

    return np.where(where, slope, other)


def matters(numbers: Numbers, slopes: Sequence[Any], along: Sequence[Any]) -> list[Any]:
    """Where the slopes of each operand make a difference, in the shape of the slopes; for each operand without any."""
    import numpy as np

    if numbers.is_scalar:
        return [bool(tangent != 0) for tangent in along]
    if not slopes:
        return [truth(tangent != 0) for tangent in along]
    elementwise, found = numbers.operator.kind == "elementwise", []
    for slope, tangent in zip(slopes, along, strict=True):
        shape = numbers.shape if elementwise else np.shape(slope)
        fits = elementwise or np.shape(tangent) == shape
        found.append(np.broadcast_to(tangent != 0, shape) if fits else np.ones(shape, dtype=bool))
    return found


def agreed(run: Run, node: int, first: Taken, second: Taken, side: int, *, alone: bool) -> Taken:
    """What serves both directions. Raises AdtraceError where one slope cannot.

    alone  whether both directions are those of one input
    """
    import numpy as np

    if len(first.slopes) != len(second.slopes) or not first.slopes or _are_general(run, node, first, second):
        for one, other in ((first, second), (second, first)):
            if not any(map(truth, other.matters)):
                return one
        if not same(first, second):
            raise disagreement(run, node, side, alone=alone)
        return first
    slopes, where = [], []
    for a, b, here, there in zip(first.slopes, second.slopes, first.matters, second.matters, strict=True):
        if np.any(here & there & (np.asarray(a) != b) & ~(np.isnan(a) & np.isnan(b))):
            raise disagreement(run, node, side, alone=alone)
        slopes.append(np.where(there, b, a) if np.ndim(here) else b if there else a)
        where.append(here | there)
    return Taken(first.where | second.where, slopes, where, first.beside or second.beside)


def _are_general(run: Run, node: int, first: Taken, second: Taken) -> bool:
    """Whether values beside the point decide what a general row does."""
    operator = run.graph.operators[node]
    moved = first.beside is not None or second.beside is not None
    return operator is not None and operator.kind == "general" and moved


def same(first: Taken, second: Taken) -> bool:
    """Whether two directions take the same of a general row: by the same numbers and weights."""
    if first.beside is None or second.beside is None or len(first.slopes) != len(second.slopes):
        return False
    numbers = zip([*first.beside.operands, *first.slopes], [*second.beside.operands, *second.slopes], strict=True)
    return not any(differ(*pair) for pair in numbers)


def disagreement(run: Run, node: int, side: int, *, alone: bool) -> AdtraceError:
    """The error where a node has no one slope for all inputs."""
    assert run.values is not None
    kinds = "components of its input" if alone else "inputs"
    one = "a sweep for each component" if alone else "take one input with --wrt x, or a sweep for each"
    return AdtraceError(
        f"to the {WORDS[side]}, {run.caution.step(node)} has one slope for some {kinds} and another for others",
        run.graph.span(node), f"{one}: adtrace forward",
    )


def settled(run: Run, taken: Mapping[int, Taken], side: int, warnings: Sequence[Warning]) -> Turned:
    """The run's graph with these slopes."""
    rows = {node: row(run, node, one, f"to the {WORDS[side]}") for node, one in taken.items()}
    frozen = next((node for node, one in taken.items() if one.beside is not None and not rows[node].selects), None)
    return Turned(replaced(run.graph, rows), bool(rows), warnings, frozen)


def row(run: Run, node: int, one: Taken, title: str) -> Operator:
    """The row of a node that takes these slopes."""
    here = Numbers(run.graph, run.values or (), node)
    if one.beside is None:
        return row_of(here, one.slopes, one.where, title)
    if here.operator.kind == "general":
        found = weighing(one.beside, one.slopes[0], one.where, title) if one.slopes else here.operator
        return standing(found, one.beside, here)
    everywhere: Any = True
    if here.shape:
        import numpy as np

        everywhere = np.ones(here.shape, dtype=bool)
    return row_of(here, one.slopes, everywhere, title)
