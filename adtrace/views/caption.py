"""The title above a drawing and the legend below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..records import NAME, Formula, Number, Step, Trace
from ..records.notes import Note, noted
from . import compose, number
from .automatic import is_automatic
from .compose import Block
from .latex import figure
from .layout import visible
from .picture import Picture
from .profiles import ANY
from .shorten import DEEPEST, ELLIPSIS, fitted, short_name
from .signs import BORN, SIGNS, SPREAD, WARNED
from .signs import LEGEND as LEGENDS
from .source import Source, outputs
from .spreading import spread_lines

TITLE, LEGEND = 18.0, 13.0
"""Font sizes in points."""

INDENT, MOST_WARNINGS = 14.0, 8
"""Of how a warning's mishap spread, in points; warnings that a drawing shows."""

LONGEST_EXPRESSION = 200
"""Operations of the largest expression that a title writes out before it is cut."""

WORDS = {
    "forward": "Forward mode: {program}",
    "reverse": "Reverse mode: {program}",
    "both": "Computational graph of {program}",
    "value": "Computational graph of {program}",
}
TITLES = {"forward": "Forward mode", "reverse": "Reverse mode"}

MOST_LINES = 3
GAP = 0.28
"""A blank, in em."""

Entry = tuple[tuple[Block, str], ...]
"""Something that is not broken over lines: blocks and their colours."""


def expression(steps: Sequence[Step], step: Step) -> Formula:
    """A step as the user wrote it: steps that adtrace named are written out, down to a depth and a size."""
    known = {each.name: each for each in steps if is_automatic(each)}
    budget = LONGEST_EXPRESSION

    def written(tree: Formula, depth: int) -> Formula:
        nonlocal budget
        inner = known.get(tree.text) if tree.op == NAME else None
        if inner is not None:
            tree = inner.tree
        if not tree.args:
            return tree
        budget -= 1
        if depth == 0 or budget <= 0:
            return Formula(NAME, text=ELLIPSIS, shape=tree.shape)
        return Formula(tree.op, tuple(written(arg, depth - 1) for arg in tree.args), tree.params, tree.text, tree.shape)

    return written(step.tree, DEEPEST)


def title_text(source: Source) -> str:
    """The whole drawing in words: its text alternative."""
    own, say = source.unicode.own, source.say
    named = "; ".join(
        f"{own.name(step.name)} = {own.text(expression(source.steps, step))}" for step in outputs(source.steps)
    )
    points = own.comma.join(
        f"{own.name(name)} = {source.written(content)}"
        for name, content in source.trace.inputs.items()
        if source.trace.point and not number.is_array(content)
    )
    text = say(WORDS[source.mode]).format(program=named)
    return say("{text} at {point}").format(text=text, point=points) if points else text


def alternative(source: Source) -> str:
    """The same with what there is to warn of."""
    found = [f"{warning.code}: {warning.message}" for warning in source.warnings[:MOST_WARNINGS]]
    return "; ".join([title_text(source), *map(visible, found)])


def notes(source: Source, width: float) -> list[tuple[Block, float]]:
    """Where exactness was left, as lines of words, each with its indent."""
    texts = [noted(note, source.say) for note in source.trace.notes if isinstance(note, Note)]
    return [found for text in texts for found in told(text, width, 0.0)]


def warnings(source: Source, width: float) -> list[tuple[Block, float]]:
    """The warnings as lines of words, each with its indent: what happened, and under it how it spread."""
    lines: list[tuple[Block, float]] = []
    for warning in source.warnings[:MOST_WARNINGS]:
        lines += told(f"{SIGNS[BORN]} {warning.code}: {warning.message}", width, 0.0)
        for sentence in spread_lines(warning, source.trace, source.say):
            lines += told(sentence, width, INDENT)
    left = len(source.warnings) - MOST_WARNINGS
    return lines + (told(source.say("and {count} more").format(count=left), width, INDENT) if left > 0 else [])


