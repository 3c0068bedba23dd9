"""Gradient descent: iterates worked by hand, momentum, line search, mini-batches, and how runs end."""

from __future__ import annotations

import math
from itertools import islice, pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import adtrace
from adtrace import descend
from adtrace.errors import AdtraceError, LimitError
from adtrace.records.descent import DONE, FLAT, NOT_FINITE, STILL, STUCK, Descent, Iterate
from adtrace.sweeps.descent.batches import batches
from adtrace.sweeps.descent.moves import ARMIJO, length

BOWL = "(x - 1)^2 + 2*y^2"


def values(found: Descent, name: str) -> list[Any]:
    return [one.theta[name] for one in found.iterates]


# Plain steps


def test_the_first_iterates_of_a_quadratic_are_those_worked_by_hand():
    """f = (x-1)^2 + 2 y^2 from (5, 1) at rate 1/4: the gradient is (2(x-1), 4y), so x - 1 halves and y is 0 at once."""
    found = descend(BOWL, {"x": 5, "y": 1}, rate=0.25, steps=3)
    assert values(found, "x") == [5.0, 3.0, 2.0, 1.5]
    assert values(found, "y") == [1.0, 0.0, 0.0, 0.0]
    assert [one.loss for one in found.iterates] == [18.0, 4.0, 1.0, 0.25]
    assert [one.norm for one in found.iterates] == [math.hypot(8, 4), 4.0, 2.0, 1.0]
    assert [one.move for one in found.iterates] == [math.hypot(2, 1), 1.0, 0.5, None]
    assert [one.rate for one in found.iterates] == [0.25, 0.25, 0.25, None]
    assert (found.stop, found.theta, found.loss, found.step) == (DONE, {"x": 1.5, "y": 0.0}, 0.25, 3)
    assert found.sweeps == 4 and found.values == 0


@pytest.mark.parametrize(("text", "at"), [
    ("x*exp(-x*a) + a^2", {"x": 0.7, "a": 1.3}),
    ("sum((A @ w - b)^2)", {"A": [[1, 2], [3, 4], [5, 6]], "w": [0.5, -1], "b": [1, 0, 2]}),
    ("sum(where(w > 0, w^2, exp(w))) + prod(w) + norm2(w)*c", {"w": [0.5, -1.5, 2], "c": 3}),
])
def test_every_step_is_the_gradient_of_a_reverse_sweep(text, at):
    """No second algorithm: the numbers are those of `adtrace.reverse`, bit for bit."""
    found = descend(text, at, rate=0.01, steps=4)
    for before, after in pairwise(found.iterates):
        trace = adtrace.reverse(text, {**at, **before.theta})
        assert trace.value == before.loss
        for name, slope in trace.gradient.items():
            assert np.array_equal(after.theta[name], before.theta[name] - 0.01*slope)


def test_what_is_held_does_not_move_and_changes_nothing_else():
    at = {"X": [[1.0, 2.0], [3.0, 4.0]], "w": [1.0, 1.0], "t": [1.0, 0.0], "k": 2.0}
    text = "k*mean((X @ w - t)^2)"
    chosen = descend(text, at, wrt=["w"], steps=3)
    held = descend(text, at, hold=["X", "t", "k"], steps=3)
    assert chosen.trained == held.trained == ("w",)
    assert set(chosen.fixed) == {"X", "k", "t"} and chosen.held == ()
    assert set(held.held) == {"X", "k", "t"} and held.fixed == ()
    assert [one.loss for one in chosen.iterates] == [one.loss for one in held.iterates]
    assert set(descend(text, at, steps=1).trained) == set(at)


def test_an_input_without_a_slope_is_not_trained():
    found = descend("x^2 + floor(n)", {"x": 1, "n": 3}, steps=2)
    assert found.trained == ("x",) and found.unmoved == ("n",)
    with pytest.raises(AdtraceError, match="nothing to train"):
        descend("floor(n)", {"n": 3})


def test_the_values_that_were_given_stay_as_they_are():
    start = np.array([1.0, 2.0])
    found = descend("sum(w^2)", {"w": start}, steps=5, momentum=0.5)
    assert start.tolist() == [1.0, 2.0]
    assert not np.array_equal(found.theta["w"], start)


