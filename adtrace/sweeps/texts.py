"""Formulas and rules of scalar steps as text, by the million: the printer writes each kind of step once.

Steps whose operator, literals and pattern of operands are the same differ in names only: their texts come from one
template, printed from the same formulas as any other text, and many are filled in at a time.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import chain, compress, islice, zip_longest
from operator import getitem
from types import NoneType
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
from .uses import Uses

OWN = 0xE001
"""A private character stands for a step's own name in a template, and those after it for the names of its operands."""
TEMPLATES = 10_000
"""Templates of steps with literals: a program may have as many literals as steps."""
WIDE = 8
"""Operands of a step up to which templates are filled in operand by operand."""

ALONE, FIRST, LATER = 0, 1, 2
"""Where a contribution stands in an adjoint rule: alone, first in a sum of two, elsewhere in a sum."""

PLACES = ((), (ALONE,), (FIRST, LATER))

Pull = tuple[str, str, str]

MISSING = chr(OWN - 1)
"""Stands in a text for what no template says: such a text is printed from the step itself."""


class Template(Record):
    """The texts of one kind of step, with {0} for its own name and {1}, {2} ... for its operands.

    formula  its value
    tangent  its tangent rule, "" where nothing varies
    pulls    for each operand, its contribution to that adjoint in each of the places where it may stand; None where
             nothing passes
    """

    formula: str
    tangent: str
    pulls: tuple[Pull | None, ...]


