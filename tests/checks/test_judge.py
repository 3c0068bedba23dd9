"""The judge of worked tables: what is right, what is rounded, what is carried, and which line is wrong."""

import math
import random

import numpy as np
import pytest
from datasets import CORPUS
from hand import entries, four
from hypothesis import given, settings
from hypothesis import strategies as st
from programs import array_points, arrays

from adtrace.checks.worked.sheet import judge_table
from adtrace.errors import AdtraceError
from adtrace.graph.build import constant
from adtrace.lang.parser import parse
from adtrace.records.worked import (
    ADJOINT,
    CARRIED,
    EXACT,
    INCREMENT,
    PARTIAL,
    ROUNDING,
    TANGENT,
    UNREAD,
    VALUE,
    WRONG,
    Entry,
    Quantity,
)
from adtrace.sweeps.run import Run
from adtrace.views.number import people

FIVE = "w1 = x; w2 = a; w3 = -w1*w2; w4 = 1 + exp(w3); w5 = 1/w4"
AT = {"x": 2.0, "a": 1.0}


def table(lines: str) -> list[Entry]:
    """Entries from lines such as "w3 = -2; dw3 = -1; w3_bar = -0.105"."""
    found = []
    for place, text in enumerate(lines.split(";"), 1):
        name, number = (part.strip() for part in text.split("="))
        kind, node = VALUE, name
        if name.endswith("_bar"):
            kind, node = ADJOINT, name[:-4]
        elif name.startswith("d"):
            kind, node = TANGENT, name[1:]
        unit = 10.0**-len(number.partition(".")[2])
        found.append(Entry(place, text.strip(), name, Quantity(kind, node), float(number), unit, "." not in number))
    return found


def verdicts(program, at, lines, **seeds):
    """The verdicts on a table, in one line."""
    report = judge_table(Run(parse(program), at), table(lines), **seeds)
    return " ".join(one.verdict for one in report.judged)


def test_the_course_example_is_right():
    lines = (
        "w3 = -2; w4 = 1.1353; w5 = 0.8808; dx = 1; da = 0; dw3 = -1; dw4 = -0.1353; dw5 = 0.1050; "
        "w5_bar = 1; w4_bar = -0.7758; w3_bar = -0.105; x_bar = 0.105; a_bar = 0.21"
    )
    found = verdicts(FIVE, AT, lines).split()
    assert found == [
        EXACT, ROUNDING, ROUNDING, EXACT, EXACT, EXACT, ROUNDING, ROUNDING, EXACT, ROUNDING, ROUNDING, ROUNDING, ROUNDING
    ]


def test_griewank_and_walther_rounded_line_by_line():
    """Their example with four decimals in every line ends with 2.0167; in full precision it is 2.0166."""
    program = "v1 = x1/x2; v2 = sin(v1); v3 = exp(x2); v4 = v1 - v3; v5 = v2 + v4; v6 = v5*v4"
    lines = "v1 = 3.0000; v2 = 0.1411; v3 = 1.6487; v4 = 1.3513; v5 = 1.4924; v6 = {}"
    point = {"x1": 1.5, "x2": 0.5}
    assert verdicts(program, point, lines.format("2.0167")).split()[-1] == ROUNDING
    assert verdicts(program, point, lines.format("2.0166")).split()[-1] == ROUNDING
    assert verdicts(program, point, lines.format("2.0168")).split()[-1] == WRONG
    # Without the lines above it there is nothing that it could have been rounded from.
    assert verdicts(program, point, "v6 = 2.0167") == WRONG


def test_what_follows_from_a_wrong_line_is_carried():
    run = Run(parse(FIVE), AT)
    report = judge_table(run, table("w4_bar = 0.7758; w3_bar = 0.105; x_bar = -0.105; a_bar = -0.21"))
    assert [one.verdict for one in report.judged] == [WRONG, CARRIED, CARRIED, CARRIED]
    assert report.first_wrong is report.judged[0]
    assert report.judged[0].right == pytest.approx(-0.7758034925743758)
    assert report.judged[1].follows == pytest.approx(0.7758*math.exp(-2))
    assert not report.ok


