"""How outputs react to inputs: against what is known by hand, by chance and by reaching in."""

import math

import numpy as np
import pytest
from datasets import lines
from hypothesis import assume, given
from hypothesis import strategies as st

import adtrace
from adtrace.lang.parser import parse
from adtrace.limits import LIMITS
from adtrace.records.grain import Grain
from adtrace.records.sensitivity import DEAD, SATURATED
from adtrace.sweeps.run import Run
from adtrace.sweeps.sensitivity.look import sensitivity as look


def only(text, at, **more):
    (response,) = adtrace.sensitivity(text, at, **more).responses
    return response


def ratios(response):
    return {one.name: one.ratio for one in response.conditions}


# Condition numbers


@pytest.mark.parametrize(("text", "at", "known"), [
    ("x^3", {"x": -1.7}, {"x": 3}),
    ("5/x^2", {"x": 0.3}, {"x": -2}),
    ("sqrt(x)*a", {"x": 9, "a": 4}, {"x": 0.5, "a": 1}),
    ("exp(x)", {"x": -30}, {"x": -30}),
    ("log(x)", {"x": 1.001}, {"x": 1/math.log(1.001)}),
    ("x + y", {"x": 3, "y": 1}, {"x": 0.75, "y": 0.25}),
    ("x - y", {"x": 1.001, "y": 1}, {"x": 1001, "y": -1000}),
    ("x + 0*y", {"x": 2, "y": 3}, {"x": 1, "y": 0}),
    ("1/(1+exp(-a*x))", {"x": 2, "a": 1}, {"x": 2/(1 + math.exp(2)), "a": 2/(1 + math.exp(2))}),
])
def test_condition_numbers_are_known(text, at, known):
    assert ratios(only(text, at)) == pytest.approx(known, rel=1e-9)


def test_condition_numbers_of_the_shared_sample():
    """Against values and gradients that were computed with many digits."""
    checked = 0
    for record in lines("dev_sample.jsonl"):
        for point in record["points"]:
            value = float(point["value"])
            if point["well_conditioned"] and value:
                found = ratios(only(record["expr"], point["at"]))
                known = {name: float(slope)*point["at"][name]/value for name, slope in point["grad"].items() if name in found}
                assert {name: found[name] for name in known} == pytest.approx(known, rel=1e-8, abs=1e-300), record["expr"]
                checked += len(known)
    assert checked > 500


def test_the_largest_stands_first():
    assert [one.name for one in only("x*y^2*z^-5*u^0.1", {"x": 1, "y": 1, "z": 1, "u": 1}).conditions] == list("zyxu")


def test_elements_of_arrays():
    (one,) = only("sum(x^2)", {"x": [1, -3, 2]}).conditions
    assert (one.name, one.place, one.at, one.slope, one.size) == ("x", (1,), -3, -6, 3)
    elements = np.array([2, 18, 8])/14
    assert one.ratio == pytest.approx(elements[1]) and one.norm == pytest.approx(np.linalg.norm(elements))


@pytest.mark.parametrize("mode", ["forward", "reverse"])
def test_every_output_and_component(mode):
    run = Run(parse("[x*y, x^2]"), {"x": 2.0, "y": 3.0})
    first, second = look(run, getattr(run, mode)([], ())).responses
    assert (first.name, first.value, second.name, second.value) == ("y1", 6, "y2", 4)
    assert ratios(first) == {"x": 1, "y": 1} and ratios(second) == {"x": 2, "y": 0}
    run = Run(parse("u = x*[1, 2]; u^2"), {"x": 3.0})
    found = look(run, getattr(run, mode)([], ()))
    assert [(one.name, one.value, ratios(one)) for one in found.responses] == [
        ("y[0]", 9, {"x": 2}), ("y[1]", 36, {"x": 2}),
    ]


def test_a_cotangent_weighs_outputs():
    response = only("[x*y, x^2]", {"x": 2, "y": 3}, seed={"y1": 1, "y2": -2})
    assert (response.name, response.value) == ("y1 - 2*y2", -2)
    assert ratios(response) == {"x": 5, "y": -3}
    assert response.chains[0].product == -8  # along x^2, weighed -2
    assert only("[x, log(0*x)]", {"x": 2}, seed={"y1": 3}).value == 6  # what weighs nothing may be infinite


