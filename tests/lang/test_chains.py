"""Long sums and products, which are read at once, mean what they mean to the reader that goes token by token."""

from __future__ import annotations

import random
from typing import Any

import pytest

import adtrace
from adtrace.errors import AdtraceError
from adtrace.lang import chains, expressions
from adtrace.lang.parser import parse
from adtrace.limits import LIMITS

SIGNS = ("+-", "*/", "+-*/")
ATOMS = ("x", "y", "z'", "2", "1.5e-3", ".5", "π", "t", "ü")
BLANKS = ("", " ", "  ", "\t")


def chain(count: int, seed: int = 0, signs: str = "+-") -> str:
    """Names and literals with these signs between them."""
    source = random.Random(seed)
    written = [source.choice(ATOMS)]
    for _ in range(count):
        written += [source.choice(BLANKS), source.choice(signs), source.choice(BLANKS), source.choice(ATOMS)]
    return "".join(written)


def meaning(text: str) -> tuple[object, ...]:
    """Everything that the columns of a text say; names and literals by their text, wherever they stand in the columns."""
    program = parse(text)
    columns = program.columns
    facts: list[Any] = []
    for position, op in enumerate(columns.ops):
        args = [columns.data[arg] if not columns.args[arg] and arg >= 0 else whole(facts, arg) for arg in columns.args[position]]
        facts.append((op, tuple(args), columns.data[position], columns.span(position)))
    operations = [fact for fact in facts if fact[1]]
    leaves = sorted(fact[2:] for fact in facts if not fact[1])
    assigned = {name: facts[place][2:] for name, place in program.assigned.items()}
    assert program.last is not None
    return operations, leaves, assigned, program.last.name, facts[program.last.result][2:]


def whole(facts: list[Any], position: int) -> object:
    """What an operand is and where it stands, which tells it from all others."""
    return (facts[position][0], facts[position][3]) if position >= 0 else None


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many tokens were read at once, one entry for each time."""
    found: list[int] = []
    real = chains.at_once

    def at_once(reader: Any, some: Any, number: int) -> bool:
        done = real(reader, some, number)
        found.append(len(some) if done else 0)
        return done

    monkeypatch.setattr(chains, "at_once", at_once)
    return found


def one_by_one(text: str, read: Any) -> Any:
    """What comes of a text where nothing is read at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(expressions, "MANY", len(text) + 1)
        return read(text)


@pytest.mark.parametrize("signs", SIGNS)
@pytest.mark.parametrize("around", [
    "{0}", "a = 3; b = {0} + a; b*a", "2^({0})", "-{0}", "u = -y^2*{0}; u", "f(t) = {0}\nf(x) + f(y)",
    "[{0}, {1}]", "max({0}, {1})", "sin({0})*{1}", "input x = 2\n({0})/({1}) - ({0}\n + {1})", "a = {0}\nb = {1}\na.T + b", "x < {0}", "where({0} > {1}, {0}, {1})",
])
def test_a_chain_means_what_it_says_token_by_token(taken: list[int], signs: str, around: str) -> None:
    text = around.format(chain(800, 1, signs), chain(700, 2, signs))
    assert meaning(text) == one_by_one(text, meaning)
    assert (sum(taken) > 600) == (len(signs) == 2)


def test_blanks_comments_and_lines_inside_a_bracket(taken: list[int]) -> None:
    parts = [chain(100, number) for number in range(5)]
    text = "(" + " + # more\n\t".join(parts) + "\n + " + " +  # and so on\n".join(parts) + "  )"
    assert meaning(text) == one_by_one(text, meaning)
    assert taken


def failure(text: str) -> tuple[str, object, str]:
    with pytest.raises(AdtraceError) as caught:
        parse(text)
    return caught.value.message, caught.value.span, caught.value.hint


@pytest.mark.parametrize("odd", [
    "+ * x", "+ )", "+ 2x", "+ x y", "+ .T", "+ x.T.", "+ xа", "+ ?", "+ ,", "+ sin x", "+ \n", "+ x = 2", "+ ]", "+ a" + LIMITS.name * "b",
    "+ #", "+ x;", "+ [x",
])
@pytest.mark.parametrize("place", [0.01, 0.5, 1])
def test_what_is_wrong_in_a_chain_is_blamed_at_its_place(odd: str, place: float) -> None:
    words = chain(800, 4).replace("\t", " ").split("+")
    at = int(place * len(words))
    text = "+".join(words[:at]) + odd + "+" + "+".join(words[at:])
    assert failure(text) == one_by_one(text, failure)


def test_values_and_gradients_are_those_of_the_sum(taken: list[int]) -> None:
    text = " + ".join(f"x{number}" for number in range(600)) + " - x7 + 2*x8" + " - x9" * 600
    point = {f"x{number}": float(number) for number in range(600)}
    found = adtrace.reverse(text, point)
    assert len(taken) > 1 and all(taken)
    assert found.outputs["y"] == sum(point.values()) - 7 + 16 - 600 * 9
    slopes = found.sweeps[0].result
    assert [slopes["x6"], slopes["x7"], slopes["x8"], slopes["x9"]] == [1.0, 0.0, 3.0, -599.0]
    assert list(slopes) == list(point)
