"""Where a nan, an infinity or a spurious 0 was born, how it spread, and what it poisoned.

What is said to be poisoned is compared with a second reckoning: a sweep of its own in which some births are replaced by
finite numbers.
"""

from __future__ import annotations

import math
import warnings as python_warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import adtrace
from adtrace.lang.parser import parse
from adtrace.limits import LIMITS
from adtrace.records import OF_ADJOINT, OF_TANGENT, OF_VALUE
from adtrace.sweeps import mishaps, provenance
from adtrace.sweeps.births import WHOLE, Swept
from adtrace.sweeps.caution import Caution
from adtrace.sweeps.evaluate import evaluate, quiet
from adtrace.sweeps.forward import forward
from adtrace.sweeps.local import differentiable, partial, pull, push
from adtrace.sweeps.reverse import reverse
from adtrace.sweeps.run import Run

INF, NAN = math.inf, math.nan
STORY = "1/(1+exp(-a*x))"
FINITE = 0.37


def origins(trace, code):
    """The origins of the only warning of this code."""
    (found,) = [warning for warning in trace.warnings if warning.code == code and warning.origins]
    return found.origins


# The story


def test_a_nan_that_is_born_in_the_reverse_sweep():
    trace = adtrace.reverse(STORY, {"x": -1000, "a": 1})
    (nan,) = origins(trace, "indeterminate")
    assert nan == nan._replace(
        of=OF_ADJOINT, node="w2", result="nan", rule="w3_bar*exp(w2)", path=("w2", "x", "w1", "a"), more=0,
        links=(("w3", "w2"), ("w2", "x"), ("w2", "w1"), ("w1", "a")), poisoned=("x", "a"), sweep="y", followed=True,
    )
    assert nan.operands == (("w3_bar", 0.0), ("exp(w2)", INF))


def test_an_overflow_spoils_values_and_then_the_gradient():
    trace = adtrace.reverse(STORY, {"x": -1000, "a": 1})
    value, adjoint = origins(trace, "overflow")
    assert (value.of, value.node, value.result, value.rule) == (OF_VALUE, "w3", "inf", "exp(w2)")
    assert value.operands == (("w2", 1000.0),)
    assert (value.path, value.poisoned) == (("w3", "w4", "y"), ("y",))
    assert value.links == (("w3", "w4"), ("w4", "y"))
    assert (adjoint.of, adjoint.node, adjoint.path[0], adjoint.poisoned) == (OF_ADJOINT, "", "w4", ("x", "a"))


def test_a_gradient_that_is_0_and_should_not_be():
    trace = adtrace.reverse(STORY, {"x": -500, "a": 1})
    (zero,) = origins(trace, "underflow")
    assert (zero.of, zero.node, zero.result) == (OF_ADJOINT, "w4", "0")
    assert zero.rule == "y_bar*(-1/w4^2)"
    assert zero.poisoned == ("x", "a")
    assert zero.path == ("w4", "w3", "w2", "x", "w1", "a")


def test_every_forward_sweep_has_its_own_origin():
    trace = adtrace.forward(STORY, {"x": -1000, "a": 1})
    overflow = origins(trace, "overflow")
    assert [(one.of, one.sweep) for one in overflow] == [(OF_VALUE, ""), (OF_TANGENT, "x"), (OF_TANGENT, "a")]
    assert [one.poisoned for one in overflow] == [("y",)] * 3
    undefined = [one for one in trace.warnings if one.code == "indeterminate"]
    assert [(one.origins[0].sweep, one.origins[0].node) for one in undefined] == [("x", "y"), ("a", "y")]


# Every kind of birth

