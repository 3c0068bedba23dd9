"""Of several sweeps in one file, which one a column or a block of lines is of: tangent (seed x), xdot, dx = 1."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ...records.worked import ADJOINT, TANGENT
from ...rules.axes import shape_text
from . import headings
from .headings import Heading, heading, simple
from .names import DIFFERENTIAL, Meaning, Names
from .numbers import numeral
from .pieces import Claim
from .seeds import direction, label_of, seed_label, seeded

SEVERAL, LONGEST = 2, 100
"""Sweeps that have to be told apart; letters of a heading."""

SLOPES = (TANGENT, DIFFERENTIAL)
SEED = r"(?:(?:with |avec |la |the )?(?:seed|graine|germe|along|wrt|w\.r\.t\.?|par rapport [àa]|for|pour)\s*:?\s+)?"
BRACKETS = re.compile(rf"(?P<word>[^()]*?)\s*\(\s*{SEED}(?P<seed>[^()]+)\)", re.IGNORECASE)
BEHIND = re.compile(rf"(?P<word>[^\s()]+)\s+{SEED}(?P<seed>[^\s()]+)", re.IGNORECASE)
ALONE = ("seed", "graine", "germe")
"""What a column of tangents may be called by its seed alone."""


def with_sweeps(words: Sequence[str], names: Names) -> list[Heading | None]:
    """What the columns with these headings hold, each with its sweep, where the headings tell several apart."""
    known = [heading(word) if word.strip() else None for word in words]
    said = [seeded_heading(word, names) for word in words]
    known = [found or each for found, each in zip(said, known, strict=True)]
    slopes = [place for place, role in enumerate(known) if role and role.role in SLOPES and not role.sweep]
    if len(slopes) < SEVERAL:
        return known
    meanings = [names.meaning(words[place]) for place in slopes]
    inputs = [each.node for each in meanings if each.kind in SLOPES and each.node in names.run.names.inputs]
    if len(set(inputs)) == len(slopes):
        for place, meaning in zip(slopes, meanings, strict=True):
            known[place] = Heading(TANGENT, label_of(meaning.node, meaning.place, names))
    return known


def seeded_heading(word: str, names: Names) -> Heading | None:
    """What a column holds whose heading says its seed: tangent (seed x), tangent a, adjoint (y1)."""
    if len(word) > LONGEST:
        return None
    found = BRACKETS.fullmatch(word.strip()) or BEHIND.fullmatch(word.strip())
    if not found:
        return None
    first = simple(found["word"])
    role = Heading(TANGENT) if first in ALONE else heading(found["word"])
    role = None if role and role.role == DIFFERENTIAL and first not in headings.KINDS else role
    if role is None or role.role not in (*SLOPES, ADJOINT):
        return None
    seed = found["seed"] if re.search("[=:]", found["seed"]) else found["seed"] + " = 1"
    meaning = names.meaning(re.split("[=:]", seed, maxsplit=1)[0])
    nodes = names.run.names.inputs if role.role != ADJOINT else [node for _, node in names.run.graph.outputs]
    sweep = seed_label(f"seed {seed}", names) if meaning.kind and meaning.node in nodes else ""
    return Heading(ADJOINT if role.role == ADJOINT else TANGENT, sweep) if sweep else None


def in_blocks(read: Iterable[tuple[Claim, Meaning]], names: Names) -> list[tuple[Claim, Meaning]]:
    """The same with the sweep of each tangent, where tangents of inputs are stated more than once.

    A block begins where the tangent of an input is stated again; the tangents of the inputs in it say its sweep.
    """
    every = list(read)
    blocks = list(blocks_of(every, names))
    labels = [block_label([every[place] for place in block], names) for block in blocks]
    if len(set(labels)) < SEVERAL:
        return every
    for block, label in zip(blocks, labels, strict=True):
        for place in block:
            claim, meaning = every[place]
            every[place] = claim, meaning._replace(sweep=label)
    return every


def blocks_of(every: Sequence[tuple[Claim, Meaning]], names: Names) -> Iterator[list[int]]:
    """The places of the tangents without a sweep, block by block."""
    block: list[int] = []
    seen: set[tuple[int, tuple[int, ...]]] = set()
    for place, (claim, meaning) in enumerate(every):
        if meaning.kind != TANGENT or meaning.sweep or claim.sweep:
            continue
        key = meaning.node, meaning.place
        if meaning.node in names.run.names.inputs:
            if key in seen:
                yield block
                block, seen = [], set()
            seen.add(key)
        block.append(place)
    if block:
        yield block


def block_label(block: Sequence[tuple[Claim, Meaning]], names: Names) -> str:
    """The label of the sweep that the tangents of the inputs in a block say."""
    found: list[tuple[str, str]] = []
    for claim, meaning in block:
        if meaning.node in names.run.names.inputs:
            shape = () if meaning.place else names.run.graph.shapes[meaning.node]
            number = numeral(claim.stated, shape) if claim.stated else None
            if number is not None:
                found += seeded(label_of(meaning.node, meaning.place, names), number, shape_text(shape))
    return direction(found, names)