def test_a_line_that_goes_back_to_the_right_number_is_right():
    assert verdicts(FIVE, AT, "w4_bar = 0.7758; w3_bar = -0.1050; x_bar = 0.1050") == f"{WRONG} {ROUNDING} {ROUNDING}"


def test_a_second_mistake_below_the_first_is_wrong_too():
    assert verdicts(FIVE, AT, "w4_bar = 0.7758; w3_bar = 0.2100; x_bar = -0.21") == f"{WRONG} {WRONG} {CARRIED}"


def test_a_mistake_in_a_line_that_is_not_written_shows_where_it_is_seen_first():
    assert verdicts(FIVE, AT, "w4 = 1.1353; x_bar = -0.1050; a_bar = 0.2100") == f"{ROUNDING} {WRONG} {ROUNDING}"


@pytest.mark.parametrize(("written", "verdict"), [
    ("0.88079707797788", EXACT), ("0.8808", ROUNDING), ("0.88", ROUNDING), ("0.9", ROUNDING), ("1", WRONG),
    ("0.8807", ROUNDING), ("0.8809", WRONG), ("0.87", WRONG), ("-0.8808", WRONG),
])
def test_as_many_digits_as_were_written(written, verdict):
    assert verdicts(FIVE, AT, f"w5 = {written}") == verdict


def test_a_number_that_was_cut_off_says_so():
    (one,) = judge_table(Run(parse(FIVE), AT), table("w5 = 0.8807")).judged
    assert one.verdict == ROUNDING and one.remark == "cut off, not rounded"


def test_zero_where_float64_has_noise():
    assert verdicts("sin(x)", {"x": math.pi}, "y = 0") == EXACT
    assert verdicts("sin(x)", {"x": 0.001}, "y = 0") == WRONG


def test_whole_numbers_are_not_rounded_ones_unless_they_are_large():
    assert verdicts("x*1.15", {"x": 2.0}, "y = 2") == WRONG
    assert verdicts("x*405.3", {"x": 2.0}, "y = 811") == ROUNDING


def test_the_rule_as_people_write_it_with_the_rounded_result():
    """tanh' = 1 - y^2 with a y of two digits: 1 - 0.76^2 is 0.4224, while sech(1)^2 is 0.4200."""
    entry = Entry(2, "", "", Quantity(PARTIAL, "x", "y", 0), 0.4224, 1e-4)
    run = Run(parse("tanh(x)"), {"x": 1.0})
    (first, second) = judge_table(run, [*table("y = 0.76"), entry]).judged
    assert (first.verdict, second.verdict) == (ROUNDING, ROUNDING)
    assert judge_table(run, [*table("y = 0.7616"), entry]).judged[1].verdict == WRONG


def test_the_seed_of_a_table_of_tangents():
    found = judge_table(Run(parse("x*y"), {"x": 2.0, "y": 3.0}), table("dx = 1; dy = 2; dq = 7"))
    assert [one.verdict for one in found.judged] == [EXACT, EXACT, UNREAD]
    program, point = "z = x*y", {"x": 2.0, "y": 3.0}
    assert verdicts(program, point, "dx = 1; dy = 2; dz = 7") == f"{EXACT} {EXACT} {EXACT}"
    assert verdicts(program, point, "dx = 1; dy = 2; dz = 8") == f"{EXACT} {EXACT} {WRONG}"
    assert verdicts(program, point, "dz = 7", seeds=[{"x": 1.0, "y": 2.0}]) == EXACT
    report = judge_table(Run(parse(program), point), table("dz = 2"))
    assert report.judged[0].verdict == EXACT
    assert report.remarks() == ["the table does not say what its tangents belong to; y fits best"]


def test_several_outputs_and_a_cotangent():
    program, point = "y1 = x*y; y2 = x + y; [y1, y2]", {"x": 2.0, "y": 3.0}
    assert verdicts(program, point, "x_bar = 3; y_bar = 2") == f"{EXACT} {EXACT}"
    assert verdicts(program, point, "x_bar = 1; y_bar = 1") == f"{EXACT} {EXACT}"
    assert verdicts(program, point, "x_bar = 2; y_bar = 1", seeds=[{"y1": 1.0, "y2": -1.0}]) == f"{EXACT} {EXACT}"


