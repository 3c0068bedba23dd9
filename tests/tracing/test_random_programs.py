"""Random expressions, printed as Python: the trace is that of their text, and its value that of the function."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import adtrace

VECTORS = ("x", "y")
UNARY = (
    "np.sin{}", "np.tanh{}", "-{}", "{}**2", "np.exp(-{}**2)", "np.log1p(np.abs{} + 1)", "abs{}", "{}[::-1]",
    "np.sqrt({}**2 + 1)", "np.cumsum{}", "np.where({} > 0.1, 2.0, {})", "np.flip{}", "np.clip({}, -1, 1.5)",
)
BINARY = (
    "({} + {})", "({} - {})", "{}*{}", "{}/(2 + {}**2)", "np.maximum({}, {})", "np.hypot({}, 1 + {})",
    "np.concatenate([{}[:2], {}[2:]])", "np.where({} > {}, 1.0, -0.5)", "np.outer({}, {})[1]", "({} @ {})*C",
)
ENDS = ("np.sum{}", "np.mean{}", "{}[1]", "np.linalg.norm{}", "np.prod(1 + 0.1*np.tanh{})", "np.max{}", "np.var{}")
CONSTANT = np.array([0.5, -1.25, 3.0])

def filled(template: str, *inner: str) -> str:
    return template.format(*[f"({one})" for one in (inner*2)[: template.count("{}")]])


expressions = st.recursive(
    st.sampled_from([*VECTORS, "z", "C"]),
    lambda inner: st.builds(filled, st.sampled_from(UNARY), inner) | st.builds(filled, st.sampled_from(BINARY), inner, inner),
    max_leaves=6,
)


@st.composite
def functions(draw: Any) -> str:
    """The source of a function: statements that use what came before, a loop at times, and a number at the end."""
    lines = ["def f(x, y):", "    z = x*y"]
    for _ in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from(["x", "y", "z"]))
        lines.append(f"    {name} = {draw(expressions)}")
        if draw(st.booleans()):
            lines.append(f"    for k in range(2):\n        {name} = {name}*0.5 + {draw(expressions)}*(k + 1)")
    last = lines[-1].split("=")[0].split("\n")[-1].strip()
    lines.append(f"    return {draw(st.sampled_from(ENDS)).format(f'({last})')} + 0.1*np.sum(x*y)")
    return "\n".join(lines)


@settings(max_examples=30)
@given(functions(), st.integers(0, 1000))
def test_the_trace_of_a_random_function(source: str, seed: int) -> None:
    names: dict[str, Any] = {"np": np, "C": CONSTANT}
    exec(source, names)
    chance = random.Random(seed)
    at = {name: np.array([chance.uniform(-2, 2) for _ in range(3)]) for name in VECTORS}
    with np.errstate(all="ignore"):
        wanted = names["f"](**{name: value.copy() for name, value in at.items()})
    program = adtrace.trace(names["f"], **at)
    found = adtrace.reverse(program)
    np.testing.assert_allclose(found.value, wanted, rtol=1e-13, atol=1e-13)
    again = adtrace.reverse("".join(program))  # The text alone, without what it knows of Python.
    assert str(again.expression) == str(program)
    for name in VECTORS:
        np.testing.assert_array_equal(found.gradient[name], again.gradient[name])
    direction = {name: np.array([chance.uniform(-1, 1) for _ in range(3)]) for name in VECTORS}
    forward = adtrace.forward(program, seed=direction).tangent
    backward = sum(found.gradient[name] @ direction[name] for name in VECTORS)
    np.testing.assert_allclose(forward, backward, rtol=1e-9, atol=1e-9)
