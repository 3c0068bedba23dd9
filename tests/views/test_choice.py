"""Which steps a table shows: all of few, the ends of many, and what --only, --last and --all ask for."""

from __future__ import annotations

import json
import re

import pytest

import adtrace
from adtrace.errors import AdtraceError
from adtrace.records import Steps
from adtrace.views import formats
from adtrace.views.choice import SHOWN, choice
from adtrace.views.formats import Options

COUNT = 3 * SHOWN
LONG = "; ".join(["t1 = x*2", *(f"t{k} = t{k - 1} + 1" for k in range(2, COUNT + 1))])
"""So many steps, and one input before them."""


@pytest.fixture(scope="module")
def trace():
    return adtrace.reverse(LONG, {"x": 1})


def lines(trace, name="ascii", **options):
    return "".join(formats.by_name(name).render(trace, Options(**options))).splitlines()


def numbered(found):
    """The numbers of the steps with a row, in their order."""
    return [int(match[1]) for line in found if (match := re.match(r" {0,7}(\d+)  +", line))]


def test_few_steps_are_all_shown():
    steps = adtrace.evaluate("; ".join(LONG.split("; ")[: SHOWN - 1]), {"x": 1}).steps
    assert len(steps) == SHOWN
    assert choice(steps, Options()) == (range(SHOWN), 0, 0)


def test_one_more_and_the_ends_are_shown():
    steps = adtrace.evaluate("; ".join(LONG.split("; ")[:SHOWN]), {"x": 1}).steps
    places, left_out, before = choice(steps, Options())
    assert len(places) == SHOWN and left_out == 1 and before == SHOWN // 2
    assert set(range(SHOWN + 1)) - set(places) == {before}


@pytest.mark.parametrize("mode", ["forward", "reverse", "evaluate"])
def test_of_many_a_screen_gets_the_first_and_the_last(mode):
    trace = getattr(adtrace, mode)(LONG, {"x": 1})
    found = lines(trace, "ascii", width=100)
    shown = [*range(1, SHOWN // 2), *range(COUNT - SHOWN // 2 + 1, COUNT + 1)]
    assert numbered(found) == (shown[::-1] if mode == "reverse" else shown)
    (between,) = [number for number, line in enumerate(found) if "lie between" in line]
    assert f"{COUNT + 1 - SHOWN} steps" in found[between]
    above, below = numbered(found[:between]), numbered(found[between:])
    assert {above[-1], below[0]} == {SHOWN // 2 - 1, COUNT - SHOWN // 2 + 1}


@pytest.mark.parametrize(("last", "expected"), [(0, []), (1, [COUNT]), (3, [COUNT - 2, COUNT - 1, COUNT])])
def test_last(trace, last, expected):
    found = lines(trace, last=last)
    assert numbered(found) == expected[::-1]
    assert any(line.startswith(f"t{COUNT} = {COUNT + 1} ") for line in found), "the summary is always there"
    assert not any("lie between" in line for line in found)


def test_last_of_more_than_there_are(trace):
    assert choice(trace.steps, Options(last=10 * COUNT)).places == range(COUNT + 1)


def test_last_zero_makes_no_step(trace):
    """The gradient alone of a million steps costs no table."""
    def forbidden(place):
        pytest.fail(f"step {place} was made")

    steps = Steps(len(trace.steps), forbidden, trace.steps.find, forbidden, trace.steps.ends, forbidden)
    bare = trace._replace(sweeps=(trace.sweeps[0]._replace(steps=steps),))
    assert "".join(lines(bare, last=0)).count("dx = 2") == 1


def test_only(trace):
    found = lines(trace, only=("t7", "t3", "t7"))
    assert numbered(found) == [7, 3]
    assert [trace.steps[place].name for place in choice(trace.steps, Options(only=("t3", "x"))).places] == ["x", "t3"]


def test_only_of_names_that_the_user_did_not_give():
    trace = adtrace.evaluate("sin(x*y) + x", {"x": 1, "y": 2})
    assert numbered(lines(trace, only=("w2", "y"))) == [2]


@pytest.mark.parametrize("name", ["table", "ascii", "json"])
def test_an_unknown_name(trace, name):
    with pytest.raises(AdtraceError, match="there is no step q") as caught:
        lines(trace, name, only=("t1", "q"))
    assert "x" in caught.value.hint and f"t{COUNT}" in caught.value.hint


def test_json_has_every_step_unless_some_are_chosen(trace):
    def names(**options):
        return [step["name"] for step in json.loads("\n".join(lines(trace, "json", **options)))["steps"]]

    assert len(names()) == COUNT + 1
    assert names(last=2) == [f"t{COUNT - 1}", f"t{COUNT}"] and names(only=("t5", "x")) == ["x", "t5"] and names(last=0) == []
