"""A whole run: build, evaluate, sweep, look for warnings, and put the records together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..errors import AdtraceError
from ..graph.build import Built, build, constant
from ..graph.naming import NodeNames
from ..lang.columns import Program
from ..lang.printer import Printer
from ..records import NOTHING, OF_ADJOINT, OF_TANGENT, Cost, Sweep, Trace, Warning
from ..records.grain import FINEST, Grain
from ..records.kinks import LEAST_NORM
from ..records.notes import Note
from .births import Swept
from .caution import Caution
from .cost import components, run_cost
from .evaluate import evaluate, quiet
from .forward import forward
from .mishaps import of_adjoints, of_tangents
from .notes import notes
from .paths import Flow
from .reverse import reverse
from .seeds import Seeding, seedings
from .steps import Recorder, number_of
from .trust.judge import Judge
from .warned import warned

if TYPE_CHECKING:
    from .conventions import Convention
    from .folds.folded import Folded
    from .sides import Turned

Seeds = Sequence[Mapping[str, Any]]

ALONE = "adjoints for {names} alone: the slopes at kinks were chosen for that"


class Run:
    """A program at a point (or in symbols), ready to be swept.

    at_kink  the convention for slopes at kinks (see `conventions`)
    uncertainty  how far the values of inputs may be off, by name, of their shapes
    """

    constant = staticmethod(constant)

    def __init__(
        self, program: Program, given: Mapping[str, Any], *, of: Sequence[str] = (), share: bool = False,
        grain: Grain = FINEST, at_kink: str = LEAST_NORM, uncertainty: Mapping[str, Any] = NOTHING,
    ) -> None:
        self.built: Built = build(program, given, of, share=share)
        self.graph = self.built.graph
        self.folded = None if grain == FINEST else _folded(self.built, grain)
        self.names = self.folded.names if self.folded else NodeNames(self.built)
        self.tangent_name, self.adjoint_name = self.names.derivatives
        self.program, self.uncertainty = self.built.program, uncertainty
        self.values: list[Any] | None = None
        if not self.built.names.symbolic:
            with quiet(self.graph):
                self.values = self._located(lambda: evaluate(self.graph, self.built.values))
        chosen: Convention | None = None
        if at_kink != LEAST_NORM:
            from .conventions import convention

            chosen = convention(at_kink)
        self.convention = chosen
        self.side = 0
        """Where one-sided slopes are still to be chosen, the side: it takes the direction of a sweep."""
        if chosen and self.values is not None:
            with quiet(self.graph):
                self.graph = self._located(lambda: chosen.settled(self))
            self.side = chosen.side
        self.turned: Turned | None = None
        self.recorder = self._recorder()
        self.hinted: Callable[[Trace], Trace] = as_it_is
        """What gives the warnings of a trace better hints, where whoever made this run has something that does."""

    def _recorder(self) -> Recorder:
        """What makes the step records of this graph."""
        printer = Printer(self.tangent_name, self.adjoint_name)
        if self.folded:
            return self.folded.recorder(self.graph, self.values, printer)
        return Recorder(self.graph, self.names, self.values, printer)

    def toward(self, seeds: Mapping[int, Flow] | None = None, wrt: Sequence[str] = ()) -> Run:
        """This run with one-sided slopes chosen at kinks, where that is still to be done; else itself.

        seeds  the direction; None for those of all inputs, or of the inputs in wrt
        Raises AdtraceError where no one choice serves all inputs.
        """
        if not self.side:
            return self
        from copy import copy

        from .sides import toward, toward_inputs

        other = copy(self)
        other.__dict__.pop("caution", None)
        with quiet(self.graph):
            if seeds is not None:
                other.turned = toward(self, seeds, self.side)
            else:
                other.turned = self._located(lambda: toward_inputs(self, self.wanted(wrt), self.side))
        other.graph, other.side = other.turned.graph, 0
        other.recorder = other._recorder()
        return other

    def toward_first(self, seeds: Seeds, wrt: Sequence[str], *, alone: bool = False) -> Run:
        """The same along the direction of the first forward sweep; of the only one, where that has to be `alone`."""
        found = self.directions(seeds, wrt, first=not alone) if self.side else []
        return self.toward(found[0].flows()) if len(found) == 1 else self

    def value(self) -> Trace:
        """The value trace."""
        steps = self.recorder.value_steps()
        with quiet(self.graph):
            doubts = [] if self.values is None else list(self._judge().of_values())
        return self._trace("value", [Sweep("", {}, {}, steps)], doubts)

    @property
    def unused(self) -> tuple[str, ...]:
        """Names that were given a value and are not used."""
        return self.built.names.unused

    @property
    def sole_input(self) -> str | None:
        """The input's name, if there is only one."""
        return self.graph.names[self.graph.inputs[0]] if len(self.graph.inputs) == 1 else None

    @property
    def sole_output(self) -> str | None:
        """The output's name, if there is only one."""
        return self.graph.outputs[0][0] if len(self.graph.outputs) == 1 else None

    def forward(self, seeds: Seeds, wrt: Sequence[str], *, first: bool = False) -> Trace:
        """One forward sweep per seed; only the first one on request."""
        if self.values is None:
            return self._forward_in_symbols(seeds, wrt, first=first)
        sweeps, warnings, swept, cautions = list[Sweep](), list[Warning](), list[Swept](), list[Caution]()
        ends = [node for _, node in self.graph.outputs]
        with quiet(self.graph):
            directions = self.directions(seeds, wrt, first=first)
            for seeding in directions:
                flows = seeding.flows()
                run = self.toward(flows)
                if self.side or not sweeps:
                    caution, judge = run.caution, run._judge()
                    caution.along = seeding.label if self.side and len(directions) > 1 else ""
                    cautions.append(caution)
                tangents = forward(run.graph, self.values, flows)
                warnings += run.turned.warnings if run.turned else ()
                warnings += [*of_tangents(caution, tangents), *judge.of_tangents(flows, seeding.label)]
                swept.append(Swept(OF_TANGENT, seeding.label, tangents, caution.taken(), ends, run.graph))
                steps = run.recorder.forward_steps(tangents, seeding.values)
                result = {name: number_of(tangents[node], self.graph.shapes[node]) for name, node in self.graph.outputs}
                sweeps.append(self._sweep(seeding, result, steps))
            return self._trace("forward", sweeps, warnings, swept, cautions=cautions)

    def _forward_in_symbols(self, seeds: Seeds, wrt: Sequence[str], *, first: bool) -> Trace:
        """One table with the seeds as symbols, or one for each seed that was asked for."""
        steps = self.recorder.forward_steps(None, {})
        if not (seeds or wrt):
            sweeps = [Sweep("", {}, {}, steps, self.recorder.reached.operations)]
            return self._trace("forward", sweeps, taken=components(self.graph, self.graph.inputs))
        seedings = self.directions(seeds, wrt, first=first)
        return self._trace("forward", [self._sweep(seeding, {}, steps) for seeding in seedings])

    def directions(self, seeds: Seeds, wrt: Sequence[str] = (), *, first: bool = False) -> list[Seeding]:
        """The seeds of forward sweeps. Raises AdtraceError for names that are no inputs and for wrong shapes."""
        inputs = [(self.graph.names[node], node) for node in self.graph.inputs]
        return seedings(inputs, self.graph, seeds, wrt, "input", first=first)

    def reverse(self, seeds: Seeds, wrt: Sequence[str], *, first: bool = False) -> Trace:
        """One reverse sweep per cotangent; only the first on request. The gradient has every input, or those in wrt."""
        if self.values is None:
            steps = self.recorder.reverse_steps(None, {node: 1.0 for _, node in self.graph.outputs})
            return self._trace("reverse", [Sweep("", {}, {}, steps, self.recorder.reached.operations)])
        if self.side:
            return self.toward(wrt=wrt).reverse(seeds, wrt, first=first)
        inputs = self.wanted(wrt)
        sweeps, swept = [], list[Swept]()
        warnings = list(self.turned.warnings if self.turned else ())
        with quiet(self.graph):
            caution, judge = self.caution, self._judge()
            unasked = self.turned.unasked(inputs) if self.turned else ()
            for seeding in seedings(self.graph.outputs, self.graph, seeds, (), "output", first=first):
                flows = seeding.flows()
                adjoints = reverse(self.graph, self.values, flows)
                warnings += [*of_adjoints(caution, adjoints), *judge.of_adjoints(flows, inputs, seeding.label)]
                swept.append(Swept(OF_ADJOINT, seeding.label, adjoints, caution.taken(), inputs, self.graph))
                seeded = {node: value for node, value in seeding.values.items() if node in flows}
                steps = self.recorder.reverse_steps(adjoints, seeded, unasked)
                result = {self.graph.names[node]: number_of(adjoints[node], self.graph.shapes[node]) for node in inputs}
                sweeps.append(self._sweep(seeding, result, steps))
            trace = self._trace("reverse", sweeps, warnings, swept, inputs=inputs)
        if not unasked:
            return trace
        asked = ", ".join(self.graph.names[node] for node in inputs)
        return trace._replace(notes=(*trace.notes, Note(ALONE, {"names": asked})))

    def wanted(self, wrt: Sequence[str]) -> list[int]:
        """The inputs of these names, all if there are none. Raises AdtraceError for a name that is no input."""
        ids = {self.graph.names[node]: node for node in self.graph.inputs}
        for name in wrt:
            if name not in ids:
                raise AdtraceError(f"{name} is no input", hint=f"the inputs are {', '.join(ids)}")
        return [node for name, node in ids.items() if not wrt or name in wrt]

    def _sweep(self, seeding: Seeding, result: Mapping[str, Any], steps: Any) -> Sweep:
        inputs = self.names.inputs
        seed = {
            name if node in inputs else self.names.get(node, name): value
            for (name, node), value in self._seeded(seeding)
        }
        return Sweep(seeding.label, seed, result, steps, self.recorder.reached.operations)

    def _seeded(self, seeding: Seeding) -> Iterable[tuple[tuple[str, int], Any]]:
        """Seeds with the names that users know their nodes by."""
        known = [*[(self.graph.names[node], node) for node in self.graph.inputs], *self.graph.outputs]
        done: set[int] = set()
        for name, node in known:
            if node in seeding.values and node not in done:
                done.add(node)
                yield (name, node), seeding.values[node]

    def _trace(
        self, mode: str, sweeps: list[Sweep], warnings: Sequence[Warning] = (), swept: Sequence[Swept] = (), *,
        taken: int | None = None, inputs: Sequence[int] | None = None, cautions: Sequence[Caution] = (),
    ) -> Trace:
        """The records of a run: warnings, swept and cautions as in `warned`.

        taken   how many sweeps its numbers take, where that is not how many tables there are
        inputs  what the derivatives are with respect to, all inputs by default
        """
        slopes, spent = mode != "value", self.recorder.reached.operations
        inputs = self.graph.inputs if inputs is None else inputs
        told = () if self.values is None else warned(cautions or (self.caution,), warnings, swept, slopes=slopes)
        cost = run_cost(self.graph, spent, mode, taken or len(sweeps), inputs) if slopes else None
        return self.headed(mode, cost, told, sweeps)

    def headed(
        self, mode: str, cost: Cost | None, warnings: tuple[Warning, ...], sweeps: Sequence[Sweep] = ()
    ) -> Trace:
        """The trace of this program at this point with these sweeps."""
        built, graph = self.built, self.graph
        return self.hinted(Trace(
            mode=mode,
            expression=self.program.text,
            inputs=built.values,
            shapes={graph.names[node]: graph.shapes[node] for node in graph.inputs},
            outputs={name: None if self.values is None else self.values[node] for name, node in graph.outputs},
            sweeps=tuple(sweeps),
            warnings=warnings,
            cost=cost,
            point=self.values is not None,
            where=self.program.where,
            notes=notes(self),
            tangent_name=self.tangent_name,
            adjoint_name=self.adjoint_name,
        ))

    def warnings(self) -> list[Warning]:
        """What the values, and the slopes at them, do not say by themselves. Needs a point."""
        return list(warned((self.caution,), (), (), slopes=True))

    @cached_property
    def caution(self) -> Caution:
        """What looks through the values of this run. Needs a point."""
        assert self.values is not None
        if self.folded:
            return self.folded.caution(self.graph, self.values)
        return Caution(self.graph, self.values, self.names)

    def _judge(self) -> Judge:
        """What says which results rounding has spoilt."""
        return Judge(self.caution, self.built.values)

    def _located(self, action: Any) -> Any:
        try:
            return action()
        except AdtraceError as error:
            raise self.program.located(error) from None


def as_it_is(trace: Trace) -> Trace:
    """The trace with the hints that the sweeps give."""
    return trace


def _folded(built: Built, grain: Grain) -> Folded:
    """What records steps of several operations; imported for those who ask for such."""
    from .folds.folded import Folded

    return Folded(built, grain)
