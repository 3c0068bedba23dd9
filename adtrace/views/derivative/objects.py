"""A derived quantity for programs: what `formats.json` writes as one object."""

from __future__ import annotations

from typing import Any

from ...records.derivative import HESSIAN, HVP, JACOBIAN, JVP, VJP, Derivative
from ..formats.json import SCHEMA, alone, exact, warning_object

RESULTS = {JACOBIAN: "jacobian", HESSIAN: "hessian", JVP: "tangent", VJP: "gradient", HVP: "product"}


def derivative_object(found: Derivative) -> dict[str, Any]:
    """The report, every number exact."""
    trace, cost = found.trace, found.cost
    made: dict[str, Any] = {
        "adtrace": SCHEMA, "mode": found.kind, "expression": trace.expression, "inputs": dict(trace.inputs),
        "outputs": list(trace.outputs), "value": alone(trace.outputs), "wrt": list(found.wrt),
    }
    if found.seed:
        made["seed"] = dict(found.seed)
    if found.gradient:
        made["gradient"] = dict(found.gradient)
    made[RESULTS[found.kind]] = found.value
    if found.symmetry is not None:
        made["symmetry"] = {"difference": found.symmetry.difference, "entries": list(found.symmetry.entries)}
    made["swept"] = {"mode": found.mode, "sweeps": found.sweeps, "operations": cost.operations}
    if cost.other_mode:
        made["swept"] |= {
            "other_mode": cost.other_mode, "other_sweeps": cost.other_sweeps, "other_operations": cost.other_operations,
        }
    if found.worked:
        from .worked import worked_object

        made["worked"] = [worked_object(order) for order in found.worked]
    made |= {"notes": list(trace.notes), "warnings": [warning_object(warning) for warning in trace.warnings]}
    result: dict[str, Any] = exact(made)
    return result
