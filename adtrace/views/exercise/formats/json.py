"""An exercise as one JSON object: the program, the blanks, and all but on the sheet their answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ....lang.tokens import without_comments
from ....records.exercise import Blank, Exercise
from ...formats import Options
from ...formats.json import SCHEMA, exact
from ..task import command
from . import SHEET, ExerciseFormat


def render(exercise: Exercise, part: str, options: Options) -> Iterator[str]:
    """The object."""
    yield json.dumps(exact(exercise_object(exercise, answers=part != SHEET)), indent=2, allow_nan=False) + "\n"


def exercise_object(exercise: Exercise, *, answers: bool) -> dict[str, Any]:
    """The object of an exercise; `made_by` is the command that makes it again, null for a program that was given."""
    made, shown = exercise.made_by, str if answers else without_comments
    return {
        "adtrace": SCHEMA, "mode": "exercise", "sweeps": exercise.mode, "expression": shown(exercise.text),
        "inputs": dict(exercise.value.inputs), "program": shown(exercise.program),
        "made_by": command(made, exercise.mode) if made and answers else None,
        "hidden": list(exercise.hidden), "blanks": [blank_object(blank, answers=answers) for blank in exercise.blanks],
    }


def blank_object(blank: Blank, *, answers: bool) -> dict[str, Any]:
    """One blank: what it is, and its answer as a number and in symbols."""
    quantity = blank.quantity
    found = {
        "kind": blank.kind, "name": blank.name, "node": quantity.node, "consumer": quantity.consumer or None,
        "operand": quantity.operand if quantity.consumer else None, "sweep": quantity.sweep or None,
        "shape": list(blank.shape),
    }
    return found | {"answer": blank.answer, "formula": blank.formula} if answers else found


FORMAT = ExerciseFormat("json", "one object with the blanks and their answers", render, suffixes=(".json",))
