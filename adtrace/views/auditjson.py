"""An audit for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..records.audit import Audit, Offer, Reading
from .ranges import range_object


def audit_object(report: Audit) -> dict[str, Any]:
    """All that an audit found, as what JSON can write."""
    from .formats.json import SCHEMA, exact, warning_object

    trace = report.trace
    found: dict[str, Any] = exact({
        "adtrace": SCHEMA, "mode": "audit", "expression": trace.expression, "inputs": dict(trace.inputs),
        "good": report.good, "readings": [reading_object(one) for one in report.readings],
        "losses": [
            {"of": reading_object(loss.reading), "underflow": loss.small,
             "shares": [share._asdict() for share in loss.shares]}
            for loss in report.losses
        ],
        "remedies": [offer_object(one) for one in report.offers],
        "rewritten": report.rewritten, "applied": list(report.applied),
        "result": [reading_object(one) for one in report.result], "compared_digits": report.digits,
    })
    found["warnings"] = [warning_object(warning) for warning in trace.warnings]
    if report.over is not None:
        found["over"] = range_object(report.over)
    return found


def reading_object(reading: Reading) -> Mapping[str, Any]:
    """One number."""
    return {
        "of": reading.of, "output": reading.output, "input": reading.name or None, "number": reading.number,
        "digits": reading.digits, "trusted_digits": reading.trusted, "true_digits": reading.true,
        "lost": reading.lost, "tiny": reading.tiny, "vast": reading.vast, "worst_entry": list(reading.worst) or None,
    }


def offer_object(offer: Offer) -> Mapping[str, Any]:
    """One remedy."""
    return {
        "name": offer.name, "before": offer.before, "after": offer.after, "reason": offer.reason,
        "when": offer.when or None, "helps": offer.better, "together": offer.together, "at": offer.at,
        "points": offer.points, "before_readings": [reading_object(one) for one in offer.without],
        "readings": [reading_object(one) for one in offer.readings],
    }
