"""adtrace cost: one table, in every format."""

from __future__ import annotations

import pytest


def test_the_table(cli, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    out = cli("cost", "t = x0*sin(x0*x1); [cos(t), t/x1]").out
    assert " forward mode: a sweep for each input          2      8      16\n" in out
    assert " vertex elimination, order of Markowitz                       7   fewest\n" in out
    assert "n = m: both modes cost the same" in out


@pytest.mark.parametrize("width", ["80", "120"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_line_is_wider_than_the_screen(cli, monkeypatch, width, lang):
    monkeypatch.setenv("COLUMNS", width)
    for form in ("table", "ascii"):
        found = cli("cost", "sum((A @ x)^2)", "--at", "A=[[1,2],[3,4]],x=[1,2]", "--lang", lang, "-f", form)
        assert found.code == 0 and max(map(len, found.out.splitlines())) <= int(width)
        assert ("fewest" if lang == "en" else "le moins") in found.out


def test_for_programs(cli):
    read = cli("cost", "sin(x*y)", "--wrt", "x", "-f", "json").json
    assert (read["inputs"], read["outputs"], read["multiply_adds_per_sweep"]) == (1, 1, 3)
    assert {one["order"] for one in read["ways"] if one["kind"] == "elimination"} == {"forward", "reverse", "markowitz"}
    assert cli("cost", "x", "--wrt", "z").code == 2