def test_inputs_are_those_that_are_asked_for():
    assert list(ratios(only("x*y", {"x": 2, "y": 3}, wrt="y"))) == ["y"]
    run = Run(parse("x*y"), {"x": 2.0, "y": 3.0})
    assert list(ratios(look(run, run.forward([{"x": 1.0, "y": 0.0}], ())).responses[0])) == ["x"]


def test_zeros_and_what_is_not_finite():
    assert ratios(only("x - 2", {"x": 2})) == {"x": math.inf}
    assert math.isnan(ratios(only("x^2", {"x": 0}))["x"])
    assert ratios(only("x + 1", {"x": 0})) == {"x": 0}
    assert math.isnan(ratios(only("log(x)", {"x": -1}))["x"])
    assert ratios(only("sqrt(x) + 1", {"x": 0}))["x"] != 0  # 0 * inf
    assert ratios(only("where(c > 0, x, y)", {"c": 1, "x": 2, "y": math.inf}))["y"] == 0
    (one,) = only("x[0]*3", {"x": [2, math.inf]}).conditions
    assert (one.place, one.ratio, one.norm) == ((0,), 1, 1)
    (one,) = only("sum(x)", {"x": [math.nan, 1]}).conditions
    assert math.isnan(one.norm)


POWERS = st.lists(st.tuples(st.floats(0.5, 2), st.floats(-3, 3)), min_size=1, max_size=4)


@given(POWERS, st.floats(1e-3, 1e3), st.floats(1e-3, 1e3))
def test_units_do_not_matter(terms, scale, other):
    """Condition numbers stay when inputs are measured in other units, and the output, too."""
    names = [f"x{place}" for place in range(len(terms))]
    plain = "*".join(f"{name}^({power!r})" for name, (_, power) in zip(names, terms, strict=True))
    scaled = "*".join(f"({scale!r}*{name})^({power!r})" for name, (_, power) in zip(names, terms, strict=True))
    at = {name: value for name, (value, _) in zip(names, terms, strict=True)}
    before = ratios(only(f"sin({plain})", at))
    after = ratios(only(f"{other!r}*sin({scaled})", {name: value/scale for name, value in at.items()}))
    assert after == pytest.approx(before, rel=1e-6, abs=1e-9)


# Uncertainties


def test_first_order():
    response = only("x^2*y", {"x": 3, "y": 2}, uncertainty={"x": 0.1, "y": 0.3})
    x, y = response.effects[1], response.effects[0]
    assert (x.name, x.worst, x.spread) == ("x", pytest.approx(1.2), pytest.approx(1.2))
    assert (y.name, y.worst, y.spread) == ("y", pytest.approx(2.7), pytest.approx(2.7))
    assert response.total.worst == pytest.approx(3.9) and response.total.spread == pytest.approx(math.hypot(1.2, 2.7))
    assert x.share == pytest.approx(1.2**2/(1.2**2 + 2.7**2)) and x.share + y.share == pytest.approx(1)
    assert x.ends == pytest.approx((2.9**2*2 - 18, 3.1**2*2 - 18)) and not x.nonlinear


@pytest.mark.parametrize(("text", "at", "deviations"), [
    ("1/(1+exp(-a*x))", {"x": 2.0, "a": 1.0}, {"x": 1e-3, "a": 2e-3}),
    ("x*y - sin(x)/y", {"x": 1.5, "y": -0.7}, {"x": 1e-3, "y": 1e-3}),
    ("sum(x^2) + a*x[0]", {"x": np.array([1.0, -2.0, 0.5]), "a": 3.0}, {"x": np.array([1e-3, 0.0, 2e-3]), "a": 1e-3}),
])
def test_it_is_what_chance_gives(text, at, deviations):
    """The standard deviation of the output over inputs drawn at random: to first order the root of the sum of squares."""
    source = np.random.default_rng(7)
    count = 40_000
    drawn = {
        name: np.asarray(value) + np.asarray(deviations[name])*source.standard_normal((count, *np.shape(value)))
        for name, value in at.items()
    }
    values = adtrace.sweep(text, drawn).value
    total = only(text, at, uncertainty=deviations).total
    assert np.std(values) == pytest.approx(total.spread, rel=0.03)
    signs = source.choice([-1.0, 1.0], size=(200, 8))
    for row in signs:
        corner = {
            name: np.asarray(value) + np.resize(row, np.shape(value) or 1).reshape(np.shape(value))*deviations[name]
            for name, value in at.items()
        }
        assert abs(adtrace.evaluate(text, corner).value - adtrace.evaluate(text, at).value) <= total.worst*1.01


