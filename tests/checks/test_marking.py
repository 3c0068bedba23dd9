"""Marking: what is asked for, and what an answer gets for it."""

from __future__ import annotations

from typing import Any

import pytest

from adtrace.checks.marking import TWICE, by_form, expected_of, mark_all, names_of, usual
from adtrace.checks.register import Register
from adtrace.checks.worked.answer import judged_text
from adtrace.errors import AdtraceError
from adtrace.lang.parser import parse
from adtrace.records.marks import ANSWERS, MISSING, NAMES, Answer, Marking
from adtrace.records.worked import ADJOINT, CARRIED, EXACT, ROUNDING, TANGENT, VALUE, WRONG
from adtrace.sweeps.run import Run

FIVE = ("w1 = x; w2 = a; w3 = -w1*w2; w4 = 1 + exp(w3); w5 = 1/w4", {"x": 2.0, "a": 1.0})
GRIEWANK = (
    "v1 = x1/x2; v2 = sin(v1); v3 = exp(x2); v4 = v1 - v3; v5 = v2 + v4; v6 = v5*v4", {"x1": 1.5, "x2": 0.5}
)
RIGHT = "w3 = -2\nw4 = 1.1353\nw5 = 0.8808\nw4_bar = -0.7758\nw3_bar = -0.1050\nx_bar = 0.1050\n"
SIGN_LOST = "w3 = -2\nw4 = 1.1353\nw5 = 0.8808\nw4_bar = 0.7758\nw3_bar = 0.1050\nx_bar = -0.1050\n"


def run_of(program: tuple[str, dict[str, Any]]) -> Run:
    import numpy as np

    given = {name: np.array(value) if isinstance(value, list) else value for name, value in program[1].items()}
    return Run(parse(program[0]), given)


def marking_of(
    program: tuple[str, dict[str, Any]], texts: list[str], names: str = "", seeds: Any = (), carried: float = 1.0,
    **points: float,
) -> Marking:
    run = run_of(program)
    register = Register(run, seeded=bool(seeds))
    answers = [Answer(f"s{place}", "", judged_text(run, text, ".txt", seeds)) for place, text in enumerate(texts)]
    wanted = [key for name in names.split() for key in register.named(name)] if names else usual(register, answers)
    return mark_all(register, answers, expected_of(register, wanted, points), NAMES if names else ANSWERS, carried)


def outcomes(marking: Marking, place: int = 0) -> dict[str, str]:
    return {mark.expected.name: mark.outcome for mark in marking.answers[place].marks}


def test_griewank_and_walther_rounded_line_by_line_gets_every_point():
    text = "v1 = 3.0000\nv2 = 0.1411\nv3 = 1.6487\nv4 = 1.3513\nv5 = 1.4924\nv6 = 2.0167\n"
    marking = marking_of(GRIEWANK, [text])
    assert marking.answers[0].score == marking.out_of == 6
    assert outcomes(marking)["v6"] == ROUNDING and outcomes(marking)["v1"] == EXACT


def test_a_wrong_line_costs_one_point_and_what_follows_none():
    marking = marking_of(FIVE, [RIGHT, SIGN_LOST])
    assert [one.score for one in marking.answers] == [6, 5] and marking.mean == 5.5
    assert outcomes(marking, 1) == {
        "w3": EXACT, "w4": ROUNDING, "w5": ROUNDING, "w4_bar": WRONG, "w3_bar": CARRIED, "x_bar": CARRIED,
    }
    assert {one.name: marking.failing(one) for one in marking.expected}["w4_bar"] == 1


def test_a_carried_number_may_get_a_share():
    marking = marking_of(FIVE, [SIGN_LOST], carried=0.5)
    assert marking.answers[0].score == 3 + 2*0.5


def test_points_weigh():
    marking = marking_of(FIVE, [SIGN_LOST], w4_bar=3.0, values=2.0)
    assert marking.out_of == 3*2 + 3 + 2 and marking.answers[0].score == 3*2 + 2
    with pytest.raises(AdtraceError, match="a_bar is not asked for"):
        marking_of(FIVE, [SIGN_LOST], a_bar=2.0)


