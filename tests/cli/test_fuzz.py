"""Any text at all: done or refused, never an exception, and nothing active from it reaches the screen.

HYPOTHESIS_PROFILE=search looks for new examples.
"""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adtrace.graph.calls import composites
from adtrace.rules import table

pytestmark = pytest.mark.filterwarnings("error::RuntimeWarning")
"""NumPy's remarks on infinities would stand on the user's screen."""

UNSAFE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
SAMPLES = Path(__file__).parents[2] / "samples"
PROGRAMS = [
    "1/(1+exp(-a*x))",
    "x1*x2 + sin(x1)",
    "a = x*x; b = a + a*y; b*a",
    "[x*y, x + y]",
    "f(x) = 0.5*(1 + tanh(x/2)); f(a)*f(b)",
    "input W = [[0.1, 0.8], [0.4, 0.6]]\ninput x = [1, 2]\nz = W @ x\nsum(softmax(z))",
    "where(x > 0, sqrt(x), 0) + max(x, y) + abs(x - y)",
    "x[0] + x[1:3].T @ y",
    "sum([1, 2, 3]*x, axis=0)",
    "x^2^-y/(-x)",
    "e^x + pi*e",
    "x² + √(y)·σ(x) − y÷2",
    "std(x, axis=1, keepdims=1)",
    "cross_entropy(softmax(x), onehot(1, 3))",
    "# a comment\nx' = 2  # two\n\ny = x'\ny",
    "concat([x, y], axis=0)",
    "logsumexp([x, y, z])",
    *[path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.adt"))],
]
ALPHABET = "xyabTW01239.eE+-*/^@()[],:;=<>'_ \n\t#·×−÷≤≥≠²³πσ√!%|&~{}\\\"$?`"
PIECES = [
    "x",
    "y",
    "2",
    "(",
    ")",
    "[",
    "]",
    ",",
    "*",
    "+",
    "-",
    "^",
    "=",
    "axis=",
    "keepdims=1",
    "input ",
    "inf",
    "nan",
    "pi",
    "e",
    "1e308",
    "1e-320",
    "1e19",
    "**",
    "==",
    ".T",
    "[0]",
    "[1:2]",
    "[::-1]",
    "f(x) = ",
    "\n",
    ";",
    "__proto__",
    "\u202e",
    "\u200b",
    "\x1b[31m",
    "\x00",
    "é",
    "ａ",
    "ﬁ",
    "\u0301",
    "\ud800",
    "😀",
    "\x85",
    "\u2028",
    "\xa0",
    "\r",
    "x'",
    *[f"{word}(" for word in (*table.words(), *composites())],
]
VALUES = [
    "2",
    "-1.5",
    "0",
    "[1,2]",
    "[1,2,3]",
    "[[1,2],[3,4]]",
    "1e308",
    "nan",
    "-inf",
    "1e-310",
    "[0,0]",
    "[[[1,2],[3,4]]]",
]


def unsafe(text):
    return {letter for letter in text if unicodedata.category(letter) in UNSAFE} - {"\n", "\t"}


def assert_clean(outcome):
    assert outcome.code in (0, 2, 3)
    assert unsafe(outcome.out + outcome.err) == set()
    assert bool(outcome.out) == (outcome.code == 0)
    if outcome.code:
        assert sum(line.startswith("error: ") for line in outcome.err.splitlines()) == 1
    else:
        assert all(line.startswith("note: ") for line in outcome.err.splitlines()), outcome.err


@st.composite
def mutated(draw):
    """A valid program with a few characters deleted, inserted, swapped or repeated."""
    letters = list(draw(st.sampled_from(PROGRAMS)))
    for _ in range(draw(st.integers(1, 4))):
        first, second = (draw(st.integers(0, max(len(letters) - 1, 0))) for _ in range(2))
        change = draw(st.sampled_from(["delete", "insert", "swap", "replace", "repeat"]))
        if change == "insert" or not letters:
            letters.insert(first, draw(st.sampled_from(PIECES)))
        elif change == "delete":
            del letters[first]
        elif change == "swap":
            letters[first], letters[second] = letters[second], letters[first]
        elif change == "replace":
            letters[first] = draw(st.sampled_from(PIECES))
        else:
            letters[first:first] = letters[min(first, second) : max(first, second)]
    return "".join(letters)


TEXTS = st.one_of(
    st.text(ALPHABET, max_size=20),
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
    st.text(max_size=12),
    mutated(),
).filter(lambda text: not text.startswith(("@", "-")) and not text.endswith(".adt"))
"""Texts that are neither a file's name nor an option."""


@given(TEXTS)
@example("1..2")
@example("x[::-1][0]")
@example("\ud800")
@example("a\u0301 + 1")
def test_any_text(cli, text):
    assert_clean(cli("eval", text))


@given(st.text(max_size=12))
def test_any_text_behind_two_dashes_or_in_a_file(cli, text):
    if text not in ("-",) and not text.startswith("@"):
        assert_clean(cli("eval", "--", text))
    data = text.encode("utf-8", "surrogatepass")
    assert_clean(cli("eval", "-", stdin=data))


@given(st.binary(max_size=40))
def test_any_bytes(cli, data):
    assert_clean(cli("eval", "-", stdin=data))


@given(
    mutated(),
    st.sampled_from(["forward", "reverse", "shapes"]),
    st.lists(st.sampled_from(VALUES), min_size=4, max_size=4),
)
@example("x[::-1][0]", "reverse", ["1", "1", "1", "1"])
def test_broken_programs_at_a_point(cli, text, command, values):
    at = ",".join(f"{name}={value}" for name, value in zip("xyab", values, strict=True))
    assert_clean(cli(command, "--at", at, "--", text) if not text.startswith("@") else cli("eval", "0"))


@given(mutated(), st.sampled_from(["eval", "forward", "reverse"]))
def test_broken_programs_as_json(cli, text, command):
    outcome = cli(command, "-f", "json", "--", "\n" + text)
    assert outcome.code in (0, 2, 3)
    if outcome.code:
        assert set(json.loads(outcome.err)["error"]) == {"message", "span", "hint"} and outcome.out == ""
    else:
        assert outcome.json["expression"] == "\n" + text


@given(st.one_of(st.text("xy=,[]0123.-@' ", max_size=16), st.text(max_size=10)))
@pytest.mark.parametrize("option", ["--at", "--seed"])
def test_any_value_of_an_option(cli, option, text):
    point = () if option == "--at" else ("--at", "x=2,y=1")
    assert_clean(cli("forward", "x*y", *point, option, text))


@given(
    st.sampled_from(["--wrt", "--of", "--format", "--notation", "--digits", "--mode", "--color"]), st.text(max_size=8)
)
def test_any_word_of_an_option(cli, option, text):
    outcome = cli("graph", "x*y", "--at", "x=2,y=1", "-f", "dot", option, text)
    assert_clean(outcome)


@given(
    st.lists(
        st.one_of(st.text("-abxfohV=", max_size=5), st.sampled_from(["--at", "-f", "x=1", "json", "--", "eval", "-h"])),
        max_size=5,
    )
)
def test_any_command_line(cli, words):
    outcome = cli(*[word for word in words if word not in ("-o", "--output")])
    assert outcome.code in (0, 2, 3) and unsafe(outcome.out + outcome.err) == set()


OPERANDS = [
    "x",
    "y",
    "z",
    "2",
    "0",
    "-1",
    "0.5",
    "inf",
    "nan",
    "[1,2]",
    "[[1,2],[3,4]]",
    "[x,y]",
    "x[0]",
    "x[1:2]",
    "x > y",
    "x.T",
    "(x*y)",
]
PARAMETERS = ["0", "1", "-1", "2", "0.5", "nan", "inf", "1e19", "[0,1]", "[2,2]", "[1:2]", "[[1]]", "x", "pi"]
WORDS = [(operator.spelled, tuple(operator.params)) for operator in table.operators()]
WORDS += [(word, ()) for word in composites()]


@st.composite
def calls(draw):
    """A call of an operator, with more or fewer operands than it takes and with odd parameters."""
    word, parameters = draw(st.sampled_from(WORDS))
    items = draw(st.lists(st.sampled_from(OPERANDS), max_size=3))
    items += [f"{name}={draw(st.sampled_from(PARAMETERS))}" for name in parameters if draw(st.booleans())]
    return f"{word}({', '.join(items)}){draw(st.sampled_from(['', '*x', ' + sum(x)', '[0]', '.T @ y', '^2']))}"


@given(
    calls(),
    st.sampled_from(["forward", "reverse", "reverse", "graph"]),
    st.lists(st.sampled_from(VALUES), min_size=3, max_size=3),
    st.booleans(),
)
@example("index([1,2])", "reverse", ["1", "1", "1"], False)
@example("sum(x, keepdims=0.5)", "reverse", ["1", "1", "1"], True)
@example("x[2:1]", "graph", ["[1,2]", "1", "1"], True)
def test_any_call(cli, text, command, values, point):
    at = ",".join(f"{name}={value}" for name, value in zip("xyz", values, strict=True))
    line = (command, text, *(("--at", at) if point else ()), *(("-f", "dot") if command == "graph" else ()))
    assert_clean(cli(*line))
