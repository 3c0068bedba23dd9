"""Every look at a sweep, over programs of every kind, in every format that shows what it finds."""

from __future__ import annotations

import json

import pytest

from adtrace.cli import looks
from adtrace.views import formats

SAMPLES = {
    "scalar": ("1/(1+exp(-a*x))", "x=2,a=1"),
    "power": ("x^3 - 2*x", "x=-1.5"),
    "arrays": ("h = tanh(W @ x + b); 0.5*sum((h - t)^2)", "W=[[0.1,0.8],[0.4,0.6]],b=[0.1,-0.1],x=[1,2],t=[0,1]"),
    "array output": ("sqrt(x)*[1, 2, 3]", "x=2"),
    "several outputs": ("[x*y, x + y, log(x)]", "x=2,y=3"),
    "one node twice": ("u = x*y; [u, u]", "x=2,y=3"),
    "an input": ("x", "x=2"),
    "a constant": ("2*pi", ""),
    "kinks": ("relu(x) + abs(y) + max(x, y) + norm2([x, y])", "x=0,y=0"),
    "poles": ("log(x) + 1/y + sqrt(x)", "x=0,y=0"),
    "nan": ("log(x)*y", "x=-1,y=2"),
    "nan given": ("x*y + sum([x, y])", "x=nan,y=inf"),
    "overflow": ("1/(1+exp(-a*x))", "x=-1000,a=1"),
    "zero": ("x*y", "x=0,y=0"),
    "no path": ("where(x > 0, x, y)", "x=1,y=2"),
    "linear algebra": ("det(A) + sum(solve(A, b))", "A=[[2,1],[1,3]],b=[1,2]"),
    "softmax": ("-log(softmax(z))[0]", "z=[1,2,50]"),
    "names": ("é = x*x'; é + 1", "x=2,x'=3"),
    "deep": ("; ".join(["w1 = sin(x)", *(f"w{n} = sin(w{n - 1})" for n in range(2, 60)), "w59"]), "x=1"),
}
SHOWING = [name for name in formats.names() if formats.by_name(name).addenda]
GRAINS = ((), ("--by", "statement"))


def strictly(text: str) -> dict[str, object]:
    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is not JSON")

    found: dict[str, object] = json.loads(text, parse_constant=refuse)
    return found


def test_there_are_looks_and_formats_to_walk():
    assert "sensitivity" in looks.names() and {"table", "ascii", "json"} <= set(SHOWING)
    assert all(looks.of_name(name).HELP.endswith(".") for name in looks.names())


@pytest.mark.parametrize("mode", ["forward", "reverse"])
@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("look", looks.names())
def test_every_look(cli, look, sample, mode):
    text, at = SAMPLES[sample]
    point = ("--at", at) if at else ()
    plain = cli(mode, text, *point, "-f", "json")
    for grain in GRAINS:
        for name in SHOWING:
            found = cli(mode, text, *point, f"--{look}", *grain, "-f", name)
            assert (found.code, found.err) == (0, ""), found.err
            assert "Traceback" not in found.out
            if name == "ascii":
                assert found.out.isascii() or sample == "names"
            if name == "json":
                objects = strictly(found.out)
                assert isinstance(objects.pop(look), (dict, list))
                if not grain:
                    assert objects == strictly(plain.out)


@pytest.mark.parametrize("look", looks.names())
def test_in_symbols_there_is_nothing_to_look_at(cli, look):
    found = cli("reverse", "x*y", f"--{look}")
    assert (found.code, found.out) == (2, "") and found.err == (
        f"error: --{look} looks at numbers\n  = help: give every input a value with --at\n"
    )


@pytest.mark.parametrize("look", looks.names())
def test_formats_without_it_say_so(cli, look):
    for name in formats.names():
        if formats.by_name(name).suits("table") and name not in SHOWING:
            found = cli("reverse", "x*y", "--at", "x=1,y=2", f"--{look}", "-f", name)
            assert found.code == 2 and found.message == f"{name} does not show --{look}"


@pytest.mark.parametrize("columns", ["40", "80", "120"])
def test_all_looks_at_once(cli, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    every = [f"--{name}" for name in looks.names()]
    for text, at in (SAMPLES["arrays"], SAMPLES["nan"]):
        for lang in ("en", "fr"):
            found = cli("reverse", text, "--at", at, *every, "--lang", lang)
            assert found.code == 0 and found.out
