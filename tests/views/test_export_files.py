"""Exported files: that they run on their own, test themselves, and take names and texts as data."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from datasets import lines
from written_code import export_of, loaded, near, runnable

import adtrace
from adtrace.errors import AdtraceError
from adtrace.records import Formula
from adtrace.views import code
from adtrace.views.code.identifiers import PYTHON, Names, python_name

LOGISTIC = "1/(1+exp(-a*x))"
LAYER = "sum((tanh(W @ x + b) - t)^2)"
LAYER_AT = {"W": [[0.1, 0.8], [0.4, 0.6]], "x": [1, 2], "b": [0.5, -0.5], "t": [1, 0]}
INJECTED = [record["name"] for record in lines("hostile_inputs.jsonl") if record["category"] == "injection-name"]
TARGETS = ("python", "numpy", "jax", "torch", "casadi")


def run(text, path):
    """A file run by Python as a process of its own."""
    path.write_text(text, encoding="utf-8")
    return subprocess.run([sys.executable, str(path)], capture_output=True, text=True, encoding="utf-8", check=False)


@runnable(*TARGETS)
def test_a_file_runs_on_its_own_and_tests_itself(target, tmp_path):
    done = run(adtrace.export(LOGISTIC, target, {"x": 2, "a": 1}), tmp_path / "logistic.py")
    assert (done.returncode, done.stdout, done.stderr) == (0, "ok: value and gradient as traced\n", "")


@runnable("numpy", "jax", "torch", "casadi")
def test_arrays_too(target, tmp_path):
    done = run(adtrace.export(LAYER, target, LAYER_AT), tmp_path / "layer.py")
    assert (done.returncode, done.stdout, done.stderr) == (0, "ok: value and gradient as traced\n", "")


@runnable(*TARGETS)
def test_a_wrong_number_fails_the_self_test(target, tmp_path):
    text = adtrace.export(LOGISTIC, target, {"x": 2, "a": 1})
    assert text.count("0.1049935854035065") == 1
    done = run(text.replace("0.1049935854035065", "0.1049935858035065"), tmp_path / "wrong.py")
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr == "not as traced: dy/dx\n"


@pytest.mark.parametrize("mode", ["reverse", "forward", "value"])
@pytest.mark.parametrize("target", ["python", "numpy"])
def test_modes_and_several_outputs(target, mode):
    text = adtrace.export("[x*y, sin(x)]", target, {"x": 2, "y": 3}, mode=mode, name="g")
    found = loaded(text)
    assert found["g"](2, 3) == (6.0, pytest.approx(0.9092974268256817, abs=0))
    if mode == "value":
        assert "g_and_gradient" not in found
        return
    value, gradient = found["g_and_gradient"](2, 3)
    assert value == found["g"](2, 3)
    assert gradient == {"y1": {"x": 3.0, "y": 2.0}, "y2": {"x": pytest.approx(-0.4161468365471424), "y": 0.0}}


def test_the_whole_file():
    assert adtrace.export(LOGISTIC, "numpy", {"x": 2, "a": 1}) == '''\
# A program and its gradient (reverse mode), written by adtrace 0.1.0.
#
#     1/(1+exp(-a*x))
#
# at infinite and undefined values the sweeps may have other numbers: --ieee writes those

import numpy as np


def f(x, a):
    """The value of the program."""
    x = np.float64(x)
    a = np.float64(a)
    w1 = -a
    w3 = np.exp(w1*x)
    w4 = 1 + w3
    y = 1/w4
    return y


def f_and_gradient(x, a):
    """The value, and the slopes by input."""
    x = np.float64(x)
    a = np.float64(a)
    w1 = -a
    w3 = np.exp(w1*x)
    w4 = 1 + w3
    y = 1/w4

    w4_bar = -y/w4
    w3_bar = w4_bar
    w2_bar = w3_bar*w3
    w1_bar = w2_bar*x
    x_bar = w2_bar*w1
    a_bar = -w1_bar
    return y, {"x": x_bar, "a": a_bar}


if __name__ == "__main__":
    # Self-test: the numbers traced at this point, to 1e-9 of each or 1e-12 of the largest.
    value, gradient = f_and_gradient(x=2.0, a=1.0)
    entries = [
        ("y", value, 0.8807970779778823),
        ("dy/dx", gradient["x"], 0.1049935854035065),
        ("dy/da", gradient["a"], 0.209987170807013),
    ]
    wrong = [
        name for name, found, traced in entries
        if not np.allclose(found, traced, rtol=1e-9, atol=9e-13, equal_nan=True)
    ]
    if wrong:
        raise SystemExit(f"not as traced: {', '.join(wrong)}")
    print("ok: value and gradient as traced")
'''


def test_without_a_point_there_is_no_self_test():
    assert "__main__" not in adtrace.export(LOGISTIC, "numpy")
    assert "__main__" not in adtrace.export(LOGISTIC, "numpy", {"x": 2, "a": 1}, test=False)


def test_functions_of_our_own_are_there_only_if_they_are_used():
    text = adtrace.export("softplus(x)*2", "numpy")
    assert re.findall(r"^def (\w+)", text, re.M) == ["softplus", "sigmoid", "f", "f_and_gradient"]
    assert "def " not in adtrace.export("exp(x)", "numpy", mode="value").partition("def f(")[2]


# At a point where slopes are infinite or undefined


@pytest.mark.parametrize("text, at", [
    ("x*log(x) + 1/x", {"x": 0}), ("where(x > 1, x, log(x - 1))", {"x": 2}), ("sqrt(x)*0", {"x": 0}),
    ("relu(x)*exp(y)", {"x": -1, "y": 1000}), ("x^y", {"x": 0, "y": -1}), ("exp(x)/exp(x)", {"x": 1000}),
])
@pytest.mark.parametrize("target", ["python", "numpy"])
def test_the_self_test_holds_at_poles(text, at, target, tmp_path):
    done = run(adtrace.export(text, target, at), tmp_path / "pole.py")
    assert (done.returncode, done.stdout) == (0, "ok: value and gradient as traced\n"), done.stderr


# Names


@pytest.mark.parametrize("names", [
    ["lambda", "in", "class"], ["np", "math", "special"], ["x'", "x''", "x_prime"], ["α", "θ", "été"],
    ["print", "float", "abs"], ["sigmoid", "softplus", "exp"], ["f", "f_and_gradient", "value"],
    ["torch", "jnp", "ca"], ["__name__", "__builtins__", "None"], ["gradient", "entries", "wrong"],
])
@runnable("python", "numpy", "casadi")
def test_names_that_a_language_keeps_for_itself(target, names, tmp_path):
    first, second, third = names
    text = f"{first}*sigmoid({second}) + softplus({third}) + exp({first}) + {third}/{second} + abs({first})"
    done = run(adtrace.export(text, target, dict(zip(names, (0.5, 1.5, 2.5), strict=True))), tmp_path / "names.py")
    assert (done.returncode, done.stdout) == (0, "ok: value and gradient as traced\n"), done.stderr


def test_a_name_that_is_spelled_otherwise_is_said():
    text = adtrace.export("lambda*x'", "numpy", {"lambda": 2, "x'": 3})
    assert "# lambda_ is lambda\n# x_prime is x'\n" in text
    assert '{"lambda": lambda_bar, "x\'": x_prime_bar}' in text


def test_names_never_clash():
    names = Names(PYTHON)
    names.add(["x'", "lambda", "x_prime", "lambda_", "x''"])
    spelled = [names[name] for name in ("x'", "lambda", "x_prime", "lambda_", "x''")]
    assert len(set(spelled)) == 5 and names["x_prime"] == "x_prime" and names["lambda_"] == "lambda_"
    assert all(name.isidentifier() and name not in PYTHON for name in spelled)


@pytest.mark.parametrize("name", INJECTED)
def test_any_text_becomes_a_name(name):
    assert python_name(name).isidentifier()


def renamed(formula: Formula, old: str, new: str) -> Formula:
    return formula._replace(
        text=new if formula.text == old else formula.text, args=tuple(renamed(arg, old, new) for arg in formula.args)
    )


HOSTILE = [*INJECTED, "x\nimport os", "x\r__import__('os')", '"""', "\\", "a\u2028b", "x; y", "{np}"]
EACH = "import runpy, sys\nfor path in sys.argv[1:]: runpy.run_path(path, run_name='__main__')"


