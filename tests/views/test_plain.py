"""The plain lines of a long sweep say what its step records say: the same formulas, rules and numbers."""

from __future__ import annotations

import itertools
import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from operands import arity, numbers
from programs import array_points, arrays, points, programs
from rows import ROWS, each

import adtrace
from adtrace.graph.formulas import GraphFormulas
from adtrace.lang.printer import Printer
from adtrace.limits import LIMITS
from adtrace.records import Block, Formula
from adtrace.rules.table import Operator
from adtrace.views.formats import Options, by_name
from adtrace.views.formats.json import INCREMENTS, step_object
from adtrace.views.plain import BLOCK, lines_of, plain_lines

NAMES = ("a", "b", "c")
SPARE = ("-2", "3", "0.50", "1e3", "pi", "1/3")
"""Operands that are no names: literals as they may be written, a constant, and a computed one."""


def traces(text, at, **options):
    """A program's traces in every mode, at a point and in symbols."""
    yield adtrace.evaluate(text, at, **options)
    yield adtrace.forward(text, at, **options)
    yield (trace := adtrace.reverse(text, at, **options))
    for name in list(trace.inputs)[:1]:
        yield adtrace.forward(text, at, wrt=name, **options)
    yield adtrace.reverse(text, **options)


def check(trace):
    """A block of steps says what their records say: of all steps, last first, and of each alone."""
    compared = 0
    for sweep in trace.sweeps:
        places = range(len(sweep.steps))[::-1]
        records = Block.of([sweep.steps[place] for place in places])
        # As texts: nan is nan there, and -0 is not 0.
        for found, expected in zip(sweep.steps.block(places), records, strict=True):
            assert list(map(repr, found)) == list(map(repr, expected))
        for place in places[-9:]:
            alone = sweep.steps.block([place])
            assert repr([*zip(*alone, strict=True)]) == repr([*zip(*Block.of([sweep.steps[place]]), strict=True)])
        for bare, place in zip(sweep.steps.bare(places), places, strict=True):
            step = sweep.steps[place]
            assert repr(step_object(bare, trace.mode)) == repr(step_object(step, trace.mode))
            assert (bare.span, bare.alias_of) == (step.span, step.alias_of)
        compared += len(places)
    return compared


def patterns(count):
    """Operands of every kind: names, the same name again, and one or all but one that are no names."""
    yield NAMES[:count]
    yield ("a",) * count
    for place, spare in itertools.product(range(count), SPARE if count > 1 else ()):
        yield (*NAMES[:place], spare, *NAMES[place + 1 : count])
    yield from (("a", "2", "a"), ("2", "a", "a"), ("a", "a", "-1")) if count == 3 else ()


@each(ROWS["elementwise"])
def test_every_scalar_operator(row: Operator) -> None:
    for count in arity(row):
        tuples = (point for point in numbers(row) if len(point) == count)
        at = dict(zip(NAMES, next(tuples, (0.5, 0.25, 0.75)), strict=False))
        for operands in patterns(count):
            args = tuple(Formula("name" if name in NAMES else "literal", text=name) for name in operands)
            one = Printer().text(Formula(row.name, args))
            used = {name: at[name] for name in dict.fromkeys(operands) if name in NAMES}
            # The step's adjoint comes from a sum, its operands' from several rules; w1 is an operand of its own.
            text = f"u = {one}\n{used and next(iter(used))}*u - (u + u)"
            assert sum(check(trace) for trace in traces(text, used)) > 10


@pytest.mark.parametrize("text", [
    "-a^2 - (-a)^2 + 2^-a",
    "a - (b - a) - (a + b)/(a/b)/b",
    "(a*b)*(a*(b*a))",
    "-2*a + a*-2 - -3",
    "a + 1.50e0 + 1.5 + .5 + 2. + 0",
    "c = 3; k = c*2; a*k + c/a - k",
    "e*a + pi^a",
    "2*3 + a*(4 - 5)",
    "t' = a*2; dt = t'*b; t_bar = dt + t'; t_bar*dt",
    "u = a\nv = u*b\nw = v\nw + u",
    "where(a > b, a*b, b) + max(a, b, 2) + clip(a, 0, b)",
    "a*a*a + a*a + a",
    "log(b - a) + sqrt(a - b)/0",
])
def test_how_operands_can_stand(text):
    for trace in traces(text, {"a": 0.75, "b": -1.25} if "b" in text else {"a": 0.75}):
        check(trace)


