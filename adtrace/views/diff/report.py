"""A diff as a few lines for people, and as an object for programs."""

from __future__ import annotations

from typing import Any

from ...records import Trace
from ...records.diff import Diff, Gap, Pair, SweepPair
from ..formats import Options
from ..layout import Line
from .rows import mark_of

SIDES = "left", "right"


def diff_lines(found: Diff, options: Options, *, all: bool = False) -> list[Line]:
    """The diff for a screen; every step of a long one on request. Raises AdtraceError (notation, language)."""
    if found.points:
        from .points import Points

        return Points(found, options, all=all).lines()
    from .programs import Programs

    return Programs(found, options, all=all).lines()


def diff_object(found: Diff) -> dict[str, Any]:
    """The same for programs."""
    from ..formats.json import SCHEMA, exact

    traces = found.left, found.right
    result: dict[str, Any] = exact({
        "adtrace": SCHEMA, "mode": "diff", "kind": "points" if found.points else "programs",
        "sweep": found.left.mode, "expressions": [trace.expression for trace in traces],
        "inputs": [dict(trace.inputs) for trace in traces], "ok": found.ok, "agrees": found.agrees,
        "parted": None if found.parted is None else names_of(found, found.pairs[found.parted]),
        "outputs": [{"names": [one.left, one.right], **gap_object(one.value)} for one in found.outputs],
        "predicted": found.predicted,
        "renamed": dict(found.renamed), "inputs_alone": found.inputs_alone, "outputs_alone": found.outputs_alone,
        "steps": [step_object(found, at, pair) for at, pair in enumerate(found.pairs)],
        "sweeps": [sweep_object(found, sweep) for sweep in found.sweeps],
        "warnings": [warnings_of(trace) for trace in traces],
    })
    return result


def names_of(found: Diff, pair: Pair) -> list[str | None]:
    """What a row is called on either side."""
    return [step.name if step else None for step in found.steps_of(pair)]


def gap_object(gap: Gap) -> dict[str, Any]:
    """Two numbers."""
    return {
        "left": gap.left, "right": gap.right, "verdict": gap.verdict, "relative": gap.relative,
        "place": list(gap.place), "differing": gap.differing, "elements": gap.of,
    }


def step_object(found: Diff, at: int, pair: Pair) -> dict[str, Any]:
    """One row: both steps, and how their values stand."""
    result: dict[str, Any] = {"mark": mark_of(pair, at, found.sweeps[0] if found.sweeps else None)}
    for side, step in zip(SIDES, found.steps_of(pair), strict=True):
        result[side] = step and {"name": step.name, "formula": step.formula, "op": step.op, "value": step.value}
    gap = pair.value
    result["rewritten"] = pair.rewritten
    result["value"] = gap and told(gap)
    return result


def told(gap: Gap) -> dict[str, Any]:
    """How two numbers stand that are given elsewhere."""
    return {key: value for key, value in gap_object(gap).items() if key not in SIDES}


def sweep_object(found: Diff, sweep: SweepPair) -> dict[str, Any]:
    """One sweep: its results, and the derivatives of every row, in the order of the steps."""
    slopes = []
    for pair, gap in zip(found.pairs, sweep.slopes, strict=True):
        numbers = [
            None if place is None else own.steps.numbers(place)[1]
            for place, own in ((pair.left, sweep.left), (pair.right, sweep.right))
        ]
        slopes.append({**dict(zip(SIDES, numbers, strict=True)), **(told(gap) if gap else {})})
    return {
        "label": sweep.label, "seeds": [dict(sweep.left.seed), dict(sweep.right.seed)],
        "results": {name: gap_object(gap) for name, gap in sweep.results.items()},
        "adjoints" if found.left.mode == "reverse" else "tangents": slopes,
    }


def warnings_of(trace: Trace) -> list[Any]:
    """The warnings of one side."""
    from ..formats.json import warning_object

    return [warning_object(warning) for warning in trace.warnings]
