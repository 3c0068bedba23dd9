"""adtrace jacobian, hessian, jvp, vjp, hvp: what they print, for people and for programs, and what they refuse."""

from __future__ import annotations

import pytest

ROSENBROCK = "100*(y - x^2)^2 + (1 - x)^2"


def test_jacobian_says_its_mode_and_both_costs(cli):
    found = cli("jacobian", "[x1*x2, x1 + x2, x1/x2]", "--at", "x1=2,x2=4").out
    assert "n = 2 in, m = 3 out: forward mode, which takes fewer sweeps" in found
    assert "cost: 2 forward sweeps, 12 multiply-adds; reverse mode: 3 sweeps, 18" in found
    rows = [line.split() for line in found.splitlines() if line.startswith(" y")]
    assert rows == [["y₁", "8", "4", "2"], ["y₂", "6", "1", "1"], ["y₃", "0.5000", "0.2500", "-0.1250"]]


def test_jacobian_in_the_mode_asked_for(cli):
    found = cli("jacobian", "[x1*x2, x1 + x2, x1/x2]", "--at", "x1=2,x2=4", "--mode", "reverse").out
    assert "reverse mode, though the other would take fewer sweeps" in found
    assert "cost: 3 reverse sweeps, 18 multiply-adds; forward mode: 2 sweeps, 12" in found


def test_jacobian_by_colouring(cli):
    found = cli("jacobian", "[x^2, sin(y), z]", "--at", "x=1,y=2,z=3").out
    assert "by colouring, 1 sweep instead of 3: rows without a common column share one" in found


def test_jacobian_of_arrays_for_programs(cli):
    read = cli("jacobian", "W @ x", "--at", "W=[[1,2],[3,4]],x=[5,6]", "-f", "json").json
    assert read["mode"] == "jacobian"
    assert read["jacobian"]["y"]["x"] == [[1, 2], [3, 4]]
    assert read["jacobian"]["y"]["W"] == [[[5, 6], [0, 0]], [[0, 0], [5, 6]]]
    assert read["value"] == [17, 39]
    assert read["swept"]["mode"] == "reverse"
    assert read["swept"]["sweeps"] == 2


def test_components_have_names_and_wide_matrices_fold(cli):
    found = cli("jacobian", "W @ x", "--at", "W=[[1,2,3],[4,5,6]],x=[5,6,7]").out
    assert "columns 1 to 5 of 9" in found
    assert found.count(" y[0] ") == 2
    assert all(f"W[{i}, {j}]" in found for i in range(2) for j in range(3))
    assert max(map(len, found.splitlines())) <= 80


def test_large_matrices_are_shown_by_their_blocks(cli):
    text = "input x = [" + ", ".join(map(str, range(50))) + "]\nsum(x)*x"
    found = cli("jacobian", text).out
    assert "∂y/∂x" in found
    assert "50 by 50" in found
    assert "norm" in found
    assert "x[3]" not in found
    assert "x[49]" in cli("jacobian", text, "--all").out


def test_hessian(cli):
    found = cli("hessian", ROSENBROCK, "--at", "x=-1.2,y=1").out
    rows = [line.split() for line in found.splitlines() if line.startswith((" x", " y"))]
    assert rows == [["x", "-215.6000", "1330", "480"], ["y", "-88.0000", "480", "200"]]
    assert "symmetric to the last bit" in found
    assert "cost: 1 reverse sweep and 2 forward sweeps over it" in found


def test_hessian_step_by_step(cli):
    found = cli("hessian", ROSENBROCK, "--at", "x=-1.2,y=1", "--trace", "--wrt", "x").out
    assert "seed ẋ = 1, ẏ = 0" in found
    assert "w̄̇₁·(2·x) + w̄₁·(2·ẋ)" in found
    assert "= x̄̇" in found
    assert "1330" in found


