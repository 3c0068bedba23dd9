"""Tables worked by hand, from files: read, judged, and shown."""

from __future__ import annotations

import codecs
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import AdtraceError
from ..limits import LIMITS

if TYPE_CHECKING:
    from ..records.worked import WorkedReport
    from ..sweeps.run import Run

STDIN = "-"


def text_of(path: str) -> tuple[str, str]:
    """The text of a table and the suffix that says what it is; "-" is standard input, plain lines.

    Raises AdtraceError where it is missing, too large, or no text.
    """
    from ..lang import files
    from .sources import from_stdin

    if path == STDIN:
        return decoded(from_stdin(), "standard input"), ".txt"
    return decoded(files.read_bytes(path, 4 * LIMITS.table), path), os.path.splitext(path)[1].lower()


def decoded(data: bytes, name: str) -> str:
    """UTF-8 text; else what spreadsheets write by default: UTF-16 with its mark, or CP1252. Raises AdtraceError."""
    from ..lang import files

    try:
        return files.decoded(data, name)
    except AdtraceError:
        coding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "cp1252"
    try:
        return data.decode(coding).replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise AdtraceError(f"{name} is no text in UTF-8, UTF-16 or CP1252", hint="save it as UTF-8") from None


def judged_file(run: Run, path: str, seeds: Sequence[Mapping[str, Any]]) -> WorkedReport:
    """The table of a file, judged. Raises AdtraceError where there is none."""
    from ..checks.worked.answer import judged_text

    text, suffix = text_of(path)
    return judged_text(run, text, suffix, seeds)


def called(path: str) -> str:
    """What a message calls a file."""
    return "standard input" if path == STDIN else path


def show_table(run: Run, path: str, seeds: Sequence[Mapping[str, Any]], *, everything: bool, **shown: Any) -> int:
    """Judge the table of a file and show the report; return the exit code: 1 where an entry is wrong.

    Raises AdtraceError where nothing in it can be judged.
    """
    from ..checks.worked.answer import require_judged
    from ..views.judged import judged_lines, judged_object
    from .output import is_stdout
    from .progress import progress
    from .reports import show_report

    with progress("judging"):
        report = judged_file(run, path, seeds)
    require_judged(report, called(path))
    everything = everything or not is_stdout(shown["output"])
    return show_report(
        lambda reader: judged_lines(report, reader._replace(all=everything)),
        lambda: judged_object(report),
        ok=report.first_wrong is None,
        **shown,
    )
