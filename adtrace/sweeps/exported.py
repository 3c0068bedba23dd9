"""What an export is written from: the straight-line program of a run, and the trace of the same run."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import AdtraceError
from ..records.export import Export
from .run import Run

MODES = ("reverse", "forward", "value")


def exported(run: Run, mode: str = "reverse", wrt: Sequence[str] = (), function: str = "f", *, test: bool = True) -> Export:
    """A run as statements, with the numbers for a self-test.

    mode      how derivatives are taken, or "value" for none
    wrt       inputs whose derivatives are taken, all by default
    function  what the function is called
    Raises AdtraceError for a mode that there is not, and a name that is no input.
    """
    if mode not in MODES:
        raise AdtraceError(f"unknown mode {mode}", hint=f"the modes are {', '.join(MODES)}")
    run.wanted(wrt)
    from .standin import straight

    found = straight(run, mode, wrt)
    trace = run.value() if mode == "value" else run.forward((), wrt) if mode == "forward" else run.reverse((), wrt)
    return Export(found, trace, function, test)
