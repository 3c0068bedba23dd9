"""Reports of checks, which are no traces: for the screen, for any screen, or for programs."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..errors import CHECK_FAILED, OK, AdtraceError
from . import declare, options

if TYPE_CHECKING:
    from ..views.formats import Options
    from ..views.layout import Line

FORMATS = ("table", "ascii", "json")
PICTURE = "svg"
"""The format of a report's picture, where it has one."""

SUFFIXES = {"": "table", ".txt": "table", ".json": "json", ".svg": PICTURE}
"""The format that a file is written in where none is asked for."""


def reported(function: Any, *, pictured: bool = False) -> Any:
    """--format, --output and how numbers, names and words are shown.

    pictured  whether the report has a picture, too
    """
    function = options.reader(function)
    function = options.output(function)
    return declare.option(
        "--format",
        "-f",
        "format_name",
        type=declare.Choice((*FORMATS, PICTURE) if pictured else FORMATS),
        help=f"For the screen, for any screen, {'for programs, or a picture' if pictured else 'or for programs'}."
        "  [default: table]",
    )(function)


def show_report(
    lines: Callable[[Options], list[Line]],
    as_object: Callable[[], Mapping[str, Any]],
    *,
    ok: bool,
    picture: Callable[[Options], str] | None = None,
    scheme: str = "auto",
    format_name: str | None,
    output: str | None,
    no_clobber: bool,
    digits: int,
    notation: str,
    lang: str,
    decimal: str,
    color: str,
) -> int:
    """Write a report in the format that was asked for; return the exit code: 1 where the check failed.

    lines, as_object  make it for people and for programs; `as_object` gives what json can write
    picture           draws it, where it has a picture; `scheme`, in which colours
    Raises AdtraceError for an unknown notation or language, and OutputError.
    """
    from ..views.formats.ascii import in_ascii
    from . import results
    from .output import write

    format_name = format_name or by_suffix(output, pictured=picture is not None)
    if format_name == PICTURE:
        if picture is None:
            raise AdtraceError("this report has no picture", hint=f"the formats are {', '.join(FORMATS)}")
        shown = results.reader_of(
            output, color, digits=digits, notation=notation, lang=lang, decimal=decimal, scheme=scheme
        )
        write(picture(shown), output, no_clobber=no_clobber)
    elif format_name == "json":
        import json

        write(json.dumps(as_object(), indent=2) + "\n", output, no_clobber=no_clobber)
    else:
        plain = format_name == "ascii"
        shown = results.reader_of(output, color, digits=digits, notation=notation, lang=lang, decimal=decimal)
        shown = in_ascii(shown) if plain else shown
        results.show_lines(lines(shown), "never" if plain else color, output, no_clobber=no_clobber)
    return OK if ok else CHECK_FAILED


def by_suffix(output: str | None, *, pictured: bool = False) -> str:
    """The format of a file. Raises AdtraceError for one that a report cannot have."""
    suffix = os.path.splitext(output or "")[1]
    formats = (*FORMATS, PICTURE) if pictured else FORMATS
    found = SUFFIXES.get(suffix.lower(), "")
    if found not in formats:
        hint = f"the formats are {', '.join(formats)}; -f chooses one"
        raise AdtraceError(f"a report is not written to {suffix} files", hint=hint)
    return found
