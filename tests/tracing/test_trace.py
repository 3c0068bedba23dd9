"""Functions as people write them: the trace has their value, and the slope that differences of the function have."""

from __future__ import annotations

import threading
from functools import partial, wraps
from typing import Any

import functions
import numpy as np
import pytest
from functions import CASES, DATA

import adtrace
from adtrace import AdtraceError
from adtrace.records.written import Source, Written


def difference(function: Any, at: dict[str, Any], name: str) -> Any:
    """The gradient in one input by central differences of the Python function itself."""
    value = np.array(at[name], dtype=float)
    found, step = np.zeros_like(value), 1e-6
    for place in np.ndindex(value.shape):
        ends = []
        for sign in (1, -1):
            moved = value.copy()
            moved[place] += sign*step
            ends.append(function(**{**at, name: moved if moved.shape else float(moved)}))
        found[place] = (ends[0] - ends[1])/(2*step)
    return found


@pytest.mark.parametrize("name", CASES)
def test_value_and_gradient(name: str) -> None:
    function, at = CASES[name]
    program = adtrace.trace(function, **at)
    found = adtrace.reverse(program)
    assert found.value == pytest.approx(function(**{key: np.array(value) if np.ndim(value) else value
                                                    for key, value in at.items()}), rel=1e-13)
    for key in at:
        np.testing.assert_allclose(found.gradient[key], difference(function, at, key), rtol=1e-7, atol=1e-7)


@pytest.mark.parametrize("name", CASES)
def test_the_text_is_the_program(name: str) -> None:
    """Parsed as plain text, it is the same program, and it is right at other points, too."""
    function, at = CASES[name]
    program = adtrace.trace(function, **at)
    plain = "".join(program)
    assert type(plain) is str
    assert adtrace.reverse(plain).gradient.keys() == adtrace.reverse(program).gradient.keys()
    moved = {key: np.array(value)*1.01 if np.ndim(value) else value*1.01 for key, value in at.items()}
    again = {key: value.copy() if np.ndim(value) else value for key, value in moved.items()}
    assert adtrace.evaluate(plain, moved).value == pytest.approx(function(**again), rel=1e-12)


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_left_behind(name: str) -> None:
    """NumPy is as it was, and the arguments are not touched."""
    before, kept = {key: id(value) for key, value in vars(np).items()}, {**vars(functions)}
    function, at = CASES[name]
    copies = {key: np.array(value) for key, value in at.items()}
    adtrace.trace(function, **at)
    assert {key: id(value) for key, value in vars(np).items()} == before
    assert all(vars(functions)[key] is value for key, value in kept.items())
    assert all(np.array_equal(copies[key], value) for key, value in at.items())


def test_statements_are_the_variables() -> None:
    def loss(x, W, b=0.5):
        z = W @ x + b
        h = np.tanh(z)
        for _ in range(2):
            h = h*0.5 + x[0]
        return h @ h

    program = adtrace.trace(loss, x=[1.0, 2.0], W=[[1, 2], [3, 4]])
    assert str(program) == "\n".join([
        "input x = [1, 2]", "input W = [[1, 2], [3, 4]]", "input b = 0.5", "z = W @ x + b", "h1 = tanh(z)",
        "h2 = h1*0.5 + x[0]", "h3 = h2*0.5 + x[0]", "h3 @ h3",
    ])


def test_steps_know_their_line() -> None:
    def loss(x):
        z = 2*x
        return np.sum(
            np.exp(z),
        )

    program = adtrace.trace(loss, x=[1.0, 2.0])
    trace = adtrace.reverse(program)
    first = loss.__code__.co_firstlineno
    found = {step.name: trace.source_of(step) for step in trace.steps}
    assert found["x"] is None
    assert found["z"] == Source("test_trace.py", first + 1, "z = 2*x", 4, 7)
    assert [found[name].line for name in ("t1", "y")] == [first + 3, first + 2]
    assert adtrace.reverse("2*x", {"x": 1}).source_of(trace.steps[0]) is None


def test_a_file_that_was_written_anew(tmp_path, monkeypatch) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    for text in ("z = 2*x", "z = 33*x"):
        path = tmp_path / "anew.py"
        path.write_text(f"def f(x):\n    {text}\n    return z\n", encoding="utf-8")
        from adtrace.tracing.files import function_in

        trace = adtrace.evaluate(adtrace.trace(function_in(str(path), "f"), x=1.0))
        assert trace.source_of(trace.steps[-1]).text == text


def test_several_outputs() -> None:
    pair = adtrace.trace(lambda x, y: (x*y, x + y), x=2, y=3)
    assert adtrace.reverse(pair).gradient == {"y1": {"x": 3.0, "y": 2.0}, "y2": {"x": 1.0, "y": 1.0}}
    named = adtrace.trace(lambda x: {"loss": x*x, "slope": 2*x, "x": x}, x=3)
    assert adtrace.evaluate(named).value == {"loss": 9.0, "slope": 6.0, "x": 3.0}
    assert str(named).splitlines()[-1] == "output loss, slope, x"
    assert adtrace.evaluate("".join(named)).value == adtrace.evaluate(named).value
    arrays = adtrace.trace(lambda x: [np.sin(x), x.sum()], x=[0.0, 0.0])
    assert adtrace.evaluate(arrays).value["y1"].tolist() == [0.0, 0.0]
    assert adtrace.evaluate(adtrace.trace(lambda x: (x, 1.0, x), x=2)).value == {"y1": 2.0, "y2": 1.0, "y3": 2.0}


def test_one_array_of_scalars_is_one_output() -> None:
    assert adtrace.evaluate(adtrace.trace(lambda x: np.stack([x, 2*x]), x=2)).value.tolist() == [2.0, 4.0]
    assert adtrace.evaluate(adtrace.trace(lambda x: np.array([x, 2*x, 1]), x=2)).value.tolist() == [2.0, 4.0, 1.0]