BIRTHS = [
    # program, point, code, of (reverse mode), node, result, rule, operands, poisoned
    ("exp(x)", {"x": 1000}, "overflow", OF_VALUE, "y", "inf", "exp(x)", (("x", 1000.0),), ("y",)),
    ("exp(x) - exp(x)", {"x": 1000}, "indeterminate", OF_VALUE, "y", "nan", "w1 - w2", (("w1", INF), ("w2", INF)),
     ("y",)),
    ("x/y", {"x": 0, "y": 0}, "domain", OF_VALUE, "out", "nan", "x/y", (("x", 0.0), ("y", 0.0)), ("out",)),
    ("x*exp(y)", {"x": 0, "y": 1000}, "indeterminate", OF_VALUE, "out", "nan", "x*w1", (("x", 0.0), ("w1", INF)),
     ("out",)),
    ("2 + log(x)", {"x": 0}, "pole", OF_VALUE, "w1", "-inf", "log(x)", (("x", 0.0),), ("y",)),
    ("log(x) + 1", {"x": -1}, "domain", OF_VALUE, "w1", "nan", "log(x)", (("x", -1.0),), ("y",)),
    ("exp(-x)*3", {"x": 800}, "underflow", OF_VALUE, "w2", "0", "exp(w1)", (("w1", -800.0),), ()),
    ("sqrt(x)", {"x": 0}, "pole", OF_ADJOINT, "x", "inf", "y_bar*(1/(2*sqrt(x)))",
     (("y_bar", 1.0), ("1/(2*sqrt(x))", INF)), ("x",)),
    ("softmax([a, 2])[1]", {"a": INF}, "indeterminate", OF_VALUE, "w2", "nan", "softmax(w1)", (("w1[0]", INF),),
     ("y",)),
    ("sum(log(v))", {"v": [1, 0]}, "pole", OF_VALUE, "w1", "-inf", "log(v)", (("v[1]", 0.0),), ("y",)),
]


@pytest.mark.parametrize("birth", BIRTHS, ids=[f"{row[0]} at {row[1]}" for row in BIRTHS])
def test_a_birth(birth):
    program, point, code, of, node, result, rule, operands, poisoned = birth
    found = next(one for one in adtrace.reverse(program, point).warnings if one.code == code).origins[0]
    assert (found.of, found.node, found.result, found.rule) == (of, node, result, rule)
    assert (found.operands, found.poisoned) == (operands, poisoned)
    assert found.path[0] == found.node


def test_a_product_that_underflows():
    trace = adtrace.reverse("a = 1e-200*x; b = 1e-200*a; 3*b", {"x": 2})
    (zero,) = [one for one in trace.warnings if one.code == "underflow" and one.origins[0].of == OF_ADJOINT]
    assert (zero.origins[0].poisoned, zero.origins[0].small) == ((), ("x",))
    assert zero.origins[0].operands == (("a_bar", 3e-200), ("1e-200", 1e-200))


def test_contributions_of_opposite_infinity():
    trace = adtrace.reverse("sqrt(x) - sqrt(x)*2", {"x": 0})
    sums = [one.origins[0] for one in trace.warnings if one.message.startswith("inf - inf")]
    assert [(one.of, one.node, one.result, one.poisoned) for one in sums] == [(OF_ADJOINT, "x", "nan", ("x",))]
    assert [number for _, number in sums[0].operands] == [-INF, INF]


def test_the_first_element_of_an_array_is_named():
    trace = adtrace.reverse("sum(exp(v)*u)", {"v": [1, 800, 900], "u": [1, 1, 1]})
    value, adjoint = origins(trace, "overflow")
    assert (value.place, value.operands) == ((1,), (("v[1]", 800.0),))
    assert value.poisoned == ("y",)
    assert set(adjoint.poisoned) == {"v", "u"}


def test_elements_are_followed_one_by_one():
    """log(0) spoils w[0] only: what is made of w[1] is not poisoned, though it is 0."""
    trace = adtrace.reverse("w = log(v); [w[0]*a, w[1]*b]", {"v": [0, 1], "a": 2, "b": 3}, seed={"y1": 1, "y2": 1})
    value, adjoint = origins(trace, "pole")
    assert value.poisoned == ("y1",)
    assert adjoint.poisoned == ("v", "a")


# What does not spread


@pytest.mark.parametrize(
    ("program", "point", "outputs"),
    [
        ("relu(-exp(x)) + y", {"x": 1000, "y": 1}, ()),  # relu(-inf) is 0, as of any number below 0
        ("tanh(exp(x))", {"x": 1000}, ()),
        ("1 + exp(x)", {"x": -1000}, ()),
        ("max(exp(x), 1e300) - 1", {"x": 1000}, ("y",)),
        ("min(exp(x), 3)", {"x": 1000}, ()),
        ("where(x > 0, 1, 2)*exp(x)", {"x": 1000}, ("out",)),
    ],
)
def test_what_the_values_do_not_pass_on(program, point, outputs):
    trace = adtrace.evaluate(program, point)
    for warning in trace.warnings:
        for origin in warning.origins:
            assert origin.poisoned == (outputs and tuple(trace.outputs))


