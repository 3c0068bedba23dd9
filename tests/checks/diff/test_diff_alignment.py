"""Which steps of two programs belong together."""

from __future__ import annotations

import random
import re

import numpy as np
import pytest
from datasets import CORPUS
from hypothesis import assume, given
from hypothesis import strategies as st
from programs import array_points, arrays, trees, written

import adtrace
from adtrace.errors import AdtraceError
from adtrace.records.diff import Diff


def rows(found: Diff) -> list[str]:
    """Every row as "left | right", inputs by their names; one that is rewritten ends with a star."""
    shown = []
    for pair in found.pairs:
        steps = found.steps_of(pair)
        texts = ["" if step is None else step.formula or step.name for step in steps]
        shown.append(" | ".join(texts) + (" *" if pair.rewritten else ""))
    return shown


def test_one_function_written_in_two_ways():
    found = adtrace.diff("1/(1+exp(-a*x))", "sigmoid(a*x)", {"x": 2, "a": 1})
    assert rows(found) == [
        "x | x", "a | a", "-a | ", "w1*x | ", "exp(w2) | ", "1 + w3 | ", " | a*x", "1/w4 | sigmoid(w1) *",
    ]
    assert found.agrees and found.ok
    found = adtrace.diff("log(sum(exp(x)))", "logsumexp(x)", {"x": [1, 2, 3]})
    assert rows(found) == ["x | x", "exp(x) | ", "sum(w1) | ", "log(w2) | logsumexp(x) *"]
    assert found.agrees


def test_other_ways_to_one_result_are_not_taken_for_wrong_steps():
    """Steps that only their place makes alike, with other numbers, belong to one side alone if the results agree."""
    texts = "1/(1+exp(-a*x))", "1 - 1/(1+exp(a*x))"
    found = adtrace.diff(*texts, {"x": 0.5, "a": 1})
    assert found.agrees and found.parted is None
    assert rows(found)[2:] == [
        "-a | ", "w1*x | ", "exp(w2) | ", "1 + w3 | ", " | a*x", " | exp(w1)", " | 1 + w2", " | 1/w3", "1/w4 | 1 - w4 *",
    ]
    spoilt = adtrace.diff(*texts, {"x": -20, "a": 1})
    assert rows(spoilt) == rows(found) and not spoilt.agrees
    assert spoilt.parted == len(spoilt.pairs) - 1, "where rounding alone has parted them"
    wrong = adtrace.diff(texts[0], "1/(1+exp(-2*a*x))", {"x": 0.5, "a": 1})
    assert "exp(w2) | exp(w2)" in rows(wrong) and all(pair.value for pair in wrong.pairs), "here they are"


CASES = [
    ("sin(exp(x))", "sin(2*exp(x))", ["exp(x) | exp(x)", " | 2*w1", "sin(w1) | sin(w2) *"]),
    ("sin(2*exp(x))", "sin(exp(x))", ["exp(x) | exp(x)", "2*w1 | ", "sin(w2) | sin(w1) *"]),
    ("exp(sin(x^2))", "exp(2*sin(x^3))", ["x^2 | x^3 *", "sin(w1) | sin(w1)", " | 2*w2", "exp(w2) | exp(w3) *"]),
    ("x*x + y", "y + x^2", ["x*x | x^2 *", "w1 + y | y + w1 *"]),
    ("x*y + sin(x)", "sin(x) + x*y", ["x*y | x*y", "sin(x) | sin(x)", "w1 + w2 | w1 + w2 *"]),
    ("t = x*y; u = sin(t); u*y", "u = sin(x*y); t = x*x; u*y", [" | x*y", "x*y | x*x *", "sin(t) | sin(w1) *"]),
    ("x/2 + y", "0.5*x + y", ["x/2 | 0.5*x *", "w1 + y | w1 + y"]),
    ("x + 1/2 + y", "x + 0.5 + y", ["x + 1/2 | x + 0.5", "w1 + y | w1 + y"]),
    ("x + y + 1", "x + y", ["x + y | ", "w1 + 1 | x + y *"]),
    ("sum([x, y])", "sum([y, x])", ["[x, y] | ", " | [y, x]", "sum(w1) | sum(w1) *"]),
]


@pytest.mark.parametrize(("left", "right", "wanted"), CASES)
def test_what_is_put_in_left_out_and_changed(left, right, wanted):
    found = adtrace.diff(left, right, {"x": 0.75, "y": 1.25})
    assert [row for row in rows(found) if not re.match(r"[xy]? \| [xy]?$", row)][: len(wanted)] == wanted


def test_parameters_and_literals_are_part_of_a_formula():
    at = {"x": [[1, 2], [3, 5]]}
    assert rows(adtrace.diff("sum(softmax(x, axis=0)^2)", "sum(softmax(x, axis=1)^2)", at))[1].endswith("*")
    assert rows(adtrace.diff("x[0, 1]*2", "x[1, 0]*2", at))[1].endswith("*")
    assert rows(adtrace.diff("sum(x + [1, 2])", "sum(x + [1, 3])", at))[1].endswith("*")
    assert not any(row.endswith("*") for row in rows(adtrace.diff("sum(x + [1, 2])", "sum(x + [2/2, 2])", at)))


