"""The worked table as HTML for a notebook's page: its colours follow the page, light or dark."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ...records import Number, Sweep, Trace
from .. import frame
from ..choice import choice
from ..formats import Options
from ..headings import HEADINGS, NUMBERS, filled
from ..layout import Line, line, visible
from ..notation import Notation, of_options
from ..number import lines
from ..palette import COLOURS
from ..report import left_out, said_of, warning_lines
from ..rows import Row, Rows, Use, uses_of
from ..signs import signs_of

WIDEST = 1_000_000
"""Columns of a page, which wraps its lines itself."""

ROLES = ("tangent", "adjoint", "input")
"""Styles of a line that are classes of the page; bold is an element of its own."""

PAINTED = {"tangent": "tangent", "adjoint": "adjoint", "input": "input-rim"}
"""The colours of the palette that they have."""


def html_table(trace: Trace, options: Options) -> str:
    """The whole of it. Raises AdtraceError (names, notation, language)."""
    return "".join(Page(trace, options).pieces())


class Page:
    """A trace as HTML."""

    def __init__(self, trace: Trace, options: Options) -> None:
        self.trace, self.digits = trace, options.digits
        # A page takes every letter, whatever the screen does.
        self.options = options = options._replace(unicode=True)
        self.notation, self.say = of_options(trace, options), options.say

    def pieces(self) -> Iterator[str]:
        """Style, header, a table per sweep, results and remarks."""
        yield f'<div class="adtrace">{style()}'
        yield from map(paragraph, frame.header(self.trace, self.notation, WIDEST, 0, self.say))
        for sweep in self.trace.sweeps:
            notation = of_options(self.trace, self.options, sweep)
            yield from map(paragraph, frame.explanation(self.trace, sweep, notation, WIDEST, self.say))
            if sweep.steps:
                yield from self.table(sweep, notation)
        yield from map(paragraph, frame.summary(self.trace, self.notation, WIDEST, self.digits, self.say))
        signs = signs_of(self.trace).legend() if self.trace.sweeps else ()
        if legend := [f"{each} {self.say(words)}" for each, words in signs]:
            yield paragraph(line(("    ".join(legend), "dim")))
        shown, more = said_of(self.trace.warnings)
        for warning in shown:
            found = warning_lines(warning, self.trace, WIDEST, say=self.say)
            yield f'<pre class="warning">{"<br>".join(map(styled, found))}</pre>'
        for text in left_out(more, self.say):
            yield paragraph(line((text, "dim")))
        yield "</div>"

    def table(self, sweep: Sweep, notation: Notation) -> Iterator[str]:
        """The table of one sweep, without its empty columns."""
        places, left_out, before = choice(sweep.steps, self.options)
        rows = Rows(self.trace, sweep, notation, self.digits, self.say).of(places)
        headings = HEADINGS[self.trace.mode]
        cells = [list(self.row(row)) for row in rows]
        kept = filled(self.trace.mode, (each for step in cells for each in step))
        yield "<table><thead><tr>"
        yield "".join(cell("th", headings[place], escape(self.heading(headings[place]))) for place in kept)
        yield "</tr></thead><tbody>"
        for count, step in enumerate(cells):
            if left_out and count == before:
                words = self.say("{count} steps lie between").format(count=left_out)
                yield f'<tr><td colspan="{len(kept)}">{escape(words)}</td></tr>'
            for each in step:
                yield f"<tr>{''.join(cell('td', headings[place], each[place]) for place in kept)}</tr>"
        yield "</tbody></table>"

    def heading(self, name: str) -> str:
        """A column's heading in the reader's language."""
        return self.say(name) if name else ""

    def row(self, row: Row) -> Iterator[list[str]]:
        """The cells of one step: a line for each use, and one for the sum where there are several."""
        node = styled(row.name) + (f" = {styled(row.formula)}" if row.formula else "")
        left, value = [row.label, node], self.number(row.value) + sign(row.mark)
        if self.trace.mode == "value":
            yield [*left, escape(row.values), value]
            return
        for place, use in enumerate(uses_of(row)):
            start = ["", "", ""] if place else [*left, value]
            origin = [escape(use.used_by), styled(use.partial)] if self.trace.mode == "reverse" else []
            last = use is row.total or row.total is None
            result = self.number(use.result, bold=last) + sign(use.mark)
            yield [*start, *origin, self.rule(row, use), escape(use.numbers), result]

    def rule(self, row: Row, use: Use) -> str:
        """The rule of one use: an equation where it is the whole rule, else a term of the sum."""
        right, symbol, note = styled(use.rule), styled(row.symbol), f" <i>{escape(use.note)}</i>" if use.note else ""
        if row.total is not None:
            return f"{escape(use.sign)}{right}{note}"
        return (f"{symbol} = {right}" if right and right != symbol else symbol) + note

    def number(self, value: Number, *, bold: bool = False) -> str:
        """A number, or an array on several lines; bold where it is a result."""
        if value is None:
            return ""
        found = escape("\n".join(lines(value, self.digits, decimal=self.options.decimal, say=self.say)))
        return f'<b class="{frame.style(self.trace)}">{found}</b>' if bold else found


def sign(mark: str) -> str:
    """The sign behind a number."""
    return f' <b class="sign">{escape(mark)}</b>' if mark else ""


def cell(element: str, heading: str, content: str) -> str:
    """A cell; numbers are set flush right."""
    kind = ' class="number"' if heading in NUMBERS else ""
    return f"<{element}{kind}>{content}</{element}>"


def paragraph(content: Line) -> str:
    """A line of its own."""
    return f"<p>{styled(content)}</p>"


def styled(content: Line) -> str:
    """A line with its styles as classes; its text is data."""
    return "".join(run(visible(text), look.split()) for text, look in content)


def run(text: str, look: list[str]) -> str:
    """A run of text."""
    roles = [role for role in look if role in ROLES]
    inner = f'<span class="{roles[0]}">{escape(text)}</span>' if roles else escape(text)
    return f"<b>{inner}</b>" if "bold" in look else inner


def style() -> str:
    """The style of every such table: light-dark() follows the page, which says what it is by its color-scheme."""
    colours = "".join(
        f".adtrace .{role}{{color:{light};color:light-dark({light},{dark})}}"
        for role, (light, dark) in ((role, COLOURS[name]) for role, name in PAINTED.items())
    )
    return f"<style>{RULES}{colours}</style>"


RULES = (
    # JupyterLab and VS Code say in attributes of their own that they are dark.
    '[data-jp-theme-light="false"] .adtrace,.vscode-dark .adtrace{color-scheme:dark}'
    ".adtrace{color:inherit}.adtrace p{margin:.2em 0;white-space:pre-wrap}"
    ".adtrace table{border-collapse:collapse;border-top:2px solid;border-bottom:2px solid;margin:.4em 0}"
    ".adtrace thead tr{border-bottom:1px solid}"
    ".adtrace th,.adtrace td{text-align:left;padding:.15em .8em;white-space:pre;border:0;background:none;"
    "vertical-align:top}"
    ".adtrace td.number,.adtrace th.number{text-align:right;font-family:var(--jp-code-font-family,monospace)}"
    ".adtrace pre.warning{border-left:3px solid #bf8700;padding-left:.8em;background:none;color:inherit}"
)
