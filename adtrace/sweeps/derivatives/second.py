"""A run with its gradient appended: what is swept forward for second derivatives.

The appended nodes are the reverse sweep, bit for bit; a forward sweep over them gives the tangent of every adjoint.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...errors import AdtraceError
from ...graph.naming import NodeNames
from ...graph.shapes import size
from ...records import Warning
from ...records.bounds import VALUE, Bound
from ...rules.table import Operator
from ..caution import Caution
from ..evaluate import evaluate
from ..look import Look
from ..masks import either, truth
from ..run import Run
from ..steps import number_of
from ..symbolic import Appended, append_adjoints, copied
from ..trust.extended import nan_nodes
from .blocks import at_point
from .judge import ManyJudge
from .plan import Plan
from .smooth import BENT, SMOOTH, bend


class Second:
    """The gradient of a run's scalar output as part of its graph.

    inputs    (name, node) of the inputs that it is taken with respect to
    gradient  by node of an input, the node of its adjoint; an input without a path has none
    Raises AdtraceError where there is no one scalar output.
    """

    def __init__(self, run: Run, wrt: Sequence[str]) -> None:
        at_point(run)
        self.run, self.output = run, scalar_output(run)
        self.inputs = [(run.graph.names[node], node) for node in run.wanted(wrt)]
        self.size, graph = len(run.graph), copied(run.graph)
        self.appended: Appended = append_adjoints(graph, {self.output: 1.0}, nan_nodes(at_point(run)))
        adjoints = self.appended.nodes
        self.gradient = {node: adjoints[node] for _, node in self.inputs if node in adjoints}
        graph.outputs = [(graph.names[node], adjoint) for node, adjoint in self.gradient.items()]
        self.graph = graph
        self.values = evaluate(graph, run.built.values, at_point(run))
        self.caution = SecondCaution(self)

    def judge(self, plan: Plan) -> SecondJudge:
        """What says which second derivatives rounding has spoilt, in these sweeps."""
        return SecondJudge(self.caution, self.run.built.values, plan)

    def first_order(self, node: int) -> Any:
        """The first derivative in an input."""
        adjoint = self.gradient.get(node)
        return number_of(None if adjoint is None else self.values[adjoint], self.graph.shapes[node])


def scalar_output(run: Run) -> int:
    """The node of the only output. Raises AdtraceError where there are several, or an array."""
    graph = run.graph
    if len(graph.outputs) > 1:
        names = [name for name, node in graph.outputs if not graph.shapes[node]]
        raise AdtraceError(
            "second derivatives are those of one scalar output", hint=f"choose one with --of {'|'.join(names[:8])}",
        )
    name, node = graph.outputs[0]
    if graph.shapes[node]:
        raise AdtraceError(
            f"second derivatives are those of a scalar, but {name} has {size(graph.shapes[node])} elements",
            hint="let the program end with their sum, or with one of them",
        )
    if run.turned and run.turned.frozen is not None:
        raise AdtraceError(
            f"{run.caution.step(run.turned.frozen)} is computed from what jumps: its second derivatives to one side "
            "are not known", graph.span(run.turned.frozen),
        )
    return node


class SecondNames:
    """The names of steps, and of their adjoints among the appended nodes."""

    def __init__(self, names: NodeNames, second: Second) -> None:
        self.names, self.derivatives = names, names.derivatives
        adjoint = self.derivatives[1]
        self.known = {node: names.get(node, "") for node in range(second.size) if node in names}
        appended = second.appended
        for (consumer, operand), use in appended.uses.items():
            # A sum of many contributions goes by the name of the adjoint that it is a part of.
            arg = second.graph.args[consumer][operand]
            if arg in self.known and hasattr(use.total, "handle"):
                self.known.setdefault(use.total.handle, adjoint.format(self.known[arg]))
        for node, adjoint_node in appended.nodes.items():
            if node in names and second.graph.varies[adjoint_node] and adjoint_node >= second.size:
                self.known[adjoint_node] = adjoint.format(names[node])

    def __contains__(self, node: int) -> bool:
        return node in self.known

    def __getitem__(self, node: int) -> str:
        return self.known[node]

    def get(self, node: int, default: Any = None) -> Any:
        """The name of an input, a step or an adjoint."""
        return self.known.get(node, default)


class SecondCaution(Caution):
    """Looks through the values of a program and of its gradient; of what is appended it speaks by the step it is of."""

    def __init__(self, second: Second) -> None:
        super().__init__(second.graph, second.values, SecondNames(second.run.names, second))  # type: ignore[arg-type]
        self.second = second
        self.derived: set[Warning] = set()
        """The warnings about appended nodes."""
        self.bends: dict[Any, str] = {}
        """What the slopes of operations do at their operands, as far as that was asked."""

    def _given(self, node: int, reach: Any) -> Iterator[Warning]:
        return iter(()) if node >= self.second.size else super()._given(node, reach)

    def _slope(self, node: int, operator: Operator, look: Look) -> Iterator[Warning]:
        if node < self.second.size:
            yield from super()._slope(node, operator, look)
            return
        how = SMOOTH if node in self.second.appended.paths else self._bend(node, operator, look)
        for found in () if how == SMOOTH else super()._slope(node, operator, look):
            if how == BENT and found.code == "jump":
                place = look.holds(operator.jump)
                assert place is not None
                yield self.warning(node, "kink", f"{self.step(node)} has a kink{self.point(node, place)}")
            else:
                yield found

    def _bend(self, node: int, operator: Operator, look: Look) -> str:
        """What the slopes do here that an appended node takes part in: a kink may be of its rule alone."""
        where = either(look.mask(operator.kink), look.mask(operator.jump))
        if not truth(where):
            return SMOOTH
        graph, owner = self.graph, self.of(node)
        operands = [key_of(self.values[arg]) for arg in graph.args[owner]]
        varying = [graph.varies[arg] for arg in graph.args[owner]]
        # Ties tell which operands are one and the same; equal operations at equal numbers bend alike.
        ties = [graph.args[owner].index(arg) for arg in graph.args[owner]]
        params = repr(sorted(graph.params[owner].items()))
        key = graph.operators[owner], params, *operands, *varying, *ties, key_of(where)
        if key not in self.bends:
            self.bends[key] = bend(graph, self.values, owner, where)
        return self.bends[key]

    def owner(self, node: int) -> str:
        """The step that a node is, or whose derivative it stands in."""
        return super().owner(self.of(node))

    def of(self, node: int) -> int:
        """The node of the program whose value or derivative a node takes part in."""
        owners: Sequence[int] = self.second.appended.owners
        return owners[node]

    def step(self, node: int) -> str:
        """A step with its name; of an appended node, the derivative of one."""
        if node < self.second.size:
            return super().step(node)
        return f"the derivative of {super().step(self.of(node))}"

    def named(self, node: int) -> str:
        """The operation with its operands; of an appended node, in words."""
        if node < self.second.size:
            return super().named(node)
        return self.names.get(node) or f"the derivative of {super().named(self.of(node))}"

    def warning(self, node: int, code: str, message: str, hint: str = "", **more: Any) -> Warning:
        """A warning about this node."""
        found = Warning(code, self.owner(node), message, hint, span=self.graph.span(self.of(node)), **more)
        if node >= self.second.size:
            self.derived.add(found)
        return found


def key_of(value: Any) -> Any:
    """What tells a number or an array from others."""
    return (value.shape, value.tobytes()) if hasattr(value, "shape") else value


class SecondJudge(ManyJudge):
    """Says which second derivatives rounding has spoilt; the first ones are judged where they are swept."""

    def __init__(self, caution: Caution, inputs: Mapping[str, Any], plan: Plan) -> None:
        super().__init__(caution, inputs, plan)
        self.values_judged = True

    def doubts_of(self, bound: Bound, what: str) -> Iterator[Warning]:
        """What is wrong with a result."""
        for found in super().doubts_of(bound, what):
            twice = "the derivative of the derivative of"
            yield found._replace(message=found.message.replace(twice, "the second derivative of"))

    def _called(self, bound: Bound, mode: str, label: str) -> str:
        if bound.of == VALUE:
            return f"the slope in {bound.name}"
        along = "along" if "=" in label else "in"
        return f"the second derivative {along} {label} and {bound.name}"