# Momentum


@pytest.mark.parametrize("nesterov", [False, True])
def test_momentum_is_the_formula(nesterov):
    x, v, rate, share = 2.0, 0.0, 0.05, 0.9
    found = descend("x^4 - x", {"x": x}, rate=rate, momentum=share, nesterov=nesterov, steps=6)
    for here in values(found, "x"):
        assert here == pytest.approx(x, rel=1e-14)
        slope = 4*x**3 - 1
        v = share*v - rate*slope
        x += share*v - rate*slope if nesterov else v


def test_momentum_rolls_through_a_point_where_the_slope_is_0():
    """From x = 2 at rate 1/2, x^2 is at 0 after one step; momentum carries on."""
    assert descend("x^2", {"x": 2}, rate=0.5).stop == FLAT
    found = descend("x^2", {"x": 2}, rate=0.5, momentum=0.5, steps=4)
    assert values(found, "x")[:3] == [2.0, 0.0, -1.0] and found.stop == DONE


# Line search

PROGRAMS = (BOWL, "x^4 + y^4 - x*y", "exp(x) + exp(-x) + y^2", "log(1 + exp(x*y)) + x^2 + y^2", "100*(y - x^2)^2 + (1 - x)^2",
            "abs(x) + 3*abs(y - 1)")


@given(st.sampled_from(PROGRAMS), st.floats(-3, 3), st.floats(-3, 3), st.floats(1e-3, 1e4))
def test_the_loss_never_rises_with_a_line_search(text, x, y, rate):
    found = descend(text, {"x": x, "y": y}, rate=rate, steps=8, line_search=True)
    assume(found.failure is None)
    for before, after in pairwise(found.iterates):
        assert before.rate is not None
        assert after.loss <= before.loss - ARMIJO*before.rate*before.norm*before.norm
        assert before.trials[-1] == (before.rate, after.loss)
        rejected = before.trials[:-1]
        assert all(not trial.loss <= before.loss - ARMIJO*trial.rate*before.norm*before.norm for trial in rejected)
        assert [trial.rate for trial in before.trials] == [rate*0.5**place for place in range(len(before.trials))]
    assert found.values == sum(len(one.trials) for one in found.iterates)


def test_a_trial_that_is_nan_is_no_step():
    found = descend("x - log(x)", {"x": 0.01}, rate=1, steps=3, line_search=True)
    assert found.failure is None and found.iterates[1].loss < found.iterates[0].loss
    assert any(math.isnan(trial.loss) for trial in descend("log(x)^2", {"x": 3}, rate=8, steps=1, line_search=True).iterates[0].trials)


def test_a_line_search_that_finds_nothing_says_so():
    """At the kink of abs(x) + x/2 the slope is taken as 1/2: to the left, where the loss only rises."""
    stuck = descend("abs(x) + x/2", {"x": 0.0}, steps=3, line_search=True)
    assert stuck.stop == STUCK and len(stuck.iterates) == 1
    assert len(stuck.iterates[0].trials) == 60 and stuck.theta == {"x": 0.0}


# Mini-batches


