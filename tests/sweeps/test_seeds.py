"""What sweeps are seeded with: unit seeds, directions and cotangents, and how many sweeps that makes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import adtrace
from adtrace.errors import BAD_INPUT, AdtraceError
from adtrace.limits import LIMITS
from adtrace.records import Trace

AT = {"x": 2, "y": 3}


def sweeps(trace: Trace) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Label, seed and result of every sweep, arrays as lists."""
    def plain(numbers: Any) -> dict[str, Any]:
        return {name: np.asarray(value).tolist() for name, value in numbers.items()}

    return [(sweep.label, plain(sweep.seed), plain(sweep.result)) for sweep in trace.sweeps]


def test_forward_makes_one_sweep_for_each_input() -> None:
    assert sweeps(adtrace.forward("z = x*y", AT)) == [
        ("x", {"x": 1.0, "y": 0.0}, {"z": 3.0}),
        ("y", {"x": 0.0, "y": 1.0}, {"z": 2.0}),
    ]


def test_wrt_chooses_inputs() -> None:
    assert sweeps(adtrace.forward("z = x*y", AT, wrt="y")) == [("y", {"x": 0.0, "y": 1.0}, {"z": 2.0})]
    assert list(adtrace.reverse("z = x*y", AT, wrt="y").gradient) == ["y"]
    assert list(adtrace.reverse("z = x*y", AT, wrt=["y", "x"]).gradient) == ["x", "y"]


def test_a_direction_is_one_sweep() -> None:
    trace = adtrace.forward("z = x*y", AT, seed={"x": 1, "y": -2})
    assert sweeps(trace) == [("x=1, y=-2", {"x": 1.0, "y": -2.0}, {"z": -1.0})]
    assert trace.tangent == -1.0


def test_several_directions() -> None:
    trace = adtrace.forward("z = x*y", AT, seed=[{"x": 1}, {"y": "1/2"}])
    assert sweeps(trace) == [
        ("x=1", {"x": 1.0, "y": 0.0}, {"z": 3.0}),
        ("y=0.5", {"x": 0.0, "y": 0.5}, {"z": 1.0}),
    ]
    assert trace.tangent == {"x=1": 3.0, "y=0.5": 1.0}


def test_seeds_are_marked_in_the_steps() -> None:
    forward = adtrace.forward("z = x*y", AT, seed={"x": 1})
    assert [(step.name, step.tangent, step.seeded, step.path) for step in forward.steps] == [
        ("x", 1.0, True, True), ("y", 0.0, True, False), ("z", 3.0, False, True),
    ]
    reverse = adtrace.reverse("u = x*y; sin(u)", AT)
    assert [step.seeded for step in reverse.steps] == [False, False, False, True]
    assert reverse.steps[-1].adjoint == 1.0


def test_reverse_makes_one_sweep_for_each_output() -> None:
    trace = adtrace.reverse("[x*y, x + y]", AT)
    assert sweeps(trace) == [
        ("y1", {"y1": 1.0, "y2": 0.0}, {"x": 3.0, "y": 2.0}),
        ("y2", {"y1": 0.0, "y2": 1.0}, {"x": 1.0, "y": 1.0}),
    ]
    assert trace.gradient == {"y1": {"x": 3.0, "y": 2.0}, "y2": {"x": 1.0, "y": 1.0}}


def test_a_cotangent_is_one_sweep() -> None:
    trace = adtrace.reverse("[x*y, x + y]", AT, seed={"y1": 1, "y2": -2})
    assert sweeps(trace) == [("y1=1, y2=-2", {"y1": 1.0, "y2": -2.0}, {"x": 1.0, "y": 0.0})]
    assert trace.gradient == {"x": 1.0, "y": 0.0}


def test_the_seed_of_the_only_output_scales_its_gradient() -> None:
    assert adtrace.reverse("z = x*y", AT, seed={"z": 2}).gradient == {"x": 6.0, "y": 4.0}


def test_a_seed_of_an_output_that_another_uses() -> None:
    """The adjoint begins with the seed, and what arrives is added."""
    trace = adtrace.reverse("a = 2*x; b = a*x; b", {"x": 3}, of=["a", "b"], seed={"a": 1, "b": 1})
    step = next(step for step in trace.steps if step.name == "a")
    assert (step.adjoint, step.rule) == (4.0, "1 + b_bar*x")
    assert [increment.total for increment in step.increments] == [4.0]
    assert trace.gradient == {"x": 14.0}


@pytest.mark.parametrize(("text", "of", "seed", "gradient"), [
    ("[x, x]", (), {"y1": 1, "y2": 2}, 3.0),
    ("a = 2*x; b = a; b", ("a", "b"), {"a": 1, "b": 2}, 6.0),
    ("[x, 2*x]", (), {"y1": 1, "y2": 2}, 5.0),
])
def test_cotangents_of_two_outputs_that_are_one_node_add_up(text: str, of: Any, seed: Any, gradient: float) -> None:
    assert adtrace.reverse(text, {"x": 1}, of=of, seed=seed).gradient == {"x": gradient}
    each = adtrace.reverse(text, {"x": 1}, of=of)
    assert sum(seed[sweep.label]*sweep.result["x"] for sweep in each.sweeps) == gradient


# Arrays

def test_an_array_gets_one_sweep_for_each_component() -> None:
    trace = adtrace.forward("sum(W*W)", {"W": [[1, 2], [3, 4]]})
    assert [label for label, _, _ in sweeps(trace)] == ["W[0, 0]", "W[0, 1]", "W[1, 0]", "W[1, 1]"]
    assert list(trace.tangent.values()) == [2.0, 4.0, 6.0, 8.0]
    assert trace.sweeps[1].seed["W"].tolist() == [[0, 1], [0, 0]]
    reverse = adtrace.reverse("2*v", {"v": [1, 2, 3]})
    assert [label for label, _, _ in sweeps(reverse)] == ["y[0]", "y[1]", "y[2]"]
    assert [sweep.result["v"].tolist() for sweep in reverse.sweeps] == (2*np.eye(3)).tolist()


