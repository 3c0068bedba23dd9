"""Points with small numbers, and what an expression is worth at them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...graph.build import build
from ...graph.graph import Graph
from ...graph.naming import steps_of
from ...lang.parser import parse
from ...records import Shape
from ...sweeps.evaluate import evaluate, quiet
from ...sweeps.forward import forward
from ...sweeps.local import partial
from ...sweeps.paths import Flow
from ...sweeps.reverse import reverse
from ...sweeps.steps import number_of
from ...sweeps.uses import Uses
from .chance import Chance
from .pleasant import Worked, entries

NUMBERS = (2.0, 3.0, -1.0, -2.0, 1.0, 4.0, 0.5, -0.5, 1.5, 5.0, -3.0, 0.0)
WEIGHTS = (8, 7, 5, 5, 4, 4, 4, 2, 2, 2, 2, 1)
"""The numbers that an input may have, and how often."""


def point(types: Mapping[str, Shape], chance: Chance) -> dict[str, Any]:
    """A value for every input, by name."""
    return {name: some_value(shape, chance) for name, shape in types.items()}


def some_value(shape: Shape, chance: Chance) -> Any:
    """A small number, or an array of them."""
    if not shape:
        return chance.weighted(NUMBERS, WEIGHTS)
    import numpy as np

    size = int(np.prod(shape))
    return np.array([chance.weighted(NUMBERS, WEIGHTS) for _ in range(size)]).reshape(shape)


class Candidate:
    """An expression as a graph, to be worked at many points."""

    def __init__(self, text: str, shapes: Mapping[str, Shape], mode: str) -> None:
        self.text, self.shapes, self.mode = text, shapes, mode
        self.built = build(parse(text), point(shapes, Chance(0)))
        self.graph: Graph = self.built.graph
        self.steps = steps_of(self.graph)

    @property
    def fan_out(self) -> int:
        """The uses of the node that is used most."""
        uses, nodes = Uses(self.graph), [*self.graph.inputs, *self.steps]
        return max(sum(1 for _ in uses.of(node)) for node in nodes)

    def worked(self, at: Mapping[str, Any], *, flat: bool) -> Worked | None:
        """The numbers at a point; None where the output or a derivative is 0 that should not be.

        flat  whether derivatives may be 0, as long as not all are
        """
        graph = self.graph
        with quiet(graph):
            values = evaluate(graph, at)
            output = graph.outputs[0][1]
            adjoints = reverse(graph, values, {output: 1.0})
            slopes = [self._number(adjoints, node) for node in (*graph.inputs, *self.steps)]
            zeros = [is_flat(slope) for slope in slopes]
            if not values[output] or (all(zeros[: len(graph.inputs)]) if flat else any(zeros)):
                return None
            derivatives = [] if self.mode == "forward" else slopes
            if self.mode != "reverse":
                first = graph.inputs[0]
                seed = some_ones(graph.shapes[first])
                tangents = forward(graph, values, {first: seed})
                derivatives += [self._number(tangents, node) for node in self.steps]
        return Worked(
            [values[node] for node in graph.inputs],
            [values[node] for node in self.steps],
            [[values[arg] for arg in graph.args[node]] for node in self.steps],
            derivatives,
        )

    def branches(self, at: Mapping[str, Any]) -> list[tuple[float, ...]]:
        """The slopes of every step with a kink: which piece of its function a point is on."""
        graph = self.graph
        with quiet(graph):
            values = evaluate(graph, at)
            return [
                tuple(entries(partial(graph, values, node, 0)))
                for node in self.steps
                if (operator := graph.operators[node]) is not None and operator.kink is not None
            ]

    def _number(self, flows: list[Flow], node: int) -> Any:
        return number_of(flows[node], self.graph.shapes[node])


def is_flat(slope: Any) -> bool:
    """Whether half of the entries of a derivative are 0, or more."""
    numbers = entries(slope)
    return 2 * sum(number == 0 for number in numbers) >= len(numbers)


def some_ones(shape: Shape) -> Any:
    """The seed of a number; of an array, that of its first entry."""
    if not shape:
        return 1.0
    import numpy as np

    seed = np.zeros(shape)
    seed.flat[0] = 1.0
    return seed