def test_arrays_element_by_element():
    run = Run(parse("sum(W @ x)"), {"W": np.array([[1.0, 2.0], [3.0, 4.0]]), "x": np.array([0.5, 0.25])})
    wrong = np.array([[0.5, 0.25], [0.5, 0.2]])
    entry = Entry(1, "", "", Quantity(ADJOINT, "W"), wrong, np.full((2, 2), 0.01))
    (one,) = judge_table(run, [entry]).judged
    assert (one.verdict, one.place, one.wrong) == (WRONG, (1, 1), 1)
    part = Entry(1, "", "", Quantity(ADJOINT, "W", place=(1, 1)), 0.25, 0.01)
    assert judge_table(run, [part]).judged[0].verdict == EXACT
    flat = Entry(1, "", "", Quantity(ADJOINT, "W"), np.array([0.5, 0.25]), np.full(2, 0.01))
    (one,) = judge_table(run, [flat]).judged
    assert one.verdict == WRONG and "one of shape 2×2 is right" in one.said()


def test_an_increment_needs_its_upstream_adjoint():
    run = Run(parse("x1*x2 + sin(x1)"), {"x1": 2.0, "x2": 3.0})
    lines = [Entry(1, "", "", Quantity(INCREMENT, "x1", "w2", 0), -0.42, 0.01), *table("x1_bar = 2.58")]
    assert [one.verdict for one in judge_table(run, lines).judged] == [ROUNDING, ROUNDING]
    lines[0] = lines[0]._replace(stated=0.42)
    assert [one.verdict for one in judge_table(run, [lines[0], *table("x1_bar = 3.42")]).judged] == [WRONG, CARRIED]


def test_the_partial_of_one_use_or_of_all_uses_together():
    run = Run(parse("x*x"), {"x": 3.0})
    for number, verdict in ((3.0, EXACT), (6.0, EXACT), (9.0, WRONG)):
        entry = Entry(1, "", "", Quantity(PARTIAL, "x", "y", 0), number, 0.1)
        assert judge_table(run, [entry]).judged[0].verdict == verdict


def test_a_partial_or_a_tangent():
    """dw3/dx with w3 = w2*x, w2 = x^2: the partial w2 is 9, the tangent along x is 27."""
    run = Run(parse("w2 = x^2; w3 = w2*x"), {"x": 3.0})
    for number, verdict in ((9.0, EXACT), (27.0, EXACT), (18.0, WRONG)):
        entry = Entry(1, "", "", Quantity(PARTIAL, "x", "w3", 1), number, 0.1)
        assert judge_table(run, [entry]).judged[0].verdict == verdict


def test_a_partial_of_the_output_or_its_derivative():
    """dy/dx with y = w1*x, w1 = x*x: the partial of y is 9, the derivative 27."""
    run = Run(parse("w1 = x*x; y = w1*x"), {"x": 3.0})
    for number, verdict in ((9.0, EXACT), (27.0, EXACT), (18.0, WRONG)):
        entry = Entry(1, "", "dy/dx", Quantity(ADJOINT, "x"), number, 0.1)
        assert judge_table(run, [entry]).judged[0].verdict == verdict


def test_without_a_point_there_is_nothing_to_compare():
    with pytest.raises(AdtraceError, match="at a point"):
        judge_table(Run(parse("x*y"), {}), table("y = 2"))


# Tables that are right, and the same ones with one entry changed

KINDS = ((VALUE, TANGENT), (VALUE, INCREMENT, ADJOINT))


def run_of(record) -> Run:
    at = record["points"][0]["at"]
    return Run(parse(record["expr"]), {name: constant(value, "at") if value in ("pi", "e") else float(value) for name, value in at.items()})


@pytest.mark.parametrize("record", CORPUS[::5], ids=lambda record: record["id"])
def test_no_false_alarm(record):
    """With four digits in every number, worked out from the full numbers or from the written ones."""
    run = run_of(record)
    for kinds in KINDS:
        for along in (False, True):
            for one in judge_table(run, entries(run, kinds, along=along)).judged:
                assert one.verdict in (EXACT, ROUNDING), one


