"""--audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...views.formats import MOST_DIGITS

if TYPE_CHECKING:
    from ...records import Trace
    from ...records.trust import Audit
    from ...sweeps.run import Run

HELP = f"Say which digits can be trusted, and where others are lost; with --digits above {MOST_DIGITS}, true errors."
PRECISE = True


def look(run: Run, trace: Trace, digits: int) -> Audit:
    """The audit of a trace; digits that float64 does not have ask for a shadow run."""
    from ...sweeps.trust.audit import audit

    return audit(run, trace, digits if digits > MOST_DIGITS else None)
