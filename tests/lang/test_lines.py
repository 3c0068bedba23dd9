"""Lines with one operation, which are read at once, mean what they mean on one line; and so across blocks of a text."""

from __future__ import annotations

import random
from typing import Any

import pytest

from adtrace.errors import AdtraceError
from adtrace.lang import lines, tokens
from adtrace.lang.columns import Program
from adtrace.lang.parser import Statements, parse

BLANKS = ("", " ", "  ", "\t")


def lines_of(count: int, seed: int = 0) -> list[str]:
    """Statements of one operation each, as generated programs have them, on names, literals and earlier values."""
    source = random.Random(seed)
    known, lines = ["x", "y", "2", "1.5e-3", ".5"], []
    for number in range(count):
        blank = source.choice(BLANKS)
        if source.random() < 0.4:
            right = f"{source.choice(('sin', 'exp', 'tanh'))}{blank}({blank}{source.choice(known)}{blank})"
        else:
            right = f"{source.choice(known)}{blank}{source.choice('+-*/^')}{blank}{source.choice(known)}"
        lines.append(f"t{number}{blank}={blank}{right}")
        known.append(f"t{number}")
    return lines


def meaning(program: Program) -> tuple[object, ...]:
    """Everything that a program's columns say."""
    columns = program.columns
    spans = [columns.span(position) for position in range(len(columns))]
    last = program.last and (program.last.name, program.last.result)
    return columns.ops, columns.args, columns.data, spans, program.assigned, last


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many lines were read at once, one entry for each time."""
    found: list[int] = []
    real = lines.operations

    def operations(reader: Statements, some: list[lines.Line], number: int, start: int) -> int:
        found.append(len(some))
        return real(reader, some, number, start)

    monkeypatch.setattr(lines, "operations", operations)
    return found


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of some hundred lines, so that a short program crosses several."""
    monkeypatch.setattr(tokens, "BLOCK", 1 << 12)


@pytest.mark.parametrize("seed", range(3))
def test_lines_and_semicolons_say_the_same(fast: list[int], seed: int) -> None:
    lines = lines_of(8_000, seed)
    by_line, by_semicolon = parse("\n".join(lines)), parse(";".join(lines))
    assert sum(fast) > 2_000, "the lines were not read at once"
    assert meaning(by_line) == meaning(by_semicolon)


def test_text_before_and_behind_the_lines(fast: list[int]) -> None:
    lines = lines_of(12_000)
    head, tail = "input x = (1 +\n2)*3\nf(u) = u^2\na = f(x)*y + 1", "out = t7 + f(t9)*a"
    by_line = parse("\n".join([head, *lines, tail]))
    assert sum(fast) > 2_000
    assert meaning(by_line) == meaning(parse("\n".join([head, ";".join(lines), tail])))
    assert by_line.text[slice(*by_line.columns.span(by_line.assigned["t11999"]))] in lines[11_999]


def test_carriage_returns(fast: list[int]) -> None:
    lines = lines_of(8_000)
    assert meaning(parse("\r\n".join(lines))) == meaning(parse("\r;".join(lines)))
    assert sum(fast) > 2_000


@pytest.mark.parametrize("odd", [
    "# a comment", "", "   ", "u = (x +\n y)\n", "u = x + y # why", "u = x + y + x", "u = -x", "u = [x,\ny]", "input u = 3",
    "input u", "f(u) = u*2", "u = max(x, y)", "u = x", "u = sum(x, axis=0)", "u' = x*y", "ü = x*y", "u = x**y", "u = x @ y",
    "u = x < y", "; u = x*y ;", "u = x;v = u",
])
@pytest.mark.usefixtures("small_blocks")
def test_an_odd_line_at_every_place_of_a_block(odd: str) -> None:
    """The same program with the odd line far from the beginning, near the end of a block, and in its middle."""
    lines = lines_of(900)
    length = 0
    for border, line in enumerate(lines):  # noqa: B007 - where it ends is what is wanted.
        length += len(line) + 1
        if length > tokens.BLOCK:
            break
    for place in (border - 2, border - 1, border, border + 1, border + 2, len(lines) - 1):
        before, behind = lines[:place], lines[place:]
        program = parse("\n".join([*before, odd, *behind]))
        expected = parse("\n".join([";".join(before), odd, ";".join(behind)]))
        assert meaning(program) == meaning(expected)
        assert program.inputs == expected.inputs or [line.name for line in program.inputs] == ["u"]


def failure(text: str) -> tuple[str, object, str]:
    with pytest.raises(AdtraceError) as caught:
        parse(text)
    return caught.value.message, caught.value.span, caught.value.hint


