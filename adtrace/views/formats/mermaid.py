"""The computational graph as a Mermaid flowchart: own ids, and labels in which every character means itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ...records import Number, Step, Trace
from .. import number
from ..layout import visible
from ..notation import Notation, of_options
from ..palette import COLOURS
from ..signs import BORN, SIGNS, SPREAD, WARNED, signed
from . import DRAWING, Format, Options
from .dot import code_lines, edge_lines, warning_texts
from .svg import traces

if TYPE_CHECKING:
    from ..source import Source

SHAPES = {"input": ('("', '")'), "step": ('["', '"]'), "output": ('[["', '"]]')}
"""What a node's label stands between: the three roles can be told apart without their colours."""

CLASSES = {"input": ("input-band", "input-rim"), "step": ("band", "rim"), "output": ("output-band", "output-rim")}
"""Colours of the roles in the palette: fill and rim."""

PLAIN = frozenset(" .,=()/+-:%!?@")
"""Signs that mean themselves within a label; other ASCII signs are written as entity codes."""

LEADING = frozenset("+-")
"""Signs that begin the item of a list where they begin a line."""

BRACKETS = "⎡⎢⎣⎤⎥⎦[]"

EDGES = 500
"""Edges beyond which Mermaid draws nothing unless it is told to."""


def render(trace: Trace, options: Options) -> Iterator[str]:
    """The flowchart in lines: formula, value, tangent and adjoint on the nodes, local partials on the edges."""
    from ..source import Source

    source = Source(*traces(trace, options.beside), options.digits, options)
    notation = of_options(trace, options)
    light = options.scheme != "dark"
    increments = source.increments if source.mode != "value" else {}
    swept = bool(increments) and source.reverse is not None and source.reverse.point
    ids = {step.name: f"n{place}" for place, step in enumerate(source.steps)}
    edges = list(source.edges())

    def lines() -> Iterator[str]:
        yield from opening(source, len(edges), unicode=options.unicode)
        for step in source.steps:
            before, after = SHAPES[step.role]
            written = label(node_lines(source, step, notation, options))
            mark = source.card_mark(step.name)
            yield f"  {ids[step.name]}{before}{written}{after}:::{step.role}\n"
            if mark:
                yield f"  class {ids[step.name]} {mark}\n"
        for consumer, operand, name in edges:
            increment = increments.get((consumer.name, operand))
            arrow = "-.->" if swept and (increment is None or not increment.path) else "-->"
            written = label(edge_lines(increment, notation, options))
            between = f'{arrow}|"{written}"|' if written else arrow
            yield f"  {ids[name]} {between} {ids[consumer.name]}\n"
        if source.warnings:
            yield f'  warnings["{label(warning_texts(source))}"]:::remark\n'
        yield from styles(light=light)
        if source.warnings:
            yield from marked_styles(light=light)
        marked = [place for place, (consumer, _, name) in enumerate(edges) if source.is_spread(name, consumer.name)]
        if marked:
            yield f"  linkStyle {','.join(map(str, marked))} stroke:{COLOURS['error'][not light]},stroke-width:4px\n"

    return lines()


def opening(source: Source, edges: int, *, unicode: bool) -> Iterator[str]:
    """The title, and what kind of diagram this is."""
    from ..caption import title_text

    title = visible(title_text(source), unicode=unicode)
    # JSON is YAML; markup in a title would be for a page's reader to escape, so that there is none.
    yield f"---\ntitle: {json.dumps(title.translate(UNMARKED), ensure_ascii=False)}\n---\nflowchart LR\n"
    if edges > EDGES:
        yield f"  %% {edges} edges: Mermaid draws more than {EDGES} where its setting maxEdges allows them\n"


UNMARKED = str.maketrans("<>&", "‹›＆")
"""What stands in a title for the signs of markup."""


def node_lines(source: Source, step: Step, notation: Notation, options: Options) -> Iterator[str]:
    """A node's label: its formula, and its numbers below, each on one line."""
    from ..source import equation

    spelled = {"ink": notation.name, "tangent": notation.tangent, "adjoint": notation.adjoint}
    shown = source.shown(step)
    head = equation(notation, step)
    if head != notation.name(step.name) or not shown:
        yield head
    for role, content in shown:
        sign = SIGNS[source.mark(role, step.name, content)]
        yield f"{spelled[role](step.name)} = {signed(in_line(content, options, unicode=notation.unicode), sign)}"
    yield from code_lines(source, step)


def marked_styles(*, light: bool) -> Iterator[str]:
    """The classes of the nodes that a warning has to do with: their rims; and of the text that says the warnings."""
    error, muted = COLOURS["error"][not light], COLOURS["muted"][not light]
    yield f"  classDef {BORN} stroke:{error},stroke-width:4px\n"
    yield f"  classDef {SPREAD} stroke:{error},stroke-dasharray:5 4\n"
    yield f"  classDef {WARNED} stroke-width:3px\n"
    yield f"  classDef remark fill:none,stroke:none,color:{muted},text-align:left\n"


def in_line(content: Number, options: Options, *, unicode: bool) -> str:
    """A number; a matrix with semicolons between its rows, since a label's lines are centred."""
    lines = number.lines(content, options.digits, unicode=unicode, decimal=options.decimal, say=options.say)
    if len(lines) == 1:
        return lines[0]
    return f"[{'; '.join(line.strip(BRACKETS) for line in lines)}]"


def label(lines: Iterable[str]) -> str:
    """Lines of text as a label.

    >>> label(['x = 2', '-1/w_4^2'])
    'x = 2<br/>#45;1/w#95;4#94;2'
    """
    return "<br/>".join(map(escaped, lines))


def escaped(text: str) -> str:
    """One line of a label: signs as entity codes, control and bidirectional characters as visible escapes."""
    found = "".join(sign if is_plain(sign) else f"#{ord(sign)};" for sign in visible(text))
    return f"#{ord(found[0])};{found[1:]}" if found[:1] in LEADING and found else found


def is_plain(sign: str) -> bool:
    """Whether a character means itself in a label."""
    return not sign.isascii() or sign.isalnum() or sign in PLAIN


def styles(*, light: bool) -> Iterator[str]:
    """The classes of the nodes: ink on the fill of the palette, on any page."""
    scheme = 0 if light else 1
    ink = COLOURS["ink"][scheme]
    for role, (fill, rim) in CLASSES.items():
        width = "2px" if role != "step" else "1.4px"
        colours = f"fill:{COLOURS[fill][scheme]},stroke:{COLOURS[rim][scheme]},color:{ink}"
        yield f"  classDef {role} {colours},stroke-width:{width}\n"


FORMAT = Format("mermaid", "the graph as a Mermaid flowchart", render, suffixes=(".mmd", ".mermaid"), kind=DRAWING)
"""For pages that draw Mermaid themselves, as GitHub's do."""
