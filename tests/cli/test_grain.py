"""--by, --fold and --expand, in every command that has steps."""

from __future__ import annotations

import pytest

FIVE = ("w3 = -w1*w2; w4 = 1 + exp(w3); w5 = 1/w4", "--at", "w1=2,w2=1")
CALLS = ("f(x) = x*sin(x); loss = mse(f(u), 1)", "--at", "u=0.5")


@pytest.mark.parametrize("command", ["forward", "reverse", "graph", "eval", "explain"])
def test_the_help_names_the_options(cli, command):
    shown = cli(command, "--help").out
    assert all(option in shown for option in ("--by", "--fold", "--expand"))


def test_statements_in_tables(cli):
    forward = cli("forward", *FIVE, "--seed", "w1=1", "--by", "statement", "-f", "ascii").out
    assert "dw3 = -w2*dw1 - w1*dw2 = -1*1 - 2*0" in forward
    reverse = cli("reverse", *FIVE, "--by", "statement", "-f", "ascii").out
    assert "w4 = 1 + exp(w3)" in reverse and "w3_bar*(-w2)" in reverse
    assert "w4 = 1 + exp(w3)   1 + exp(-2)" in cli("eval", *FIVE, "--by", "statement", "-f", "ascii").out


def test_operations_are_the_default(cli):
    assert cli("reverse", *FIVE) == cli("reverse", *FIVE, "--by", "operation")
    assert cli("reverse", *FIVE) != cli("reverse", *FIVE, "--by", "statement")


def test_statements_are_drawn(cli):
    fine, coarse = cli("graph", *FIVE, "-f", "dot").out, cli("graph", *FIVE, "--by", "statement", "-f", "dot").out
    assert coarse.count("->") == 4 < fine.count("->")


@pytest.mark.parametrize(("options", "steps"), [
    ((), 5), (("--fold", "f"), 4), (("--fold", "f,mse"), 2), (("--by", "statement"), 1),
    (("--by", "statement", "--fold", "f"), 2), (("--by", "statement", "--expand", "f"), 3), (("--expand", "mse"), 5),
])
def test_calls_are_folded_and_expanded(cli, options, steps):
    found = cli("reverse", *CALLS, *options, "-f", "json").json
    assert len(found["steps"]) == 1 + steps
    assert found["gradient"] == cli("reverse", *CALLS, "-f", "json").json["gradient"]


@pytest.mark.parametrize(("option", "message"), [
    (("--fold", "mss"), "error: --fold mss: the program calls no function mss\n  = help: did you mean mse?\n"),
    (("--expand", "sin"), "error: --expand sin: the program calls no function sin\n  = help: sin is an operator: it is one step as it is\n"),
    (("--fold", "f", "--expand", "f"), "error: f cannot be folded and expanded at once\n  = help: name it in one of them\n"),
])
def test_what_is_not_called_is_one_message(cli, option, message):
    outcome = cli("reverse", *CALLS, *option)
    assert (outcome.code, outcome.out, outcome.err) == (2, "", message)