def test_what_first_order_does_not_see():
    (one,) = only("x^2", {"x": 0}, uncertainty={"x": 0.1}).effects
    assert one.worst == 0 and one.ends == pytest.approx((0.01, 0.01)) and one.off == 1 and one.nonlinear
    (one,) = only("exp(x)", {"x": 0}, uncertainty={"x": 1}).effects
    assert one.nonlinear and one.off == pytest.approx((math.e - 2)/(math.e - 1))
    (one,) = only("log(x)", {"x": 1}, uncertainty={"x": 2}).effects
    assert one.nonlinear and math.isnan(one.off)
    (one,) = only("[1, 2, 3][i]*x", {"i": 1, "x": 1}, uncertainty={"i": 0.5}).effects
    assert one.nonlinear  # between two elements there is none


@given(st.floats(-100, 100), st.floats(0, 10), st.floats(-100, 100))
def test_what_is_linear_is_not_said_to_be_otherwise(x, deviation, slope):
    (one,) = only("a*x + 12345.678", {"x": x, "a": slope}, uncertainty={"x": deviation}).effects
    assert one.worst == abs(slope)*deviation and not one.nonlinear


def test_tiny_steps_are_not_taken_for_curved():
    assert not only("(x + 1e8) - 1e8", {"x": 1}, uncertainty={"x": 1e-10}).total.nonlinear


def test_arrays_move_to_the_worst_corner():
    response = only("sum(a*x)", {"x": [1, 2], "a": [1, -3]}, uncertainty={"x": [0.1, 0.2]})
    (one,) = response.effects
    assert one.worst == pytest.approx(0.7) and one.spread == pytest.approx(math.hypot(0.1, 0.6))
    assert one.ends == pytest.approx((-0.7, 0.7))


def test_only_the_largest_are_moved():
    names = [f"x{place}" for place in range(LIMITS.moved + 3)]
    text = " + ".join(f"{place + 1}*{name}" for place, name in enumerate(names))
    effects = only(text, dict.fromkeys(names, 1), uncertainty=dict.fromkeys(names, 1)).effects
    assert [one.ends is None for one in effects] == [False]*LIMITS.moved + [True]*3
    assert effects[0].name == names[-1]


# Activations

NETWORK = "h = relu(W1 @ x + b1); g = relu(W2 @ h + b2); w @ g"
WEIGHTS = {
    "x": [1.0, -1.0], "W1": [[1.0, 0.0], [0.0, 1.0], [2.0, 1.0]], "b1": [0.0, 0.5, 0.0],
    "W2": [[1.0, 1.0, 1.0], [-1.0, 0.0, -1.0]], "b2": [0.0, 0.0], "w": [1.0, 1.0],
}


def test_dead_units_of_a_network():
    found = adtrace.sensitivity(NETWORK, WEIGHTS)
    assert [(one.name, one.op, one.kind, one.flat, one.size) for one in found.stuck] == [
        ("h", "relu", DEAD, 1, 3), ("g", "relu", DEAD, 1, 2),
    ]
    assert found.activations == 2
    gradient = adtrace.reverse(NETWORK, WEIGHTS).gradient
    lost = {one.name: one.lost for one in found.cuts}
    # The unit's own weights, and those that lead from the other dead unit: exactly where the gradient is 0.
    assert lost == {"b1": 1, "W1": 2, "b2": 1, "W2": 3}
    for name in ("b1", "W1", "b2"):
        assert lost[name] == np.sum(gradient[name] == 0)
    assert {one.name for one in found.stuck[0].cuts} == {"b1", "W1"}


