"""The computational graph as DOT text for Graphviz: own ids, and labels in which every character means itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...records import Increment, Step, Trace
from .. import number
from ..layout import visible
from ..notation import Notation, of_options
from ..palette import COLOURS
from ..signs import BORN, SIGNS, SPREAD, WARNED, signed
from ..spreading import spread_lines
from . import DRAWING, Format, Options
from .svg import traces

if TYPE_CHECKING:
    from ..source import Source

NODES = {
    BORN: {"color": COLOURS["error"][0], "penwidth": "3"}, SPREAD: {"color": COLOURS["error"][0], "style": "dashed"},
    WARNED: {"penwidth": "2"},
}
EDGE = {"color": COLOURS["error"][0], "penwidth": "3"}
"""How a marked node, and an edge along which something spread, are drawn."""

SHAPES = {"input": "ellipse", "step": "box", "output": "doubleoctagon"}


def render(trace: Trace, options: Options) -> str:
    """The DOT text: formula, value, tangent and adjoint on the nodes, local partials on the edges."""
    from .. import place
    from ..source import Source
    from ..typeset import legible

    # Other programs read this: numbers keep their point.
    options = options._replace(decimal=number.POINT)
    source = Source(*traces(trace, options.beside), options.digits, options)
    notation = of_options(trace, options)
    graph = place.digraph()
    graph.attr("node", shape="box", fontname="serif")
    graph.attr("edge", fontname="serif")
    steps = source.steps
    ids = {step.name: f"n{number}" for number, step in enumerate(steps)}
    for step in steps:
        label = place.escaped_lines([legible(line) for line in node_lines(source, step, notation, options)])
        graph.node(ids[step.name], label=label, shape=SHAPES[step.role], **NODES.get(source.card_mark(step.name), {}))
    increments = source.increments if source.mode != "value" else {}
    for consumer, operand, name in source.edges():
        lines = edge_lines(increments.get((consumer.name, operand)), notation, options)
        label = place.escaped_lines([legible(line) for line in lines])
        marked = EDGE if source.is_spread(name, consumer.name) else {}
        graph.edge(ids[name], ids[consumer.name], label=label, **marked)
    if source.warnings:
        told = [legible(visible(line, unicode=notation.unicode)) for line in warning_texts(source)]
        graph.attr("graph", label=place.escaped_lines(told), labelloc="b", labeljust="l", fontname="serif")
    return str(graph.source)


def node_lines(source: Source, step: Step, notation: Notation, options: Options) -> list[str]:
    """A node's label: its formula, and its numbers below."""
    from ..source import equation

    spelled = {"ink": notation.name, "tangent": notation.tangent, "adjoint": notation.adjoint}
    lines = [equation(notation, step)]
    for role, content in source.shown(step):
        first, *rest = number.lines(content, source.digits, unicode=notation.unicode, say=options.say)
        lines += [f"{spelled[role](step.name)} = {signed(first, SIGNS[source.mark(role, step.name, content)])}", *rest]
    return [*lines, *code_lines(source, step)]


def code_lines(source: Source, step: Step) -> Iterator[str]:
    """The codes of the warnings that name a step."""
    codes = dict.fromkeys(warning.code for warning in source.warnings if warning.node == step.name)
    if codes:
        yield f"{SIGNS[WARNED]} {', '.join(codes)}"


def warning_texts(source: Source) -> Iterator[str]:
    """What the warnings say, and how what they tell of spread."""
    from ..caption import MOST_WARNINGS

    for warning in source.warnings[:MOST_WARNINGS]:
        yield f"{SIGNS[WARNED]} {warning.code}: {warning.message}"
        yield from spread_lines(warning, source.trace, source.say, unicode=source.reader.unicode)
    left = len(source.warnings) - MOST_WARNINGS
    if left > 0:
        yield source.say("and {count} more").format(count=left)


def edge_lines(increment: Increment | None, notation: Notation, options: Options) -> list[str]:
    """An edge's label: the local partial in symbols and in numbers, or the rule where it is not a product."""
    if increment is None:
        return []
    lines = [notation.rule(increment.partial_formula or increment.formula)]
    if increment.partial is not None:
        lines += number.lines(
            increment.partial, options.digits, unicode=notation.unicode, decimal=options.decimal, say=options.say
        )
    return lines[:1] if lines[1:] == lines[:1] else lines


FORMAT = Format("dot", "the graph as DOT text, for Graphviz", render, suffixes=(".dot", ".gv"), kind=DRAWING)
"""The graph for other programs and for hand-made layouts."""
