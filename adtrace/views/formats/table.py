"""The worked table: every step in symbols and in numbers, for the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ...records import Sweep, Trace, Warning
from ..choice import SHOWN, choice
from ..console import painted
from ..frame import ITEMS_SHOWN, cost_line, explanation, flowing, header, summary
from ..layout import Line, line, plain, widest, wrapped
from ..notation import Notation, is_usual, of_options
from ..rows import Rows
from ..screens import Sheet, rendered
from ..signs import signs_of
from . import Format, Options


def table_lines(trace: Trace, options: Options) -> list[Line]:
    """The whole screen: header, one table per sweep, summary, cost and warnings. Raises AdtraceError (notation)."""
    say, columns = options.say, max(1, options.width)
    notation = of_options(trace, options)
    swept = [(sweep, of_options(trace, options, sweep)) for sweep in trace.sweeps]
    tables = [sweep_lines(trace, sweep, its, options, columns) for sweep, its in swept]
    edge = min(columns, max((widest(found) for found in tables), default=0))
    found = header(trace, notation, columns, edge, say)
    for place, ((sweep, its), rows) in enumerate(zip(swept, tables, strict=True)):
        found += [()] if place else []
        found += [*explanation(trace, sweep, its, columns, say), *rows]
    return found + ending(trace, notation, options, columns)


def sweep_lines(trace: Trace, sweep: Sweep, notation: Notation, options: Options, columns: int) -> list[Line]:
    """The table of one sweep."""
    places, left_out, before = choice(sweep.steps, options)
    if not places:
        return []
    rows = Rows(trace, sweep, notation, options.digits, options.say).of(places)
    return rendered(Sheet(trace.mode, rows, notation, options.digits, left_out, before, options.say), columns)


def ending(trace: Trace, notation: Notation, options: Options, columns: int) -> list[Line]:
    """What follows the tables: summary, cost, warnings, and what was asked for besides."""
    found = summary(trace, notation, columns, options.digits, options.say)
    if trace.cost:
        found += cost_line(trace, trace.cost, columns, options.say)
    found += legend(trace, columns, options.say)
    if trace.warnings:
        from ..report import all_warning_lines

        found += all_warning_lines(trace.warnings, trace, columns, unicode=notation.unicode, say=options.say)
    found += renamed(trace, notation, columns, options.say)
    if trace.addenda:
        from ..addenda import addenda_lines

        found += addenda_lines(trace, options)
    return found


def legend(trace: Trace, columns: int, say: Callable[[str], str]) -> list[Line]:
    """What the signs in the tables mean, where there are any."""
    if not (trace.warnings and trace.sweeps):
        return []
    entries = [line((sign, "warning"), (f" {say(words)}", "dim")) for sign, words in signs_of(trace).legend()]
    return flowing(entries, columns)


def renamed(trace: Trace, notation: Notation, columns: int, say: Callable[[str], str]) -> list[Line]:
    """Which nodes the warnings mean, where the tables call them otherwise."""
    names = dict.fromkeys(name for warning in trace.warnings for name in named(warning))
    renames = [name for name in names if name in notation.taken] if notation.profile.renames else []
    listed = [f"{name} = {notation.name(name)}" for name in renames[:ITEMS_SHOWN]]
    pairs = notation.comma.join(listed + ["..."] * (len(renames) > ITEMS_SHOWN))
    return wrapped(line((say("in the warnings, {names}").format(names=pairs), "dim")), columns, 2) if pairs else []


def named(warning: Warning) -> Iterator[str]:
    """The steps that a warning speaks of."""
    yield warning.node
    for origin in warning.origins:
        yield from origin.path


def long_table(trace: Trace, options: Options) -> Iterator[str]:
    """The same for very many steps, line by line: the tables are plain text. Raises AdtraceError (notation)."""
    from ..plain import plain_lines

    say, columns = options.say, max(1, options.width)
    notation = of_options(trace, options)
    usual = is_usual(options)
    yield from map(as_text, header(trace, notation, columns, 0, say))
    for sweep in trace.sweeps:
        notation = of_options(trace, options, sweep)
        yield from map(as_text, [(), *explanation(trace, sweep, notation, columns, say)])
        places = choice(sweep.steps, options).places
        order = places[::-1] if trace.mode == "reverse" else places
        signs = signs_of(trace, sweep)
        for row in plain_lines(trace, sweep.steps, order, options.digits, None if usual else notation, say, signs):
            yield row + "\n"
    yield from map(as_text, [(), *ending(trace, notation, options, columns)])


def as_text(content: Line) -> str:
    """A line without colour."""
    return plain(content) + "\n"


def render(trace: Trace, options: Options) -> Iterator[str]:
    """The screen as pieces of text, with colour if the reader takes it. Raises AdtraceError (notation, names)."""
    if any(len(choice(sweep.steps, options).places) > SHOWN for sweep in trace.sweeps):
        return long_table(trace, options)
    found = table_lines(trace, options)
    return painted(found) if options.colour else map(as_text, found)


FORMAT = Format("table", "a worked table for the screen", render, suffixes=(".txt",), addenda=True)
