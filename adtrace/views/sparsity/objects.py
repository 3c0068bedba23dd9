"""A pattern as an object for programs."""

from __future__ import annotations

from typing import Any

from ...records.sparsity import Groups, Sparsity, bits, places
from .words import index


def sparsity_object(report: Sparsity) -> dict[str, Any]:
    """Names of rows and columns, the columns of every row's entries, and the groups by number."""
    from ..formats.json import SCHEMA

    pattern = report.pattern
    return {
        "adtrace": SCHEMA,
        "mode": "sparsity",
        "expression": report.trace.expression,
        "matrix": pattern.kind,
        "rows": [name + index(place) for name, place in places(pattern.rows)],
        "columns": [name + index(place) for name, place in places(pattern.columns)],
        "nonzeros": pattern.nonzeros,
        "entries": [list(bits(row)) for row in pattern.entries],
        "groups": [group_object(groups) for groups in report.groups],
    }


def group_object(groups: Groups) -> dict[str, Any]:
    """The groups of one mode."""
    return {
        "mode": groups.mode,
        "sweeps": len(groups.members),
        "least": groups.least,
        "order": groups.order,
        "members": [list(group) for group in groups.members],
    }
