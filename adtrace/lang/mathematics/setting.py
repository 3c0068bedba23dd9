"""What a text is read with: the names that it gives meaning to, and those that have a value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ...records import Shape
from ...records.steps import NOTHING


def scalar(op: str, shapes: tuple[Shape, ...]) -> Shape:
    """The shape of a result where nothing is known of arrays."""
    return ()


class Setting(NamedTuple):
    """What a text is read with.

    source    the text as typed
    values    the values that names are given; none where there is no point
    shapes    their shapes
    shape_of  the shape of an operator's result, from its operands' shapes
    assigned  the names that statements assign; `functions`, those that they define
    """

    source: str
    values: Mapping[str, Any] = NOTHING
    shapes: Mapping[str, Shape] = NOTHING
    shape_of: Callable[[str, tuple[Shape, ...]], Shape] = scalar
    assigned: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()

    def means_value(self, name: str) -> bool:
        """Whether the name has a value of the user's own, so that it is no constant and no function."""
        return name in self.shapes or name in self.assigned
