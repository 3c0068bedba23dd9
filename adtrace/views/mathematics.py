"""Rows of a sweep in LaTeX, for pages that typeset mathematics themselves: Markdown and notebooks."""

from __future__ import annotations

from ..records import Number
from .formats import Options
from .layout import Line
from .notation import Notation
from .number import is_array, is_small, localised, outline, people
from .rows import Row, Use


def written(content: Line) -> str:
    """The LaTeX of a line."""
    return "".join(text for text, _ in content)


def node(row: Row) -> str:
    """A step's name, and what it equals."""
    name = written(row.name)
    return f"{name} = {written(row.formula)}" if row.formula else name


def rule(row: Row, use: Use) -> str:
    """The rule of one use: an equation where it is the whole rule, else a term of the sum, with its sign."""
    right, symbol = written(use.rule), written(row.symbol)
    if row.total is None:
        return f"{symbol} = {right}" if right and right != symbol else symbol
    return f"{use.sign.strip()} {right}".strip()


def array(value: Number, notation: Notation, digits: int) -> str:
    """A small array as a matrix; "" for a larger one, which `summary` puts into words."""
    return notation.number(value, digits) if is_small(value) else ""


def summary(value: Number, options: Options, digits: int) -> str:
    """A number or an array of any size in words, on one line."""
    if is_array(value):
        return outline(value, digits, decimal=options.decimal, say=options.say)
    return localised(people(value, digits), options.decimal)
