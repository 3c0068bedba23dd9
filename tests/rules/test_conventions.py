"""The profiles of frameworks, each held against the framework itself where it is installed."""

import warnings

import numpy as np
import pytest
from rules.peers import PEERS

import adtrace
from adtrace.rules import conventions, table
from adtrace.rules.conventions import frameworks, profiles

POINTS = [
    ("abs", "abs(a)", 0.0), ("relu", "relu(a)", 0.0), ("leaky_relu", "leaky_relu(a, 0.25)", 0.0),
    ("elu", "elu(a, 2)", 0.0), ("selu", "selu(a)", 0.0), ("hard_tanh", "hard_tanh(a)", 1.0),
    ("hard_tanh", "hard_tanh(a)", -1.0),
    *[(row, f"{word}(a, b)", *point) for row, word in (("maximum", "max"), ("minimum", "min"))
      for point in ((1.0, 1.0), (0.0, 0.0), (-2.0, -2.0))],
    *[(row, f"{word}(a, b, c)", *point) for row, word in (("maximum", "max"), ("minimum", "min"))
      for point in ((1.0, 1.0, 1.0), (1.0, 1.0, 0.0), (0.0, 1.0, 1.0), (1.0, 0.0, 1.0), (0.0, 1.0, 0.0))],
    *[("clip", "clip(a, b, c)", *point) for point in (
        (0.0, 0.0, 1.0), (1.0, 0.0, 1.0), (1.0, 1.0, 1.0), (0.0, 1.0, 1.0), (0.5, 0.0, 1.0), (2.0, 0.0, 1.0))],
    *[(word, f"{word}(a)", point) for word in ("max", "min") for point in (
        [1.0, 1.0, 0.0], [1.0, 1.0, 1.0], [2.0, 2.0, 3.0])],
    ("max_pool2d", "sum(max_pool2d(a))", [[[1.0, 1.0, 2.0, 3.0], [1.0, 0.0, 3.0, 3.0]]]),
    ("max_pool2d", "sum(max_pool2d(a))", [[[0.0, 1.0], [1.0, 0.0]], [[4.0, 4.0], [4.0, 4.0]]]),
    ("std", "std(a)", [2.0, 2.0, 2.0]), ("norm1", "norm1(a)", [0.0, 2.0, -1.0]), ("norm2", "norm2(a)", [0.0, 0.0]),
    ("hypot", "hypot(a, b)", 0.0, 0.0), ("atan2", "atan2(a, b)", 0.0, 0.0), ("power", "a^b", 0.0, 0.0),
    ("power", "a^b", 0.0, 2.0), ("power", "a^b", 0.0, 1.0), ("xlogy", "xlogy(a, b)", 0.0, 2.0),
]


def gradient(text, point, at_kink):
    found = adtrace.reverse(text, dict(zip("abc", point, strict=False)), at_kink=at_kink).gradient
    return [np.asarray(one) for one in found.values()]


def equal(a, b):
    return np.array_equal(np.nan_to_num(a, nan=7.0), np.nan_to_num(b, nan=7.0))


@pytest.fixture(scope="module", params=sorted(PEERS))
def peer(request):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return request.param, *PEERS[request.param]()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("case", POINTS, ids=lambda case: " ".join(map(str, case[1:])))
def test_a_framework_takes_what_its_profile_says(peer, case):
    name, installed, functions, measure = peer
    row, text, *point = case
    profile = next((one for one in profiles(name) if installed.startswith(one.version)), profiles(name)[0])
    if row not in functions:
        assert row not in profile.taken
        pytest.skip(f"{name} has no {row}")
    said = gradient(text, point, f"{name}-{profile.version}")
    taken = measure(functions[row], point)
    for ours, theirs in zip(said, taken, strict=False):
        assert equal(ours, theirs), (
            f"{name} {installed} takes {theirs.tolist()} for {text} at {point}; the profile of {name} {profile.version} "
            f"says {ours.tolist()}: if the framework has changed, add a version to adtrace/rules/conventions/{name}.py"
        )


def test_every_framework_has_a_test():
    assert list(frameworks()) == sorted(PEERS)


