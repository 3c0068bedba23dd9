"""Vertex elimination on a screen: local partials, every product of edges, what is left, and what each order takes."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from ...records.elimination import FORWARD, MARKOWITZ, REVERSE, Component, Edge, Elimination, Product, Step
from ..formats import Options
from ..frame import flowing, header
from ..layout import (
    ASCII_RULES,
    GAP,
    RIGHT,
    UNICODE_RULES,
    Cell,
    Column,
    Line,
    line,
    styled,
    table,
    table_width,
    wrapped,
)
from ..notation import of_options
from ..number import localised, people
from ..report import all_warning_lines
from ..wording import broken

TITLES = {
    FORWARD: "Vertex elimination, forward order", REVERSE: "Vertex elimination, reverse order",
    MARKOWITZ: "Vertex elimination, order of Markowitz",
}
LETTERS = "cepkq"
"""The first of these that is no name of the program stands for the edges."""
LISTED = 200
"""Products, or edges, that are listed."""


def elimination_lines(report: Elimination, options: Options) -> list[Line]:
    """The elimination for a screen. Raises AdtraceError (notation, language)."""
    return Screen(report, options).lines()


class Screen:
    """One elimination on one screen."""

    def __init__(self, report: Elimination, options: Options) -> None:
        self.report, self.options, self.say = report, options, options.say
        self.notation = of_options(report.trace, options).own
        self.columns = max(1, options.width)
        known = report.trace.inputs, report.trace.outputs, report.trace.steps.names
        free = (letter for letter in LETTERS if not any(letter in names for names in known))
        self.letter = next(free, LETTERS[0])
        self.rules = UNICODE_RULES if options.unicode else ASCII_RULES

    def lines(self) -> list[Line]:
        """The whole screen."""
        report, say = self.report, self.say
        steps = self.steps()
        edge = table_width(steps) if steps else 0
        found = header(report.trace, self.notation, self.columns, edge, say, say(TITLES[report.order]))
        meaning = say("every pair of an edge into a vertex and an edge out of it takes one multiplication")
        found += wrapped(line((meaning, "dim")), self.columns, 2)
        found += self.edges()
        if steps:
            found += table(steps, self.rules)
            found += self.cut(sum(len(step.products) for step in report.steps))
        return [*found, *self.left(), *table(self.orders(), self.rules), *self.warnings()]

    def name(self, component: Component) -> str:
        """A vertex: w₁, x[0]."""
        place = f"[{', '.join(map(str, component.place))}]" if component.place else ""
        return self.notation.name(component.name) + place

    def symbol(self, target: Component, source: Component) -> str:
        """An edge: c(y,x)."""
        return f"{self.letter}({self.name(target)},{self.name(source)})"

    def number(self, value: float | None) -> str:
        """A number of the table."""
        return "" if value is None else localised(people(value, self.options.digits), self.options.decimal)

    def factor(self, value: float | None) -> str:
        """A number inside a product."""
        text = self.number(value)
        return f"({text})" if text.startswith("-") else text

    def edges(self) -> list[Line]:
        """The local partials that it begins with."""
        edges = self.report.edges[:LISTED]
        if not edges:
            return []
        items = [self.edge(edge) for edge in edges]
        found = [line((self.say("local partials:"), "bold"))]
        found += flowing([line("  ", items[0]), *items[1:]], self.columns, "   ", 2)
        return [*found, *self.cut(len(self.report.edges))]

    def edge(self, edge: Edge) -> Line:
        """One local partial: its formula and its number."""
        formula, number = "" if edge.formula is None else self.notation.rule(edge.formula), self.number(edge.value)
        if edge.undefined:
            since = self.say("{number}, since {name} is nan").format(number=number, name=self.name(edge.target))
            return line(self.symbol(edge.target, edge.source), " = ", since)
        texts = [text for text in (formula, number) if text]
        return line(self.symbol(edge.target, edge.source), " = ", " = ".join(dict.fromkeys(texts) or ["·"]))

    def steps(self) -> list[Column]:
        """A row for every product, under the vertex that it eliminates; without its numbers where there is no room."""
        rows = [
            (step, place, product)
            for step in self.report.steps for place, product in enumerate(step.products or (None,))
        ][:LISTED]
        if not rows:
            return []
        blank: Cell = ((),)
        vertex = [(line((self.name(step.vertex), "bold")),) if not place else blank for step, place, _ in rows]
        degree = [(line(self.degree(step)),) if not place else blank for step, place, _ in rows]
        taken = [(line((str(count), "dim")),) for count in self.taken(rows)]
        edges = Column(self.say("edge"), [(self.product(step, product),) for step, _, product in rows])
        front = [Column(self.say("vertex"), vertex), Column(self.say("degree"), degree, RIGHT)]
        back = [Column("×" if self.options.unicode else "*", taken, RIGHT)]
        if self.report.trace.point:
            after = [(line((self.number(product.after if product else None), "bold")),) for *_, product in rows]
            back.insert(0, Column(self.letter, after, RIGHT))
            numbers = Column(self.say("with numbers"), [(self.numbers(product),) for *_, product in rows])
            if table_width([*front, edges, numbers, *back]) <= self.columns:
                return [*front, edges, numbers, *back]
        room = max(24, self.columns - table_width([*front, *back]) - GAP)
        narrow = [broken(cell[0], room) for cell in edges.cells]
        return [*front, edges._replace(cells=narrow), *back]

    def degree(self, step: Step) -> str:
        """The Markowitz degree: 1·2 = 2."""
        sign = self.notation.signs["mul"].strip()
        return f"{step.into}{sign}{step.out} = {step.into * step.out}"

    def product(self, step: Step, product: Product | None) -> Line:
        """c(k, i) += c(k, j)·c(j, i); a new edge has = instead."""
        if product is None:
            return line((self.say("no edge into it"), "dim"))
        left, right = self.symbol(product.target, step.vertex), self.symbol(step.vertex, product.source)
        sign = " = " if product.fill else " += "
        new = line((" " + self.say("(new)"), "dim")) if product.fill else ()
        return line(self.symbol(product.target, product.source), sign, left, self.notation.signs["mul"], right, new)

    def numbers(self, product: Product | None) -> Line:
        """The same with numbers."""
        if product is None:
            return ()
        before = f"{self.number(product.before)} + " if not product.fill else ""
        sign = self.notation.signs["mul"]
        left = self.number(product.left) if not before else self.factor(product.left)
        return line(f"{before}{left}{sign}{self.factor(product.right)}")

    def taken(self, rows: list[tuple[Step, int, Product | None]]) -> list[int]:
        """The multiplications so far, on every row."""
        return [
            step.multiplications - len(step.products) + (place + 1 if product else 0) for step, place, product in rows
        ]

    def cut(self, count: int) -> list[Line]:
        """How many are not listed."""
        if count <= LISTED:
            return []
        return [line(("  " + self.say("and {count} more").format(count=count - LISTED), "dim"))]

    def left(self) -> list[Line]:
        """The edges of the bipartite graph: the Jacobian."""
        report, edges = self.report, {(y, x): value for y, x, value in self.report.left}
        pairs = list(itertools.product(report.rows, report.columns))
        whole = len(pairs) <= LISTED
        items = [self.entry(*pair, edges) for pair in (pairs if whole else list(edges)[:LISTED])]
        if not items:
            return []
        found = flowing([line((self.say("left:"), "dim"), "  ", items[0]), *items[1:]], self.columns, "   ", 2)
        if not whole:
            found += [*self.cut(len(edges)), line(("  " + self.say("and 0 in all other pairs"), "dim"))]
        return found

    def entry(self, y: Component, x: Component, edges: Mapping[tuple[Component, Component], float | None]) -> Line:
        """An entry of the Jacobian: 0 where there is no edge."""
        symbol, value = self.notation.total(self.name(y), self.name(x)), edges.get((y, x), 0.0)
        if (y, x) not in edges:
            return line((f"{symbol} = 0", "dim"))
        return line(symbol, " = " if value is not None else "", (self.number(value), "bold"))

    def warnings(self) -> list[Line]:
        """What the numbers do not say by themselves."""
        report, options = self.report, self.options
        return all_warning_lines(report.warnings, report.trace, self.columns, unicode=options.unicode, say=self.say)

    def orders(self) -> list[Column]:
        """What each order takes; the one that is shown stands out."""
        counts = self.report.counts
        looks = ["bold" if order == self.report.order else "" for order in counts]

        def cells(texts: list[str]) -> list[tuple[Line, ...]]:
            return [(styled(line(text), look),) for text, look in zip(texts, looks, strict=True)]

        return [
            Column("--order", cells(list(counts))),
            Column(self.say("multiplications"), cells([str(one.multiplications) for one in counts.values()]), RIGHT),
            Column(self.say("additions"), cells([str(one.additions) for one in counts.values()]), RIGHT),
            Column(self.say("new edges"), cells([str(one.fill) for one in counts.values()]), RIGHT),
        ]
