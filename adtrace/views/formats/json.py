"""The trace as one JSON object: every number exact, nan and infinities as strings, arrays as nested lists."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...records import Increment, Origin, Step, Sweep, Trace, Warning
from ...records.exact import exact_texts, is_exact
from ..addenda import addendum_object
from ..choice import choice
from . import Format, Options

ENCODER = json.JSONEncoder(allow_nan=False)

SCHEMA = 1
"""Grows when a key changes its meaning; new keys may come without it."""

BLOCK = 1 << 16
"""Characters of a program that are written at once."""

INCREMENTS = 1_000
"""Increments of a step that are written at once."""

NO_INCREMENTS = '"increments": []'

RESULTS = {"forward": "tangent", "reverse": "gradient"}
DERIVATIVES = {"forward": "tangent", "reverse": "adjoint"}


def render(trace: Trace, options: Options) -> Iterator[str]:
    """The object in pieces: one line for every key, and one for every step. Raises AdtraceError (names)."""
    chosen = [choice(sweep.steps, options._replace(all=True)).places for sweep in trace.sweeps]
    yield "{"
    yield member("adtrace", SCHEMA, first=True)
    yield member("mode", trace.mode)
    yield ',\n  "expression": "'
    for start in range(0, len(trace.expression), BLOCK):
        yield text(trace.expression[start : start + BLOCK])[1:-1]
    yield '"'
    yield member("inputs", trace.inputs)
    yield member("outputs", list(trace.outputs))
    yield member("value", alone(trace.outputs))
    if len(trace.sweeps) == 1:
        yield from sweep_members(trace, trace.sweeps[0], chosen[0], "")
    else:
        yield ',\n  "sweeps": ['
        for place, (sweep, places) in enumerate(zip(trace.sweeps, chosen, strict=True)):
            yield ("," if place else "") + '\n    {\n      "label": ' + text(sweep.label)
            yield from sweep_members(trace, sweep, places, "    ")
            yield "\n    }"
        yield "\n  ]"
    if trace.cost:
        cost = trace.cost
        yield member("cost", {
            "sweeps": cost.sweeps, "operations": cost.operations, "other_mode": cost.other_mode,
            "other_sweeps": cost.other_sweeps, "other_operations": cost.other_operations,
        })
    yield from exact_members(trace)
    yield member("notes", list(trace.notes))
    yield member("warnings", [warning_object(warning) for warning in trace.warnings])
    for name, record in trace.addenda.items():
        yield member(name, addendum_object(name, record))
    yield "\n}\n"


def exact_members(trace: Trace) -> Iterator[str]:
    """What inputs and results are exactly, where that was asked for; by sweep and name where there are several."""
    if not all(map(is_exact, trace.outputs.values())):
        return
    found: dict[str, Any] = {
        "inputs": {name: value.exact for name, value in trace.inputs.items()},
        "value": alone({name: value.exact for name, value in trace.outputs.items()}),
    }
    if trace.mode != "value":
        results = {
            sweep.label: {name: number.exact for name, number in sweep.result.items()} for sweep in trace.sweeps
        }
        shown = results if trace.mode == "reverse" else {label: alone(result) for label, result in results.items()}
        found[RESULTS[trace.mode]] = alone(shown)
    yield member("exact", found)


def sweep_members(trace: Trace, sweep: Sweep, places: Sequence[int], indent: str) -> Iterator[str]:
    """The keys of one sweep: seed, gradient or tangent, steps (those at these places)."""
    if trace.mode != "value":
        yield member("seed", sweep.seed, indent)
        result = dict(sweep.result) if trace.mode == "reverse" else alone(sweep.result)
        yield member(RESULTS[trace.mode], result, indent)
    yield f',\n{indent}  "steps": ['
    before = f"\n{indent}    "
    for step in sweep.steps.without_trees(places):
        yield before
        yield from step_pieces(trace, step)
        before = f",\n{indent}    "
    yield f"\n{indent}  ]"


def member(key: str, value: Any, indent: str = "", *, first: bool = False) -> str:
    """One key and its value on a line of their own."""
    return f'{"" if first else ","}\n{indent}  "{key}": {text(value)}'


def step_pieces(trace: Trace, step: Step) -> Iterator[str]:
    """One step; in pieces where it has very many increments."""
    if len(step.increments) <= INCREMENTS:
        yield text(step_member(trace, step))
        return
    before, after = text(step_member(trace, step._replace(increments=()))).rsplit(NO_INCREMENTS, 1)
    yield before + NO_INCREMENTS[:-1]
    for place, increment in enumerate(step.increments):
        yield (", " if place else "") + text(increment_object(increment))
    yield NO_INCREMENTS[-1] + after


def step_member(trace: Trace, step: Step) -> dict[str, Any]:
    """One step, and where the program was a function the line that it comes from."""
    source = trace.source_of(step)
    found = step_object(step, trace.mode)
    if source:
        found["source"] = {"file": source.file, "line": source.line, "text": source.text}
    return found


def step_object(step: Step, mode: str) -> dict[str, Any]:
    """One step."""
    found = {
        "name": step.name, "number": step.number, "role": step.role, "formula": step.formula, "op": step.op,
        "args": list(step.args), "shape": list(step.shape), "value": step.value,
    }
    if mode == "value":
        return found | exactly(step, "value")
    derivative = DERIVATIVES[mode]
    found |= {"rule": step.rule, derivative: step.tangent if mode == "forward" else step.adjoint}
    found |= {"seeded": step.seeded, "path": step.path}
    if mode == "reverse":
        found["increments"] = [increment_object(increment) for increment in step.increments]
    return found | exactly(step, "value", derivative)


def increment_object(increment: Increment) -> dict[str, Any]:
    """One contribution to an adjoint."""
    return {
        "consumer": increment.consumer, "operand": increment.operand, "rule": increment.rule,
        "partial": increment.partial, "upstream": increment.upstream, "product": increment.product,
        "total": increment.total,
    } | exactly(increment, "partial", "upstream", "product", "total")


def exactly(record: Step | Increment, *fields: str) -> dict[str, Any]:
    """What some numbers are exactly, under a key of their own, where that was asked for."""
    found = exact_texts(record, fields)
    return {"exact": found} if found else {}


def warning_object(warning: Warning) -> dict[str, Any]:
    """One warning."""
    return {
        "code": warning.code, "node": warning.node, "message": warning.message, "hint": warning.hint,
        "interval": warning.interval, "span": warning.span, "origins": [origin_object(one) for one in warning.origins],
    }


def origin_object(origin: Origin) -> dict[str, Any]:
    """Where a nan, an infinity or a 0 was born, how it spread and what it poisoned."""
    return {
        "of": origin.of, "sweep": origin.sweep, "node": origin.node, "result": origin.result, "rule": origin.rule,
        "operands": dict(origin.operands), "place": origin.place, "path": origin.path, "links": origin.links,
        "more": origin.more, "poisoned": origin.poisoned, "small": origin.small, "followed": origin.followed,
    }


def alone(entries: Mapping[str, Any]) -> Any:
    """The only entry, else all of them by name."""
    return next(iter(entries.values())) if len(entries) == 1 else dict(entries)


def text(value: Any) -> str:
    """A value as JSON in ASCII."""
    try:
        return ENCODER.encode(value)
    except (TypeError, ValueError):  # An array, a nan or an infinity.
        return ENCODER.encode(exact(value))


def exact(value: Any) -> Any:
    """A value of floats, arrays and mappings as JSON can hold it: nan and infinities become strings.

    >>> exact({"x": (1.5, math.inf)})
    {'x': [1.5, 'inf']}
    """
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else repr(float(value))
    if isinstance(value, Mapping):
        return {key: exact(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [exact(entry) for entry in value]
    return exact(value.tolist()) if hasattr(value, "tolist") else value


FORMAT = Format("json", "one JSON object, every number exact", render, suffixes=(".json",), addenda=True)
