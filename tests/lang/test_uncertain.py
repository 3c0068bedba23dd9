"""Values with an uncertainty: what is read, and what is refused with a caret at the sign."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adtrace.errors import AdtraceError
from adtrace.graph.build import constant
from adtrace.lang.points import as_values, read_points
from adtrace.lang.uncertain import Uncertain, separated


def read(*texts):
    values, deviations = separated(read_points(texts, constant, with_uncertainty=True))
    return values, {name: getattr(each, "tolist", lambda each=each: each)() for name, each in deviations.items()}


@pytest.mark.parametrize(("text", "value", "deviation"), [
    ("x=2±0.1", 2.0, 0.1), ("x=2+-0.1", 2.0, 0.1), ("x = 2 ± 1/4", 2.0, 0.25), ("x=-2 ± 5%", -2.0, 0.1),
    ("x=1+1±2*0.25", 2.0, 0.5), ("x=2+-5 %", 2.0, 0.1), ("x=(2)±(1)", 2.0, 1.0), ("x=pi±0", 3.141592653589793, 0.0),
])
def test_a_number(text, value, deviation):
    values, deviations = read(text)
    assert values == {"x": value} and deviations == {"x": pytest.approx(deviation)}


@pytest.mark.parametrize(("text", "deviation"), [
    ("x=[1,-2]±0.1", [0.1, 0.1]), ("x=[1,-2]±10%", [0.1, 0.2]), ("x=[1±0.1,-2±0.2]", [0.1, 0.2]),
    ("x=[1,-2+-0.5]", [0.0, 0.5]), ("x=[1 ± 0.5, -2 ± 10%]", [0.5, 0.2]), ("x=[1,-2]±[0.3,0.4]", [0.3, 0.4]),
    ("x=[2-1±0.5,-(1+1)]", [0.5, 0.0]),
])
def test_an_array(text, deviation):
    values, deviations = read(text)
    assert values["x"].tolist() == [1, -2] and deviations["x"] == pytest.approx(deviation)


def test_a_matrix():
    values, deviations = read("W=[[1±0.1, 2], [3, 4±1%]],b=1±1")
    assert values["W"].tolist() == [[1, 2], [3, 4]] and values["b"] == 1
    assert deviations == {"W": [[0.1, 0], [0, 0.04]], "b": 1}


@pytest.mark.parametrize("text", ["x=2+ -0.1", "x=2 + (-0.1)", "x=[1,2]", "x=2 - 0.1", "x=+-2"])
def test_a_sum_is_no_uncertainty(text):
    assert read(text)[1] == {}


def test_a_file(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("1\n-2\n")
    assert read(f"x=@{path}±10%")[1] == {"x": [0.1, 0.2]}
    assert read(f"x=@{path}")[1] == {}
    signed = tmp_path / "2±1.csv"
    signed.write_text("5\n")
    values, deviations = read(f"x=@{signed}")
    assert values["x"].tolist() == [5] and deviations == {}
    with pytest.raises(AdtraceError, match="cannot read"):
        read(f"x=@{tmp_path}/none.csv±1")


def test_a_point_in_json(tmp_path):
    path = tmp_path / "point.json"
    path.write_text('{"x": {"value": [1, 2], "uncertainty": 0.1}, "a": {"value": 3, "uncertainty": 1}, "b": 4}')
    values, deviations = read(f"@{path}")
    assert (values["x"].tolist(), values["a"], values["b"]) == ([1, 2], 3, 4) and deviations == {"x": [0.1, 0.1], "a": 1}
    with pytest.raises(AdtraceError, match="not a number"):
        read_points([f"@{path}"], constant)
    path.write_text('{"x": {"value": 1, "uncertainty": -1}}')
    with pytest.raises(AdtraceError, match=r"x in .*: an uncertainty is a finite number"):
        read(f"@{path}")


REFUSED = [
    ("2±", "no uncertainty behind the sign", (1, 2)),
    ("[1, 2±%]", "no uncertainty behind the sign", (5, 6)),
    ("±1", "no value before the sign", (0, 1)),
    ("[±1]", "no value before the sign", (1, 2)),
    ("2±-1", "an uncertainty is a finite number that is not negative", (1, 4)),
    ("2±inf", "an uncertainty is a finite number that is not negative", (1, 5)),
    ("nan±1%", "an uncertainty is a finite number that is not negative", (3, 6)),
    ("2±0.1±3", "an uncertainty cannot stand here", (5, 6)),
    ("2*(1±2)", "an uncertainty cannot stand here", (4, 5)),
    ("sin(1+-2)", "an uncertainty cannot stand here", (5, 7)),
    ("[[1, 2]±1, [3, 4]]", "an uncertainty cannot stand here", (7, 8)),
    ("[1±1, 2]±1", "an uncertainty of the whole array, and one of an element", (8, 9)),
    ("[1, 2]±[1, 2, 3]", "the uncertainty has another shape than the value", (6, 16)),
    ("2±[1]", "the uncertainty has another shape than the value", (1, 5)),
    ("2±1y", "an operator is missing between two values", (2, 4)),
    ("2y±1", "an operator is missing between two values", (0, 2)),
    ("2±1%%", "unexpected %", (3, 4)),
    ("2±x", "x has no value", (2, 3)),
]


@pytest.mark.parametrize(("value", "message", "span"), REFUSED)
def test_what_is_refused(value, message, span):
    with pytest.raises(AdtraceError) as caught:
        read(f"x={value}")
    error = caught.value
    assert (error.source, error.where) == (value, "--at x")
    assert error.span == span
    assert error.message.startswith(message.split(" has no value")[0])


@pytest.mark.parametrize("text", ["x=2±0.1", "x=2+-0.1", "x=[1±1]"])
def test_where_it_is_of_no_use(text):
    for refuse in (
        lambda: read_points([text], constant), lambda: read_points([text], constant, "--seed"),
        lambda: as_values({"x": text[2:]}, constant),
    ):
        with pytest.raises(AdtraceError, match="an uncertainty is of no use here") as caught:
            refuse()
        assert "forward and reverse" in caught.value.hint and caught.value.span


@given(st.text(alphabet="12.±+-%[](),x@e \t", max_size=24))
def test_any_text_is_read_or_refused(text):
    try:
        found = read_points([f"x={text}"], constant, with_uncertainty=True)
    except AdtraceError as error:
        assert error.message
        return
    for value in found.values():
        if isinstance(value, Uncertain):
            assert getattr(value.value, "shape", ()) == getattr(value.deviation, "shape", ())


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_numbers_come_back(value, deviation):
    assert read(f"x={value!r}±{deviation!r}") == ({"x": value}, {"x": deviation})
