"""The rows of a diff: their marks, their formulas, and which of them are shown."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from ...records import Step
from ...records.diff import Diff, Pair, SweepPair
from ..formats import Options
from ..layout import Cell, Line, line
from ..notation import Notation, of_options
from ..wording import broken

SAME_MARK, OTHER, LEFT_ONLY, RIGHT_ONLY = "=", "~", "-", "+"

MOST, AROUND = 40, 1
"""Rows up to which all are shown, and of more about as many; and how many are shown around each."""


def mark_of(pair: Pair, slope: int, sweep: SweepPair | None) -> str:
    """How both sides of a row stand: the row's number is `slope`."""
    if pair.left is None or pair.right is None:
        return RIGHT_ONLY if pair.left is None else LEFT_ONLY
    gaps = [pair.value, sweep.slopes[slope] if sweep else None]
    return OTHER if any(gap is not None and gap.differs for gap in gaps) else SAME_MARK


def marks_of(found: Diff, sweep: SweepPair | None) -> list[str]:
    """The mark of every row."""
    return [mark_of(pair, at, sweep) for at, pair in enumerate(found.pairs)]


def shown_rows(found: Diff, marks: Sequence[str], *, all: bool) -> list[int]:
    """The rows that are shown: all of a short diff; else the ends, and what tells most first, with what is around it.

    That is where the values part, what is written otherwise and what one side alone has; without any, what differs.
    """
    size = len(marks)
    if all or size <= MOST:
        return list(range(size))
    first = [] if found.parted is None else [found.parted]
    changed = [at for at, pair in enumerate(found.pairs) if pair.rewritten or marks[at] in (LEFT_ONLY, RIGHT_ONLY)]
    others = [at for at, mark in enumerate(marks) if mark != SAME_MARK]
    kept = {0, size - 1}
    for at in chain(first, changed) if first or changed else others:
        if len(kept) >= MOST:
            break
        kept.update(range(max(0, at - AROUND), min(size, at + AROUND + 1)))
    return sorted(kept)


def breaks_of(rows: Sequence[int], size: int, options: Options) -> dict[int, Line]:
    """The lines that stand for rows left out, by the place in front of which they are."""
    found = {}
    dots = "⋮" if options.unicode else ":"
    for place, (before, row) in enumerate(zip([-1, *rows], [*rows, size], strict=True)):
        if row - before > 1:
            words = options.say("{count} more steps: --all shows them").format(count=row - before - 1)
            found[place] = line("  ", (f"{dots} {words}", "dim"))
    return found


class Formulas:
    """The steps of both traces in symbols, each with its own names."""

    def __init__(self, found: Diff, options: Options) -> None:
        self.found = found
        self.notations = tuple(of_options(trace, options) for trace in (found.left, found.right))

    def cell(self, pair: Pair, room: int) -> Cell:
        """A step's formula; both of them where they are not written alike."""
        steps = self.found.steps_of(pair)
        texts = [
            self.text(step, notation) for step, notation in zip(steps, self.notations, strict=True) if step is not None
        ]
        if len(texts) == 2 and texts[0] == texts[1]:
            texts.pop()
        return tuple(part for text in texts for part in broken(text, room))

    def text(self, step: Step, notation: Notation) -> Line:
        """A step: w₁ = a·x; an input by its name."""
        name = notation.name(step.name)
        return line((name, "input")) if step.role == "input" else line(name, " = ", notation.runs(step.tree))

    def right_hand(self, pair: Pair) -> tuple[str, str]:
        """The formulas of both sides without their names."""
        first, second = (
            "" if step is None or step.role == "input" else notation.text(step.tree)
            for step, notation in zip(self.found.steps_of(pair), self.notations, strict=True)
        )
        return first, second
