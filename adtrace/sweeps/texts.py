"""Formulas and rules of scalar steps as text, by the million: the printer writes each kind of step once.

Steps whose operator, literals and pattern of operands are the same differ in names only: their texts come from one
template, printed from the same formulas as any other text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from ..graph.formulas import GraphFormulas
from ..graph.graph import Graph
from ..graph.naming import NodeNames
from ..lang.grammar import SUM
from ..lang.printer import Printer
from ..limits import LIMITS
from ..named import Record
from ..records import Formula, Shape
from .local import differentiable
from .paths import Flow

SLOTS = 0xE000
"""Private characters stand for the names of operands in a template; the last for the step's own."""
OWN = 0xE0FF
SHAPES = 10_000
"""Templates that are kept."""
NEARBY = 1 << 14
"""Steps whose names and templates are kept."""


class Template(Record):
    """The texts of one kind of step, with {0}, {1} ... for its operands and its own name.

    formula  its value
    tangent  its tangent rule, "" where nothing varies
    pulls    for each operand, its contribution to that adjoint: alone, first in a sum, and later in one
    """

    formula: str
    tangent: str
    pulls: tuple[tuple[str, str, str] | None, ...]


class Texts:
    """The texts of the steps of one graph."""

    def __init__(self, graph: Graph, names: NodeNames, printer: Printer) -> None:
        self.graph, self.printer = graph, printer
        self.templates: dict[Any, Template] = {}
        # A step's texts name it, its operands and what uses it: each is asked for again soon.
        self.name = lru_cache(NEARBY)(lambda node: names.get(node, ""))
        self.template = lru_cache(NEARBY)(self.template_of)

    def template_of(self, node: int) -> Template | None:
        """The template of a step; None for arrays, and for operators and constants that need more than one."""
        graph = self.graph
        operator, args = graph.operators[node], graph.args[node]
        if operator is None or not operator.plain or graph.shapes[node]:
            return None
        varies, literals = graph.varies, graph.literals
        key: Any = operator
        if len(args) == 1 and varies[args[0]]:
            pass
        else:
            facts: list[int | str] = []
            for arg in args:
                if varies[arg]:
                    facts.append(args.index(arg))
                elif arg in literals and arg not in graph.names and literals[arg][1]:
                    facts.append(literals[arg][1])
                else:
                    return None
            key = (operator, *facts)
        found = self.templates.get(key)
        if found is None and len(self.templates) < SHAPES:
            found = self.templates[key] = self.made(node)
        return found

    def made(self, node: int) -> Template:
        """Print the texts of this node's kind."""
        graph, args = self.graph, self.graph.args[node]
        slots = {arg: chr(SLOTS + args.index(arg)) for arg in args if graph.varies[arg]} | {node: chr(OWN)}
        formulas = GraphFormulas(graph, slots)
        varying = [operand for operand in range(len(args)) if differentiable(graph, node, operand)]
        pulls: list[tuple[str, str, str] | None] = [None] * len(args)
        for operand in varying:
            pulls[operand] = self.in_sums(formulas.adjoint_rule(node, operand), len(args))
        return Template(
            self.slotted(self.printer.text(formulas.value(node)), len(args)),
            self.slotted(self.printer.text(formulas.tangent_rule(node, varying)), len(args)) if varying else "",
            tuple(pulls),
        )

    def in_sums(self, rule: Formula, count: int) -> tuple[str, str, str]:
        """A rule alone, as the first term of a sum, and as a later one: as `Printer.infix` would write them."""
        text, binding = self.printer.write(rule)
        first = text if binding >= SUM else f"({text})"
        later = text if binding > SUM and text[0] != "-" else f"({text})"
        return self.slotted(text, count), self.slotted(first, count), self.slotted(later, count)

    def slotted(self, text: str, count: int) -> str:
        """A text with {0}, {1} ... in the places of names, the last for the step's own."""
        for place in range(count):
            text = text.replace(chr(SLOTS + place), f"{{{place}}}")
        return text.replace(chr(OWN), f"{{{count}}}")

    def filled(self, text: str, node: int) -> str:
        """A template's text for this step."""
        return text.format(*map(self.name, self.graph.args[node]), self.name(node))

    def formula(self, node: int) -> str | None:
        """A step's value in symbols; None where there is no template."""
        template = self.template(node)
        return template and self.filled(template.formula, node)

    def tangent(self, node: int, tangents: Sequence[Flow]) -> str | None:
        """A step's tangent rule; None where there is no template, or an operand has no path from the seed."""
        template, graph = self.template(node), self.graph
        if template is None or any(tangents[arg] is None and graph.varies[arg] for arg in graph.args[node]):
            return None
        return self.filled(template.tangent, node)

    def adjoint(self, uses: Iterable[tuple[int, int]], adjoints: Sequence[Flow]) -> str | None:
        """The adjoint rule of a node with these uses, "" if there are too many to write out; None without templates."""
        pulls: list[tuple[str, str, str]] = []
        consumers: list[int] = []
        template = self.template
        for consumer, operand in uses:
            if adjoints[consumer] is None:
                continue
            found = template(consumer)
            if found is None or len(pulls) > LIMITS.rule_terms:
                return None if found is None else ""
            pull = found.pulls[operand]
            if pull is not None:
                pulls.append(pull)
                consumers.append(consumer)
        if len(pulls) < 2:
            return self.filled(pulls[0][0], consumers[0]) if pulls else ""
        texts = [pulls[0][1 if len(pulls) == 2 else 2], *[pull[2] for pull in pulls[1:]]]
        return " + ".join(map(self.filled, texts, consumers))


def total_of(trees: Sequence[Formula], shape: Shape) -> Formula | None:
    """The sum of the contributions: one addition of as many terms as the node has uses."""
    if len(trees) < 2:
        return trees[0] if trees else None
    return Formula("add", tuple(trees), shape=shape)


def seed_text(seed: Any) -> str:
    """A seed in the sum of contributions: its number, or a word for an array."""
    return f"{seed:g}" if not hasattr(seed, "shape") else "seed"