@pytest.mark.parametrize("target", ["python", "numpy"])
def test_hostile_names_stay_data(target, tmp_path):
    """The language refuses most of these: here they come in by the back door, as a name and in the text.

    One process runs all files, each as a main program: starting Python takes longer than what they do.
    """
    paths = [tmp_path / f"hostile_{number}.py" for number in range(len(HOSTILE))]
    for name, path in zip(HOSTILE, paths, strict=True):
        path.write_text(hostile(name, target), encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", EACH, *map(str, paths)], capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout.count("\n")
    assert done.stdout == "ok: value and gradient as traced\n"*len(HOSTILE)


def hostile(name, target):
    """A file whose program has an input of this name, and this name in its comments."""
    export = export_of("x*sin(x) + a", {"x": 2, "a": 1})
    straight = export.straight
    other = {key: name if key == "x" else key for key in straight.inputs}
    straight = straight._replace(
        expression=f"x*sin(x) # {name}\n{name}", notes=(name,),
        inputs={other[key]: value for key, value in straight.inputs.items()},
        shapes={other[key]: value for key, value in straight.shapes.items()},
        statements=tuple(one._replace(formula=renamed(one.formula, "x", name)) for one in straight.statements),
        derivatives={y: {other[x]: found for x, found in row.items()} for y, row in straight.derivatives.items()},
    )
    slopes = {(y, other[x]): value for (y, x), value in export.slopes.items()}
    return code.by_name(target).render(export._replace(straight=straight, slopes=slopes))


def test_an_encoding_in_the_text_is_no_encoding_of_the_file(tmp_path):
    done = run(adtrace.export("x # coding: utf-7 +AGE-", "numpy", {"x": 2}), tmp_path / "coded.py")
    assert done.returncode == 0, done.stderr


# What cannot be written


@pytest.mark.parametrize("text, at, target, message", [
    ("digamma(x)", {}, "python", "digamma cannot be written in plain Python"),
    ("erfc(x)", {}, "casadi", "erfc cannot be written in CasADi"),
    ("sum(x)", {"x": [1, 2]}, "python", "x is an array, and plain Python has scalars only"),
    ("polygamma(n, x)", {}, "torch", "polygamma of an order that varies cannot be written in PyTorch"),
    ("sum(x)", {"x": [[[1, 2]]]}, "casadi", "CasADi has no arrays of more than two axes"),
    ("x[i]", {"x": [1, 2], "i": 1}, "casadi", "index at a position that is computed cannot be written in CasADi"),
    ("x", {}, "fortran", "there is no target fortran"),
])
def test_refusals_name_operator_and_target(text, at, target, message):
    with pytest.raises(AdtraceError) as refusal:
        adtrace.export(text, target, at)
    assert refusal.value.message == message and refusal.value.hint


@pytest.mark.parametrize("name", ["lambda", "1x", "f()", "np", "sigmoid", ""])
def test_a_name_that_no_function_can_have(name):
    with pytest.raises(AdtraceError, match=r"name|another"):
        adtrace.export("sigmoid(x)", "numpy", name=name)


# What the libraries promise


@runnable("jax")
def test_jax_code_can_be_compiled_and_mapped(target):
    import jax
    import numpy as np

    both = loaded(adtrace.export("relu(x)*exp(-a*x) + where(x > a, x, a^2)", target))["f_and_gradient"]
    xs = np.linspace(-2, 2, 9)
    value, gradient = jax.jit(jax.vmap(both, in_axes=(0, None)))(xs, 0.5)
    wanted = [adtrace.reverse("relu(x)*exp(-a*x) + where(x > a, x, a^2)", {"x": x, "a": 0.5}) for x in xs]
    np.testing.assert_allclose(value, [trace.value for trace in wanted], rtol=1e-15)
    np.testing.assert_allclose(gradient["a"], [trace.gradient["a"] for trace in wanted], rtol=1e-14)


@runnable("torch")
@pytest.mark.parametrize("text, at", [
    (LAYER, LAYER_AT), ("-log(softmax(x)[1])", {"x": [1, 2, 3]}), ("max(x, 2)*hypot(x, 1) + atan2(x, 3)", {"x": 1}),
    ("sum([x, 1, 2]*[3, 4, x])", {"x": 2}), ("norm2(x) + std(x) + prod(x)", {"x": [1, 2, 4]}),
])
def test_torch_code_stays_on_the_device(target, text, at):
    import torch

    both = loaded(adtrace.export(text, target, at))["f_and_gradient"]
    given = [torch.tensor(value, dtype=torch.float64, device="meta") for value in at.values()]
    value, gradient = both(*given)
    assert value.device.type == "meta" and {slope.device.type for slope in gradient.values()} == {"meta"}
    assert value.dtype == torch.float64


@pytest.mark.parametrize("text", [
    "(10^-300)^(x/100) + 2^-1*x", "where(x > 1, 1, 2)^(-x) + reciprocal(3)*x", "007*x + 1e3*x + .5*x + 2.*x",
    "x*123456789012345678901234567890", "x + 1/0", "x*0 + (-8)^(1/3)", "x^2^3 - -x^-2", "-(-x) - (-2)^2", "x*(-0.0)",
    "9007199254740993*x", "x/(1e308*10)",
])
@runnable("python", "numpy", "casadi")
def test_literals_are_the_numbers_that_they_are_in_the_language(target, text):
    found = loaded(adtrace.export(text, target, {"x": 2.5}))
    point = 2.5
    if target == "casadi":
        import casadi

        point = casadi.DM(2.5)
    trace = adtrace.reverse(text, {"x": 2.5})
    value, gradient = found["f_and_gradient"](point)
    assert near(value, trace.value, 4) and near(gradient["x"], trace.gradient["x"], 8), (value, trace.value)