@pytest.mark.parametrize(("text", "x", "kind"), [
    ("relu(x)", -1, DEAD), ("relu(x)", 0, DEAD), ("max(x, 0)", -1, DEAD), ("max(0, x)", -3, DEAD), ("min(x, 1)", 2, DEAD),
    ("hard_tanh(x)", 1.5, DEAD), ("clip(x, -1, 1)", -2, DEAD), ("leaky_relu(x, 0)", -1, DEAD), ("elu(x)", -12, SATURATED),
    ("selu(x)", -12, SATURATED), ("sigmoid(x)", 11, SATURATED), ("sigmoid(x)", -800, SATURATED), ("tanh(x)", -6, SATURATED),
    ("erf(x)", 4, SATURATED), ("softsign(x)", 200, SATURATED), ("gelu(x)", -9, SATURATED), ("silu(x)", -15, SATURATED),
    ("softplus(x)", -10, SATURATED), ("mish(x)", -15, SATURATED), ("gelu_tanh(x)", -9, SATURATED),
])
def test_flat_parts(text, x, kind):
    found = adtrace.sensitivity(text, {"x": x})
    assert [(one.kind, [cut.name for cut in one.cuts]) for one in found.stuck] == [(kind, ["x"])]


@pytest.mark.parametrize(("text", "x"), [
    ("relu(x)", 1), ("max(x, 0)", 0.1), ("max(x, 2*x)", 1), ("leaky_relu(x)", -5), ("elu(x)", -5), ("sigmoid(x)", 5),
    ("tanh(x)", 3), ("hard_tanh(x)", 0.9), ("clip(x, -1, 1)", 0), ("abs(x)", 0), ("sin(x)", math.pi/2), ("x^2", 0),
    ("where(x > 0, 1, tanh(x))", 9), ("sum(softmax([x, 0, 1])*[1, 2, 3])", 1), ("tanh(x)", math.nan),
])
def test_what_is_not_stuck(text, x):
    assert adtrace.sensitivity(text, {"x": x}).stuck == ()


def test_every_activation_says_its_largest_slope():
    """No slope on a wide grid is larger than what the row says, and one comes close."""
    grid = np.concatenate([np.linspace(-20, 20, 4001), [-1e3, 1e3]])
    rows = [row for row in adtrace.ops() if isinstance(row.gate, float) and not row.variadic and row.name != "clip"]
    assert len(rows) > 10
    for row in rows:
        slopes = adtrace.reverse(f"sum({row.name}(x))", {"x": grid}).gradient["x"]
        # silu, mish and gelu rise a little above 1 before they settle.
        assert row.gate*0.99 <= np.max(np.abs(slopes)) <= row.gate*1.15, row.name


def test_a_softmax_that_has_made_up_its_mind():
    found = adtrace.sensitivity("softmax(z) @ v", {"z": [30, 0, 1], "v": [1, 2, 3]})
    assert [(one.op, one.kind, one.flat, one.size) for one in found.stuck] == [("softmax", SATURATED, 3, 3)]
    assert [one.name for one in found.cuts] == ["z"]
    rows = adtrace.sensitivity("sum(softmax(z, axis=1) @ v)", {"z": [[30, 0, 1], [1, 2, 3]], "v": [1, 2, 3]})
    assert [(one.flat, one.size) for one in rows.stuck] == [(3, 6)]


def test_what_makes_up_for_a_small_slope_cuts_nothing_off():
    found = adtrace.sensitivity("log(sigmoid(x))", {"x": -50})
    assert [(one.kind, one.cuts) for one in found.stuck] == [(SATURATED, ())] and found.cuts == ()


def test_another_way_round_a_dead_unit():
    found = adtrace.sensitivity("relu(x) + x", {"x": -1})
    assert [one.kind for one in found.stuck] == [DEAD] and found.cuts == ()
    assert [one.name for one in adtrace.sensitivity("relu(x)*u + relu(-x*y)", {"x": -1, "y": -2, "u": 3}).cuts] == ["x", "y"]


# Strongest paths


def chain_of(text, at, name, **more):
    return next(one for one in only(text, at, **more).chains if one.name == name)


def edges(chain):
    return [(edge.node, edge.consumer, edge.factor, edge.product) for edge in chain.edges]


