"""Which node a written name is: the program's own names first, then spellings of them, then numbers and elements."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property

from ...limits import LIMITS
from ...named import Record
from ...sweeps.run import Run
from .tokens import SUB

NUMBERED = "vwusrqpzkt"
"""Letters that people number the nodes of any program with."""

OUTPUTS = ("y", "L", "J", "f", "F", "E", "C", "loss", "cost", "out", "output", "z", "S", "weighted")
"""What people call the output of a program that has one, where nothing else is called so."""

GREEK = {
    unicodedata.lookup(f"GREEK {case} LETTER {name.replace('LAMBDA', 'LAMDA')}"): spelled(name)
    for case, spelled in (("SMALL", str.lower), ("CAPITAL", str.capitalize))
    for name in ("ALPHA", "BETA", "GAMMA", "DELTA", "EPSILON", "ZETA", "ETA", "THETA", "IOTA", "KAPPA", "LAMBDA", "MU",
                 "NU", "XI", "PI", "RHO", "SIGMA", "TAU", "UPSILON", "PHI", "CHI", "PSI", "OMEGA")
}
"""Greek letters as the words that programs may have for them."""

NUMBER = re.compile(rf"([A-Za-z])_?{SUB}?\[?(-?[0-9]+)\]?")
ZERO = re.compile(rf"(?<![\w{SUB}])([{NUMBERED}])_?{SUB}?0(?![\w.,])")
BRACKETED = re.compile(r"(.*[^\s\[\]])\s*\[\s*(-?\d+(?:\s*,\s*-?\d+)*)\s*\]")
BELOW = re.compile(rf"(.*?)(?:{SUB}|_)\(?(\d+(?:,\d+)*)\)?")
BEHIND = re.compile(r"(.*?)(\d+)")
ARGUMENT = re.compile(r"([^\W\d]\w*)\s*\([^()]*\)")


class Found(Record):
    """A node, or an element of one."""

    node: int
    place: tuple[int, ...] = ()


class Nodes:
    """Looks up names of nodes.

    own      the writer's own numbering, by folded name: it comes before the program's
    known    what the program's names and their spellings were found to be: a table says each many times
    letters  what all nodes are numbered with, inputs down from 0: v₋₁, v₀, v₁
    any_case whether capitals do not count
    """

    def __init__(self, run: Run) -> None:
        self.run, self.graph, self.names = run, run.graph, run.names
        self.own: dict[str, int] = {}
        self.known: dict[str, int | None] = {}
        self.letters: set[str] = set()
        self.any_case = False

    def find(self, text: str) -> Found | None:
        """The node or the element of this name, in plain text; None if there is none."""
        text = text.strip().strip("*")
        if not text or len(text) > LIMITS.name:
            return None
        node = self.named(text)
        if node is not None:
            return Found(node)
        number = NUMBER.fullmatch(text)
        if number and number[1] in self.letters:
            return self.numbered(text)
        found = self.element(text) or self.numbered(text) or self.output(text)
        return found or (self.by_case.get(folded(text).casefold()) if self.any_case else None)

    def notice(self, text: str) -> None:
        """Take note of a name such as v₀, which says that all nodes are numbered so."""
        for found in ZERO.finditer(text):
            if self.named(found[1] + "0") is None:
                self.letters.add(found[1])

    def named(self, text: str) -> int | None:
        """The node of a name, or of a spelling of it."""
        if self.own and (own := self.own.get(folded(text))) is not None:
            return own
        if text not in self.known:
            self.known[text] = self.of_program(text)
        return self.known[text]

    def of_program(self, text: str) -> int | None:
        """The same without the writer's own numbering."""
        for spelled in spellings(text):
            node = self.names.node(spelled)
            if node is not None:
                return node
        return self.by_fold.get(folded(text))

    @cached_property
    def by_fold(self) -> dict[str, int]:
        """Nodes by names without underscores, and with Greek letters as words; what two nodes share is left out."""
        found: dict[str, int | None] = {}
        for name, node in self.every():
            key = folded(name)
            found[key] = node if found.get(key, node) == node else None
        return {key: node for key, node in found.items() if node is not None}

    @cached_property
    def by_case(self) -> dict[str, Found]:
        """Nodes by names without capitals, so that W3 is w3; what two nodes share is left out."""
        found: dict[str, set[int]] = {}
        for name, node in self.by_fold.items():
            found.setdefault(name.casefold(), set()).add(node)
        return {name: Found(nodes.pop()) for name, nodes in found.items() if len(nodes) == 1}

    def every(self) -> Iterator[tuple[str, int]]:
        """Names and nodes of inputs and steps; of very long programs, of the inputs only."""
        steps = self.names.steps if len(self.names.steps) <= LIMITS.inspected else ()
        for node in (*self.graph.inputs, *steps):
            yield self.names[node], node
        for name in self.run.built.program.assigned if len(steps) else ():
            if (known := self.names.node(name)) is not None:
                yield name, known

    def element(self, text: str) -> Found | None:
        """W[0, 1] counts from 0; w_{12} and w12 are of mathematics and count from 1."""
        if brackets := BRACKETED.fullmatch(text):
            return self.placed(brackets[1], [int(part) for part in brackets[2].split(",")])
        if below := BELOW.fullmatch(text):
            parts = below[2].split(",")
            if len(parts) == 1:
                return self.ranked(below[1], below[2])
            whole = self.placed(below[1], [int(part) - 1 for part in parts])
            return whole or self.ranked(below[1] + parts[0], "".join(parts[1:]))
        behind = BEHIND.fullmatch(text)
        return self.ranked(behind[1], behind[2]) if behind else None

    def ranked(self, stem: str, digits: str) -> Found | None:
        """An element by one digit for each axis, from 1; by all the digits in a vector."""
        for cut in range(min(len(digits), LIMITS.rank) + 1):
            name, rest = stem + digits[:cut], digits[cut:]
            node = self.named(name) if name and rest else None
            if node is None:
                continue
            rank = len(self.graph.shapes[node])
            places = [int(rest) - 1] if rank == 1 else [int(digit) - 1 for digit in rest]
            if rank == len(places) and (found := self.placed(name, places)):
                return found
        return None

    def placed(self, name: str, places: list[int]) -> Found | None:
        """An element of an array, if it has it."""
        known = self.named(name)
        number = self.numbered(name) if known is None else None
        node = number.node if number else known
        shape = self.graph.shapes[node] if node is not None else ()
        if node is None or not shape or len(places) != len(shape):
            return None
        within = all(-size <= place < size for place, size in zip(places, shape, strict=True))
        return Found(node, tuple(p % s for p, s in zip(places, shape, strict=True))) if within else None

    def numbered(self, text: str) -> Found | None:
        """v₋₁, v₀ are inputs and v₃ is the third step, where the program has no numbers of its own for that letter."""
        found = NUMBER.fullmatch(text)
        if not found or found[1] not in NUMBERED or len(found[2]) > 8:
            return None
        number, inputs, steps = int(found[2]), self.graph.inputs, self.names.steps
        if 0 < number <= len(steps):
            return Found(steps[number - 1])
        return Found(inputs[number - 1]) if -len(inputs) < number <= 0 else None

    def output(self, text: str) -> Found | None:
        """The output by one of its usual names; f(x) is f."""
        text = found[1] if (found := ARGUMENT.fullmatch(text)) else text
        node = self.named(text)
        if node is not None:
            return Found(node)
        usual = len(self.graph.outputs) == 1 and text in OUTPUTS
        return Found(self.graph.outputs[0][1]) if usual else None

    def is_output(self, node: int) -> bool:
        """Whether it is an output."""
        return any(node == output for _, output in self.graph.outputs)


def spellings(text: str) -> Iterator[str]:
    """The names of a program that a plain text can be."""
    seen = dict.fromkeys((text, text.replace(SUB, ""), text.replace(SUB, "_"), text.replace(" ", "")))
    yield from (spelled for spelled in seen if spelled)


def folded(text: str) -> str:
    """A name without what only typesetting adds, and with Greek letters as words."""
    bare = text.replace(SUB, "").replace("_", "").replace(" ", "")
    return bare if bare.isascii() else "".join(GREEK.get(letter, letter) for letter in bare)
