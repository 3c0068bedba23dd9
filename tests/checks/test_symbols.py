"""Tables in symbols: formulas in place of numbers, or beside them."""

import pytest

from adtrace.checks.reading import read_entries
from adtrace.checks.worked.sheet import judge_table
from adtrace.errors import AdtraceError
from adtrace.lang.parser import parse
from adtrace.records.worked import EXACT, ROUNDING, UNREAD, WRONG
from adtrace.sweeps.run import Run

FIVE = "w1 = x; w2 = a; w3 = -w1*w2; w4 = 1 + exp(w3); w5 = 1/w4"
AT = {"x": 2.0, "a": 1.0}
RULES = """
w3 = -w1*w2
w4 = 1 + exp(w3)
dw3 = -(dw1*w2 + w1*dw2)
dw4 = exp(w3)*dw3
dw5 = -dw4/w4^2
w4_bar = -w5_bar/w4^2
w3_bar = w4_bar*exp(w3)
x_bar = -w3_bar*a
"""


def judged(text, at=AT):
    run = Run(parse(FIVE), at)
    return judge_table(run, read_entries(text, ".txt", run)).judged


@pytest.mark.parametrize("at", [AT, {}], ids=["at a point", "in symbols"])
def test_every_rule_of_the_course(at):
    found = judged(RULES, at)
    assert [one.verdict for one in found] == [EXACT] * 8


@pytest.mark.parametrize(("line", "wrong"), [
    ("w3_bar = w4_bar*exp(w3)", "w3_bar = -w4_bar*exp(w3)"), ("dw5 = -dw4/w4^2", "dw5 = -dw4/w4"),
    ("w4 = 1 + exp(w3)", "w4 = 1 + exp(-w3)"), ("dw3 = -(dw1*w2 + w1*dw2)", "dw3 = -dw1*w2"),
])
def test_one_wrong_rule_and_no_other(line, wrong):
    found = judged(RULES.replace(line, wrong))
    assert [one.entry.text for one in found if one.verdict != EXACT] == [wrong]
    (one,) = [one for one in found if one.verdict == WRONG]
    assert one.said().startswith("in symbols it is ")


def test_a_number_beside_its_formula():
    first, second, third = judged("w3_bar = w4_bar*exp(w3) = -0.105\nx_bar = -w3_bar*a = 0.501\na_bar = w3_bar*x = 0.5")
    assert first.verdict == ROUNDING
    assert (second.verdict, second.remark) == (WRONG, "the formula is right: the number is a slip")
    assert (third.verdict, third.remark) == (WRONG, "the formula is wrong, too")


def test_a_formula_that_cannot_be_judged_is_not_held_against_anybody():
    (one,) = judged("w4_bar = [w3, w3] @ w5")
    assert one.verdict == UNREAD


def test_numbers_need_a_point():
    with pytest.raises(AdtraceError, match="at a point"):
        judged("w3 = -2", {})
