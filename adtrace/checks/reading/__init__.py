"""Reading a table that a person worked by hand, or that adtrace wrote: from a file's text to entries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...errors import AdtraceError, LimitError
from ...limits import LIMITS
from ...records.worked import TANGENT, VALUE, Entry
from ...sweeps.run import Run
from .entries import Reader
from .formats import by_suffix
from .headings import heading
from .names import Names
from .pieces import Claim, Piece, Seeded, Table, Written
from .seeds import seed_label
from .statements import Statements
from .tables import Tables

TITLES = (
    re.compile(r"^[^\w\n]{0,12}(?:forward mode|mode direct)\b", re.IGNORECASE | re.MULTILINE),
    re.compile(r"^[^\w\n]{0,12}(?:reverse mode|mode inverse)\b", re.IGNORECASE | re.MULTILINE),
)
FORWARD = re.compile(r"forward mode|mode direct|tangent", re.IGNORECASE)
REVERSE = re.compile(
    r"reverse mode|mode inverse|backprop|adjoint|rétropropagation|\\bar|\\overline|_bar\b|bar\(|\u0304", re.IGNORECASE
)
EXAMPLE = "write lines such as w3 = -2 and w3_bar = -0.105, or a table with the columns node, value, adjoint"

__all__ = ["read_entries"]


def read_entries(text: str, suffix: str, run: Run) -> list[Entry]:
    """The entries of a worked table, in the order of the file.

    text    the whole file; `suffix`, ".csv", ".md", ".tex", ".txt" or ".json"; anything else is read as lines of text
    run     the program at its point
    A line that cannot be read is an entry without a quantity that says why; what was not answered (blank, "?") is none.
    Raises AdtraceError for a text in which nothing can be read, and LimitError for one that is too long.
    """
    if len(text) > LIMITS.table:
        raise LimitError(f"the table has more than {LIMITS.table} characters", where="table")
    if "\0" in text:
        raise AdtraceError("this is not a text", hint="a table is a text file: CSV, Markdown, LaTeX or plain lines")
    pieces = by_suffix(suffix).read(text)
    names = Names(run)
    names.forward = is_forward(pieces, text)
    for part in texts_of(pieces):
        names.nodes.notice(part)
    found = Reader(run, names).entries(claims_of(pieces, names))
    if not any(entry.quantity for entry in found):
        reason = next((entry for entry in found if entry.why), None)
        why = f": line {reason.line}, {reason.why}" if reason else ""
        raise AdtraceError(f"no line of the table can be read{why}", hint=EXAMPLE, where="table")
    return found


def texts_of(pieces: Sequence[Piece]) -> Iterator[str]:
    """Every text of a file that there is."""
    for piece in pieces:
        if isinstance(piece, Table):
            yield from (cell for row in piece.rows for cell in row.cells)
        else:
            yield piece.text


def is_forward(pieces: Sequence[Piece], text: str) -> bool:
    """Whether the table is of forward mode alone."""
    titles = [title.search(text) is not None for title in TITLES]
    if any(titles):
        return titles == [True, False]
    rows = [piece.rows[0] for piece in pieces if isinstance(piece, Table) and piece.rows]
    roles = {found.role for row in rows for cell in row.cells if cell and (found := heading(cell))}
    if TANGENT in roles:
        return "adjoint" not in roles
    return FORWARD.search(text) is not None and REVERSE.search(text) is None


def claims_of(pieces: Sequence[Piece], names: Names) -> list[Claim]:
    """What all pieces say, each with the sweep of the last seed above it."""
    tables, statements = Tables(names), Statements(names)
    found: list[Claim] = []
    sweep, seed_line = "", 0
    for piece in pieces:
        if isinstance(piece, Table):
            found += tables.claims(piece, sweep)
        elif isinstance(piece, Seeded):
            sweep, seed_line = seed_label(piece.text, names), piece.line
        elif isinstance(piece, Written):
            said = statements.claims(piece)
            if piece.line == seed_line:
                # "seed x = 1" is no value of x; "seed dx = 1" is a line of the table, too.
                said = (claim for claim in said if names.meaning(claim.name).kind != VALUE)
            found += [claim if claim.sweep else claim._replace(sweep=sweep) for claim in said]
    return found