def test_a_path_with_its_products():
    chain = chain_of("x1*x2 + sin(x1)", {"x1": 2, "x2": 3}, "x1")
    assert edges(chain) == [("w1", "y", 1, 1), ("x1", "w1", 3, 3)]
    assert (chain.product, chain.length, chain.exact) == (3, 2, True) and chain.exponent == pytest.approx(math.log10(3))


@given(st.lists(st.lists(st.floats(-3, 3).filter(lambda v: abs(v) > 1e-3), min_size=1, max_size=4), min_size=1, max_size=5))
def test_it_is_the_strongest(paths):
    """Of paths that multiply x by known numbers, the one with the largest product."""
    assume(len({abs(math.prod(path)) for path in paths}) == len(paths))
    text = " + ".join("*".join(["x", *(f"({factor!r})" for factor in path)]) for path in paths)
    chain = chain_of(text, {"x": 1.5}, "x")
    assert abs(chain.product) == pytest.approx(max(abs(math.prod(path)) for path in paths))


def test_a_product_of_one_path_is_the_gradient():
    chain = chain_of("tanh(exp(sin(a*x)))", {"x": 0.3, "a": 2}, "x")
    assert chain.product == pytest.approx(adtrace.reverse("tanh(exp(sin(a*x)))", {"x": 0.3, "a": 2}).gradient["x"])


@pytest.mark.parametrize("step", ["tanh(3*{})", "sigmoid({})"])
def test_a_gradient_that_vanishes(step):
    text = "x"
    for _ in range(12):
        text = step.format(text)
    chain = chain_of(text, {"x": 1.5}, "x")
    assert chain.vanishes and not chain.explodes and not chain.is_cut
    assert not chain_of(step.format("x"), {"x": 0.1}, "x").vanishes
    gradient = adtrace.reverse(text, {"x": 1.5}).gradient["x"]
    assert chain.product == pytest.approx(gradient) and chain.exponent == pytest.approx(math.log10(abs(gradient)))


def test_where_a_gradient_is_lost():
    chain = chain_of("u = 2*x; v = tanh(u); 3*v", {"x": 5}, "x")
    worst = min(chain.edges, key=lambda edge: abs(edge.factor))
    assert chain.vanishes and (worst.node, worst.consumer) == ("u", "v")


def test_a_gradient_that_explodes():
    text = "\n".join(["w1 = a*x", *(f"w{n} = a*w{n - 1}" for n in range(2, 9)), "w8"])
    chain = chain_of(text, {"x": 1, "a": 30}, "x")
    assert chain.explodes and not chain.vanishes and chain.product == 30.0**8


def test_a_long_path_is_told_by_its_ends():
    text = "\n".join(["w1 = sin(x)", *(f"w{n} = {1 + n/1e4}*w{n - 1}" for n in range(2, 3000)), "w2999 + 0*x"])
    chain = chain_of(text, {"x": 1}, "x")
    assert chain.length == 3000 and len(chain.edges) == 2*LIMITS.chain_ends
    factors = [edge.factor for edge in chain.edges]
    assert factors[:5] == sorted(factors[:5], reverse=True) and factors[0] == 1 + 2999/1e4
    assert chain.product == pytest.approx(adtrace.reverse(text, {"x": 1}).gradient["x"])


def test_a_product_that_underflows_is_told_by_its_logarithm():
    text = "\n".join(["w1 = 1e-5*x", *(f"w{n} = 1e-5*w{n - 1}" for n in range(2, 101)), "w100"])
    chain = chain_of(text, {"x": 1}, "x")
    assert chain.product == 0 and chain.exponent == pytest.approx(-500) and chain.vanishes and not chain.is_cut


def test_a_path_that_is_cut():
    chain = chain_of("relu(x)*3", {"x": -1}, "x")
    assert chain.is_cut and edges(chain) == [("w1", "y", 3, 3), ("x", "w1", 0, 0)]
    # Of two paths the one with fewer zeros, though its other factors are smaller.
    chain = chain_of("relu(relu(x)*1000)*1000 + 0.001*relu(x)", {"x": -1}, "x")
    assert [edge.factor for edge in chain.edges] == [1, 0.001, 0]


