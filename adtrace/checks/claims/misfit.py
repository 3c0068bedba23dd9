"""Claims whose formula has no value, since the shapes of its numbers do not fit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...errors import AdtraceError, ShapeError
from ...lang.tokens import NAME_PATTERN
from ...records.claims import AGREES, MISFIT, MISTAKE, REFUTED, Judgement, Note
from ..expression import BAR
from .formulas import Formula
from .judge import Judge
from .targets import QUOTIENT, Target

NUMBERS = re.compile(rf"{QUOTIENT.pattern}|{BAR}\s*\([^()]*\)|(?<![\w'.]){NAME_PATTERN}(?!\s*\()")
"""What may stand for a matrix in a formula: dL/dW1, bar(z), W1."""
MOST = 12
"""Places at which a transpose is tried."""


def misfit(text: str, error: ShapeError) -> Judgement:
    """The verdict on a claim whose shapes do not fit, with the reason."""
    return Judgement(text, REFUTED, notes=(Note(MISFIT, {"reason": error.message, "shapes": error.hint}),))


def transposed(judge: Judge, formula: Formula, target: Target) -> Note | None:
    """A note that a matrix is transposed, where the claim would be right with one transposed."""
    for text in with_transposes(formula.text, formula.start):
        try:
            other = Formula(text, formula.start, judge.names, formula.known)
            agrees = judge.judge(text, other, target).verdict == AGREES
        except AdtraceError:  # What stands there is no matrix, or the shapes do not fit either.
            continue
        if agrees:
            rule = text[formula.start :].strip()
            return Note(MISTAKE, {"mistake": "transposed-factor", "words": {"rule": rule}})
    return None


def with_transposes(text: str, start: int) -> Iterator[str]:
    """A formula with one of its matrices transposed; one that is, not transposed.

    >>> list(with_transposes("d/dx = W.T @ bar(z)", 6))
    ['d/dx = W @ bar(z)', 'd/dx = W.T @ bar(z).T']
    """
    for match in list(NUMBERS.finditer(text, start))[:MOST]:
        before, after = text[: match.end()], text[match.end() :]
        yield before + after[2:] if re.match(r"\.T\b", after) else f"{before}.T{after}"
