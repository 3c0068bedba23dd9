"""Output formats: one file each, exposing one FORMAT. To add a format is to add a file here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING

from ...errors import AdtraceError
from ...named import Record
from ...registry import entries

if TYPE_CHECKING:
    from ...records import Trace

TABLE, DRAWING, PAGE = "table", "drawing", "page"
"""Kinds of results: what a command shows."""

DEFAULTS = {TABLE: "table", DRAWING: "svg", PAGE: "html"}
"""The format that a kind is shown in where none is asked for."""

MOST_DIGITS = 17
"""Decimal digits that tell any two numbers of float64 apart."""

ENGLISH, DECIMALS = "en", ("point", "comma")

Rendered = str | bytes | Iterable[str]
"""What a format returns; pieces of text where the result can be long. Text ends with a newline."""


class Options(Record):
    """What a format is told about the reader.

    digits    decimals of numbers for people; machine formats ignore it
    width     columns of the screen
    unicode   whether the screen takes more than ASCII
    colour    whether it takes colour (ANSI)
    notation  the name of a notation, or "" for the one that suits the screen
    scheme    of a drawing: "light", "dark", or "auto", which follows the reader
    only      names of the steps to show, all of them if there are none; `last`, how many of the last steps to show
    all       whether to show every step, however many there are
    lang      the language of headings and explanations: "en", "fr"
    decimal   the decimal sign of numbers for people: "point" or "comma"
    standalone  whether the text is a whole document, where it would else be a part of one
    beside    for a drawing: with a forward trace, the reverse one that its local partials come from; with a reverse
              trace, the forward one whose tangents are drawn too; else None
    """

    digits: int = 4
    width: int = 80
    unicode: bool = True
    colour: bool = False
    notation: str = ""
    scheme: str = "auto"
    only: tuple[str, ...] = ()
    last: int | None = None
    all: bool = False
    lang: str = "en"
    decimal: str = "point"
    standalone: bool = False
    beside: Trace | None = None

    @property
    def say(self) -> Callable[[str], str]:
        """What puts English phrases into the reader's language. Raises AdtraceError for an unknown language."""
        if self.lang == ENGLISH:
            return str
        from ..languages import speaker

        return speaker(self.lang, unicode=self.unicode)

    def checked(self) -> Options:
        """The same. Raises AdtraceError for digits, a notation, a language or a decimal sign that there are not."""
        if self.digits > MOST_DIGITS:
            raise AdtraceError(f"numbers have at most {MOST_DIGITS} digits", hint=f"--digits takes 1 to {MOST_DIGITS}")
        if self.notation:
            from ..notation import chosen

            chosen(self.notation)
        if self.decimal not in DECIMALS:
            hint = f"the decimal signs are {', '.join(DECIMALS)}"
            raise AdtraceError(f"unknown decimal sign {self.decimal}", hint=hint, where="--decimal")
        _ = self.say
        return self


USUAL = Options()


class Format(Record):
    """One output format.

    name      what --format calls it; the name of its file
    doc       one line for the help
    render    (trace, options) to text, bytes or pieces of text; raises AdtraceError for a trace that it cannot show
    suffixes  of files that -o writes in this format: ".json"
    kind      TABLE, DRAWING or PAGE: which commands offer it; `also`, further kinds
    modes     the modes of a trace that it shows
    binary    whether `render` returns bytes
    parts     whether it is a part of a document, unless the reader wants a standalone one
    addenda   whether it shows what a trace carries besides its sweeps
    """

    name: str
    doc: str
    render: Callable[[Trace, Options], Rendered]
    suffixes: tuple[str, ...] = ()
    kind: str = TABLE
    modes: tuple[str, ...] = ("value", "forward", "reverse")
    binary: bool = False
    also: tuple[str, ...] = ()
    parts: bool = False
    addenda: bool = False

    def suits(self, kind: str) -> bool:
        """Whether the commands of this kind offer it."""
        return kind in (self.kind, *self.also)


def names() -> tuple[str, ...]:
    """The name of every format, without importing any."""
    return entries(__path__[0])


def by_name(name: str) -> Format:
    """The format of this name; imports its file only. Raises AdtraceError."""
    if name not in names():
        raise AdtraceError(f"unknown format {name}", hint=f"the formats are {', '.join(names())}")
    found: Format = import_module(f"{__name__}.{name}").FORMAT
    return found


def by_suffix(suffix: str, kind: str = "") -> Format | None:
    """The format that files with this suffix (".json", any case) are written in; None if there is none."""
    for name in names():
        found = by_name(name)
        if suffix.lower() in found.suffixes and (not kind or found.suits(kind)):
            return found
    return None
