"""Sparsity patterns on screens, as SVG and for programs."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import numpy as np

from adtrace.lang.parser import parse
from adtrace.sweeps.run import Run
from adtrace.sweeps.sparsity.report import sparsity
from adtrace.views.formats import Options
from adtrace.views.layout import plain, width
from adtrace.views.sparsity.picture import sparsity_picture
from adtrace.views.sparsity.screen import sparsity_lines


def shown(text: str, at: dict[str, Any], hessian: bool = False, **options: Any) -> list[str]:
    report = sparsity(Run(parse(text), at), hessian=hessian)
    lines = sparsity_lines(report, Options(**options))
    assert all(width(one) <= options.get("width", 80) for one in lines)
    return [plain(one) for one in lines]


def test_small_patterns_have_names_and_numbers() -> None:
    lines = shown("[x*y, y*z, z*x, a]", {})
    assert lines[3:9] == [
        "", "      x  y  z  a", "  y₁  1  1  ·  ·", "  y₂  ·  2  2  ·", "  y₃  3  ·  3  ·", "  y₄  ·  ·  ·  1",
    ]
    assert "  reverse mode: 3 sweeps in place of 4; no fewer than 2, the most entries of a column" in shown("[x*y, y*z, z*x, a]", {}, width=100)
    assert shown("A @ x", {"A": np.eye(2), "x": np.ones(2)}, unicode=False)[3:7] == [
        "        A                x", "        0,0 0,1 1,0 1,1    0   1", "  y[0]    x   x   .   .    x   x",
        "  y[1]    .   .   x   x    x   x",
    ]


def test_names_above_columns_never_touch() -> None:
    lines = shown("[loss*v[0], learning_rate*a, b]", {"loss": 1, "v": np.ones(1), "learning_rate": 1, "a": 2, "b": 1})
    heading = next(text for text in lines if text.split()[:2] == ["loss", "v"])
    assert heading.split() == ["loss", "v", "learning_rate", "a", "b"]
    row = next(text for text in lines if text.startswith("  y₁"))
    assert row[heading.index("loss") + 3] == "1"


def test_wide_patterns_become_dots_and_shades() -> None:
    x = np.linspace(1, 2, 50)
    lines = shown("x[::-1]*1", {"x": x}, width=80)
    assert sum("▄" in text or "▀" in text for text in lines) == 25
    lines = shown("x[::-1]*1", {"x": x}, unicode=False)
    assert sum("#" in text for text in lines) == 50
    lines = shown("sum(x[1:]*x[:-1])", {"x": np.linspace(1, 2, 1500)}, hessian=True, width=60)
    assert any("▓" in text or "█" in text for text in lines)
    assert any("28 columns and 47 rows" in text for text in lines)


def test_edges_of_patterns() -> None:
    assert any("0 of 1 entries" in text for text in shown("step(x)", {"x": 1.0}))
    assert any("0 × 0" in text or "1 × 0" in text for text in shown("2 + 3", {}))


def test_a_picture_has_every_entry_once() -> None:
    report = sparsity(Run(parse("x[1:]*x[:-1]"), {"x": np.ones(5)}))
    for scheme in ("light", "dark", "auto"):
        root = ElementTree.fromstring(sparsity_picture(report, Options(scheme=scheme)))
        titles = [one.text for one in root.iter("{http://www.w3.org/2000/svg}title")]
        assert len([text for text in titles if text.startswith("∂y[")]) == 8
    large = sparsity(Run(parse("sum(x[1:]*x[:-1])"), {"x": np.ones(700)}), hessian=True)
    assert "a dot stands for" not in sparsity_picture(report, Options())
    assert len(sparsity_picture(large, Options())) < 200_000
