"""What a file is read as, whatever its format: tables, lines of writing, and seeds; then claims of all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...named import Record


class Row(Record):
    """A row of a table, its cells in plain text; `line` is that of the file, from 1."""

    line: int
    cells: tuple[str, ...]


class Table(Record):
    """Rows; the first may be a heading."""

    rows: Sequence[Row]


class Written(Record):
    """A line of writing, in plain text."""

    line: int
    text: str


class Seeded(Record):
    """A line that says the seed of what follows."""

    line: int
    text: str


Piece = Table | Written | Seeded


class Format(Record):
    """One format of files.

    suffixes  of files in it
    read      takes the text apart; raises AdtraceError for a text that is not in it at all
    """

    suffixes: tuple[str, ...]
    read: Callable[[str], list[Piece]]


class Claim(Record):
    """What one cell or line says, before names and numbers are looked up; texts are plain.

    text      the whole of it, for people
    name      what it is of: a node where the column has a `kind`, else a quantity
    kind      of the column: a kind of quantities, or DIFFERENTIAL; "" where the name says it
    stated    the number, and `formula` the symbols, "" for none
    consumer  of a use: the name of the step that uses the node, or a rule that its adjoint stands in
    ordinal   which of its uses, from 0; -1 where it is not said
    sweep     what the column or the seed says
    blank     whether there is a place for a number and none in it
    why       why it cannot be read
    added     whether it is added to what was stated above, with +=
    """

    line: int
    text: str
    name: str
    kind: str = ""
    stated: str = ""
    formula: str = ""
    consumer: str = ""
    ordinal: int = -1
    sweep: str = ""
    blank: bool = False
    why: str = ""
    added: bool = False
