"""Expressions with a given number of operations and uses: grown from the output down, then named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...named import Record
from ...records import LITERAL, NAME, Formula, Shape
from ...records.exercise import Knobs
from .chance import Chance
from .operations import MATRIX, NEVER, SCALAR, VECTOR, Operation

NAMES = {
    True: {SCALAR: "acrkmnzgh", VECTOR: "xbtpqijfo", MATRIX: "WABCDEFGH"},
    False: {SCALAR: "xabctpqrk", VECTOR: "", MATRIX: ""},
}
"""Letters of inputs by type, with arrays and without; w, v, u, s and y are adtrace's own, d and e mean something."""

SHAPES: Mapping[str, Shape] = {SCALAR: (), VECTOR: (2,), MATRIX: (2, 2)}

UNLIKE = frozenset(("maximum", "minimum"))
"""Operations of which both operands are never one and the same name."""

COMMUTATIVE = frozenset(("add", "mul", "maximum", "minimum"))


class Grown(Record):
    """An expression and the types of its inputs, in the order of their first use."""

    formula: Formula
    types: Mapping[str, str]


class Slot(Record):
    """A place for an operand: of which node, which operand, of which type, inside which family."""

    node: int
    operand: int
    type: str
    outer: str


OUTPUT = Slot(-1, 0, SCALAR, "")


def grow(rows: Sequence[Operation], knobs: Knobs, inputs: int, chance: Chance) -> Grown | None:
    """One expression; None where the choices led nowhere.

    rows    the operations that it may have
    inputs  how many inputs it has
    """
    slots = places(knobs, inputs, chance)
    chosen: list[Operation] = []
    operands: list[list[Formula | int]] = []
    left = {1: knobs.ops - (slots - 1), 2: slots - 1}
    open_slots = [OUTPUT]
    while left[1] + left[2]:
        slot = open_slots.pop(chance.below(len(open_slots)))
        fitting = [row for row in rows if fits(row, slot, left)]
        if not fitting:
            return None
        row = chance.weighted(fitting, [row.weight for row in fitting])
        left[len(row.slots)] -= 1
        node = len(chosen)
        chosen.append(row)
        operands.append([literal(row, chance) for _ in row.operands])
        if slot is not OUTPUT:
            operands[slot.node][slot.operand] = node
        open_slots += [Slot(node, place, row.operands[place], row.kin) for place in row.slots]
        if not open_slots:
            break
    if left[1] + left[2] or OUTPUT in open_slots:
        return None
    types = [slot.type for slot in open_slots]
    groups = grouped(types, knobs, inputs, chance)
    if groups is None:
        return None

    def written(names: Sequence[str]) -> Formula | None:
        """The formula with names in the open places."""
        for slot, name in zip(open_slots, names, strict=True):
            operands[slot.node][slot.operand] = Formula(NAME, text=name, shape=SHAPES[slot.type])
        return assembled(chosen, operands)

    first = written([str(group) for group in groups])
    if first is None:
        return None
    letters = lettered([leaf.text for leaf in first.leaves() if leaf.op == NAME], groups, types, knobs)
    formula = written([letters[group] for group in groups])
    assert formula is not None
    return Grown(formula, {name: types[groups.index(group)] for group, name in letters.items()})


def places(knobs: Knobs, inputs: int, chance: Chance) -> int:
    """How many places for inputs there are: enough for one to be used as often as asked, and for all to be used."""
    least, most = knobs.fan_out + inputs - 1, min(inputs * knobs.fan_out, knobs.ops + 1)
    return least + chance.below(most - least + 1)


def fits(row: Operation, slot: Slot, left: Mapping[int, int]) -> bool:
    """Whether an operation can stand in a place."""
    return row.result == slot.type and left[len(row.slots)] > 0 and (slot.outer, row.kin) not in NEVER


def literal(row: Operation, chance: Chance) -> Formula:
    """A literal of an operation."""
    return Formula(LITERAL, text=chance.one(row.literals) if row.literals else "1")


def grouped(types: Sequence[str], knobs: Knobs, inputs: int, chance: Chance) -> list[int] | None:
    """The number of an input for every place: one input as often as asked, none more often; None where none fit."""
    often = [type for type in dict.fromkeys(types) if types.count(type) >= knobs.fan_out]
    if not often:
        return None
    type = chance.one(often)
    order = chance.shuffled(range(len(types)))
    same = [place for place in order if types[place] == type][: knobs.fan_out]
    groups = [same]
    for place in order:
        if place in same:
            continue
        joining = [group for group in groups[1:] if types[group[0]] == types[place] and len(group) < knobs.fan_out]
        if len(groups) < inputs:
            groups.append([place])
        elif joining:
            chance.one(joining).append(place)
        else:
            return None
    if len(groups) != inputs:
        return None
    number = {place: group for group, members in enumerate(groups) for place in members}
    return [number[place] for place in range(len(types))]


def lettered(used: Sequence[str], groups: Sequence[int], types: Sequence[str], knobs: Knobs) -> dict[int, str]:
    """A letter for every input, in the order in which the formula uses them."""
    letters = {type: iter(letters) for type, letters in NAMES[knobs.arrays].items()}
    return {group: next(letters[types[groups.index(group)]]) for group in map(int, dict.fromkeys(used))}


def assembled(chosen: Sequence[Operation], operands: Sequence[Sequence[Formula | int]]) -> Formula | None:
    """The whole formula; None where operands are the same or cancel, so that nobody would write it so."""
    built: dict[int, Formula] = {}
    keys: dict[int, str] = {}
    chains: dict[int, Chain] = {}
    for node in range(len(chosen) - 1, -1, -1):
        row = chosen[node]
        args = tuple(built[arg] if isinstance(arg, int) else arg for arg in operands[node])
        spelled = [keys[arg] if isinstance(arg, int) else arg.text for arg in operands[node]]
        same = len(spelled) == 2 and spelled[0] == spelled[1]
        chain = Chain.of(row.op, spelled, [chains[arg] if isinstance(arg, int) else NO_CHAIN for arg in operands[node]])
        if (same and (row.op in UNLIKE or args[0].args)) or chain.is_foolish():
            return None
        ordered = sorted(spelled) if row.op in COMMUTATIVE else spelled
        keys[node], chains[node] = f"{row.op}({','.join(ordered)})", chain
        built[node] = Formula(row.op, args, shape=SHAPES[row.result])
    return built[0]


class Chain(Record):
    """A sum or a product of several terms: which it is, and its terms with whether each is taken away."""

    kind: str
    terms: tuple[tuple[str, bool], ...] = ()

    @classmethod
    def of(cls, op: str, spelled: Sequence[str], chains: Sequence[Chain]) -> Chain:
        """The chain of an operation, its operands' own chains of this kind written out."""
        kind = {"add": "sum", "sub": "sum", "mul": "product", "div": "product"}.get(op, "")
        if not kind:
            return NO_CHAIN
        terms = []
        for place, (text, inner) in enumerate(zip(spelled, chains, strict=True)):
            away = place == 1 and op in ("sub", "div")
            terms += [(term, own != away) for term, own in (inner.terms if inner.kind == kind else ((text, False),))]
        return cls(kind, tuple(terms))

    def is_foolish(self) -> bool:
        """Whether a term cancels another, or a sum has one twice."""
        texts = [text for text, _ in self.terms]
        return any((text, not away) in self.terms for text, away in self.terms) or (
            self.kind == "sum" and len(set(texts)) < len(texts)
        )


NO_CHAIN = Chain("")
