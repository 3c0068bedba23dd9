"""Values for names: every form of --at, and values given in Python."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import adtrace
from adtrace.errors import AdtraceError
from adtrace.graph.build import constant
from adtrace.lang.points import as_values, entries, read_points


def read(*texts: str) -> dict[str, Any]:
    return read_points(texts, constant)


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """Arrays as nested lists, so that they compare."""
    return {name: value.tolist() if hasattr(value, "shape") else value for name, value in values.items()}


def message_of(*texts: str) -> AdtraceError:
    with pytest.raises(AdtraceError) as caught:
        read(*texts)
    assert caught.value.exit_code == 2
    return caught.value


@pytest.mark.parametrize(("texts", "values"), [
    (["x=2"], {"x": 2.0}),
    (["x=2,a=1"], {"x": 2.0, "a": 1.0}),
    ([" x = 2 , a = 1 "], {"x": 2.0, "a": 1.0}),
    (["x=2", "a=1"], {"x": 2.0, "a": 1.0}),
    (["a=1,x=2"], {"a": 1.0, "x": 2.0}),
    (["x=-1"], {"x": -1.0}),
    (["x=pi/2,y=1/3"], {"x": math.pi/2, "y": 1/3}),
    (["x=2^-1,y=-2**2"], {"x": 0.5, "y": -4.0}),
    (["x=sqrt(2),y=max(1,2)"], {"x": math.sqrt(2), "y": 2.0}),
    (["x=e"], {"x": math.e}),
    (["x=inf,y=-inf"], {"x": math.inf, "y": -math.inf}),
    (["x=1e-3,y=.5,z=5."], {"x": 0.001, "y": 0.5, "z": 5.0}),
    (["W=[[1,2],[3,4]]"], {"W": [[1.0, 2.0], [3.0, 4.0]]}),
    (["W=[[1,2],[3,4]],b=[1/2,-1],c=3"], {"W": [[1.0, 2.0], [3.0, 4.0]], "b": [0.5, -1.0], "c": 3.0}),
    (["x=(1+2)*3,y=clip(5,0,1)"], {"x": 9.0, "y": 1.0}),
    (["x=[1,2,3][1],y=1"], {"x": 2.0, "y": 1.0}),
    (["x=1==1,y=2<1"], {"x": 1.0, "y": 0.0}),
    (["x=sum([1,2],axis=0),y=1"], {"x": 3.0, "y": 1.0}),
    (["x'=1,é=2,α=3"], {"x'": 1.0, "é": 2.0, "α": 3.0}),
    (["x=2·3,y=−1"], {"x": 6.0, "y": -1.0}),
    (["x=broadcast(0, shape=[2, 3])"], {"x": [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]}),
    (["x=\n2,\ny=3"], {"x": 2.0, "y": 3.0}),
    ([], {}),
])
def test_forms(texts: list[str], values: dict[str, Any]) -> None:
    found = plain(read(*texts))
    assert found == values
    assert list(found) == list(values)


def test_nan_is_a_value() -> None:
    assert math.isnan(read("x=nan")["x"])


def test_the_kinds_of_values() -> None:
    values = read("x=2,v=[1,2]")
    assert type(values["x"]) is float
    assert isinstance(values["v"], np.ndarray)
    assert values["v"].dtype == np.float64


@given(st.dictionaries(st.from_regex(r"[a-z][a-z0-9_]{0,5}", fullmatch=True), st.floats(allow_nan=False), min_size=1, max_size=5))
def test_numbers_come_back_exactly(point: dict[str, float]) -> None:
    text = ",".join(f"{name}={value!r}" for name, value in point.items())
    found = read(text)
    assert found == point
    assert [math.copysign(1, found[name]) for name in point] == [math.copysign(1, value) for value in point.values()]


@pytest.mark.parametrize(("texts", "message", "hint"), [
    (["x=1,x=2"], "x given more than once with --at", "give each name one value"),
    (["x=1,y=2", "y=3", "x=1"], "y, x given more than once with --at", "give each name one value"),
    ([""], "--at is empty", "write --at x=2,a=1"),
    (["x=1,"], "--at ends with a comma", "write --at x=2,a=1"),
    (["2"], "--at takes name=value", "write --at x=2,a=1"),
    (["x"], "--at takes name=value", "write --at x=2,a=1"),
    (["=2"], "--at takes name=value", "a name stands before ="),
    (["x=1;y=2"], "only the last statement may stand without a name", "write name = expression"),
    (["x=(y=2)"], "= assigns, and only at the start of a statement", "compare with =="),
    (["x==1"], "--at takes name=value", "write --at x=2,a=1"),
    (["2x=1"], "--at takes name=value", "write --at x=2,a=1"),
    (["x="], "no value after x=", "write x=1"),
    (["x=,y=1"], "no value after x=", "write x=1"),
    (["x=y"], "y is not a constant", "write numbers, pi, e, inf or nan"),
    (["x=1,y=x+1"], "x is not a constant", "write numbers, pi, e, inf or nan"),
    (["x=2a"], "an operator is missing between two values", "write 2*a"),
    (["x=[1,2"], "[ is never closed", "a ] is missing"),
    (["x=[[1,2],[3]]"], "an array needs operands of one shape, not 2 and 1", "[1,2] has shape 2; [3] has shape 1"),
    (["x=1,2"], "unexpected ,", "a decimal sign is a point, a list is [a, b], and statements end with ; or a new line"),
    (["x=foo(1)"], "unknown function foo", ""),
    (["x=__import__('os')"], "unexpected '", "a prime stands at the end of a name"),
    (["x=1e400"], "this number is larger than float64 can hold", "the largest is about 1.8e308; inf is infinity"),
    (["x=0x10"], "0x10 is not a number", "numbers are written 1, 2.5, .5 or 1e-3"),
    (["ｘ=1"], "the name ｘ (U+FF58) has a look-alike", "write x (U+0078)"),
    (["x=@values.txt"], "cannot read values from values.txt", "values come from .npy, .csv and .json files"),
    (["x=@missing.npy"], "cannot read missing.npy: no such file or directory", "check the name"),
    (["@missing.json"], "cannot read missing.json: no such file or directory", "check the name"),
    (["@point.csv"], "cannot read a point from point.csv", 'a point is a .json file such as {"x": 2, "W": [[1, 2], [3, 4]]}'),
])
def test_messages(texts: list[str], message: str, hint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    error = message_of(*texts)
    assert error.message == message
    assert error.hint == hint or not hint


@pytest.mark.parametrize(("text", "source", "where", "marked"), [
    ("x=1,y=2a", "2a", "--at y", "2a"),
    ("a=1,b=(2", "(2", "--at b", "("),
    ("a=1,2=b", "1,2=b", "--at a", ","),
    ("2=b", "2=b", "--at", "2=b"),
    ("a=1,b=", "a=1,b=", "--at", "b="),
    ("a=1,ｘ=2", "a=1,ｘ=2", "--at", "ｘ"),
])
def test_errors_point_into_the_option(text: str, source: str, where: str, marked: str) -> None:
    error = message_of(text)
    assert (error.source, error.where) == (source, where)
    assert error.span is not None
    assert source[slice(*error.span)] == marked


def test_the_option_goes_by_its_own_name() -> None:
    with pytest.raises(AdtraceError, match="x given more than once with --seed"):
        read_points(["x=1,x=2"], constant, "--seed")
    with pytest.raises(AdtraceError, match="--seed takes name=value"):
        list(entries("1", "--seed"))


# Files

def test_arrays_from_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    np.save("b.npy", np.arange(3))
    Path("W.csv").write_text("1, 2\n3, 4.5e1\n")
    Path("c.json").write_text("[[1, 2], [3, 4]]")
    found = plain(read("b=@b.npy,W=@W.csv", "c= @ c.json,x=2"))
    assert found == {"b": [0.0, 1.0, 2.0], "W": [[1.0, 2.0], [3.0, 45.0]], "c": [[1.0, 2.0], [3.0, 4.0]], "x": 2.0}


def test_a_point_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("point.json").write_text(json.dumps({"x": 2, "W": [[1, 2], [3, 4]], "n": "nan", "v": [1, "-inf"]}))
    found = plain(read("@point.json", "a=1"))
    assert math.isnan(found.pop("n"))
    assert found == {"x": 2.0, "W": [[1.0, 2.0], [3.0, 4.0]], "v": [1.0, -math.inf], "a": 1.0}
    assert message_of("@point.json", "x=3").message == "x given more than once with --at"


# Values given in Python

@pytest.mark.parametrize(("value", "expected"), [
    (2, 2.0), (2.5, 2.5), (np.float64(2), 2.0), (np.float32(0.5), 0.5), (np.int8(3), 3.0), (np.array(4), 4.0), ("pi/2", math.pi/2),
    ("[1, 2]", [1.0, 2.0]), ([1, 2], [1.0, 2.0]), ((1, 2), [1.0, 2.0]), ([[1], [2]], [[1.0], [2.0]]), (np.arange(2), [0.0, 1.0]),
    (np.eye(2, dtype=np.float32), [[1.0, 0.0], [0.0, 1.0]]), (-0.0, -0.0), (["inf", 1], [math.inf, 1.0]), (10**300, 1e300),
])
def test_python_values(value: Any, expected: Any) -> None:
    found = plain(as_values({"x": value}, constant))
    assert repr(found["x"]) == repr(expected)


@pytest.mark.parametrize("value", [
    None, True, b"1", {}, {"a": 1}, {1, 2}, [], [[]], [[1, 2], [3]], ["1", 2], [None], [True], 1j, [1j], object(), "y", "", "2x",
    np.array(["a"]), np.array([True]), np.zeros((1,)*9), 10**400, np.array([object()]), np.zeros((0, 3)), [1, [2]], "1e999",
])
def test_what_is_not_a_number_is_refused(value: Any) -> None:
    with pytest.raises(AdtraceError) as caught:
        as_values({"x": value}, constant)
    assert caught.value.message
    assert caught.value.exit_code in (2, 3)


@pytest.mark.parametrize("name", ["2x", "", "x y", "x-1", "sin(x)", 1, None, "x\n", "ｘ", "\u0301"])
def test_what_is_not_a_name_is_refused(name: Any) -> None:
    with pytest.raises(AdtraceError):
        as_values({name: 1}, constant)


def test_the_users_array_is_not_changed() -> None:
    mine = np.array([1.0, 2.0, 3.0])
    adtrace.reverse("sum(x^2)", {"x": mine})
    adtrace.forward("sum(x*x)", {"x": mine}, seed={"x": mine})
    assert mine.tolist() == [1.0, 2.0, 3.0]


# Missing, unused and extra names

def test_missing_names_are_all_named_at_once() -> None:
    with pytest.raises(AdtraceError) as caught:
        adtrace.evaluate("a*x + b*y + c", {"x": 1})
    assert caught.value.message == "no values for a, b, y, c"
    assert caught.value.hint == "give a value to each with --at x=1,a=...,b=...,y=...,c=..."


def test_a_value_that_is_not_used_is_no_error() -> None:
    trace = adtrace.reverse("x^2", {"x": 3, "z": 1})
    assert trace.gradient == {"x": 6.0}
    assert list(trace.inputs) == ["x"]


def test_a_constant_gives_way_to_a_value() -> None:
    assert adtrace.evaluate("e*x", {"x": 1}).value == math.e
    trace = adtrace.reverse("e*x", {"x": 1, "e": 5})
    assert trace.value == 5.0
    assert trace.gradient == {"x": 5.0, "e": 1.0}
