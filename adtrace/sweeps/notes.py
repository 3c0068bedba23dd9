"""Notes for the header of a trace: what a reader should know before its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..lang.grammar import CONSTANTS
from ..limits import LIMITS
from ..records.notes import OfName

if TYPE_CHECKING:
    from .run import Run


def notes(run: Run) -> tuple[str, ...]:
    """Which constants are used, what outputs are, by which conventions, and what was not looked at."""
    graph, values = run.graph, run.values
    found = [f"{name} is the constant {CONSTANTS[name]:.6g}" for name in run.built.names.constants if name == "e"]
    for name, node in graph.outputs:
        if run.names[node] != name:
            found.append(OfName(f"{name} is {run.names[node]}"))
    for node in run.recorder.formulas.named_constants(run.names.steps):
        value = "" if values is None or hasattr(values[node], "shape") else f" {values[node]:.6g}"
        found.append(OfName(f"{graph.names[node]} is a constant{value}"))
    if run.convention and run.convention.note and values is not None:
        found.append(run.convention.note)
    if run.folded:
        found += run.folded.notes()
    if values is not None and len(graph) > LIMITS.moved_through:
        found.append(f"rounding is not followed through more than {LIMITS.moved_through} operations")
    if run.built.shared:
        found.append(f"{run.built.shared} equal subexpressions are shared")
    return tuple(found)
