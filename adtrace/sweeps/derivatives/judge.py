"""Which entries of a matrix of derivatives rounding has spoilt: many sweeps over one graph, judged one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...records import Warning
from ...records.bounds import VALUE, Bound, Lead
from ...records.derivative import FORWARD
from ..caution import Caution
from ..trust.bounds import bounds
from ..trust.judge import Judge, derivative_size
from .plan import Plan

WORK = 20_000
"""Operations times sweeps up to which every result is followed to first order, too."""


class ManyJudge(Judge):
    """Follows rounding through the sweeps of a matrix, which share what they can.

    group  the columns or rows that the sweep serves which is judged
    """

    def __init__(self, caution: Caution, inputs: Mapping[str, Any], plan: Plan) -> None:
        super().__init__(caution, inputs)
        self.plan, self.group = plan, plan.groups[0] if plan.groups else ()
        self.brief = derivative_size(self.graph) * len(plan.groups) > WORK
        results = plan.rows if plan.mode == FORWARD else plan.columns
        self.results = {name: number for number, name in enumerate(results)}

    def _bounds(self, mode: str, seeds: Mapping[int, Any], wanted: Sequence[int]) -> list[Bound]:
        return bounds(self.base.extended(mode, seeds, wanted), brief=self.brief)

    def _doubt(self, bound: Bound, lead: Lead, what: str) -> Warning | None:
        """What is wrong with an element: in a sweep for several columns, it is named by its own."""
        if bound.of == VALUE or len(self.group) == 1:
            return super()._doubt(bound, lead, what)
        result = self.results[f"{bound.name}{list(lead.place)}" if lead.place else bound.name]
        owner = self.plan.owner(self.group, result)
        if owner is None:
            return None
        return super()._doubt(bound, lead, self._called(bound, self.plan.mode, self.plan.swept[owner]))