def test_a_branch_that_is_not_taken_is_not_poisoned():
    trace = adtrace.reverse("where(x > 0, y, log(x)*z)", {"x": 1, "y": 2, "z": 3})
    assert trace.warnings == ()
    trace = adtrace.reverse("max(exp(x)*z, y)", {"x": 1000, "y": 2, "z": 3})
    assert {name for one in trace.warnings for origin in one.origins if origin.of == OF_ADJOINT
            for name in origin.poisoned} == {"x", "z"}


def test_a_good_run_is_not_looked_at_again(monkeypatch):
    monkeypatch.setattr(provenance, "told", None)
    assert adtrace.reverse("relu(x) + abs(x)*y", {"x": 0, "y": 2}).warnings[0].origins == ()


# A second reckoning


class Reckoning:
    """A scalar run with some of its births replaced by finite numbers."""

    def __init__(self, program, point):
        self.run = Run(parse(program), point)
        self.graph, self.values = self.run.graph, self.run.values
        self.caution = Caution(self.graph, self.values, self.run.names)
        list(self.caution.warnings())
        self.values_births = self.caution.taken()

    def births(self, of):
        caution = Caution(self.graph, self.values, self.run.names)
        if of == OF_ADJOINT:
            seeds = {node: 1.0 for _, node in self.graph.outputs}
            flows, ends = reverse(self.graph, self.values, seeds), self.graph.inputs
            list(mishaps.of_adjoints(caution, flows))
        else:
            seeds = dict.fromkeys(self.graph.inputs, 1.0)
            flows, ends = forward(self.graph, self.values, seeds), [node for _, node in self.graph.outputs]
            list(mishaps.of_tangents(caution, flows))
        return Swept(of, "", flows, tuple(caution.births), ends, self.graph)

    def again(self, of, replaced, kept=None):
        """The run with these births replaced: values by node, derivatives by node, contributions by node and operand.

        kept  a birth whose number stays what it is, though the others are replaced
        """
        own = (kept.node, kept.operand) if kept is not None and kept.of == of else None
        was = self.again(of, [])[2] if own else {}
        graph, values = self.graph, list(self.values)
        fixed = {birth.node for birth in replaced if birth.of == OF_VALUE and birth.mask is not False}
        slopes = {birth.node for birth in replaced if birth.of == OF_VALUE}
        products = {(birth.node, birth.operand) for birth in replaced if birth.of == of}
        for node in range(len(graph)):
            if graph.operators[node] is not None:
                values[node] = FINITE if node in fixed else _part(graph, values, node)
            if kept is not None and kept.of == OF_VALUE and kept.mask is not False and kept.node == node:
                values[node] = self.values[node]
        flows, terms = [None] * len(graph), {}
        for node in [node for _, node in graph.outputs] if of == OF_ADJOINT else graph.inputs:
            flows[node] = 1.0
        order = range(len(graph))
        for node in reversed(order) if of == OF_ADJOINT else order:
            if of == OF_ADJOINT:
                flows[node] = FINITE if (node, WHOLE) in products else was[own] if own == (node, WHOLE) else flows[node]
                terms[node, WHOLE] = flows[node]
            for operand, arg in enumerate(graph.args[node]):
                source, holder = (node, arg) if of == OF_ADJOINT else (arg, node)
                if flows[source] is None or not differentiable(graph, node, operand):
                    continue
                pass_on = (lambda *given: pull(*given)[1]) if of == OF_ADJOINT else push
                term = pass_on(graph, values, node, operand, flows[source])
                if term is None:
                    continue
                if node in slopes and is_bad(partial(graph, values, node, operand)):
                    term = FINITE * flows[source]
                term = FINITE if (node, operand) in products else was[own] if own == (node, operand) else term
                terms[node, operand] = term
                flows[holder] = term if flows[holder] is None else flows[holder] + term
            if of == OF_TANGENT:
                flows[node] = FINITE if (node, WHOLE) in products else was[own] if own == (node, WHOLE) else flows[node]
                terms[node, WHOLE] = flows[node]
        return values, flows, terms

    def cured(self, of, replaced, kept=None):
        """The ends whose derivative is nan, infinite or 0 now, and is not so with these births replaced."""
        now, then = self.again(of, [])[1], self.again(of, replaced, kept)[1]
        ends = self.graph.inputs if of == OF_ADJOINT else [node for _, node in self.graph.outputs]
        return {node for node in ends if is_cured(now[node], then[node])}

    def prevented(self, of, birth, births):
        """The births that do not come about with this one replaced."""
        now, then = self.again(of, []), self.again(of, [birth])
        found = []
        for one in births:
            was, is_now = (now[0][one.node], then[0][one.node])
            if one.of != OF_VALUE:
                was, is_now = now[2].get((one.node, one.operand)), then[2].get((one.node, one.operand))
            elif one.mask is False:
                continue
            if one is not birth and was is not None and repr(was) != repr(is_now):
                found.append(one)
        return found