def test_what_half_of_the_answers_give_is_asked_for():
    marking = marking_of(FIVE, [RIGHT, RIGHT + "v3 = 0.1353\n", "w3 = -2\nw4 = 1.1353\nw5 = 0.88\n", "w3 = -2\n"])
    assert set(outcomes(marking)) == {"w3", "w4", "w5", "w4_bar", "w3_bar", "x_bar"}
    assert marking.uncounted == ("v3",)
    assert marking.answers[1].score == marking.out_of == 6
    assert marking.answers[3].missing == ("w4", "w5", "w4_bar", "w3_bar", "x_bar") and marking.answers[3].score == 1


def test_marks_by_names_do_not_depend_on_other_answers():
    alone = marking_of(FIVE, [SIGN_LOST], "values adjoints")
    among = marking_of(FIVE, [SIGN_LOST, RIGHT, "w3 = 1\n"], "values adjoints")
    assert alone.answers[0] == among.answers[0]._replace(answer=alone.answers[0].answer)._replace(
        marks=tuple(
            mine._replace(judged=its.judged)
            for mine, its in zip(among.answers[0].marks, alone.answers[0].marks, strict=True)
        )
    )
    assert outcomes(alone)["a_bar"] == MISSING


def test_groups_are_the_numbers_of_a_kind():
    register = Register(run_of(FIVE))
    steps = ["v1", "w3", "v3", "w4", "w5"]
    assert [register.name(key) for key in register.named("values")] == steps
    assert [register.name(key) for key in register.named("tangents")] == [f"d{name}" for name in ["x", "a", *steps]]
    adjoints = [f"{name}_bar" for name in reversed(["x", "a", *steps])]
    assert [register.name(key) for key in register.named("adjoints")] == adjoints
    assert {register.named(name)[0].kind for name in ("w3", "dw3", "w3_bar")} == {VALUE, TANGENT, ADJOINT}


def test_an_alias_is_the_node_that_it_names():
    """w1 = x is no step of its own: who writes w1_bar has answered x_bar."""
    marking = marking_of(FIVE, ["w1_bar = 0.1050\n"], "x_bar")
    assert outcomes(marking) == {"x_bar": ROUNDING}


def test_a_name_that_is_none_is_refused_with_the_nearest():
    with pytest.raises(AdtraceError, match="the exercise has no w3_bra") as error:
        Register(run_of(FIVE)).named("w3_bra")
    assert error.value.hint == "did you mean w3_bar?"


def test_of_two_numbers_for_the_same_the_worst_counts():
    texts = ["w3 = -3\nw3 = -2\n", "w3 = -2\nw3 = -3\n", "w3 = -2\nw3 = -2\n", "x_bar = -0.105\nw1_bar = 0.105\n"]
    marking = marking_of(FIVE, texts, "w3 x_bar")
    marks = [one.marks[0] for one in marking.answers]
    assert [mark.outcome for mark in marks] == [WRONG, WRONG, EXACT, MISSING]
    assert [mark.remark for mark in marks[:3]] == [TWICE, TWICE, ""]
    hedged = marking.answers[3].marks[1]
    assert (hedged.outcome, hedged.score, hedged.remark) == (WRONG, 0, TWICE)


def test_two_numbers_on_one_line_are_both_given():
    texts = ["x_bar = -0.105 = 0.105\n", "x_bar = 0.105 = -0.105\n",
             "x_bar = 0.10499 = 0.105\n", "w3 = -w1*w2 = -2*1 = -2\n"]
    marking = marking_of(FIVE, texts, "w3 x_bar")
    assert [one.score for one in marking.answers] == [0, 0, 1, 1]


def test_a_formula_beside_its_number_is_no_second_answer():
    marking = marking_of(FIVE, ["w3 = -w1*w2\nw3 = -2\n"], "w3")
    mark = marking.answers[0].marks[0]
    assert (mark.outcome, mark.score, mark.remark) == (EXACT, 1, "")


