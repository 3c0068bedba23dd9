"""Sweeps of outputs that are arrays: every element is an output of its own."""

from __future__ import annotations

import numpy as np
import pytest
from singles import added, single, swept

import adtrace


@pytest.mark.parametrize("total", [False, True])
def test_an_array_is_an_output_for_each_of_its_elements(total: bool) -> None:
    source = np.random.default_rng(0)
    over, at = {"v": source.normal(size=(5, 2))}, {"W": source.normal(size=(2, 2))}
    for text in ("u = tanh(W @ v)\n[[u[0], 2*u[1]], u]", "s = sum(v)\nW*s", "v"):
        given = at if "W" in text else {}
        found = added(text, over, given) if total else swept(text, over, given)
        spelled = text if text != "v" else "1*v"
        shape = np.shape(adtrace.evaluate(spelled, {"v": over["v"][0], **given}).value)
        for index in np.ndindex(shape):
            name = f"y[{', '.join(map(str, index))}]"
            wanted = single(f"{text}[{', '.join(map(str, index))}]" if text == "v" else element(text, index), over, given)
            assert [one for one in found if one.startswith((name, f"d{name}"))] == [
                one.replace("dy/", f"d{name}/") if one != "y" else name for one in wanted
            ]
            for one, column in wanted.items():
                here = found[one.replace("dy/", f"d{name}/") if one != "y" else name]
                np.testing.assert_allclose(here, column.sum(axis=0) if total else column, rtol=1e-13, atol=1e-15)


def element(text: str, index: tuple[int, ...]) -> str:
    """The program with one element of what it computes."""
    *before, last = text.split("\n")
    return "\n".join([*before, f"z = {last}", f"y = z[{', '.join(map(str, index))}]"])
