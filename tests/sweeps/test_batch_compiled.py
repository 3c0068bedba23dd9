"""The compiled back end gives NumPy's numbers, writes no user's text, and does not depend on its cache."""

from __future__ import annotations

import os
import re
import sys
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from singles import added, assert_same, kernel, swept

import adtrace
from adtrace.api import sweep
from adtrace.sweeps.batch import cache
from adtrace.sweeps.batch.source import Source

numba = pytest.importorskip("numba", reason="the compiled back end needs Numba")

EDGES = (0.0, -0.0, 1.0, -2.0, 0.3, np.inf, -np.inf, np.nan, 1e-310, 700.0)
PROGRAMS = (
    "1/(1 + exp(-a*x))",
    "tanh(x*a) - log(a)*sin(x)^3 + softplus(x)/hypot(a, x) + sigmoid(x) + atan(x) + asin(x)*acosh(a) + csch(x)",
    "where(x > 0, log(x), elu(a))*relu(a - 1) + max(x, a, 0) + clip(x, -1, a) + abs(x) + sign(a)*floor(x) + mod(x, a)",
)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A cache folder of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    cache.loop.cache_clear()
    yield tmp_path
    cache.loop.cache_clear()


def points() -> dict[str, np.ndarray]:
    return {name: np.array(column) for name, column in zip("xa", zip(*product(EDGES, EDGES), strict=True), strict=True)}


@pytest.mark.parametrize("text", PROGRAMS)
def test_the_same_numbers(text: str, own_folder: Path) -> None:
    over = points()
    run = kernel(text, over, backend="numba")
    assert not run.warnings
    assert_same(run(over), swept(text, over), 1e-12)
    assert list(own_folder.rglob("loop_*.py"))


def test_the_same_totals() -> None:
    over = {"x": np.linspace(-2, 2, 50)}
    assert_same(
        added(PROGRAMS[0], over, {"a": 2.0}, backend="numba"), added(PROGRAMS[0], over, {"a": 2.0}), 1e-12, lost=1e-14
    )
    over["x"][7] = np.nan
    assert np.isnan(added("x*a", over, {"a": 2.0}, backend="numba")["y"])


@pytest.mark.parametrize("total", [False, True])
def test_phases_and_pieces(total: bool) -> None:
    """Calls of calls, with arithmetic and choices between them, on more rows than a piece has."""
    text = "u = exp(-x^2/9); v = sin(3*u)*cos(3*u) + x; w = where(v > u, log(2 + u*v), tanh(v)); w*u - exp(w)/(1 + v*v)"
    over = {"x": np.linspace(-3, 3, 40_001)}
    over["x"][[7, 20_000]] = np.nan, np.inf
    run = kernel(text, over, backend="numba", total=total)
    assert len(run.fast.compiled.calls) >= 3 and run.fast.compiled.rows < 40_001
    assert_same(run(over), kernel(text, over, total=total)(over), 1e-11)


def test_the_source_has_no_name_and_no_number_of_the_user() -> None:
    run = kernel("frobnicate = 7.25*zebra; sin(frobnicate)", {"zebra": np.ones(2)})
    text = Source(run.lowered.nodes, list(run.lowered.results.values())).text
    words = set(re.findall(r"[A-Za-z_][A-Za-z_0-9]*", text))
    assert not words & {"frobnicate", "zebra"} and "7.25" not in text
    assert "np.sin(v" in text


def test_what_numba_lacks_runs_with_numpy() -> None:
    for text, over in (("erf(x)", {"x": [0.5]}), ("sum(x)", {"x": [[0.5, 1.0]]})):
        batch = sweep(text, over, backend="numba")
        assert [warning.code for warning in batch.warnings] == ["backend"]
        assert batch.value.tolist() == sweep(text, over).value.tolist()


def test_numba_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(adtrace.AdtraceError) as error:
        sweep("x", {"x": [1.0]}, backend="numba")
    assert "adtrace[numba]" in error.value.hint


def test_a_folder_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null/nowhere")
    assert sweep("x*3", {"x": [1.0]}, backend="numba").value.tolist() == [3.0]


def test_a_loop_is_read_from_the_cache(own_folder: Path) -> None:
    first = kernel("x*7", {"x": np.ones(2)}, backend="numba").fast.compiled.loop
    assert first.stats.cache_misses
    cache.loop.cache_clear()
    again = kernel("x*7", {"x": np.ones(2)}, backend="numba").fast.compiled.loop
    assert again is not first and again.stats.cache_hits
    assert Path(again.__code__.co_filename).is_relative_to(own_folder)


def test_a_cache_that_somebody_broke(own_folder: Path) -> None:
    assert sweep("x*5", {"x": [1.0]}, backend="numba").value.tolist() == [5.0]
    for path in own_folder.rglob("*"):
        if path.is_file():
            path.write_bytes(b"\x80broken" if path.suffix != ".py" else b"raise SystemError('not this file')")
    cache.loop.cache_clear()
    assert sweep("x*5", {"x": [1.0]}, backend="numba").value.tolist() == [5.0]


def test_a_sweep_with_numpy_imports_no_numba() -> None:
    import subprocess

    script = "import sys, adtrace.api as a; a.sweep('x*2', {'x': [1.0]}); assert 'numba' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], check=True)


def test_infinite_results_are_counted() -> None:
    batch = sweep("exp(x)", {"x": [1.0, 1000.0, 2.0]}, backend="numba")
    assert [warning.code for warning in batch.warnings] == ["infinite", "overflow"]
    assert sweep("exp(x)", {"x": [1.0, 2.0]}, backend="numba").warnings == ()


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="owners and modes as POSIX has them")
def test_nothing_is_loaded_from_a_folder_that_others_may_write_to(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    with pytest.raises(PermissionError):
        cache.check_owner(tmp_path)
    tmp_path.chmod(0o700)
    cache.check_owner(tmp_path)
