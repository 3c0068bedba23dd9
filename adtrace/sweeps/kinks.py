"""Where a run is at kinks, and rows that take other slopes there.

A convention changes no sweep: at a kink the graph's operator is replaced by one with the same value and other rules.
Whatever reads rules (both sweeps, the step records, printed rules, the appended derivative) then says the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from ..graph.graph import Graph, Nodes
from ..graph.numbers import ARRAYS, FLOATS, run_on_floats
from ..graph.symbols import FORMULAS, tree_of
from ..limits import LIMITS
from ..named import Record
from ..rules.axes import align
from ..rules.table import Operator, Rule
from .look import condition_on
from .masks import differ, truth

NO_EDGES: Mapping[str, Rule] = {}


class Kink(Record):
    """A node at a kink: where, as a bool or as an array of them."""

    node: int
    where: Any


def kinks(graph: Graph, values: Sequence[Any], edges: Mapping[str, Rule] = NO_EDGES) -> Iterator[Kink]:
    """Every node at a kink of its row, in order.

    edges  by row, where a slope is chosen in place of its own kink
    """
    turning = {
        operator: edges.get(operator.name, operator.kink)
        for operator in set(graph.operators)
        if operator is not None and (operator.kink is not None or operator.name in edges)
    }
    if not turning:
        return
    for node, operator in enumerate(graph.operators):
        if operator in turning and graph.varies[node]:
            condition = turning[operator]
            assert callable(condition)
            where = condition_on(condition, [values[arg] for arg in graph.args[node]], graph.params[node])
            if truth(where):
                yield Kink(node, where)


class Numbers:
    """A node's operands and value, to run on them what chooses slopes."""

    def __init__(self, graph: Graph, values: Sequence[Any], node: int) -> None:
        operator = graph.operators[node]
        assert operator is not None
        self.operator, self.params, self.shape = operator, graph.params[node], graph.shapes[node]
        self.shapes = [graph.shapes[arg] for arg in graph.args[node]]
        self.value, self.operands = values[node], [values[arg] for arg in graph.args[node]]
        self.is_scalar = operator.kind == "elementwise" and not self.shape

    def run(self, rule: Rule, which: Mapping[str, int] = {}) -> Any:
        """slope(m, y, *operands)."""
        if self.is_scalar:
            return run_on_floats(rule, (self.value, *self.operands), which)
        import numpy as np

        with np.errstate(all="ignore"):
            return rule(ARRAYS, self.value, *map(np.asarray, self.operands), **self.params, **which)

    def own(self, place: int, *, printed: bool = False) -> Any:
        """The slope that the row itself takes in an operand, or that its printed rule would give; 0 without a rule."""
        rule = self.operator.printed(place) if printed else self.operator.rule(place)
        return 0.0 if rule is None else self.run(rule, {"operand": place} if self.operator.variadic else {})

    def gives(self, place: int, slope: Any, where: Any) -> bool:
        """Whether the row's own rule gives an operand this slope at a kink, as it is run and as it is printed."""
        same = (self.own(place) == slope) & (self.own(place, printed=True) == slope)
        if self.is_scalar:
            return bool(same)
        import numpy as np

        return bool(np.all(np.broadcast_to(same, self.shape)[np.broadcast_to(where, self.shape)]))

    def toward(self, tangents: Sequence[Any]) -> list[Any]:
        """The row's slopes on the side of a direction."""
        rule = self.operator.toward
        assert rule is not None
        if self.is_scalar:
            try:
                return list(map(float, rule(FLOATS, self.operands, tangents)))
            except ArithmeticError:
                pass
        import numpy as np

        with np.errstate(all="ignore"):
            found = rule(ARRAYS, [*map(np.float64, self.operands)], [*map(np.float64, tangents)], **self.params)
        return [float(one) if self.is_scalar else one for one in found]


# Rows


def row_of(numbers: Numbers, slopes: Sequence[Any], where: Any, title: str) -> Operator:
    """The row that takes these slopes at a kink, one for each operand, and its own elsewhere.

    slopes  of a general row the weights of all elements of its operand
    """
    if numbers.operator.kind == "general":
        return weighing(numbers, slopes[0], where, title)
    return taking(numbers, slopes, where, title)


def taking(numbers: Numbers, slopes: Sequence[Any], where: Any, title: str) -> Operator:
    """An elementwise row. A rule that gives these slopes itself stays as it is."""
    operator = numbers.operator
    others = tuple([
        None if operator.rule(place) is None or numbers.gives(place, slope, where) else slope
        for place, slope in enumerate(slopes)
    ])
    if numbers.is_scalar:
        return scalar_row(operator, others, title)
    rules = [
        None if slope is None else _mixed(operator, place, spread(slope, where, numbers.shape), where)
        for place, slope in enumerate(others)
    ]
    return with_rules(operator, rules, title)


