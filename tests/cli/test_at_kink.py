"""--at-kink on the command line."""

import json
import re

import pytest


@pytest.mark.parametrize("command", ["forward", "reverse", "graph", "page", "check", "explain"])
def test_commands_that_take_derivatives_at_a_point_have_it(cli, command, tmp_path):
    given = {"graph": ["-f", "svg"], "page": ["-o", str(tmp_path/"page.html")], "explain": ["--node", "x"]}.get(command, [])
    done = cli(command, "abs(x)*2", "--at", "x=0", "--at-kink", "jax", *given)
    assert done.code == 0, done.err
    refused = cli(command, "abs(x)*2", "--at", "x=0", "--at-kink", "error", *given)
    assert refused.code == 2
    assert refused.message == "w1 = abs(x) has a kink at x = 0: the slopes [-1, 1] meet there"
    assert "^" in refused.err
    unknown = cli(command, "abs(x)*2", "--at", "x=0", "--at-kink", "jaxx", *given)
    assert unknown.code == 2 and "did you mean jax?" in unknown.err


def test_the_header_and_the_warning_say_the_convention(cli):
    done = cli("reverse", "abs(x)*2", "--at", "x=0", "--at-kink", "jax")
    assert "\nkinks as in jax 0.10.2\n" in done.out
    assert "w1 = abs(x) has a kink at x = 0: 1 was taken (jax 0.10.2) from the slopes [-1, 1]" in done.out
    found = json.loads(cli("reverse", "abs(x)*2", "--at", "x=0", "--at-kink", "jax-0.10.2", "-f", "json").out)
    assert found["gradient"] == {"x": 2.0} and found["notes"] == ["kinks as in jax 0.10.2"]
    assert found["warnings"][0]["interval"] == [-1.0, 1.0]


def test_a_drawing_has_one_sweep_of_each_mode_with_the_same_slopes(cli):
    done = cli("graph", "max(x^2, -x)*y", "--at", "x=0,y=2", "--at-kink", "left", "-f", "dot")
    assert done.code == 0, done.err
    assert "-2" in done.out


@pytest.mark.parametrize(("text", "point", "adjoint"), [
    ("sum(relu(x)) + max(x)", "x=[0,0,0]", "[2  2  2]"), ("abs(x) + 2*abs(z)", "x=0,z=0", "2"),
])
def test_a_drawing_has_the_adjoints_of_reverse(cli, text, point, adjoint):
    last = "z" if "z" in text else "x"
    done = cli("graph", text, "--at", point, "--at-kink", "right", "-f", "mermaid")
    assert done.code == 0, done.err
    assert f"{last}̄ = {adjoint}" in done.out.replace("#91;", "[").replace("#93;", "]")


def test_a_drawing_and_a_page_refuse_what_reverse_refuses(cli, tmp_path):
    given = ["abs(x - z)", "--at", "x=0,z=0", "--at-kink", "right"]
    refused = cli("reverse", *given)
    assert refused.code == 2
    page = ["-o", str(tmp_path/"page.html")]
    for command, more in (("graph", ["-f", "mermaid"]), ("page", page)):
        done = cli(command, *given, *more)
        assert (done.code, done.message) == (2, refused.message)
        done = cli(command, *given, "--wrt", "z", *more)
        assert done.code == 0, done.err


def test_the_last_line_of_a_page_is_that_of_reverse(cli):
    done = cli("page", "abs(x) + abs(z)", "--at", "x=0,z=0", "--at-kink", "right")
    assert done.code == 0, done.err
    assert re.findall(r"∂\w+/∂z = (?:<[^>]*>)*(-?\d+)", done.out)[-1] == "1"


def test_where_no_kink_is_there_is_no_note(cli):
    assert json.loads(cli("reverse", "abs(x)", "--at", "x=1", "--at-kink", "error", "-f", "json").out)["notes"] == []


