"""What stands in a page: the heading, one stepper per sweep, and the warnings."""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import LimitError
from ...limits import LIMITS
from ...records import Trace, merged
from ...records.notes import REVERSE_JSON, told
from .. import caption, compose
from ..choice import choice
from ..formats import Options
from ..frame import explanation, summary
from ..languages import Speaker
from ..layout import Line, plain
from ..notation import of_options
from ..report import left_out, said_lines, said_of
from ..signs import Signs
from ..source import Source
from ..spreading import spread_lines
from .frames import Moments, counted, frames_of
from .markup import Markup, element, joined, text
from .maths import SIZE, Maths
from .panels import Panels
from .stage import staged
from .tables import Tables
from .whole import asset, style, whole
from .worked import Worked

WIDTH, TITLE_WIDTH = 110, 760.0
"""Columns of a line of text, and points of the heading."""


def document(trace: Trace, shows: Sequence[tuple[str, Trace | None, Trace | None]], options: Options) -> str:
    """The page of a trace. `shows` are its sweeps as a drawing takes them: mode, forward, reverse.

    Raises LimitError for a trace that is too long, AdtraceError for names that no step has and for drawings that cannot
    be placed.
    """
    # A page takes every letter; what its file takes is seen to at the end.
    reader = options._replace(unicode=True)
    sources = [Source(mode, forward, reverse, options.digits, reader) for mode, forward, reverse in shows]
    places = [choice(source.trace.steps, options._replace(all=True)).places for source in sources]
    check(sum(map(len, places)))
    stepped = sum(map(counted, sources)) <= LIMITS.stepped
    maths, say = Maths(reader, outlined=stepped), reader.say
    steppers = [
        stepper(source, at, maths, say, number)
        for number, (source, at) in enumerate(zip(sources, places, strict=True), 1)
    ]
    shown = Source("value", trace, None, options.digits, reader)
    title = caption.title_text(shown)
    remarks = [remark(note) for note in told(trace.notes, say, REVERSE_JSON)]
    body = joined(
        element("header", heading(shown, maths), program(trace, say), *remarks),
        *(steppers or [results(trace, reader)]),
        warned([trace for _, *pair in shows for trace in pair if trace is not None], say),
    )
    script = asset("stepping.js") if stepped else ""
    found = f"<!DOCTYPE html>\n{whole(title, body, maths.glyphs.defined(), style(), script, options.lang)}\n"
    # What takes no more than ASCII gets references; style and script are ASCII as they stand.
    return found if options.unicode else found.encode("ascii", "xmlcharrefreplace").decode()


def check(count: int) -> None:
    """Raise LimitError where a page would have too many steps."""
    if count > LIMITS.drawn:
        raise LimitError(
            f"a page of {count} steps is too large (the limit is {LIMITS.drawn})",
            hint="adtrace page shows some of them with --only or --last; --format json writes them all",
        )


def heading(shown: Source, maths: Maths) -> Markup:
    """The expression and the point, as above a drawing."""
    if not maths.outlined:
        return element("h1", caption.title_text(shown))
    lines = []
    for line in caption.title(shown, TITLE_WIDTH):
        block = compose.beside([block for block, _ in line], 2 * caption.GAP * caption.TITLE)
        lines.append(element("span", maths.drawn(block, max(block.descent, 0.3 * SIZE)), class_="m"))
    return element("h1", *lines, element("span", caption.title_text(shown), class_="text"))


def program(trace: Trace, say: Speaker) -> Markup:
    """The program as typed, where it is more than one expression."""
    if ";" not in trace.expression and "\n" not in trace.expression.strip():
        return Markup()
    lines = [line for line in trace.expression.split("\n") if line.strip()]
    typed = Markup("\n").join(map(text, lines))
    return element("details", element("summary", say("program")), element("pre", element("code", Markup(typed))))


def remark(note: str) -> Markup:
    """A remark on the whole: which names are constants, what was shared."""
    return element("p", note, class_="remark")