def test_hessian_step_by_step_for_programs(cli):
    read = cli("hessian", "x^2*sin(y)", "--at", "x=2,y=0.5", "--trace", "-f", "json").json
    assert [one["label"] for one in read["worked"]] == ["x", "y"]
    for one in read["worked"]:
        steps = {step["name"]: step for step in one["steps"]}
        for name in ("x", "y"):
            assert steps[name]["second"] == read["hessian"][name][one["label"]]
            assert steps[name]["adjoint"] == read["gradient"][name]
            assert sum(use["second"] for use in steps[name]["uses"]) == pytest.approx(steps[name]["second"])


def test_ascii_has_nothing_else(cli):
    found = cli("hessian", "x^2*tanh(y)", "--at", "x=2,y=0.5", "--trace", "-f", "ascii").out
    assert found.isascii()
    assert "dw1_bar" in found


def test_products(cli):
    at = ("--at", "x=2,y=3")
    assert cli("jvp", "[x*y, x + y]", *at, "--seed", "x=1,y=-2", "-f", "json").json["tangent"] == {"y1": -1, "y2": -1}
    assert cli("vjp", "[x*y, x + y]", *at, "--seed", "y1=1,y2=-2", "-f", "json").json["gradient"] == {"x": 1, "y": 0}
    assert cli("vjp", "x*y", *at, "-f", "json").json["gradient"] == {"x": 3, "y": 2}
    assert cli("hvp", "x^2*y", *at, "--seed", "x=1", "-f", "json").json["product"] == {"x": 6, "y": 4}
    assert cli("vjp", "[x*y, x + y]", *at, "--seed", "y1=1", "--wrt", "y", "-f", "json").json["gradient"] == {"y": 2}
    assert "direction ẋ = 1, ẏ = -2" in cli("jvp", "x*y", *at, "--seed", "x=1,y=-2").out


@pytest.mark.parametrize("args", [
    ("jacobian", "[abs(x), x]"), ("hessian", "abs(x)"), ("jvp", "abs(x)", "--seed", "x=1"), ("vjp", "abs(x)"),
    ("hvp", "abs(x)", "--seed", "x=1"), ("jacobian", "[abs(x), x]", "--order", "markowitz"),
])
def test_warnings_are_shown_and_strict_fails(cli, args):
    found = cli(*args, "--at", "x=0")
    assert (found.code, "warning[kink]" in found.out) == (0, True)
    assert cli(*args, "--at", "x=0", "--strict").code == 1
    assert cli(*args, "--at", "x=0", "-f", "json").json["warnings"][0]["code"] == "kink"
    assert cli(*args, "--at", "x=0", "--at-kink", "error").code == 2


@pytest.mark.parametrize(("args", "message"), [
    (("hessian", "[x, y]", "--at", "x=1,y=2"), "second derivatives are those of one scalar output"),
    (("hessian", "x*[1,2]", "--at", "x=1"), "second derivatives are those of a scalar, but y has 2 elements"),
    (("jacobian", "x*y"), "derivatives in numbers need a point"),
    (("jacobian", "x*y", "--at", "x=1,y=2", "--wrt", "q"), "q is no input"),
    (("jvp", "x*y", "--at", "x=1,y=2"), "this product needs a direction"),
    (("vjp", "[x, y]", "--at", "x=1,y=2"), "this product needs a cotangent"),
    (("hvp", "x*y", "--at", "x=1,y=2", "--seed", "x=1", "--seed", "y=1"), "this product takes one direction"),
    (("hessian", "sum(x^2)", "--at", "x=[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]", "--trace"),
     "a trace along each of 17 components is too long"),
    (("jacobian", "x*y", "--order", "forward", "--pattern"), "--order and --pattern show different things"),
    (("jacobian", "x*y", "--at", "x=1,y=2", "--order", "forward", "--mode", "reverse"),
     "--order and --mode show different things"),
    (("jacobian", "x*y", "--order", "forward", "-f", "svg"), "--order and --pattern show different things"),
    (("hessian", "x*y", "--at", "x=1,y=2", "--trace", "--pattern"), "--trace and --pattern show different things"),
])
def test_what_is_refused(cli, args, message):
    found = cli(*args)
    assert (found.code, found.message) == (2, message)


