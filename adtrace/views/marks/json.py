"""The marks as one JSON object: every answer, every number that is asked for, every entry as it was judged."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ...records.marks import Mark, Marked, Marking
from ..feedback import Feedback
from ..formats import Options
from ..formats.json import SCHEMA, exact
from ..judged import judged_entry
from . import MarksFormat


def render(marking: Marking, options: Options) -> str:
    """The object."""
    trace = marking.trace
    found = {
        "adtrace": SCHEMA, "mode": "mark", "expression": trace.expression, "inputs": dict(trace.inputs),
        "expected": [
            {"name": one.name, "quantity": one.quantity._asdict(), "points": one.points} for one in marking.expected
        ],
        "basis": marking.basis, "carried": marking.carried, "out_of": marking.out_of, "mean": marking.mean,
        "not_counted": list(marking.uncounted),
        "answers": [answer(marking, one, options) for one in marking.answers],
    }
    return json.dumps(exact(found), indent=2) + "\n"


def answer(marking: Marking, marked: Marked, options: Options) -> Mapping[str, Any]:
    """One answer."""
    report, failure = marked.answer.report, marked.answer.failure
    return {
        "answer": marked.answer.name, "file": marked.answer.path, "points": marked.score if marked.is_read else None,
        "counts": dict(marked.counts),
        "reason": Feedback(marking, marked, options).reason(), "failure": failure or None,
        "marks": [mark_object(mark) for mark in marked.marks],
        "entries": [judged_entry(one) for one in report.judged] if report else [],
        "notes": report.remarks() if report else [],
    }


def mark_object(mark: Mark) -> Mapping[str, Any]:
    """What one number got, and the lines that it comes from."""
    return {
        "name": mark.expected.name, "verdict": mark.outcome, "points": mark.score,
        "lines": [one.entry.line for one in mark.judged], "remark": mark.remark,
    }


FORMAT = MarksFormat("json", "every answer and every entry, for programs", render, suffixes=(".json",))
