"""The stable form of a place as text, in the user's own words: names stay names, and what stays is copied as typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from ...graph.build import Built
from ...lang import columns as entries
from ...lang.grammar import ATOM, PRODUCT, SUM
from ...lang.printer import Printer
from ...records import LITERAL, NAME, Formula
from .forms import Instance
from .found import Found, Place
from .pieces import Unwritten, binding_of, encloses, is_written, negative, number, product_of, unbracketed
from .terms import LEAF, ONE, UNIT, Axes, Scaled, axes_of
from .terms import PRODUCT as PRODUCT_OF
from .terms import SUM as SUM_OF

SOURCE = "source"
"""A formula that is a piece of the user's text: `params["binding"]` says how tightly it binds."""

DEEPEST = 12
"""Levels of formulas that stand nowhere in the text and have to be written out."""


class Scribe(Printer):
    """Writes terms of a program as formulas of its text."""

    def __init__(self, built: Built, found: Found) -> None:
        super().__init__()
        self.built, self.graph, self.found = built, built.graph, found
        self.entries = entries_of(built)
        self.spans = [built.program.columns.span(position) for position in built.program.assigned.values()]
        self.start = self.end = 0
        self.nodes: dict[Scaled, list[int]] = {}
        for node, scaled in enumerate(found.scaled):
            # A number is written as a number: x - x is no name for 0.
            if node in self.graph.literals or (self.graph.varies[node] and scaled.term != ONE):
                self.nodes.setdefault(scaled, []).append(node)

    def write(self, formula: Formula) -> tuple[str, int]:
        """The text and how tightly its outermost operator binds."""
        if formula.op == SOURCE:
            return formula.text, formula.params["binding"]
        if formula.op == "neg" and formula.args[0].op == SOURCE and formula.args[0].params["binding"] == PRODUCT:
            return f"-{formula.args[0].text}", PRODUCT
        return super().write(formula)

    def text_of(self, place: Place) -> str:
        """The stable form that takes a place, in words that stand before it. Raises Unwritten."""
        self.start, self.end = self.built.program.columns.span(self.entries[place.node])
        around = [end for start, end in self.spans if start <= self.start and self.end <= end]
        self.end = min(around, default=self.end)
        match = place.match
        inner = Instance(self, place).formula(match.pattern.remedy.instead)
        if match.kind == SUM_OF and match.rest:
            factor = self.found.scaled[place.node].factor
            rest = [Scaled(part * factor, term) for term, part in match.rest]
            return self.text(self.added([*map(self.signed, rest), self.times(place.factor, inner)]))
        if not match.rest:
            return self.text(self.times(place.factor, inner))
        above = [self.of(Scaled(UNIT, self.power(term, power))) for term, power in match.rest if power > 0]
        below = [self.of(Scaled(UNIT, self.power(term, -power))) for term, power in match.rest if power < 0]
        product = self.times(place.factor, product_of([*above, inner]))
        return self.text(Formula("div", (product, product_of(below))) if below else product)

    def condition_of(self, place: Place) -> str:
        """Where the stable form is the same function, "" for everywhere. Raises Unwritten."""
        when = place.match.pattern.remedy.when
        return self.text(Instance(self, place).formula(when)) if when else ""

    def power(self, term: int, exponent: int) -> int:
        """The term of a power."""
        return self.found.terms.product([(Scaled(UNIT, term), exponent)]).term

    def times(self, factor: Fraction, formula: Formula) -> Formula:
        """A number times a formula. Raises Unwritten."""
        if factor < 0:
            return negative(self.times(-factor, formula))
        if factor == 1:
            return formula
        if factor.numerator == 1 and factor.denominator > 1:
            return Formula("div", (formula, number(1 / factor)))
        if is_written(factor) or factor.denominator == 1:
            return Formula("mul", (number(factor), formula))
        above, below = Fraction(factor.numerator), Fraction(factor.denominator)
        return Formula("div", (self.times(above, formula), number(below)))

    def signed(self, scaled: Scaled) -> Formula:
        """A term of a sum, its sign in front."""
        return self.of(scaled) if scaled.factor > 0 else negative(self.of(Scaled(-scaled.factor, scaled.term)))

    def added(self, parts: Sequence[Formula]) -> Formula:
        """A sum, beginning with what has no sign where there is such a part."""
        ordered = sorted(parts, key=lambda part: part.op == "neg")
        total = ordered[0]
        for part in ordered[1:]:
            total = Formula("sub", (total, part.args[0])) if part.op == "neg" else Formula("add", (total, part))
        return total

    def of(self, scaled: Scaled, depth: int = 0) -> Formula:
        """A factor times a term: as the program has it, else written out. Raises Unwritten."""
        if depth > DEEPEST:
            raise Unwritten
        known = self.standing(scaled)
        if known is not None:
            return self.of_node(known, depth)
        opposite = self.standing(Scaled(-scaled.factor, scaled.term))
        if opposite is not None and self.graph.varies[opposite]:
            formula = self.of_node(opposite, depth)
            if not (formula.op == SOURCE and formula.text.startswith("-")):
                return negative(formula)
        key = self.found.terms.keys[scaled.term]
        if key.kind == LEAF and key.name in self.built.program.assigned:
            return self.times(scaled.factor, Formula(NAME, text=key.name))
        if scaled.term == ONE:
            return number(scaled.factor) if scaled.factor >= 0 else negative(number(-scaled.factor))
        if key.kind == SUM_OF:
            parts = sorted(self.found.terms.addends(scaled), key=lambda part: part[0] == ONE)
            signs = [(self.of(Scaled(abs(factor), term), depth + 1), factor < 0) for term, factor in parts]
            return self.added([negative(formula) if below else formula for formula, below in signs])
        if scaled.factor != 1:
            return self.times(scaled.factor, self.of(Scaled(UNIT, scaled.term), depth + 1))
        if key.kind == PRODUCT_OF:
            above = [self.powered(term, power, depth) for term, power in key.parts if power > 0]
            below = [self.powered(term, -power, depth) for term, power in key.parts if power < 0]
            product = product_of(above) if above else number(UNIT)
            return Formula("div", (product, product_of(below))) if below else product
        raise Unwritten

    def standing(self, scaled: Scaled) -> int | None:
        """The node that a term is written as: one with a name, else the first; None where none stands before."""
        nodes = [node for node in self.nodes.get(scaled, ()) if self.stands(node)]
        return next((node for node in nodes if self.name_of(node)), nodes[0] if nodes else None)

    def stands(self, node: int) -> bool:
        """Whether a node has its value where the form is to be written: before it, or in the same statement."""
        if node in self.graph.literals or node in self.graph.inputs:
            return True
        columns, name = self.built.program.columns, self.name_of(node)
        if name:
            return columns.span(self.built.program.assigned[name])[1] <= self.start
        position = self.entries.get(node)
        return position is None or columns.span(position)[1] <= self.end

    def powered(self, term: int, exponent: int, depth: int) -> Formula:
        """A power of a term."""
        base = self.of(Scaled(UNIT, term), depth + 1)
        return base if exponent == 1 else Formula("power", (base, number(Fraction(exponent))))

    def of_node(self, node: int, depth: int) -> Formula:
        """A node: its name, its text, or, inside of a function that was called, its operation."""
        graph, position = self.graph, self.entries.get(node)
        if node in graph.literals and not graph.shapes[node]:
            return Formula(LITERAL, text=graph.literals[node][1])
        name = self.name_of(node)
        if name:
            return Formula(NAME, text=name)
        if position is not None:
            return self.source(position)
        operator = graph.operators[node]
        if operator is None or depth > DEEPEST or not all(map(self.stands, graph.args[node])):
            raise Unwritten
        params = {key: value for key, value in graph.params[node].items() if operator.params.get(key) != value}
        return Formula(operator.name, tuple([self.of_node(arg, depth + 1) for arg in graph.args[node]]), params)

    def name_of(self, node: int) -> str:
        """The name that the program has for a node, or ""."""
        name = self.graph.names.get(node, "")
        return name if name in self.built.program.assigned or node in self.graph.inputs else ""

    def axis(self, node: int, axes: Axes) -> Any:
        """The axes of a reduction as the program has them, at a node or among what it is made of."""
        seen, todo = {node}, [node]
        while todo:
            node = todo.pop()
            params = self.graph.params[node]
            if "axis" in params and self.graph.args[node]:
                rank = len(self.graph.shapes[self.graph.args[node][0]])
                if axes_of(params["axis"], rank) == axes:
                    return params["axis"]
            todo += [arg for arg in self.graph.args[node] if arg not in seen]
            seen.update(self.graph.args[node])
        return axes.counted[0] if len(axes.counted) == 1 else axes.counted

    def source(self, position: int) -> Formula:
        """A piece of the program's text."""
        columns, text = self.built.program.columns, self.built.program.text
        start, end = columns.span(position)
        piece, binding = text[start:end], binding_of(columns.ops[position])
        if piece.startswith("(") and encloses(piece):
            inner = unbracketed(piece)
            piece, binding = (piece, ATOM) if "\n" in inner else (inner, binding)
        return Formula(SOURCE, text=piece, params={"binding": min(binding, SUM) if piece[0] == "-" else binding})


def entries_of(built: Built) -> Mapping[int, int]:
    """Nodes by the entries of the program's text that they are the values of."""
    columns = built.program.columns
    found: dict[int, int] = {}
    for position in range(len(columns) - 1, -1, -1):
        node = built.ids[position]
        if node is not None and columns.ops[position] not in (entries.NAME, entries.LITERAL):
            found[node] = position
    return found