def told(text: str, width: float, indent: float) -> list[tuple[Block, float]]:
    """Words in lines of this width; those that follow the first are indented."""
    lines: list[tuple[Block, float]] = []
    current = ""
    for word in visible(text).split():
        longer = f"{current} {word}".strip()
        if current and compose.words(longer, LEGEND).width > width - indent:
            lines.append((compose.words(current, LEGEND), indent))
            current, indent = word, max(indent, INDENT)
        else:
            current = longer
    return [*lines, (compose.words(current, LEGEND), indent)]


def title(source: Source, width: float) -> list[list[tuple[Block, str]]]:
    """The title as lines of blocks and colours, broken to this width."""
    results = outputs(source.steps)
    mode = source.mode in TITLES
    entries: list[Entry] = [((compose.words(source.say(TITLES[source.mode]), TITLE), "ink"),)] if mode else []
    shown = [_output(source, step, width) for step in results[:2]]
    if len(results) > 2:
        shown.append(compose.words(ELLIPSIS, TITLE))
    context = _seeds(source) if mode else _point(source)
    entries += [((block, "ink"),) for block in _commas(source, shown, last=bool(mode and context))]
    entries += context
    return _broken(entries, width)


def _output(source: Source, step: Step, width: float) -> Block:
    own = source.latex.own
    name = own.name(short_name(step.name))
    if not step.tree.args:
        return compose.mathematics(name, TITLE)
    tree = expression(source.steps, step)
    return fitted(tree, lambda tree: compose.mathematics(f"{name} = {own.text(tree)}", TITLE), width)


def _point(source: Source) -> list[Entry]:
    """at x = 2, a = 1; arrays by the space that they live in. Nothing without a point."""
    trace = source.trace
    if not trace.point or not trace.inputs:
        return []
    entries = [
        _equation(source, source.latex.own.name(short_name(name)), content, trace.shapes[name])
        for name, content in trace.inputs.items()
    ]
    return _listed(source, source.say("at"), entries)


def _seeds(source: Source) -> list[Entry]:
    """seed ȳ = 1, or seed ẋ = 1, ȧ = 0. Nothing without a point."""
    trace = source.trace
    if not trace.sweeps or not trace.point:
        return []
    seed = dict(trace.sweeps[0].seed)
    spelled = source.latex.adjoint
    if source.mode == "forward":
        spelled = source.latex.tangent
        if len(trace.inputs) <= 4:
            seed = {name: seed.get(name, 0.0 if not trace.shapes[name] else None) for name in trace.inputs}
    entries = [
        _seed(source, spelled(short_name(name)), content)
        for name, content in seed.items()
        if content is not None and not (number.is_array(content) and not content.any())
    ]
    return _listed(source, source.say("seed"), entries)


def _seed(source: Source, name: str, content: Number) -> Block:
    """ȳ = 1; Ẇ[0, 1] = 1 for a unit array."""
    if number.is_array(content) and (content != 0).sum() == 1 and content.sum() == 1:
        index = [int(axis[0]) for axis in content.nonzero()]
        return compose.mathematics(f"{name}{index} = 1", TITLE)
    return _equation(source, name, content, ())


def _equation(source: Source, name: str, content: Number, shape: tuple[int, ...]) -> Block:
    """x = 2, or x ∈ ℝ²ˣ³ for an array of more than four entries."""
    if content is not None and not number.is_array(content):
        written = figure(content, source.digits, source.decimal)
        return compose.mathematics(f"{name} = {written}", TITLE)
    if content is not None and content.ndim == 1 and content.size <= 4:
        vector = compose.value(content, source.digits, TITLE, source.decimal)
        return compose.beside([compose.mathematics(f"{name} =", TITLE), vector], 0)
    space = r" \times ".join(map(str, shape or content.shape))
    return compose.mathematics(rf"{name} \in \mathbb{{R}}^{{{space}}}", TITLE)


def _listed(source: Source, word: str, equations: Sequence[Block]) -> list[Entry]:
    """The equations with commas between them and the word in front of the first."""
    listed: list[Entry] = [((block, "ink"),) for block in _commas(source, equations)]
    if listed:
        listed[0] = ((compose.words(word, TITLE), "ink"), *listed[0])
    return listed


def _commas(source: Source, blocks: Sequence[Block], *, last: bool = False) -> list[Block]:
    """Every block but the last followed by a comma; the last one too if asked for."""
    comma = compose.words(source.latex.comma.strip(), TITLE)
    return [
        compose.beside([block, comma], 0) if last or place < len(blocks) - 1 else block
        for place, block in enumerate(blocks)
    ]


