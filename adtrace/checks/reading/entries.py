"""Claims as entries: names to quantities, numbers and formulas read, what is left open decided by the whole table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from ...records.worked import ADJOINT, INCREMENT, PARTIAL, TANGENT, VALUE, Entry, Quantity
from ...sweeps.evaluate import quiet
from ...sweeps.forward import forward
from ...sweeps.reverse import reverse
from ...sweeps.run import Run
from ...sweeps.steps import number_of
from ...sweeps.uses import Uses
from .alignment import align
from .directions import in_blocks
from .names import DIFFERENTIAL, Meaning, Names, shown
from .numbering import Numbering
from .numbers import Numeral, numeral
from .pieces import Claim
from .sums import summed
from .tokens import NAME, NEXT

DERIVED = (TANGENT, ADJOINT, DIFFERENTIAL)
BETWEEN = re.compile(r"[\s()+=*]+")
AROUND = "-,;"
"""Signs around a name in a rule: with a decimal comma, lists are split by semicolons."""
INDEX = re.compile(r"\[[^\]]*\]$")
LONGEST = 200
"""Characters of an entry's text."""


class Reader:
    """Makes the entries of one table."""

    def __init__(self, run: Run, names: Names) -> None:
        self.run, self.names = run, names
        self.numbering = Numbering(names)
        self.uses: Counter[tuple[str, str, int, int]] = Counter()
        self.of_node = Uses(run.graph)

    def entries(self, claims: Sequence[Claim]) -> list[Entry]:
        """The entries, in the order of the file; a claim that answers nothing makes none."""
        for claim in claims:
            if claim.kind in ("", VALUE):
                self.numbering.learn(claim.name, claim.formula)
        align(self.names, claims)
        read = [(claim, self.meaning(claim)) for claim in claims]
        open_kind = self.decided(read)
        done = [(claim, each._replace(kind=open_kind) if each.kind == DIFFERENTIAL else each) for claim, each in read]
        done = summed(in_blocks(done, self.names), self.use)
        found = [(claim, self.entry(claim, meaning)) for claim, meaning in done]
        return [entry for claim, entry in found if entry.quantity or not claim.blank]

    def meaning(self, claim: Claim) -> Meaning:
        """What a claim is of."""
        if claim.why:
            return Meaning(why=claim.why)
        found = self.names.meaning(claim.name)
        if not found.kind and claim.kind in ("", VALUE, *DERIVED):
            found = self.by_formula(claim) or found
        if not found.kind or not claim.kind:
            return found
        if claim.kind in (PARTIAL, INCREMENT):
            return self.use(claim, found)
        if found.kind == PARTIAL:
            return found
        return found._replace(kind=claim.kind, sweep=claim.sweep or found.sweep)

    def by_formula(self, claim: Claim) -> Meaning | None:
        """The step that a name stands for which is a formula; or a name that is not the program's, by its formula."""
        bare = NAME.fullmatch(claim.name.strip()) is not None
        found = self.numbering.steps(claim.formula if bare else claim.name)
        return Meaning(VALUE, found[0]) if found else None

    def use(self, claim: Claim, found: Meaning) -> Meaning:
        """What one use of a node gives: the step that uses it is named, or its adjoint stands in the rule."""
        consumer = self.consumer(claim.consumer, found.node)
        if consumer is None:
            return Meaning(why=f"{shown(claim.consumer)} does not use {self.run.names[found.node]}")
        operands = [place for place, arg in enumerate(self.run.graph.args[consumer]) if arg == found.node]
        given = claim.formula.removeprefix("operand ")
        key = (claim.kind, claim.sweep, consumer, found.node)
        if given.isdecimal() and claim.formula != given and int(given) in operands:
            operand = int(given)
        elif claim.ordinal in operands:
            operand = claim.ordinal
        else:
            operand = operands[self.uses[key] % len(operands)]
            self.uses[key] += 1
        return Meaning(claim.kind, found.node, found.place, consumer, operand, claim.sweep)

    def consumer(self, text: str, node: int) -> int | None:
        """The step that uses a node, by its name or by a rule with its adjoint."""
        users = dict(self.of_node.of(node))
        named = self.names.meaning(text)
        if named.kind and named.node in users:
            return named.node
        found = [
            meaning.node for name in BETWEEN.split(text)
            for spelled in (name.strip(AROUND), INDEX.sub("", name).strip(AROUND))
            if (meaning := self.names.meaning(spelled)).kind == ADJOINT and meaning.node in users
        ]
        return found[0] if len(set(found)) == 1 else None

    def entry(self, claim: Claim, meaning: Meaning) -> Entry:
        """One entry."""
        text = shown(claim.text.replace(NEXT, ", "))[:LONGEST]
        if not meaning.kind:
            return Entry(claim.line, text, shown(claim.name), None, why=meaning.why or "this cannot be read")
        shape = () if meaning.place else self.run.graph.shapes[meaning.node]
        number = numeral(claim.stated, shape) if claim.stated else None
        symbols = claim.formula or (claim.stated if number is None else "")
        formula = "" if meaning.kind in (PARTIAL, INCREMENT) else self.numbering.read(symbols)
        if number is None and not formula:
            why = f"{shown(claim.stated or claim.formula)} is neither a number nor a formula"
            return Entry(claim.line, text, shown(claim.name), None, why=why)
        number = number or Numeral(None)
        quantity = self.quantity(claim, meaning)
        return Entry(claim.line, text, shown(claim.name), quantity, *number, formula)

    def quantity(self, claim: Claim, meaning: Meaning) -> Quantity:
        """The same with the program's names."""
        names = self.run.names
        consumer = names[meaning.consumer] if meaning.consumer >= 0 else ""
        sweep = "" if meaning.kind in (VALUE, PARTIAL) else self.sweep(meaning.sweep or claim.sweep, meaning.kind)
        return Quantity(meaning.kind, names[meaning.node], consumer, meaning.operand, sweep, meaning.place)

    def sweep(self, text: str, kind: str) -> str:
        """The label of a sweep that a heading names in its own way."""
        found = self.names.nodes.find(text) if text and "=" not in text else None
        if found is None:
            return text
        return self.names.label(found) if kind == TANGENT else text

    # What dw3 alone is

    def decided(self, read: Iterable[tuple[Claim, Meaning]]) -> str:
        """Whether differentials are tangents or adjoints, as the rest of the table has them, else as numbers fit."""
        every = list(read)
        if not any(meaning.kind == DIFFERENTIAL for _, meaning in every):
            return TANGENT
        kinds = {meaning.kind for _, meaning in every}
        barred = any(meaning.kind == ADJOINT and (claim.kind or "/" not in claim.name) for claim, meaning in every)
        if barred or INCREMENT in kinds:
            return TANGENT
        if TANGENT in kinds:
            return ADJOINT if not self.names.forward else TANGENT
        if self.names.forward:
            return TANGENT
        stated = [(claim, meaning) for claim, meaning in every if meaning.kind == DIFFERENTIAL]
        return self.fitting(stated)

    def fitting(self, stated: Sequence[tuple[Claim, Meaning]]) -> str:
        """The kind whose numbers more of the written ones are; tangents where neither fits better."""
        run = self.run
        if run.values is None:
            return TANGENT
        graph, values = run.graph, run.values
        with quiet(graph):
            backward = [reverse(graph, values, {node: one(graph.shapes[node])}) for _, node in graph.outputs]
            along = [forward(graph, values, {node: one(graph.shapes[node])}) for node in graph.inputs[:16]]
        scores = [self.score(stated, sweeps) for sweeps in (backward, along)]
        arrays = any(graph.shapes[node] for node in graph.inputs)
        return ADJOINT if scores[0] > scores[1] or (scores[0] == scores[1] and arrays) else TANGENT

    def score(self, stated: Sequence[tuple[Claim, Meaning]], sweeps: Sequence[Any]) -> int:
        """How many of the written numbers some sweep has."""
        best = 0
        for flows in sweeps:
            fits = 0
            for claim, meaning in stated:
                shape = self.run.graph.shapes[meaning.node]
                wanted = number_of(flows[meaning.node], shape)
                wanted = wanted[meaning.place] if meaning.place else wanted
                number = numeral(claim.stated, () if meaning.place else shape)
                fits += number is not None and near(number, wanted)
            best = max(best, fits)
        return best


def near(number: Numeral, wanted: Any) -> bool:
    """Whether a written number is this one, about."""
    import numpy as np

    stated, exact = np.asarray(number.stated), np.asarray(wanted)
    if stated.shape != exact.shape:
        return False
    return bool(np.all(np.abs(stated - exact) <= 0.6*np.asarray(number.unit) + 1e-3*np.abs(exact)))


def one(shape: tuple[int, ...]) -> Any:
    """A seed of ones."""
    if not shape:
        return 1.0
    import numpy as np

    return np.ones(shape)