def test_arrays_by_norms():
    chain = chain_of("sum(W @ x)", {"W": [[1, 2], [3, 4]], "x": [1, 1]}, "x")
    assert not chain.exact
    ones = np.ones(2)
    expected = [np.linalg.norm(ones), np.linalg.norm(np.array([[1, 2], [3, 4]]).T @ ones)/np.linalg.norm(ones)]
    assert [edge.factor for edge in chain.edges] == pytest.approx(expected)


def test_an_edge_behind_a_lost_gradient_has_its_factor_still():
    chain = chain_of("0*sum(3*x)", {"x": [1, 2]}, "x")
    assert chain.is_cut and chain.edges[0].factor == 0
    assert [edge.factor for edge in chain.edges[1:]] == pytest.approx([math.sqrt(2), 3])


def test_folded_steps_are_told_by_their_formulas():
    run = Run(parse("u = exp(x)/(1 + x); u*2"), {"x": 1.0}, grain=Grain("statement", (), ()))
    names = {edge.consumer for chain in look(run, run.reverse([], ())).responses[0].chains for edge in chain.edges}
    assert "u" in names and "" not in names


def test_it_needs_a_point_and_fitting_uncertainties():
    for more, message in (
        ({"at": {}}, "numbers"), ({"at": {"x": 1}, "uncertainty": {"y": 1}}, "no input"),
        ({"at": {"x": 1}, "uncertainty": {"x": [1]}}, "shape"), ({"at": {"x": 1}, "uncertainty": {"x": -1}}, "negative"),
    ):
        with pytest.raises(adtrace.AdtraceError, match=message):
            adtrace.sensitivity("x^2", **more)
    run = Run(parse("x*v"), {"x": 1.0, "v": np.ones(LIMITS.component_sweeps + 1)})
    with pytest.raises(adtrace.AdtraceError, match="sensitivity: y has 17 components"):
        look(run, run.forward([{"x": 1.0}], ()))


# What stands in the way, and what first order does not see


def test_what_is_zero_may_still_move():
    (one,) = only("2*x", {"x": 0}, uncertainty={"x": 1}).conditions
    assert (one.slope, one.hidden) == (2, False) and math.isnan(one.ratio)
    found = only("sum(a*x)", {"x": [0, 0, 0], "a": [0, 3, 2]}, wrt="x").conditions
    assert [(one.place, one.slope) for one in found] == [((1,), 3)]
    assert only("sum(x*a)", {"x": [5, 0], "a": [0, 1]}, wrt="x").conditions[0].slope == 1
    (one,) = only("x[0] + sqrt(-x[1])*x[2]", {"x": [1, 2, 3]}).conditions
    assert math.isnan(one.slope)


@pytest.mark.parametrize(("text", "at", "names"), [
    ("1/(1+exp(-a*x))", {"x": -1000, "a": 1}, {"x", "a"}), ("1/(1+exp(-a*x))", {"x": -500, "a": 1}, {"x", "a"}),
    ("sigmoid(x)", {"x": -800}, {"x"}), ("tanh(x)", {"x": 400}, {"x"}), ("log(x)", {"x": -1}, {"x"}),
    ("tanh(x) + y", {"x": 400, "y": 1}, {"x"}), ("x^2", {"x": 0}, set()), ("relu(x)", {"x": -1}, set()),
    ("sigmoid(x)", {"x": -30}, set()),
])
@pytest.mark.parametrize("mode", ["forward", "reverse"])
def test_a_nan_or_a_lost_zero_hides(text, at, names, mode):
    run = Run(parse(text), {name: float(value) for name, value in at.items()})
    (response,) = look(run, getattr(run, mode)([], ())).responses
    assert {one.name for one in response.conditions if one.hidden} == names


def test_every_uncertainty_counts_whatever_is_asked_for():
    response = only("x*y", {"x": 1, "y": 2}, uncertainty={"x": 0.1, "y": 0.1}, wrt="x")
    assert [one.name for one in response.conditions] == ["x"] and [one.name for one in response.effects] == ["x", "y"]
    assert response.total.spread == pytest.approx(math.hypot(0.2, 0.1))
    run = Run(parse("x*y"), {"x": 1.0, "y": 2.0}, uncertainty={"x": 0.1, "y": 0.1})
    (response,) = look(run, run.forward([], ("x",))).responses
    assert [one.name for one in response.effects] == ["x", "y"]


