"""Vertex elimination on screens and for programs."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from adtrace.lang.parser import parse
from adtrace.sweeps.elimination.eliminate import elimination
from adtrace.sweeps.run import Run
from adtrace.views.elimination.objects import elimination_object
from adtrace.views.elimination.screen import elimination_lines
from adtrace.views.formats import Options
from adtrace.views.layout import plain, width

TEXT = "t = x0*sin(x0*x1); [cos(t), t/x1]"


def shown(text: str, at: dict[str, Any], order: str = "markowitz", **options: Any) -> str:
    lines = elimination_lines(elimination(Run(parse(text), at), order), Options(**options))
    assert all(width(one) <= options.get("width", 80) for one in lines)
    return "\n".join(map(plain, lines))


def test_a_product_on_a_row() -> None:
    found = shown(TEXT, {"x0": 1.0, "x1": 2.0}, width=100)
    assert " w₁       2·1 = 2   c(t,x₀) += c(t,w₁)·c(w₁,x₀)        0.9093 + (-0.4161)·2          0.0770   2" in found
    assert "∂y₂/∂x₁ = -0.4354" in found
    assert " forward                   8           2           6" in found


@pytest.mark.parametrize("options", [{}, {"unicode": False}, {"lang": "fr"}, {"notation": "leibniz"}, {"width": 60}])
def test_every_screen(options: dict[str, Any]) -> None:
    for order in ("forward", "reverse", "markowitz"):
        assert "8" in shown(TEXT, {"x0": 1.0, "x1": 2.0}, order, **options)
        assert "c(y" in shown(TEXT, {}, order, **options)
        shown("tanh(A @ x)", {"A": np.ones((2, 2)), "x": np.ones(2)}, order, **options)


def test_edges_have_a_letter_of_their_own() -> None:
    assert "e(c,b) = 2·b" in shown("c = b^2; exp(c)", {})


def test_for_programs() -> None:
    read = json.loads(json.dumps(elimination_object(elimination(Run(parse(TEXT), {"x0": 1.0, "x1": 2.0})))))
    assert [step["vertex"] for step in read["steps"]] == ["w2", "w1", "t"]
    assert read["edges"][0] == {"target": "w1", "source": "x0", "formula": "x1", "value": 2.0}
    assert read["counts"]["markowitz"] == {"multiplications": 7, "additions": 2, "fill": 5}
    assert read["jacobian"]["y1"]["x0"] == pytest.approx(-0.0608, abs=1e-4)


def test_every_entry_is_left() -> None:
    """Where a slope of 0 leaves no edge, the entry is 0."""
    found = shown("[abs(x), max(x, y)]", {"x": 0.0, "y": 0.0}, width=100)
    assert "left:  ∂y₁/∂x = 0   ∂y₁/∂y = 0   ∂y₂/∂x = 0.5000   ∂y₂/∂y = 0.5000" in found
    large = shown("x^2", {"x": np.ones(20)})
    assert "and 0 in all other pairs" in large
    assert "∂y[19]/∂x[19] = 2" in large


def test_a_partial_of_what_is_nan() -> None:
    found = shown("exp(x) - exp(y)", {"x": 800.0, "y": 800.0}, width=160)
    assert "c(w₁,x) = exp(x) = inf" in found
    assert "c(out,w₁) = nan, since out is nan" in found
    undefined = shown("log(x)*y + sum(A)", {"x": -1.0, "y": 1.0, "A": np.ones(2)}, width=160)
    assert "c(w₁,x) = nan, since w₁ is nan" in undefined
    assert "c(w₃,A[0]) = 1" in undefined
