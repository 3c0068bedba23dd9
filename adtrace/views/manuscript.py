"""What stands around the tables of a LaTeX document: its beginning, the header, seeds, results and remarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..records import Number, Sweep, Trace
from ..records.notes import JSON, told
from . import frame
from .formats import Options
from .latex import of_options
from .notation import Notation
from .number import SUMMARY_DIGITS, is_array
from .palette import COLOURS
from .report import left_out, said_of
from .signs import signs_of
from .spreading import spread_lines
from .tex import MACRO, SIGN_TEXT, Tex, comment

PACKAGES = ("amsmath", "array", "booktabs", "longtable", "graphicx", "xcolor")
PAINTED = ("tangent", "adjoint", "muted")

ROOM, WIDE_ROOM = 33.0, 47.0
"""Em of a line: of the article class, and of the document with narrow margins that --standalone writes."""

SHORT = 40
"""Characters of a program that stands on one line with the mode and the point."""

LONGEST_TITLE = 70
"""Characters of a program in the comment at the top."""


def colours(roles: Sequence[str], shade: int = 0) -> str:
    """The definitions of these colours."""
    return "".join(
        rf"\definecolor{{adtrace-{role}}}{{HTML}}{{{COLOURS[role][shade].lstrip('#').upper()}}}%" + "\n"
        for role in roles
    )


def preamble(packages: Sequence[str], page: str) -> str:
    """The beginning of a document."""
    return (
        "\\documentclass{article}\n"
        f"\\usepackage[{page}]{{geometry}}\n\\usepackage{{{','.join(packages)}}}\n"
        "\\pagestyle{empty}\n\\setlength{\\parindent}{0pt}\n\\begin{document}\n"
    )


def first_lines(trace: Trace, what: str, packages: Sequence[str]) -> str:
    """The comment at the top of a part: what it is, and what its document needs."""
    text = comment(trace.expression if trace.where == "expression" else trace.where)
    short = text if len(text) <= LONGEST_TITLE else f"{text[:LONGEST_TITLE]}..."
    needs = f"% In the preamble: \\usepackage{{{','.join(packages)}}}\n"
    runs = "% A table of several pages settles after a few runs of LaTeX.\n" if "longtable" in packages else ""
    return f"% {what}: {short}\n{needs}{runs}"


class Manuscript:
    """A trace, its options, and how both are spelled."""

    def __init__(self, trace: Trace, options: Options) -> None:
        self.trace, self.options = trace, options
        self.tex, self.say = Tex(), options.say
        self.notation = of_options(trace, options)
        self.room = WIDE_ROOM if options.standalone else ROOM

    def opening(self) -> Iterator[str]:
        """What comes before the header."""
        yield first_lines(self.trace, frame.TITLES[self.trace.mode], PACKAGES)
        if self.options.standalone:
            yield preamble(PACKAGES, "a4paper,margin=2cm")
        yield "\\par\\begingroup\n" + colours(PAINTED) + MACRO
        yield "\\setlength{\\parindent}{0pt}\\setlength{\\LTpre}{0pt}\\setlength{\\LTpost}{0pt}\\raggedright\n"

    def header(self) -> Iterator[str]:
        """Mode, program and point; then the notes."""
        trace = self.trace
        title = rf"\textbf{{{self.tex.words(self.say(frame.TITLES[trace.mode]))}}}"
        program = frame.program_lines(trace, self.notation, 80)
        typed = (r" \\" + "\n").join(self.tex.typed(text) for text in program)
        point = self.point()
        short = len(program) == 1 and len(program[0]) <= SHORT
        between = "\\quad\n" if short else " \\\\\n"
        yield f"{title}{between}{typed}" + (f"{between}{point}" if point else "") + "\\par\n"
        for note in told(trace.notes, self.say):
            yield self.remark(note)

    def point(self) -> str:
        """The values of the inputs; arrays, and inputs without values, by their space."""
        trace, own = self.trace, self.notation.own
        parts = [
            self.value(own.name(name), value, trace.shapes[name])
            for name, value in trace.inputs.items()
            if trace.point or trace.shapes.get(name)
        ]
        if len(parts) > frame.ITEMS_SHOWN:
            parts[frame.ITEMS_SHOWN :] = [self.more(len(parts) - frame.ITEMS_SHOWN)]
        words = [] if trace.point else [self.tex.words(self.say("in symbols"))]
        return self.notation.comma.join(words + parts)

    def more(self, count: int) -> str:
        """How many are not listed."""
        return self.tex.words(self.say("and {count} more").format(count=count))

    def value(self, name: str, value: Number, shape: tuple[int, ...]) -> str:
        """A name and what it equals; of an array, the shape."""
        if value is None or is_array(value):
            return f"{self.tex.formula(name, self.room)}: {self.tex.formula(self.notation.shape(shape), self.room)}"
        return self.tex.formula(f"{name} = {self.notation.given(value)}", self.room)

    def swept(self, sweep: Sweep) -> Notation:
        """The notation of one sweep."""
        return of_options(self.trace, self.options, sweep)

    def explanation(self, sweep: Sweep) -> str:
        """The seed, and what every number of the sweep means."""
        runs = frame.explained(self.trace, sweep, self.swept(sweep), self.say)
        return "".join(self.run(*run) for run in runs) + "\\par" * bool(runs) + "\\medskip\n"

    def run(self, text: str, role: str) -> str:
        """Words, or a formula in the colour of its role."""
        if role == "dim":
            return self.tex.words(text)
        formula = self.tex.formula(text, self.room)
        return rf"{{\color{{adtrace-{role}}}{formula}}}" if role else formula

    def ending(self) -> Iterator[str]:
        """Results, warnings, and the letters that are written as code points."""
        if self.trace.point:
            yield "\\medskip\n" + " \\quad\n".join(self.results()) + "\\par\n"
        yield from self.warnings()
        for line in self.tex.legend():
            yield self.remark(line)
        yield "\\endgroup\n"
        if self.options.standalone:
            yield "\\end{document}\n"

    def warnings(self, command: str = JSON) -> Iterator[str]:
        """What the signs mean, then every warning, in small letters."""
        for sign, words in signs_of(self.trace).legend() if self.trace.sweeps else ():
            text = self.tex.words(self.say(words))
            yield rf"{{\footnotesize\color{{adtrace-muted}}{SIGN_TEXT.get(sign, sign)} {text}\par}}" + "\n"
        shown, more = said_of(self.trace.warnings)
        for warning in shown:
            where = f" {self.tex.formula(self.notation.name(warning.node), self.room)}" if warning.node else ""
            text = self.tex.words("; ".join(filter(None, (warning.message, warning.hint))))
            kind = self.tex.words(self.say("warning"))
            yield rf"{{\footnotesize\textbf{{{kind}}} ({self.tex.words(warning.code)}){where}: {text}\par}}" + "\n"
            for sentence in spread_lines(warning, self.trace, self.say):
                yield self.remark(sentence)
        for text in left_out(more, self.say, command):
            yield self.remark(text)

    def results(self) -> Iterator[str]:
        """Outputs and derivatives, with two digits more than the table; of arrays the shape."""
        trace, digits = self.trace, self.options.digits + SUMMARY_DIGITS - 4
        own = self.notation.own
        found = [(own.name(name), "", value) for name, value in trace.outputs.items()]
        for sweep in trace.sweeps if trace.mode != "value" else ():
            found += [(*frame.derivative(trace, sweep, name, own), value) for name, value in sweep.result.items()]
        for symbol, label, value in found[: frame.ITEMS_SHOWN]:
            of = self.tex.words(f" ({label})") if label else ""
            number = f"= {own.number(value, digits)}" if not is_array(value) else ""
            if number and not label:
                yield self.tex.formula(f"{symbol} {number}", self.room)
            else:
                right = f" {self.run(number, '')}" if number else f": {self.run(own.shape(value.shape), '')}"
                yield self.run(symbol, "") + of + right
        if len(found) > frame.ITEMS_SHOWN:
            yield self.more(len(found) - frame.ITEMS_SHOWN)

    def remark(self, text: str) -> str:
        """A muted line in small letters."""
        return rf"{{\footnotesize\color{{adtrace-muted}}{self.tex.words(text)}\par}}" + "\n"