def test_values_have_no_kinks(cli):
    assert cli("graph", "abs(x)", "--at", "x=0", "--mode", "value", "--at-kink", "error", "-f", "dot").code == 0


def test_a_look_needs_one_choice_of_slopes(cli):
    done = cli("forward", "sum(relu(x))", "--at", "x=[0,0]", "--at-kink", "right", "--audit")
    assert done.code == 2 and "--seed" in done.err
    done = cli("forward", "sum(relu(x))", "--at", "x=[0,0]", "--at-kink", "right", "--audit", "--seed", "x=[1,1]")
    assert done.code == 0 and "2" in done.out


def test_what_does_not_take_it_says_so(cli):
    done = cli("sweep", "abs(x)", "--over", "x=0:1:3", "--at-kink", "jax")
    assert done.code == 2 and done.message == "adtrace sweep takes the least norm at kinks"
    done = cli("check", "abs(x)", "--claim", "d/dx = 1", "--at-kink", "jax")
    assert done.code == 2 and "--at-kink goes with" in done.err


def test_a_worked_table_is_judged_by_the_convention(cli, tmp_path):
    table = tmp_path/"table.txt"
    table.write_text("y = 0\ny_bar = 1\nx_bar = 0.5\n")
    assert cli("check", "max(x, 0)*2 - x", "--at", "x=0", "--table", str(table), "--at-kink", "tensorflow").code == 1
    table.write_text("y = 0\ny_bar = 1\nx_bar = 1\n")
    done = cli("check", "max(x, 0)*2 - x", "--at", "x=0", "--table", str(table), "--at-kink", "tensorflow")
    assert done.code == 0, done.out
    assert "kinks as in tensorflow 2.21" in done.out


def test_adjoints_of_other_inputs_are_left_out(cli):
    given = ["abs(3*x - y)*2", "--at", "x=0,y=0", "--at-kink", "left", "--wrt", "x"]
    done = cli("reverse", *given)
    assert re.search(r"(?m)^ +y +0 +not asked for$", done.out) and "no path" not in done.out
    steps = json.loads(cli("reverse", *given, "-f", "json").out)["steps"]
    assert {step["name"]: step["adjoint"] for step in steps}["y"] is None
    done = cli("reverse", *given, "--lang", "fr")
    assert "aux points anguleux, les pentes à gauche\ndérivées adjointes pour x seulement" in done.out
    assert "points anguleux comme dans jax 0.10.2" in cli("reverse", "abs(x)", "--at", "x=0", "--at-kink", "jax", "--lang", "fr").out


def test_kink_warnings_say_along_what_and_show_no_negative_zero(cli):
    out = cli("forward", "abs(x - z)", "--at", "x=0,z=0", "--at-kink", "left").out
    assert "-1 was taken (to the left along x) from" in out and ": 1 was taken (to the left along z) from" in out
    assert "w1 = 0: 1 was taken (to the left) from" in cli("reverse", "abs(-x)", "--at", "x=0", "--at-kink", "left").out


def test_a_framework_without_a_slope_has_no_stable_form(cli):
    out = cli("reverse", "norm2(x)", "--at", "x=[0,0]", "--at-kink", "jax").out
    assert "y = norm2(x) has a kink: jax 0.10.2 gives nan here; the slopes are [-1, 1]" in out
    assert "an undefined slope in the derivative" in out and "stable forms" not in out


def test_one_input_that_needs_several_slopes_is_advised_a_forward_sweep(cli):
    done = cli("reverse", "sum(relu(W@x))", "--at", "W=[[1,-1],[-2,1]],x=[0,0]", "--at-kink", "left", "--wrt", "x")
    assert done.code == 2 and "for some components of its input" in done.message
    assert "adtrace forward" in done.err and "--wrt" not in done.err


def test_help_says_what_the_sides_are(cli):
    assert "left and right are the derivatives to that side" in " ".join(cli("reverse", "--help").out.split())
