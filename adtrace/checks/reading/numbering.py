"""Formulas that a table gives: in the language of programs, and which step of the program each of them is.

People number their steps in their own way. A step whose formula has the value of another step of the program, at the
point and at points beside it, is that step, whatever it is called.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from ...errors import AdtraceError
from ...lang.grammar import CONSTANTS, PASTED_NAMES
from ...limits import LIMITS
from ...records import Shape
from ...records.worked import ADJOINT, PARTIAL, TANGENT, VALUE
from ...rules import table
from ...sweeps.evaluate import evaluate, quiet
from ..expression import BAR, Expression
from .names import DIFFERENTIAL, Names
from .nodes import folded
from .products import TIMES, in_one_notation, with_products
from .tokens import NAME, NEXT, SUB

MOVED = 2
"""Points beside the given one."""

CLOSE = 1e-9
LONGEST = 2_000
"""Characters of a formula that is looked at."""

TOKEN = re.compile(
    rf"(?P<name>{NAME.pattern})|(?P<number>\d+(?:[.,]\d+)?\.?(?:[eE][+-]?\d+)?)|(?P<sign>\*\*|\S)|(?P<gap>\s+)"
)
LISTED = re.compile(r"\[|[a-z]\w{0,40}\([^()]{0,200}\d,\d")
"""Where a comma between digits stands between two numbers."""

KEYWORD = re.compile(r"\s*=[^=]")


class Numbering:
    """Reads formulas over the names of a table, and finds the steps that they are."""

    def __init__(self, names: Names) -> None:
        self.names, self.run = names, names.run
        self.looked = 0
        self.expressions: dict[str, Expression | None] = {}

    @cached_property
    def points(self) -> list[Any]:
        """The values of every node at the given point and at points beside it."""
        run, source = self.run, random.Random(0)
        if run.values is None:
            return []
        found: list[Any] = [run.values]
        for _ in range(MOVED):
            moved = {}
            for node in run.graph.inputs:
                shift = source.uniform(0.01, 0.03)
                value = run.values[node]
                moved[run.graph.names[node]] = value*(1 + shift) + 0.1*shift
            try:
                with quiet(run.graph):
                    found.append(evaluate(run.graph, moved))
            except AdtraceError:
                continue
        return found

    def read(self, text: str) -> str:
        """A formula in the language of programs, with the program's names; "" for what is none."""
        if not text or len(text) > LONGEST or NEXT in text:
            return ""
        written = self.written(text)
        expression = self.parsed(written)
        if expression is None:
            return ""
        known = all(self.is_known(name) for name in expression.names)
        return written if known and expression.names else ""

    def written(self, text: str) -> str:
        """A formula in the language, whether it is one or not."""
        arrays = any(self.run.graph.shapes[node] for node in self.run.graph.inputs)
        if not arrays:
            return "".join(self.tokens(text)).replace(TIMES, "*")
        return with_products(list(self.tokens(in_one_notation(text))), self.shape)

    def shape(self, name: str) -> Shape | None:
        """The shape of a name of the language, None for a word that is none."""
        bare = name.removeprefix(f"{BAR}(").removesuffix(")")
        node = self.run.names.node(bare)
        if node is not None:
            return self.run.graph.shapes[node]
        before, after = self.run.tangent_name.split("{}")
        if bare.startswith(before) and bare.endswith(after):
            node = self.run.names.node(bare[len(before) : len(bare) - len(after)])
        return self.run.graph.shapes[node] if node is not None else () if bare in CONSTANTS else None

    def parsed(self, written: str) -> Expression | None:
        """The expression, None for a text that is none; it is asked for by name, by value and for the entry."""
        if written not in self.expressions:
            try:
                self.expressions[written] = Expression(written, self.run.program.functions, "table")
            except AdtraceError:
                self.expressions[written] = None
        return self.expressions[written]

    def is_known(self, name: str) -> bool:
        """Whether the program has this name, or a derivative of it."""
        inner = name[len(BAR) + 1 : -1] if name.startswith(f"{BAR}(") else name
        if inner in CONSTANTS or PASTED_NAMES.get(inner) in CONSTANTS or self.run.names.node(inner) is not None:
            return True
        before, after = self.run.tangent_name.split("{}")
        stems = [inner[len(before) : len(inner) - len(after)], inner[1:] if inner[:1] == "d" else ""]
        return any(self.run.names.node(stem) is not None for stem in stems if stem)

    def tokens(self, text: str) -> Iterator[str]:
        """The formula's tokens, with names as the program has them, and products that were not written as such."""
        found = [match for match in TOKEN.finditer(text) if match.lastgroup != "gap"]
        before = False
        for place, match in enumerate(found):
            token = match[0]
            following = found[place + 1][0] if place + 1 < len(found) else ""
            if match["name"]:
                called = following == "(" and self.is_function(token)
                written = token if called or KEYWORD.match(text, match.end()) else self.name(token)
                if place and found[place - 1][0] == ".":
                    written, before = token, False
                yield from (TIMES, written) if before else (written,)
                before = not called
            elif match["number"]:
                yield from (TIMES, self.number(token, text)) if before else (self.number(token, text),)
                before = True
            else:
                yield from (TIMES, token) if token == "(" and before else (token,)
                before = token in ")]"
            if token == ".":
                before = False

    def number(self, token: str, text: str) -> str:
        """A number, its decimal comma as a point; a comma within brackets of a list or a call stays."""
        return token.replace(",", ".") if "," in token and not LISTED.search(text) else token

    def is_function(self, word: str) -> bool:
        """Whether a word before a bracket is a function."""
        functions = self.run.program.functions
        return bool(table.called(PASTED_NAMES.get(word, word))) or word in functions or word == BAR

    def name(self, token: str) -> str:
        """A name as the program, or a claim, has it."""
        meaning = self.names.meaning(token)
        if not meaning.kind or meaning.kind == PARTIAL:
            return token.replace(SUB, "_")
        name = self.run.names[meaning.node]
        place = f"[{', '.join(map(str, meaning.place))}]" if meaning.place else ""
        if meaning.kind == ADJOINT:
            return f"{BAR}({name}){place}"
        pattern = {TANGENT: self.run.tangent_name, DIFFERENTIAL: "d{}", VALUE: "{}"}[meaning.kind]
        return pattern.format(name) + place

    def steps(self, formula: str) -> list[int]:
        """The nodes that have the value of a formula, in plain text, at every point."""
        written = self.read(formula)
        expression = self.parsed(written) if written else None
        if expression is None:
            return []
        nodes = {name: node for name in expression.names if (node := self.run.names.node(name)) is not None}
        if any(name not in nodes and PASTED_NAMES.get(name, name) not in CONSTANTS for name in expression.names):
            return []
        candidates: Sequence[int] = [*self.run.graph.inputs, *self.run.names.steps]
        self.looked += len(candidates)
        if self.looked > LIMITS.inspected * 100 or not self.points:
            return []
        for values in self.points:
            try:
                wanted = expression.value({name: values[node] for name, node in nodes.items()})
            except (AdtraceError, ArithmeticError, ValueError):
                return []
            candidates = [node for node in candidates if same(values[node], wanted)]
        return list(candidates)

    def learn(self, name: str, formula: str) -> None:
        """Take note of name = formula: that may be another step than the program's of that name."""
        if not formula or not NAME.fullmatch(name.strip()):
            return
        meaning = self.names.meaning(name)
        if meaning.kind not in ("", VALUE) or meaning.place:
            return
        bare = self.names.meaning(formula)
        if bare.kind and bare.node not in self.run.names.inputs and meaning.kind:
            return
        found = self.steps(formula)
        if not found or meaning.node in found:
            return
        taken = set(self.names.nodes.own.values())
        self.names.nodes.own[folded(name.strip())] = next((node for node in found if node not in taken), found[0])


def same(first: Any, second: Any) -> bool:
    """Whether two values are equal but for rounding."""
    shapes = getattr(first, "shape", ()), getattr(second, "shape", ())
    if shapes[0] != shapes[1]:
        return False
    if not shapes[0]:
        return bool(first == second or abs(first - second) <= CLOSE*max(abs(first), abs(second)))
    import numpy as np

    return bool(np.allclose(first, second, rtol=CLOSE, atol=0.0, equal_nan=True))