def test_constants_are_those_of_the_moment() -> None:
    buffer = np.zeros(2)

    def refilled(x):
        total = 0
        for number in (1.0, 2.0):
            buffer[:] = number
            total = total + np.sum(x*buffer)
        return total

    assert adtrace.evaluate(adtrace.trace(refilled, x=[1.0, 1.0])).value == 6.0
    assert adtrace.evaluate(adtrace.trace(lambda x: x*np.inf - np.nan*0 + -1e-300*x, x=1)).value != 0
    assert adtrace.evaluate(adtrace.trace(lambda x: 5, x=1)).value == 5.0
    assert adtrace.evaluate(adtrace.trace(lambda x: x, x=[1.0])).value.tolist() == [1.0]


def test_large_constants_go_by_their_name() -> None:
    TABLE = np.linspace(0, 1, 400).reshape(100, 4)
    program = adtrace.trace(lambda w: np.sum(TABLE @ w) + TABLE.sum()*w[0], w=np.ones(4))
    assert [step.formula for step in adtrace.evaluate(program).steps[1:2]] == ["TABLE @ w"]
    assert program.count("TABLE = ") == 1


def test_parameters_that_are_no_inputs() -> None:
    def power(x, n: int, scale: int = 2, mode="sum", extra=None, *rest, **others):
        total = x*0 if extra is None else extra
        for _ in range(n):
            total = total + x**scale
        return total if mode == "sum" else -total

    assert list(adtrace.reverse(adtrace.trace(power, x=3.0, n=2)).gradient) == ["x"]
    assert adtrace.evaluate(adtrace.trace(power, x=3.0, n=2, mode="minus")).value == -18.0
    assert adtrace.reverse(adtrace.trace(power, x=3.0, n=1, extra=4.0)).gradient == {"x": 6.0, "extra": 1.0}
    with pytest.raises(AdtraceError, match="n is declared int and has no value"):
        adtrace.trace(power, x=3.0)


def test_callables_of_every_kind() -> None:
    class Model:
        scale = 3.0

        def __call__(self, x):
            return self.scale*x**2

        def method(self, x):
            return self(x) + 1

    @wraps(len)
    def positional(x, /, y):
        return x*y

    assert adtrace.reverse(adtrace.trace(Model(), x=2)).gradient == {"x": 12.0}
    assert adtrace.evaluate(adtrace.trace(Model().method, x=2)).value == 13.0
    assert adtrace.evaluate(adtrace.trace(partial(lambda a, x: a*x, 4.0), x=2)).value == 8.0
    del positional.__wrapped__
    assert adtrace.evaluate(adtrace.trace(positional, x=2, y=5)).value == 10.0


def test_without_values_the_trace_is_in_symbols() -> None:
    program = adtrace.trace(lambda x, a=2.0: np.exp(a*x))
    assert str(program) == "input x\ninput a = 2\nexp(a*x)"
    assert adtrace.reverse(program, {"x": 0}).gradient == {"x": 2.0, "a": 0.0}


def test_every_function_takes_it() -> None:
    program = adtrace.trace(lambda x, y: np.sum(x**2)*y, x=[1.0, 2.0], y=3.0)
    assert isinstance(program, Written)
    assert adtrace.forward(program, seed={"y": 1}).tangent == 5.0
    assert adtrace.jacobian(program, {}).value["out"]["y"] == 5.0
    assert adtrace.hessian(program, {}).value["x"]["y"].tolist() == [2.0, 4.0]
    assert adtrace.check(program).ok
    assert adtrace.same(program, "input x = [1, 1]; sum(x*x)*y").ok
    assert adtrace.audit(program).result
    batch = adtrace.sweep(adtrace.trace(lambda x, a: a*x**2, x=1.0, a=2.0), {"x": [1, 2, 3]})
    assert batch.gradient["x"].tolist() == [4.0, 8.0, 12.0]
    assert "line" in adtrace.render(adtrace.reverse(program))


def test_other_threads_go_on() -> None:
    """While one function is traced, np.array of plain numbers is NumPy's own everywhere."""
    results = []

    def slow(x):
        other = threading.Thread(target=lambda: results.append(np.array([1, 2, 3]).sum()))
        other.start()
        other.join()
        return np.array([x, 2*x]).sum()

    assert adtrace.evaluate(adtrace.trace(slow, x=1.0)).value == 3.0
    assert results == [6]


def test_names_never_clash() -> None:
    def awkward(x, t1, e=2.0):
        inf = x*2
        y = inf + t1
        x = y*y
        w1 = np.sin(x)
        lambda_ = w1*e
        π = lambda_ + 1
        parts = [π*k for k in range(3)]
        return (parts[1] + parts[1])*parts[2]*y

    at = {"x": 0.3, "t1": 0.7}
    program = adtrace.trace(awkward, **at)
    assert adtrace.evaluate(program).value == pytest.approx(awkward(**at), rel=1e-15)
    np.testing.assert_allclose(adtrace.reverse(program).gradient["t1"], difference(awkward, at, "t1"), rtol=1e-7)


def test_a_long_sum_on_one_line() -> None:
    program = adtrace.trace(lambda x: sum(x[i] for i in range(3000)), x=np.ones(3000))
    assert adtrace.evaluate(program).value == 3000.0


def test_closures() -> None:
    def model(scale):
        def loss(w):
            return np.mean((DATA @ w)**2)*scale

        return loss

    assert adtrace.evaluate(adtrace.trace(model(2.0), w=np.ones(3))).value == pytest.approx(model(2.0)(np.ones(3)))
