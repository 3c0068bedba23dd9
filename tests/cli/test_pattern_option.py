"""--pattern of jacobian and hessian: for programs, as a picture, in French, and what it refuses; and --order."""

from __future__ import annotations


def test_for_programs(cli):
    read = cli("jacobian", "x[1:]*x[:-1]", "--at", "x=[1,2,3]", "--pattern", "-f", "json").json
    assert read["entries"] == [[0, 1], [1, 2]]
    assert read["columns"] == ["x[0]", "x[1]", "x[2]"]
    assert {one["mode"]: one["sweeps"] for one in read["groups"]} == {"forward": 2, "reverse": 2}


def test_what_is_refused(cli):
    found = cli("hessian", "[x, y]", "--pattern")
    assert (found.code, found.message) == (2, "a Hessian needs one scalar output")
    assert cli("jacobian", "x*y", "--wrt", "q", "--pattern").message == "q is no input"


def test_in_french_and_as_a_picture(cli, tmp_path):
    assert "1 passe au lieu de 2" in cli("hessian", "x*y", "--pattern", "--lang", "fr").out
    target = tmp_path / "pattern.svg"
    assert cli("jacobian", "x*y", "-o", str(target)).code == 0
    assert target.read_text(encoding="utf-8").startswith("<svg")


def test_elimination_for_some_inputs(cli):
    found = cli("jacobian", "sin(x*z)", "--at", "x=1,z=2", "--order", "reverse", "--wrt", "z", "-f", "json").json
    assert found["jacobian"] == {"y": {"z": -0.4161468365471424}}
    assert found["counts"]["reverse"]["multiplications"] == 1
