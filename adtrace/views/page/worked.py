"""A sweep's rows in both spellings: as LaTeX for the outlines, and as text for everybody else."""

from __future__ import annotations

from ...records import Formula, Increment, Number, Step, Trace
from ..layout import Line
from ..rows import Row, Rows, Use
from ..shorten import short_name
from ..source import Source, spelled
from .figures import elementwise, figures
from .markup import Markup, element, joined
from .maths import Maths, equation


class Worked:
    """The worked formulae of one trace of a page; `role` is that of its derivatives."""

    def __init__(self, maths: Maths, source: Source, trace: Trace) -> None:
        self.maths, self.source, self.trace = maths, source, trace
        self.role = {"forward": "tangent", "reverse": "adjoint"}.get(trace.mode, "ink")
        sweep = trace.sweeps[0]
        self.latex = Rows(trace, sweep, source.latex, source.digits, source.say)
        self.text = Rows(trace, sweep, source.unicode, source.digits, source.say)

    def rows(self, step: Step) -> tuple[Row, Row]:
        """A step's row, as LaTeX and as text."""
        return self.latex.row(step), self.text.row(step)

    def symbol(self, step: Step, role: str = "") -> Markup:
        """How a step, or its derivative, is spelled."""
        name, role = step.name, role or self.role
        return self.maths.formula(
            spelled(self.source.latex, role, name), spelled(self.source.unicode, role, name), role
        )

    def name(self, name: str) -> Markup:
        """A step's name."""
        return self.maths.formula(self.source.latex.name(short_name(name)), self.source.unicode.name(short_name(name)))

    def node(self, step: Step) -> Markup:
        """A step and the formula that it stands for: w₂ = w₁·x."""
        latex, text = self.rows(step)
        name, formula = self.source.latex.name(short_name(step.name)), plain(latex.formula)
        if not formula:
            return self.name(step.name)
        return self.maths.formula(f"{name} = {formula}", f"{plain(text.name)} = {plain(text.formula)}")

    def value(self, step: Step) -> Markup:
        """Its value: name, formula, numbers, result."""
        latex, text = self.rows(step)
        numbers = self.maths.formula(latex.values, text.values, "muted")
        return equation(
            self.name(step.name),
            self.maths.formula(plain(latex.formula), plain(text.formula)),
            numbers or self.figures(step.tree),
            self.result(step.value, "ink"),
        )

    def reached(self, step: Step) -> Markup:
        """Its value: name, numbers, result."""
        latex, text = self.rows(step)
        numbers = self.maths.formula(latex.values, text.values, "muted")
        return equation(self.name(step.name), numbers, self.result(step.value, "ink"))

    def tangent(self, step: Step) -> Markup:
        """Its tangent: symbol, rule, numbers, result."""
        latex, text = self.rows(step)
        rule, numbers = self.sides(latex.uses[0], text.uses[0])
        return equation(self.symbol(step), rule, numbers or self.figures(step.rule_tree), self.result(step.tangent))

    def use(self, step: Step, increment: Increment) -> tuple[Markup, Markup]:
        """What one use contributes: its rule and its numbers."""
        latex, text = (rows.use(step, increment, numbered=False) for rows in (self.latex, self.text))
        rule, numbers = self.sides(latex, text)
        return rule, numbers or self.figures(increment.formula) or elementwise(increment, self.maths)

    def figures(self, tree: Formula | None) -> Markup:
        """A rule of arrays in numbers."""
        return figures(tree, self.text, self.maths) if tree is not None and self.maths.outlined else Markup()

    def sides(self, latex: Use, text: Use) -> tuple[Markup, Markup]:
        """A rule and its numbers."""
        return (
            self.maths.formula(plain(latex.rule), plain(text.rule), self.role),
            self.maths.formula(latex.numbers, text.numbers, "muted"),
        )

    def whole(self, step: Step) -> tuple[Markup, Markup]:
        """The whole sum of a step's rule, and the same in numbers."""
        tree = step.rule_tree
        if tree is None:
            return Markup(), Markup()
        numbers = self.maths.formula(self.latex.with_numbers(tree), self.text.with_numbers(tree), "muted")
        return self.tree(tree, self.role), numbers or self.figures(tree)

    def tree(self, tree: Formula, role: str) -> Markup:
        """A rule."""
        return self.maths.formula(self.source.latex.rule(tree), self.source.unicode.rule(tree), role)

    def result(self, content: Number, role: str = "") -> Markup:
        """A number that a line ends with."""
        found = self.maths.number(content, role or self.role)
        return element("strong", found) if found else found

    def running(self, before: Number, step: Step, increment: Increment) -> Markup:
        """The running sum: what was there, what arrives, and both together."""
        added = self.maths.number(increment.product, self.role)
        brackets = not step.shape and increment.product is not None and float(increment.product) < 0
        if brackets:
            added = joined(element("span", "(", class_="eq"), added, element("span", ")", class_="eq"))
        both = joined(self.maths.number(before, "muted"), element("span", " + ", class_="eq"), added)
        return equation(self.symbol(step), both if added else Markup(), self.result(increment.total))


def plain(content: Line) -> str:
    """A line without its styles."""
    return "".join(text for text, _ in content)
