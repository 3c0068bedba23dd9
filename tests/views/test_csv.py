import io
import json
import math

import numpy as np
import pytest
from readers import csv_rows, is_number

import adtrace
from adtrace.errors import AdtraceError
from adtrace.views import formats
from adtrace.views.formats import Options

LAYER = ("z = W @ x; g = x[0]; sum(tanh(z)^2)/3", {"W": [[1, 2], [3, -4]], "x": [1, math.nan]})
PROGRAMS = [
    ("1/(1+exp(-a*x))", {"x": 2, "a": 1}), ("x1*x2 - sin(-x1)", {"x1": 1 / 3, "x2": 1e-300}), LAYER,
    ("log(x)/x", {"x": 0}), ("[x*y, x + y]", {"x": 2, "y": 3}), ("x*x", None), ("3", {}),
]


def rendered(trace, name, **options):
    return "".join(formats.by_name(name).render(trace, Options(**options)))


def number(cell):
    """A cell as JSON has it."""
    if not cell:
        return None
    if cell[0] == "[":
        return json.loads(cell)
    value = float(cell)
    return value if math.isfinite(value) else repr(value)


def text(cell):
    return cell.removeprefix("'")


@pytest.mark.parametrize("mode", ["evaluate", "forward", "reverse"])
@pytest.mark.parametrize(("program", "at"), PROGRAMS)
def test_every_number_is_that_of_the_json_trace(mode, program, at):
    trace = getattr(adtrace, mode)(program, at)
    found = json.loads(rendered(trace, "json"))
    sweeps = found["sweeps"] if "sweeps" in found else [{"label": trace.sweeps[0].label, "steps": found["steps"]}]
    rows = iter(csv_rows(rendered(trace, "csv")))
    for sweep in sweeps:
        for step in sweep["steps"]:
            for increment in step.get("increments") or [None]:
                row = next(rows)
                assert text(row["sweep"]) == sweep["label"] and row["mode"] == trace.mode
                for key in ("name", "role", "op", "formula"):
                    assert text(row[key]) == step[key]
                assert text(row["rule"]) == step.get("rule", "")
                assert int(row["number"]) == step["number"]
                assert json.loads(row["shape"]) == step["shape"] and json.loads(row["args"]) == step["args"]
                for key in ("value", "tangent", "adjoint"):
                    assert number(row[key]) == step.get(key), key
                for key in ("seeded", "path"):
                    assert (row[key] == "true") == step.get(key, False)
                one = increment or {}
                assert text(row["consumer"]) == one.get("consumer", "") and text(row["contribution"]) == one.get("rule", "")
                assert row["operand"] == (str(one["operand"]) if one else "")
                for key in ("partial", "upstream", "product", "total"):
                    assert number(row[key]) == one.get(key), key
    assert next(rows, None) is None


def test_increments_add_up():
    rows = csv_rows(rendered(adtrace.reverse("x1*x2 + sin(x1)", {"x1": 2, "x2": 3}), "csv"))
    uses = [row for row in rows if row["name"] == "x1"]
    assert [row["consumer"] for row in uses] == ["w2", "w1"]
    assert sum(float(row["product"]) for row in uses) == float(uses[-1]["total"]) == float(uses[0]["adjoint"])


def test_formulas_are_no_formulas_of_a_spreadsheet():
    rows = csv_rows(rendered(adtrace.evaluate("-a*x", {"a": -1, "x": -math.inf}), "csv"))
    assert [row["formula"] for row in rows] == ["", "", "'-a", "w1*x"]
    assert [row["value"] for row in rows] == ["-1.0", "-inf", "1.0", "-inf"]
    assert all(is_number(row["value"]) for row in rows)


def test_warnings_stand_beside_their_step():
    rows = csv_rows(rendered(adtrace.reverse("log(x) + abs(y)", {"x": -1, "y": 0}), "csv"))
    assert {row["name"]: row["warnings"] for row in rows if row["warnings"]} == {"w1": "domain", "w2": "kink"}


def test_numpy_reads_it():
    data = rendered(adtrace.reverse("1/(1+exp(-a*x))", {"x": 2, "a": 1}), "csv")
    table = np.genfromtxt(io.StringIO(data), delimiter=",", names=True, usecols=("number", "value", "adjoint"))
    assert table["adjoint"][0] == adtrace.reverse("1/(1+exp(-a*x))", {"x": 2, "a": 1}).gradient["x"]


def test_a_long_trace_comes_in_pieces_and_only_chooses():
    trace = adtrace.reverse("+".join(["x"] * 3000), {"x": 1})
    pieces = iter(formats.by_name("csv").render(trace, Options()))
    assert next(pieces).startswith("sweep,mode,") and next(pieces).count("\n") == 1
    assert len(csv_rows(rendered(trace, "csv", last=3))) == 3
    with pytest.raises(AdtraceError):
        formats.by_name("csv").render(trace, Options(only=("nothing",)))
