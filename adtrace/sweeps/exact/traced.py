"""A trace with its exact numbers: what each value, tangent, adjoint and increment stands for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ...graph.algebra import Operand
from ...graph.build import written_default
from ...records import Increment, Step, Steps, Sweep, Trace, Warning, merged
from ...records.exact import exact_array
from ..evaluate import quiet, quietly
from ..folds.recorder import FoldedRecorder
from ..seeds import Seeding
from ..symbolic import append_adjoints, append_tangents, copied
from .evaluation import evaluated, given_all
from .formulas import recorded
from .hidden import at_kink, hidden_kinks
from .leaving import Numbers, leavings, named, notes
from .leaving import warnings as hidden_poles
from .numbers import Exact, lifted, whole

if TYPE_CHECKING:
    from .run import ExactRun

ROUNDED_SLOPES = "derivatives are rounded: exact numbers are at kinks where float64 is not, and take the least norm"


def exactly(run: ExactRun, trace: Trace) -> Trace:
    """The trace of a run, every number with its exact one."""
    graph = run.graph
    given = {node: input_of(run, graph.names[node]) for node in graph.inputs}
    values = evaluated(graph, given, len(graph))
    left: dict[tuple[str, str], str] = {}
    sweeps, warnings = list[Sweep](), list[Warning]()
    with quiet(graph):
        hidden = list(hidden_kinks(run, values)) if trace.mode != "value" else []
    rounded = bool(hidden) and run.convention is not None
    swept = [numbers_of(run, trace.mode, sweep, values, rounded=rounded) for sweep in trace.sweeps]
    for sweep, numbers in zip(trace.sweeps, swept, strict=True):
        places = list(leavings(run, trace.mode, numbers))
        left = named(run, places) | left
        warnings += hidden_poles(run, sweep, numbers, places)
        sweeps.append(exact_sweep(run, trace, sweep, numbers))
    return trace._replace(
        inputs={graph.names[node]: told(run.built.values[graph.names[node]], values[node]) for node in graph.inputs},
        outputs={name: told(trace.outputs[name], values[node]) for name, node in graph.outputs},
        sweeps=tuple(sweeps),
        notes=(*trace.notes, *notes(left), *[ROUNDED_SLOPES for _ in hidden[:1] if rounded]),
        warnings=merged([*trace.warnings, *warnings, *[at_kink(run, node, code) for node, code in hidden]]),
    )


def input_of(run: ExactRun, name: str) -> Any:
    """The exact value of an input: as it was given, or from its line in the program."""
    if name in run.given:
        return given_all(run.given[name])
    graph, node = written_default(run.program, name)
    return evaluated(graph, {}, len(graph))[node]


def numbers_of(run: ExactRun, mode: str, sweep: Sweep, values: Sequence[Any], *, rounded: bool) -> Numbers:
    """The exact numbers of one sweep: its derivative as nodes of a graph, and these evaluated."""
    if rounded:
        return Numbers(run.graph, values, {}, {}, rounded=True)
    seeds = seeds_of(run, sweep) if mode != "value" else {}
    if not seeds:
        return Numbers(run.graph, values, {}, {})
    # Of one-sided slopes each forward sweep has its own.
    graph = copied(run.toward(Seeding("", seeds).flows()).graph)
    written = len(graph)
    appended = (append_tangents if mode == "forward" else append_adjoints)(graph, seeds)
    # The seeds are the first nodes that were appended, as floats.
    exact = {written + place: given_all(seed) for place, seed in enumerate(seeds.values())}
    values = evaluated(graph, {**dict(enumerate(values)), **exact}, written)
    uses = {
        use: tuple([values[one.handle] if isinstance(one, Operand) else lifted(one) for one in used])
        for use, used in appended.uses.items()
    }
    return Numbers(graph, values, appended.nodes, uses)  # type: ignore[arg-type]


def seeds_of(run: ExactRun, sweep: Sweep) -> dict[int, Any]:
    """The seeds of a sweep by node; those of 0 are no path."""
    nodes = {run.graph.names[node]: node for node in run.graph.inputs} | dict(run.graph.outputs)
    return {nodes[name]: seed for name, seed in sweep.seed.items() if (seed.any() if hasattr(seed, "any") else seed)}


def exact_sweep(run: ExactRun, trace: Trace, sweep: Sweep, numbers: Numbers) -> Sweep:
    """A sweep with its exact numbers."""
    by_name = {run.graph.names[node]: node for node in run.graph.inputs} | dict(run.graph.outputs)
    result = sweep.result
    if not numbers.rounded:
        result = {name: derived(slope, numbers.derivative(by_name[name])) for name, slope in sweep.result.items()}
    is_exact = trace.mode == "forward" and not numbers.rounded
    seeds = {name: derived(seed, numbers.derivative(by_name[name])) if is_exact else told(seed, given_all(seed))
             for name, seed in sweep.seed.items()}
    old = sweep.steps

    def make(place: int) -> Step:
        return exact_step(run, old[place], numbers)

    steps = Steps(
        len(old), quietly(run.graph, make), old.find,
        lambda place: (steps[place].value, steps[place].derivative), old.ends, old.block,
    )
    return sweep._replace(result=result, seed=seeds, steps=steps)


def exact_step(run: ExactRun, step: Step, numbers: Numbers) -> Step:
    """A step with its exact numbers."""
    node = run.names.node(step.name)
    assert node is not None
    if numbers.rounded:
        return step._replace(value=told(step.value, numbers.values[node]))
    slope = numbers.derivative(node)
    increments, total = [], given_all(step.adjoint) if step.seeded and step.increments else None
    for increment in step.increments:
        partial, product, total = used(run, node, increment, numbers, total)
        increments.append(exact_increment(run, increment, numbers, partial, product, total))
    return step._replace(
        value=told(step.value, numbers.values[node]),
        tangent=None if step.tangent is None else derived(step.tangent, slope),
        adjoint=None if step.adjoint is None else derived(step.adjoint, slope),
        increments=tuple(increments),
    )


def used(run: ExactRun, node: int, increment: Increment, numbers: Numbers, before: Any) -> tuple[Any, Any, Any]:
    """The local partial, the product and the running total of one use of a node; None for what does not flow.

    before  the total so far: needed where the consumer is several operations, whose products are added up
    """
    consumer = run.names.node(increment.consumer)
    assert consumer is not None
    fold = run.recorder.folds.get(consumer) if isinstance(run.recorder, FoldedRecorder) else None
    if fold is None:
        return numbers.uses.get((consumer, increment.operand), (None, None, before))
    product = None
    for inner in fold.nodes:
        for place, arg in enumerate(run.graph.args[inner]):
            if arg == node and (inner, place) in numbers.uses:
                product = added(product, numbers.uses[inner, place][1])
    upstream = numbers.derivative(consumer)
    partial = None
    if isinstance(product, Exact) and isinstance(upstream, Exact) and upstream.number != 0:
        partial = product/upstream
    return partial, product, added(before, product)


def added(total: Any, product: Any) -> Any:
    """A sum, of which either may be missing."""
    return product if total is None else total if product is None else total + product


def exact_increment(
    run: ExactRun, increment: Increment, numbers: Numbers, partial: Any, product: Any, total: Any
) -> Increment:
    """An increment with its exact numbers."""
    upstream = numbers.derivative(run.names.node(increment.consumer))
    return increment._replace(
        partial=increment.partial if increment.partial is None or partial is None else told(increment.partial, partial),
        upstream=derived(increment.upstream, upstream),
        product=derived(increment.product, product),
        total=derived(increment.total, total),
    )


def derived(number: Any, exact: Any) -> Any:
    """A derivative with its exact number: 0 where there is no path."""
    return told(number, whole(0) if exact is None else exact)


def told(number: Any, exact: Any) -> Any:
    """A number or an array with what it is exactly."""
    if not getattr(number, "shape", ()):
        return recorded(float(number), exact if isinstance(exact, Exact) else exact.item())
    import numpy as np

    spread = np.broadcast_to(exact if hasattr(exact, "shape") else np.array([exact], dtype=object), number.shape)
    return exact_array(np.frompyfunc(recorded, 2, 1)(number, spread))