def test_repeated_formulas_are_told_apart_by_where_they_stand():
    """The changed one of two equal steps is found although the other program has its new formula elsewhere."""
    found = adtrace.diff("sin(x)*3 + cos(x) + sin(x)", "cos(x)*3 + cos(x) + sin(x)", {"x": 0.5})
    assert rows(found) == [
        "x | x", "sin(x) | cos(x) *", "w1*3 | w1*3", "cos(x) | cos(x)", "w2 + w3 | w2 + w3", "sin(x) | sin(x)",
        "w4 + w5 | w4 + w5",
    ]
    assert found.parted == 1
    twice = "(({}(x)*y + sin(x)*y) + (sin(x)*y + sin(x)*y))"
    found = adtrace.diff(twice.format("sin"), twice.format("cos"), {"x": 0.5, "y": 2})
    assert all(pair.left == pair.right for pair in found.pairs) and found.parted == 2


def test_steps_of_the_same_name_belong_together_whatever_they_are():
    found = adtrace.diff("t = x*y; t + sin(x)", "t = exp(x - y); t + sin(x)", {"x": 2, "y": 3})
    assert rows(found)[2:] == [" | x - y", "x*y | exp(w1) *", "sin(x) | sin(x)", "t + w2 | t + w3"]


def test_inputs_of_another_name_are_taken_for_those_of_the_same_value():
    found = adtrace.diff("a*x + b", "a*u + c", {"a": 2, "x": 3, "b": 4, "u": 3, "c": 5})
    assert found.renamed == {"u": "x"} and found.inputs_alone == (("b",), ("c",))
    assert set(found.sweeps[0].results) == {"a", "x", "b", "c"}
    assert found.sweeps[0].results["b"].right == found.sweeps[0].results["c"].left == 0
    assert adtrace.diff("x + 0*z", "x", {"x": 1, "z": 2}).agrees, "a slope of 0 is none"


def test_outputs_by_name_then_by_position():
    at = {"x": 2, "y": 3}
    found = adtrace.diff("p = x*y; q = x + y; q", "p = x*y; q = y + x; [p, q]", at)
    assert [(one.left, one.right) for one in found.outputs] == [("q", "y1")]
    assert found.outputs_alone == ((), ("y2",)) and not found.agrees
    found = adtrace.diff("p = x*y; q = x + y; [p, q]", "q = x + y; p = x*y; [q, p]", at, of=["p", "q"])
    assert [(one.left, one.right) for one in found.outputs] == [("p", "p"), ("q", "q")] and found.agrees
    found = adtrace.diff("x", "x*1", at)
    assert found.outputs_alone == ((), ()) and found.agrees and found.pairs[-1].left is None


def renamed(text: str, names: dict[str, str]) -> str:
    """The text with other names for its inputs."""
    return re.sub(r"\b([A-Za-z_]\w*)\b(?!\s*\()", lambda found: names.get(found[1], found[1]), text)


def as_statements(text: str, at: dict[str, float]) -> str:
    """The same computation, one named statement for each step, its operands in brackets of their own."""
    lines = [f"{step.name}_ = ({step.formula})" for step in adtrace.evaluate(text, at).steps if step.role != "input"]
    names = [line.partition(" = ")[0][:-1] for line in lines]
    return "\n".join(renamed(line, {name: f"{name}_" for name in names}) for line in lines)


@pytest.mark.parametrize("record", CORPUS[::2], ids=lambda record: record["id"])
def test_a_program_is_the_same_as_itself_by_other_names(record):
    at = {name: float(value) if value not in ("pi", "e") else value for name, value in record["points"][0]["at"].items()}
    text, names = record["expr"], {name: f"in_{number}" for number, name in enumerate(record["vars"])}
    both = {**at, **{names[name]: value for name, value in at.items() if name in names}}
    if not set(at) <= set(names):
        pytest.skip("a constant has a value")
    for other, point in ((f"(({renamed(text, names)}))", both), (as_statements(text, at), at)):
        found = adtrace.diff(text, other, point)
        assert found.agrees and found.parted is None
        assert all(gap.relative == 0 for gap in found.results)
        assert all(pair.value is not None and not pair.rewritten for pair in found.pairs), rows(found)
        assert all(gap is not None and gap.relative == 0 for gap in found.sweeps[0].slopes)


OPERATIONS = {
    "sin({})": "cos({})", "cos({})": "tanh({})", "tanh({})": "sigmoid({})", "exp({})": "atan({})", "-{}": "exp({})",
    "{} + {}": "{} - {}", "{}*{}": "{} + {}", "{} - {}": "{}*{}", "hypot({}, {})": "atan2({}, {})",
}
"""Operations, each of one step, and what each is changed to."""


class Program:
    """A random expression: its operations in order of evaluation, one of which may be changed."""

    def __init__(self, source: random.Random, depth: int) -> None:
        self.operations = 0
        self.tree = self.grow(source, depth)

    def grow(self, source: random.Random, depth: int) -> tuple:
        if depth == 0 or source.random() < 0.15:
            return (source.choice("xyz"),)
        template = source.choice(list(OPERATIONS))
        args = [self.grow(source, depth - 1) for _ in range(template.count("{}"))]
        self.operations += 1
        return template, self.operations, *args

    def text(self, changed: int = 0) -> str:
        return spelled(self.tree, changed)


