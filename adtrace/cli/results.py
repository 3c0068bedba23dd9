"""Where a command ends: its trace or its lines rendered and written, and the exit code that follows."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ..errors import CHECK_FAILED, OK, AdtraceError
from ..records import Trace, Warning, merged
from ..records.notes import REVERSE_JSON
from ..views import console, formats, notation
from ..views.layout import Line, plain
from .calling import running
from .options import names_in, offered
from .output import is_stdout, write

Taker = Callable[[Trace, formats.Format, formats.Options], None]
"""Who takes a trace instead of standard output: a notebook, which shows it in its own way."""
FILES = {formats.DRAWING: "graph.svg", formats.PAGE: "page.html"}
"""Results that are no text for a screen, and what a file of theirs is called."""

MAKERS = {formats.TABLE: "reverse", formats.DRAWING: "graph", formats.PAGE: "page"}
"""A command for each kind of result."""


def show(
    trace: Trace,
    kind: str,
    *,
    format_name: str | None,
    output: str | None,
    no_clobber: bool,
    digits: int,
    notation: str,
    lang: str,
    decimal: str,
    color: str,
    strict: bool,
    standalone: bool = False,
    scheme: str = "auto",
    beside: Trace | None = None,
    only: Sequence[str] = (),
    last: int | None = None,
    all: bool = False,
    unused: Sequence[str] = (),
    frames: str | None = None,
) -> int:
    """Render a trace and write it; return the exit code.

    frames  a folder for one picture per step, instead of one picture
    unused  names that were given a value and are not used, for a note on stderr
    Raises AdtraceError for a format that does not fit, and OutputError.
    """
    if bool(only) + (last is not None) + all > 1:
        raise AdtraceError("--only, --last and --all each say which steps to show", hint="give one of them")
    if frames is not None and (output is not None or format_name is not None):
        raise AdtraceError("--frames writes a folder of SVGs", hint="leave out --output and --format")
    chosen = choose(kind, format_name, output)
    if standalone and not chosen.parts:
        raise AdtraceError(f"--standalone means nothing to {chosen.name}", hint=f"it is for {parted(kind)}")
    if trace.addenda and not chosen.addenda:
        from .looks import called

        asked = " and ".join(called(name, found) for name, found in trace.addenda.items())
        showing = ", ".join(name for name in offered(kind) if formats.by_name(name).addenda)
        raise AdtraceError(f"{chosen.name} does not show {asked}", hint=f"the formats that do are {showing}")
    to_screen = output in (None, "-") and frames is None
    unnamed = format_name is None or chosen.binary
    if to_screen and kind in FILES and console.is_terminal(sys.stdout) and unnamed:
        raise AdtraceError(f"a {kind} needs a file", hint=f"add -o {FILES[kind]}, or pipe it into a program")
    options = reader_of(
        output if frames is None else frames,
        color,
        digits=digits,
        notation=notation,
        lang=lang,
        decimal=decimal,
        scheme=scheme,
        only=names_in(only),
        last=last,
        all=all or not to_screen,
        standalone=standalone,
        beside=beside,
    )
    take = running().take
    if frames is not None:
        from ..views.formats import svg
        from .folder import write_folder

        pictures = list(svg.frames(trace, options))
        write_folder(frames, pictures, no_clobber=no_clobber)
    elif take is not None and output is None and format_name is None:
        take(trace, chosen, options)
    else:
        write(chosen.render(trace, options), output, no_clobber=no_clobber)
    note_unused(unused)
    warnings = merged([*trace.warnings, *(beside.warnings if beside else ())])
    failed = strict and bool(warnings)
    if not to_screen and (failed or chosen.suits(formats.DRAWING)):
        # A drawing does not show them, and nobody reads a file to see why a run failed.
        say_warnings(warnings, REVERSE_JSON)
    return CHECK_FAILED if failed else OK


def reader_of(output: str | None, color: str, **told: Any) -> formats.Options:
    """What a format is told about whoever reads this output: the screen as it is, or a file of the usual width.

    told  the other fields of the options
    Raises AdtraceError for an unknown notation, language or decimal sign.
    """
    to_screen = is_stdout(output)
    return formats.Options(
        width=console.columns(sys.stdout) if to_screen else console.PIPED_WIDTH,
        unicode=shows_unicode(output),
        colour=to_screen and console.takes_colour(sys.stdout, color),
        **told,
    ).checked()


def parted(kind: str) -> str:
    """The formats for which --standalone means something."""
    found = [name for name in offered(kind) if formats.by_name(name).parts]
    return ", ".join(found) or "LaTeX; a page is a whole document"


def show_lines(lines: Sequence[Line], color: str, output: str | None, *, no_clobber: bool) -> int:
    """Write lines that are no trace; return the exit code. Raises OutputError."""
    paint = output in (None, "-") and console.takes_colour(sys.stdout, color)
    text: Iterator[str] = console.painted(lines) if paint else (plain(content) + "\n" for content in lines)
    write(text, output, no_clobber=no_clobber)
    return OK


def note_unused(names: Sequence[str]) -> None:
    """Say on stderr which values the program does not use."""
    if names:
        verb = "is" if len(names) == 1 else "are"
        note(f"{', '.join(names)} {verb} given a value that the program does not use")


def note(text: str) -> None:
    """Say something on stderr that is no error."""
    if sys.stderr is not None:
        sys.stderr.write(f"note: {text}\n")


def say_warnings(warnings: Sequence[Warning], command: str = "") -> None:
    """Say on stderr what went wrong on the way, a line for each of the first warnings of a kind.

    command  what shows them all
    """
    from ..views import report

    if sys.stderr is None:
        return
    unicode = notation.shows_unicode(sys.stderr.encoding)
    room = console.columns(sys.stderr)
    lines: list[Line] = []
    shown, more = report.said_of(warnings)
    for warning in shown:
        heading, hint = f"warning[{warning.code}]", warning.hint
        lines += report.message_lines(heading, warning.message, None, None, "", "", hint, room, unicode)
    lines += [((text, "dim"),) for text in report.left_out(more, command=command)]
    painted = console.takes_colour(sys.stderr)
    sys.stderr.writelines(console.painted(lines) if painted else [plain(content) + "\n" for content in lines])


def shows_unicode(output: str | None = None) -> bool:
    """Whether what the result is written to takes the letters of the notation; a file does."""
    if output not in (None, "-"):
        return True
    return sys.stdout is None or notation.shows_unicode(sys.stdout.encoding)


def choose(kind: str, format_name: str | None, output: str | None) -> formats.Format:
    """The format by name, else by the file's suffix, else the command's own. Raises AdtraceError."""
    if format_name is not None:
        chosen = formats.by_name(format_name) if format_name in formats.names() else None
        if chosen is None or not chosen.suits(kind):
            raise AdtraceError(f"there is no format {format_name} here", hint=f"{known(kind)}{elsewhere(chosen)}")
        return chosen
    stem, suffix = os.path.splitext(output or "")
    long_suffix = os.path.splitext(stem)[1] + suffix
    by_suffix = (formats.by_suffix(long_suffix, kind) or formats.by_suffix(suffix, kind)) if suffix else None
    if suffix and by_suffix is None:
        other = formats.by_suffix(long_suffix) or formats.by_suffix(suffix)
        hint = f"{known(kind)}; -f chooses one{elsewhere(other)}"
        raise AdtraceError(f"no format here writes {suffix} files", hint=hint)
    return by_suffix or formats.by_name(formats.DEFAULTS[kind])


def known(kind: str) -> str:
    """Which formats there are for this kind of result."""
    return f"the formats are {', '.join(offered(kind))}"


def elsewhere(found: formats.Format | None) -> str:
    """Which command has a format that another one lacks."""
    return f"; adtrace {MAKERS[found.kind]} writes {found.name}" if found else ""
