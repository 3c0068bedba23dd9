import pytest

import adtrace
from adtrace.records import LITERAL, NAME, Formula
from adtrace.views import typeset
from adtrace.views.compose import mathematics, matrix, scalar
from adtrace.views.shorten import elided, fitted, short_name


def test_pieces_are_measured_in_font_units() -> None:
    digit = typeset.formula("0")
    assert typeset.formula("00").width == pytest.approx(2 * digit.width, abs=2)
    assert 400 < digit.width < 600 and 600 < digit.ascent < 760


def test_subscripts_are_smaller_and_lower() -> None:
    letter, digit = typeset.formula("w_{3}").glyphs
    assert letter.scale == 1 and letter.y == 0
    assert digit.scale < 0.8 and digit.y > 0


def test_a_leading_minus_stands_close_to_its_number() -> None:
    alone, after = typeset.formula("-a"), typeset.formula("y = -a")
    gaps = [piece.glyphs[-1].x - piece.glyphs[-2].x for piece in (alone, after)]
    assert gaps[0] == pytest.approx(gaps[1], abs=2)
    subtraction = typeset.formula("y-a").glyphs
    assert subtraction[-1].x - subtraction[-2].x > gaps[0] + 100


def test_outlines_are_relative_whole_numbers_of_the_same_shape() -> None:
    assert typeset.compact("M 12 -6 L 12 -6 L 24 -6 Q 24 0 12 0 Z ") == "M1000-500l1000 0q0 500-1000 500z"


def test_letters_that_join_stand_in_one_run() -> None:
    (run,) = typeset.formula(r"\mathrm{سرعة}_{2}").runs
    assert run.text == "سرعة" and run.y == 0
    assert not typeset.formula(r"\mathrm{speed}").runs


def test_a_bar_spans_letters_that_the_font_lacks() -> None:
    piece = typeset.formula(r"\overline{\mathrm{温度}}")
    assert [run.text for run in piece.runs] == ["温度"] and piece.bars[0][2] == pytest.approx(2000, abs=5)


@pytest.mark.parametrize("latex", [r"\frac{", "}{", r"\begin{matrix}", "\x00", "\ud800", "{" * 5000])
def test_what_cannot_be_read_is_set_as_it_stands(latex: str) -> None:
    assert typeset.formula(latex).width >= 0


def test_a_matrix_is_as_wide_as_its_columns() -> None:
    entries = [[scalar(value, 4, 14) for value in row] for row in ((1.0, -2.5), (0.25, 3.0))]
    block = matrix(entries, 14)
    widths = [max(row[column].width for row in entries) for column in (0, 1)]
    assert block.width > sum(widths) and block.height > 2 * entries[0][0].height
    assert len(block.bars) == 6 and all(0 <= x <= block.width for x, *_ in block.bars)
    ends = {round(part.x + part.piece.width * part.size / 1000, 6) for part in block.parts}
    assert len(ends) == 2


def test_long_formulas_are_cut_from_the_inside() -> None:
    x = Formula(NAME, text="x")
    tree = x
    for _ in range(40):
        tree = Formula("sin", (tree,))
    written = elided(tree, 3)
    assert written.args[0].args[0].args[0].text == "…"
    short = fitted(tree, lambda one: mathematics(text(one), 16), 120)
    assert short.width <= 120


def text(tree: Formula) -> str:
    return f"{tree.op}({text(tree.args[0])})" if tree.args else tree.text


def test_long_calls_and_long_names_are_cut() -> None:
    items = tuple(Formula(LITERAL, text=str(number)) for number in range(50))
    assert [leaf.text for leaf in elided(Formula("stack", items), 2).leaves()] == ["0", "1", "2", "…", "49"]
    assert short_name("a" * 24) == "a" * 24 and len(short_name("a" * 25)) == 21


@pytest.mark.parametrize("number", ["0", "-1", "0.1353", "-12.5000", "1000"])
def test_a_number_is_the_same_from_its_digits(number: str) -> None:
    assert typeset.plain_number(number) == typeset.formula(number)


@pytest.mark.parametrize(("before", "after"), [(r"\sqrt{1+", "}"), ("x^{1+", "}"), (r"\left|1+", r"\right|")])
def test_deep_nesting_is_cut_and_takes_little_time(before: str, after: str) -> None:
    deep, deeper = (typeset.formula(before * depth + "x" + after * depth) for depth in (20, 30))
    assert len(deep.glyphs) == len(deeper.glyphs) < 60


@pytest.mark.parametrize("inside", ["x", r"\sin(x)", r"x + \exp(y)", r"\frac{x}{1 + y}", r"\left[x,\; (y)\right]"])
def test_bars_of_every_height_are_drawn_around_what_they_hold(inside):
    """A bar that has to be taller than the font's own is put together from several glyphs."""
    piece = typeset.formula(rf"\left|{inside}\right|")
    first, *between, last = piece.glyphs
    assert first.name == last.name and between
    assert first.x < min(glyph.x for glyph in between) and last.x > max(glyph.x for glyph in between)
    assert "l0-926" in typeset.outline(first.name)  # Straight up, as high as the font's own bar at least.


def test_a_drawing_shows_the_bars_of_abs_around_brackets():
    svg = adtrace.render(adtrace.forward("abs(sin(x)) + x", {"x": 1}), format="svg")
    name = typeset.formula(r"\left|\sin(x)\right|").glyphs[0].name
    assert (bar := typeset.outline(name)) and bar in svg


def test_stretched_signs_that_the_typesetter_numbers_alike_are_told_apart():
    names = {typeset.formula(rf"\left{bar}{inside}\right{bar}").glyphs[0].name: (bar, inside)
             for bar in ("|", r"\|") for inside in (r"\sin(x)", r"\frac{x}{y}", r"\sqrt{\frac{x}{y}}", r"(x^2)")}
    outlines = [typeset.outline(name) for name in names]
    assert len(outlines) == len(set(outlines)) and all(outlines)
