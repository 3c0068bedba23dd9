"""Expressions that other people wrote: value and gradient in both modes, and every printed text computed again."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from datasets import CORPUS
from replay import replays

import adtrace
from adtrace.records import Trace

TOLERANCE = 1e-9
RECORDS = [(record, point) for record in CORPUS for point in record["points"]]
IDS = [record["id"] for record, _ in RECORDS]

each_record = pytest.mark.parametrize("number", range(len(RECORDS)), ids=IDS)


def text_and_point(number: int) -> tuple[str, dict[str, Any]]:
    record, point = RECORDS[number]
    return record["expr"], {name: float(value) if value not in ("pi", "e") else value for name, value in point["at"].items()}


@cache
def traces(number: int) -> tuple[Trace, Trace]:
    """The forward and the reverse trace of a record."""
    text, at = text_and_point(number)
    return adtrace.forward(text, at), adtrace.reverse(text, at)


def off(computed: float, wanted: str) -> float:
    """The relative error; the absolute one where 0 is wanted."""
    exact = float(wanted)
    return 0.0 if computed == exact else abs(computed - exact)/(abs(exact) or 1.0)


def errors(number: int) -> dict[str, float]:
    """The relative errors of the value and of every slope in both modes."""
    forward, reverse = traces(number)
    _, point = RECORDS[number]
    names = list(reverse.gradient)
    tangents = forward.tangent if len(names) > 1 else dict.fromkeys(names, forward.tangent)
    found = {"value": max(off(reverse.value, point["value"]), off(forward.value, point["value"]))}
    for name, wanted in point["grad"].items():
        found[f"reverse {name}"] = off(reverse.gradient.get(name, 0.0), wanted)
        found[f"forward {name}"] = off(tangents.get(name, 0.0), wanted)
    return found


@each_record
def test_value_and_gradient(number: int) -> None:
    """Within 1e-9 where float64 can reach that; where the number is off all the same, a warning says so."""
    if not RECORDS[number][1]["well_conditioned"]:
        pytest.skip("float64 cannot reach this one: a warning of cancellation is another matter")
    wrong = {what: error for what, error in errors(number).items() if not error <= TOLERANCE}
    for trace in traces(number):
        told = {warning.code for warning in trace.warnings} & {"underflow", "overflow", "indeterminate", "pole", "domain"}
        assert told or not wrong, wrong


def test_all_but_a_few_records_are_right() -> None:
    """The warnings of the test above excuse next to nothing."""
    conditioned = [number for number, (_, point) in enumerate(RECORDS) if point["well_conditioned"]]
    wrong = [IDS[number] for number in conditioned if not max(errors(number).values()) <= TOLERANCE]
    assert len(conditioned) >= 340
    assert len(wrong) <= 1, wrong


@each_record
def test_both_modes_warn_of_the_same_values(number: int) -> None:
    """Both modes warn of the same things about values."""
    codes = [{(warning.code, warning.node) for warning in trace.warnings if warning.code in ("domain", "jump", "kink")} for trace in traces(number)]
    assert codes[0] == codes[1]


@pytest.mark.parametrize("number", range(0, len(RECORDS), 4))
def test_every_printed_text_comes_to_the_recorded_number(number: int) -> None:
    text, at = text_and_point(number)
    _, reverse = traces(number)
    direction = {name: 1.0 - 0.375*place for place, name in enumerate(reverse.inputs)}
    checked = 0
    for trace in (adtrace.forward(text, at, seed=direction), reverse):
        for replay in replays(trace):
            assert replay.agrees(), (trace.mode, replay.place, replay.text, replay.recorded, replay.trace.value)
            checked += 1
    operations = len(reverse.steps) - len(reverse.inputs)
    assert checked >= 3*operations, "a formula, a tangent rule and an adjoint rule for every step"


@each_record
def test_names_of_steps_are_all_different(number: int) -> None:
    for trace in traces(number):
        names = [step.name for step in trace.steps]
        for pattern in (trace.tangent_name, trace.adjoint_name):
            spelled = [*names, *map(pattern.format, names)]
            assert len(set(spelled)) == len(spelled)
