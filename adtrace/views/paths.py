"""The paths from a node to the output as a table: the chain of local partials along each, in symbols and in numbers."""

from __future__ import annotations

from collections.abc import Sequence

from ..lang.grammar import BY_OPERATOR
from ..records import Formula
from ..records.explanation import Explanation, Link, Path
from .formats import Options
from .layout import (
    ASCII_RULES,
    GAP,
    LEFT,
    RIGHT,
    UNICODE_RULES,
    Cell,
    Column,
    Line,
    line,
    styled,
    table,
    widest,
    wrapped,
)
from .notation import Notation
from .number import is_array
from .rows import ordinal
from .screens import Sheet

SHOWN = 6
"""Links of a path that are written out; of a longer one, as many from both ends."""
LEAST_WAY, LEAST_CHAIN = 14, 25
"""Cells that a path and its chain of partials always get."""

COUNTED = (
    "no path leads from {node} to {output}", "1 path leads from {node} to {output}",
    "{count} paths lead from {node} to {output}",
)


class PathTable:
    """The table of one explanation."""

    def __init__(self, explained: Explanation, notation: Notation, options: Options) -> None:
        self.explained, self.notation, self.options, self.say = explained, notation, options, options.say
        self.columns = max(1, options.width)
        self.times, self.dots = (" · ", "…") if notation.unicode else (" * ", "...")
        self.sheet = Sheet("reverse", (), notation, options.digits, say=self.say)
        self.point = explained.trace.point

    def lines(self) -> list[Line]:
        """A heading with the number of paths, and the table."""
        explained = self.explained
        if not any(path.links for path in explained.paths):
            return [self.heading()]
        numbers = [path.product for path in explained.paths]
        if explained.total > 1:
            numbers.append(explained.step.adjoint)
        products = self.sheet.figures(numbers if self.point else [None] * len(numbers), "bold adjoint")
        size = max(map(widest, products))
        # Where an array would leave no room for the chain, it stands beneath it.
        is_beside = size + 3 * GAP + LEAST_WAY + LEAST_CHAIN <= self.columns
        room = self.columns - (3 * GAP + size if is_beside else 2 * GAP)
        routes = [self.route(path) for path in explained.paths]
        left = min(widest(routes), max(LEAST_WAY, min(2 * self.columns // 5, room - LEAST_CHAIN)))
        ways = [self.broken((route,), left, 2) for route in routes]
        chains = [self.broken(self.chain(path), room - left) for path in explained.paths]
        if explained.total > 1:
            ways.append(())
            chains.append(self.broken(self.total(), room - left))
        found = [Column(self.say("path"), ways), Column(self.say("product of local partials"), chains)]
        if is_beside and self.point:
            cells = [lowered(product, len(chain)) for product, chain in zip(products, chains, strict=True)]
            found.append(Column(self.say("product"), cells, LEFT if any(map(is_array, numbers)) else RIGHT))
        elif self.point:
            beneath = [chain + product for chain, product in zip(chains, products, strict=True)]
            found[1] = found[1]._replace(cells=beneath)
        rules = UNICODE_RULES if self.notation.unicode else ASCII_RULES
        apart: dict[int, Line] = dict.fromkeys(range(1, len(ways)), ())
        return [self.heading(), *table(found, rules, apart)]

    def total(self) -> Cell:
        """The sum over the paths, and how many of them are not listed."""
        explained = self.explained
        more = explained.total - len(explained.paths)
        dropped: Cell = (line((self.more(more), "dim")),) if more else ()
        symbol = (self.notation.adjoint(explained.step.name), "adjoint")
        words = self.say("sum over {count} paths").format(count=self.count())
        return *dropped, line("= ", symbol, (f"   {words}", "dim"))

    def heading(self) -> Line:
        """How many paths there are."""
        explained, notation = self.explained, self.notation
        node = notation.name(explained.step.name)
        ends = sorted({path.output for path in explained.paths}, key=lambda name: explained.trace.steps.find(name) or 0)
        if ends == [explained.step.name] and explained.total == 1:
            return line((self.say("{node} is the output: its adjoint is the seed").format(node=node), "bold"))
        to = notation.comma.join(map(notation.name, ends or explained.trace.outputs))
        phrase = self.say(COUNTED[min(explained.total, 2)])
        return line((phrase.format(count=self.count(), node=node, output=to), "bold"))

    def count(self) -> str:
        """How many paths there are; of very many, how many at least."""
        total = self.explained.total
        return f"{total:,}".replace(",", " ") if self.explained.exact else self.say("more than {count}").format(
            count=f"{total:.0e}".replace("+", "")
        )

    def more(self, count: int) -> str:
        """What stands for the paths that are not listed."""
        words = self.say("and {count} more" if self.explained.exact else "and many more")
        return f"{self.dots} {words.format(count=f'{count:,}'.replace(',', ' '))}"

    def route(self, path: Path) -> Line:
        """The nodes of a path in their order."""
        arrow = " → " if self.notation.unicode else " -> "
        names = [self.consumer(link) for link in self.ends(path.links)]
        if len(path.links) > 2 * SHOWN:
            names.insert(SHOWN, self.dots)
        return line(arrow.join([self.notation.name(self.explained.step.name), *names]))

    def consumer(self, link: Link) -> str:
        """The step at the end of a link; where it uses the node several times, which use is meant."""
        name = self.notation.name(link.consumer)
        if not link.several:
            return name
        return f"{name} ({ordinal(link.operand, self.say)})"

    def ends(self, links: Sequence[Link]) -> list[Link]:
        """The links that are written out."""
        if len(links) <= 2 * SHOWN:
            return list(links)
        return [links[place] for place in (*range(SHOWN), *range(len(links) - SHOWN, len(links)))]

    def chain(self, path: Path) -> Cell:
        """The chain rule along a path: partials by name, then by formula, then by number; for arrays rule by rule."""
        notation, links = self.notation, self.ends(path.links)
        adjoint = line((notation.adjoint(path.output), "adjoint"))
        if not links:
            return (line(adjoint, (f" ({self.say('seed')})", "dim")),)
        cut = len(path.links) > len(links)
        factors = [notation.partial(notation.name(link.consumer), notation.name(link.node)) for link in links]
        if cut:
            factors.insert(SHOWN, self.dots)
        # From the output to the node, as the chain rule multiplies Jacobians.
        whole = line(self.times.join(reversed(factors)))
        is_unit = not is_array(path.seed) and path.seed == 1
        if not self.point:
            is_unit = len(self.explained.trace.outputs) == 1
        named = whole if is_unit else line(adjoint, self.times, whole)
        if any(link.partial_formula is None or is_array(link.partial) for link in path.links[: 2 * SHOWN]) or cut:
            return (named, *(self.rule(link) for link in reversed(links if not cut else [])))
        trees = [link.partial_formula for link in reversed(links) if link.partial_formula]
        alone = is_unit and len(trees) == 1
        partials = [notation.runs(tree, in_rules=True) if alone else self.bracketed(tree) for tree in trees]
        symbols = self.multiplied(partials if is_unit else [adjoint, *partials])
        if not self.point:
            return named, symbols
        known = [*([] if is_unit else [path.seed]), *(link.partial for link in reversed(links))]
        written = [self.sheet.number(one) for one in known]
        numbers = [line((f"({text})" if place and text[0] == "-" else text, "")) for place, text in enumerate(written)]
        return named, symbols, styled(self.multiplied(numbers), "dim")

    def bracketed(self, tree: Formula) -> Line:
        """A factor; in brackets unless it is a name, a number or a call."""
        runs = self.notation.runs(tree, in_rules=True)
        is_bare = not tree.args or not (tree.op in BY_OPERATOR or tree.op == "neg")
        return runs if is_bare else line("(", runs, ")")

    def multiplied(self, factors: Sequence[Line]) -> Line:
        """= a · b · c."""
        return line("= ", *[part for factor in factors for part in (self.times, factor)][1:])

    def rule(self, link: Link) -> Line:
        """What a link gives to a node's adjoint."""
        arrow = " ← " if self.notation.unicode else " <- "
        to = (self.notation.adjoint(link.node), "adjoint")
        return line("  ", to, arrow, self.notation.runs(link.formula, in_rules=True))

    def broken(self, parts: Cell, room: int, indent: int = 4) -> Cell:
        """Lines that fit into this room; a blank at an end is no part of them."""
        lines = [found for part in parts for found in wrapped(part, room, indent, anywhere=True)]
        return tuple([trimmed(found) for found in lines])


def trimmed(content: Line) -> Line:
    """The line without blanks at its end."""
    found = list(content)
    while found and not (text := found[-1][0].rstrip()):
        found.pop()
    if found:
        found[-1] = text, found[-1][1]
    return tuple(found)


def lowered(figure: Cell, height: int) -> Cell:
    """A number beside the last line of its chain."""
    return ((),) * (height - len(figure)) + figure if len(figure) == 1 else figure
