"""What derivatives cost: a table for people, an object for programs."""

from __future__ import annotations

from typing import Any

from ..records.counted import FORWARD, REVERSE, Counted, Way
from .formats import Options
from .frame import header
from .layout import (
    ASCII_RULES,
    GAP,
    RIGHT,
    UNICODE_RULES,
    Cell,
    Column,
    Line,
    line,
    table,
    table_width,
    visible,
    wrapped,
)
from .notation import of_options
from .number import localised
from .wording import broken

MODES = {
    (FORWARD, False): "forward mode: a sweep for each input", (REVERSE, False): "reverse mode: a sweep for each output",
    (FORWARD, True): "forward mode: columns that share sweeps", (REVERSE, True): "reverse mode: rows that share sweeps",
}
ORDERS = {
    "forward": "vertex elimination, forward order", "reverse": "vertex elimination, reverse order",
    "markowitz": "vertex elimination, order of Markowitz",
}
CHEAPER = {
    -1: "n < m: of the two modes forward is {factor} times cheaper; with {breakeven} inputs they cost the same",
    1: "n > m: of the two modes reverse is {factor} times cheaper; with {breakeven} outputs they cost the same",
    0: "n = m: both modes cost the same",
}


def counted_lines(report: Counted, options: Options) -> list[Line]:
    """The report for a screen. Raises AdtraceError (notation, language)."""
    say, columns = options.say, max(1, options.width)
    shown = columns_of(report, options)
    notation = of_options(report.trace, options).own
    found = header(report.trace, notation, columns, table_width(shown), say, say("Counted operations"))
    phrase = say("{inputs} to {outputs}; one evaluation takes {operations}, one sweep in either mode {each}").format(
        inputs=say("n = {n} input" if report.inputs == 1 else "n = {n} inputs").format(n=report.inputs),
        outputs=say("m = {m} output" if report.outputs == 1 else "m = {m} outputs").format(m=report.outputs),
        operations=say("{count} operation" if report.operations == 1 else "{count} operations").format(
            count=report.operations),
        each=say("{count} multiply-add" if report.each == 1 else "{count} multiply-adds").format(count=report.each),
    )
    found += wrapped(line(phrase), columns, 2)
    found += table(shown, UNICODE_RULES if options.unicode else ASCII_RULES)
    for text in remarks(report, options):
        found += wrapped(line((text, "dim")), columns, 2)
    return found


def columns_of(report: Counted, options: Options) -> list[Column]:
    """A row for every way; the cheapest stand out."""
    say = options.say
    looks = ["bold" if way.total == report.fewest else "" for way in report.ways]

    def cells(texts: list[str]) -> list[Cell]:
        return [(line((text, look)),) for text, look in zip(texts, looks, strict=True)]

    def number(value: int | None) -> str:
        return "" if value is None else str(value)

    back = [
        Column(say("sweeps"), cells([number(way.sweeps) for way in report.ways]), RIGHT),
        Column(say("each"), cells([number(way.each) for way in report.ways]), RIGHT),
        Column(say("total"), cells([str(way.total) for way in report.ways]), RIGHT),
        Column("", cells([say("fewest") if look else "" for look in looks])),
    ]
    room = max(20, options.width - table_width(back) - GAP)
    names = cells([name_of(way, options) for way in report.ways])
    return [Column(say("way"), [broken(name[0], room) for name in names]), *back]


def name_of(way: Way, options: Options) -> str:
    """What a way is called."""
    return options.say(ORDERS[way.order]) if way.order else options.say(MODES[way.kind, way.shared])


def remarks(report: Counted, options: Options) -> list[str]:
    """Which mode is cheaper and from where on; what is not counted."""
    say, n, m = options.say, report.inputs, report.outputs
    texts = []
    if n and m:
        ratio = max(n, m) / min(n, m)
        spelled = f"{ratio:.0f}" if ratio >= 100 else f"{ratio:.3g}" if ratio >= 1.01 else f"{ratio:.6g}"
        factor = localised(spelled, options.decimal)
        texts.append(say(CHEAPER[(n > m) - (n < m)]).format(factor=factor, breakeven=max(n, m)))
    if any(way.order for way in report.ways):
        texts.append(say("a sweep multiplies by its seed, too, an elimination does not; no order is always best"))
    if report.missing:
        reason = visible(report.missing, unicode=options.unicode)
        texts.append(say("not all ways are counted: {reason}").format(reason=reason))
    return texts


def counted_object(report: Counted) -> dict[str, Any]:
    """The same for programs."""
    from .formats.json import SCHEMA

    return {
        "adtrace": SCHEMA, "mode": "cost", "expression": report.trace.expression, "inputs": report.inputs,
        "outputs": report.outputs, "operations": report.operations, "multiply_adds_per_sweep": report.each,
        "ways": [{**way._asdict(), "fewest": way.total == report.fewest} for way in report.ways],
        "missing": report.missing or None,
    }
