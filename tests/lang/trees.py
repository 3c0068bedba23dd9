"""What the parser made of a text: written out with every bracket, so that what binds how tightly can be read off; or as a
formula."""

from __future__ import annotations

from typing import Any

from adtrace import records
from adtrace.lang.columns import CALL, INDEX, LITERAL, NAME, SLICE, STACK, Columns, Statement
from adtrace.lang.grammar import INDEX_OPERAND
from adtrace.lang.parser import parse
from adtrace.records import Formula
from adtrace.rules import table

SIGNS = {
    "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "==", "ne": "!=", "add": "+", "sub": "-", "mul": "*", "div": "/",
    "matmul": "@", "power": "^",
}


def bracketed(text: str) -> str:
    """The last statement: `x+y*z` as `(x + (y * z))`."""
    program = parse(text)
    statement = program.statements[-1]
    assert isinstance(statement, Statement)
    return written(program.columns)[statement.result]


def written(columns: Columns) -> list[str]:
    """Every entry of the columns."""
    texts: list[str] = []
    for op, args, data in zip(columns.ops, columns.args, columns.data, strict=True):
        items = [texts[arg] if arg >= 0 else "" for arg in args]
        if op in (LITERAL, NAME):
            texts.append(data)
        elif op == CALL:
            word, keywords = data
            items += [f"{key}={texts[value]}" for key, value in keywords.items()]
            texts.append(f"{word}({', '.join(items)})")
        elif op == STACK:
            texts.append(f"[{', '.join(items)}]")
        elif op == INDEX:
            texts.append(f"{items[0]}[{', '.join(items[1:])}]")
        elif op == SLICE:
            texts.append(":".join(items))
        elif op == "neg":
            texts.append(f"(-{items[0]})")
        elif op == "transpose":
            texts.append(f"{items[0]}.T")
        else:
            texts.append(f"({items[0]} {SIGNS[op]} {items[1]})")
    return texts


def formula(text: str, tangents: tuple[str, ...] = (), adjoints: tuple[str, ...] = ()) -> Formula:
    """An expression as a formula: what the printer is the mirror of.

    tangents, adjoints   names that stand for the tangent (`dx`) or adjoint (`x_bar`) of another
    """
    program = parse(text)
    columns, built = program.columns, list[Any]()
    for op, args, data in zip(columns.ops, columns.args, columns.data, strict=True):
        items = [built[arg] if arg >= 0 else None for arg in args]
        built.append(entry(op, items, data, tangents, adjoints, built))
    statement = program.statements[-1]
    assert isinstance(statement, Statement)
    found = built[statement.result]
    assert isinstance(found, Formula)
    return found


def entry(op: str, items: list[Any], data: Any, tangents: tuple[str, ...], adjoints: tuple[str, ...], built: list[Any]) -> Any:
    """One entry of the columns as a formula; a slice as a slice."""
    if op == LITERAL:
        return Formula(records.LITERAL, text=data)
    if op == NAME:
        kind = records.TANGENT if data in tangents else records.ADJOINT if data in adjoints else records.NAME
        name = data.removeprefix("d") if kind == records.TANGENT else data.removesuffix("_bar") if kind == records.ADJOINT else data
        return Formula(kind, text=name)
    if op == SLICE:
        return slice(*(None if item is None else constant(item) for item in items))
    if op == INDEX:
        index = tuple(INDEX_OPERAND if dynamic(item) else constant(item) for item in items[1:])
        return Formula("index", (items[0], *filter(dynamic, items[1:])), {"index": index})
    if op == CALL:
        word, keywords = data
        rows = table.called(word)
        row = next((row for row in rows if row.variadic == (len(items) > 1)), rows[0])
        return Formula(row.name, tuple(items), {key: constant(built[value]) for key, value in keywords.items()})
    return Formula(op, tuple(items))


def dynamic(item: Any) -> bool:
    """Whether a position in an index is computed, and no constant."""
    return isinstance(item, Formula) and any(leaf.op != records.LITERAL for leaf in item.leaves())


def constant(item: Any) -> Any:
    """A whole number, a slice, or a tuple of them."""
    if isinstance(item, slice):
        return item
    if item.op == "stack":
        return tuple(constant(arg) for arg in item.args)
    return -constant(item.args[0]) if item.op == "neg" else int(item.text)
