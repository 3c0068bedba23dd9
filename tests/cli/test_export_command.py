"""`adtrace export`: targets by name and by suffix, options, files and errors."""

from __future__ import annotations

import pytest

import adtrace
from adtrace.views import code

LOGISTIC = ("export", "1/(1+exp(-a*x))", "--at", "x=2,a=1")


@pytest.mark.parametrize("target", ["numpy", "python", "jax", "torch", "casadi"])
def test_the_target_by_name(cli, target):
    found = cli(*LOGISTIC, "--to", target)
    assert found.code == 0 and found.err == ""
    assert found.out == adtrace.export("1/(1+exp(-a*x))", target, {"x": 2, "a": 1})


def test_the_target_by_suffix(cli, tmp_path):
    path = tmp_path / "logistic.py"
    assert cli(*LOGISTIC, "-o", str(path)).code == 0
    assert path.read_text(encoding="utf-8") == adtrace.export("1/(1+exp(-a*x))", "numpy", {"x": 2, "a": 1})
    again = cli(*LOGISTIC, "-o", str(path), "--no-clobber")
    assert again.code == 4 and "exists already" in again.err


def test_options_reach_the_code(cli):
    found = cli(
        "export", "[x*y, x + y]", "--to", "python", "--mode", "forward", "--wrt", "y", "--name", "both", "--at", "x=2,y=3",
        "--no-test", "--of", "y1,y2",
    )
    assert found.code == 0
    assert "def both_and_gradient(x, y):" in found.out and "__main__" not in found.out
    assert '"y1": {"y": ' in found.out and '{"x"' not in found.out


def test_a_cotangent(cli):
    found = cli("export", "x*[1, 2]", "--to", "numpy", "--at", "x=3", "--seed", "y=[1,10]")
    assert found.code == 0 and '"x": x_bar' in found.out and 'gradient["x"], 21.0' in found.out


def test_ieee_keeps_what_has_no_path(cli):
    plain, exact = (cli("export", "relu(x)*y", "--to", "numpy", *more).out for more in ((), ("--ieee",)))
    assert plain != exact and "--ieee" in plain and "--ieee" not in exact


def test_an_unused_value_is_a_note(cli):
    found = cli(*LOGISTIC, "--at", "z=3", "--to", "numpy")
    assert found.code == 0 and "z is given a value that the program does not use" in found.err


@pytest.mark.parametrize("args, message", [
    ((), "an export needs its target"),
    (("--to", "nump"), "there is no target nump"),
    (("-o", "x.docx"), "nothing is exported to .docx files"),
    (("--to", "numpy", "--mode", "sideways"), "unknown mode sideways"),
    (("--to", "numpy", "--name", "def"), "'def' is no name of a function"),
    (("--to", "numpy", "--wrt", "q"), "q is no input"),
])
def test_bad_usage(cli, args, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = cli(*LOGISTIC, *args)
    assert found.code == 2 and found.message == message and found.out == ""
    assert not list(tmp_path.iterdir())


def test_help_names_the_targets(cli):
    found = cli("export", "--help")
    assert found.code == 0 and f"Whattowrite:{','.join(code.names())}." in "".join(found.out.split())


@pytest.mark.parametrize(("target", "file", "right"), [("c", "x.py", "--to "), ("jax", "x.c", "--to c"), ("numpy", "x.tex", "--to latex")])
def test_a_suffix_of_another_target_is_refused(cli, tmp_path, monkeypatch, target, file, right):
    monkeypatch.chdir(tmp_path)
    found = cli("export", "x^2*y", "--to", target, "-o", file)
    assert found.code == 2 and found.message.startswith(f"{target} is not written to a .") and right in found.err
    assert not list(tmp_path.iterdir())
    assert cli("export", "x^2*y", "--to", target, "-o", "x.text").code == 0