def stepper(source: Source, places: Sequence[int], maths: Maths, say: Speaker, number: int) -> Markup:
    """One pair of sweeps: what it is, the drawing, the controls, the panel, the tables and the results."""
    seed = dict(source.reverse.sweeps[0].seed) if source.mode in ("reverse", "both") and source.reverse else {}
    moments = Moments(frames_of(source, places, seed) if maths.outlined else ())
    tangents = source.forward if source.mode in ("forward", "both") else None
    adjoints = source.reverse if source.mode in ("reverse", "both") else None
    values, forward, reverse = (
        Worked(maths, source, trace) if trace is not None else None
        for trace in (source.trace, tangents, adjoints)
    )
    assert values is not None
    said = [lines for trace in (tangents, adjoints) if trace is not None for lines in explained(trace, source.reader)]
    parts = [element("p", *map(runs, said), class_="seeds")] if said else []
    if maths.outlined:
        panels = Panels(moments, values, forward, reverse, say)
        drawing = element("div", staged(source, moments, maths.glyphs), class_="stage")
        asked = element("aside", panels.explanations(), aria_label=say("explanation"))
        parts += [drawing, controls(len(moments.frames), say), panels.frames(), asked]
    else:
        parts.append(element("p", say("too long to be drawn and stepped through: the tables only"), class_="remark"))
    tables = Tables(moments, say)
    shown = [tables.forward(values, forward, [source.steps[place] for place in places])]
    if reverse is not None:
        shown.append(tables.reverse(reverse, [source.adjoints[source.steps[place].name] for place in places]))
    parts.append(element("div", *shown, class_="tables"))
    parts.append(results(adjoints or source.trace, source.reader))
    return element("section", *parts, class_="stepper", aria_label=f"{say('sweep')} {number}")


def controls(count: int, say: Speaker) -> Markup:
    """Back, play, on, the slider and where it stands; shown where there is a script."""
    buttons = [
        element("button", sign, type="button", class_=name, aria_label=say(word), title=f"{say(word)} ({key})")
        for sign, name, word, key in (
            ("◀", "back", "one step back", "←"), ("▶ ", "play", "play", say("space")), ("▶", "on", "one step on", "→")
        )
    ]
    slider = element(
        "input", type="range", min=0, max=count - 1, value=0, step=1, class_="slider", aria_label=say("step"),
        autocomplete="off",
    )
    return element(
        "div", *buttons, slider, element("output", f"1 / {count}", class_="count"),
        element("span", "", class_="text status", role="status", aria_live="polite"),
        class_="controls", data_play=say("play"), data_pause=say("pause"),
    )


def explained(trace: Trace, options: Options) -> list[Line]:
    """What the sweep's seed is and what its numbers mean."""
    return explanation(trace, trace.sweeps[0], of_options(trace, options), WIDTH, options.say)


def results(trace: Trace, options: Options) -> Markup:
    """The value and the derivatives, with more digits."""
    lines = summary(trace, of_options(trace, options), WIDTH, options.digits, options.say)
    return element("p", *map(runs, lines), class_="results") if lines else Markup()


def runs(line: Line) -> Markup:
    """A line of styled text."""
    return element("span", *(element("span", words, class_=look or None) for words, look in line), class_="run")


def warned(traces: Sequence[Trace], say: Speaker) -> Markup:
    """What the numbers do not say by themselves."""
    found = merged(warning for trace in traces for warning in trace.warnings)
    if not found:
        return Markup()
    legend = "    ".join(f"{sign} {say(words)}" for sign, words in Signs(found).legend())
    items = []
    listed, more = said_of(found)
    for warning in listed:
        first, *rest = (plain(line) for line in said_lines(warning, traces[0], WIDTH))
        source = element("pre", Markup(Markup("\n").join(map(text, rest)))) if rest else ""
        spread = [element("span", sentence, class_="run label") for sentence in spread_lines(warning, traces[0], say)]
        items.append(element("li", first, source, *spread))
    items += [element("li", sentence) for sentence in left_out(more, say, REVERSE_JSON)]
    signs = element("p", legend, class_="run label")
    return element("section", element("h2", say("Warnings")), signs, element("ul", *items), class_="warnings")

