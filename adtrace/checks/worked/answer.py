"""A worked table from its text: read, then judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...errors import AdtraceError
from ...records.worked import UNREAD, WorkedReport
from ...sweeps.run import Run
from ..reading import read_entries
from ..reading.own import writers_run
from .sheet import judge_table

OWN = "these are steps of its own for {program}: it has the same value"


def judged_text(run: Run, text: str, suffix: str, seeds: Sequence[Mapping[str, Any]]) -> WorkedReport:
    """The verdict on every entry of a table; `suffix` is that of its file, which says what it is written in.

    Raises AdtraceError where nothing in it can be read.
    """
    entries = read_entries(text, suffix, run)
    own = writers_run(text, suffix, run)
    if own is None:
        return judge_table(run, entries, seeds)
    return judge_table(own, read_entries(text, suffix, own), seeds).with_note(OWN, program=run.program.text.strip())


def require_judged(report: WorkedReport, where: str) -> None:
    """Raise AdtraceError where no entry could be judged, with the reason of the first."""
    if report.count(UNREAD) == len(report.judged):
        first = report.judged[0]
        reason = f"line {first.entry.line}: {first.said() or first.entry.why}"
        raise AdtraceError(f"nothing in {where} can be judged", hint=reason)
