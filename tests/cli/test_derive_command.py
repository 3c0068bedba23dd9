"""adtrace derive: what it prints, draws and feeds."""

from __future__ import annotations

from conftest import run_here


def test_what_it_prints_is_a_program() -> None:
    found = run_here("derive", "x^2*y", "--wrt", "x")
    assert (found.code, found.err) == (0, "")
    assert found.out == (
        "# reverse mode: x^2*y\n# x_bar = dout/dx\n"
        "# at infinite and undefined values the sweeps may have other numbers: --ieee writes those\nx_bar = y*(2*x)\n"
    )


def test_it_feeds_every_other_command(tmp_path) -> None:
    program = run_here("derive", "x^3*sin(x)").out
    again = run_here("reverse", "-", "--at", "x=2", "-f", "json", stdin=program.encode()).json
    hessian = run_here("derive", "x^3*sin(x)", "--order", "2", "-o", str(tmp_path/"second.adt"))
    assert hessian.code == 0
    second = run_here("eval", str(tmp_path/"second.adt"), "--at", "x=2", "-f", "json").json
    assert abs(second["value"] - again["gradient"]["x"]) < 1e-14*abs(second["value"])
    assert run_here("check", "-", "--at", "x=2", "--claim", "x_bar = x^3*cos(x) + 3*x^2*sin(x)", stdin=program.encode()).code == 0
    assert run_here("derive", "-", stdin=program.encode()).code == 0


def test_it_is_drawn(tmp_path) -> None:
    assert run_here("derive", "1/(1+exp(-a*x))", "--at", "x=2,a=1", "-o", str(tmp_path/"d.svg")).code == 0
    picture = (tmp_path/"d.svg").read_text()
    assert picture.startswith("<svg") and "w4_bar" in picture and "0.1050" in picture
    assert "digraph" in run_here("derive", "x*y", "-f", "dot").out


def test_json_has_the_program_and_its_statements() -> None:
    found = run_here("derive", "log(x)*y", "-f", "json").json
    assert found["derivatives"] == {"out": {"x": "x_bar", "y": "y_bar"}}
    assert [line["of"] for line in found["statements"]] == ["x", "y"]
    assert found["program"].endswith("output x_bar, y_bar\n") and "log" in found["notes"][0]


def test_values_that_are_not_used_are_noted_and_mistakes_are_told() -> None:
    assert "z is given a value" in run_here("derive", "x*y", "--at", "x=1,y=2,z=3").err
    found = run_here("derive", "x*y", "--wrt", "q")
    assert (found.code, found.message) == (2, "q is no input")
    assert run_here("derive", "x*y", "-o", "d.xlsx").code == 2
    assert run_here("derive", "x*y", "--at", "x=[1,2],y=3").message.startswith("out is an array")


def test_hostile_text_stays_in_its_comment() -> None:
    found = run_here("derive", "a = x # \r\u2028 evil\na*2").out
    assert all(line.startswith(("#", "input x")) or line.split(" = ")[0].isidentifier() for line in found.splitlines())
    assert run_here("eval", "-", "--at", "x=2", stdin=found.encode()).code == 0


def test_in_french() -> None:
    assert run_here("derive", "log(x)", "--order", "2", "--lang", "fr").out.startswith("# mode inverse, ordre 2: log(x)\n")
