"""The computational graph as DOT text for Graphviz: own ids, and labels in which every character means itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...records import Increment, Step, Trace
from .. import number
from ..notation import Notation, of_options
from . import DRAWING, Format, Options
from .svg import traces

if TYPE_CHECKING:
    from ..source import Source

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
        graph.node(ids[step.name], label=label, shape=SHAPES[step.role])
    increments = source.increments if source.mode != "value" else {}
    for consumer, operand, name in source.edges():
        lines = edge_lines(increments.get((consumer.name, operand)), notation, options)
        graph.edge(ids[name], ids[consumer.name], label=place.escaped_lines([legible(line) for line in lines]))
    return str(graph.source)


def node_lines(source: Source, step: Step, notation: Notation, options: Options) -> list[str]:
    """A node's label: its formula, and its numbers below."""
    from ..source import equation

    spelled = {"ink": notation.name, "tangent": notation.tangent, "adjoint": notation.adjoint}
    lines = [equation(notation, step)]
    for role, content in source.shown(step):
        first, *rest = number.lines(content, source.digits, unicode=notation.unicode, say=options.say)
        lines += [f"{spelled[role](step.name)} = {first}", *rest]
    return lines


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
