"""Verdicts on numbers as people see them: a sign, a word and a style, so that colour never says it alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..records.marks import MISSING
from ..records.worked import CARRIED, EXACT, ROUNDING, UNREAD, WRONG
from .layout import Run

WORDS = {
    EXACT: "exact", ROUNDING: "rounding", CARRIED: "carried", WRONG: "wrong", UNREAD: "not read",
    MISSING: "missing",
}
COUNTS = {
    EXACT: "{count} exact", ROUNDING: "{count} rounding", CARRIED: "{count} carried", WRONG: "{count} wrong",
    UNREAD: "{count} not read", MISSING: "{count} missing",
}
SIGNS = {EXACT: "✓", ROUNDING: "✓", CARRIED: "→", WRONG: "✗", UNREAD: "?", MISSING: "–"}
ASCII_SIGNS = {EXACT: "+", ROUNDING: "+", CARRIED: ">", WRONG: "x", UNREAD: "?", MISSING: "-"}
STYLES = {EXACT: "input", ROUNDING: "input", CARRIED: "warning", WRONG: "error", UNREAD: "dim", MISSING: "dim"}

Say = Callable[[str], str]


def sign(verdict: str, *, unicode: bool = True) -> str:
    """The sign of a verdict."""
    return (SIGNS if unicode else ASCII_SIGNS)[verdict]


def verdict_run(verdict: str, say: Say = str, *, unicode: bool = True) -> Run:
    """A verdict as a sign and a word."""
    return f"{sign(verdict, unicode=unicode)} {say(WORDS[verdict])}", STYLES[verdict]


def counted(counts: Mapping[str, int], say: Say = str) -> str:
    """How often each verdict was given: 3 exact, 6 rounding, 1 wrong."""
    return ", ".join(say(COUNTS[verdict]).format(count=counts[verdict]) for verdict in COUNTS if counts.get(verdict))


def entries_counted(counts: Mapping[str, int], say: Say = str) -> str:
    """The same with how many they are: 10 entries: 3 exact, 6 rounding, 1 wrong."""
    total = sum(counts.values())
    phrase = say("{count} entry: {verdicts}" if total == 1 else "{count} entries: {verdicts}")
    return phrase.format(count=total, verdicts=counted(counts, say))
