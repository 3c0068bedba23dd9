"""Claims about derivatives, `d/dx = sigmoid(x)*(1 - sigmoid(x))`: judged at the given point and at many others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...errors import AdtraceError, ShapeError
from ...graph.graph import Graph
from ...lang.columns import Program
from ...named import Record
from ...records.claims import AGREES, DEFINES, NAMED, REFUTED, TRACED, ClaimReport, Judgement, Note
from .formulas import WHERE, Formula, Known
from .judge import Judge
from .misfit import misfit, transposed
from .mistake import likely_mistake
from .targets import Names, Target
from .trials import bare, settled


class Claim(Record):
    """A claim as read: its text, its left side, and where the right one begins."""

    text: str
    left: str
    start: int


def read_claim(text: str) -> Claim:
    """Split a claim at its equals sign. Raises AdtraceError."""
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter in "([") - (letter in ")]")
        alone = letter == "=" and text[place + 1 : place + 2] != "=" and text[place - 1 : place] not in tuple("<>=!")
        if alone and depth == 0:
            left = text[:place]
            if not left.strip():
                raise _error("there is nothing before =", text, (place, place + 1), "write d/dx = FORMULA")
            if not text[place + 1 :].strip():
                raise _error("there is nothing behind =", text, (place, place + 1), "write d/dx = FORMULA")
            return Claim(text, left, place + 1)
    raise _error("a claim needs an equals sign", text, (0, max(1, len(text))), "write d/dx = FORMULA")


def _error(message: str, text: str, span: tuple[int, int], hint: str) -> AdtraceError:
    return AdtraceError(message, span, hint, source=text, where=WHERE)


def check_claims(
    program: Program, given: Mapping[str, Any], claims: Sequence[str], *, of: Sequence[str] = (), share: bool = False,
    hold: Sequence[str] = (), trials: int = 100, seed: int = 0,
) -> tuple[ClaimReport, tuple[str, ...]]:
    """Judge claims, in order: each may name what those before it are about. Also the names that are given for nothing.

    Raises AdtraceError for a program, a point or a claim that cannot be read.
    """
    read = [read_claim(text) for text in claims]
    first = Names(settled(program, given, of, share=share)[0])
    wrt = dict.fromkeys(node for claim in read if (node := _differentiated(claim, first)) is not None)
    judge = Judge(
        program, given, of=of, share=share, hold=hold, trials=trials, seed=seed,
        free=[first.graph.names[node] for node in wrt if node in first.graph.inputs],
        moved=_behind(first.graph, wrt),
    )
    known = Known(judge.run, judge.of)
    found: list[Judgement] = []
    refuted: dict[Target, str] = {}
    unused: dict[str, Claim] = {}
    for claim in read:
        target = _target(claim, judge.names, known)
        formula = Formula(claim.text, claim.start, judge.names, known)
        for name in formula.expression.names:
            unused.pop(name, None)
        if target is None:
            known.defined[name := claim.left.strip()] = formula
            unused[name] = claim
            try:
                formula.value(judge.trials.found[0])
                found.append(Judgement(claim.text, DEFINES, notes=(Note(NAMED, {"name": name}),)))
            except ShapeError as error:
                found.append(misfit(claim.text, error))
            continue
        try:
            one = judge.judge(claim.text, formula, target)
        except ShapeError as error:
            one = misfit(claim.text, error)
            if mistake := transposed(judge, formula, target):
                one = one._replace(notes=(*one.notes, mistake))
            refuted[target] = claim.left.strip()
            found.append(one)
            continue
        if names := _named(formula, judge.names, judge.of, refuted, known):
            one = one._replace(notes=(*one.notes, Note(TRACED, {"names": names})))
        if one.verdict == REFUTED:
            refuted[target] = claim.left.strip()
            if mistake := likely_mistake(judge, formula, target):
                one = one._replace(notes=(mistake, *one.notes))
        elif one.verdict == AGREES:
            refuted.pop(target, None)
        found.append(one)
    for name, claim in unused.items():  # A name that nothing uses is a misspelt one.
        raise judge.names.unknown(name, _span(claim)).located(claim.text, WHERE)
    trace, tried = bare(judge.run, given), judge.trials
    report = ClaimReport(trace, tuple(found), trials, seed, len(tried.found), tried.outside, tuple(hold))
    return report, judge.run.unused


def _differentiated(claim: Claim, names: Names) -> int | None:
    """The node that a claim differentiates with respect to."""
    try:
        target = names.target(claim.left.strip(), (0, 1))
    except AdtraceError:
        return None
    return None if target is None or target.of is None else target.node


def _behind(graph: Graph, nodes: Iterable[int]) -> set[str]:
    """The inputs that nodes are computed from."""
    wanted = set(nodes)
    for node in range(len(graph) - 1, -1, -1):
        if node in wanted:
            wanted.update(graph.args[node])
    return {graph.names[node] for node in wanted if node in graph.inputs}


def _span(claim: Claim) -> tuple[int, int]:
    """Where the left side stands."""
    start = len(claim.left) - len(claim.left.lstrip())
    return start, len(claim.left.rstrip())


def _target(claim: Claim, names: Names, known: Known) -> Target | None:
    """What a claim is about; None for a new name."""
    left, span = claim.left.strip(), _span(claim)
    try:
        target = names.target(left, span)
        if target is None and left in known.defined:
            raise AdtraceError(f"{left} is defined twice", span, "choose another name")
    except AdtraceError as error:
        raise error.located(claim.text, WHERE) from None
    return target


def _named(
    formula: Formula, names: Names, of: int | None, refuted: Mapping[Target, str], known: Known
) -> list[str]:
    """Refuted claims whose left sides a formula, or a definition that it uses, names."""
    used: list[Target] = []
    queue, seen = [formula], set()
    while queue:
        one = queue.pop()
        used += one.derivatives.values()
        for name in one.expression.names:
            if name in known.defined and name not in seen:
                seen.add(name)
                queue.append(known.defined[name])
            elif name in names.nodes:
                used.append(Target(names.nodes[name]))
            elif name in names.adjoints:
                used.append(Target(names.adjoints[name], of))
    return list(dict.fromkeys(refuted[target] for target in used if target in refuted))
