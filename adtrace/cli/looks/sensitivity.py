"""--sensitivity."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...records import Trace
    from ...records.sensitivity import Sensitivity
    from ...sweeps.run import Run

HELP = "How outputs react to inputs, per cent for per cent; to uncertain ones: --at x=2±0.1; and what stops a gradient."
PRECISE = False


def look(run: Run, trace: Trace, digits: int) -> Sensitivity:
    """How the outputs react to the inputs."""
    from ...sweeps.sensitivity.look import sensitivity

    return sensitivity(run, trace)
