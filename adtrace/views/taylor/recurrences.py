"""The recurrences that coefficients come from, each once, with the names of the first step that uses it."""

from __future__ import annotations

from ...lang.grammar import ATOM
from ...records import LITERAL, NAME, Formula
from ...records.taylor import DIRECT, LINEAR, PRODUCT, SLOPES, Recurrence, Taylor, TaylorStep
from ..formats import Options
from ..layout import Line, line, wrapped
from ..notation import Notation
from .coefficients import shown

MOST = 12
"""Recurrences that are told."""

SLOPE_LETTERS = "pqr"
"""What slopes are called that are more than a name."""


def recurrence_lines(found: Taylor, notation: Notation, options: Options, letter: str) -> list[Line]:
    """The recurrences; from order 2 on, for to order 1 they are the forward mode's tangents."""
    if found.order < 1:
        return []
    told: dict[tuple[object, ...], str] = {}
    for place in shown(len(found.steps)):
        step = found.steps[place]
        if step.recurrence is None:
            continue
        key = (step.recurrence.op, *[varies for _, varies in step.recurrence.operands])
        if key not in told:
            told[key] = Writer(step, notation, options, letter).text(step.recurrence)
    texts = list(told.values())[:MOST]
    return [part for text in texts for part in wrapped(line("  ", text), max(1, options.width), 6)]


class Writer:
    """Writes the recurrence of one step; x[k] is coefficient k of x."""

    def __init__(self, step: TaylorStep, notation: Notation, options: Options, letter: str) -> None:
        self.step, self.notation, self.options, self.letter = step, notation, options, letter
        self.name = notation.name(step.name)
        self.times = notation.signs["mul"]

    def text(self, found: Recurrence) -> str:
        """The recurrence."""
        if found.kind == DIRECT:
            return f"{self.at('k')} = {self.direct(found)}"
        if found.kind == LINEAR:
            args = tuple(Formula(LITERAL, text=self.at("k", of)) if varies else of for of, varies in found.operands)
            return f"{self.at('k')} = {self.notation.text(self.step.tree._replace(args=args))}"
        if found.kind == PRODUCT:
            return f"{self.at('k')} = {self.product(found)}"
        return self.by_slopes(found) if found.kind == SLOPES else self.by_flow(found)

    def at(self, index: str, of: Formula | None = None) -> str:
        """x[k]; a formula that is no name in brackets."""
        if of is None:
            return f"{self.name}[{index}]"
        return f"{self.notation.inside(of, ATOM)}[{index}]"

    def sum(self, index: str, first: int, term: str) -> str:
        """The sum of a term over j from `first` to k."""
        if self.options.unicode:
            return f"Σ({index}={first}..k) {term}"
        return f"sum({index}={first}..k) {term}"

    def direct(self, found: Recurrence) -> str:
        """A sum, a product or a quotient."""
        (first, first_varies), *rest = found.operands
        if found.op == "neg":
            return f"-{self.at('k', first)}"
        second, second_varies = rest[0]
        both = first_varies and second_varies
        if found.op in ("add", "sub"):
            sign = self.notation.signs[found.op]
            if both:
                return f"{self.at('k', first)}{sign}{self.at('k', second)}"
            right = ("-" if found.op == "sub" else "") + self.at("k", second)
            return self.at("k", first) if first_varies else right
        if found.op == "mul":
            if both:
                return self.sum("j", 0, f"{self.at('j', first)}{self.times}{self.at('k-j', second)}")
            return self.scaled(first, second) if second_varies else self.scaled(second, first)
        divisor = self.at("0", second) if second_varies else self.constant(second)
        if not second_varies:
            return f"{self.at('k', first)}/{divisor}"
        back = self.sum("j", 1, f"{self.at('k-j')}{self.times}{self.at('j', second)}")
        return f"({self.at('k', first)} - {back})/{divisor}" if first_varies else f"-({back})/{divisor}"

    def constant(self, factor: Formula) -> str:
        """What does not vary, in brackets where it is more than a name or a number."""
        return self.notation.inside(factor, ATOM)

    def scaled(self, factor: Formula, of: Formula) -> str:
        """A constant times a coefficient."""
        return f"{self.constant(factor)}{self.times}{self.at('k', of)}"

    def product(self, found: Recurrence) -> str:
        """The operation on all pairs of coefficients; what does not vary has none but that of order 0."""
        varying = [varies for _, varies in found.operands]
        indices = ("j", "k-j") if all(varying) else ("k", "k")
        left, right = [
            self.at(index, of) if varies else self.constant(of)
            for (of, varies), index in zip(found.operands, indices, strict=True)
        ]
        if found.op == "matmul":
            term = f"{left}{self.notation.signs['matmul']}{right}"
        else:
            term = f"{found.op}({left}{self.notation.comma}{right})"
        return self.sum("j", 0, term) if all(varying) else term

    def by_slopes(self, found: Recurrence) -> str:
        """k*y[k] as a sum of j*x[j]*slope[k-j]."""
        terms, named = [], []
        for place, (operand, slope) in enumerate(found.slopes):
            if slope == self.step.tree or slope.op == NAME:
                spelled = self.at("k-j", None if slope == self.step.tree else slope)
            else:
                name = SLOPE_LETTERS[place] if place < len(SLOPE_LETTERS) else f"p{place}"
                spelled = f"{name}[k-j]"
                named.append(f"{name} = {self.notation.text(slope)}")
            terms.append(self.times.join(("j", self.at("j", operand), spelled)))
        body = " + ".join(terms)
        inner = body if len(terms) == 1 else self.notation.brackets(body)
        whole = f"k{self.times}{self.at('k')} = {self.sum('j', 1, inner)}"
        return f"{whole}, {self.notation.comma.join(named)}" if named else whole

    def by_flow(self, found: Recurrence) -> str:
        """k*y[k] as coefficient k - 1 of the tangent rule."""
        tree = found.slopes[0][1]
        rule = self.notation.rule(tree)
        rule = self.notation.brackets(rule) if tree.op in ("add", "sub") else rule
        rates = self.notation.comma.join(
            f"{self.notation.tangent(of.text)} = {self.notation.name(of.text)}'({self.letter})"
            for of, varies in found.operands if varies and of.op == NAME
        )
        phrase = self.options.say("coefficient k-1 of {rule}, with {rates}").format(rule=rule, rates=rates)
        return f"k{self.times}{self.at('k')} = {phrase}"
