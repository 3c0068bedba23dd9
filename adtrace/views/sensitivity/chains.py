"""The strongest paths from an output back to its inputs: the factor of every edge, and the product so far."""

from __future__ import annotations

from ...limits import LIMITS
from ...records import Trace
from ...records.sensitivity import Chain, Edge, Response
from ..formats import Options
from ..layout import ASCII_RULES, RIGHT, UNICODE_RULES, Column, Line, line, table, table_width, wrapped
from ..notation import of_options
from ..number import aligned, people
from .words import step_name

LONG_PATHS = 3
"""Paths that are shown where together they are too long for one table."""


class ChainTable:
    """The strongest paths of one output."""

    def __init__(self, response: Response, trace: Trace, options: Options) -> None:
        self.response, self.trace, self.options, self.say = response, trace, options, options.say
        self.columns = max(1, options.width)
        self.notation = of_options(trace, options, trace.sweeps[0])
        unicode = self.notation.unicode
        self.rules, self.arrow = (UNICODE_RULES, " → ") if unicode else (ASCII_RULES, " -> ")
        self.by_norms = not all(chain.exact for chain in response.chains)

    def lines(self, output: str) -> list[Line]:
        """One table for all paths; where that were long, one for each of the first."""
        chains = self.response.chains
        phrase = "strongest paths to {output}: each edge's local partial, and their product from {output} back"
        if self.by_norms:
            phrase = "strongest paths to {output}: by how much the norm of the adjoint grows along each edge"
        found = wrapped(line((self.say(phrase).format(output=output), "dim")), self.columns, 2)
        edges = unique(chains)
        if len(edges) <= LIMITS.chain_edges and all(len(chain.edges) == chain.length for chain in chains):
            return [*found, *self.table(edges)]
        for chain in chains[:LONG_PATHS]:
            found += [*self.told(chain), *self.table(chain.edges)]
        rest = len(chains) - LONG_PATHS
        return found + ([line("  ", (self.say("and {count} more").format(count=rest), "dim"))] if rest > 0 else [])

    def told(self, chain: Chain) -> list[Line]:
        """What stands over the table of a long path."""
        name = self.notation.own.name(chain.name)
        product = self.figure(abs(chain.product) if self.by_norms else chain.product)
        if chain.product == 0 and chain.exponent > float("-inf"):
            product = f"10^{chain.exponent:.0f}"
        text = self.say("to {input}: {count} edges, product {product}").format(
            input=name, count=chain.length, product=product
        )
        if len(chain.edges) < chain.length:
            text += self.say("; ") + self.say("these are its smallest and largest factors, those of 1 left out")
        return wrapped(line("  ", (text, "dim")), self.columns, 4)

    def table(self, edges: tuple[Edge, ...] | list[Edge]) -> list[Line]:
        """Some edges: the step, who uses it, the factor and the product so far."""
        ends = {*self.trace.inputs}
        names = [
            (line((self.name(one.node), "input" if one.node in ends else ""), self.arrow, self.name(one.consumer)),)
            for one in edges
        ]
        figures = [one.factor for one in edges], [one.product for one in edges]
        if self.by_norms:  # The ratio of two norms has no sign.
            figures = [abs(one) for one in figures[0]], [abs(one) for one in figures[1]]
        factors, products = (aligned(list(map(self.figure, numbers))) for numbers in figures)
        columns = [
            Column(self.say("edge"), names),
            Column(self.say("factor"), [(line((text, "bold")),) for text in factors], RIGHT),
            Column(self.say("product so far"), [(line((text, "adjoint")),) for text in products], RIGHT),
        ]
        undefined = {one.node for one in edges if one.product != one.product}
        remarks = [self.remark(one, spread=one.consumer in undefined) for one in edges]
        if not any(remarks):
            return table(columns, self.rules)
        marked = Column("", [(line((text, "warning")),) for text in remarks])
        if table_width([*columns, marked]) <= self.columns:
            return table([*columns, marked], self.rules)
        beneath = {
            place: wrapped(line("   ", (text, "warning")), self.columns, 5)
            for place, text in enumerate(remarks) if text
        }
        return table(columns, self.rules, beneath=beneath)

    def name(self, name: str) -> str:
        """A step's name; an operation inside a step goes by its formula."""
        return step_name(name, self.trace, self.notation)

    def remark(self, edge: Edge, *, spread: bool) -> str:
        """What becomes of a gradient along an edge; `spread`, whether it was undefined before."""
        if edge.factor == 0:
            return self.say("nothing passes")
        if edge.factor != edge.factor or edge.product != edge.product:
            return "" if spread else self.say("undefined from here")
        if edge.vanishes:
            return self.say("vanishes")
        return self.say("explodes") if edge.explodes else ""

    def figure(self, value: float) -> str:
        """A number in the table."""
        return self.notation.literal(people(value, self.options.digits))


def unique(chains: tuple[Chain, ...]) -> list[Edge]:
    """The edges of several paths, each where the first path has it: from where they meet they are one."""
    # By their texts: nan is not equal to itself.
    return list({str(edge): edge for chain in chains for edge in chain.edges}.values())
