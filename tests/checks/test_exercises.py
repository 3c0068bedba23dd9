"""Making exercises: what the knobs ask for, pleasant numbers, and the same exercise from the same seed."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

import adtrace
from adtrace.checks.exercises.chance import Chance
from adtrace.checks.exercises.exercise import made
from adtrace.checks.exercises.growth import NO_CHAIN, Chain
from adtrace.checks.exercises.make import MOST_OPERATIONS, make
from adtrace.checks.exercises.operations import ARRAYS, NEVER, SCALARS, function_names
from adtrace.checks.exercises.pleasant import LARGEST, SMALLEST, Worked, price
from adtrace.errors import AdtraceError, LimitError
from adtrace.lang.parser import parse
from adtrace.records.exercise import Exercise, Knobs
from adtrace.sweeps.run import Run

KINKED = {"abs", "relu", "maximum", "minimum"}
KNOBS = st.builds(
    Knobs, ops=st.integers(3, 8), fan_out=st.integers(1, 3), inputs=st.integers(0, 2), kinks=st.booleans(),
    at_kink=st.just(False), arrays=st.booleans(), functions=st.just(()), seed=st.integers(0, 10**6),
)


@cache
def plain(seed: int) -> str:
    """The text of an exercise of no special kind."""
    return make(Knobs(seed=seed), "reverse").text


@cache
def programs() -> list[str]:
    """The programs that another process has to make as well."""
    return [made(Knobs(seed=seed, fan_out=2, kinks=True)).program for seed in range(3)]


def graph_of(one: Exercise):
    return Run(parse(one.text), one.value.inputs).graph


def numbers(value) -> list[float]:
    return np.ravel(value).tolist()


@settings(max_examples=7, derandomize=True, deadline=None, phases=[Phase.generate])
@given(KNOBS, st.sampled_from(["forward", "reverse", "both"]))
def test_an_exercise_is_as_its_knobs_say(knobs, mode):
    try:
        one = made(knobs, mode)
    except AdtraceError as error:
        assume("no such exercise was found" not in error.message)  # Few knobs ask for what cannot be.
        raise
    graph = graph_of(one)
    operators = [operator.name for operator in graph.operators if operator is not None]
    assert len(operators) == knobs.ops == sum(step.number > 0 for step in one.value.steps)
    uses = Counter(arg for args in graph.args for arg in args if graph.varies[arg])
    assert max(uses.values()) == knobs.fan_out and all(uses[node] for node in graph.inputs)
    assert len(graph.inputs) == knobs.inputs or not knobs.inputs
    assert any(graph.shapes) == knobs.arrays and bool(KINKED & set(operators)) == knobs.kinks
    trace = adtrace.reverse(one.text, one.value.inputs)
    assert not trace.warnings
    found = [number for step in trace.steps for number in (*numbers(step.value), *numbers(step.adjoint))]
    if mode != "reverse":
        found = [number for step in one.forward.steps for number in (*numbers(step.value), *numbers(step.tangent))]
    assert all(map(math.isfinite, found))
    assert all(number == 0 or SMALLEST <= abs(number) <= LARGEST for number in found)
    assert trace.value != 0 and any(np.any(slope) for slope in trace.gradient.values())
    assert knobs.kinks or all(np.any(step.adjoint) for step in trace.steps)
    assert all((2*number).is_integer() for value in one.value.inputs.values() for number in numbers(value))


@settings(max_examples=4, derandomize=True, deadline=None, phases=[Phase.generate])
@given(st.integers(0, 10**6), st.integers(2, 6), st.booleans())
def test_a_point_at_a_kink_is_one(seed, ops, arrays):
    one = made(Knobs(ops=ops, kinks=True, at_kink=True, arrays=arrays, seed=seed))
    assert {warning.code for warning in one.reverse.warnings} == {"kink"}


@pytest.mark.parametrize("knobs", [Knobs(seed=7), Knobs(seed=3, ops=6, fan_out=2), Knobs(seed=1, arrays=True), Knobs(seed=5, kinks=True)])
def test_the_same_seed_gives_the_same_exercise(knobs):
    first, again = made(knobs), made(knobs)
    assert first.program == again.program
    assert first.program != made(knobs._replace(seed=knobs.seed + 100)).program


@pytest.mark.parametrize("hashing", ["1", "2"])
def test_another_process_makes_the_same(hashing):
    """The order of sets, which Python changes from process to process, is nowhere in it."""
    code = "import adtrace; print(*(adtrace.exercise(seed=s, fan_out=2, kinks=True).program for s in range(3)))"
    env = {**os.environ, "PYTHONHASHSEED": hashing, "PYTHONPATH": str(Path(adtrace.__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == " ".join(programs()) + "\n"


def test_chance_is_that_of_python_for_ever():
    """random() is the method whose numbers Python promises to keep."""
    chance = Chance(7)
    assert [chance.below(100) for _ in range(6)] == [32, 15, 65, 7, 53, 36]
    assert Chance(7).shuffled("abcde") == ["c", "d", "e", "a", "b"]
    assert Counter(Chance(1).weighted("ab", (1, 0)) for _ in range(9)) == {"a": 9}


def test_seeds_give_different_exercises():
    texts = {plain(seed) for seed in range(12)}
    assert len(texts) == 12


def test_most_have_a_function_to_differentiate():
    names = set(function_names(arrays=False, kinks=False))
    texts = [plain(seed) for seed in range(15)]
    assert sum(any(name in text for name in names) for text in texts) >= 13


@pytest.mark.parametrize(("op", "spelled", "chains", "foolish"), [
    ("sub", ["x", "x"], [NO_CHAIN]*2, True),
    ("div", ["x", "x"], [NO_CHAIN]*2, True),
    ("add", ["x", "x"], [NO_CHAIN]*2, True),
    ("mul", ["x", "x"], [NO_CHAIN]*2, False),
    ("sub", ["add(x,a)", "a"], [Chain("sum", (("x", False), ("a", False))), NO_CHAIN], True),
    ("sub", ["b", "sub(x,b)"], [NO_CHAIN, Chain("sum", (("x", False), ("b", True)))], True),
    ("div", ["mul(a,x)", "x"], [Chain("product", (("a", False), ("x", False))), NO_CHAIN], True),
    ("sub", ["mul(a,x)", "x"], [Chain("product", (("a", False), ("x", False))), NO_CHAIN], False),
])
def test_what_cancels_is_foolish(op, spelled, chains, foolish):
    assert Chain.of(op, spelled, chains).is_foolish() == foolish


def test_every_operation_is_an_operator_and_every_pair_one_of_families():
    families = {row.kin for row in (*SCALARS, *ARRAYS)}
    assert {kin for pair in NEVER for kin in pair} <= families
    assert all(adtrace.ops(row.op) for row in (*SCALARS, *ARRAYS) if row.function)


def test_tiny_and_huge_numbers_have_no_price():
    plain = Worked([2.0], [4.0], [[2.0]], [1.0])
    assert price(plain) is not None and price(plain) < price(plain._replace(steps=[1.23456]))
    for number in (1e-3, 200.0, math.inf, math.nan):
        assert price(plain._replace(derivatives=[number])) is None


@pytest.mark.parametrize(("knobs", "message", "hint"), [
    (Knobs(ops=0), "--ops 0 is not possible", f"from 1 to {MOST_OPERATIONS}"),
    (Knobs(ops=10**9), "--ops 1000000000 is not possible", f"from 1 to {MOST_OPERATIONS}"),
    (Knobs(ops=2, fan_out=5), "--fan-out 5 is not possible with 2 operations", "from 1 to 3 with 2 operations"),
    (Knobs(ops=2, fan_out=0), "--fan-out 0 is not possible with 2 operations", "from 1 to 3"),
    (Knobs(ops=2, fan_out=2, inputs=3), "--inputs 3 is not possible", "from 1 to 2"),
    (Knobs(inputs=-1), "--inputs -1 is not possible", "from 1 to 5"),
    (Knobs(seed=-1), "--seed -1 is negative", "from 0 on"),
    (Knobs(at_kink=True), "--at-kink needs an operation that has a kink", "add --kinks"),
    (Knobs(functions=("expp",)), "exercises have no expp", "did you mean exp?"),
    (Knobs(functions=("relu",)), "exercises have no relu", "exp, log"),
])
def test_impossible_knobs_are_told_what_is_possible(knobs, message, hint):
    with pytest.raises(AdtraceError) as caught:
        made(knobs)
    assert message in caught.value.message and hint in caught.value.hint


def test_the_search_ends():
    """One operation on one input used twice is no tanh."""
    with pytest.raises(AdtraceError, match="no such exercise was found among"):
        made(Knobs(ops=1, fan_out=2, functions=("tanh",)))


def test_allowed_functions_alone_are_used():
    for seed in range(6):
        text = made(Knobs(functions=("sin", "exp"), seed=seed)).text
        assert ("sin" in text or "exp" in text) and not any(name in text for name in ("log", "cos", "tanh", "sqrt", "sigmoid"))


LAYER = ("z = W @ x + b; h = relu(z); sum(h*h)", {"W": [[1, 2], [3, -4]], "x": [1, 2], "b": [0.5, 1]})
GIVEN = [("1/(1+exp(-a*x))", {"x": 2, "a": 1}), ("x1*x2 + sin(x1)", {"x1": 2, "x2": 3}), ("x*x", {"x": 3}), LAYER,
         ("[x*y, x + y]", {"x": 2, "y": 3})]


@pytest.mark.parametrize(("text", "at"), GIVEN)
def test_every_answer_is_what_the_sweeps_give(text, at):
    one = adtrace.exercise(text, at, mode="both", blank="all", wrt=list(at) if text != LAYER[0] else ["b"])
    reverse, forward = adtrace.reverse(text, at), adtrace.forward(text, at, wrt=list(at) if text != LAYER[0] else ["b"])
    sweeps = {("tangent", sweep.label): sweep for sweep in forward.sweeps} | {("adjoint", sweep.label): sweep for sweep in reverse.sweeps}
    for blank in one.blanks:
        quantity, kind = blank.quantity, blank.quantity.kind
        of = "tangent" if kind == "tangent" else "adjoint"
        labels = [label for name, label in sweeps if name == of]
        sweep = sweeps[of, quantity.sweep or labels[0]]
        step = next(step for step in sweep.steps if step.name == quantity.node)
        expected = {"value": step.value, "tangent": step.tangent, "adjoint": step.adjoint}.get(kind)
        if quantity.consumer:
            use = next(use for use in step.increments if (use.consumer, use.operand) == (quantity.consumer, quantity.operand))
            expected = use.partial if kind == "partial" else use.product
        if blank.kind == "formulas":
            assert blank.answer is None and blank.formula == step.formula
        else:
            np.testing.assert_array_equal(blank.answer, expected)
    kinds = Counter(blank.kind for blank in one.blanks)
    steps = [step for step in reverse.steps if step.number]
    assert kinds["values"] == kinds["formulas"] == len(steps)
    assert kinds["increments"] == sum(len(step.increments) for sweep in reverse.sweeps for step in sweep.steps)
    seeds = sum(step.seeded and not step.increments for sweep in reverse.sweeps for step in sweep.steps)
    assert kinds["adjoints"] == len(reverse.steps)*len(reverse.sweeps) - seeds
    assert len({(blank.kind, blank.name) for blank in one.blanks}) == len(one.blanks)


def test_without_a_point_the_answers_are_formulas():
    one = adtrace.exercise("1/(1+exp(-a*x))", mode="both")
    assert {blank.kind for blank in one.blanks} == {"tangents", "adjoints"}
    assert {blank.name: blank.formula for blank in one.blanks}["w3_bar"] == "w4_bar*1"
    assert all(blank.answer is None for blank in one.blanks) and one.program == "1/(1+exp(-a*x))\n"


@pytest.mark.parametrize(("given", "message"), [
    ({"blank": "nonsense"}, "nothing is called nonsense"),
    ({"blank": "tangents"}, "there are no tangents in reverse mode"),
    ({"blank": ["adjoints"], "mode": "forward"}, "there are no adjoints in forward mode"),
    ({"mode": "sideways"}, "there is no mode sideways"),
    ({"wrt": "q", "mode": "forward"}, "q is no input"),
    ({"ops": 3}, "ops would make an expression, and one is given"),
])
def test_what_cannot_be_asked_for(given, message):
    with pytest.raises(AdtraceError, match=message):
        adtrace.exercise("x^2", {"x": 3}, **given)


def test_values_need_a_point_and_something_has_to_be_blank():
    with pytest.raises(AdtraceError, match="there are no values without a point"):
        adtrace.exercise("x^2", blank="values")
    with pytest.raises(AdtraceError, match="nothing is left blank"):
        adtrace.exercise("x", {"x": 3}, blank="values")
    with pytest.raises(AdtraceError, match="there is no opps"):
        adtrace.exercise(opps=3)


@pytest.mark.parametrize("text", ["; ".join(["a0 = x", *(f"a{n} = a{n - 1}*x" for n in range(1, 600))]), f"sum([{', '.join(['x']*2000)}])"])
def test_no_sheet_is_endless(text):
    with pytest.raises(LimitError, match="too much for an exercise"):
        adtrace.exercise(text, {"x": 1})


def test_increments_hide_their_sum():
    assert adtrace.exercise("x*x", {"x": 3}, blank="increments").hidden == ("adjoints", "increments")


@pytest.mark.parametrize(("text", "at"), [
    *GIVEN,
    ("input x = 1\ninput W = [[1, 2],\n  [3, 4]]  # two; rows\nsum(W)*x  # done", {"x": 2}),
    ("input a = 3; input b = 4; a*b", {"a": -1e-3}),
    ("# first\ninput x; f(t) = t^2; f(x)", {"x": math.inf}),
    ("x + 1", {"x": -0.0}),
])
def test_the_saved_program_holds_the_point(text, at):
    one = adtrace.exercise(text, at, blank="all")
    again = adtrace.reverse(one.program)
    assert list(again.inputs) == list(one.value.inputs)
    for name, value in one.value.inputs.items():
        np.testing.assert_array_equal(again.inputs[name], value)
        assert np.array_equal(np.signbit(again.inputs[name]), np.signbit(value))
    np.testing.assert_array_equal(again.steps[-1].value, one.reverse.steps[-1].value)
    assert [step.formula for step in again.steps] == [step.formula for step in one.reverse.steps]


@pytest.mark.parametrize("knobs", [Knobs(seed=seed, arrays=seed % 2 == 1, ops=5) for seed in range(6)])
def test_the_saved_program_of_a_made_exercise_is_that_exercise(knobs):
    one = made(knobs)
    assert adtrace.reverse(one.program).steps[-1].value == one.value.value
