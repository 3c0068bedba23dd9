"""From traces to what a drawing shows: cards with typeset rows, arcs with typeset labels. Nothing is placed here."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import LimitError
from ..limits import LIMITS
from ..records import Formula, Step
from . import compose
from .compose import Block
from .labels import Label, label
from .placer import NARROWER
from .shorten import fitted, short_name
from .source import Source, spelled

HEADING, BODY, SMALL = 16.0, 14.0, 11.5
"""Font sizes in points: a card's heading, its rows, the shape of an array."""

WIDEST_HEADING = 300.0
"""The width in points above which a heading is shortened."""


@dataclass(frozen=True, slots=True)
class Row:
    """A card's row: what, how much, and in which colour; BORN or SPREAD where a warning has to do with it."""

    name: Block
    value: Block
    role: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A node as drawn: its heading, its shape (of an array), its rows, and a text alternative.

    mark  BORN, WARNED or SPREAD where a warning has to do with it
    """

    step: Step
    heading: Block
    shape: Block | None
    rows: tuple[Row, ...]
    title: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Arc:
    """An edge as drawn: the cards that it joins, by position, and its label.

    label  None in a picture that is too large for labels
    path   False where no derivative passes
    operand  which operand of its head it is
    marked  whether a nan, an infinity or a 0 was born on it or spread along it
    """

    tail: int
    head: int
    label: Label | None
    path: bool = True
    operand: int = 0
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that is drawn between title and legend; `repeated` inputs are drawn once per use."""

    cards: tuple[Card, ...]
    arcs: tuple[Arc, ...]
    repeated: tuple[str, ...]


def check_cards(count: int) -> None:
    """Raise LimitError where a drawing would have too many cards."""
    if count > LIMITS.drawn:
        raise LimitError(f"a drawing of {count} cards is too large (the limit is {LIMITS.drawn})", hint=NARROWER)


def picture(source: Source) -> Picture:
    """The cards and arcs of a drawing. Raises LimitError when there are too many cards."""
    check_cards(len(source.trace.steps))
    steps = source.steps
    uses: dict[str, int] = {}
    for _, _, name in source.edges():
        uses[name] = uses.get(name, 0) + 1
    repeated = tuple(
        step.name for step in steps if step.role == "input" and uses.get(step.name, 0) > LIMITS.leaf_uses
    )
    count = len(steps) + sum(uses[name] - 1 for name in repeated)
    check_cards(count)
    cards: list[Card] = []
    position: dict[str, int] = {}
    made = [_card(source, step) for step in steps]
    for card in made:
        if card.step.name not in repeated:
            position[card.step.name] = len(cards)
            cards.append(card)
    again = {card.step.name: card for card in made if card.step.name in repeated}
    arcs: list[Arc] = []
    followed = source.mode != "value" and source.reverse is not None and source.reverse.point
    for consumer, operand, name in source.edges():
        if name in again:
            cards.append(again[name])
        tail = len(cards) - 1 if name in again else position[name]
        shown = label(source, consumer, operand, name) if count <= LIMITS.labelled else None
        increment = source.increments.get((consumer.name, operand))
        path = not followed or (increment is not None and increment.path)
        if source.mode == "both" and source.forward is not None:
            path = path or (source.tangents[name].path and source.tangents[consumer.name].path)
        arcs.append(
            Arc(tail, position[consumer.name], shown, path, operand, source.is_spread(name, consumer.name))
        )
    return Picture(tuple(cards), tuple(arcs), repeated)


def _card(source: Source, step: Step) -> Card:
    space = r" \times ".join(map(str, step.shape))
    shape = compose.mathematics(rf"\in \mathbb{{R}}^{{{space}}}", SMALL) if step.shape else None
    rows = [
        Row(
            compose.mathematics(spelled(source.latex, role, step.name), BODY),
            compose.value(content, source.digits, BODY, source.decimal),
            role,
            source.mark(role, step.name, content),
        )
        for role, content in source.shown(step)
    ]
    mark = source.card_mark(step.name)
    return Card(step, heading(source, step), shape, tuple(rows), source.described(step), mark)


def heading(source: Source, step: Step) -> Block:
    """A card's heading: w₂ = w₁·x, or an input's name."""
    name = source.latex.name(short_name(step.name))
    alias = source.latex.alias(step)
    after = f" = {alias}" if alias else ""
    if not step.alias_of and (step.role == "input" or not step.tree.args):
        return compose.mathematics(name + after, HEADING)

    def typeset(tree: Formula) -> Block:
        return compose.mathematics(f"{name} = {source.latex.text(tree)}{after}", HEADING)

    return fitted(step.tree, typeset, WIDEST_HEADING)
