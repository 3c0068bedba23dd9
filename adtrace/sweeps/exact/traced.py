"""A trace with its exact numbers: what each value, tangent, adjoint and increment stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ...graph.algebra import Operand
from ...graph.build import written_default
from ...records import Increment, Step, Steps, Sweep, Trace, merged
from ...records.exact import exact_array
from ..folds.recorder import FoldedRecorder
from ..seeds import Seeding
from ..symbolic import append_adjoints, append_tangents, copied
from .evaluation import evaluated, given_all
from .formulas import recorded
from .hidden import at_kink, hidden_kinks
from .numbers import Exact, lifted, whole

if TYPE_CHECKING:
    from .run import ExactRun

WHY = {
    "form": "it has no exact form there",
    "size": "its exact form is too long",
    "range": "it is beyond the range of numbers",
    "not finite": "it is not a finite number",
    "order": "its exact form cannot be told from 0",
    "data": "it was given with more digits than can be exact",
    "work": "there are too many exact numbers before it",
}
"""Why exactness was left, for the notes of a trace."""

ROUNDED_SLOPES = "derivatives are rounded: exact numbers are at kinks where float64 is not, and take the least norm"

NOTES = 4
"""Steps of a sweep that a note is written for."""


class Numbers(NamedTuple):
    """The exact numbers of one sweep: of every node's value, of its tangent or adjoint, and of every use.

    rounded  whether derivatives have none
    """

    values: Sequence[Any]
    derivatives: Mapping[int, Any]
    uses: Mapping[tuple[int, int], tuple[Any, Any, Any]]
    rounded: bool = False


def exactly(run: ExactRun, trace: Trace) -> Trace:
    """The trace of a run, every number with its exact one."""
    graph = run.graph
    given = {node: input_of(run, graph.names[node]) for node in graph.inputs}
    values = evaluated(graph, given, len(graph))
    left: dict[str, str] = {}
    sweeps: list[Sweep] = []
    hidden = list(hidden_kinks(run, values)) if trace.mode != "value" else []
    rounded = bool(hidden) and run.convention is not None
    swept = [numbers_of(run, trace.mode, sweep, values, rounded=rounded) for sweep in trace.sweeps]
    for sweep, numbers in zip(trace.sweeps, swept, strict=True):
        left |= {name: why for name, why in reasons(run, trace.mode, numbers) if name not in left}
        sweeps.append(exact_sweep(run, trace, sweep, numbers))
    return trace._replace(
        inputs={graph.names[node]: told(run.built.values[graph.names[node]], values[node]) for node in graph.inputs},
        outputs={name: told(trace.outputs[name], values[node]) for name, node in graph.outputs},
        sweeps=tuple(sweeps),
        warnings=merged([*trace.warnings, *[at_kink(run, node, code) for node, code in hidden]]),
        notes=(*trace.notes, *notes(left), *[ROUNDED_SLOPES for _ in hidden[:1] if rounded]),
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
        return Numbers(values, {}, {}, rounded=True)
    seeds = seeds_of(run, sweep) if mode != "value" else {}
    if not seeds:
        return Numbers(values, {}, {})
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
    return Numbers(values, {node: values[slope] for node, slope in appended.nodes.items()}, uses)  # type: ignore[arg-type]


def seeds_of(run: ExactRun, sweep: Sweep) -> dict[int, Any]:
    """The seeds of a sweep by node; those of 0 are no path."""
    nodes = {run.graph.names[node]: node for node in run.graph.inputs} | dict(run.graph.outputs)
    return {nodes[name]: seed for name, seed in sweep.seed.items() if (seed.any() if hasattr(seed, "any") else seed)}


def exact_sweep(run: ExactRun, trace: Trace, sweep: Sweep, numbers: Numbers) -> Sweep:
    """A sweep with its exact numbers."""
    by_name = {run.graph.names[node]: node for node in run.graph.inputs} | dict(run.graph.outputs)
    slopes = numbers.derivatives
    result = sweep.result
    if not numbers.rounded:
        result = {name: derived(slope, slopes.get(by_name[name])) for name, slope in sweep.result.items()}
    is_exact = trace.mode == "forward" and not numbers.rounded
    seeds = {name: derived(seed, slopes.get(by_name[name])) if is_exact else told(seed, given_all(seed))
             for name, seed in sweep.seed.items()}
    old = sweep.steps

    def make(place: int) -> Step:
        return exact_step(run, old[place], numbers)

    steps = Steps(
        len(old), make, old.find, lambda place: (steps[place].value, steps[place].derivative), old.ends, old.plain
    )
    return sweep._replace(result=result, seed=seeds, steps=steps)


def exact_step(run: ExactRun, step: Step, numbers: Numbers) -> Step:
    """A step with its exact numbers."""
    node = run.names.node(step.name)
    assert node is not None
    if numbers.rounded:
        return step._replace(value=told(step.value, numbers.values[node]))
    slope = numbers.derivatives.get(node)
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
    upstream = numbers.derivatives.get(consumer)
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
    upstream = numbers.derivatives.get(run.names.node(increment.consumer) or 0)
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


def reasons(run: ExactRun, mode: str, numbers: Numbers) -> Iterator[tuple[str, str]]:
    """The steps where exactness is left first, each with the reason: those whose operands are exact."""
    graph, values = run.graph, numbers.values
    for node in (*graph.inputs, *run.names.steps):
        why = why_of(values[node])
        if why and not any(why_of(values[arg]) for arg in graph.args[node]):
            yield run.names[node], WHY[why]
    word = "tangent" if mode == "forward" else "adjoint"
    slopes = numbers.derivatives
    for node in sorted(slopes, reverse=mode == "reverse"):
        why = why_of(slopes[node])
        before = graph.args[node] if mode == "forward" else [use for use, _ in run.recorder.uses.of(node)]
        touched = [values[node], *[values[one] for one in before]]
        if why and node in run.names and not any(map(why_of, [*touched, *[slopes.get(one) for one in before]])):
            yield f"the {word} of {run.names[node]}", WHY[why]


def why_of(value: Any) -> str:
    """Why a number is not exact, or the first element of an array that is not; "" where all are."""
    if value is None:
        return ""
    numbers: Iterable[Exact] = [value] if isinstance(value, Exact) else value.ravel()
    return next((number.why for number in numbers if number.closed is None), "")


def notes(left: Mapping[str, str]) -> Iterator[str]:
    """What a reader of the header should know: where exactness has been left, and why."""
    for name, why in list(left.items())[:NOTES]:
        yield f"{name} and what follows from it are rounded: {why}"
    if len(left) > NOTES:
        yield f"and {len(left) - NOTES} more are rounded"


