"""How many examples a property gets whose examples take their time: a part of what the profile says."""

from __future__ import annotations

from hypothesis import settings


def part(share: float) -> settings:
    """`@part(0.4)`: two fifths of the examples, in the suite and in a search for new ones."""
    return settings(max_examples=max(1, round(share * settings.default.max_examples)))
