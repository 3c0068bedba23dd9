"""Functions of our own, made from the value rule of a row: what a language lacks, written in what it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...graph.algebra import Algebra, Operand
from ...graph.shapes import result_shape
from ...graph.symbols import tree_of
from ...records import NAME, Formula
from ...rules.table import Operator
from .identifiers import Names

if TYPE_CHECKING:
    from .printer import CodePrinter


class Plain(Algebra):
    """Formulas as the rule has them: nothing is simplified, so that every rounding stays where it is."""

    def apply(self, operator: Operator, operands: Sequence[Any], params: Mapping[str, Any]) -> Operand:
        """The formula of the operator applied to formulas and numbers."""
        trees = tuple(tree_of(operand) for operand in operands)
        shape = result_shape(operator, [tree.shape for tree in trees], params)
        return Operand(self, Formula(operator.name, trees, params, shape=shape), shape)


def function_of(printer: CodePrinter, row: Operator) -> str:
    """The definition of the function, with its row's own words; what stands in it twice is computed once."""
    assert row.value is not None
    algebra, words = Plain(), [name.lstrip("*") for name in row.operands]
    leaves = [Formula(NAME, text=word) for word in words]
    result = tree_of(row.value(algebra, *[Operand(algebra, leaf, ()) for leaf in leaves]))
    outer, printer.names = printer.names, Names(outer_words(printer))
    printer.names.add(words)
    before, printer.anchor = printer.anchor, words[0]
    lines = [*shared(printer, result)]
    printer.names, printer.anchor = outer, before
    doc = row.doc or row.signature
    return "\n".join([f"def {row.name}({', '.join(words)}):", f'    """{doc}."""', *lines])


def outer_words(printer: CodePrinter) -> set[str]:
    """Words that are no names inside a function of our own."""
    return {"np", "math"}


def shared(printer: CodePrinter, result: Formula) -> list[str]:
    """The lines of a function's body."""
    lines: list[str] = []
    while (found := repeated(result)) is not None:
        name = f"t{len(lines) + 1}"
        printer.names.add([name])
        lines.append(f"    {name} = {printer.text(found)}")
        result = replaced(result, found, Formula(NAME, text=name))
    return [*lines, f"    return {printer.text(result)}"]


def repeated(formula: Formula) -> Formula | None:
    """A call that stands in a formula several times, the largest one."""
    counted: Counter[str] = Counter()
    trees = {}
    stack = [formula]
    while stack:
        one = stack.pop()
        if one.args and any(leaf.op == NAME for leaf in one.leaves()) and one.op not in ("neg",):
            counted[repr(one)] += 1
            trees[repr(one)] = one
        stack.extend(one.args)
    several = [trees[text] for text, count in counted.items() if count > 1]
    return max(several, key=lambda tree: len(repr(tree)), default=None)


def replaced(formula: Formula, old: Formula, new: Formula) -> Formula:
    """The formula with one part put in place of another."""
    if formula == old:
        return new
    return formula._replace(args=tuple(replaced(arg, old, new) for arg in formula.args))
