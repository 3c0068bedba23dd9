"""An exercise in plain ASCII, for any screen, file or mail."""

from __future__ import annotations

from collections.abc import Iterator

from ....records.exercise import Exercise
from ...formats import Options
from ...formats.ascii import in_ascii
from . import ExerciseFormat, table


def render(exercise: Exercise, part: str, options: Options) -> Iterator[str]:
    """The same as on the screen, with ASCII signs. Raises AdtraceError (notation, language)."""
    return table.render(exercise, part, in_ascii(options))


FORMAT = ExerciseFormat("ascii", "the same in plain ASCII", render)
