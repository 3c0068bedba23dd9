"""What stands around the tables of a LaTeX document: its beginning, the header, seeds, results and remarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..records import Number, Sweep, Trace
from . import frame
from .formats import Options
from .languages import speaker
from .latex import bmatrix, number_latex
from .notation import of_trace
from .number import SUMMARY_DIGITS, SUMMARY_ENTRIES, given, is_array, is_small, people, shape_text
from .palette import COLOURS
from .tex import MACRO, Tex, comment

PACKAGES = ("amsmath", "array", "booktabs", "longtable", "graphicx", "xcolor")
PAINTED = ("tangent", "adjoint", "muted")

ROOM, WIDE_ROOM = 33.0, 47.0
"""Em of a line: of the article class, and of the document with narrow margins that --standalone writes."""

TITLES = {"forward": "Forward mode", "reverse": "Reverse mode", "value": "Evaluation"}
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
    return f"% {what}: {short}\n% In the preamble: \\usepackage{{{','.join(packages)}}}\n"


class Manuscript:
    """A trace, its options, and how both are spelled."""

    def __init__(self, trace: Trace, options: Options) -> None:
        self.trace, self.options = trace, options
        self.tex = Tex(options.decimal)
        self.say = speaker(options.lang)
        self.notation = of_trace(trace, "latex")
        self.room = WIDE_ROOM if options.standalone else ROOM

    def opening(self) -> Iterator[str]:
        """What comes before the header."""
        yield first_lines(self.trace, TITLES[self.trace.mode], PACKAGES)
        if self.options.standalone:
            yield preamble(PACKAGES, "a4paper,margin=2cm")
        yield "\\par\\begingroup\n" + colours(PAINTED) + MACRO
        yield "\\setlength{\\parindent}{0pt}\\setlength{\\LTpre}{0pt}\\setlength{\\LTpost}{0pt}\\raggedright\n"

    def header(self) -> Iterator[str]:
        """Mode, program and point; then the notes."""
        trace = self.trace
        title = rf"\textbf{{{self.tex.words(self.say(TITLES[trace.mode]))}}}"
        program = frame.program_lines(trace, self.notation, 80)
        typed = (r" \\" + "\n").join(self.tex.typed(text) for text in program)
        point = self.point()
        short = len(program) == 1 and len(program[0]) <= SHORT
        between = "\\quad\n" if short else " \\\\\n"
        yield f"{title}{between}{typed}" + (f"{between}{point}" if point else "") + "\\par\n"
        for note in trace.notes:
            yield self.remark(note)

    def point(self) -> str:
        """The values of the inputs; arrays, and inputs without values, by their space."""
        trace = self.trace
        parts = [
            self.value(self.notation.name(name), value, trace.shapes[name])
            for name, value in trace.inputs.items()
            if trace.point or trace.shapes.get(name)
        ]
        if len(parts) > frame.ITEMS_SHOWN:
            more = self.say("and {} more").format(len(parts) - frame.ITEMS_SHOWN)
            parts[frame.ITEMS_SHOWN :] = [self.tex.words(more)]
        words = [] if trace.point else [self.tex.words(self.say("in symbols"))]
        return ", ".join(words + parts)

    def value(self, name: str, value: Number, shape: tuple[int, ...]) -> str:
        """A name and what it equals; of an array, the shape."""
        if value is None or is_array(value):
            return f"{self.tex.formula(name, self.room)}: {self.tex.formula(self.notation.shape(shape), self.room)}"
        return self.tex.formula(f"{name} = {number_latex(given(value))}", self.room)

    def explanation(self, sweep: Sweep) -> str:
        """The seed, and what every number of the sweep means."""
        trace = self.trace
        if trace.mode == "value" or not sweep.steps:
            return "\\medskip\n"
        unit = frame.unit_seed(trace, sweep, self.notation)
        node = rf"\text{{{self.tex.words(self.say('node'))}}}"
        if trace.mode == "forward":
            means = self.notation.partial(node, unit) if unit else ""
        else:
            of = unit or frame.weighted(trace, sweep, self.notation)
            means = self.notation.partial(of, node) if of else ""
        kind = frame.style(trace)
        words = self.say(f"so every {kind} is the derivative along this seed")
        if means:
            words = self.say(f"so every {kind} is")
        meaning = self.tex.words(words) + (f" {self.tex.formula(means, self.room)}" if means else "")
        return f"{self.tex.words(self.say('seed'))} {self.seeds(sweep)}, {meaning}\\par\\medskip\n"

    def seeds(self, sweep: Sweep) -> str:
        """The seeds of all inputs or outputs, or of those that have one where there are many."""
        trace = self.trace
        spell = self.notation.tangent if trace.mode == "forward" else self.notation.adjoint
        names = frame.seeded_names(trace, sweep)
        seeded = [name for name in names if frame.is_seeded(frame.seed_of(sweep, name))]
        others = len(names) > frame.SEEDS_ALL and len(seeded) < len(names)
        shown = (seeded if others else names)[: frame.SEEDS_SHOWN]
        known = trace.point or bool(sweep.seed)
        parts = [self.seed(spell(name), frame.seed_of(sweep, name), known=known) for name in shown]
        if len(shown) < len(seeded):
            parts.append(self.tex.words(self.say("and {} more").format(len(seeded) - len(shown))))
        if others:
            parts.append(self.tex.words(self.say("all others 0")))
        return ", ".join(parts)

    def seed(self, name: str, seed: Number, *, known: bool) -> str:
        """One seed: a number, a small array, or of a larger one its shape."""
        latex = name
        if known and not is_array(seed):
            latex = f"{name} = {number_latex(given(seed))}"
        elif known and is_small(seed) and seed.size <= SUMMARY_ENTRIES:
            rows = [seed.tolist()] if seed.ndim == 1 else seed.tolist()
            latex = f"{name} = {bmatrix([[number_latex(given(entry)) for entry in row] for row in rows])}"
        elif known:
            latex = rf"{name}\colon {shape_text(seed.shape)}"
        return rf"{{\color{{adtrace-{frame.style(self.trace)}}}{self.tex.formula(latex, self.room)}}}"

    def ending(self) -> Iterator[str]:
        """Results, warnings, and the letters that are written as code points."""
        if self.trace.point:
            yield "\\medskip\n" + " \\quad\n".join(self.results()) + "\\par\n"
        for warning in self.trace.warnings:
            where = f" {self.tex.formula(self.notation.name(warning.node), self.room)}" if warning.node else ""
            text = self.tex.words("; ".join(filter(None, (warning.message, warning.hint))))
            kind = self.tex.words(self.say("warning"))
            yield rf"{{\footnotesize\textbf{{{kind}}} ({self.tex.words(warning.code)}){where}: {text}\par}}" + "\n"
        for line in self.tex.legend():
            yield self.remark(line)
        yield "\\endgroup\n"
        if self.options.standalone:
            yield "\\end{document}\n"

    def results(self) -> Iterator[str]:
        """Outputs and derivatives, with two digits more than the table; of arrays the shape."""
        trace, digits = self.trace, self.options.digits + SUMMARY_DIGITS - 4
        found = [(self.notation.name(name), value) for name, value in trace.outputs.items()]
        for sweep in trace.sweeps if trace.mode != "value" else ():
            found += [
                (frame.derivative(trace, sweep, name, self.notation), value) for name, value in sweep.result.items()
            ]
        for symbol, value in found[: frame.ITEMS_SHOWN]:
            if is_array(value):
                shape = self.tex.formula(self.notation.shape(value.shape), self.room)
                yield f"{self.tex.formula(symbol, self.room)}: {shape}"
            else:
                yield self.tex.formula(f"{symbol} = {number_latex(people(value, digits))}", self.room)
        if len(found) > frame.ITEMS_SHOWN:
            yield self.tex.words(self.say("and {} more").format(len(found) - frame.ITEMS_SHOWN))

    def remark(self, text: str) -> str:
        """A muted line in small letters."""
        return rf"{{\footnotesize\color{{adtrace-muted}}{self.tex.words(text)}\par}}" + "\n"
