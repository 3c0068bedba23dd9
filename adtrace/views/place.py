"""Places a drawing: boxes in, positions and edge routes out. Graphviz does it, which `placer` runs.

The DOT text holds boxes of fixed size under ids of our own, and one reserved box for the label of every link: a cell
above the line and a cell below it, so that the line runs straight and level between the two.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from .placer import laid_out

Point = tuple[float, float]

POINTS_PER_INCH = 72


@dataclass(frozen=True, slots=True)
class Box:
    """A box to place, in points. `first` asks for the first column, in the order given, from top to bottom."""

    width: float
    height: float
    first: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """An edge between two boxes, by position, and the space that its label takes above and below the line."""

    tail: int
    head: int
    width: float = 0.0
    above: float = 0.0
    below: float = 0.0


@dataclass(frozen=True, slots=True)
class Route:
    """Where an edge runs: 1 + 3n Bezier control points, the arrow's tip, and the middle of its label's line."""

    curve: tuple[Point, ...]
    tip: Point
    label: Point | None


@dataclass(frozen=True, slots=True)
class Placement:
    """Centres of the boxes and routes of the links, y pointing down, within (0, 0) and (width, height)."""

    width: float
    height: float
    boxes: tuple[Point, ...]
    links: tuple[Route, ...]


def place(boxes: Sequence[Box], links: Sequence[Link]) -> Placement:
    """Place the boxes from left to right.

    Raises LimitError when the time limit is reached, AdtraceError when Graphviz fails or is not installed.
    """
    placed = _placement(json.loads(laid_out(_dot(boxes, links, {}))), len(boxes), links)
    entries = _entries(placed, links)
    if not entries:
        return placed
    return _placement(json.loads(laid_out(_dot(boxes, links, entries))), len(boxes), links)


def _entries(placed: Placement, links: Sequence[Link]) -> dict[int, list[int]]:
    """For every box with several labelled links into it, those links from top to bottom: each gets its own entry."""
    into: dict[int, list[int]] = {}
    for number, link in enumerate(links):
        if link.width:
            into.setdefault(link.head, []).append(number)
    return {
        head: sorted(numbers, key=lambda number: (placed.links[number].label or (0, 0))[1])
        for head, numbers in into.items()
        if len(numbers) > 1
    }


def digraph(**attributes: str) -> Any:
    """An empty graphviz.Digraph, left to right."""
    import graphviz

    return graphviz.Digraph(graph_attr={"rankdir": "LR", **attributes})


def escaped_lines(lines: Sequence[str]) -> Any:
    """Lines as a DOT label in which every character means itself: no escape sequence, no HTML."""
    import graphviz

    return graphviz.nohtml(graphviz.escape("\n".join(lines)).replace("\n", r"\n"))


def _dot(boxes: Sequence[Box], links: Sequence[Link], entries: dict[int, list[int]]) -> str:
    """The DOT text: boxes n0, n1 ... and label boxes e0, e1 ...; links in `entries` end at ports of their own."""
    graph = digraph(nodesep="0.25", ranksep=f"{_column_gap(links):.2f}")
    graph.attr("node", shape="box", fixedsize="true", label="")
    graph.attr("edge", arrowsize="0.8")
    for number, box in enumerate(boxes):
        if number in entries:
            graph.node(f"n{number}", shape="plain", fixedsize="false", label=_with_ports(box, entries[number]))
        else:
            graph.node(f"n{number}", width=_inches(box.width), height=_inches(box.height))
    first = [f"n{number}" for number, box in enumerate(boxes) if box.first]
    with graph.subgraph(graph_attr={"rank": "min"}) as column:
        for name in first:
            column.node(name)
        for above, below in pairwise(first):
            column.edge(above, below, style="invis")
    for number, link in enumerate(links):
        if not link.width:
            graph.edge(f"n{link.tail}", f"n{link.head}", id=f"{number}")
            continue
        graph.node(f"e{number}", shape="plain", fixedsize="false", label=_reserved(link))
        port = f"in{number}:w" if link.head in entries else "w"
        graph.edge(f"n{link.tail}:e", f"e{number}:line:w", id=f"{number}", arrowhead="none")
        graph.edge(f"e{number}:line:e", f"n{link.head}:{port}", id=f"{number}")
    return str(graph.source)


def _column_gap(links: Sequence[Link]) -> float:
    """The gap between columns in inches: wider where a box has many links out of it, which run side by side there."""
    most = max(Counter(link.tail for link in links).values(), default=1)
    return 0.6 if not any(link.width for link in links) else min(0.28 + 0.06 * most, 0.7)


def _inches(points: float) -> str:
    return f"{points / POINTS_PER_INCH:.4f}"


def _reserved(link: Link) -> str:
    """The label's box as an HTML-like table: a cell above the line, the line, a cell below."""
    cells = (("above", link.above), ("line", 1), ("below", link.below))
    rows = "".join(
        f'<tr><td port="{port}" fixedsize="true" width="{link.width:.0f}" height="{height:.0f}"></td></tr>'
        for port, height in cells
        if height >= 1
    )
    return f'<<table border="0" cellborder="0" cellspacing="0" cellpadding="0">{rows}</table>>'


def _with_ports(box: Box, numbers: list[int]) -> str:
    """A card as an HTML-like table, with a cell for every link into it."""
    height = box.height / len(numbers)
    rows = "".join(
        f'<tr><td port="in{number}" fixedsize="true" width="{box.width:.0f}" height="{height:.0f}"></td></tr>'
        for number in numbers
    )
    return f'<<table border="0" cellborder="0" cellspacing="0" cellpadding="0">{rows}</table>>'


def _placement(graph: dict[str, Any], count: int, links: Sequence[Link]) -> Placement:
    """Read Graphviz's answer; its y points up, ours down."""
    _, _, width, height = map(float, graph["bb"].split(","))
    centres = {
        node["name"]: _point(node["pos"], height) for node in graph.get("objects", ()) if "pos" in node
    }
    pieces: list[list[dict[str, Any]]] = [[] for _ in links]
    for edge in graph.get("edges", ()):
        if "id" in edge:
            pieces[int(edge["id"])].append(edge)
    names = {node["_gvid"]: node["name"] for node in graph.get("objects", ())}
    routes = tuple(
        _route(link, sorted(found, key=lambda edge: names[edge["tail"]].startswith("e")), height)
        for link, found in zip(links, pieces, strict=True)
    )
    return Placement(width, height, tuple(centres[f"n{number}"] for number in range(count)), routes)


def _route(link: Link, edges: list[dict[str, Any]], height: float) -> Route:
    """One link's curve: in two pieces with a straight line through its label, or in one."""
    curves = [_curve(edge["pos"], height) for edge in edges]
    (curve, _), (_, tip) = curves[0], curves[-1]
    if len(curves) == 1:
        return Route(curve, tip, None)
    after = curves[1][0]
    (left, y), (right, _) = curve[-1], after[0]
    third = (right - left) / 3
    line = ((left + third, y), (right - third, y), after[0])
    return Route((*curve, *line, *after[1:]), tip, ((left + right) / 2, y))


def _curve(text: str, height: float) -> tuple[tuple[Point, ...], Point]:
    """The control points of "e,X,Y x,y x,y ..." and the arrow's tip (the last point where there is no arrow)."""
    words = text.split()
    tip = _point(words.pop(0)[2:], height) if words[0].startswith("e,") else None
    points = tuple(_point(word, height) for word in words)
    return points, tip or points[-1]


def _point(text: str, height: float) -> Point:
    x, y = text.split(",")[:2]
    return float(x), height - float(y)