def _part(graph, values, node):
    """One operation on given numbers."""
    from adtrace.graph.numbers import compute

    return compute(graph.operators[node], [values[arg] for arg in graph.args[node]], graph.params[node], ())


def is_bad(number):
    """Whether a number is nan, infinite or 0."""
    return number == 0 or not math.isfinite(number)


def is_cured(now, then):
    """Whether a number was nan or infinite and is finite, or was 0 and is not."""
    if now is None or then is None:
        return False
    return math.isfinite(then) and (not math.isfinite(now) or (now == 0 and then != 0))


def reached(origin):
    """The ends that are nan, infinite or 0 because of it, rightly or not."""
    return {*origin.poisoned, *origin.small}


POISONED = [
    (STORY, {"x": -1000, "a": 1}),
    (STORY, {"x": -500, "a": 1}),
    ("x*log(x) + y", {"x": 0, "y": 2}),
    ("sqrt(x*x) + y^2", {"x": 0, "y": 2}),
    ("exp(x)*a - exp(y)*b", {"x": 900, "y": 2, "a": 3, "b": 4}),
    ("exp(x) - exp(y)", {"x": 900, "y": 901}),
    ("log(x)*a + log(y)*b", {"x": 0, "y": 2, "a": 3, "b": 4}),
    ("log(exp(-x))*a", {"x": 900, "a": 2}),
    ("exp(-x)*a + exp(-y)*b", {"x": 900, "y": 950, "a": 2, "b": 3}),
    ("(x - 1)/(y - 1)*z", {"x": 1, "y": 1, "z": 5}),
    ("exp(exp(x))*y + z", {"x": 10, "y": 1, "z": 1}),
    ("asin(x)*y + z*w", {"x": 2, "y": 1, "z": 4, "w": 3}),
    ("log(y)*a + 1/z + b*2", {"y": -1, "a": 3, "z": 0, "b": 5}),
    ("atan(log(y) + 1/z)*b", {"y": -1, "z": 0, "b": 5}),
    ("x/exp(y) + z", {"x": 3, "y": 2000, "z": 1}),
]


@pytest.mark.parametrize("of", [OF_ADJOINT, OF_TANGENT])
@pytest.mark.parametrize(("program", "point"), POISONED, ids=[f"{row[0]} at {row[1]}" for row in POISONED])
def test_the_poisoned_are_cured_by_a_finite_number_where_it_was_born(program, point, of):
    reckoning = Reckoning(program, {name: float(value) for name, value in point.items()})
    swept = reckoning.births(of)
    every = [*reckoning.values_births, *swept.births]
    names = reckoning.run.names
    cured = reckoning.cured(of, every)
    found = list(provenance.Provenance(reckoning.caution, reckoning.values_births, [swept]).followed())
    assert [one.birth for one in found] == every
    said = [{name for origin in one.origins if origin.of == of for name in reached(origin)} for one in found]
    assert set().union(*said) == {names[node] for node in cured}
    assert any(said), "nothing is poisoned: the case shows nothing"
    for birth, names_said in zip(every, said, strict=True):
        expected, chain, seen = set(), [birth], []
        while chain:  # What it poisons itself, and through the births that there would not be without it.
            one = chain.pop()
            seen.append(one)
            others = [other for other in every if other is not one]
            expected |= (cured - reckoning.cured(of, others, one)) | reckoning.cured(of, [one])
            chain += [other for other in reckoning.prevented(of, one, every) if all(other is not each for each in seen)]
        assert names_said == {names[node] for node in expected}, birth.warning.message


LEAF = st.sampled_from(["x", "y", "z", "1", "2", "0.5"])


