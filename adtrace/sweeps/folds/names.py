"""The names of steps that hold several operations: what is inside them has none."""

from __future__ import annotations

from array import array
from typing import Any

from ...graph.build import Built
from ...graph.naming import NodeNames
from .folding import Folding


class FoldedNames(NodeNames):
    """The names of inputs and steps by id.

    aliases  names that statements give to inputs, where statements are the steps
    """

    def __init__(self, built: Built, folding: Folding, *, by_statement: bool) -> None:
        super().__init__(built)
        self.steps = array("I", (node for node in self.steps if not folding.is_inner(node)))
        self.aliases = aliases(built) if by_statement else {}

    def get(self, node: int, default: Any = None) -> Any:
        """The name of an input or a step; a statement w1 = x gives the input x its name."""
        return self.aliases.get(node) or super().get(node, default)


def aliases(built: Built) -> dict[int, str]:
    """The names that statements give to inputs which are no outputs."""
    found: dict[int, str] = {}
    inputs = set(built.graph.inputs).difference(node for _, node in built.graph.outputs)
    for name, place in built.program.assigned.items():
        node = built.ids[place]
        if node in inputs:
            found.setdefault(node, name)
    return found