def test_every_corner_is_tried():
    total = only("(x-y)*(y-z)*(z-x)", {"x": 1, "y": 2, "z": 3}, uncertainty=dict.fromkeys("xyz", 0.5)).total
    corners = [
        (x - y)*(y - z)*(z - x) - 2 for x in (0.5, 1.5) for y in (1.5, 2.5) for z in (2.5, 3.5)
    ]
    assert total.ends == (min(corners), max(corners))
    # Of an array, too; what does not vary stays.
    deviation = np.array([0.5, 0.0, 0.5])
    (one,) = only("(x[0]-x[1])*(x[1]-x[2])*(x[2]-x[0])", {"x": [1, 2, 3]}, uncertainty={"x": deviation}).effects
    corners = [(x - 2)*(2 - z)*(z - x) - 2 for x in (0.5, 1.5) for z in (2.5, 3.5)]
    assert one.ends == pytest.approx((min(corners), max(corners)))
    many = np.full(LIMITS.cornered + 1, 0.5)
    (one,) = only("sum(x)", {"x": np.ones(many.size)}, uncertainty={"x": many}).effects
    assert one.ends == pytest.approx((-many.sum(), many.sum()))


@pytest.mark.parametrize(("text", "x", "deviation", "inside"), [
    ("1/x", 1, 2, math.nan), ("1/x", 1, 2.3, math.nan), ("tan(x)", 1, 1.1, math.nan), ("1/(x - 2)", 1, 1.7, math.nan),
    ("log(abs(x))", 1, 2, math.nan), ("sqrt(x^2 - 1)", 1.5, 3, math.nan),
    ("sin(x)", 0, math.pi, -1), ("abs(x)", 0.5, 1, -0.5), ("1/(x^2 + 1e-4)", 1, 2, 1e4),
])
def test_what_is_reached_between_the_ends(text, x, deviation, inside):
    response = only(text, {"x": x}, uncertainty={"x": deviation})
    for one in (response.effects[0], response.total):
        assert one.nonlinear
        if math.isnan(inside):
            assert math.isnan(one.inside[0])
        else:
            assert min(one.inside[0] - inside, one.inside[1] - inside, key=abs) == pytest.approx(0, abs=abs(inside)*0.1)


@pytest.mark.parametrize(("text", "x", "deviation"), [
    ("x", 0, 1), ("x^3", 0, 1), ("sin(x)", 0, 1), ("exp(x)", 0, 3), ("tanh(1000*x)", 0.1, 1), ("[1, 2, 3][x]", 1, 1),
    ("1/x", 3, 1), ("x - 1", 1, 0.5),
])
def test_nothing_is_made_up_between_the_ends(text, x, deviation):
    assert only(text, {"x": x}, uncertainty={"x": deviation}).effects[0].inside is None


def test_a_pole_that_takes_two():
    response = only("1/(x-y)", {"x": 1, "y": 1.15}, uncertainty={"x": 0.1, "y": 0.1})
    assert [one.inside for one in response.effects] == [None, None] and math.isnan(response.total.inside[0])


def test_no_value_to_start_from():
    total = only("1/(x-y)", {"x": 1, "y": 1}, uncertainty={"x": 0.1}).total
    assert total.ends is None and total.nonlinear


def test_parts_of_activations_are_counted():
    found = adtrace.sensitivity("sum(tanh(x))", {"x": [0, 20, -20]})
    assert [(one.flat, one.size, one.is_whole) for one in found.stuck] == [(2, 3, False)]
    assert (found.activations, found.entries) == (1, 3)
    found = adtrace.sensitivity("relu(x)[0] + tanh(y)", {"x": [-1, 1, 1], "y": 0})
    assert [(one.flat, one.size, one.is_whole) for one in found.stuck] == [(1, 1, True)]
    assert (found.activations, found.entries) == (2, 2)  # what is not used is not counted


