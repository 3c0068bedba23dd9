"""Which entries of a matrix of derivatives rounding has spoilt: many sweeps over one graph, judged one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...records.bounds import Bound
from ..caution import Caution
from ..trust.bounds import bounds
from ..trust.judge import Judge, derivative_size

WORK = 20_000
"""Operations times sweeps up to which every result is followed to first order, too."""


class ManyJudge(Judge):
    """Follows rounding through many sweeps of one graph, of which it keeps what they share.

    sweeps  how many there will be
    """

    def __init__(self, caution: Caution, inputs: Mapping[str, Any], sweeps: int) -> None:
        super().__init__(caution, inputs)
        self.brief = derivative_size(self.graph) * sweeps > WORK

    def _bounds(self, mode: str, seeds: Mapping[int, Any], wanted: Sequence[int]) -> list[Bound]:
        return bounds(self.base.extended(mode, seeds, wanted), brief=self.brief)
