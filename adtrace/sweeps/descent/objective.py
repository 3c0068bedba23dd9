"""A loss, and its gradient in the parameters, by the sweeps of every other command: one graph, evaluated again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from ...errors import AdtraceError
from ...graph.build import build
from ...graph.graph import Graph
from ...lang.columns import Program
from ...records import Shape, Trace
from ..evaluate import evaluate, quiet
from ..local import differentiable
from ..reverse import reverse
from ..run import Run
from ..steps import number_of
from ..symbolic import copied

Theta = Mapping[str, Any]
"""The parameters by name: floats and float64 ndarrays."""


class Objective:
    """The loss of a program as a function of its parameters.

    hold    inputs that are not trained: the data; `over`, those of them that mini-batches take their rows from
    wrt     the parameters; by default all inputs that are not held
    finish  gives the runs that traces are made of what they need for better hints
    """

    def __init__(
        self, program: Program, values: Mapping[str, Any], *, of: Sequence[str] = (), share: bool = False,
        wrt: Sequence[str] = (), hold: Sequence[str] = (), over: Sequence[str] = (),
        finish: Callable[[Run], Run] = lambda run: run,
    ) -> None:
        self.program, self.of, self.share, self.over, self.finish = program, of, share, tuple(over), finish
        self.run = Run(program, values, of=of, share=share)
        self.given = {name: values[name] for name in self.run.unused}
        self.values: dict[str, Any] = dict(self.run.built.values)
        self._check(wrt, hold)
        kept = {*hold, *over}
        asked = [name for name in self.values if (name in wrt if wrt else name not in kept)]
        moving = sloped(self.run.graph)
        self.unmoved = tuple([name for name in asked if name not in moving])
        self.trained = tuple([name for name in asked if name in moving])
        if not self.trained:
            raise AdtraceError("there is nothing to train", hint=self._hint(asked))
        self.held = tuple([name for name in self.values if name in kept and name not in asked])
        self.fixed = tuple([name for name in self.values if name not in kept and name not in asked])
        self.rows = self._rows()
        self.start: Theta = {name: self.values[name] for name in self.trained}
        self.graphs: dict[int, Graph] = {}
        self.sweeps = self.evaluations = 0

    def _check(self, wrt: Sequence[str], hold: Sequence[str]) -> None:
        """Refuse what cannot be descended. Raises AdtraceError."""
        run = self.run
        if run.values is None:
            raise AdtraceError("a descent begins at a point", hint="give every input a value with --at")
        names = [name for name, _ in run.graph.outputs]
        if len(names) != 1:
            raise AdtraceError(f"a descent needs one loss: there are {', '.join(names)}", hint="--of chooses one")
        if shape := run.graph.shapes[run.graph.outputs[0][1]]:
            hint = "sum(...) and mean(...) make a number of it"
            raise AdtraceError(f"a descent needs one number: {names[0]} has shape {list(shape)}", hint=hint)
        run.wanted([*wrt, *hold, *self.over])
        if both := [name for name in wrt if name in (*hold, *self.over)]:
            raise AdtraceError(f"{', '.join(both)} cannot be both trained and held")

    def of_trained(self, names: Sequence[str], option: str) -> None:
        """Refuse names that are no parameters. Raises AdtraceError."""
        if strange := [name for name in names if name not in self.trained]:
            hint = f"what is trained is {', '.join(self.trained)}"
            raise AdtraceError(f"{option} {', '.join(strange)}: not a parameter", hint=hint)

    def _hint(self, asked: Sequence[str]) -> str:
        if asked or not self.values:
            return f"the loss has no slope in {', '.join(asked) or 'anything: it is a constant'}"
        return f"all inputs are held: --wrt names those to train, of {', '.join(self.values)}"

    def _rows(self) -> int:
        """How many rows the data of `over` have: all the same number. Raises AdtraceError."""
        shapes: dict[str, Shape] = {name: getattr(self.values[name], "shape", ()) for name in self.over}
        if scalars := [name for name, shape in shapes.items() if not shape]:
            raise AdtraceError(f"{', '.join(scalars)} has no rows: it is one number")
        counts = {name: shape[0] for name, shape in shapes.items()}
        if len(set(counts.values())) > 1:
            told = ", ".join(f"{name} has {count}" for name, count in counts.items())
            raise AdtraceError(f"the data differ in their rows: {told}", hint="every row of one goes with one of each")
        return next(iter(counts.values()), 0)

    @property
    def output(self) -> str:
        """The name of the loss."""
        return self.run.graph.outputs[0][0]

    def quiet(self) -> AbstractContextManager[None]:
        """Silence NumPy's floating-point signals, as `evaluate.quiet` does."""
        return quiet(self.run.graph)

    def point(self, theta: Theta, rows: Any = None) -> dict[str, Any]:
        """The values of all inputs, the data cut to these rows."""
        point = {**self.values, **theta}
        if rows is not None:
            point |= {name: self.values[name][rows] for name in self.over}
        return point

    def graph(self, point: Mapping[str, Any], rows: Any) -> Graph:
        """The graph for so many rows; built once for each number of them."""
        count = self.rows if rows is None else len(rows)
        if count not in self.graphs:
            graph = self.run.graph if rows is None else self._batched(point, count)
            self.graphs[count] = held(graph, self.trained, self.run.values if rows is None else None)
        return self.graphs[count]

    def _batched(self, point: Mapping[str, Any], count: int) -> Graph:
        """The graph for a mini-batch. Raises AdtraceError where the program does not fit so few rows."""
        try:
            return build(self.program, point, self.of, share=self.share).graph
        except AdtraceError as error:
            error.hint = "; ".join(filter(None, (error.hint, f"this is a mini-batch of {count} rows: --over, axis 0")))
            raise

    def loss(self, theta: Theta, rows: Any = None) -> float:
        """The loss alone."""
        self.evaluations += 1
        return self._evaluated(theta, rows)[2]

    def slope(self, theta: Theta, rows: Any = None) -> tuple[float, dict[str, Any]]:
        """The loss and its gradient."""
        graph, values, loss = self._evaluated(theta, rows)
        self.sweeps += 1
        adjoints = reverse(graph, values, {graph.outputs[0][1]: 1.0})
        nodes = {graph.names[node]: node for node in graph.inputs}
        places = {name: nodes[name] for name in self.trained}
        return loss, {name: number_of(adjoints[node], graph.shapes[node]) for name, node in places.items()}

    def _evaluated(self, theta: Theta, rows: Any) -> tuple[Graph, list[Any], float]:
        point = self.point(theta, rows)
        try:
            graph = self.graph(point, rows)
            values = evaluate(graph, point)
        except AdtraceError as error:
            raise error.located(self.program.text, self.program.where) from None
        return graph, values, float(values[graph.outputs[0][1]])

    def beginning(self) -> Trace:
        """The program and its inputs at the start, without steps."""
        return self.run._trace("value", [])._replace(warnings=())

    def traced(self, theta: Theta, rows: Any = None) -> Trace:
        """The reverse sweep at a point, with its warnings."""
        run = Run(self.program, {**self.given, **self.point(theta, rows)}, of=self.of, share=self.share)
        return self.finish(run).reverse((), self.trained)


def sloped(graph: Graph) -> frozenset[str]:
    """The inputs that a derivative of the output can reach."""
    reached = {node for _, node in graph.outputs}
    for node in range(len(graph) - 1, -1, -1):
        if node in reached:
            args = graph.args[node]
            reached.update(arg for operand, arg in enumerate(args) if differentiable(graph, node, operand))
    return frozenset(graph.names[node] for node in graph.inputs if node in reached)


def held(graph: Graph, trained: Sequence[str], values: Sequence[Any] | None) -> Graph:
    """The same graph, in which only these inputs vary: no adjoint is carried to what depends on none of them.

    values  of all nodes, where the other inputs keep theirs: what depends on those alone is not computed again
    """
    other = copied(graph)
    varies = bytearray(len(graph))
    for node in graph.inputs:
        varies[node] = graph.names[node] in trained
    for node, args in enumerate(graph.args):
        if args:
            varies[node] = any(varies[arg] for arg in args)
    other.varies = varies
    for node, operator in enumerate(graph.operators if values is not None else ()):
        if operator is not None and not varies[node]:
            assert values is not None
            other.operators[node], other.args[node] = None, ()
            other.literals[node] = values[node], ""
    return other
