"""What adtrace prints itself, claimed: true at every point; and not true any more once it is altered."""

from __future__ import annotations

import random
import zlib
from typing import Any

import pytest
from claimed import report
from datasets import CORPUS
from hypothesis import given, settings
from hypothesis import strategies as st
from programs import array_points, arrays, names_in, trees, written

import adtrace
from adtrace.lang.columns import NAME
from adtrace.lang.parser import parse
from adtrace.records import Trace

ALTERED = ("-({})", "1.0001*({})", "({}) + 0.001", "2*({})")


def printed(trace: Trace) -> list[tuple[str, str]]:
    """The formula and the adjoint rule of every step, as left and right side of a claim."""
    found = [(trace.adjoint_name.format(step.name), step.rule) for step in trace.steps if step.rule and step.increments]
    return found + [(step.name, step.formula) for step in trace.steps if step.number]


def claims_of(sides: list[tuple[str, str]]) -> list[str]:
    return [f"{left} = {right}" for left, right in sides]


def check_printed(text: str, at: dict[str, Any] | None, trace: Trace, seed: int) -> None:
    """Everything printed agrees; one line of it, altered, does not, unless it is 0 everywhere."""
    sides = printed(trace)
    found = report(text, at, *claims_of(sides), trials=12)
    assert not [claim for claim in found.claims if claim.verdict != "agrees"]
    left, right = random.Random(seed).choice(sides)
    zero, *altered = report(text, at, f"{left} = 0*({right})", trials=30).claims[0], *(
        report(text, at, f"{left} = {pattern.format(right)}", trials=30).claims[0] for pattern in ALTERED
    )
    for pattern, claim in zip(ALTERED, altered, strict=True):
        is_zero = zero.verdict == "agrees" and "+" not in pattern
        assert claim.verdict == ("agrees" if is_zero else "refuted"), claim


@given(trees, st.integers(0, 99))
@settings(max_examples=15, deadline=None)
def test_scalar_programs(tree, seed):
    if names_in(tree) and len(tree) > 1:
        text = written(tree)
        check_printed(text, None, adtrace.reverse(text), seed)


@given(arrays(()), st.integers(0, 99))
@settings(max_examples=8, deadline=None)
def test_array_programs(text, seed):
    columns = parse(text).columns
    names = {columns.data[position] for position, op in enumerate(columns.ops) if op == NAME}
    at = {name: value for name, value in array_points(seed).items() if name in names}
    if at and "where" not in text and len(text) > 1:  # At a point, the rule of a where is that of the branch it takes.
        trace = adtrace.reverse(text, at)
        if printed(trace):
            check_printed(text, at, trace, seed)


RECORDS = [record for record in CORPUS if "where" not in record["expr"] and len(record["expr"]) < 160][::12]


@pytest.mark.parametrize("record", RECORDS, ids=[record["id"] for record in RECORDS])
def test_expressions_that_other_people_wrote(record):
    text = record["expr"]
    at = {name: float(value) if value not in ("pi", "e") else value for name, value in record["points"][0]["at"].items()}
    sides = printed(adtrace.reverse(text, at))
    found = report(text, at, *claims_of(sides), trials=15)
    assert not [claim for claim in found.claims if claim.verdict == "refuted"]
    assert sum(claim.verdict == "agrees" for claim in found.claims) >= 0.9*len(sides)
    source = random.Random(zlib.crc32(record["id"].encode()))
    left, right = source.choice(sides)
    wrong = source.choice(ALTERED).format(right)
    assert report(text, at, f"{left} = {wrong}", trials=15).claims[0].verdict == "refuted"
