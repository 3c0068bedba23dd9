"""A gradient descent for programs, and its parameters in the form that --at takes again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...records.descent import ALL_ROWS, Descent, Failure, Iterate
from ..formats.json import SCHEMA, exact, warning_object


def descent_object(found: Descent) -> dict[str, Any]:
    """Everything, all iterates included."""
    settings = found.settings
    result: dict[str, Any] = exact({
        "adtrace": SCHEMA, "mode": "descend", "expression": found.trace.expression, "output": found.output,
        "inputs": dict(found.trace.inputs), "trained": list(found.trained), "held": list(found.held),
        "fixed": list(found.fixed), "unmoved": list(found.unmoved),
        "settings": {
            "rate": settings.rate, "steps": settings.steps, "momentum": settings.momentum,
            "nesterov": settings.nesterov, "line_search": settings.line_search, "tolerance": settings.tolerance,
            "batch": None if settings.batch == ALL_ROWS else settings.batch, "random_seed": settings.seed,
        },
        "theta": dict(found.theta), "loss": found.loss, "stop": found.stop, "grows": found.grows,
        "sweeps": found.sweeps, "evaluations": found.values,
        "failure": found.failure and failure_object(found.failure),
        "warnings": [warning_object(one) for one in found.warnings],
        "iterates": [iterate_object(one, batched=bool(settings.batch)) for one in found.iterates],
    })
    return result


def iterate_object(one: Iterate, *, batched: bool) -> dict[str, Any]:
    """One iterate; theta is null where it was not kept."""
    found: dict[str, Any] = {
        "step": one.step, "theta": dict(one.theta) or None, "loss": one.loss, "norm": one.norm, "rate": one.rate,
        "move": one.move,
    }
    if one.trials:
        found["trials"] = [{"rate": trial.rate, "loss": trial.loss} for trial in one.trials]
    if batched:
        found |= {"epoch": one.epoch, "rows": one.rows or None}
        found |= {"full_loss": one.full_loss, "full_norm": one.full_norm}
    return found


def failure_object(failure: Failure) -> dict[str, Any]:
    """Where a run could not go on."""
    return {
        "what": failure.what, "step": failure.step, "theta": dict(failure.theta), "loss": failure.value,
        "names": list(failure.names),
    }


def theta_object(found: Descent) -> Mapping[str, Any]:
    """The parameters at the end by name, as a point is written."""
    result: Mapping[str, Any] = exact(dict(found.theta))
    return result
