"""adtrace sparsity: for programs, as a picture, in French, and what it refuses."""

from __future__ import annotations


def test_for_programs(cli):
    read = cli("sparsity", "x[1:]*x[:-1]", "--at", "x=[1,2,3]", "-f", "json").json
    assert read["entries"] == [[0, 1], [1, 2]]
    assert read["columns"] == ["x[0]", "x[1]", "x[2]"]
    assert {one["mode"]: one["sweeps"] for one in read["groups"]} == {"forward": 2, "reverse": 2}


def test_what_is_refused(cli):
    found = cli("sparsity", "[x, y]", "--hessian")
    assert (found.code, found.message) == (2, "a Hessian needs one scalar output")
    assert cli("sparsity", "x*y", "--wrt", "q").message == "q is no input"


def test_in_french_and_as_a_picture(cli, tmp_path):
    assert "1 passe au lieu de 2" in cli("sparsity", "x*y", "--hessian", "--lang", "fr").out
    target = tmp_path / "pattern.svg"
    assert cli("sparsity", "x*y", "-o", str(target)).code == 0
    assert target.read_text(encoding="utf-8").startswith("<svg")