@settings(max_examples=25)
@given(programs(), points)
def test_any_program(text, at):
    assert sum(check(trace) for trace in traces(text, at)) >= 1


@settings(max_examples=25)
@given(arrays(), st.integers(0, 10))
def test_any_array_program(text, seed):
    trace = adtrace.reverse(text, array_points(seed))
    check(trace)
    for name, value in list(trace.inputs.items())[:1]:
        check(adtrace.forward(text, array_points(seed), seed={name: value}))


def test_seeds():
    text, at = "u = a*b; v = u + a; [u*v, u - v]", {"a": 2, "b": 3}
    for seed in ({"y1": 1}, {"y1": 0.5, "y2": -2}, [{"y1": 1}, {"y2": 3}]):
        assert check(adtrace.reverse(text, at, seed=seed)) >= 6
    for seed in ({"a": 1}, {"a": 1, "b": 0}, {"b": -2}, [{"a": 1}, {"b": 1}]):
        assert check(adtrace.forward(text, at, seed=seed)) >= 6
    assert check(adtrace.reverse(text, at, of=("u", "v"))) >= 6
    assert check(adtrace.reverse(text, at, of=("v", "u"), seed={"u": 2, "v": 3})) >= 3


@pytest.mark.parametrize("uses", [2, 7, 8, 9, 20, 40, 100, LIMITS.rule_terms - 1, LIMITS.rule_terms, 300])
def test_a_node_of_many_uses(uses):
    for trace in traces(" + ".join(["u*a"] * uses).join(["u = a - 1; ", ""]), {"a": 3}):
        assert check(trace) > 2 * uses


def test_as_many_uses_as_are_written_out():
    for extra in (-1, 0, 1, 2):
        text = "; ".join(f"t{k} = x*{k}" for k in range(LIMITS.rule_terms + extra))
        trace = adtrace.reverse(f"{text}; {' + '.join(f't{k}' for k in range(LIMITS.rule_terms + extra))}", {"x": 2})
        check(trace)
        rule, = trace.steps.block([0]).rules
        assert rule.count(" + ") == (LIMITS.rule_terms + extra - 1 if extra <= 0 else 0)


def test_uses_that_nothing_flows_through():
    dead = "; ".join(f"d{k} = x*{k}" for k in range(LIMITS.rule_terms + 5))
    for text in (f"{dead}; x*d3 + x", "u = x*y; v = u*2; floor(u) + where(u > 1, x, y)", "u = x*2; v = u*u; u + x"):
        at = {"x": 2, "y": 3} if "y" in text else {"x": 2}
        for trace in traces(text, at):
            check(trace)


def test_wide_steps_between_others():
    """A call of very many operands, whose texts are its own, among steps that templates are for."""
    text = "; ".join(f"t{k} = x*{k} + sin(x)" for k in range(40))
    for trace in traces(f"{text}; u = max({', '.join(f't{k}' for k in range(40))}); u*t1 + t2", {"x": 2}):
        check(trace)


def test_every_kind_of_step_is_printed_once(monkeypatch):
    printed = []
    rule = GraphFormulas.adjoint_rule
    monkeypatch.setattr(GraphFormulas, "adjoint_rule", lambda *given: printed.append(given[1:]) or rule(*given))
    text = "; ".join(f"t{k} = t{k - 1}*x; u{k} = t{k} - sin(t{k})/2" if k else "t0 = x" for k in range(500))
    trace = adtrace.reverse(f"{text}; t499 + u499", {"x": 0.5})
    for format in ("ascii", "json", "csv"):
        assert len("".join(by_name(format).render(trace, Options(all=True)))) > 100_000
    # mul, sin, div by 2, sub and the last add, for each operand; the seed has a record of its own.
    assert 0 < len(printed) <= 20


