"""Depth, width and sharing: no recursion over a user's text, and no more than linear work."""

import gc
import math
from time import process_time

import pytest

import adtrace
from adtrace.cli.main import run
from adtrace.records.steps import AT_ONCE
from adtrace.sweeps.steps import Recorder
from adtrace.views import formats

LARGE = 100_000


@pytest.mark.parametrize(
    ("text", "value", "slope"),
    [
        ("(" * LARGE + "x" + ")" * LARGE, 0.5, 1.0),
        ("-" * LARGE + "x", 0.5, 1.0),
        ("x" + "+x" * (LARGE // 2), 0.5 * (LARGE // 2 + 1), LARGE // 2 + 1),
    ],
    ids=["nested brackets", "signs", "a wide sum"],
)
def test_deep_and_wide(text, value, slope):
    trace = adtrace.reverse(text, {"x": 0.5})
    assert trace.value == pytest.approx(value)
    assert trace.gradient["x"] == pytest.approx(slope)


def test_nested_calls():
    depth = LARGE
    trace = adtrace.evaluate("sin(" * depth + "x" + ")" * depth, {"x": 0.5})
    # sin iterated n times tends to sqrt(3/n) (de Bruijn, Asymptotic Methods in Analysis, 8.6).
    assert trace.value == pytest.approx((3 / depth) ** 0.5, rel=1e-3)
    assert len(trace.steps) == depth + 1


def test_sixty_doublings_stay_linear():
    lines = ["t0 = x", *(f"t{k} = t{k - 1} + t{k - 1}" for k in range(1, 61))]
    trace = adtrace.reverse("\n".join(lines), {"x": 1.5})
    assert trace.value == 1.5 * 2**60
    assert trace.gradient == {"x": 2.0**60}
    assert len(trace.steps) == 61


def test_a_chain_of_statements():
    count = 20_000
    lines = ["a0 = x", *(f"a{k} = a{k - 1}*1.0001" for k in range(1, count))]
    trace = adtrace.reverse(";".join(lines), {"x": 1.0})
    assert trace.gradient["x"] == pytest.approx(1.0001 ** (count - 1))


@pytest.fixture
def uncollected():
    """Without the garbage collector, whose passes over everything that the suite has made are not the program's work."""
    gc.disable()
    yield
    gc.enable()


TEXTS = {
    "a sum of products": lambda count: "x" + "+x*2" * count,
    "a sum of calls": lambda count: "x" + "+sin(x)" * count,
    "a sum of elements": lambda count: "0" + "+v[0]" * count,
    "nested calls": lambda count: "sin(" * count + "x" + ")" * count,
    "nested brackets": lambda count: "(" * count + "x" + "+1)" * count,
    "signs": lambda count: "-" * count + "x",
    "lines": lambda count: "a0 = x*2\n" + "\n".join(f"a{k} = a{k - 1}*1.0001" for k in range(1, count)),
    "statements": lambda count: "a0 = x*2;" + ";".join(f"a{k} = -a{k - 1} + x" for k in range(1, count)),
    "inputs": lambda count: "\n".join(f"input p{k} = {k}" for k in range(count)) + "\n" + "+".join(f"p{k}" for k in range(count)),
    "one function": lambda count: "f(u) = u*u + x\n" + "x" + "+f(x)" * count,
}


@pytest.mark.usefixtures("uncollected")
@pytest.mark.parametrize("kind", TEXTS)
def test_time_is_linear_in_the_length(kind):
    """Eight times the text takes less than half of the 64 times that quadratic work would take."""
    point = {"x": 0.5, "v": [0.5, 1.0]}

    def spent(count):
        text = TEXTS[kind](count)
        at = {name: value for name, value in point.items() if name in text}
        begin = process_time()
        adtrace.reverse(text, at)
        return process_time() - begin

    spent(100)
    short = min(spent(500) for _ in range(3))
    assert min(spent(4000) for _ in range(2)) < 32 * short


@pytest.mark.usefixtures("uncollected")
@pytest.mark.parametrize("name", ["table", "json"])
def test_writing_every_step_is_linear(name):
    """So is a table of all steps, those of a node with many uses among them."""
    def spent(count):
        trace = adtrace.reverse("u = x*2; u" + "+u*x" * count, {"x": 0.5})
        begin = process_time()
        written = sum(map(len, formats.by_name(name).render(trace, formats.Options(all=True))))
        assert written > 40 * count
        return process_time() - begin

    spent(300)
    short = min(spent(500) for _ in range(3))
    assert min(spent(4000) for _ in range(2)) < 32 * short


def lines_of(count):
    """A program of so many lines with one operation each; its value is x times 1.0000001 to the power `count`."""
    return "\n".join(["a0 = x*1", *(f"a{k} = a{k - 1}*1.0000001" for k in range(1, count + 1))])


def test_a_hundred_thousand_lines():
    trace = adtrace.reverse(lines_of(LARGE), {"x": 2.0})
    assert trace.value == pytest.approx(2 * 1.0000001**LARGE) and trace.gradient["x"] == pytest.approx(1.0000001**LARGE)
    assert len(trace.steps) == LARGE + 2
    assert trace.steps[LARGE // 2].formula == f"a{LARGE // 2 - 2}*1.0000001"


def test_a_hundred_thousand_terms():
    trace = adtrace.reverse("+".join(f"x{k % 100}*{k}" for k in range(LARGE)), {f"x{k}": 1.0 for k in range(100)})
    assert trace.gradient["x7"] == sum(range(7, LARGE, 100))


def test_nested_calls_backwards():
    """The slopes of a chain multiply: cosines, as the values go down."""
    depth, value, slope = 10_000, 0.5, 1.0
    trace = adtrace.reverse("sin(" * depth + "x" + ")" * depth, {"x": value})
    for _ in range(depth):
        slope *= math.cos(value)
        value = math.sin(value)
    assert trace.value == value and trace.gradient["x"] == pytest.approx(slope, rel=1e-9)


def test_the_gradient_alone_makes_no_step(tmp_path, capsys, monkeypatch):
    """`--last 0` on a big program writes its summary, and neither a record nor a line of a step."""
    def forbidden(*_):
        pytest.fail("a step was made")

    monkeypatch.setattr(Recorder, "_step", forbidden)
    monkeypatch.setattr(Recorder, "_reverse_step", forbidden)
    program = tmp_path / "big.adt"
    program.write_text(lines_of(LARGE))
    assert run(["reverse", str(program), "--at", "x=2", "--last", "0"]) == 0
    shown = capsys.readouterr().out
    assert " = 2.0201" in shown and len(shown) < 2000


def test_json_is_written_as_the_steps_are_made(monkeypatch):
    """Its first pieces come before any step is made, and few are made before they are written."""
    trace = adtrace.reverse(lines_of(5_000), {"x": 2.0})
    made = []
    real = trace.steps.bare
    trace.steps.bare = lambda places: (made.extend(places), real(places))[1]
    pieces = formats.by_name("json").render(trace, formats.Options())
    written = 0
    for piece in pieces:
        written += piece.count('"name": ')
        assert written <= len(made) <= written + AT_ONCE
    assert written == len(made) == 5_002