class Texts:
    """The texts of the steps of one graph."""

    def __init__(self, graph: Graph, names: NodeNames, printer: Printer) -> None:
        self.graph, self.node_names, self.printer = graph, names, printer
        self.templates: list[Template] = []
        self.known: dict[Any, int] = {}

    @cached_property
    def names(self) -> list[str]:
        """The names of all nodes: the texts ask for each of them several times."""
        known, letter = self.graph.names, self.node_names.letter
        return [
            known.get(node) or (f"{letter}{number}" if number else "")
            for node, number in enumerate(self.node_names.numbers)
        ]

    # Templates

    @cached_property
    def kinds(self) -> array[int]:
        """By node, the place of its template."""
        graph, kinds = self.graph, array("I")
        varies, shapes = graph.varies, graph.shapes
        usual: dict[Any, int] = {}  # By operator, of scalar steps on one or two things that vary: most are such.
        for node, (operator, args) in enumerate(zip(graph.operators, graph.args, strict=True)):
            if len(args) == 2:
                is_usual = varies[args[0]] and varies[args[1]] and args[0] != args[1] and not shapes[node]
            else:
                is_usual = len(args) == 1 and varies[args[0]] and not shapes[node]
            found = usual.get(operator) if is_usual else None
            if found is None:
                found = self.kind(node)
                if is_usual and operator is not None and operator.plain:
                    usual[operator] = found
            kinds.append(found)
        return kinds

    def kind(self, node: int) -> int:
        """The place of a node's template, which is made for the first of its kind."""
        key, make = self.key(node), self.made
        if key is None or (key not in self.known and len(self.templates) >= TEMPLATES):
            key, make = self.passing(node), self.missing
        if key not in self.known:
            self.known[key] = len(self.templates)
            self.templates.append(make(node))
        return self.known[key]

    def key(self, node: int) -> tuple[Any, ...] | None:
        """What steps have in common whose texts differ in names only; None where there is more to them than that."""
        graph = self.graph
        operator, args = graph.operators[node], graph.args[node]
        if operator is None:
            return ("input",) if graph.varies[node] else None
        if not operator.plain or graph.shapes[node]:
            return None
        facts = [args.index(arg) if graph.varies[arg] else self.constant(arg) for arg in args]
        return None if None in facts else (operator, *facts)

    def constant(self, node: int) -> str | None:
        """A constant as it stands inside its consumer; None for an output, which stands there by its name."""
        if node in self.node_names:
            return None
        if node in self.graph.literals and node not in self.graph.names and (text := self.graph.literals[node][1]):
            return text
        return self.printer.text(self.constants.constant(node))

    @cached_property
    def constants(self) -> GraphFormulas:
        """The formulas of constants."""
        return GraphFormulas(self.graph, self.node_names)

    def operands(self, node: int) -> Sequence[int]:
        """What a step takes."""
        return self.graph.args[node]

    def passing(self, node: int) -> tuple[bool, ...]:
        """For each operand, whether a derivative is taken with respect to it."""
        return tuple([differentiable(self.graph, node, operand) for operand in range(len(self.graph.args[node]))])

    def formulas_of(self, names: Mapping[int, str]) -> GraphFormulas:
        """The formulas that templates are printed from."""
        return GraphFormulas(self.graph, names)

    def missing(self, node: int) -> Template:
        """The template of steps to which there is more, as to arrays: it says which operands a derivative passes to."""
        pulls = tuple([(MISSING, MISSING, MISSING) if passes else None for passes in self.passing(node)])
        return Template(MISSING, MISSING, pulls)

    def made(self, node: int) -> Template:
        """Print the texts of this node's kind."""
        args = self.operands(node)
        if not args:
            return Template("", "", ())
        slots = {arg: chr(OWN + 1 + args.index(arg)) for arg in args if self.graph.varies[arg]} | {node: chr(OWN)}
        formulas, count = self.formulas_of(slots), 1 + len(args)
        passing = [operand for operand, passes in enumerate(self.passing(node)) if passes]
        pulls: list[Pull | None] = [None] * len(args)
        for operand in passing:
            pulls[operand] = self.in_sums(formulas.adjoint_rule(node, operand), count)
        return Template(
            slotted(self.printer.text(formulas.value(node)), count),
            slotted(self.printer.text(formulas.tangent_rule(node, passing)), count) if passing else "",
            tuple(pulls),
        )

    def in_sums(self, rule: Formula, count: int) -> Pull:
        """A rule alone, as the first term of a sum, and as a later one: as `Printer.infix` would write them."""
        text, binding = self.printer.write(rule)
        first = text if binding >= SUM else f"({text})"
        later = text if binding > SUM and text[0] != "-" else f"({text})"
        return slotted(text, count), slotted(first, count), slotted(later, count)

    @cached_property
    def pulls(self) -> list[tuple[Pull | None, ...]]:
        """By the place of a template, its pulls."""
        assert self.kinds
        return [template.pulls for template in self.templates]

    # Many steps at once

    def filled(self, texts: Sequence[str], nodes: Sequence[int]) -> list[str]:
        """The texts of templates for these steps."""
        name, owns = self.names.__getitem__, map(self.names.__getitem__, nodes)
        operands = list(map(self.operands, nodes))
        if max(map(len, operands), default=0) > WIDE:
            return [text.format(own, *map(name, args)) for text, own, args in zip(texts, owns, operands, strict=True)]
        columns = zip_longest(*operands, fillvalue=0)
        return list(map(str.format, texts, owns, *[map(name, column) for column in columns]))

    def formulas(self, nodes: Sequence[int]) -> list[str]:
        """The values of these steps in symbols."""
        templates = self.templates
        return self.filled([templates[kind].formula for kind in map(self.kinds.__getitem__, nodes)], nodes)

    def tangents(self, nodes: Sequence[int], tangents: Sequence[Flow]) -> list[str]:
        """The tangent rules of these steps; a template is for steps of which all operands have a path from the seed."""
        templates, varies = self.templates, self.graph.varies
        return self.filled([
            MISSING if any(tangents[arg] is None and varies[arg] for arg in self.operands(node))
            else templates[kind].tangent
            for node, kind in zip(nodes, map(self.kinds.__getitem__, nodes), strict=True)
        ], nodes)

    def contributions(self, uses: Sequence[tuple[int, int]]) -> list[str]:
        """What these uses, (consumer, operand), contribute to the adjoints of what they use."""
        kinds = map(self.kinds.__getitem__, [consumer for consumer, _ in uses])
        pulls = [self.pulls[kind][operand] for kind, (_, operand) in zip(kinds, uses, strict=True)]
        return self.filled([pull[ALONE] if pull else MISSING for pull in pulls], [consumer for consumer, _ in uses])

    def adjoints(self, nodes: Sequence[int], uses: Uses, adjoints: Sequence[Flow]) -> list[str]:
        """The adjoint rules of these nodes: what each use contributes, added up; "" where these are too many."""
        most = LIMITS.rule_terms
        consumers, operands, counts = uses.listed(nodes, most + 1)
        crowded = [place for place, count in enumerate(counts) if count > most] if max(counts, default=0) > most else ()
        kinds = map(self.kinds.__getitem__, consumers)
        pulls: list[Any] = list(map(getitem, map(self.pulls.__getitem__, kinds), operands))
        if None in pulls or NoneType in map(type, map(adjoints.__getitem__, consumers)):
            flows = [pull is not None and adjoints[user] is not None
                     for pull, user in zip(pulls, consumers, strict=True)]
            consumers, pulls = list(compress(consumers, flows)), list(compress(pulls, flows))
            flowing = iter(flows)
            counts = [sum(islice(flowing, count)) for count in counts]
        places = chain.from_iterable([PLACES[count] if count < 3 else (LATER,)*count for count in counts])
        terms = iter(self.filled(list(map(getitem, pulls, places)), consumers))
        rules = [next(terms) if count == 1 else " + ".join(islice(terms, count)) for count in counts]
        for place in crowded:
            rules[place] = "" if counts[place] > most else MISSING
        return rules


def slotted(text: str, count: int) -> str:
    """A text with {0}, {1} ... in the places of names."""
    for place in range(count):
        text = text.replace(chr(OWN + place), f"{{{place}}}")
    return text


def total_of(trees: Sequence[Formula], shape: Shape) -> Formula | None:
    """The sum of the contributions: one addition of as many terms as the node has uses."""
    if len(trees) < 2:
        return trees[0] if trees else None
    return Formula("add", tuple(trees), shape=shape)


def seed_text(seed: Any) -> str:
    """A seed in the sum of contributions: its number, or a word for an array."""
    return f"{seed:g}" if not hasattr(seed, "shape") else "seed"
