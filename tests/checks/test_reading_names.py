"""Names: everything that adtrace spells in any notation, and what people write."""

from __future__ import annotations

import pytest
from written import run_of

from adtrace.checks.reading.names import DIFFERENTIAL, Names
from adtrace.checks.reading.plain import plain
from adtrace.records.worked import ADJOINT, PARTIAL, TANGENT, VALUE
from adtrace.views import latex, notation, profiles

LOGISTIC = run_of("1/(1+exp(-a*x))", x=2, a=1)
PROGRAMS = {
    "steps": LOGISTIC,
    "names": run_of("loss1 = alpha*x; λ = sin(loss1); h_2 = λ + x'; h_2*w1", alpha=0.3, x=2, **{"x'": 1, "w1": 0.5}),
    "one input": run_of("sin(x)^2", x=0.3),
    "outputs": run_of("[x*y, x + y]", x=0.3, y=2),
    "clashes": run_of("dx = x*2; x_bar = dx + y; v1 = x_bar*x; u2 = sin(v1); u2*v1", x=0.3, y=2),
    "letters": run_of("é = x*2; ȧ = é + i; sin(ȧ)*ē", x=0.3, i=2, ē=1.5),
}


def spelled(run, trace, profile, medium):
    """The notation of a profile in a medium."""
    if medium == "latex":
        return latex.of_trace(trace, profile)
    return notation.of_trace(trace, profile, unicode=medium == "unicode")


@pytest.mark.parametrize("medium", ["unicode", "ascii", "latex"])
@pytest.mark.parametrize("profile", profiles.names())
@pytest.mark.parametrize("name", PROGRAMS)
def test_every_spelling_of_every_notation(name, profile, medium):
    """Is read as what it is of."""
    run = PROGRAMS[name]
    if medium == "ascii" and not all(step.name.isascii() for step in run.value().steps):
        pytest.skip("escapes are undone by the format")
    for mode, kind in (("forward", TANGENT), ("reverse", ADJOINT)):
        trace = getattr(run, mode)((), ())
        names = Names(run)
        names.forward = mode == "forward"
        if profile == "baydin":
            names.nodes.letters.add(spelled(run, trace, profile, "ascii").profile.letter)
        for sweep in trace.sweeps:
            its = spelled(run, trace, profile, medium).of_sweep(trace, sweep)
            for step in sweep.steps:
                written = its.tangent(step.name) if mode == "forward" else its.adjoint(step.name)
                node = run.names.node(step.name)
                value, slope = (names.meaning(plain(text if medium != "latex" else f"${text}$"))
                                for text in (its.name(step.name), written))
                assert (value.kind, value.node) == (VALUE, node), its.name(step.name)
                assert slope.node == node, written
                fits = slope.kind in (kind, DIFFERENTIAL) if mode == "forward" else slope.kind == ADJOINT
                # The derivative of an output by an input is both, and one number.
                both = step.role == "input" or step.name in trace.outputs
                assert fits or (both and slope.kind in (TANGENT, ADJOINT)), written


WRITTEN = {
    "w3": (VALUE, "w3"), "w_3": (VALUE, "w3"), "w₃": (VALUE, "w3"), "w_{3}": (VALUE, "w3"), r"$w_3$": (VALUE, "w3"),
    "y": (VALUE, "y"), "f": (VALUE, "y"), "f(x, a)": (VALUE, "y"), "L": (VALUE, "y"), "loss": (VALUE, "y"),
    "dw3": (DIFFERENTIAL, "w3"), "d w3": (DIFFERENTIAL, "w3"), "d_w3": (DIFFERENTIAL, "w3"), r"\mathrm{d}w_3": (DIFFERENTIAL, "w3"),
    "ẇ3": (TANGENT, "w3"), "ẇ₃": (TANGENT, "w3"), "w\u03073": (TANGENT, "w3"), r"\dot w_3": (TANGENT, "w3"),
    r"\dot{w}_{3}": (TANGENT, "w3"), r"\dot{w_3}": (TANGENT, "w3"), "w3_dot": (TANGENT, "w3"), "w3'": (TANGENT, "w3"),
    "D w3": (TANGENT, "w3"), "D(w3)": (TANGENT, "w3"), "dw3/dx": (TANGENT, "w3"), "∂w₃/∂x": (TANGENT, "w3"),
    r"\frac{\mathrm{d} w_3}{\mathrm{d} x}": (TANGENT, "w3"), "d/dx w3": (TANGENT, "w3"),
    "w3_bar": (ADJOINT, "w3"), "w3bar": (ADJOINT, "w3"), "bar_w3": (ADJOINT, "w3"), "w̄3": (ADJOINT, "w3"),
    "w̄₃": (ADJOINT, "w3"), "w\u03053": (ADJOINT, "w3"), "bar(w3)": (ADJOINT, "w3"), r"\bar w_3": (ADJOINT, "w3"),
    r"\bar{w}_{3}": (ADJOINT, "w3"), r"\overline{w_3}": (ADJOINT, "w3"), r"\overline{w}_3": (ADJOINT, "w3"),
    "dL/dw3": (ADJOINT, "w3"), "∂y/∂w₃": (ADJOINT, "w3"), "dloss/dw2": (ADJOINT, "w2"), "∂y/∂w_3": (ADJOINT, "w3"),
    r"\frac{\partial L}{\partial w_3}": (ADJOINT, "w3"), r"\dfrac{\partial y}{\partial w_{3}}": (ADJOINT, "w3"),
    r"\partial y / \partial w_3": (ADJOINT, "w3"), "grad w2": (ADJOINT, "w2"), "grad_w2": (ADJOINT, "w2"),
    "∇w2": (ADJOINT, "w2"), r"\nabla_{x} y": (ADJOINT, "x"), "δ3": (ADJOINT, "w3"), "δ₃": (ADJOINT, "w3"),
    "delta_3": (ADJOINT, "w3"), "δ_w3": (ADJOINT, "w3"), r"\delta_{w_3}": (ADJOINT, "w3"), r"\delta_3": (ADJOINT, "w3"),
    "w3_adj": (ADJOINT, "w3"), "w3.grad": (ADJOINT, "w3"), "v₃": (VALUE, "w3"), "v₋₁": (VALUE, "x"), "v_{0}": (VALUE, "a"),
    "v̄₋₁": (ADJOINT, "x"), r"\dot v_{3}": (TANGENT, "w3"),
    "adjoint of w4": (ADJOINT, "w4"), "adjoint w3": (ADJOINT, "w3"), "the adjoint of w4": (ADJOINT, "w4"), "bar x": (ADJOINT, "x"),
    "bar{x}": (ADJOINT, "x"), "D_x y": (ADJOINT, "x"), "D_x w3": (TANGENT, "w3"), "w4 adjoint": (ADJOINT, "w4"),
    "dérivée de y par rapport à x": (ADJOINT, "x"), "dérivée adjointe de w4": (ADJOINT, "w4"), "tangente de w3": (TANGENT, "w3"),
    "derivative of y with respect to a": (ADJOINT, "a"), "Tangent of w3": (TANGENT, "w3"), "gradient wrt x": (ADJOINT, "x"),
    "∂w3/∂w2": (PARTIAL, "w2"), "dw4/dw3": (PARTIAL, "w3"), r"\frac{\partial w_4}{\partial w_3}": (PARTIAL, "w3"),
}


