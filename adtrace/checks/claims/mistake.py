"""The likely mistake behind a refuted claim: its numbers, at a few points, as the only entry of a worked table."""

from __future__ import annotations

from typing import Any

from ...errors import AdtraceError
from ...records.claims import MISTAKE, Note
from ...records.worked import ADJOINT, VALUE, WRONG, Entry, Judged, Quantity
from ...sweeps.run import Run
from ..worked.sheet import judge_table
from .formulas import Formula
from .judge import Judge
from .targets import Target
from .trial import Trial

POINTS = 2
"""Points at which a mistake has to lead to the very numbers of the claim."""
DIGITS = 1e-9
"""How exactly, relative to the largest of them."""
LARGEST = 400
"""Elements of an array up to which a mistake is looked for."""


def likely_mistake(judge: Judge, formula: Formula, target: Target) -> Note | None:
    """A note that says which mistake leads to a claim's numbers; None if none does, or if they are no adjoints."""
    graph = judge.run.graph
    outputs = [node for _, node in graph.outputs]
    if target.along or target.of not in (None, *outputs) or len(outputs) > 1:
        return None
    # With inputs of any kind first: where they are one-hot, say, sums may come out 0 whatever the mistake is.
    for trials in (judge.relaxed, judge.trials):
        plain = [trial for trial in reversed(trials.found if trials else []) if not (trial.kinks or trial.extreme)]
        found = [one for trial in plain[:POINTS] if (one := diagnosed(judge, formula, target, trial))]
        names = {one.mistake_name for one in found}
        if len(found) == POINTS and len(names) == 1 and "" not in names:
            return Note(MISTAKE, {"mistake": found[0].mistake_name, "words": dict(found[0].mistake_words)})
    return None


def diagnosed(judge: Judge, formula: Formula, target: Target, trial: Trial) -> Judged | None:
    """The claim's numbers at one point, judged as those of a table; None where they are right or cannot be judged."""
    import numpy as np

    kind = VALUE if target.of is None else ADJOINT
    try:
        stated: Any = formula.value(trial)
        right = np.asarray(target.number(trial))
        if np.size(stated) > LARGEST:
            return None
        stated = np.broadcast_to(stated, right.shape) if right.shape and not np.shape(stated) else stated
        size = float(max(np.max(np.abs(stated)), np.max(np.abs(right))))
        name = judge.run.names.get(target.node)
        if name is None or not np.isfinite(size):
            return None
        unit = np.full(np.shape(stated), DIGITS * size) if np.shape(stated) else DIGITS * size
        entry = Entry(1, formula.text, name, Quantity(kind, name, place=target.place), stated, unit)
        run = Run(judge.run.program, trial.point, of=[name for name, _ in judge.run.graph.outputs])
        (found,) = judge_table(run, [entry]).judged
    except AdtraceError:
        return None
    return found if found.verdict == WRONG else None
