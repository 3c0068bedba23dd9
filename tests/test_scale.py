"""Depth, width and sharing: no recursion over a user's text, and no more than linear work."""

import gc
from time import process_time

import pytest

import adtrace

LARGE = 100_000


@pytest.mark.parametrize(
    ("text", "value", "slope"),
    [
        ("(" * LARGE + "x" + ")" * LARGE, 0.5, 1.0),
        ("-" * LARGE + "x", 0.5, 1.0),
        ("x" + "+x" * (LARGE // 2), 0.5 * (LARGE // 2 + 1), LARGE // 2 + 1),
    ],
    ids=["nested brackets", "signs", "a wide sum"],
)
def test_deep_and_wide(text, value, slope):
    trace = adtrace.reverse(text, {"x": 0.5})
    assert trace.value == pytest.approx(value)
    assert trace.gradient["x"] == pytest.approx(slope)


def test_nested_calls():
    depth = LARGE
    trace = adtrace.evaluate("sin(" * depth + "x" + ")" * depth, {"x": 0.5})
    # sin iterated n times tends to sqrt(3/n) (de Bruijn, Asymptotic Methods in Analysis, 8.6).
    assert trace.value == pytest.approx((3 / depth) ** 0.5, rel=1e-3)
    assert len(trace.steps) == depth + 1


def test_sixty_doublings_stay_linear():
    lines = ["t0 = x", *(f"t{k} = t{k - 1} + t{k - 1}" for k in range(1, 61))]
    trace = adtrace.reverse("\n".join(lines), {"x": 1.5})
    assert trace.value == 1.5 * 2**60
    assert trace.gradient == {"x": 2.0**60}
    assert len(trace.steps) == 61


def test_a_chain_of_statements():
    count = 20_000
    lines = ["a0 = x", *(f"a{k} = a{k - 1}*1.0001" for k in range(1, count))]
    trace = adtrace.reverse(";".join(lines), {"x": 1.0})
    assert trace.gradient["x"] == pytest.approx(1.0001 ** (count - 1))


@pytest.fixture
def uncollected():
    """Without the garbage collector, whose passes over everything that the suite has made are not the program's work."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("uncollected")
@pytest.mark.parametrize("unit", ["+x*2", "+sin(x)", "+x[0]"])
def test_time_is_linear_in_the_length(unit):
    """Eight times the text takes less than half of the 64 times that quadratic work would take."""
    at = {"x": [0.5, 1.0]} if "[" in unit else {"x": 0.5}
    start = "0" if "[" in unit else "x"

    def spent(count):
        begin = process_time()
        adtrace.reverse(start + unit * count, at)
        return process_time() - begin

    spent(100)
    short = min(spent(1000) for _ in range(3))
    assert min(spent(8000) for _ in range(2)) < 32 * short