def _broken(entries: Sequence[Entry], width: float) -> list[list[tuple[Block, str]]]:
    """Entries in lines of at most this width; what does not fit into three lines ends in an ellipsis."""
    lines: list[list[tuple[Block, str]]] = [[]]
    used = 0.0
    for entry in entries:
        size = sum(block.width for block, _ in entry) + 2 * GAP * TITLE * len(entry)
        if lines[-1] and used + size > width:
            if len(lines) == MOST_LINES:
                lines[-1].append((compose.words(ELLIPSIS, TITLE), "ink"))
                return lines
            lines.append([])
            used = 0.0
        lines[-1].extend(entry)
        used += size
    return lines


def legend(source: Source, picture: Picture) -> list[tuple[str, Block, str]]:
    """What the colours mean: role, symbol, word. A role without a dot is a remark."""
    entries: list[tuple[str, Block, str]] = []
    any_step, say, point = _letter(source.steps) + ANY, source.say, source.trace.point
    node = source.latex.name(any_step)
    if point:
        entries.append(("ink", compose.mathematics(node, LEGEND), say("value")))
    if point and source.mode in ("forward", "both") and source.forward is not None:
        symbol, one = source.latex.tangent(any_step), _seeded(source, source.forward)
        meaning = source.latex.total(node, one) if one else symbol
        entries.append(("tangent", _meaning(symbol, meaning), say("tangent")))
    if source.mode in (("reverse", "both") if point else ("reverse",)) and source.reverse is not None:
        symbol, one = source.latex.adjoint(any_step), _seeded(source, source.reverse)
        meaning = source.latex.total(one, node) if one else symbol
        entries.append(("adjoint", _meaning(symbol, meaning), say("adjoint")))
    if picture.repeated:
        names = source.latex.comma.join(source.latex.name(short_name(name)) for name in picture.repeated)
        words = say("is drawn once per use" if len(picture.repeated) == 1 else "are drawn once per use")
        entries.append(("", compose.mathematics(names, LEGEND), words))
    if not all(arc.path for arc in picture.arcs):
        entries.append(("", compose.words(say("dashed"), LEGEND), say("no derivative passes")))
    marks = {card.mark for card in picture.cards}
    if BORN in marks:
        entries.append(("error", sign(BORN, LEGEND), say(LEGENDS[BORN])))
    elif WARNED in marks:
        entries.append(("error", sign(WARNED, LEGEND), say(LEGENDS[WARNED])))
    if any(row.mark == SPREAD for card in picture.cards for row in card.rows):
        entries.append(("error", sign(SPREAD, LEGEND), say(LEGENDS[SPREAD])))
    return entries


def sign(mark: str, size: float) -> Block:
    """The sign of a mark."""
    return compose.mathematics(r"\sim", size) if mark == SPREAD else compose.words(SIGNS[mark], size)


def _letter(steps: Sequence[Step]) -> str:
    """The letter of adtrace's own names here, else one that no step is called."""
    used = [step.name[0] for step in steps if is_automatic(step)]
    taken = {step.name for step in steps}
    return used[0] if used else next((letter for letter in "wvus" if letter not in taken), "w")


def _meaning(symbol: str, derivative: str) -> Block:
    """A symbol and the derivative that it stands for, unless it is written so itself."""
    return compose.mathematics(symbol if symbol == derivative else f"{symbol} = {derivative}", LEGEND)


def _seeded(source: Source, trace: Trace) -> str:
    """The only name that has a seed, spelled, where that seed is the number 1; else ""."""
    name = _unit(trace.sweeps[0].seed) if trace.sweeps else None
    return source.latex.own.name(short_name(name)) if name else ""


def _unit(seed: Mapping[str, Number]) -> str | None:
    """The only name whose seed is not zero, if that seed is the number 1."""
    live = [(name, content) for name, content in seed.items() if number.is_array(content) or content]
    (name, content), = live if len(live) == 1 else [("", 0.0)]
    return name if not number.is_array(content) and content == 1 else None


