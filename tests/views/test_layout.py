import pytest
from hypothesis import given
from hypothesis import strategies as st

from adtrace.views.layout import (
    RIGHT,
    UNICODE_RULES,
    Column,
    cells,
    line,
    padded,
    plain,
    table,
    table_width,
    visible,
    width,
    wrapped,
)


@pytest.mark.parametrize(("text", "size"), [
    ("w̄₃", 2), ("ẇ", 1), ("重量", 4), ("⎡0⎤", 3), ("", 0), ("━", 1), ("w\u0304", 1),
])
def test_cells(text, size):
    assert cells(text) == size


@pytest.mark.parametrize(("text", "safe"), [
    ("x + 1", "x + 1"), ("\x1b[31m", "\\x1b[31m"), ("a\u202eb", "a\\u202eb"), ("\ud800", "\\ud800"), ("é重", "é重"),
    ("\U000e0041", "\\U000e0041"), ("\t", "\\x09"), ("\u2028", "\\u2028"),
])
def test_visible(text, safe):
    assert visible(text) == safe


@given(st.text())
def test_visible_in_ascii_is_ascii(text):
    assert visible(text, unicode=False).isascii()
    assert visible(text, unicode=False).isprintable()


def test_line_takes_text_runs_and_lines():
    assert line("a", ("b", "dim"), (("c", ""), ("d", "bold")), "", ("", "dim")) == (
        ("a", ""), ("b", "dim"), ("c", ""), ("d", "bold"),
    )


@given(st.text(alphabet="ab重̄ "), st.integers(0, 20))
def test_padding_fills_to_the_width(text, size):
    content = line(text)
    assert width(padded(content, size)) == max(size, width(content))
    assert plain(padded(content, size, RIGHT)).endswith(text.rstrip())


def test_table():
    columns = [
        Column("n", [(line("1"),), (line("10"),)], RIGHT),
        Column("name", [(line("a"), line("b")), ()]),
    ]
    assert [plain(row) for row in table(columns, UNICODE_RULES)] == [
        "━━━━━━━━━━━", "  n   name", "───────────", "  1   a", "      b", " 10", "━━━━━━━━━━━",
    ]
    assert table_width(columns) == 11


def test_breaks_stand_in_front_of_their_row():
    columns = [Column("n", [(line("1"),), (line("2"),)])]
    found = [plain(row) for row in table(columns, UNICODE_RULES, {1: line("between")})]
    assert found[3:6] == [" 1", "between", " 2"]


@given(st.lists(st.text(alphabet="abc", min_size=1, max_size=9)), st.integers(10, 40))
def test_wrapped_lines_fit_and_lose_nothing(words, size):
    content = line(" ".join(words))
    found = wrapped(content, size, 1)
    assert all(width(part) <= size + 1 for part in found)
    assert " ".join(plain(part).strip() for part in found).split() == words


@given(st.text(alphabet="abc重 ", max_size=60), st.integers(4, 20))
def test_anywhere_breaks_words(text, size):
    found = wrapped(line(text), size, 1, anywhere=True)
    assert all(width(line(plain(part))) <= size for part in found)
    assert "".join(plain(part) for part in found).replace(" ", "") == text.replace(" ", "")


def test_runs_that_touch_are_not_parted():
    content = line("aaaa ", ("ẇ", "tangent"), "·x")
    assert [plain(part) for part in wrapped(content, 6)] == ["aaaa", "ẇ·x"]