def spelled(tree: tuple, changed: int) -> str:
    """The text; the operation of this number is another one."""
    if len(tree) == 1:
        return tree[0]
    template, number, *args = tree
    template = OPERATIONS[template] if number == changed else template
    return template.format(*(f"({spelled(arg, changed)})" for arg in args))


@pytest.mark.parametrize("seed", range(60))
def test_one_changed_operation_is_found_at_its_step(seed):
    source = random.Random(seed)
    program = Program(source, 5)
    while program.operations < 4:
        program = Program(source, 5)
    changed = source.randint(1, program.operations)
    point = {name: source.uniform(0.3, 1.3) for name in "xyz"}
    texts = program.text(), program.text(changed)
    used = {name: point[name] for name in point if re.search(rf"\b{name}\b", texts[0])}
    steps = [adtrace.evaluate(text, used).steps for text in texts]
    wrong = [a for a, b in zip(*steps, strict=True) if a.number and a.value != pytest.approx(b.value, rel=1e-12)]
    assert wrong and wrong[0].number == changed, "the change is visible where it was made"
    found = adtrace.diff(*texts, used)
    assert found.parted is not None
    left, right = found.steps_of(found.pairs[found.parted])
    assert (left.number, right.number) == (changed, changed)
    assert found.pairs[found.parted].rewritten
    assert [pair.rewritten for pair in found.pairs].count(True) == 1
    assert all(pair.left == pair.right for pair in found.pairs)


SWAPS = {"sin": "atan", "cos": "tanh", "tanh": "sin", "exp": "cos", "sigmoid": "tanh", "softplus": "sigmoid", "sum": "mean"}
CALLS = re.compile(rf"\b({'|'.join(SWAPS)})\(")


@given(st.booleans().flatmap(lambda array: arrays() if array else trees.map(written)), st.integers(0, 99), st.integers(0, 5))
def test_one_changed_function_is_found_in_programs_of_arrays_and_of_scalars(text, which, seed):
    calls = list(CALLS.finditer(text))
    assume(calls)
    call = calls[which % len(calls)]
    other = text[: call.start()] + SWAPS[call[1]] + text[call.end() - 1 :]
    at = {**array_points(seed), "x": 0.37, "y": 1.21, "z": -0.58}
    used = {name: value for name, value in at.items() if re.search(rf"\b{name}\b", text)}
    pairs = zip(*(adtrace.evaluate(each, used).steps for each in (text, other)), strict=True)
    wrong = [a.number for a, b in pairs if not np.allclose(a.value, b.value, rtol=1e-9, atol=1e-12)]
    assume(wrong)
    found = adtrace.diff(text, other, used, mode="value")
    if found.agrees:  # The changed step does not reach the result: then it is one of either side alone.
        alone = [found.steps_of(pair) for pair in found.pairs if pair.left is None or pair.right is None]
        assert all(wrong[0] in [pair[side].number for pair in alone if pair[side]] for side in (0, 1))
        return
    assert found.parted is not None
    left, right = found.steps_of(found.pairs[found.parted])
    assert left.number == right.number == wrong[0]
    assert found.pairs[found.parted].rewritten


def test_refusals():
    with pytest.raises(AdtraceError, match="compares numbers"):
        adtrace.diff("x", "x*1")
    with pytest.raises(AdtraceError, match="two programs, or one and a second point"):
        adtrace.diff("x", at={"x": 1})
    with pytest.raises(AdtraceError, match="two programs, or one and a second point"):
        adtrace.diff("x", "x", {"x": 1}, to={"x": 2})
    with pytest.raises(AdtraceError, match="unknown mode sideways"):
        adtrace.diff("x", "x", {"x": 1}, mode="sideways")
    with pytest.raises(AdtraceError, match="no value for y"):
        adtrace.diff("x", "x*y", {"x": 1})
    with pytest.raises(AdtraceError, match="z is no output"):
        adtrace.diff("x*2", "2*x", {"x": 1}, seed={"z": 1})
    with pytest.raises(AdtraceError, match="has 20 components"):
        adtrace.diff("x*2", "2*x", {"x": list(range(20))})


def test_ten_thousand_statements_and_a_step_put_in():
    size = 10_000
    chain = "\n".join(["t0 = x*2", *(f"t{number} = sin(t{number - 1}) + x" for number in range(1, size))])
    found = adtrace.diff(chain, chain.replace("x*2", "x*3", 1), {"x": 0.3}, mode="value")
    assert found.parted == 1 and len(found.pairs) == 2*size
    terms = ["sin(x)*y"]*4_000
    longer = [*terms[:100], "cos(x)", *terms[100:]]
    found = adtrace.diff("+".join(terms), "+".join(longer), {"x": 0.3, "y": 2})
    assert sum(pair.left is None for pair in found.pairs) == 2
    assert not any(pair.right is None for pair in found.pairs)