def expressions(children):
    one = st.sampled_from(["exp", "log", "sqrt", "tanh", "abs", "relu", "sigmoid", "expm1", "atan"])
    two = st.sampled_from(["+", "-", "*", "/"])
    return st.one_of(
        st.builds("{}({})".format, one, children), st.builds("({} {} {})".format, children, two, children),
        st.builds("max({}, {})".format, children, children),
    )


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(LEAF, expressions, max_leaves=8), st.sampled_from([0.0, -1.0, 800.0, -800.0, 1e200]),
    st.sampled_from([0.0, 3.0, -900.0]), st.sampled_from([1.0, 1e-300, -2.0]), st.sampled_from([OF_ADJOINT, OF_TANGENT]),
)
def test_whatever_is_spoilt_has_an_origin(text, x, y, z, of):
    """Every bad derivative that finite numbers in the place of all births would cure, and no other, is told of."""
    program = f"{text} + 0.25*x + 0.5*y + z"
    reckoning = Reckoning(program, {"x": x, "y": y, "z": z})
    swept = reckoning.births(of)
    every = [*reckoning.values_births, *swept.births]
    names = reckoning.run.names
    said = {
        name for one in provenance.Provenance(reckoning.caution, reckoning.values_births, [swept]).followed()
        for origin in one.origins if origin.of == of for name in reached(origin)
    }
    bad = {names[node] for node in swept.ends if swept.flows[node] is not None and is_bad(swept.flows[node])}
    endless = {names[node] for node in swept.ends if swept.flows[node] is not None
               and not math.isfinite(swept.flows[node])}
    assert endless <= said <= bad
    assert every or not said


# Bounds


def test_very_many_bad_steps_are_cut_with_a_count():
    count = LIMITS.spread + 500
    text = "\n".join(["a0 = exp(x)", *(f"a{i} = a{i - 1} + 1" for i in range(1, count)), f"a{count - 1}"])
    trace = adtrace.reverse(text, {"x": 1000})
    value = origins(trace, "overflow")[0]
    assert len(value.path) == LIMITS.spread
    assert value.more == 500
    assert value.poisoned == (f"a{count - 1}",)


def test_very_many_births_are_told_of_and_not_all_followed(monkeypatch):
    monkeypatch.setattr(provenance, "LIMITS", LIMITS._replace(followed=1000))
    text = " + ".join(f"exp(x*{i})" for i in range(1, 300))
    trace = adtrace.evaluate(text, {"x": 800})
    followed = [origin.followed for warning in trace.warnings for origin in warning.origins]
    assert len(followed) == 299
    assert followed[0]
    assert not followed[-1]


@pytest.mark.parametrize("mode", ["evaluate", "forward", "reverse"])
def test_births_in_very_many_operations_are_told_of_and_not_followed(monkeypatch, mode):
    def of_births(trace):
        return [(warning.code, warning.node, [origin[:6] for origin in warning.origins[:1]]) for warning in trace.warnings]

    text, point = "a = exp(x*800); b = a - a; exp(-x*800)*(b + x)", {"x": 1}
    near = getattr(adtrace, mode)(text, point)
    monkeypatch.setattr(provenance, "LIMITS", LIMITS._replace(followed_through=3))
    far = getattr(adtrace, mode)(text, point)
    assert of_births(far) == of_births(near) != []
    assert all(origin.followed and origin.path for warning in near.warnings for origin in warning.origins)
    assert not any(origin.followed or origin.path for warning in far.warnings for origin in warning.origins)


def test_numpy_says_nothing_of_its_own():
    with python_warnings.catch_warnings():
        python_warnings.simplefilter("error")
        adtrace.evaluate("sum(exp(v) - exp(v))", {"v": np.array([1000.0, 1.0])})
        adtrace.reverse("sum(log(v)*v)", {"v": np.array([0.0, 1.0])})


def test_what_is_inside_a_folded_step_goes_by_its_name():
    trace = adtrace.reverse("y = 1/(1 + exp(-x)); z = y*2", {"x": -1000}, by="statement")
    value = next(one for one in trace.warnings if one.code == "overflow").origins[0]
    assert value.node == "y"
    assert value.path == ("y", "z")
    assert value.rule.startswith("exp")


def test_values_are_evaluated_as_ever():
    run = Run(parse(STORY), {"x": -1000.0, "a": 1.0})
    with quiet(run.graph):
        assert run.values == evaluate(run.graph, {"x": -1000.0, "a": 1.0})
