"""The likely mistake behind a refuted claim: its numbers, at a few points, as the only entry of a worked table."""

from __future__ import annotations

from itertools import islice
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
TRIED = 8
"""Points among which those are looked for: at some the claim may be right."""
DIGITS = 1e-9
"""How exactly, relative to the largest of them."""
LARGEST = 400
"""Elements of an array up to which a mistake is looked for."""


def likely_mistake(judge: Judge, formula: Formula, target: Target) -> Note | None:
    """A note that says which mistake leads to a claim's numbers; None if none does, or if they are no adjoints."""
    outputs = [node for _, node in judge.run.graph.outputs]
    name = judge.run.names.get(target.node)
    if name is None or target.along or target.of not in (None, *outputs) or len(outputs) > 1:
        return None
    kind = VALUE if target.of is None else ADJOINT
    found = mistake_behind(judge, formula, target, Quantity(kind, name, place=target.place))
    return found and Note(MISTAKE, {"mistake": found.mistake_name, "words": dict(found.mistake_words)})


def mistake_behind(judge: Judge, formula: Formula, target: Target, quantity: Quantity) -> Judged | None:
    """A formula's numbers for a quantity, with the mistake that leads to them at every point; None if none does."""
    # With inputs of any kind first: where they are one-hot, say, sums may come out 0 whatever the mistake is.
    for trials in (judge.relaxed, judge.trials):
        plain = [trial for trial in reversed(trials.found if trials else []) if not (trial.kinks or trial.extreme)]
        wrong = (one for trial in plain[:TRIED] if (one := diagnosed(judge, formula, target, quantity, trial)))
        found = list(islice(wrong, POINTS))
        names = {one.mistake_name for one in found}
        if len(found) == POINTS and len(names) == 1 and "" not in names:
            return found[0]
    return None


def diagnosed(judge: Judge, formula: Formula, target: Target, quantity: Quantity, trial: Trial) -> Judged | None:
    """The claim's numbers at one point, judged as those of a table; None where they are right or cannot be judged."""
    import numpy as np

    try:
        stated: Any = formula.value(trial)
        right = np.asarray(target.number(trial))
        if np.size(stated) > LARGEST:
            return None
        stated = np.broadcast_to(stated, right.shape) if right.shape and not np.shape(stated) else stated
        size = float(max(np.max(np.abs(stated)), np.max(np.abs(right))))
        if not np.isfinite(size):
            return None
        unit = np.full(np.shape(stated), DIGITS * size) if np.shape(stated) else DIGITS * size
        entry = Entry(1, formula.text, quantity.node, quantity, stated, unit)
        run = Run(judge.run.program, trial.point, of=[name for name, _ in judge.run.graph.outputs])
        (found,) = judge_table(run, [entry]).judged
    except AdtraceError:
        return None
    return found if found.verdict == WRONG else None
