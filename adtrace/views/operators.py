"""The table of operators for people: what `adtrace ops` prints, generated from the rows and the composites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from ..errors import AdtraceError
from ..graph.algebra import Operand
from ..graph.calls import composites, composites_text
from ..graph.graph import leaf
from ..graph.shapes import result_shape, size
from ..graph.symbols import FORMULAS, tree_of
from ..lang.grammar import BY_OPERATOR
from ..records import ADJOINT, Formula, Shape
from ..rules import table
from ..rules.table import Operator
from .layout import Line, line, visible, wrapped
from .notation import Notation

CONDITIONS = ("domain", "pole", "kink", "jump")
INDENT = 2
WIDEST_RULE = 100
"""Cells above which the list leaves a rule to `adtrace ops NAME`."""


def listing(notation: Notation, columns: int) -> list[Line]:
    """Every operator, a line or two each: how it is written, its derivative, where it needs care."""
    lines: list[Line] = []
    rows = table.operators()
    size = max(len(written(row)) for row in rows if len(written(row)) <= 32)
    for family in dict.fromkeys(row.family for row in rows):
        lines += [line((family, "bold"))]
        for row in rows:
            if row.family == family:
                lines += _entry(written(row), _summary(row, notation), size, columns)
        lines.append(())
    lines.append(line(("losses and penalties", "bold"), ("   written in the language itself", "dim")))
    for text in _definitions().values():
        lines += _entry(text.partition(" = ")[0], line(text.partition(" = ")[2]), size, columns)
    lines.append(())
    count = len(rows) + len(composites())
    lines.append(line((f"{count} operators; `adtrace ops NAME` shows one with its rules.", "dim")))
    return lines


def _entry(call: str, summary: Line, size: int, columns: int) -> list[Line]:
    """One operator: its call, and its summary beside it, wrapped."""
    room = max(columns - size - INDENT - 2, 20)
    parts = wrapped(summary, room) or [()]
    head = " " * INDENT + call.ljust(size + 2)
    if len(call) > size:
        return [line(head.rstrip()), *[line(" " * (size + INDENT + 2), part) for part in parts]]
    return [line(head if place == 0 else " " * len(head), part) for place, part in enumerate(parts)]


def _summary(row: Operator, notation: Notation) -> Line:
    """Derivative, conditions and doc, on one line."""
    parts = [rule for rule in _slopes(row, notation) if len(rule) <= WIDEST_RULE]
    pieces: list[str | tuple[str, str]] = ["; ".join(parts)]
    for name in CONDITIONS:
        if condition := _condition(row, name, notation):
            pieces += [("   " if pieces[0] or len(pieces) > 1 else "") + f"{name} {condition}"]
    if row.doc:
        pieces.append((("   " if any(pieces) else "") + row.doc, "dim"))
    return line(*pieces)


def detail(name: str, notation: Notation, columns: int) -> list[Line]:
    """One operator or composite, with everything its row says. Raises AdtraceError for an unknown name."""
    rows = table.called(name) or tuple(row for row in table.operators() if _sign(row) == name)
    lines: list[Line] = []
    for row in rows:
        lines += [*([()] if lines else []), *_detail(row, notation)]
    if not rows and name in composites():
        comment, text = _comments()[name], _definitions()[name]
        lines = [line((text, "bold")), *[line("  ", part) for part in wrapped(line(comment), max(columns - 2, 20))]]
        lines.append(line(("  a named sub-graph: its steps are shown, and differentiated, one by one", "dim")))
    if not lines:
        known = [*table.words(), *composites()]
        alike = table.nearest(name, known)
        hint = f"did you mean {alike}?" if alike else "`adtrace ops` lists them all"
        raise AdtraceError(f"there is no operator {visible(name)}", hint=hint)
    return lines


def _detail(row: Operator, notation: Notation) -> list[Line]:
    lines = [line((written(row), "bold"), (f"   {row.doc}" if row.doc else "", "dim"))]

    def add(what: str, text: str) -> None:
        lines.append(line(f"  {what:<12} ", text))

    if row.aliases:
        add("also", ", ".join(row.aliases))
    add("kind", f"{row.kind}, family {row.family}")
    for slope in _slopes(row, notation):
        add("derivative", slope)
    for stable in _stable_forms(row, notation):
        add("computed as", stable)
    for name in CONDITIONS:
        if condition := _condition(row, name, notation):
            add(name, condition)
    if row.kink is not None and not callable(row.interval) and row.interval:
        add("at a kink", f"slopes [{row.interval[0]:g}, {row.interval[1]:g}], taken: {row.chosen}")
    elif row.kink is not None and row.chosen is not None:
        add("at a kink", f"taken: {row.chosen}")
    return lines


def written(row: Operator) -> str:
    """How a program writes the operator: a + b, or a call."""
    sign = _sign(row)
    if row.name == "neg":
        return "-a"
    if sign:
        spaced = f" {sign} " if sign not in "*/^" else sign
        return spaced.join(row.operands)
    return {"index": "x[i, j:k]", "transpose": "x.T, transpose(x, axes)", "stack": "[x1, x2, ...]"}.get(
        row.name, row.signature
    )


def _names(row: Operator, count: int) -> list[str]:
    """Names for the operands; x1, x2 ... where any number may follow."""
    if not row.variadic:
        return list(row.operands)
    return [*row.operands[:-1], *(f"x{place + 1}" for place in range(count))][: max(count, 1)]


def _sign(row: Operator) -> str:
    return BY_OPERATOR[row.name].sign if row.name in BY_OPERATOR else "-" if row.name == "neg" else ""


# Rules


def _slopes(row: Operator, notation: Notation) -> list[str]:
    """The printed rules: partials of elementwise rows, adjoints of the others (for example shapes)."""
    if row.kind == "elementwise":
        return [
            f"{notation.partial('y', notation.name(operand))} = {notation.rule(tree)}"
            for place, operand in enumerate(_names(row, 1))
            if (tree := _partial(row, place)) is not None
        ]
    if not any(row.rules):
        return []
    return _adjoints(row, notation)


def _stable_forms(row: Operator, notation: Notation) -> list[str]:
    """The forms that are computed, where people write other ones."""
    if row.kind != "elementwise":
        return []
    forms = []
    for place, operand in enumerate(row.operands):
        rule, printed = row.rule(place), row.printed(place)
        if rule is not None and rule is not printed:
            tree = tree_of(rule(FORMULAS, *_leaves(row)))
            forms.append(f"{notation.partial('y', operand)} = {notation.rule(tree)}")
    return forms


def _partial(row: Operator, place: int) -> Formula | None:
    rule = row.printed(place)
    if rule is None:
        return None
    if row.variadic:
        operands = [_operand(leaf("x1")), _operand(leaf("x2"))]
        return tree_of(rule(FORMULAS, _operand(leaf("y")), *operands, operand=0))
    return tree_of(rule(FORMULAS, *_leaves(row)))


def _leaves(row: Operator) -> list[Operand]:
    """y and the operands, as scalars."""
    return [_operand(leaf("y")), *[_operand(leaf(name)) for name in row.operands]]


def _operand(tree: Formula) -> Operand:
    return FORMULAS.operand(tree)


def _adjoints(row: Operator, notation: Notation) -> list[str]:
    """What the adjoint of y gives each operand, for the shapes of the row's most telling example."""
    shapes, params = _example(row)
    shape = result_shape(row, shapes, {**row.params, **params})
    names = _names(row, len(shapes))
    operands = [_operand(leaf(name, size)) for name, size in zip(names, shapes, strict=False)]
    adjoint = _operand(Formula(ADJOINT, text="y", shape=shape))
    rules = []
    for place, operand in enumerate(operands):
        rule = row.printed(place)
        if rule is None:
            continue
        given = {**row.params, **params, **({"operand": place} if row.variadic else {})}
        before = () if row.kind == "linear" else (_operand(leaf("y", shape)),)
        tree = tree_of(rule(FORMULAS, *before, adjoint, *operands, **given))
        about = f"   for {names[place]} {notation.shape(operand.shape)}" if operand.shape else ""
        rules.append(f"{notation.adjoint(names[place])} = {notation.rule(tree)}{about}")
    return rules


