"""The marks in Markdown, and one answer as a page to hand back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...records.marks import Marked, Marking
from ..feedback import Feedback, Shown, asked_for, averages, program_text
from ..formats import Options
from ..frame import point_text
from ..github import code, plain, program
from ..layout import plain as words_of
from ..verdicts import WORDS, sign
from . import MarksFormat

Rows = Sequence[Sequence[str]]


def render(marking: Marking, options: Options) -> Iterator[str]:
    """The list, then a section for each answer."""
    reader, say = options._replace(unicode=True), options.say
    shown = [Feedback(marking, one, reader) for one in marking.answers]
    yield f"# {say('Marks')}\n\n"
    yield from task(marking, reader)
    headings = [say("answer"), say("points"), say("what is wrong")]
    yield from table(headings, [[plain(one.name), plain(one.score), plain(one.reason())] for one in shown])
    for sentence in averages(marking, reader):
        yield f"\n{plain(sentence)}\n"
    for one in shown:
        yield "\n"
        yield from section(one, "##")


def page(marking: Marking, marked: Marked, options: Options) -> str:
    """The page of one answer."""
    reader = options._replace(unicode=True)
    return "".join([*section(Feedback(marking, marked, reader), "#"), "\n", *task(marking, reader)])


def task(marking: Marking, options: Options) -> Iterator[str]:
    """The program, its point, and what is asked for."""
    notation = Feedback(marking, marking.answers[0], options).notation
    typed = program_text(marking, options)
    point = point_text(marking.trace, notation.own, options.say)
    yield (f"{code(typed[0])}\n" if len(typed) == 1 else program(typed))
    yield f"\n{options.say('at')} {plain(point)}\n" if point else ""
    yield f"\n{plain(asked_for(marking, options))}\n\n"


def section(shown: Feedback, level: str) -> Iterator[str]:
    """One answer: its score, its lines with their verdicts, and the first one that is wrong."""
    say = shown.say
    yield f"{level} {plain(shown.name)}\n\n**{plain(shown.score)}**"
    yield f" — {plain(shown.failure or shown.counts())}\n"
    if shown.failure:
        return
    lines = shown.lines()
    follows = [say("from your lines")] if any(one.follows for one in lines) else []
    headings = [say("line"), say("as written"), say("is"), say("right"), *follows, say("verdict"), say("points")]
    yield "\n"
    yield from table(headings, [row(one, shown, follows=bool(follows)) for one in lines])
    if first := shown.first_wrong():
        yield f"\n**{plain(say('first wrong:'))}** {plain(first)}\n"
    if unread := shown.unread():
        yield f"\n{plain(unread)}\n"


def row(line: Shown, shown: Feedback, *, follows: bool) -> list[str]:
    """One line of an answer; what is said of it stands behind the verdict."""
    verdict = f"{sign(line.verdict)} {plain(shown.say(WORDS[line.verdict]))}"
    notes = "".join(f"<br>*{plain(note)}*" for note in line.notes)
    numbers = [line.right, *([line.follows] if follows else [])]
    figures = ["<br>".join(plain(part.strip()) for part in one) for one in numbers]
    symbol = plain(words_of(line.symbol))
    return [line.line, plain(line.written), symbol, *figures, verdict + notes, plain(line.points)]


def table(headings: Sequence[str], rows: Rows) -> Iterator[str]:
    """A table of cells that are Markdown already."""
    for cells in (headings, ["---"] * len(headings), *rows):
        yield f"| {' | '.join(cells)} |\n"


FORMAT = MarksFormat("markdown", "the list and every answer, as Markdown", render, suffixes=(".md",), page=page)