@lru_cache(1000)
def scalar_row(operator: Operator, slopes: tuple[float | None, ...], title: str) -> Operator:
    """The row of a scalar; None leaves an operand its own rule. Many steps at one kind of kink have one row."""
    return with_rules(operator, [None if slope is None else _fixed(slope) for slope in slopes], title)


def with_rules(operator: Operator, rules: Sequence[Rule | None], title: str) -> Operator:
    """The row with these rules; None leaves an operand its own."""
    return operator._replace(
        rules=tuple([rule or operator.rule(place) for place, rule in enumerate(rules)]),
        textbook=tuple([None if rule else operator.printed(place) for place, rule in enumerate(rules)]),
        slopes=None, convention=title,
    )


def _fixed(slope: float) -> Rule:
    """The rule of a scalar at a kink."""
    return lambda m, y, *operands, **which: slope


def _mixed(operator: Operator, place: int, slope: Any, where: Any) -> Rule:
    """The rule of an array of which some elements are at a kink."""
    own, printed, kink = operator.rule(place), operator.printed(place), operator.kink
    assert own is not None and printed is not None
    everywhere = bool(where.all())

    def rule(m: Any, y: Any, *operands: Any, **which: Any) -> Any:
        if m is not FORMULAS:
            return m.where(m.given(where), m.given(slope), own(m, y, *operands, **which))
        if everywhere:
            return m.given(slope)
        condition = kink(m, *operands) if callable(kink) else None
        if condition is None or tree_of(condition).op != "eq":
            condition = m.given(where)
        return m.where(condition, m.given(slope), printed(m, y, *operands, **which))

    return rule


def spread(slope: Any, where: Any, shape: tuple[int, ...]) -> Any:
    """The slopes at a kink: one number where they are all the same, else an array, 0 elsewhere."""
    import numpy as np

    where = np.broadcast_to(where, shape)
    slope = np.where(where, np.broadcast_to(slope, shape), 0.0)
    chosen = slope[where]
    return float(chosen[0]) if (chosen == chosen[0]).all() or np.isnan(chosen).all() else slope


def weighing(numbers: Numbers, weights: Any, where: Any, title: str) -> Operator:
    """A general row whose slopes are given as the weights of all elements of its operand.

    Pieces of a linear function are told by their weights alone; of others, off the kink, the own rule is kept for
    second derivatives.
    """
    import numpy as np

    operator = numbers.operator
    assert operator.weighted is not None
    push, pull = operator.weighted
    own_push, own_pull = operator.jvp(0), operator.rule(0)
    assert own_push is not None and own_pull is not None
    whole = operator.selects or np.shape(where) != numbers.shape or bool(np.all(where))
    behind = where if whole else np.broadcast_to(
        align(ARRAYS, where, numbers.operands[0], **numbers.params), numbers.shapes[0]
    )

    def jvp(m: Any, y: Any, d: Any, x: Any, **params: Any) -> Any:
        found = push(m, m.given(weights), d, x, **params)
        is_appended = isinstance(m, Nodes) and not whole
        return m.where(m.given(where), found, own_push(m, y, d, x, **params)) if is_appended else found

    def vjp(m: Any, y: Any, g: Any, x: Any, **params: Any) -> Any:
        found = pull(m, m.given(weights), g, x, **params)
        is_appended = isinstance(m, Nodes) and not whole
        return m.where(m.given(behind), found, own_pull(m, y, g, x, **params)) if is_appended else found

    return operator._replace(
        rules=(vjp,), jvps=(jvp,), textbook=(), textbook_jvps=(), chosen=listed(weights), convention=title
    )


def standing(operator: Operator, beside: Numbers, here: Numbers) -> Operator:
    """A general row that is run on these operands, where they are others than those at the point."""
    others = [
        other if differ(other, operand) else None
        for other, operand in zip(beside.operands, here.operands, strict=True)
    ]

    def wrapped(rule: Rule | None) -> Rule | None:
        if rule is None:
            return None

        def run(m: Any, y: Any, flow: Any, *operands: Any, **params: Any) -> Any:
            moved = [x if one is None else m.given(one) for one, x in zip(others, operands, strict=True)]
            return rule(m, m.given(beside.value), flow, *moved, **params)

        return run

    return operator._replace(
        rules=tuple(map(wrapped, operator.rules)), jvps=tuple(map(wrapped, operator.jvps)),
        textbook=tuple(map(wrapped, operator.textbook)), textbook_jvps=tuple(map(wrapped, operator.textbook_jvps)),
    )


def listed(weights: Any) -> str:
    """Weights for a warning: a few numbers."""
    import numpy as np

    if weights.size > LIMITS.inline_constant:
        return "a slope for each element"
    text = np.array2string(weights + 0.0, separator=", ", formatter={"float_kind": "{:g}".format})
    return " ".join(text.split())


def replaced(graph: Graph, rows: Mapping[int, Operator]) -> Graph:
    """The graph with other rows at these nodes."""
    from .symbolic import copied

    other = copied(graph)
    for node, operator in rows.items():
        other.operators[node] = operator
    return other