@pytest.mark.parametrize("order", ["forward", "reverse", "markowitz"])
@pytest.mark.parametrize(("text", "at"), [
    ("abs(x)*y", "x=0,y=1"), ("[log(x)*y, sqrt(x)]", "x=0,y=1"), ("log(x)*y", "x=-1,y=1"),
    ("exp(x) - exp(y)", "x=800,y=800"), ("x*log(y)", "x=0,y=0"), ("x*y", "x=1,y=1"),
])
def test_an_elimination_warns_as_the_jacobian_does(cli, text, at, order):
    found = cli("jacobian", text, "--at", at, "--order", order, "-f", "json").json["warnings"]
    assert found == cli("jacobian", text, "--at", at, "-f", "json").json["warnings"]
    assert cli("jacobian", text, "--at", at, "--order", order, "--strict").code == bool(found)
    for form in ("table", "ascii"):
        shown = cli("jacobian", text, "--at", at, "--order", order, "-f", form).out
        assert all(f"[{warning['code']}]" in shown for warning in found)


@pytest.mark.parametrize(("text", "at", "said"), [
    ("sqrt(x^4)", "x=0", ""), ("log(sigmoid(x))", "x=-800", ""), ("sqrt(x^4) + y", "x=0,y=1", " where it is not nan"),
    ("x^2", "x=1", ""),
])
def test_nans_are_not_called_symmetric(cli, text, at, said):
    found = cli("hessian", text, "--at", at).out
    assert ("symmetric to the last bit" in found) == ("nan" not in found or bool(said))
    assert f"symmetric to the last bit{said}\n" in found or not said


@pytest.mark.parametrize("args", [("mod(x, 2)", "--at", "x=1"), ("x*y", "--at", "x=1,y=1", "--wrt", "x")])
def test_a_hessian_without_entries(cli, args):
    found = cli("hessian", *args).out
    assert "no sweep: every entry is 0" in found
    assert "colouring" not in found
    assert "was swept" not in found


def test_an_unseeded_matrix_is_0(cli):
    for command in ("jvp", "hvp"):
        found = cli(command, "sum((A @ x)^2)", "--at", "A=[[1,2],[3,4]],x=[1,2]", "--seed", "x=[1,0]").out
        assert "direction Ȧ = 0, ẋ = [1  0]" in found


@pytest.mark.parametrize("columns", [60, 80, 100, 140])
def test_a_narrow_second_order_trace_has_every_rule(cli, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    found = cli("hessian", "sin(x*y)*x", "--at", "x=1,y=2", "--trace", "--wrt", "x").out
    assert max(map(len, found.replace("\u0307", "").replace("\u0304", "").splitlines())) <= columns
    for part in ("w̄₂·cos(w₁)", "out_bar·w₂", "= x̄\n" if columns == 60 else "= x̄ ", "w̄₂·(-sin(w₁)·ẇ₁)", "1·(-sin(2)·2)", "= x̄̇"):
        assert part in found
    assert ("adjoint rule" in found) == (columns >= 80)


def test_patterns_and_eliminations(cli, tmp_path):
    target = tmp_path / "pattern.svg"
    assert cli("hessian", "sum((x[1:] - x[:-1]^2)^2)", "--at", "x=[1,2,3]", "-o", str(target)).code == 0
    assert target.read_text(encoding="utf-8").startswith("<svg")
    assert "have a path" in cli("jacobian", "[x, y]", "--pattern").out
    assert "multiplications" in cli("jacobian", "[x*y, x]", "--order", "markowitz").out


@pytest.mark.parametrize("command", ["jacobian", "hessian"])
def test_french(cli, command):
    found = cli(command, "x^2*sin(y)", "--at", "x=2,y=0.5", "--lang", "fr", "--decimal", "comma").out
    assert {"jacobian": "Jacobienne", "hessian": "Hessienne"}[command] in found
    assert "coût :" in found
    assert not {"sweep", "gradient of", "out:"} & set(found.split())


def test_names_are_no_markup(cli):
    found = cli("jacobian", "input é = 1\ninput __b = 2\né*__b").out
    assert "__b" in found
    assert "é" in found
