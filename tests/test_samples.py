"""The samples: every course exercise runs as a program, matches the goldens, and prints what is kept beside it."""

import json
import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import adtrace
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


def test_the_classifier_trains_as_its_comment_says(capsys, monkeypatch):
    """Both commands of the comment, and the losses that it says they reach."""
    monkeypatch.chdir(ROOT)
    comment = " ".join(line[2:] for line in (ROOT / "samples" / "f_train.adt").read_text(encoding="utf-8").splitlines() if line[:2] == "# ")
    whole, batched = re.findall(r"adtrace (descend samples/f_train.adt .*?)  *(?=The)", comment)
    first, last = re.search(r"The loss falls from ([0-9.]+) to ([0-9.]+), and in every step", comment).groups()
    by_batches = re.search(r"In mini-batches of 16 flowers it falls to ([0-9.]+) in 5 epochs", comment).group(1)

    assert run([*whole.split(), "-f", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    losses = [one["loss"] for one in found["iterates"]]
    assert len(losses) == 201 and (found["trained"], found["held"]) == (["W1", "b1", "W2", "b2"], ["X", "y"])
    assert (f"{losses[0]:.2f}", f"{losses[-1]:.2f}") == (first, last)
    assert all(after < before for before, after in pairwise(losses))

    assert run([*batched.split(), "-f", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["iterates"][-1]["epoch"] == 5 and f"{found['loss']:.2f}" == by_batches


def test_the_trained_classifier_knows_the_species():
    """At most 5 of the 150 flowers are on the wrong side after 200 steps."""
    files = {name: np.loadtxt(ROOT / "samples" / f"iris_{name.lower()}.csv", delimiter=",") for name in ("X", "y")}
    text = (ROOT / "samples" / "f_train.adt").read_text(encoding="utf-8")
    found = adtrace.descend(text, files, hold=["X", "y"], rate=0.5, steps=200)
    scores = adtrace.evaluate(text, {**files, **found.theta}, of="oa").value
    assert (scores.argmax(axis=1) != files["y"]).sum() <= 5
    # Fisher's table: 50 flowers of each species, and the means of all.
    assert np.bincount(files["y"].astype(int)).tolist() == [50, 50, 50]
    assert files["X"].mean(axis=0).round(3).tolist() == [5.843, 3.057, 3.758, 1.199]


def test_its_gradient_is_the_mean_of_the_gradients_of_the_flowers():
    """theta <- theta - eta * (1/n) sum_i dL_i/dtheta, one flower at a time."""
    files = {name: np.loadtxt(ROOT / "samples" / f"iris_{name.lower()}.csv", delimiter=",")[::15] for name in ("X", "y")}
    text = (ROOT / "samples" / "f_train.adt").read_text(encoding="utf-8")
    found = adtrace.descend(text, files, hold=["X", "y"], rate=0.5, steps=1)
    start, after = (one.theta for one in found.iterates)
    each = [adtrace.reverse(text, {"X": files["X"][i : i + 1], "y": files["y"][i : i + 1]}).gradient for i in range(10)]
    for name, value in start.items():
        np.testing.assert_allclose(after[name], value - 0.5*sum(one[name] for one in each)/10, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize(("momentum", "nesterov", "loss"), [
    (0.0, False, 0.5093751432299218), (0.9, False, 0.08804220887965561), (0.9, True, 0.0854305061948712),
])
def test_it_trains_as_in_pytorch(momentum, nesterov, loss):
    """The losses that torch.optim.SGD(lr=0.05) of PyTorch 2.13 comes to in 100 steps in float64."""
    files = {name: np.loadtxt(ROOT / "samples" / f"iris_{name.lower()}.csv", delimiter=",") for name in ("X", "y")}
    text = (ROOT / "samples" / "f_train.adt").read_text(encoding="utf-8")
    found = adtrace.descend(
        text, files, hold=["X", "y"], rate=0.05, momentum=momentum, nesterov=nesterov, steps=100
    )
    assert found.loss == pytest.approx(loss, rel=1e-12)
