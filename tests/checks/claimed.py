"""Claims as tests make them: verdicts in a row."""

from __future__ import annotations

from typing import Any

import adtrace
from adtrace.records.claims import ClaimReport, Judgement


def report(text: str, at: dict[str, Any] | None, *claims: str, trials: int = 40, **more: Any) -> ClaimReport:
    """What became of claims."""
    return adtrace.check(text, at, claims=claims, trials=trials, **more)


def verdict(text: str, at: dict[str, Any] | None, claim: str, **more: Any) -> Judgement:
    """What became of one claim."""
    return report(text, at, claim, **more).claims[-1]


def verdicts(text: str, at: dict[str, Any] | None, *claims: str, **more: Any) -> list[str]:
    """The verdicts on claims."""
    return [claim.verdict for claim in report(text, at, *claims, **more).claims]


def codes(judgement: Judgement) -> set[str]:
    """The codes of the notes of a claim."""
    return {note.code for note in judgement.notes}
