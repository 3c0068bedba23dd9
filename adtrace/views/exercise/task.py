"""What a sheet says above its tables: what is to be done, and where the sweeps begin."""

from __future__ import annotations

from collections.abc import Callable

from ...lang.tokens import without_comments
from ...records import Trace, merged
from ...records.exercise import ADJOINTS, FORMULAS, INCREMENTS, PARTIALS, TANGENTS, VALUES, Exercise, Knobs
from .formats import KEY, SHEET

TITLES = {SHEET: "Exercise", KEY: "Key"}

TASKS = {
    FORMULAS: "Write down what every step computes.",
    VALUES: "Compute the value of every step.",
    TANGENTS: "Carry the tangents forward, from the seed to the output.",
    PARTIALS: "Write down the local partial of every use.",
    INCREMENTS: "Write down what every use gives to the adjoint.",
    ADJOINTS: "Carry the adjoints backward, from the seed to the inputs.",
}
"""What is to be done for every kind of blank."""


def tasks(exercise: Exercise, say: Callable[[str], str]) -> str:
    """What is to be done, as a few sentences."""
    return " ".join(say(TASKS[kind]) for kind in TASKS if kind in exercise.hidden)


def heading_trace(exercise: Exercise, part: str) -> Trace:
    """What the header shows: the program's own text and its point; with the warnings of all sweeps, for the key.

    Comments are for the key alone: they may hold the answers.
    """
    text = exercise.text if part == KEY else without_comments(exercise.text)
    traces = [trace for trace in (exercise.value, exercise.forward, exercise.reverse) if trace is not None]
    # Their places are those in the text that was given.
    warnings = merged(warning._replace(span=None) for trace in traces for warning in trace.warnings)
    return exercise.value._replace(expression=text, where="expression", warnings=warnings)


def command(knobs: Knobs, mode: str) -> str:
    """The command that makes an exercise again.

    >>> command(Knobs(seed=7), "both")
    'adtrace exercise --ops 4 --fan-out 1 --mode both --seed 7'
    """
    words = ["adtrace exercise", f"--ops {knobs.ops}", f"--fan-out {knobs.fan_out}"]
    words += [f"--inputs {knobs.inputs}"] * bool(knobs.inputs)
    words += ["--kinks"] * (knobs.kinks and not knobs.at_kink) + ["--at-kink"] * knobs.at_kink
    words += ["--arrays"] * knobs.arrays + [f"--functions {','.join(knobs.functions)}"] * bool(knobs.functions)
    words += [f"--mode {mode}"] * (mode != "reverse")
    return " ".join([*words, f"--seed {knobs.seed}"])