@pytest.mark.parametrize("place", [10, 450, 899])
@pytest.mark.parametrize("line", [
    "t5 = x*y", "t5 = sin(x)", "t5 =x", "u = x y", "u = 2x", "u = x*", "u = *x", "u = x**", "u = x ? y", "u = sin(x",
    "u = sin x)", "u = 1e999*x*)", "x*y", "u = x*y)", "u = \"x\"", "input x*2", "u = input*x)", "u = input x",
    "f(t5 = 2", "u == x", "u = x = y", "u = а*x)",
])
@pytest.mark.usefixtures("small_blocks")
def test_a_wrong_line_is_blamed_at_its_place(place: int, line: str) -> None:
    """What is said of a line among thousands is what is said of it where nothing is read at once."""
    lines = lines_of(900)
    found = failure("\n".join([*lines[:place], line, *lines[place:]]))
    text = ";".join(lines[:place]) + ("\n" if place else "") + line + "\n" + ";".join(lines[place:])
    assert found == failure(text)
    start = len("\n".join(lines[:place])) + 1
    span: Any = found[1]
    assert start - 1 <= span[0] <= start + len(line) + 20


@pytest.mark.usefixtures("small_blocks")
def test_a_name_given_twice_within_a_block() -> None:
    lines = lines_of(900)
    for first, second in ((100, 800), (700, 701), (898, 899)):
        name = f"t{first}"
        text = "\n".join([*lines[:second], f"{name} = x*y", *lines[second + 1 :]])
        start = len("\n".join(lines[:second])) + 1
        assert failure(text)[:2] == (f"{name} is given a value twice", (start, start + len(name)))


@pytest.mark.usefixtures("small_blocks")
def test_an_input_line_and_a_line_of_the_same_name() -> None:
    lines = lines_of(900)
    text = "\n".join(["input t800", *lines])
    start = len("\n".join(["input t800", *lines[:800]])) + 1
    assert failure(text)[:2] == ("t800 is given a value twice", (start, start + 4))


@pytest.mark.usefixtures("small_blocks")
def test_a_name_without_a_value_is_found_where_it_stands() -> None:
    import adtrace

    lines = lines_of(900)
    for place in (5, 800):
        text = "\n".join([*lines[:place], "u = nowhere*2", *lines[place:], "u + t9"])
        with pytest.raises(AdtraceError) as caught:
            adtrace.evaluate(text, {"x": 1, "y": 2})
        start = len("\n".join(lines[:place])) + 1 + len("u = ")
        assert caught.value.span == (start, start + len("nowhere"))


@pytest.mark.parametrize("text", ["input = x*2", "a = input*2\nb = input + a", "a = inputs*2", "input_ = x*2"])
@pytest.mark.usefixtures("small_blocks")
def test_the_word_input_where_it_is_a_name(text: str) -> None:
    lines = [line.replace("x", "xx") for line in lines_of(900)]
    assert meaning(parse("\n".join([*lines, text]))) == meaning(parse("\n".join([";".join(lines), text.replace("\n", ";")])))


def test_every_length_of_what_stands_before_a_block(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of a few characters: a border falls on every character of a program in turn."""
    text = (
        "input x = (1 +\n 2)\nf(u,v) = u*v # w = 3\n\na = x*2\nb = sin(a)\n# a = 4\nc = b/a\n\n\nd = [a,\n b]\n"
        "e1 = c*c\ng = f(a, b) ; h = g + 1\nk = h - 2\r\n  l = k^2\nm = max(a,\n b,\n\n c)\nn = m*l\nn + k"
    )
    expected = meaning(parse(text))
    for size in range(1, len(text) + 2):
        monkeypatch.setattr(tokens, "BLOCK", size)
        assert meaning(parse(text)) == expected, size


def test_a_bracket_that_is_open_where_the_next_statement_begins():
    text = "a = x\nb = (a + \nc = b*2\nc"
    with pytest.raises(AdtraceError, match=r"\( is never closed") as caught:
        parse(text)
    assert caught.value.span == (text.index("("), text.index("(") + 1)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.usefixtures("small_blocks")
def test_without_a_loop_and_with_one(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    some = lines_of(800, seed)
    text = "\n".join(["y0 = x", *some[:500], "u = 0.0625*x", *some[500:], "t799"])
    behind: list[int | None] = []
    real = lines.at_once

    def at_once(*args: Any) -> int | None:
        behind.append(real(*args))
        return behind[-1]

    monkeypatch.setattr(lines, "at_once", at_once)
    found = meaning(parse(text))
    assert None in behind and any(behind)
    monkeypatch.setattr(lines, "at_once", lambda *args: None)
    assert meaning(parse(text)) == found


@pytest.mark.parametrize("line", ["t3000 = sin(t2999", "t3000 = t2999*(2", "t3000 = sin(" + " + ".join(["t2999"]*300)])
def test_a_bracket_that_is_open_in_the_midst_of_many_lines(line):
    lines = ["t0 = x", *(f"t{i} = t{i - 1}*1.5" for i in range(1, 6000))]
    lines[3000] = line
    text = "\n".join(lines)
    with pytest.raises(AdtraceError, match=r"\( is never closed") as caught:
        parse(text)
    start, end = caught.value.span
    assert text.count("\n", 0, start) == 3000
    assert text[start:end] in ("(", "sin(")


def test_a_keyword_on_a_line_of_its_own():
    assert parse("sum(x,\naxis=0)").columns.data == parse("sum(x, axis=0)").columns.data
