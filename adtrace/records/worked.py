"""Lines of a worked table: what each is a number of, and what was written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from ..named import Record
from .results import Trace
from .steps import Number

VALUE, TANGENT, ADJOINT, PARTIAL, INCREMENT = "value", "tangent", "adjoint", "partial", "increment"
"""Kinds of quantities."""


class Quantity(Record):
    """One number of a worked derivation.

    kind      VALUE, TANGENT or ADJOINT of a node; PARTIAL or INCREMENT of one of its uses
    node      the name of the input or step
    consumer  of a use: the step that uses the node; `operand`, the position (0, 1 ...) of that use
    sweep     of a tangent, an adjoint or an increment: the label of its sweep ("x", "W[0, 1]", "y1"), "" where the
              table does not say
    place     the element of an array that is meant (such as (2, 0)), () for the whole
    """

    kind: str
    node: str
    consumer: str = ""
    operand: int = 0
    sweep: str = ""
    place: tuple[int, ...] = ()


class Entry(Record):
    """One entry of a worked table.

    line      the line of the file that it stands in, from 1
    text      the entry as written, on one line
    name      what it says it is of, as written: "w3_bar", "\\bar w_3", "dL/dw31"; or a formula
    quantity  what that means, None if it could not be told; `why`, the reason then
    stated    the number or array that was written, None if there is only a formula
    unit      1 in the last decimal place that was written (0.001 for -0.105), 0.0 for a fraction or a constant such
              as 1/3 or pi/2, and what such units of its decimals come to for arithmetic such as 0.5*0.21; for an array,
              an array of the same shape
    whole     whether the number was written without a decimal point or an exponent
    formula   what was written in symbols or with numbers put in ("-w1*w2"), in the language of programs; "" if nothing
    """

    line: int
    text: str
    name: str
    quantity: Quantity | None
    stated: Number = None
    unit: Number = 0.0
    whole: bool = False
    formula: str = ""
    why: str = ""


EXACT, ROUNDING, CARRIED, WRONG, UNREAD = "exact", "rounding", "carried", "wrong", "unread"
VERDICTS = (EXACT, ROUNDING, CARRIED, WRONG, UNREAD)
"""Verdicts: the very number; right for the digits written; right, but from a wrong line; wrong; not judged."""


class Judged(Record):
    """One entry of a worked table, judged.

    verdict  EXACT, ROUNDING, CARRIED, WRONG or UNREAD
    right    the right number, of the whole quantity; None where it is not known
    follows  what follows from the numbers written above, where that is another one, else None
    place    of an array, the first element that is not right, else ()
    wrong    how many of its elements are not right
    mistake  the likely mistake, one line, or ""; `mistake_name`, the row of the library that it comes from, and
             `mistake_words`, what stands for the placeholders of that row's message
    remark   what else there is to say: "cut off, not rounded", why it was not judged, or ""; `remark_words`, what
             stands for its placeholders, if it has any
    """

    entry: Entry
    verdict: str
    right: Number = None
    follows: Number = None
    place: tuple[int, ...] = ()
    wrong: int = 0
    mistake: str = ""
    remark: str = ""
    mistake_name: str = ""
    mistake_words: Mapping[str, str] = MappingProxyType({})
    remark_words: Mapping[str, str] = MappingProxyType({})

    def said(self, say: Callable[[str], str] = str) -> str:
        """The remark, in the language of `say`."""
        phrase = say(self.remark)
        return phrase.format(**self.remark_words) if self.remark_words else phrase


class WorkedReport(Record):
    """A worked table, judged against the run of its program.

    trace   the values of the program at its point
    judged  every entry, in the order of the table
    notes   what was assumed, such as the sweep that its tangents belong to: phrases, and what they are filled in with
    """

    trace: Trace
    judged: tuple[Judged, ...]
    notes: tuple[tuple[str, Mapping[str, str]], ...] = ()

    @property
    def first_wrong(self) -> Judged | None:
        """The first entry that is wrong by itself."""
        return next((one for one in self.judged if one.verdict == WRONG), None)

    def remarks(self, say: Callable[[str], str] = str) -> list[str]:
        """The notes, in the language of `say`."""
        return [say(phrase).format(**words) for phrase, words in self.notes]

    def with_note(self, phrase: str, **words: str) -> WorkedReport:
        """The report with one more note."""
        return self._replace(notes=(*self.notes, (phrase, words)))

    def count(self, verdict: str) -> int:
        """How many entries have this verdict."""
        return sum(one.verdict == verdict for one in self.judged)

    @property
    def ok(self) -> bool:
        """Whether no entry is wrong, and at least one was judged."""
        verdicts = {one.verdict for one in self.judged}
        return WRONG not in verdicts and bool(verdicts - {UNREAD})
