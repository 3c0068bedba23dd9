"""A worked table from its text: read, then judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...errors import AdtraceError
from ...records.worked import UNREAD, WorkedReport
from ...sweeps.run import Run
from ..reading import read_entries
from .sheet import judge_table


def judged_text(
    run: Run, text: str, suffix: str, seeds: Sequence[Mapping[str, Any]], where: str = "the table"
) -> WorkedReport:
    """The verdict on every entry of a table.

    suffix  of its file, which says what it is written in; `where`, what it is called
    Raises AdtraceError where there are no entries.
    """
    entries = read_entries(text, suffix, run)
    if not entries:
        raise AdtraceError(f"{where} has no entries", hint="write lines such as w3 = -2 or w3_bar = -0.105")
    return judge_table(run, entries, seeds)


def require_judged(report: WorkedReport, where: str) -> None:
    """Raise AdtraceError where no entry could be judged, with the reason of the first."""
    if report.count(UNREAD) == len(report.judged):
        first = report.judged[0]
        reason = f"line {first.entry.line}: {first.remark or first.entry.why}"
        raise AdtraceError(f"nothing in {where} can be judged", hint=reason)
