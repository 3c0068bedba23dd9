"""The samples: every course exercise runs as a program, matches the goldens, and prints what is kept beside it."""

import json
from pathlib import Path

import numpy as np
import pytest

from adtrace.cli.main import run

ROOT = Path(__file__).parent.parent
SAMPLES = sorted((ROOT / "samples").glob("*.adt"))
GOLDENS = json.loads((ROOT / "tests" / "data" / "goldens.json").read_text(encoding="utf-8"))
GOLDEN_OF = {
    "a_logistic": "logistic",
    "a_product_sine": "product_plus_sine",
    "b_two_layer_mse": "mlp_mse",
    "c_linear_mse": "linear_mse",
    "d_deep_relu_softmax": "deep_relu_softmax",
    "f_classifier": "mlp_nll",
    "f_elastic_net": "elastic_net",
    "g_tanh_cross_entropy": "mlp_tanh_ce",
}


def test_every_golden_has_its_sample():
    assert sorted(GOLDEN_OF.values()) == sorted(GOLDENS)
    assert set(GOLDEN_OF) <= {path.stem for path in SAMPLES}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_prints_what_is_kept(path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "110")
    monkeypatch.chdir(ROOT)
    assert run(["reverse", f"samples/{path.name}"]) == 0
    assert capsys.readouterr().out == path.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("stem", GOLDEN_OF)
def test_matches_the_golden(stem, capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    golden = GOLDENS[GOLDEN_OF[stem]]
    assert run(["reverse", f"samples/{stem}.adt", "-f", "json"]) == 0
    trace = json.loads(capsys.readouterr().out)
    assert trace["value"] == pytest.approx(golden["value"], rel=1e-12)
    for name, expected in golden["gradient"].items():
        np.testing.assert_allclose(trace["gradient"][name], expected, rtol=1e-9, atol=1e-12)
    adjoints = {step["name"]: step["adjoint"] for step in trace["steps"]}
    for name, expected in golden.get("adjoints", {}).items():
        np.testing.assert_allclose(adjoints[name], expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(("name", "golden"), [("loss", "mlp_nll"), ("risk", "elastic_net")])
def test_the_classifier_in_numpy_matches_the_golden(name, golden, capsys, monkeypatch):
    """Python is run from another folder than its own; the penalties of exercise F are inputs, too."""
    monkeypatch.chdir(ROOT)
    assert run(["reverse", "--python", f"samples/classifier.py:{name}", "-f", "json"]) == 0
    trace = json.loads(capsys.readouterr().out)
    assert trace["value"] == pytest.approx(GOLDENS[golden]["value"], rel=1e-12)
    for parameter, expected in GOLDENS[golden]["gradient"].items():
        np.testing.assert_allclose(trace["gradient"][parameter], expected, rtol=1e-9, atol=1e-12)
    lines = (ROOT / "samples" / "classifier.py").read_text(encoding="utf-8").splitlines()
    sources = [step["source"] for step in trace["steps"] if step["role"] != "input"]
    assert all(lines[source["line"] - 1].strip() == source["text"] for source in sources)
    assert {source["file"] for source in sources} == {"classifier.py"}


def test_the_five_steps_of_the_notes(capsys, monkeypatch):
    """Exercise A by statement: exactly the rows that the notes have, in both modes."""
    monkeypatch.chdir(ROOT)
    rows = ["w1", "w2", "w3", "w4", "w5"]
    for mode in ("forward", "reverse"):
        assert run([mode, "samples/a_five_steps.adt", "--by", "statement", "-f", "json"]) == 0
        trace = json.loads(capsys.readouterr().out)
        sweeps = trace.get("sweeps", [trace])
        assert all([step["name"] for step in sweep["steps"]] == rows for sweep in sweeps)
    assert trace["gradient"] == pytest.approx(GOLDENS["logistic"]["gradient"], rel=1e-13)


def test_the_convolution_has_the_size_of_the_formula(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert run(["shapes", "samples/g_convolution.adt", "--wrt", "w"]) == 0
    shown = capsys.readouterr().out
    assert "1×3×3" in shown
    assert "9 scalars" in shown


def test_the_parameters_of_the_classifier_are_counted(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert run(["shapes", "samples/f_classifier.adt", "--wrt", "W1,b1,W2,b2"]) == 0
    assert "12 + 4 + 12 + 3 = 31 scalars" in capsys.readouterr().out
