"""What cannot be traced: one message at the line of Python, with the remedy, and never anything but an AdtraceError."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import refused

import adtrace
from adtrace import AdtraceError

LINES = Path(refused.__file__).read_text(encoding="utf-8").splitlines()
MESSAGES = {
    "condition": ("the condition depends on the inputs", "np.where"), "number": ("a traced value has no number", "float(...)"),
    "whole": ("a traced value stands where a whole number is needed", "x: int"), "item": ("a traced value has no number", ".item()"),
    "mathematics": ("math.exp cannot be traced", "np.exp in place of math.exp"),
    "arctangent": ("math.atan2 cannot be traced", "np.arctan2"), "filled": ("ValueError: setting an array element", "np.zeros_like(x)"),
    "ordered": ("np.sort cannot be traced", "order"), "listed": ("interp cannot be traced", ""), "unheard": ("np.jv cannot be traced", ""),
    "library": ("scipy.linalg.solve cannot be traced", "np.linalg"),
    "strange": ("a traced value has no .attribute", ""), "raising": ("KeyError: 'key'", "traced"),
    "inner": ("ValueError: no such thing", "traced"), "helper": ("ValueError: no such thing", "traced"),
    "shapes": ("the shapes 2×3 and scalar do not fit", ""), "mask": ("a mask that depends on the inputs", "np.where"),
    "shared": ("the result of np.broadcast_to is read-only", "copy"),
    "beyond": ("out of bounds", "shape"), "texts": ("str stands where numbers are expected", ""),
    "iterated": ("a single number cannot be iterated over", ""), "out_parameter": ("out=", "returned"),
    "keyword": ("np.sum is not traced with where=", ""), "member": ("the condition depends on the inputs", ""),
    "counted": ("a traced value stands where a whole number is needed", "x: int"), "leaving": ("SystemExit: 4", ""),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_message_line_and_remedy(name: str) -> None:
    function = getattr(refused, "inner" if name == "helper" else name)
    with pytest.raises(AdtraceError) as raised:
        adtrace.trace(getattr(refused, name), x=1.0)
    error, (message, hint) = raised.value, MESSAGES[name]
    assert message in error.message
    assert hint in error.hint
    first = function.__code__.co_firstlineno
    wanted = next(number for number in range(first, len(LINES) + 1) if LINES[number - 1].endswith("# LINE"))
    assert (error.where, error.first) == ("refused.py", wanted)
    assert error.source == LINES[wanted - 1].strip()
    assert error.span is not None
    assert 0 <= error.span[0] < error.span[1] <= len(error.source)


@pytest.mark.parametrize(("name", "message"), [("never", "never returns None"), ("worded", "worded returns a value of type str")])
def test_what_is_returned(name: str, message: str) -> None:
    with pytest.raises(AdtraceError, match=message):
        adtrace.trace(getattr(refused, name), x=1.0)


def test_attributes_can_be_asked_for() -> None:
    assert adtrace.evaluate(adtrace.trace(lambda x: x if not hasattr(x, "detach") else 0*x, x=2)).value == 2.0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [({"x": "text"}, "TypeError"), ({"x": [[1, 2], [3]]}, "x is no number"), ({"x": np.zeros((0, 2))}, "no elements")],
)
def test_values_that_are_none(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(AdtraceError, match=message):
        adtrace.trace(lambda x: np.sum(x), **arguments)


def test_what_is_no_python_function() -> None:
    with pytest.raises(AdtraceError):
        adtrace.trace(3, x=1)  # type: ignore[arg-type]
    with pytest.raises(AdtraceError):
        adtrace.trace(print, x=1)


def test_values_of_another_run() -> None:
    kept = []
    adtrace.trace(lambda x: kept.append(x) or x, x=1)
    with pytest.raises(AdtraceError, match="another trace"):
        adtrace.trace(lambda x: x + kept[0], x=1)


def test_numpy_is_restored_after_an_error() -> None:
    before = np.array
    with pytest.raises(AdtraceError):
        adtrace.trace(refused.condition, x=1)
    assert np.array is before


def test_functions_without_inputs_or_lines() -> None:
    with pytest.raises(AdtraceError, match=r"has no input but \*x"):
        adtrace.trace(lambda *x: sum(x))
    with pytest.raises(AdtraceError, match="sin is no Python function"):
        adtrace.trace(np.sin, x=1)
