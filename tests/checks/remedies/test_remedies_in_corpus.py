"""No rewrite of any formula of the shared sample changes it, in thirty digits, at any of its points."""

from __future__ import annotations

import pytest
from datasets import CORPUS

from adtrace.checks.audit.agreement import agree, holds
from adtrace.checks.remedies.powers import with_exp
from adtrace.checks.remedies.rewriting import rewrites
from adtrace.lang.parser import parse

PARTS = 6


@pytest.mark.parametrize("part", range(PARTS))
def test_a_rewritten_formula_is_the_same_function(part):
    found = 0
    for entry in CORPUS[part::PARTS]:
        program = parse(entry["expr"], entry["id"])
        points = [{name: float(value) for name, value in one["at"].items()} for one in entry["points"]]
        for rewrite in rewrites(program, points[0]):
            parsed = with_exp(parse(rewrite.program.text, "rewritten"), points[0])
            for point in points:
                if holds(rewrite.condition, point):
                    verdict = agree(with_exp(program, points[0]), parsed, point, ())
                    assert verdict is not False, (entry["id"], rewrite.before, rewrite.after, point)
                    found += verdict is True
    assert found >= 5
