"""Warnings whose hint names the very rewrite that would help: sigmoid(a*x) instead of 1/(1+exp(-a*x))."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from ...records import Trace, Warning
from ...sweeps.run import Run
from ...sweeps.stable import STABLE_FORMS

if TYPE_CHECKING:
    from ...records.audit import Reading
    from .rewriting import Rewrite

HINTED = ("indeterminate", "cancellation", "overflow", "underflow")
"""Warnings that a stable form may spare; those that come first get the hint where one form spares several."""

BORN_ELSEWHERE = ("indeterminate", "cancellation")
"""Those of them that may concern a step in another statement than the formula that is to blame."""

MOST_NODES = 500
"""Operations of the largest program that is looked through for a hint."""


R = TypeVar("R", bound=Run)


def hinting(run: R) -> R:
    """A run whose traces have such hints."""
    run.hinted = Hints(run).hinted
    return run


class Hints:
    """The hints for the traces of one run."""

    def __init__(self, run: Run) -> None:
        self.run = run

    @cached_property
    def helpful(self) -> Sequence[Rewrite]:
        """The rewrites that help, best first; looked for once, when a trace has a warning."""
        return helping(self.run)

    def hinted(self, trace: Trace) -> Trace:
        """The trace with such hints; as it is where no row of the table fits or helps, as far as bounds tell."""
        run = self.run
        places = [place for place, warning in enumerate(trace.warnings) if warning.code in HINTED]
        if not places or run.values is None or run.folded or run.convention or len(run.graph) > MOST_NODES:
            return trace
        warnings = list(trace.warnings)
        given: dict[str, Rewrite] = {}
        for place in sorted(places, key=lambda place: HINTED.index(warnings[place].code)) if self.helpful else ():
            chosen = self.chosen(warnings[place], given)
            if chosen is not None:
                given[chosen.name] = chosen
                warnings[place] = warnings[place]._replace(hint=f"{chosen.after} instead of {chosen.before}")
        return trace._replace(warnings=tuple(warnings))

    def chosen(self, warning: Warning, given: Mapping[str, Rewrite]) -> Rewrite | None:
        """The rewrite that a warning names; once is enough, but for those that else list forms that do not fit."""
        left = [one for one in self.helpful if one.name not in given]
        found = next((one for one in left if covers(one, warning)), None)
        elsewhere = found is None and warning.code in BORN_ELSEWHERE
        if elsewhere and not given:
            return next(iter(left), None)
        if found is None and warning.hint.startswith(STABLE_FORMS):
            again = list(given.values())
            return next((one for one in again if covers(one, warning)), again[0] if elsewhere else None)
        return found


def helping(run: Run) -> Sequence[Rewrite]:
    """The rewrites that help, best first; of those with a condition, where it holds."""
    from ..audit.agreement import holds
    from ..audit.choice import gained_by, helps
    from ..audit.readings import measured
    from .rewriting import rewrites

    outputs = [name for name, _ in run.graph.outputs]
    of = outputs if set(outputs) <= set(run.program.assigned) else []
    found = [one for one in rewrites(run.program, run.built.values, of) if holds(one.condition, run.built.values)]
    if not found:
        return []
    before = measured(run, many=False)
    gains = []
    for rewrite in found:
        after = measured(Run(rewrite.program, run.built.values, of=of), many=False)
        if helps(before.readings, after.readings) or spares_nan(before.readings, after.readings):
            gains.append((gained_by(before, after), rewrite))
    return [rewrite for _, rewrite in sorted(gains, key=lambda one: -one[0])]


def spares_nan(before: Sequence[Reading], after: Sequence[Reading]) -> bool:
    """Whether some number loses its nan, in an array one by one, and none that had no nan loses digits."""
    from ...records.audit import is_nan
    from ..audit.choice import GAIN, gain, pairs_of

    spared = False
    for one, other in pairs_of(before, after):
        had, has = is_nan(one.number), is_nan(other.number)
        spared |= had and not has
        if has > had or (not had and gain(one, other) <= -GAIN):
            return False
    return spared


def covers(rewrite: Rewrite, warning: Warning) -> bool:
    """Whether the step of a warning stands in what a rewrite replaces."""
    span = warning.span
    return span is not None and any(start <= span[0] and span[1] <= end for start, end in rewrite.places)