@pytest.mark.parametrize("record", CORPUS[2::5], ids=lambda record: record["id"])
def test_a_changed_entry_is_found_and_no_other_is_blamed(record):
    run, draw = run_of(record), random.Random(record["id"])
    for kinds in KINDS:
        table = entries(run, kinds)
        place = draw.choice([place for place, entry in enumerate(table) if math.isfinite(entry.stated)])
        stated = table[place].stated
        table[place] = table[place]._replace(stated=-stated if stated else 1.0)
        found = judge_table(run, table).judged
        assert [one.entry for one in found if one.verdict not in (EXACT, ROUNDING)] == [table[place]]


@settings(max_examples=25, deadline=None)
@given(arrays(), st.integers(0, 5), st.sampled_from([3, 4]))
def test_no_false_alarm_in_arrays(program, seed, digits):
    run = Run(parse(program), {name: value for name, value in array_points(seed).items() if name in program})
    if any(np.size(value) > 16 for value in run.built.values.values()):
        return
    for along in (False, True):
        for one in judge_table(run, entries(run, (VALUE, ADJOINT), lambda value: people(value, digits), along=along)).judged:
            assert one.verdict in (EXACT, ROUNDING), one


def test_the_digits_of_the_tables():
    assert [four(value) for value in (0.10499, -2.0)] == ["0.1050", "-2"]


def test_tangents_of_an_array_of_many_elements_that_state_their_seed():
    at = {"X": np.arange(20.0)}
    table = [
        Entry(1, "dX", "dX", Quantity(TANGENT, "X"), np.ones(20), np.full(20, 0.1)),
        Entry(2, "dy", "dy", Quantity(TANGENT, "y"), 380.0, 0.1),
    ]
    report = judge_table(Run(parse("y = sum(X^2)"), at), table)
    assert [one.verdict for one in report.judged] == [EXACT, EXACT]


def test_a_tangent_where_there_is_no_input():
    report = judge_table(Run(parse("t = 2; t"), {}), [Entry(1, "dt = 0", "dt", Quantity(TANGENT, "t"), 0.0, 1.0)])
    assert report.judged[0].verdict == UNREAD


def test_a_wrong_array_that_no_path_leads_to():
    """Its versions are arrays, and what no path leads to is none."""
    run = Run(parse("tanh(broadcast(s, shape=[2]) @ tanh(u))"), {"s": 0.5, "u": np.array([0.2, 0.3])})
    table = [Entry(1, "dt", "dt", Quantity(TANGENT, run.names[run.names.steps[1]]), np.array([0.0, 1.0]), np.full(2, 0.01))]
    assert judge_table(run, table).judged[0].verdict == WRONG


def test_what_overflows_is_not_right():
    assert verdicts(FIVE, AT, "w5 = 1e309; x_bar = -1e400") == f"{WRONG} {WRONG}"


def test_what_follows_from_a_wrong_whole_number_is_carried():
    """A number without a decimal point leaves no room for the right one beside it."""
    assert verdicts("exp(x)*y", {"x": 1.0, "y": 2.0}, "w1 = 2; out = 4; x_bar = 4; y_bar = 2") == f"{WRONG} {CARRIED} {CARRIED} {CARRIED}"


def test_noise_of_float64_is_handed_on():
    assert verdicts("sin(pi*x)", {"x": 0.5}, "y = 1; x_bar = 0; w1_bar = 0") == f"{EXACT} {EXACT} {EXACT}"
    assert verdicts("sin(pi*x)", {"x": 0.4}, "x_bar = 0") == WRONG


def test_either_form_of_a_rule_follows_from_a_wrong_line():
    """With b = -1, d(a/b)/db is -a/b^2 = -3, and -w1/b = 3 with the wrong w1 = 3."""
    for number in (-18, 18):
        found = verdicts("(a/b)^2", {"a": 3.0, "b": -1.0}, f"w1 = 3; w1_bar = 6; b_bar = {number}").split()
        assert found[0] == WRONG and found[2] != WRONG


def test_at_a_kink_another_slope_may_be_chosen():
    (one,) = judge_table(Run(parse("abs(x)*3"), {"x": 0.0}), table("x_bar = 3")).judged
    assert one.verdict == EXACT and "kink" in one.said()
    assert verdicts("abs(x)*3", {"x": 0.0}, "x_bar = 4") == WRONG
    assert verdicts("max(x, y)*2", {"x": 1.0, "y": 1.0}, "x_bar = 2; y_bar = 0") == f"{EXACT} {EXACT}"