def test_increments_of_one_step_are_written_in_pieces():
    count = 2*INCREMENTS + 1
    trace = adtrace.reverse(" + ".join(["x*y"] * count), {"x": 3, "y": 0.5})
    pieces = list(by_name("json").render(trace, Options(all=True)))
    assert max(map(len, pieces)) < 20_000
    found = json.loads("".join(pieces))["steps"]
    assert [len(step["increments"]) for step in found[:2]] == [count, count]
    for place in (0, 1, 2, 7, len(found) - 1):
        assert found[place] == json.loads(json.dumps(step_object(trace.steps[place], "reverse")))


def test_signs_stand_behind_the_numbers():
    trace = adtrace.reverse("; ".join(f"t{k} = log(x - {k})" for k in range(300)) + "; t0*t1 + t9", {"x": 3})
    rows = "".join(by_name("ascii").render(trace, Options(all=True))).splitlines()
    steps = {row.split()[0]: row for row in rows if row[:8].strip().isdigit()}
    signs = {number: (row[8], row[20]) for number, row in steps.items() if "log(" in row}
    assert len(signs) > 250 and set(signs.values()) == {("!", "!"), (" ", " ")}


def test_forward_in_symbols():
    for text in ("x*y + sin(x)", "-x^2 - 2*x", "u = x*2; u*u + 3", "where(x > y, x, 2*y)"):
        check(adtrace.forward(text))


def test_shared_subexpressions():
    for trace in traces("sin(a*b) + sin(a*b) + a*b", {"a": 2, "b": 3}, share=True):
        check(trace)


# The table

SUM = "u = x*2; " + " + ".join(["u*y"] * 300)


@pytest.mark.parametrize("mode", ["evaluate", "forward", "reverse"])
def test_a_long_table_has_every_step_with_its_numbers(mode):
    trace = getattr(adtrace, mode)(SUM, {"x": 3, "y": -0.5})
    text = "".join(by_name("ascii").render(trace, Options(all=True)))
    symbol = {"evaluate": "", "forward": trace.tangent_name, "reverse": trace.adjoint_name}[mode]
    for sweep in trace.sweeps:
        for place in range(len(sweep.steps)):
            assert lines_of(Block.of([sweep.steps[place]]), symbol, 4)[0] in text
    assert text.count("\n") > 600 * len(trace.sweeps)
    assert "y = -900" in text or "out = -900" in text


@pytest.mark.parametrize("mode", ["evaluate", "forward", "reverse"])
def test_a_long_table_in_symbols(mode):
    trace = getattr(adtrace, mode)(SUM)
    text = "".join(by_name("ascii").render(trace, Options(all=True)))
    assert "u = x*2" in text
    assert {"evaluate": " = u*y\n", "forward": "du = 2*dx", "reverse": "x_bar = u_bar*2"}[mode] in text
    assert "None" not in text


@pytest.mark.parametrize("count", [BLOCK - 1, BLOCK, BLOCK + 1])
def test_no_step_is_lost_between_blocks(count):
    trace = adtrace.evaluate("; ".join(f"t{k} = x + {k}" for k in range(count + 1)), {"x": 1})
    found = "\n".join(plain_lines(trace, trace.steps, range(1, count + 1), 4)).splitlines()
    assert len(found) == count + 1
    assert [int(line.split()[0]) for line in found[1:]] == [*range(1, count + 1)]


def test_lines_stay_aligned():
    trace = adtrace.reverse(SUM, {"x": 3, "y": -0.5})
    heading, *found = "\n".join(plain_lines(trace, trace.steps, range(len(trace.steps)), 4)).splitlines()
    ends = heading.index("value") + len("value"), heading.index("adjoint") + len("adjoint")
    for line in found:
        for end in ends:
            assert line[end - 1] != " " and line[end] == " "
            assert math.isfinite(float(line[end - 12 : end]))