def test_an_array_takes_a_direction_or_a_cotangent() -> None:
    at = {"v": [1, 2, 3], "s": 2}
    forward = adtrace.forward("sum(v^2)*s", at, seed={"v": [1, 0, -1], "s": 1})
    assert forward.tangent == 2*2*(1 - 3) + 14
    reverse = adtrace.reverse("s*v", at, seed={"y": [1, 10, 100]})
    assert reverse.gradient["v"].tolist() == [2, 20, 200]
    assert reverse.gradient["s"] == 321.0


def refused(function: Any, *args: Any, **options: Any) -> AdtraceError:
    with pytest.raises(AdtraceError) as caught:
        function(*args, **options)
    assert caught.value.exit_code == BAD_INPUT
    return caught.value


def test_more_than_sixteen_components_need_a_seed() -> None:
    limit = LIMITS.component_sweeps
    assert limit == 16
    at = {"v": list(range(limit))}
    assert len(adtrace.forward("sum(v)", at).sweeps) == len(adtrace.reverse("2*v", at).sweeps) == limit
    at = {"v": list(range(limit + 1))}
    error = refused(adtrace.forward, "sum(v)", at)
    assert error.message == "v has 17 components, and each would take a sweep"
    assert "--seed v=[...]" in error.hint
    error = refused(adtrace.reverse, "2*v", at)
    assert error.message == "y has 17 components, and each would take a sweep"
    assert "--seed y=[...]" in error.hint
    assert adtrace.forward("sum(v)", at, seed={"v": [1]*17}).tangent == 17.0
    assert adtrace.reverse("sum(v)", at).gradient["v"].tolist() == [1]*17
    assert adtrace.forward("sum(v)*s", {**at, "s": 2}, wrt="s").tangent == 136.0


def test_there_is_a_limit_of_sweeps() -> None:
    names = [f"x{i}" for i in range(LIMITS.sweeps + 1)]
    text, at = " + ".join(names), dict.fromkeys(names, 1)
    assert "would be 65" in refused(adtrace.forward, text, at).message
    assert adtrace.reverse(text, at).gradient == dict.fromkeys(names, 1.0)


@pytest.mark.parametrize(("mode", "options", "message", "hint", "label"), [
    ("forward", {"seed": {"z": 1}}, "z is no input", "the inputs are x, y", ""),
    ("forward", {"seed": {"xx": 1}}, "xx is no input", "the inputs are x, y", "did you mean x?"),
    ("forward", {"wrt": "z"}, "z is no input", "the inputs are x, y", ""),
    ("reverse", {"wrt": "z"}, "z is no input", "the inputs are x, y", ""),
    ("reverse", {"seed": {"x": 1}}, "x is no output", "the outputs are out", ""),
    ("forward", {"seed": {"x": [1, 2]}}, "the seed of x is 2, but x is scalar", "a seed has the shape of what it seeds", ""),
    ("reverse", {"seed": {"out": [[1]]}}, "the seed of out is 1×1, but out is scalar", "a seed has the shape of what it seeds", ""),
    ("evaluate", {"of": "q"}, "--of q: the program has no q", "name a statement", ""),
])
def test_what_cannot_be_seeded(mode: str, options: dict[str, Any], message: str, hint: str, label: str) -> None:
    error = refused(getattr(adtrace, mode), "x*y", AT, **options)
    assert (error.message, error.hint, error.label) == (message, hint, label)


def test_a_seed_of_zero_is_no_path() -> None:
    trace = adtrace.forward("log(x) + y", {"x": 0, "y": 1}, seed={"x": 0, "y": 1})
    assert trace.tangent == 1.0
    assert not trace.steps[0].path
    reverse = adtrace.reverse("[log(x), y]", {"x": 0, "y": 1}, seed={"y1": 0, "y2": 1})
    assert reverse.gradient == {"x": 0.0, "y": 1.0}
    masked = adtrace.forward("sum(log(v))", {"v": [0.0, 2.0]}, seed={"v": [0, 1]})
    assert masked.sweeps[0].result["y"] == 0.5


def test_an_output_may_be_seeded_by_the_name_of_its_step():
    """y1 is what the program calls a: both names seed it."""
    text, at = "a = x*y; b = x + y; [a, b]", {"x": 2, "y": 3}
    by_step = adtrace.reverse(text, at, seed={"a": 1, "b": -2}).gradient
    assert by_step == adtrace.reverse(text, at, seed={"y1": 1, "y2": -2}).gradient == {"x": 1.0, "y": 0.0}


def test_operators_with_very_many_operands():
    """Rules with a term for every operand are printed without recursion, and not in quadratic time."""
    most = "max(" + ",".join(["x"] * 500) + ")"
    assert adtrace.forward(most, {"x": 1.0}).tangent == pytest.approx(1)
    summed = "sum([" + ",".join(["x"] * 3000) + "])"
    assert adtrace.reverse(summed, {"x": 1.0}).gradient == {"x": 3000.0}


def test_a_product_with_what_has_no_path_has_none():
    """y[0] does not depend on the second row: an infinity there cannot make its slope nan."""
    trace = adtrace.reverse("W @ x", {"W": [[1, 2], [3, 4]], "x": [1, float("inf")]})
    assert trace.gradient["y[0]"]["W"].tolist() == [[1.0, float("inf")], [0.0, 0.0]]
