"""Infinities and nan in arrays are told by adtrace itself: no signal of NumPy's reaches anybody, whatever is run."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import pytest

import adtrace

POINTS = {
    "log(sum(exp(x)))": "x=[1000,1001]",
    "min(asin(x)+0*x)": "x=[1,-1]",
    "min(abs(x)+0*x)": "x=[0,inf]",
    "prod(x)": "x=[1e308,1e308]",
    "norm1(acosh(x)+0*x)": "x=[1,2]",
    "softmax(x)@x": "x=[inf,-inf]",
    "max(log(x)*x)": "x=[0,nan]",
    "std(x)": "x=[inf,1]",
    "det(x)": "x=[[1e200,1],[1,1e200]]",
    "x*y": "x=[inf,0],y=[0,inf]",
}
COMMANDS = [
    ["forward"], ["reverse"], ["forward", "--exact", "-f", "latex"], ["reverse", "--exact"], ["eval", "--exact"],
    ["reverse", "--by", "statement"], ["reverse", "--at-kink", "right"], ["forward", "--at-kink", "left"],
    ["reverse", "--audit"], ["reverse", "--sensitivity"], ["graph"], ["page"], ["explain"], ["audit"], ["check"],
    ["eval"], ["check", "--claim", "d/dx = x*0"], ["same", "x*2"], ["diff", "log(x)"], ["diff", "logsumexp(x)", "--mode", "forward"],
]


HALVES = {"graph": 0, "page": 1, "check --claim d/dx = x*0": 0}
"""Commands that take their time are run on every other program: a graph and a page, which draw alike, on all of them."""


@pytest.fixture(autouse=True)
def signals_raise() -> Iterator[None]:
    """A floating-point signal that gets through is an error: it goes up through the command line."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        yield


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_lets_a_signal_through(cli, command):
    name, *others = command
    every, half = list(POINTS.items()), HALVES.get(" ".join(command))
    for expression, point in every if half is None else every[half::2]:
        second, options = (others[:1], others[1:]) if name in ("diff", "same") else ([], others)
        found = cli(name, expression, *second, "--at", point, *options)
        assert found.code in (0, 1, 2, 3) and "Warning" not in found.err, (expression, found.err)


def test_nor_does_one_program_at_two_points(cli):
    for expression, point in POINTS.items():
        found = cli("diff", expression, "--at", point, "--to", point)
        assert (found.code, found.err) == (0, ""), expression


@pytest.mark.parametrize("name", ["table", "json", "csv", "latex", "markdown", "dot", "html"])
def test_steps_that_are_made_after_the_sweep_are_silent(name):
    for expression, point in POINTS.items():
        at = dict(part.split("=") for part in point.replace(",y", ";y").split(";"))
        for sweep in (adtrace.forward, adtrace.reverse):
            trace = sweep(expression, at)
            assert adtrace.render(trace, format=name)
            assert [step.name for step in trace.steps]


def test_a_signal_would_be_noticed():
    """What the tests above rest on."""
    import numpy as np

    with pytest.raises(RuntimeWarning):
        np.array([np.inf]) * 0


@pytest.mark.parametrize("value", ["nan", "inf", "[1, nan]"])
def test_a_claim_is_refuted_at_a_point_that_is_no_number(cli, value):
    found = cli("check", "sum(x*2)", "--at", f"x={value}", "--claim", "d/dx = x*0")
    assert found.code == 1 and found.err == "" and "1 of 1 claims refuted" in found.out