def _example(row: Operator) -> tuple[Sequence[Shape], Mapping[str, object]]:
    """Shapes and parameters of an example: the first test point with a matrix, else with an array, else the first."""
    points = [(point[:-1], point[-1]) if isinstance(point[-1], dict) else (point, {}) for point in row.points]
    shaped = [(shapes, params) for shapes, params in points if all(isinstance(shape, tuple) for shape in shapes)]

    def telling(entry: tuple[Sequence[Shape], Mapping[str, object]]) -> tuple[int, int, int]:
        return max(map(len, entry[0]), default=0), -len(entry[1]), sum(map(size, entry[0]))

    small = [entry for entry in shaped if max(map(len, entry[0]), default=0) <= 2]
    return max(small or shaped, key=telling, default=([()] * len(row.operands), {}))


def _condition(row: Operator, name: str, notation: Notation) -> str:
    """A condition of the row in symbols."""
    conditions = getattr(row, name)
    found = []
    for condition in conditions if isinstance(conditions, tuple) else (conditions,):
        if condition is None:
            continue
        names = _names(row, 2)
        shapes, params = ([()] * len(names), {}) if row.kind == "elementwise" else _example(row)
        operands = [_operand(leaf(name, shape)) for name, shape in zip(names, shapes, strict=False)]
        result = condition(FORMULAS, *operands, **(params if row.kind == "elementwise" else {**row.params, **params}))
        if isinstance(result, Operand):
            found.append(notation.text(tree_of(result)))
    return ", ".join(found)


# Composites


def _definitions() -> dict[str, str]:
    """The composites' text, by name."""
    return {name: text for name, _, text in _composite_lines()}


def _comments() -> dict[str, str]:
    """The comment above each composite, by name."""
    return {name: above.lstrip("# ") for name, above, _ in _composite_lines()}


def _composite_lines() -> list[tuple[str, str, str]]:
    """Name, the line above, and text of every composite."""
    lines = composites_text().splitlines()
    return [
        (text.partition("(")[0], above, text) for above, text in pairwise(lines) if text and not text.startswith("#")
    ]