@given(st.integers(1, 40), st.integers(1, 50), st.integers(0, 2**32))
def test_one_epoch_visits_each_row_once(count, size, seed):
    steps = -(-count // size)
    found = list(islice(batches(count, size, seed), 3*steps))
    for epoch in range(3):
        part = found[epoch*steps : (epoch + 1)*steps]
        assert sorted(np.concatenate([batch.rows for batch in part])) == list(range(count))
        assert [batch.epoch for batch in part] == [epoch]*steps
        assert [batch.first for batch in part] == [True] + [False]*(steps - 1)
        assert [len(batch.rows) for batch in part[:-1]] == [min(size, count)]*(steps - 1)


def test_the_rows_are_shuffled_anew_in_every_epoch():
    first, second = islice(batches(30, 30, 0), 2)
    assert not np.array_equal(first.rows, second.rows)
    assert not np.array_equal(first.rows, next(batches(30, 30, 1)).rows)


DATA: dict[str, Any] = {"X": [[float(i), float(i % 3)] for i in range(7)], "t": [0.5*i - 1 for i in range(7)], "w": [0.0, 0.0]}
LINE = "mean((X @ w - t)^2)"


def test_a_mini_batch_is_the_loss_of_its_rows():
    found = descend(LINE, DATA, over=["X", "t"], batch=3, rate=0.01, steps=7, seed=4)
    order = list(islice(batches(7, 3, 4), 7))
    assert [one.rows for one in found.iterates] == [3, 3, 1, 3, 3, 1, 3, 0]
    assert [one.epoch for one in found.iterates] == [0, 0, 0, 1, 1, 1, 2, 2]
    X, t = np.array(DATA["X"]), np.array(DATA["t"])
    for (before, after), batch in zip(pairwise(found.iterates), order, strict=False):
        rows = batch.rows
        trace = adtrace.reverse(LINE, {"X": X[rows], "t": t[rows], "w": before.theta["w"]})
        assert before.loss == trace.value
        assert np.array_equal(after.theta["w"], before.theta["w"] - 0.01*trace.gradient["w"])
    for one in found.iterates:
        known = one.step in (0, 3, 6, 7)
        assert (one.full_loss is not None) == known
        if known:
            assert one.full_loss == adtrace.evaluate(LINE, {**DATA, "w": one.theta["w"]}).value
    assert found.loss == found.iterates[-1].loss == found.iterates[-1].full_loss


def test_a_seed_decides_the_batches():
    runs = [descend(LINE, DATA, over=["X", "t"], batch=2, rate=0.01, steps=9, seed=seed) for seed in (5, 5, 6)]
    assert [one.loss for one in runs[0].iterates] == [one.loss for one in runs[1].iterates]
    assert [one.loss for one in runs[0].iterates] != [one.loss for one in runs[2].iterates]


def test_a_batch_of_all_rows_is_plain_descent_in_another_order():
    plain = descend(LINE, DATA, hold=["X", "t"], rate=0.01, steps=5)
    batched = descend(LINE, DATA, over=["X", "t"], batch=100, rate=0.01, steps=5)
    assert batched.loss == pytest.approx(plain.loss, rel=1e-12)
    assert [one.epoch for one in batched.iterates] == [0, 1, 2, 3, 4, 5]


# Ends


def test_it_ends_where_the_gradient_is_small_enough():
    found = descend(BOWL, {"x": 5, "y": 1}, rate=0.25, steps=100, tolerance=1e-3)
    assert found.stop == FLAT and found.iterates[-1].norm <= 1e-3 < found.iterates[-2].norm
    assert len(found.iterates) < 20


def test_it_ends_where_a_step_changes_nothing():
    found = descend("(x - 1)^2", {"x": 1 + 2**-52}, rate=1e-3, steps=100)
    assert found.stop == STILL and len(found.iterates) == 1


def test_a_loss_that_becomes_nan_ends_it_at_the_last_good_iterate():
    found = descend("log(x)", {"x": 1}, steps=50)
    assert found.stop == NOT_FINITE and not found.ok
    failure = found.failure
    assert failure is not None
    assert (failure.what, failure.step) == ("loss", len(found.iterates) - 1)
    assert math.isnan(failure.value) and failure.theta["x"] < 0
    assert found.step == failure.step - 1 and found.theta == found.iterates[-2].theta
    assert found.loss == math.log(found.theta["x"])
    (warning,) = failure.trace.warnings
    assert warning.code == "domain" and warning.node == "y" and warning.origins[0].result == "nan"


def test_a_gradient_that_is_not_finite_ends_it_with_its_names():
    found = descend("sqrt(x) + y^2", {"x": 0, "y": 1})
    assert found.failure is not None
    assert (found.failure.what, found.failure.names, found.failure.step) == ("gradient", ("x",), 0)
    assert found.theta == {"x": 0.0, "y": 1.0} and found.loss == 1.0
    assert found.failure.trace.warnings[0].code == "pole"


def test_a_start_that_is_nan_is_told_as_such():
    found = descend("log(x)", {"x": -1})
    assert found.failure is not None and found.failure.step == 0 and len(found.iterates) == 1
    assert found.theta == {"x": -1.0}


def test_a_failure_in_the_middle_of_an_epoch_has_the_loss_of_all_rows():
    at = {"x": [1.0, 1.0, 1.0, -1.0], "w": 1.0}
    found = descend("mean(log(1 + w*x + 1e-9))", at, over=["x"], batch=1, rate=0.1, steps=40, wrt=["w"])
    assert found.failure is not None
    assert found.loss == pytest.approx(adtrace.evaluate("mean(log(1 + w*x + 1e-9))", {**at, **found.theta}).value, rel=1e-12)


@pytest.mark.parametrize(("rate", "grows"), [(0.1, False), (0.9, False), (1.1, True)])
@pytest.mark.parametrize("steps", [3, 40])
def test_growth_without_end_is_told_from_descent(rate, grows, steps):
    assert descend("x^2 + 3", {"x": 4}, rate=rate, steps=steps).grows == grows


def test_growth_is_seen_through_the_swings_of_momentum():
    assert descend("x^2", {"x": 1}, rate=2.5, momentum=0.2, steps=60).grows
    assert not descend("x^2", {"x": 1}, rate=0.1, momentum=0.9, steps=60).grows


def test_a_long_run_keeps_its_losses_and_the_last_iterate(monkeypatch):
    from adtrace.limits import LIMITS
    from adtrace.sweeps.descent import descend as module

    monkeypatch.setattr(module, "LIMITS", LIMITS._replace(descent_kept=5))
    found = descend("sum(w^2)", {"w": [1.0, 2.0]}, steps=6)
    assert [bool(one.theta) for one in found.iterates] == [True, True, False, False, False, False, True]
    assert found.theta is found.iterates[-1].theta and all(one.loss > 0 for one in found.iterates)


@pytest.mark.parametrize("largest", [1e-200, 1.0, 1e200])
def test_norms_are_in_range_wherever_they_can_be(largest):
    assert length(np.array([3.0, -4.0])*largest) == pytest.approx(5*largest, rel=1e-15)
    assert length(-largest) == largest


def test_no_steps_at_all_is_the_start():
    found = descend(BOWL, {"x": 5, "y": 1}, steps=0)
    assert found.iterates == (Iterate(0, {"x": 5.0, "y": 1.0}, 18.0, math.hypot(8, 4), full_loss=18.0, full_norm=math.hypot(8, 4)),)


@pytest.mark.parametrize(("text", "at", "given", "message"), [
    ("x^2", {"x": 1}, {"rate": 0}, "rate"),
    ("x^2", {"x": 1}, {"rate": math.nan}, "rate"),
    ("x^2", {"x": 1}, {"momentum": 1}, "momentum"),
    ("x^2", {"x": 1}, {"nesterov": True}, "need momentum"),
    ("x^2", {"x": 1}, {"line_search": True, "momentum": 0.5}, "do not go together"),
    ("sum(x*w)", {"x": [1, 2], "w": 1}, {"line_search": True, "batch": 1, "over": "x"}, "do not go together"),
    ("x^2", {"x": 1}, {"tolerance": -1}, "tolerance"),
    ("x^2", {"x": 1}, {"batch": 2}, "need data"),
    ("x^2", {"x": 1}, {"wrt": "z"}, "z is no input"),
    ("x^2", {"x": 1}, {"hold": "x"}, "nothing to train"),
    ("x^2", {"x": 1}, {"hold": "x", "wrt": "x"}, "both"),
    ("x*w", {"x": 1, "w": 1}, {"over": "x", "batch": 1}, "no rows"),
    ("sum(x)*sum(t)*w", {"x": [1, 2], "t": [1, 2, 3], "w": 1}, {"over": ["x", "t"], "batch": 1}, "x has 2, t has 3"),
    ("x @ w", {"x": [1, 2], "w": [1, 2]}, {"over": "x", "batch": 1}, "do not fit"),
    ("x^2", {"x": [1, 2]}, {}, "needs one number"),
    ("[x, x^2]", {"x": 1}, {}, "y1, y2"),
    ("x^2", {}, {}, "begins at a point"),
    ("2", {}, {}, "nothing to train"),
])
def test_what_cannot_be_descended_is_refused(text, at, given, message):
    with pytest.raises(AdtraceError, match=message):
        descend(text, at, **given)


def test_too_many_steps_are_a_limit():
    with pytest.raises(LimitError):
        descend("x^2", {"x": 1}, steps=10**9)
