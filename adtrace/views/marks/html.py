"""The marks as one page, and one answer as a page to hand back: nothing is loaded, and it prints as it is shown."""

from __future__ import annotations

from collections.abc import Sequence

from ...records.marks import Marked, Marking
from ..feedback import Feedback, Shown, asked_for, averages, program_text
from ..formats import Options
from ..frame import point_text
from ..layout import Line
from ..page.markup import Markup, element, joined, text
from ..page.whole import style, whole
from ..verdicts import WORDS, sign
from . import MarksFormat

SHORT = 32
"""Characters of an entry that stands on one line, however narrow the page."""


def render(marking: Marking, options: Options) -> str:
    """The list, then a section for each answer, each on a sheet of its own when it is printed."""
    reader, say = options._replace(unicode=True), options.say
    shown = [Feedback(marking, one, reader) for one in marking.answers]
    rows = [listed(one, place) for place, one in enumerate(shown)]
    head = headings([say("answer"), say("points"), "", say("what is wrong")], ("", "number"))
    summary = [element("p", sentence, class_="summary") for sentence in averages(marking, reader)]
    body = joined(
        element("header", element("h1", say("Marks")), task(marking, reader)),
        element("div", element("table", head, element("tbody", *rows), class_="list"), class_="table"), *summary,
        *(section(one, "h2", f"answer-{place}") for place, one in enumerate(shown)),
    )
    return document(say("Marks"), body, options)


def page(marking: Marking, marked: Marked, options: Options) -> str:
    """The page of one answer."""
    reader = options._replace(unicode=True)
    shown = Feedback(marking, marked, reader)
    return document(shown.name, joined(section(shown, "h1"), element("footer", task(marking, reader))), options)


def document(title: str, body: Markup, options: Options) -> str:
    """The whole file."""
    return f"<!DOCTYPE html>\n{whole(title, body, Markup(), style('feedback.css'), '', options.lang)}\n"


def task(marking: Marking, options: Options) -> Markup:
    """The program, its point, and what is asked for."""
    notation = Feedback(marking, marking.answers[0], options).notation
    point = point_text(marking.trace, notation.own, options.say)
    typed = program_text(marking, options)
    return joined(
        element("pre", element("code", Markup(Markup("\n").join(map(text, typed))))),
        element("p", f"{options.say('at')} {point}", class_="point") if point else "",
        element("p", asked_for(marking, options), class_="asked"),
    )


def listed(shown: Feedback, place: int) -> Markup:
    """One answer in the list: its name, its points as a number and as a bar, and why."""
    full = shown.marking.out_of
    bar = element("meter", "", min="0", max=f"{full or 1:g}", value=f"{shown.marked.score:g}", aria_label=shown.score)
    if not shown.marked.is_read:
        bar = Markup()
    return element(
        "tr", element("th", element("a", shown.name, href=f"#answer-{place}"), scope="row"),
        element("td", shown.score, class_="number"), element("td", bar), element("td", shown.reason(), class_="reason"),
    )


def section(shown: Feedback, level: str, anchor: str | None = None) -> Markup:
    """One answer: its score, its lines with their verdicts, and the first one that is wrong."""
    say, found = shown.say, [element(level, shown.name, " ", element("strong", shown.score, class_="score"))]
    found.append(element("p", shown.failure or shown.counts(), class_="summary"))
    lines = shown.lines()
    if lines:
        follows = [say("from your lines")] if any(one.follows for one in lines) else []
        names = [say("line"), say("as written"), say("is"), say("right"), *follows, say("verdict"), say("points")]
        head = headings(names, ("number", *[""] * (len(names) - 2), "number"))
        rows = [part for one in lines for part in row(one, shown, follows=bool(follows))]
        found.append(element("div", element("table", head, element("tbody", *rows)), class_="table"))
    if first := shown.first_wrong():
        found.append(element("p", element("strong", say("first wrong:")), " ", first, class_="first"))
    if unread := shown.unread():
        found.append(element("p", unread, class_="unread"))
    return element("section", *found, id=anchor, class_="answer")


def headings(names: list[str], looks: tuple[str, ...]) -> Markup:
    """The head of a table."""
    looks = (*looks, *[""] * len(names))
    cells = [element("th", name, scope="col", class_=look or None) for name, look in zip(names, looks, strict=False)]
    return element("thead", element("tr", *cells))


def row(line: Shown, shown: Feedback, *, follows: bool) -> list[Markup]:
    """One line of an answer, and what is said of it beneath."""
    mark = element("span", sign(line.verdict), class_="sign", aria_hidden="true")
    verdict = joined(mark, shown.say(WORDS[line.verdict]))
    look = "short" if len(line.written) <= SHORT else None
    cells = [
        element("td", line.line, class_="number dim"),
        element("td", element("code", line.written, class_=look) if line.written else ""),
        element("td", runs(line.symbol)),
        *(element("td", block(one), class_="right") for one in (line.right, *([line.follows] if follows else []))),
        element("td", verdict, class_="verdict"),
        element("td", line.points, class_="number"),
    ]
    found = [element("tr", *cells, class_=line.verdict)]
    for note in line.notes:
        beneath = element("td", note, colspan=len(cells) - 1)
        found.append(element("tr", element("td", ""), beneath, class_=f"note {line.verdict}"))
    return found


def block(lines: Sequence[str]) -> Markup:
    """A number, or an array over several lines."""
    if len(lines) < 2:
        return joined(*lines)
    return element("span", Markup(Markup("\n").join(map(text, lines))), class_="matrix")


def runs(symbol: Line) -> Markup:
    """A symbol, tangents and adjoints in their colours."""
    return joined(*(element("span", words, class_=look or None) for words, look in symbol))


FORMAT = MarksFormat("html", "the list and every answer, as one page", render, suffixes=(".html", ".htm"), page=page)
