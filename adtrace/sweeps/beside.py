"""Values on the side of a direction: what a program that jumps at a point has just beside it.

An operation at its jump has the value there that the direction leads to, and so has what is computed from it. These
values choose the branches, and are the factors, of a one-sided derivative.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import AdtraceError
from ..graph.graph import Graph
from ..graph.numbers import ARRAYS, compute
from ..lang.printer import number_text
from ..records import Warning
from ..rules.table import Operator
from .evaluate import evaluate
from .kinks import Numbers, kinks
from .look import Look
from .masks import differ, is_finite, truth
from .paths import Flow, number

if TYPE_CHECKING:
    from .run import Run

WORDS = {1: "right", -1: "left"}
TRIAL = 2.0**-13
"""How far a trial goes, to see whether what is at a jump leaves it more slowly than a tangent says."""
EQUAL, ROUNDED = 1e-9, 1e-15
"""Values whose difference is no jump: of each other, and of the largest number of the program."""


class Beside:
    """The values of a run on one side of a direction.

    values   of every node: those of the run, or what they tend to
    moved    the nodes whose value is another one there
    unknown  nodes at a jump, of which the side cannot be told
    """

    def __init__(self, run: Run, seeds: Mapping[int, Flow], side: int) -> None:
        assert run.values is not None
        self.run, self.graph, self.seeds, self.side = run, run.graph, seeds, side
        self.values, self.moved, self.unknown = list(run.values), set[int](), list[int]()
        self.tried: Sequence[Any] | None = None

    def numbers(self, node: int, along: Sequence[Any]) -> Numbers:
        """A node's operands and value on this side, given the tangents of its operands."""
        operator, found = self.graph.operators[node], Numbers(self.graph, self.values, node)
        assert operator is not None
        moved = any(arg in self.moved for arg in self.graph.args[node])
        for place in conditions(self.graph, node, found.operands):
            held = opened(found.operands[place], along[place])
            moved, found.operands[place] = moved or differ(held, found.operands[place]), held
        if moved:
            found.value = self.computed(node, operator, found)
        look = Look(self.graph, self.values, node, True)
        look.operands = found.operands
        where = look.mask(operator.jump)
        if truth(where):
            found.value = self.crossed(node, operator, found, along, where)
        if moved or differ(found.value, self.values[node]):
            self.values[node] = found.value
        if differ(found.value, (self.run.values or self.values)[node]):
            self.moved.add(node)
        return found

    def computed(self, node: int, operator: Operator, found: Numbers) -> Any:
        """The operation on its operands on this side. An index has to stay what it is."""
        rules = [operator.rule(place) for place in range(len(found.operands))]
        index = [
            arg for arg, rule in zip(self.graph.args[node], rules, strict=True) if rule is None and arg in self.moved
        ]
        if operator.kind == "linear" and index:
            self.unknown.append(node)
            return found.value
        return compute(operator, found.operands, found.params, found.shape)

    def crossed(self, node: int, operator: Operator, found: Numbers, along: Sequence[Any], where: Any) -> Any:
        """The value of a node at its jump, beyond it in the direction of the tangents."""
        import numpy as np

        value, beyond = found.value, found.value
        still = where
        if operator.crossing is not None:
            speed, at_side = operator.crossing
            xs, ds = [np.float64(x) for x in found.operands], [np.float64(d) for d in along]
            with np.errstate(all="ignore"):
                moves = np.sign(speed(ARRAYS, xs, ds))
                leads = where & (abs(moves) == 1)
                beyond, still = np.where(leads, at_side(ARRAYS, xs, moves), value), where & ~leads
        if truth(still) and truth(leaving := still & self.leaves(node)):
            self.unknown.append(node)
            if self.tried is not None and not any(operator.rules):
                beyond = np.where(leaving, self.tried[node], beyond)
        return np.asarray(beyond, dtype=np.float64) if found.shape else float(beyond)

    def leaves(self, node: int) -> Any:
        """Where a node has another value at a trial point on this side."""
        if self.tried is None:
            inputs = dict(self.run.built.values)
            for input_node, seed in self.seeds.items():
                name = self.graph.names[input_node]
                inputs[name] = inputs[name] + TRIAL*self.side*number(seed)
            try:
                self.tried = evaluate(self.graph, inputs)
            except AdtraceError:
                return True
        assert self.run.values is not None
        return self.tried[node] != self.run.values[node]

    def warnings(self) -> Iterator[Warning]:
        """Where the side cannot be told, and what jumps: its slope is not that of a difference to this side."""
        caution, word = self.run.caution, WORDS[self.side]
        for node in dict.fromkeys(self.unknown):
            operator = self.graph.operators[node]
            by_trial = self.tried is not None and operator is not None and not any(operator.rules)
            taken = f"that at a distance of {TRIAL:.2g}" if by_trial else "that of the point"
            yield caution.warning(node, "jump", (
                f"the slope to the {word} is not sure here: {caution.step(node)} jumps, and which of its values holds "
                f"to the {word} cannot be told from first derivatives; {taken} was taken"
            ))
        for _, node in self.graph.outputs:
            if node in self.moved and (jump := self.jump(node)):
                if jump[1] == "nan":
                    what = f"{caution.step(node)} is not known to the {word} of this point, where it is computed as nan"
                    yield caution.warning(node, "jump", f"{what}; nor is its slope")
                    continue
                yield caution.warning(node, "jump", (
                    f"{caution.step(node)} jumps to the {word} of this point, from {jump[0]} to {jump[1]}: it has no "
                    f"finite slope there; the slope to the {word} is that of the limit"
                ))

    def jump(self, node: int) -> tuple[str, str] | None:
        """A node's value at the point and on this side, of the first element where that is not rounding alone."""
        import numpy as np

        assert self.run.values is not None
        largest = max(
            float(np.max(np.abs(np.where(is_finite(np.asarray(one)), one, 0.0)), initial=0.0)) for one in self.values
        )
        here, there = np.ravel(self.run.values[node]), np.ravel(self.values[node])
        same = np.isclose(here, there, rtol=EQUAL, atol=ROUNDED*largest, equal_nan=True)
        if same.all():
            return None
        place = int(np.argmin(same))
        return number_text(float(here[place])), number_text(float(there[place]))


