import json
import math
import re
import subprocess
import sys

import numpy as np
import pytest

import adtrace
from adtrace.errors import AdtraceError
from adtrace.records import Trace
from adtrace.views import formats
from adtrace.views.formats import Options
from adtrace.views.layout import cells

LOGISTIC = ("1/(1+exp(-a*x))", {"x": 2, "a": 1})


def rendered(trace: Trace, name: str, **options) -> str:
    return "".join(formats.by_name(name).render(trace, Options(**options)))


def loaded(trace: Trace) -> dict:
    return json.loads(rendered(trace, "json"), parse_constant=pytest.fail)


def test_every_file_is_a_format():
    assert {"table", "ascii", "json"} <= set(formats.names())
    for name in formats.names():
        found = formats.by_name(name)
        assert found.name == name and found.doc and found.modes


def test_names_import_no_format():
    code = (
        "import sys; from adtrace.views import formats; formats.names(); formats.by_name('json'); "
        "print(*[m for m in sys.modules if m.startswith('adtrace.views.formats.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["adtrace.views.formats.json"]


def test_a_scalar_table_imports_neither_numpy_nor_rich():
    code = (
        "import sys, adtrace; from adtrace.views import formats; "
        "t = adtrace.reverse('1/(1+exp(-a*x))', {'x': 2, 'a': 1}); "
        "text = ''.join(formats.by_name('table').render(t, formats.Options())); assert 'w̄₂' in text; "
        "print(*sorted({'numpy', 'rich', 'graphviz', 'ziamath'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_unknown_formats_are_refused():
    with pytest.raises(AdtraceError):
        formats.by_name("../json")
    assert formats.by_suffix(".nope") is None
    assert formats.by_suffix(".JSON").name == "json"


def test_json_of_a_reverse_sweep():
    trace = adtrace.reverse(*LOGISTIC)
    found = loaded(trace)
    assert list(found)[:9] == [
        "adtrace", "mode", "expression", "inputs", "outputs", "value", "seed", "gradient", "steps",
    ]
    assert found["adtrace"] == 1 and found["mode"] == "reverse" and found["expression"] == LOGISTIC[0]
    assert found["inputs"] == {"x": 2.0, "a": 1.0}
    assert found["value"] == trace.value and found["gradient"] == trace.gradient and found["seed"] == {"y": 1.0}
    step = next(step for step in found["steps"] if step["name"] == "w2")
    assert step["formula"] == "w1*x" and step["op"] == "mul" and step["args"] == ["w1", "x"] and step["shape"] == []
    (increment,) = step["increments"]
    assert set(increment) == {"consumer", "operand", "rule", "partial", "upstream", "product", "total"}
    assert increment["consumer"] == "w3" and increment["rule"] == "w3_bar*exp(w2)"
    assert increment["partial"] == math.exp(-2)
    assert increment["product"] == increment["upstream"] * increment["partial"] == step["adjoint"]


def test_json_of_forward_sweeps():
    alone = loaded(adtrace.forward(*LOGISTIC, seed={"x": 1}))
    assert alone["tangent"] == adtrace.forward(*LOGISTIC, seed={"x": 1}).tangent
    assert [step["tangent"] for step in alone["steps"]][:3] == [1.0, 0.0, 0.0]
    several = loaded(adtrace.forward(*LOGISTIC))
    assert "seed" not in several and "steps" not in several
    assert [sweep["seed"] for sweep in several["sweeps"]] == [{"x": 1.0, "a": 0.0}, {"x": 0.0, "a": 1.0}]
    assert [sweep["tangent"] for sweep in several["sweeps"]] == list(adtrace.forward(*LOGISTIC).tangent.values())


def test_json_of_several_outputs_and_of_values():
    found = loaded(adtrace.forward("[x*y, x + y]", {"x": 2, "y": 3}, seed={"x": 1}))
    assert found["value"] == {"y1": 6.0, "y2": 5.0} and found["tangent"] == {"y1": 3.0, "y2": 1.0}
    value = loaded(adtrace.evaluate("x*y", {"x": 2, "y": 3}))
    assert value["value"] == 6.0 and "seed" not in value and "rule" not in value["steps"][0]


def test_json_numbers_round_trip_and_nonfinite_ones_are_strings():
    third = loaded(adtrace.evaluate("x/3", {"x": 0.1}))
    assert third["value"] == 0.1 / 3
    infinite = loaded(adtrace.reverse("1/y", {"y": 0}))
    assert infinite["value"] == "inf" and infinite["gradient"]["y"] == "-inf"
    found = loaded(adtrace.reverse("log(x)", {"x": -1}))
    assert found["value"] == "nan" and found["gradient"]["x"] == "nan"
    assert found["warnings"] and {"code", "node", "message"} <= set(found["warnings"][0])


def test_json_of_arrays_and_symbols():
    weights = np.array([[0.1, 0.2], [0.3, 0.4]])
    trace = adtrace.reverse("sum((W @ x)^2)", {"W": weights, "x": [1, 2]})
    found = loaded(trace)
    assert np.array_equal(np.array(found["gradient"]["W"]), trace.gradient["W"])
    assert found["inputs"]["W"] == weights.tolist()
    symbols = loaded(adtrace.reverse("x*a"))
    assert symbols["value"] is None and symbols["inputs"] == {"x": None, "a": None}
    assert all(step["value"] is None and step["adjoint"] is None for step in symbols["steps"])


@pytest.mark.parametrize("mode", ["evaluate", "forward", "reverse"])
@pytest.mark.parametrize(("text", "at"), [
    LOGISTIC, ("[x*x, x + log(x)]", {"x": -1}), ("x1*x2 + sin(x1)", None),
    ("变*β_1 + loss_x^2", {"变": 1, "β_1": 2, "loss_x": 3}),
    ("z = W @ x + b; sum(z^2)", {"W": [[1, 2], [3, 4]], "x": [1, 2], "b": [0, 1]}), ("x # \x1b[31m\u202e", {"x": 1}),
    ("3", {}), ("sum(T)", {"T": [[[1, 2], [3, 4]]]}),
])
def test_any_width_and_any_screen(mode, text, at):
    trace = getattr(adtrace, mode)(text, at)
    for width in (*range(1, 40, 3), 60, 79, 80, 81, 120, 200, 1000):
        found = rendered(trace, "table", width=width)
        assert "\x1b" not in found and "\u202e" not in found and found.endswith("\n")
        assert rendered(trace, "ascii", width=width).isascii()
        assert rendered(trace, "table", width=width, unicode=False).isascii()
    assert rendered(trace, "json").isascii()


@pytest.mark.parametrize("mode", ["evaluate", "forward", "reverse"])
@pytest.mark.parametrize("width", [60, 72, 80, 100, 120, 200])
def test_lines_fit_the_screen(mode, width):
    layer = ("z = W @ x; sum(tanh(z))", {"W": [[1, 2], [3, 4]], "x": [1, 2]})
    for text, at in (LOGISTIC, ("x1*x2 + sin(x1)", {"x1": 2, "x2": 3}), layer):
        seed = {"seed": dict(list(at.items())[:1])} if mode == "forward" else {}
        found = rendered(getattr(adtrace, mode)(text, at, **seed), "table", width=width)
        assert max(map(cells, found.splitlines())) <= width


def test_colour_adds_nothing_but_colour():
    trace = adtrace.reverse(*LOGISTIC)
    painted = rendered(trace, "table", width=120, colour=True)
    bare = re.sub(r"\x1b\[[0-9;]*m", "", painted)
    assert "\x1b[" in painted
    assert [line.rstrip() for line in bare.splitlines()] == rendered(trace, "table", width=120).splitlines()


def test_many_steps_are_shortened_and_say_so():
    trace = adtrace.reverse("sin(" * 1000 + "x" + ")" * 1000, {"x": 1})
    found = rendered(trace, "table", width=120)
    assert "801 steps lie between: --all shows them" in found
    assert "w₁ " in found and "w₉₉₉" in found and "w₅₀₀" not in found
    assert len(loaded(trace)["steps"]) == 1001


def test_many_uses_are_shortened_and_say_so():
    trace = adtrace.reverse("+".join(["x^2"] * 60), {"x": 1})
    found = rendered(trace, "table", width=120)
    assert "and 20 more uses between" in found and "sum over 60 uses" in found


def test_digits():
    found = rendered(adtrace.reverse(*LOGISTIC), "table", width=140, digits=7)
    assert "0.1049936" in found and "y = 0.880797" in found


def test_unknown_notations_are_refused():
    with pytest.raises(AdtraceError):
        rendered(adtrace.evaluate(*LOGISTIC), "table", notation="runes")
