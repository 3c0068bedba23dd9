"""What a mistake would make of a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...named import Record


class Guess(Record):
    """A number that a line may have come to.

    number  of the line's shape; where a mistake changes that, of another
    words   for the placeholders of the mistake's message that the line itself does not fill
    """

    number: Any
    words: Mapping[str, str] = {}
