"""Tables in steps that are not those of the program: judged as a program of their own with the same output."""

import pytest

from adtrace.checks.worked.answer import judged_text
from adtrace.lang.parser import parse
from adtrace.records.worked import CARRIED, EXACT, ROUNDING, WRONG
from adtrace.sweeps.run import Run

OTHER_ORDER = """
v1 = a*x = {v1}
v2 = exp(-v1) = {v2}
v3 = 1 + v2 = {v3}
v4 = 1/v3 = {v4}
v4_bar = 1
v3_bar = {v3_bar}
v1_bar = {v1_bar}
x_bar = {x_bar}
"""


def report_of(program, at, text):
    return judged_text(Run(parse(program), at), text, ".txt", ())


def verdicts(program, at, text):
    return [one.verdict for one in report_of(program, at, text).judged]


def test_a_product_before_the_sign():
    """adtrace has -a first; the writer has a*x."""
    lines = OTHER_ORDER.format(v1=6, v2=0.0025, v3=1.0025, v4=0.9975, v3_bar=-0.9951, v1_bar=0.0025, x_bar=0.0074)
    found = report_of("1/(1+exp(-a*x))", {"x": 2.0, "a": 3.0}, lines)
    assert {one.verdict for one in found.judged} == {EXACT, ROUNDING}
    assert found.remarks() == ["these are steps of its own for 1/(1+exp(-a*x)): it has the same value"]


def test_one_slip_and_what_follows_from_it():
    lines = OTHER_ORDER.format(v1=5, v2=0.0067, v3=1.0067, v4=0.9933, v3_bar=-0.9866, v1_bar=0.0066, x_bar=0.0199)
    assert verdicts("1/(1+exp(-a*x))", {"x": 2.0, "a": 3.0}, lines) == [
        WRONG, CARRIED, CARRIED, CARRIED, EXACT, CARRIED, CARRIED, CARRIED
    ]


def test_letters_of_the_writer():
    text = "q = x + y = 3\nf = q*z = 9\ndf/dq = z = 3\ndf/dz = q = 3\ndf/dx = 3\ndf/dy = 4"
    assert verdicts("(x+y)*z", {"x": 1.0, "y": 2.0, "z": 3.0}, text) == [EXACT] * 5 + [WRONG]


@pytest.mark.parametrize("wrong", ["v1 = a + x", "v1 = a*x^1.5"])
def test_formulas_that_compute_something_else_are_no_other_derivation(wrong):
    lines = OTHER_ORDER.format(v1=6, v2=0.0025, v3=1.0025, v4=0.9975, v3_bar=-0.9951, v1_bar=0.0025, x_bar=0.0074)
    found = report_of("1/(1+exp(-a*x))", {"x": 2.0, "a": 3.0}, lines.replace("v1 = a*x", wrong))
    assert not found.remarks()


def test_the_programs_own_steps_are_judged_as_such():
    found = report_of("1/(1+exp(-a*x))", {"x": 2.0, "a": 1.0}, "w3 = -a*x = -2\nw4 = 1 + exp(w3) = 1.1353\nw5 = 1/w4 = 0.8808")
    assert [one.entry.quantity.node for one in found.judged] == ["w2", "w4", "y"] and not found.remarks()
