"""What a run takes in place of its own names, recorder and warnings where steps hold several operations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...graph.build import Built
from ...graph.graph import Graph
from ...lang.printer import Printer
from ...limits import LIMITS
from ...records.grain import STATEMENT, Grain
from .caution import FoldedCaution
from .folding import Folding
from .names import FoldedNames
from .recorder import FoldedRecorder

SHOWN = 3
"""Steps that are too large to be folded and are named."""


class Folded:
    """The folds of a program. Raises AdtraceError for names of functions that it does not call."""

    def __init__(self, built: Built, grain: Grain) -> None:
        self.folding = Folding(built, grain)
        self.names = FoldedNames(built, self.folding, by_statement=grain.by == STATEMENT)

    def recorder(self, graph: Graph, values: Sequence[Any] | None, printer: Printer) -> FoldedRecorder:
        """What makes the step records."""
        return FoldedRecorder(graph, self.names, values, printer, self.folding)

    def caution(self, graph: Graph, values: Sequence[Any]) -> FoldedCaution:
        """What finds the warnings."""
        return FoldedCaution(graph, values, self.names, self.folding)

    def notes(self) -> Sequence[str]:
        """What stayed unfolded, and why."""
        large = self.folding.large
        if not large:
            return []
        named = ", ".join([self.names.get(node, "a constant") for node in large[:SHOWN]])
        more = f" and {len(large) - SHOWN} more" if len(large) > SHOWN else ""
        verb = "is" if len(large) == 1 else "are"
        limits = f"more than {LIMITS.folded} operations, or {LIMITS.folded_depth} inside one another"
        return [f"{named}{more} {verb} shown by operation: {limits}"]
