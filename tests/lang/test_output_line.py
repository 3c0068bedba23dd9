"""The last line `output a, b`: which values of a program are its outputs."""

from __future__ import annotations

import pytest

import adtrace
from adtrace.lang.parser import parse


def test_it_names_statements_in_its_own_order() -> None:
    found = adtrace.reverse("a = x*y\nb = x + y\n\noutput b, a  # both\n", {"x": 2, "y": 3})
    assert found.value == {"b": 5.0, "a": 6.0}
    assert found.gradient == {"b": {"x": 1.0, "y": 1.0}, "a": {"x": 3.0, "y": 2.0}}


def test_outputs_may_be_arrays_of_different_shapes_and_inputs() -> None:
    found = adtrace.evaluate("a = W @ v; output a, W, v", {"W": [[1, 2]], "v": [3, 4]})
    assert [found.value[name].shape for name in ("a", "W", "v")] == [(1,), (1, 2), (2,)]


def test_of_chooses_others() -> None:
    assert adtrace.evaluate("a = x; b = 2*x; c = 3*x; output a, b", {"x": 1}, of="c").value == 3.0


def test_the_word_is_a_name_elsewhere() -> None:
    assert adtrace.evaluate("output = 2*x; output + 1", {"x": 1}).value == 3.0
    assert list(parse("a = x; output a").outputs) == ["a"]


@pytest.mark.parametrize("text, message", [
    ("a = x; output b", "the program has no b"), ("a = x; output a, a", "an output twice"), ("a = x; output a,", "names"),
    ("a = x; output a b", "unexpected b"), ("a = x; output a; b = 2", "stands last"), ("a = x; output a; 3", "stands last"),
    ("a = 2*(output x)", "at the start"), ("output x", "nothing to compute"), ("a = x; output 3", "unexpected|no operator|expected|operator"),
])
def test_messages_say_where(text: str, message: str) -> None:
    with pytest.raises(adtrace.AdtraceError, match=message):
        adtrace.evaluate(text, {"x": 1})
