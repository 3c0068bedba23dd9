"""Every command that shows the warnings of a trace names the rewrite that helps."""

from __future__ import annotations

import pytest

FORMULA = "exp(a)/(exp(a)+exp(b))"
POINT = ("--at", "a=1000,b=999")
HINT = f"sigmoid(a - b) instead of {FORMULA}"


@pytest.mark.parametrize("arguments", [
    ("eval", FORMULA), ("reverse", FORMULA), ("explain", FORMULA, "--node", "a"), ("page", FORMULA),
    ("forward", FORMULA),
])
def test_the_hint_is_in_what_a_command_shows(cli, arguments):
    shown = " ".join(cli(*arguments, *POINT).out.split())
    assert HINT in shown
    assert "stable forms" not in shown


def test_the_hint_is_said_beside_a_drawing(cli, tmp_path):
    said = " ".join(cli("graph", FORMULA, *POINT, "-o", str(tmp_path / "graph.svg")).err.split())
    assert HINT in said
    assert "stable forms" not in said
