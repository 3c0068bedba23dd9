"""Where every nan, infinity and 0 of a run that should be none was born, how it spread, and what it poisoned.

A pass over finished columns, made only where there are such births: see `births` for what they are and `spoilt` for
what spreads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ..limits import LIMITS
from ..named import Record
from ..records import OF_ADJOINT, OF_VALUE, Origin, Warning
from .births import Birth, Swept, of_product
from .caution import Caution
from .masks import Mask, is_defined, truth
from .paths import number
from .small import Small, is_too_small
from .spoilt import Link, Spoilt, Sweep
from .worlds import Masks


class Followed(Record):
    """One birth, and where it went."""

    birth: Birth
    origins: tuple[Origin, ...]


def told(caution: Caution, births: Sequence[Birth], sweeps: Sequence[Swept]) -> dict[Warning, tuple[Origin, ...]]:
    """The origins of every warning that tells of a birth: of these among the values, or of those in a sweep."""
    found: dict[Warning, list[Origin]] = {}
    is_long = len(caution.graph) > LIMITS.followed_through
    for one in unfollowed(births, sweeps) if is_long else Provenance(caution, births, sweeps).followed():
        found.setdefault(one.birth.warning, []).extend(one.origins)
    return {warning: tuple(origins) for warning, origins in found.items()}


def unfollowed(births: Sequence[Birth], sweeps: Sequence[Swept]) -> Iterable[Followed]:
    """Every birth by itself, where following it would take many times as long as the sweeps."""
    for label, some in (("", births), *((one.label, one.births) for one in sweeps)):
        for birth in some:
            yield Followed(birth, (birth.origin._replace(sweep=label, followed=False),))


class Provenance:
    """Follows the births of a run through its values and its sweeps.

    spent  how many spoilt numbers were looked at to tell what each birth alone spoilt
    """

    def __init__(self, caution: Caution, births: Sequence[Birth], sweeps: Sequence[Swept]) -> None:
        self.caution, self.graph, self.values = caution, caution.graph, caution.values
        self.births, self.swept = births, sweeps
        self.only = len(self.births) + sum(len(one.births) for one in sweeps) == 1
        """Whether there is one birth: then all that is spoilt is spoilt by it."""
        self.spoilt = Spoilt(self.graph, self.values, self._born(self.births), None, linked=self.only)
        self.small = Small(self.graph, self.values, self.births)
        self.small_flows: dict[int, Mapping[int, Any]] = {}
        self.spent = 0
        slopes = {birth.node for birth in self.births}
        self.sweeps = [
            Sweep(one.graph, self.values, one.flows, self.spoilt.masks, slopes, backward=one.of == OF_ADJOINT)
            for one in sweeps
        ]
        self.further: list[list[Link]] = [[] for _ in sweeps]
        self.every = [
            sweep.spoils(self._products(one.births), self.spoilt, slopes, None, links if self.only else None)
            for sweep, one, links in zip(self.sweeps, sweeps, self.further, strict=True)
        ]

    def followed(self) -> Iterable[Followed]:
        """Every birth with its origins: of a value first among the values, then in every sweep that it reached."""
        for birth in self.births:
            yield Followed(birth, tuple(self._of_value(birth)))
        for place, one in enumerate(self.swept):
            for birth in one.births:
                origin = birth.origin._replace(sweep=one.label)
                if self.is_over:
                    yield Followed(birth, (origin._replace(followed=False),))
                    continue
                links: list[Link] = []
                spoilt = self._spoils(place, self._products([birth]), None, (), links)
                yield Followed(birth, (self._spread(origin, birth, spoilt, links, one.ends, place),))

    @property
    def is_over(self) -> bool:
        """Whether enough has been followed."""
        return self.spent > LIMITS.followed

    def _of_value(self, birth: Birth) -> Iterable[Origin]:
        if self.is_over:
            yield birth.origin._replace(followed=False)
            return
        spoilt, outputs = self.spoilt, [node for _, node in self.graph.outputs]
        if not self.only:
            spoilt = Spoilt(self.graph, self.values, self._born([birth]), self.spoilt.masks, linked=True)
        self.spent += len(self.spoilt.masks)
        if spoilt.masks:
            yield self._spread(birth.origin, birth, spoilt.masks, spoilt.links, outputs)
        for place, one in enumerate(self.swept):
            further: list[Link] = []
            flows = self._spoils(place, {}, spoilt, {birth.node}, further)
            if flows:
                made = self._of_slope(birth, place, further) if birth.mask is False else None
                origin = made or birth.origin._replace(of=one.of, node="", place=())
                yield self._spread(origin._replace(sweep=one.label), None, flows, further, one.ends, place)

    def _of_slope(self, birth: Birth, place: int, links: Sequence[Link]) -> Origin | None:
        """An infinite slope, which is born where it is first multiplied with a tangent or an adjoint but nan."""
        swept, node, args = self.swept[place], birth.node, self.graph.args[birth.node]
        tail, head = next(link for link in links if node in link)
        backward = swept.of == OF_ADJOINT
        operand = args.index(head if backward else tail)
        flow = swept.flows[node if backward else args[operand]]
        if not truth(is_defined(number(flow))):
            return None
        product = self.sweeps[place].passed(node, operand)
        return of_product(self.caution, swept.of, node, operand, flow, product, birth.warning, True, ()).origin

    def _spoils(
        self, place: int, born: Mapping[Link, Mask], values: Spoilt | None, slopes: Iterable[int], links: list[Link]
    ) -> Masks:
        """The derivatives of a sweep that these births alone spoil."""
        self.spent += len(self.every[place])
        if self.only:
            links += self.further[place]
            return self.every[place]
        return self.sweeps[place].spoils(born, values, set(slopes), self.every[place], links)

    def _spread(
        self, origin: Origin, birth: Birth | None, spoilt: Masks, links: Sequence[Link], ends: Sequence[int],
        place: int | None = None,
    ) -> Origin:
        """The origin with its path: steps by their names, and what is inside a step as that step.

        place  of the sweep; None among the values
        """
        whose = self._namer(birth)
        names = list(dict.fromkeys(filter(None, map(whose, spoilt))))
        if origin.node in names:
            names.remove(origin.node)
            names.insert(0, origin.node)
        pairs = dict.fromkeys((whose(tail), whose(head)) for tail, head in links)
        kept = [(tail, head) for tail, head in pairs if tail and head and tail != head]
        reached = [node for node in dict.fromkeys(ends) if node in spoilt]
        small = [node for node in reached if self._is_small(node, spoilt[node], place)]
        return origin._replace(
            path=tuple(names[: LIMITS.spread]), links=tuple(kept[: LIMITS.spread]),
            more=max(0, len(names) - LIMITS.spread), small=tuple(map(whose, small)),
            poisoned=tuple(whose(node) for node in reached if node not in small),
        )

    def _is_small(self, node: int, mask: Mask, place: int | None) -> bool:
        """Whether an end is 0 because it is too small for float64."""
        if place is None:
            return node in self.small.changed and is_too_small(self.values[node], self.small.changed[node], mask)
        if place not in self.small_flows:
            self.small_flows[place] = self.small.flows(self.swept[place])
        flows = self.small_flows[place]
        return node in flows and is_too_small(number(self.swept[place].flows[node]), flows[node], mask)

    def _namer(self, birth: Birth | None) -> Callable[[int], str]:
        """What a node is called: constants have no name, but for the one where something was born."""
        caution, graph = self.caution, self.graph
        own = birth.node if birth is not None and birth.of == OF_VALUE else None

        def whose(node: int) -> str:
            return caution.owner(node) if node == own or graph.varies[node] or node in caution.names else ""

        return whose

    @staticmethod
    def _born(births: Iterable[Birth]) -> dict[int, Mask]:
        """The elements of values that were born, by node."""
        found: dict[int, Mask] = {}
        for birth in births:
            if birth.mask is not False:
                found[birth.node] = found.get(birth.node, False) | birth.mask
        return found

    @staticmethod
    def _products(births: Iterable[Birth]) -> dict[Link, Any]:
        """The elements of contributions, or of their sums, that were born."""
        found: dict[Link, Any] = {}
        for birth in births:
            place = birth.node, birth.operand
            found[place] = found.get(place, False) | birth.mask
        return found

