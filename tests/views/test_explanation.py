"""What `adtrace explain` prints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from adtrace.cli.main import run
from adtrace.views import languages
from adtrace.views.layout import cells

MANY = "; ".join(["a0 = x", *(f"a{n} = a{n - 1}*a{n - 1}*y" for n in range(1, 9))])
POINT = ["--at", "x=1.1,y=0.99"]
LAYERS = ["h = tanh(W @ x + b); r = h - t; L = 0.5*sum(r^2)", "--at", "W=[[.1,.1,.8],[.1,.4,.6]],b=[.1,-.2],x=[1,1,.5],t=[.5,0]"]


def printed(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    assert run(["explain", *args]) == 0
    return capsys.readouterr().out


def test_the_whole_screen(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    assert printed(capsys, "x1*x2 + sin(x1)", "--at", "x1=2,x2=3", "--node", "x1") == """\
Reverse mode  x1*x2 + sin(x1)                                                       x₁ = 2, x₂ = 3
seed ȳ = 1  so every adjoint is ∂y/∂(node), from the output back to the inputs
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
    node   value   used by   local partial       adjoint × local partial   with numbers   adjoint
──────────────────────────────────────────────────────────────────────────────────────────────────
    x₁         2   w₂        ∂w₂/∂x₁ = cos(x₁)     w̄₂·cos(x₁)              1·(-0.4161)    -0.4161
                   w₁        ∂w₁/∂x₁ = x₂        + w̄₁·x₂                   1·3             3
                                                 = x̄₁   sum over 2 uses                    2.5839
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
y = 6.909297

2 paths lead from x₁ to y
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
 path          product of local partials   product
───────────────────────────────────────────────────
 x₁ → w₂ → y   ∂y/∂w₂ · ∂w₂/∂x₁
               = 1 · cos(x₁)
               = 1 · (-0.4161)             -0.4161

 x₁ → w₁ → y   ∂y/∂w₁ · ∂w₁/∂x₁
               = 1 · x₂
               = 1 · 3                      3

               = x̄₁   sum over 2 paths      2.5839
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
"""


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("args", [
    [MANY, *POINT, "--node", "x"], [MANY, "--node", "x"], [MANY, *POINT, "--node", "y", "--by", "statement"],
    [*LAYERS, "--node", "W"], ["sum(tanh(A @ B))", "--at", f"A={[[0.12345]*9]*9},B={[[0.5]*9]*9}", "--node", "A"],
    [*LAYERS, "--node", "b", "--by", "statement"], [*LAYERS, "--node", "x", "--seed", "2"],
    ["[x*b, b^2, x + b*x]", "--at", "x=1,b=2", "--node", "b", "--seed", "y1=1,y2=2,y3=-1"], ["[x*b, b^2]", "--node", "b"],
])
def test_it_fits_the_screen_and_plain_ascii(args, columns, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(columns))
    shown = printed(capsys, *args)
    assert max(cells(line) for line in shown.splitlines()) <= columns
    plain = printed(capsys, *args, "-f", "ascii")
    assert plain.isascii() and max(map(len, plain.splitlines())) <= columns
    assert len(plain.splitlines()) > 10


def test_many_paths_are_counted_and_the_first_are_listed(capsys):
    shown = printed(capsys, MANY, *POINT, "--node", "x")
    assert "256 paths lead from x to a₈" in shown
    assert "… and 253 more" in shown and "sum over 256 paths" in shown


def test_what_has_no_path_and_what_is_the_output(capsys):
    assert printed(capsys, "z = x*b; x + 1", "--at", "x=1,b=2", "--node", "b").endswith("\nno path leads from b to y\n")
    assert printed(capsys, "x + 1", "--at", "x=1", "--node", "y").endswith("\ny is the output: its adjoint is the seed\n")


def test_arrays_show_the_rules_along_a_path(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    shown = printed(capsys, *LAYERS, "--node", "b", "--by", "statement")
    assert "b → h → r → L" in shown and "∂L/∂r · ∂r/∂h · ∂h/∂b" in shown
    for rule in ("r̄ ← L̄·r", "h̄ ← r̄", "b̄ ← h̄ ⊙ (1 - h²)"):
        assert rule in shown


def test_the_object_for_programs(capsys):
    one = json.loads(printed(capsys, "y = x*x; sin(y)", "--at", "x=2", "--node", "x", "-f", "json"))
    assert one["mode"] == "explain" and one["node"] == "x" and one["seed"] == {"out": 1.0}
    assert one["paths"]["count"] == 2 and one["paths"]["exact"]
    first = one["paths"]["listed"][0]
    assert first["nodes"] == ["x", "y", "out"] and first["operands"] == [0, 0]
    assert sum(path["product"] for path in one["paths"]["listed"]) == pytest.approx(one["step"]["adjoint"], rel=1e-14)
    assert first["rules"] == ["y_bar*x", "out_bar*cos(y)"]
    several = json.loads(printed(capsys, "[x, x^2]", "--at", "x=inf", "--node", "x", "-f", "json"))
    assert [sweep["step"]["adjoint"] for sweep in several["sweeps"]] == [1.0, "inf"]


def test_warnings_are_said_and_strict_minds_them(capsys):
    shown = printed(capsys, "abs(x)*2", "--at", "x=0", "--node", "x")
    assert "warning[kink]" in shown
    assert run(["explain", "abs(x)*2", "--at", "x=0", "--node", "x", "--strict"]) == 1


def test_an_unknown_node_is_one_message(capsys):
    assert run(["explain", "loss = x^2", "--at", "x=1", "--node", "los"]) == 2
    shown = capsys.readouterr()
    assert shown.out == "" and shown.err == "error: --node los: there is no step los\n  = help: did you mean loss?\n"


def test_it_is_written_to_a_file(tmp_path: Path, capsys):
    file = tmp_path / "why.txt"
    assert run(["explain", "x^2", "--at", "x=1", "--node", "x", "-o", str(file)]) == 0
    assert "1 path leads from x to y" in file.read_text(encoding="utf-8") and capsys.readouterr().out == ""


def test_every_phrase_has_its_french():
    """The phrases of the table of paths, in the catalogue."""
    source = Path(languages.__file__).parents[1] / "paths.py"
    text = source.read_text(encoding="utf-8")
    for phrase in ("path", "product", "product of local partials", "sum over {count} paths", "and many more"):
        assert f'"{phrase}"' in text and languages.phrases_of("fr")[phrase]
