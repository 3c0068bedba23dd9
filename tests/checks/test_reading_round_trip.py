"""What adtrace writes is read back: every number of the trace, as exactly as it was written."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from datasets import CORPUS
from examples import part
from hypothesis import assume, example, given
from hypothesis import strategies as st
from programs import array_points, arrays, points, programs
from written import SUFFIXES, any_options, has_outlines, misread, numbers_of, rendered, run_of

from adtrace.checks.reading import read_entries
from adtrace.errors import AdtraceError
from adtrace.lang.parser import parse
from adtrace.records import Trace
from adtrace.records.worked import INCREMENT, PARTIAL
from adtrace.sweeps.run import Run
from adtrace.views.formats import Options

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.adt"))
EXACT = ("csv", "json")
"""Formats that have every number whatever its size."""


def check(run: Run, trace: Trace, source: random.Random, name: str) -> None:
    """Write a trace in a format and read it back."""
    options = any_options(source, name)
    if not numbers_of(trace):
        return
    text = rendered(trace, name, options)
    outlined = has_outlines(trace) and name not in EXACT
    try:
        wrong, missing = misread(trace, run, text, SUFFIXES[name])
    except AdtraceError:
        # There is nothing but shapes and ranges of arrays.
        assert outlined and "[" in text
        return
    assert not wrong, (options, text)
    assert not missing or outlined, (options, text)


@pytest.mark.parametrize("name", SUFFIXES)
@part(0.2)
@given(st.sampled_from(CORPUS), st.sampled_from(["forward", "reverse", "value"]), st.integers(0, 10**6))
def test_corpus(name, record, mode, seed):
    """Every format, notation, language, decimal sign and width."""
    run = Run(parse(record["expr"], "expression"), {key: float(value) for key, value in record["points"][0]["at"].items()})
    trace = run.value() if mode == "value" else getattr(run, mode)((), ())
    check(run, trace, random.Random(seed), name)


@pytest.mark.parametrize("name", SUFFIXES)
@part(0.3)
@given(programs(), points, st.sampled_from(["forward", "reverse", "value"]), st.integers(0, 10**6))
def test_programs(name, text, at, mode, seed):
    """Names of the user's own, and steps used more than once."""
    run = Run(parse(text, "expression"), at)
    trace = run.value() if mode == "value" else getattr(run, mode)((), ())
    check(run, trace, random.Random(seed), name)


@pytest.mark.parametrize("name", SUFFIXES)
@part(0.5)
@example("u", 0, 0)
@given(st.sampled_from([(), (), (2,), (2, 2)]).flatmap(arrays), st.integers(0, 99), st.integers(0, 10**6))
def test_arrays(name, text, numbers, seed):
    """Vectors and matrices over several lines of their cells."""
    source = random.Random(seed)
    run = Run(parse(text, "expression"), array_points(numbers))
    # Two outputs that are one node have sweeps that cannot be told apart.
    assume(len({node for _, node in run.graph.outputs}) == len(run.graph.outputs))
    check(run, run.reverse((), ()), source, name)
    check(run, run.value(), source, name)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("name", SUFFIXES)
def test_samples(name, path):
    """The exercises of the course."""
    run = Run(parse(path.read_text(encoding="utf-8"), path.name), {} if "input" in path.read_text() else {"x": 2.0, "a": 1.0})
    source = random.Random(path.stem)
    for trace in [run.reverse((), ()), run.value()] if run.values is not None else []:
        check(run, trace, source, name)


@pytest.mark.parametrize("name", SUFFIXES)
def test_directions(name):
    """A direction is told by its seeds."""
    run = run_of("x*y + sin(x)", x=0.7, y=-1.3)
    trace = run.forward([{"x": 1.0, "y": -2.0}], ())
    text = rendered(trace, name, Options())
    assert misread(trace, run, text, SUFFIXES[name]) == ([], [])
    assert {entry.quantity.sweep for entry in read_entries(text, SUFFIXES[name], run)} == {"", "x=1, y=-2"}


@pytest.mark.parametrize("name", SUFFIXES)
def test_outputs(name):
    """One sweep back from each of several outputs."""
    run = run_of("p = x*y; q = sin(x); [p + q, p - q]", x=0.7, y=-1.3)
    trace = run.reverse((), ())
    text = rendered(trace, name, Options(width=200))
    assert misread(trace, run, text, SUFFIXES[name]) == ([], [])
    found = {entry.quantity.sweep for entry in read_entries(text, SUFFIXES[name], run)}
    assert found == {"", *(sweep.label for sweep in trace.sweeps)}


@pytest.mark.parametrize("name", SUFFIXES)
def test_every_increment_is_read(name):
    """Each use of a node used several times, also twice by one step."""
    run = run_of("u = x*x; sin(x)*u + x", x=1.3)
    trace = run.reverse((), ())
    for width in (30, 60, 80, 120):
        entries = read_entries(rendered(trace, name, Options(width=width)), SUFFIXES[name], run)
        found = {(entry.quantity.node, entry.quantity.consumer, entry.quantity.operand)
                 for entry in entries if entry.quantity.kind == INCREMENT}
        step = next(step for step in trace.sweeps[0].steps if step.name == "x")
        assert {("x", one.consumer, one.operand) for one in step.increments} <= found, width


@pytest.mark.parametrize("name", EXACT)
def test_machine_formats_have_local_partials(name):
    """As exact numbers."""
    run = run_of("x*y + sin(x)", x=0.7, y=-1.3)
    entries = read_entries(rendered(run.reverse((), ()), name, Options()), SUFFIXES[name], run)
    found = {(each.quantity.node, each.quantity.consumer): each.stated for each in entries if each.quantity.kind == PARTIAL}
    assert found["x", "w1"] == -1.3 and found["y", "w1"] == 0.7


@pytest.mark.parametrize("name", SUFFIXES)
def test_a_changed_digit_is_seen(name):
    """The check of this file can fail: another trace's file is not taken for this one's."""
    run, other = run_of("x*y + sin(x)", x=0.7, y=-1.3), run_of("x*y + sin(x)", x=0.7, y=-1.2)
    text = rendered(other.reverse((), ()), name, Options())
    assert misread(run.reverse((), ()), run, text, SUFFIXES[name])[0]


def test_a_trace_without_numbers():
    """A table in symbols has formulas, and its entries say so."""
    run = Run(parse("1/(1+exp(-a*x))", "expression"), {"x": 2.0, "a": 1.0})
    symbols = Run(parse("1/(1+exp(-a*x))", "expression"), {})
    text = rendered(symbols.value(), "markdown", Options())
    found = {entry.quantity.node: entry.formula for entry in read_entries(text, ".md", run)}
    assert found["w4"] == "1+w3" and found["y"] == "1/w4"
    with pytest.raises(AdtraceError):
        read_entries("", ".md", run)