LAYER = ("z = W @ x; h = z*z; sum(h)", {"W": [[1.0, 2.0], [3.0, 4.0]], "x": [1.0, 2.0]})
ELEMENTS = "z[0] = 5\nz[1] = 11\n"


@pytest.mark.parametrize(
    ("text", "outcome", "remark"),
    [
        (ELEMENTS + "z[1] = 12\n", WRONG, TWICE), (ELEMENTS + "z[1] = 11\n", EXACT, ""),
        ("z = [5, 11]\nz[0] = 6\n", WRONG, TWICE), ("z = [5, 11]\nz[0] = 5\n", EXACT, ""),
    ],
)
def test_an_element_that_is_given_twice(text, outcome, remark):
    mark = marking_of(LAYER, [text], "z").answers[0].marks[0]
    assert (mark.outcome, mark.remark) == (outcome, remark)


@pytest.mark.parametrize(
    ("text", "outcome", "score"),
    [
        ("z = [5, 11]\n", EXACT, 1), (ELEMENTS, EXACT, 1), ("z = [5, 10]\n", WRONG, 0), ("z[0] = 5\nz[1] = 10\n", WRONG, 0),
        ("z[0] = 5\n", MISSING, 0), ("h = [25, 121]\n", MISSING, 0),
    ],
)
def test_an_array_may_be_given_as_a_whole_or_by_its_elements(text, outcome, score):
    mark = marking_of(LAYER, [text], "z").answers[0].marks[0]
    assert (mark.outcome, mark.score) == (outcome, score)


def test_a_part_of_an_array_says_how_much_there_is():
    assert marking_of(LAYER, ["z[0] = 5\n"], "z").answers[0].marks[0].remark == "1 of 2 elements"


def test_elements_are_asked_for_where_nobody_gives_the_whole():
    assert list(outcomes(marking_of(LAYER, [ELEMENTS]))) == ["z[0]", "z[1]"]
    assert list(outcomes(marking_of(LAYER, [ELEMENTS, "z = [5, 11]\n"]))) == ["z"]


def test_a_form_says_what_is_asked_for():
    register = Register(run_of(FIVE))
    form = "name,answer\r\nw3,\r\ndw3,\r\nw3_bar,\r\nx_bar from v1,\r\ndv3/dw3,\r\n"
    names = [register.name(key) for key in by_form(register, form, "form.csv")]
    assert names == ["w3", "dw3", "w3_bar", "x_bar from v1", "dv3/dw3"]
    with pytest.raises(AdtraceError, match=r"form\.csv asks for w33, which the exercise does not have"):
        by_form(register, "name,answer\nw33,\n", "form.csv")
    with pytest.raises(AdtraceError, match="asks for nothing"):
        by_form(register, "name,answer\n", "form.csv")


def test_several_sweeps_are_numbers_of_their_own():
    program = ("w1 = x1*x2; w1 + sin(x1)", {"x1": 2.0, "x2": 3.0})
    marking = marking_of(program, ["dw1/dx1 = 3\ndw1/dx2 = 2\n", "dw1/dx1 = 3\ndw1/dx2 = 3\n"])
    assert list(outcomes(marking)) == ["dw1 (x1)", "dw1 (x2)"]
    assert [one.score for one in marking.answers] == [2, 1]
    seeded = marking_of(program, ["dw1 = 2\n"], "dw1", seeds=[{"x2": 1.0}])
    assert outcomes(seeded) == {"dw1": EXACT}


def test_answers_go_by_their_files():
    assert names_of(["a/ada.csv", "b/ben.tar.csv", "a/bob.csv", "b/bob.csv"]) == [
        "ada", "ben.tar", "a/bob.csv", "b/bob.csv",
    ]
    with pytest.raises(AdtraceError, match="given twice"):
        names_of(["a.csv", "a.csv"])
