"""Answers from files, marked; the list of marks and the pages of feedback."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import BAD_INPUT, CHECK_FAILED, OK, AdtraceError
from ..named import Record

if TYPE_CHECKING:
    from ..checks.register import Register
    from ..records.marks import Answer, Marking
    from ..records.worked import Quantity
    from ..sweeps.run import Run
    from ..views.formats import Options
    from ..views.marks import MarksFormat

Seeds = Sequence[Mapping[str, Any]]


class Wanted(Record):
    """What is asked for: by names, by a form, or neither; what it is worth, and what a carried error costs."""

    names: Sequence[str]
    form: str | None
    points: Sequence[str]
    carried: float


def marked(run: Run, paths: Sequence[str], seeds: Seeds, wanted: Wanted) -> Marking:
    """The answers in these files, marked. Raises AdtraceError for what is asked for, not for answers."""
    from ..checks.marking import expected_of, mark_all, names_of
    from ..checks.register import Register
    from .progress import progress

    if run.values is None:
        raise AdtraceError("answers are marked at a point", hint="give every input a value: input lines, or --at")
    if wanted.names and wanted.form is not None:
        raise AdtraceError("--expect and --form each say what is asked for", hint="give one of them")
    names = names_of(paths)
    register = Register(run, seeded=bool(seeds))
    points = worth(wanted.points)
    with progress("judging"):
        answers = [answer(run, name, path, seeds) for name, path in zip(names, paths, strict=True)]
    quantities, basis = asked(register, answers, wanted)
    expected = expected_of(register, quantities, points)
    return mark_all(register, answers, expected, basis, wanted.carried)


def asked(register: Register, answers: Sequence[Answer], wanted: Wanted) -> tuple[Sequence[Quantity], str]:
    """The numbers that are asked for, and who says so."""
    from ..checks.marking import by_form, usual
    from ..records.marks import ANSWERS, FORM, NAMES
    from .worked import text_of

    if wanted.form is not None:
        return by_form(register, text_of(wanted.form)[0], wanted.form), FORM
    if wanted.names:
        return [key for name in wanted.names for key in register.named(name)], NAMES
    return usual(register, answers), ANSWERS


def answer(run: Run, name: str, path: str, seeds: Seeds) -> Answer:
    """One answer, judged; one that cannot be read keeps the reason, which is also said on stderr."""
    from ..records.marks import Answer
    from .worked import STDIN, judged_file

    try:
        if path == STDIN:
            raise AdtraceError("an answer is a file", hint="its name is whose answer it is")
        return Answer(name, path, judged_file(run, path, seeds))
    except AdtraceError as error:
        if sys.stderr is not None:
            from ..views.layout import visible

            named = "" if path in error.message else f"{path}: "
            sys.stderr.write(f"note: {visible(named + error.message)}\n")
        # Whoever gets the answer back knows the file, and not the folder.
        return Answer(name, path, None, error.message.replace(path, os.path.basename(path)))


def worth(texts: Sequence[str]) -> dict[str, float]:
    """The points of --points. Raises AdtraceError for what is no number of points."""
    from ..graph.build import constant
    from ..lang.points import read_points

    found = read_points(texts, constant, "--points")
    for name, value in found.items():
        if hasattr(value, "shape") or not 0 <= value < float("inf"):
            raise AdtraceError(f"the points of {name} are no number of points", hint="such as w3=2 or adjoints=0.5")
    return found


def show_marks(
    marking: Marking,
    feedback: str | None,
    *,
    format_name: str | None,
    output: str | None,
    no_clobber: bool,
    digits: int,
    notation: str,
    lang: str,
    decimal: str,
    color: str,
) -> int:
    """Write the list, and a page for each answer into the folder `feedback`; return the exit code."""
    from ..views import marks
    from . import results
    from .output import write

    pages = page_format(format_name) if feedback is not None else None
    chosen = marks.chosen(None if pages else format_name, os.path.splitext(output or "")[1])
    options = results.reader_of(output, color, digits=digits, notation=notation, lang=lang, decimal=decimal)
    if pages is not None and feedback is not None:
        write_pages(marking, feedback, pages, options._replace(unicode=True), no_clobber=no_clobber)
    write(chosen.render(marking, options), output, no_clobber=no_clobber)
    return code_of(marking)


def code_of(marking: Marking) -> int:
    """0 where every answer was marked, 1 where some were not, 2 where none was."""
    if len(marking.read) == len(marking.answers):
        return OK
    return CHECK_FAILED if marking.read else BAD_INPUT


def page_format(name: str | None) -> MarksFormat:
    """The format of the pages. Raises AdtraceError for one that has none."""
    from ..views import marks

    found = marks.chosen(name or "html", "")
    if found.page is None:
        having = ", ".join(each for each in marks.names() if marks.by_name(each).page)
        raise AdtraceError(f"feedback is not written as {found.name}", hint=f"-f is {having}; -o names the list's file")
    return found


def write_pages(marking: Marking, folder: str, pages: MarksFormat, options: Options, *, no_clobber: bool) -> None:
    """A page for each answer, in a file of its name. Raises OutputError, and then nothing has changed."""
    from .folder import write_files

    assert pages.page is not None
    suffix = pages.suffixes[0]
    files: dict[str, str] = {}
    for one in marking.answers:
        stem = one.answer.name.replace("/", "-").replace(os.sep, "-")
        taken = {name.casefold() for name in files}
        name, count = stem + suffix, 1
        while name.casefold() in taken:
            count += 1
            name = f"{stem}-{count}{suffix}"
        files[name] = pages.page(marking, one, options)
    write_files(folder, files, files.__contains__, no_clobber=no_clobber)