def stops(run: Run) -> list[int]:
    """The nodes whose slopes depend on the side: those at kinks, and from the first jump on all that vary."""
    graph, values = run.graph, run.values
    assert values is not None
    turning = [kink.node for kink in kinks(graph, values)]
    jumping = next((node for node in range(len(graph)) if is_at_jump(graph, values, node)), len(graph))
    after = [node for node in range(jumping, len(graph)) if graph.operators[node] is not None and graph.varies[node]]
    return [*(node for node in turning if node < jumping), *after]


def is_at_jump(graph: Graph, values: Sequence[Any], node: int) -> bool:
    """Whether a node may have another value beside the point."""
    operator = graph.operators[node]
    if operator is None or not graph.varies[node]:
        return False
    if operator.jump is not None:
        return truth(Look(graph, values, node, True).mask(operator.jump))
    return bool(conditions(graph, node, [values[arg] for arg in graph.args[node]]))


def conditions(graph: Graph, node: int, operands: Sequence[Any]) -> list[int]:
    """The operands that only say which of the others is taken, and are a number at 0 that may leave it."""
    operator = graph.operators[node]
    if operator is None or not operator.taken:
        return []
    found = []
    for place, arg in enumerate(graph.args[node]):
        source = graph.operators[arg]
        slopes = source is None or any(source.rules)
        if operator.rule(place) is None and graph.varies[arg] and slopes and truth(operands[place] == 0):
            found.append(place)
    return found


def opened(condition: Any, tangent: Any) -> Any:
    """A condition on the side of a direction: one that is 0 and moves is not 0 there."""
    if not hasattr(condition, "shape"):
        return float(tangent) if condition == 0 else condition
    import numpy as np

    return np.where(condition == 0, tangent, condition)
