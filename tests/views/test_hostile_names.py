"""Names are data, never markup: every format, the ones of tomorrow too, read by a real parser with hostile names in it."""

import re
import unicodedata

import pytest
from datasets import lines
from readers import READERS, reader

import adtrace
from adtrace.records import Steps
from adtrace.views import formats, notebook
from adtrace.views.formats import Options
from adtrace.views.layout import visible
from adtrace.views.typeset import legible

NAMES = [record["name"] for record in lines("hostile_inputs.jsonl") if record["category"] == "injection-name"]
WORDS = [name for name in NAMES if name.isidentifier() and name.isascii()]
MODES = {"value": adtrace.evaluate, "forward": adtrace.forward, "reverse": adtrace.reverse}


def trace_of(names, mode):
    """A trace with fan-outs, sums, products and a warning in which every one of these names is an input."""
    terms = [f"sin({name})*{name} + abs({name} - {name})" for name in names]
    return MODES[mode](f"z = {' + '.join(terms)}; z/{names[0]}", dict.fromkeys(names, 2))


def rendered(trace, name):
    found = formats.by_name(name)
    if trace.mode not in found.modes:
        pytest.skip(f"{name} shows no trace of this mode")
    text = found.render(trace, Options(width=100))
    return text if isinstance(text, (str, bytes)) else "".join(map(str, text))


def assert_has(texts, names):
    """Every name stands in a text, letter by letter, or with its control characters as escapes; digits may be low."""
    raised = [unicodedata.normalize("NFKC", text) for text in texts]
    for name in names:
        spellings = {name, visible(name), visible(name, unicode=False), legible(name)}
        assert any(spelling in text for text in (*texts, *raised) for spelling in spellings), (name, texts)


def test_there_are_hostile_names():
    assert len(NAMES) >= 25 and set(WORDS) == {"graph", "subgraph", "edge", "NUL", "__proto__"}


@pytest.mark.parametrize("name", formats.names())
def test_every_format_has_a_reader(name):
    assert reader(name)


def test_a_format_without_a_reader_fails():
    with pytest.raises(pytest.fail.Exception, match="no reader"):
        reader("a format of tomorrow")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("format_name", formats.names())
def test_names_that_the_language_takes(format_name, mode):
    drawn = formats.by_name(format_name).kind == formats.DRAWING or format_name == "html"
    names = WORDS[-2:] if drawn and mode != "reverse" else WORDS  # Pictures take their time.
    assert_has(reader(format_name)(rendered(trace_of(names, mode), format_name)), names)


def hostile_around(trace, name):
    """The trace with a hostile text wherever a user's text but no name can stand."""
    warnings = tuple(warning._replace(message=name, hint=name, label=name) for warning in trace.warnings)
    return trace._replace(
        expression=f"x*x # {name}", where="expression", notes=(name,), warnings=warnings,
    )


@pytest.mark.parametrize("format_name", formats.names())
def test_comments_notes_messages_and_names_of_files(format_name):
    trace = adtrace.reverse("abs(x)*x + sin(x)", {"x": 0})
    assert trace.warnings
    drawing = formats.by_name(format_name).kind == formats.DRAWING
    for name in (" ".join(NAMES),) if drawing or format_name == "html" else NAMES:  # Pictures take their time.
        texts = reader(format_name)(rendered(hostile_around(trace, name), format_name))
        if not drawing and format_name != "csv":  # These show no more than names and formulas.
            assert_has([re.sub(r"\n *", "\n", "\n".join(texts))], [name])
        reader(format_name)(rendered(trace._replace(where=name), format_name))


def renamed(trace, names):
    """The trace as if names of its program were others, which the language would refuse."""
    pattern = re.compile(rf"\b({'|'.join(names)})\b")

    def text(content):
        return pattern.sub(lambda found: names[found[0]], content)

    def tree(formula):
        if formula is None:
            return None
        return formula._replace(text=text(formula.text), args=tuple(map(tree, formula.args)))

    def increment(one):
        return one._replace(
            consumer=text(one.consumer), rule=text(one.rule), formula=tree(one.formula),
            partial_formula=tree(one.partial_formula),
        )

    def step(one):
        return one._replace(
            name=text(one.name), formula=text(one.formula), rule=text(one.rule), tree=tree(one.tree),
            args=tuple(text(arg) if isinstance(arg, str) else arg for arg in one.args),
            rule_tree=tree(one.rule_tree), increments=tuple(map(increment, one.increments)),
        )

    def keys(entries):
        return {text(name): value for name, value in entries.items()}

    sweeps = tuple(
        sweep._replace(
            label=text(sweep.label), seed=keys(sweep.seed), result=keys(sweep.result),
            steps=Steps.of([step(one) for one in sweep.steps]),
        )
        for sweep in trace.sweeps
    )
    return trace._replace(inputs=keys(trace.inputs), shapes=keys(trace.shapes), outputs=keys(trace.outputs), sweeps=sweeps)


SPELLED = [(name, mode) for name in ("json", "csv", "dot", "mermaid") for mode in MODES] + [("svg", "reverse")]
"""Formats that spell a name letter by letter (the others may set it in mathematics); a drawing takes its time."""


def hostile(mode):
    """A trace whose inputs have all the names that the language would refuse."""
    names = {f"q{chr(ord('a') + place)}": name for place, name in enumerate(NAMES)}
    trace = renamed(trace_of(list(names), mode), names)
    assert {step.name for step in trace.steps} >= set(NAMES)
    return trace


@pytest.mark.parametrize(("format_name", "mode"), SPELLED)
def test_names_that_only_a_record_can_have(format_name, mode):
    assert_has(reader(format_name)(rendered(hostile(mode), format_name)), NAMES)


@pytest.mark.parametrize("mode", MODES)
def test_notebooks(mode):
    names = ["__proto__", "subgraph"]
    bundle = notebook.display(trace_of(names, mode))
    assert set(bundle) == {"text/plain", "text/html", "image/svg+xml", "text/latex"} <= set(READERS)
    for kind, text in bundle.items():
        assert_has(reader(kind)(text + "\n"), names)


def test_notebooks_of_records():
    trace = hostile("reverse")
    name = " ".join(NAMES)
    for table in (hostile_around(trace, name), trace._replace(where=name)):
        found = notebook.display(table, include={"text/html"})
        assert_has(reader("text/html")(found["text/html"]), NAMES)