def test_every_kink_is_tested():
    kinked = {row.name for row in table.operators() if row.kink is not None}
    named = {row for name in frameworks() for profile in profiles(name) for row in profile.taken}
    assert kinked <= named <= {row for row, *_ in POINTS} <= {row.name for row in table.operators()}


@pytest.mark.parametrize("row", [row for row in table.operators() if row.kink is not None], ids=lambda row: row.name)
def test_every_kink_has_one_sided_slopes(row):
    assert row.toward is not None
    assert (row.weighted is not None) == (row.kind == "general")


def test_a_profile_goes_by_its_name_or_by_its_version():
    assert conventions.by_name("torch") is conventions.by_name("torch-2.13") is profiles("torch")[0]
    with pytest.raises(adtrace.AdtraceError, match=r"torch 1\.0") as error:
        conventions.by_name("torch-1.0")
    assert error.value.hint == "known: torch-2.13"
    with pytest.raises(adtrace.AdtraceError, match="no convention jx") as error:
        conventions.by_name("jx")
    assert error.value.hint == "did you mean jax?"


@pytest.mark.parametrize(("text", "at_kink", "slope"), [
    ("abs(x)", "jax", 1.0), ("abs(x)", "torch", 0.0), ("leaky_relu(x)", "jax", 1.0), ("leaky_relu(x)", "torch", 0.01),
    ("max(x, 0)", "tensorflow", 1.0), ("max(0, x)", "tensorflow", 0.0), ("max(x, 0)", "torch", 0.5),
    ("clip(x, 0, 1)", "torch", 1.0), ("clip(x, 0, 1)", "jax", 0.5), ("clip(x, 0, 1)", "autograd", 0.0),
    ("selu(x)", "tensorflow", 1.0507009873554805), ("selu(x)", "torch", 1.7580993408473766),
])
def test_the_table_of_conventions(text, at_kink, slope):
    trace = adtrace.reverse(text, {"x": 0}, at_kink=at_kink)
    assert trace.gradient == {"x": slope}
    assert trace.gradient["x"] == adtrace.forward(text, {"x": 0}, at_kink=at_kink).tangent
    (warning,) = trace.warnings
    assert f"({profiles(at_kink)[0].title})" in warning.message
    assert warning.interval[0] <= slope <= warning.interval[1] or slope in warning.interval
    assert trace.notes == (f"kinks as in {profiles(at_kink)[0].title}",)


def test_a_function_that_a_framework_lacks_takes_the_least_norm_and_says_so():
    trace = adtrace.reverse("relu(x)", {"x": 0}, at_kink="autograd")
    assert trace.gradient == {"x": 0.0}
    assert "0 was taken (autograd 1.9.1 has none, so by least norm)" in trace.warnings[0].message


def test_an_edge_that_is_no_kink_is_marked():
    trace = adtrace.reverse("x^n", {"x": 0, "n": 0}, at_kink="tensorflow")
    assert np.isnan(trace.gradient["x"])
    assert trace.gradient["n"] == 0
    found = [warning.message for warning in trace.warnings if warning.code == "kink"]
    assert found == ["y = x^n is at an edge at x = 0, n = 0: [nan, 0] were taken (tensorflow 2.21) for its slopes"]


@pytest.mark.parametrize(("text", "slopes"), [
    ("abs(x)", (0, 0, 1, 0, 0, -1, 1)), ("max(x, 0)", (0.5, 0.5, 0.5, 1, 0.5, 0, 1)),
    ("max(0, x)", (0.5, 0.5, 0.5, 0, 0.5, 0, 1)), ("clip(x, 0, 1)", (0, 1, 0.5, 1, 0, 0, 1)),
    ("leaky_relu(x)", (0.01, 0.01, 1, 0.01, 0.01, 0.01, 1)), ("hard_tanh(x + 1)", (0, 0, 1, 1, 0, 1, 0)),
])
def test_one_expression_under_every_convention(text, slopes):
    """The table of the README."""
    columns = ("least-norm", "torch", "jax", "tensorflow", "autograd", "left", "right")
    assert tuple(adtrace.reverse(text, {"x": 0}, at_kink=name).gradient["x"] for name in columns) == slopes