@pytest.mark.parametrize("text", WRITTEN)
def test_what_people_write(text):
    """For the logistic function, with its steps w1 to w4 and y."""
    kind, node = WRITTEN[text]
    found = Names(LOGISTIC).meaning(plain(text))
    assert (found.kind, found.node) == (kind, LOGISTIC.names.node(node)), found.why


def test_greek_letters():
    """Are the words that a program has for them, and the other way round."""
    run = run_of("lambda1*sin(phi) + Omega*μ", lambda1=1, phi=2, Omega=3, μ=4)
    for text, name in {"λ₁": "lambda1", r"\lambda_{1}": "lambda1", r"\phi": "phi", "Ω": "Omega", "mu": "μ", "dλ1": "lambda1"}.items():
        assert Names(run).meaning(plain(text)).node == run.names.node(name), text


def test_partials_have_their_consumers():
    """A step that uses a node twice has two: the judge takes the one, or both together, that was written."""
    found = Names(LOGISTIC).meaning("∂w3/∂w2")
    assert found.consumer == LOGISTIC.names.node("w3") and found.operand == 0
    square = run_of("sin(x)*sin(y) + exp(x)^2; ", x=1, y=2)
    assert Names(square).meaning("dw2/dx").kind in (TANGENT, "")
    twice = run_of("u = exp(x); v = u*u; sin(v)", x=1)
    assert Names(twice).meaning("dv/du").kind == PARTIAL


def test_a_tangent_by_an_input_that_reaches_a_step_twice():
    """∂w/∂x is the partial where the step has other ways to x, and a tangent in a table of forward mode."""
    run = run_of("u = exp(x); v = u*x; sin(v)", x=1)
    names = Names(run)
    assert names.meaning("∂v/∂x").kind == PARTIAL
    names.forward = True
    assert names.meaning("∂v/∂x").kind == TANGENT


NETWORK = run_of("h = sigmoid(W1 @ x + b1); w = h*h; yhat = sum(w*w3); 0.5*(t - yhat)^2",
                 W1="[[0.1, 0.8], [0.4, 0.6]]", b1="[0.1, 0.1]", x="[1, 1]", w3="[0.3, 0.9]", t=0.5)
ELEMENTS = {
    "W1[0, 1]": ("W1", (0, 1)), "W1[0,1]": ("W1", (0, 1)), "W1[-1, 0]": ("W1", (1, 0)), "W_{1,12}": ("W1", (0, 1)),
    r"W_{1,2,1}": ("W1", (1, 0)), "w31": ("w3", (0,)), "w_{32}": ("w3", (1,)), "w₃₂": ("w3", (1,)), "w1": ("w", (0,)),
    "w_2": ("w", (1,)), "b12": ("b1", (1,)), "x2": ("x", (1,)), "x_{1}": ("x", (0,)), "x[1]": ("x", (1,)),
    "w3": ("w3", ()), "W1": ("W1", ()), "h₂": ("h", (1,)),
}


@pytest.mark.parametrize("text", ELEMENTS)
def test_elements(text):
    """Mathematics counts from 1, brackets from 0; a name of the program comes before an element."""
    node, place = ELEMENTS[text]
    found = Names(NETWORK).meaning(plain(text))
    assert (found.kind, found.node, found.place) == (VALUE, NETWORK.names.node(node), place)
    slope = Names(NETWORK).meaning(plain(f"dL/d{text}"))
    assert (slope.kind, slope.node, slope.place) == (ADJOINT, NETWORK.names.node(node), place)


@pytest.mark.parametrize("text", ["w99", "foo", "W1[2, 0]", "W1[0]", "x[5]", "x3", "W_{1,13}", "dfoo", "dL/dfoo", "∂foo/∂x", "", "1+"])
def test_what_is_no_name(text):
    """Is told with a reason."""
    found = Names(NETWORK).meaning(plain(text))
    assert not found.kind and found.why