def test_a_softmax_lets_its_elements_pass_together():
    found = adtrace.sensitivity("softmax(x)[0]", {"x": [100, 0, 0]})
    assert [(one.flat, one.size) for one in found.stuck] == [(1, 1)]
    assert [(one.name, one.lost, one.size) for one in found.cuts] == [("x", 3, 3)]
    found = adtrace.sensitivity("softmax(x, axis=1)[0, 0] + softmax(x, axis=1)[1, 1]", {"x": [[100, 0, 0], [1, 2, 3]]})
    assert [(one.name, one.lost, one.size) for one in found.cuts] == [("x", 3, 6)]


@pytest.mark.parametrize("text", [
    "x*0.01", "x*1000", "x/1000", "1e-9*x*1e-9", "mean(x*[1, 1, 1])/1e7", "1e6*(2*x)",
])
def test_a_change_of_units_is_no_defect(text):
    chain = chain_of(text, {"x": 2}, "x")
    assert not (chain.vanishes or chain.explodes)
    assert not any(edge.vanishes or edge.explodes for edge in chain.edges)


def test_an_edge_is_judged_by_its_path():
    chain = chain_of("exp(exp(x))*0 + exp(200 - 400*tanh(x))", {"x": 1}, "x")
    assert chain.vanishes and not any(edge.explodes for edge in chain.edges)
    chain = chain_of("exp(u)*tanh(x)", {"x": 8, "u": 9}, "x")
    assert [edge.explodes for edge in chain.edges] == [True, False]
    assert [edge.vanishes for edge in chain.edges] == [False, True]
    assert chain_of("1000*x", {"x": 1}, "x").edges[0].scaling and not chain_of("a*x", {"x": 1, "a": 9}, "x").edges[0].scaling


QUIET = [
    ("reciprocal(relu(y))", {"y": 0}), ("log(relu(x))/tanh(x)", {"x": 0}), ("sigmoid(x)^-2", {"x": -800}),
    ("sum(relu(x)/x)", {"x": [0, math.inf, math.nan, -1]}), ("sum(tanh(x))", {"x": [math.inf, -math.inf, math.nan]}),
    ("softmax(x)[0]", {"x": [math.inf, 0, math.nan]}), ("sum(exp(x)*x)", {"x": [1e308, -1e308]}),
    ("norm2(x) + 1/sum(x)", {"x": [0, 0]}), ("1/(1+exp(-a*x))", {"x": -1000, "a": 1}), ("sum(sqrt(x))*0", {"x": [0, -1]}),
    ("max(x, 1)^1e300", {"x": 2}), ("sum(W @ x)", {"W": [[1e308, 1e308]], "x": [1e308, 1]}),
]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("text", "at"), QUIET)
def test_nothing_is_said_on_the_side(text, at):
    """No warning of NumPy's gets out, neither when it is found nor when it is shown."""
    found = adtrace.sensitivity(text, at, uncertainty={name: np.ones(np.shape(value)) for name, value in at.items()})
    trace = adtrace.reverse(text, at)._replace(addenda={"sensitivity": found})
    for name in ("table", "json"):
        assert adtrace.render(trace, name)


def test_exact_numbers_are_believed():
    pytest.importorskip("sympy")
    from adtrace.sweeps.exact.run import ExactRun

    run = ExactRun(parse("sin(x)"), {"x": ExactRun.constant("pi", "x")})
    (one,) = look(run, run.reverse([], ())).responses[0].conditions
    assert one.ratio == -math.inf and look(run, run.forward([], ())).responses[0].value == 0
    run = ExactRun(parse("sin(x)"), {"x": ExactRun.constant("pi/2", "x")})
    for trace in (run.reverse([], ()), run.forward([], ())):
        assert look(run, trace).responses[0].conditions[0].slope == 0
    run = ExactRun(parse("u = [sin(x)*3, cos(x)]; u*v"), {"x": ExactRun.constant("pi/2", "x"), "v": np.array([1.0, 2.0])})
    for trace in (run.reverse([], ()), run.forward([], ("x",))):
        assert all(response.conditions for response in look(run, trace).responses)


@pytest.mark.filterwarnings("error")
def test_steps_that_are_made_later_are_quiet_too():
    trace = adtrace.reverse("mean(tanh(W*x) + y)", {"x": 1, "y": 0, "W": [[math.inf, 1]]})
    assert math.isnan(trace.gradient["x"]) and adtrace.render(trace, "table") and adtrace.render(trace, "json")
