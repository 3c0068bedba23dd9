"""The adjoint of one node explained: the paths from it to the outputs, counted, and listed where they are few.

A path's product is the seed carried back along it by the same rules that the sweep uses, so arrays have them too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from ..errors import AdtraceError
from ..limits import LIMITS
from ..made import Made
from ..records import Trace
from ..records.explanation import Explanation, Link, Path
from ..rules.table import nearest
from .evaluate import quiet
from .paths import Flow
from .reverse import reverse
from .run import Run
from .seeds import seedings
from .steps import number_of

Use = tuple[int, int]
"""(consumer, operand)"""


def explain(run: Run, name: str, seeds: Sequence[Mapping[str, Any]] = ()) -> tuple[Explanation, ...]:
    """What explains the adjoint of the node of this name, in every reverse sweep of a run.

    Raises AdtraceError for a name that is no input or step, and for seeds that do not fit.
    """
    run = run.toward()
    node = find(run, name)
    trace = run.reverse(seeds, ())
    if run.values is None:
        flows = {output: None for _, output in run.graph.outputs}
        return (Paths(run, node, None, flows).explanation(trace, 0),)
    found = []
    with quiet(run.graph):
        for place, seeding in enumerate(seedings(run.graph.outputs, run.graph, seeds, (), "output")):
            adjoints = reverse(run.graph, run.values, seeding.flows())
            found.append(Paths(run, node, adjoints, seeding.flows()).explanation(trace, place))
    return tuple(found)


def walked(last: Any) -> list[Use]:
    """The uses of a walk that is told by its last use and the walk before that."""
    walk = []
    while last is not None:
        last, use = last
        walk.append(use)
    return walk[::-1]


def find(run: Run, name: str) -> int:
    """The input or step of this name. Raises AdtraceError for any other."""
    names, program = run.names, run.program
    node = names.node(name)
    if node is not None:
        return node
    if name in program.assigned:
        hint = "it is a constant, or inside another step: nothing is recorded of it"
        raise AdtraceError(f"--node {name}: {name} is no step", hint=hint)
    known = [names[node] for node in (*run.graph.inputs, *islice(names.steps, LIMITS.inspected))]
    alike = nearest(name, known)
    hint = f"did you mean {alike}?" if alike else f"such as {', '.join(known[:8])}"
    raise AdtraceError(f"--node {name}: there is no step {name}", hint=hint)


class Paths:
    """The paths from a node to the seeded outputs.

    adjoints  of every node in one sweep; None in symbols
    seeds     what the sweep was seeded with, by node
    """

    def __init__(self, run: Run, node: int, adjoints: Sequence[Flow] | None, seeds: Mapping[int, Flow]) -> None:
        self.run, self.recorder, self.graph = run, run.recorder, run.graph
        self.node, self.adjoints, self.seeds = node, adjoints, seeds
        self.uses: dict[int, list[Use]] = {}
        self.counts = self._counts()

    def _counts(self) -> dict[int, int]:
        """How many paths lead from each node above this one to the outputs, up to a limit; the last nodes first."""
        stack = [self.node]
        while stack:
            node = stack.pop()
            if node not in self.uses:
                self.uses[node] = [use for use in self.recorder.uses_of(node) if self._passes(node, *use)]
                stack.extend(consumer for consumer, _ in self.uses[node])
        counts: dict[int, int] = {}
        for node in sorted(self.uses, reverse=True):
            count = (node in self.seeds) + sum(counts[consumer] for consumer, _ in self.uses[node])
            counts[node] = min(count, LIMITS.paths_counted)
        return counts

    def _passes(self, node: int, consumer: int, operand: int) -> bool:
        """Whether anything flows through this use."""
        if self.adjoints is None:
            return bool(self.recorder.reached.nodes[consumer])
        adjoint = self.adjoints[consumer]
        return adjoint is not None and self.recorder.passes(consumer, operand, node, adjoint)

    def walks(self) -> Iterator[list[Use]]:
        """Every path, as the uses that it takes; in the order of a reverse sweep."""
        stack: list[tuple[int, Any]] = [(self.node, None)]
        while stack:
            node, last = stack.pop()
            if node in self.seeds:
                yield walked(last)
            # Every walk goes on from the one that it began with: none is copied.
            on = [(use[0], (last, use)) for use in self.uses[node] if self.counts[use[0]]]
            stack.extend(reversed(on))

    def path(self, walk: Sequence[Use]) -> Path:
        """A path with its numbers: what the seed of its output becomes on the way back."""
        nodes = [self.node, *[consumer for consumer, _ in walk]]
        output, numbers = nodes[-1], self.adjoints is not None
        flow = seed = self.seeds[output]
        partials: list[Any] = []
        for arg, (consumer, operand) in zip(nodes[-2::-1], reversed(walk), strict=True) if numbers else ():
            partial, flow = (None, None) if flow is None else self.recorder.given(consumer, operand, arg, flow)
            partials.append(partial)
        factors = partials[::-1] if numbers else [None] * len(walk)
        shapes = self.graph.shapes
        return Path(
            links=Made(len(walk), lambda place: self.link(nodes[place], *walk[place], factors[place])),
            output=self.run.names[output],
            seed=number_of(seed, shapes[output]) if numbers else None,
            product=number_of(flow, shapes[self.node]) if numbers else None,
        )

    def link(self, node: int, consumer: int, operand: int, partial: Any) -> Link:
        """One edge of a path."""
        formulas, names = self.recorder.formulas, self.run.names
        is_product = self.recorder.has_partial(consumer)
        return Link(
            node=names[node],
            consumer=names[consumer],
            operand=operand,
            several=sum(other == consumer for other, _ in self.uses[node]) > 1,
            partial=partial,
            partial_formula=formulas.partial(consumer, operand) if is_product else None,
            formula=formulas.adjoint_rule(consumer, operand),
        )

    def explanation(self, trace: Trace, place: int) -> Explanation:
        """The node with its paths: all of them, or the first where they are many."""
        count = self.counts[self.node]
        listed = count if count <= LIMITS.paths_listed else LIMITS.paths_begun
        steps = trace.sweeps[place].steps
        position = steps.find(self.run.names[self.node])
        assert position is not None
        return Explanation(
            trace, place, steps[position], tuple(map(self.path, islice(self.walks(), listed))), count,
            exact=count < LIMITS.paths_counted,
        )
