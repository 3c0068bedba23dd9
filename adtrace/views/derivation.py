"""A derivation as a careful hand writes it: the values, then every tangent or adjoint by the chain rule, in symbols and
in numbers."""

from __future__ import annotations

from collections.abc import Iterator

from ..records import TANGENT, Step, Sweep
from .equations import Equation, column
from .latex import Latex
from .manuscript import Manuscript
from .rows import Row, Rows
from .sheet import Sheet
from .tex import Tex

HEADINGS = {
    "value": "The values, from the inputs to the output",
    "forward": "The tangents, from the inputs to the output",
    "reverse": "The adjoints, from the output back to the inputs",
}
CHAIN = {
    "forward": "By the chain rule the tangent of a step is the sum, over what it is computed from, of the local "
    "partial derivative times the tangent there.",
    "reverse": "By the chain rule the adjoint of a node is the sum, over the steps that use it, of the adjoint there "
    "times the local partial derivative.",
}


class Derivation:
    """Writes the equations of one sweep."""

    def __init__(self, manuscript: Manuscript, sweep: Sweep) -> None:
        trace, options = manuscript.trace, manuscript.options
        self.manuscript, self.sweep, self.mode = manuscript, sweep, trace.mode
        self.tex: Tex = manuscript.tex
        notation = manuscript.swept(sweep)
        assert isinstance(notation, Latex)
        self.notation = notation
        self.rows = Rows(trace, sweep, notation, options.digits, manuscript.say)
        self.sheet = Sheet(
            trace.mode, (), self.tex, manuscript.say, options.digits, manuscript.room, decimal=options.decimal
        )
        self.order = list(range(len(sweep.steps)))

    def values(self) -> list[Equation]:
        """Every step and its value."""
        found = []
        for place in self.order:
            step = self.sweep.steps[place]
            if step.role == "input":
                continue
            row = self.rows.row(step)
            parts = (self.line(row.formula), self.math(row.values), self.number(row.value))
            found.append(Equation(self.line(row.name), different(parts)))
        return found

    def derivatives(self) -> list[Equation]:
        """Every tangent, in the order of the steps; or every adjoint, in reverse."""
        order = self.order[::-1] if self.mode == "reverse" else self.order
        return [self.derivative(self.sweep.steps[place]) for place in order]

    def derivative(self, step: Step) -> Equation:
        """One tangent or adjoint: by the chain rule, in symbols, in numbers, and what it is."""
        row = self.rows.row(step)
        uses = [use for use in row.uses if use.rule and not use.note]
        notes = [use.note.strip() for use in row.uses if use.note]
        chain = self.backward(step, row) if self.mode == "reverse" else self.forward(step)
        seeded = [use for use in row.uses if step.seeded and use.rule and use.note]
        terms = [self.line(use.rule) for use in [*seeded, *uses] if use.rule != row.symbol]
        numbers = [self.math(use.numbers) for use in uses]
        if seeded and uses:
            numbers = [self.number(seeded[0].result), *numbers]
            terms = [self.number(seeded[0].result), *terms]
        products = [self.number(use.result) for use in uses] if len(uses) > 1 and not step.shape else []
        parts = (
            chain, added(terms), added(numbers) if all(numbers) else "", added(products), self.number(row.result)
        )
        said_so = rf"\quad\text{{{self.tex.words(' '.join(notes))}}}" if notes else ""
        words = ""
        if len(uses) > 1:
            said = self.manuscript.say("{name} is used {count} times, so as many terms add up:")
            before, _, after = said.format(name="\0", count=len(uses)).partition("\0")
            words = f"{self.tex.words(before)}${self.line(row.name)}${self.tex.words(after)}"
        chained = list(different(parts) or ("0",))
        chained[-1] += said_so
        return Equation(self.line(row.symbol), tuple(chained), words=words)

    def backward(self, step: Step, row: Row) -> str:
        """The chain rule over the steps that use a node; "" where arrays take part, and for seeds."""
        found: dict[str, str] = {}
        for use, increment in zip((use for use in row.uses if use.user), step.increments, strict=False):
            if use.note or step.shape or increment.partial_formula is None or increment.formula.shape:
                return ""
            upstream = self.adjoint(increment.consumer)
            found[increment.consumer] = rf"{upstream}\,{self.fraction(increment.consumer, step.name)}"
        return "" if step.seeded else added(list(found.values()))

    def forward(self, step: Step) -> str:
        """The chain rule over what a step is computed from; "" where arrays take part, and for seeds."""
        if step.rule_tree is None or step.shape or step.seeded:
            return ""
        leaves = [leaf for leaf in step.rule_tree.leaves() if leaf.op == TANGENT]
        if any(leaf.shape for leaf in leaves):
            return ""
        names = dict.fromkeys(leaf.text for leaf in leaves)
        painted = {name: self.sheet.painted(self.tex.math(self.notation.tangent(name)), "tangent") for name in names}
        return added([rf"{self.fraction(step.name, name)}\,{painted[name]}" for name in names])

    def adjoint(self, name: str) -> str:
        """The adjoint of a step, in its colour."""
        return self.sheet.painted(self.tex.math(self.notation.adjoint(name)), "adjoint")

    def fraction(self, of: str, by: str) -> str:
        """A local partial derivative."""
        above, below = (self.tex.math(self.notation.name(name)) for name in (of, by))
        return rf"\frac{{\partial {above}}}{{\partial {below}}}"

    def line(self, content: object) -> str:
        """A line of runs as mathematics."""
        return self.sheet.formula(content).latex.strip("$")  # type: ignore[arg-type]

    def math(self, latex: str) -> str:
        """A formula in ASCII."""
        return self.tex.math(latex)

    def number(self, value: object) -> str:
        """A number; a large array as words."""
        latex = self.sheet.number(value).latex
        return latex.strip("$") if latex.startswith("$") or not latex else rf"\text{{{latex}}}"


def added(terms: list[str]) -> str:
    """Terms as a sum, those that begin with a sign in brackets behind the first."""
    first, rest = terms[:1], terms[1:]
    return " + ".join([*first, *(rf"({term})" if term.lstrip("{}").startswith("-") else term for term in rest)])


def different(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The parts of a chain of equations without empty ones, and without what would say the same twice."""
    found: list[str] = []
    for part in filter(None, parts):
        if not found or part != found[-1]:
            found.append(part)
    return tuple(found)


def written(manuscript: Manuscript) -> Iterator[str]:
    """The whole derivation."""
    say, tex = manuscript.say, manuscript.tex
    yield from manuscript.opening()
    yield "\\allowdisplaybreaks\n"
    yield from manuscript.header()
    for place, sweep in enumerate(manuscript.trace.sweeps):
        derivation = Derivation(manuscript, sweep)
        if not place:
            yield heading(tex, say(HEADINGS["value"])) + "\n"
            yield from column(derivation.values(), manuscript.room)
        if manuscript.trace.mode == "value":
            continue
        yield heading(tex, say(HEADINGS[manuscript.trace.mode])) + "\\par\\nopagebreak\n"
        if not place:
            yield f"{tex.words(say(CHAIN[manuscript.trace.mode]))}\\par\n"
        yield manuscript.explanation(sweep).removesuffix("\\par\\medskip\n") + "\n"  # A display ends it.
        yield from column(derivation.derivatives(), manuscript.room)
    yield from manuscript.ending()


def heading(tex: Tex, text: str) -> str:
    """What follows."""
    return rf"\medskip\textbf{{{tex.words(text)}}}"


