"""Every rule as it is printed: it names its operands only, and read back it gives the rule's numbers."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
from operands import arity, arrays, filled, numbers, random_array
from rows import as_operand, call, differentiable, each, lifted, operand_names, regular, which
from rows import ieee as ieee

from adtrace.graph.build import build
from adtrace.graph.graph import leaf
from adtrace.graph.numbers import ARRAYS
from adtrace.graph.symbols import FORMULAS, tree_of
from adtrace.lang.parser import parse
from adtrace.lang.printer import Printer
from adtrace.rules import table
from adtrace.rules.table import Operator
from adtrace.sweeps.evaluate import evaluate


def printed_back(text: str, given: dict[str, Any]) -> Any:
    """The value of a printed rule, read by the parser."""
    built = build(parse(text), given)
    return evaluate(built.graph, built.values)[built.graph.outputs[0][1]]


@each([row for row in table.operators() if any(row.rules)])
def test_printed_rules(row: Operator) -> None:
    """Every rule prints as text that names its operands only, and that gives the rule's numbers when read back."""
    for operands, params in representative(row):
        names, source, y = operand_names(row, len(operands)), random.Random(17), call(row, operands, params)
        for i in differentiable(row, len(operands)):
            for printed, rule, flow in rules_of(row, i, y, operands, source):
                handed = {} if row.kind == "linear" else {"result": y}
                handed |= {} if flow is None else {"flow": flow}
                handed |= dict(zip(names, operands, strict=True))
                leaves = [FORMULAS.operand(leaf(name, np.shape(number))) for name, number in handed.items()]
                tree = tree_of(printed(FORMULAS, *leaves, **params, **which(row, i)))
                wanted = rule(ARRAYS, *map(lifted, handed.values()), **params, **which(row, i))
                assert {item.text for item in tree.leaves() if item.op == "name"} <= set(handed)
                given = {name: as_operand(number) for name, number in handed.items()}
                computed = printed_back(Printer().text(tree), given)
                assert row.kind == "elementwise" or np.shape(computed) == np.shape(wanted) == tree.shape
                np.testing.assert_allclose(computed, np.asarray(wanted, dtype=float), rtol=1e-9, atol=1e-12)


def rules_of(row: Operator, i: int, y: Any, operands: list[Any], source: random.Random) -> Any:
    """Every rule of an operand as it is written, as it computes, and with the flow that it takes."""
    if row.kind == "elementwise":
        return [(row.rule(i), row.rule(i), None), (row.printed(i), row.rule(i), None)]
    g, d = random_array(source, np.shape(y)), random_array(source, operands[i].shape)
    backward = [(row.rule(i), row.rule(i), g), (row.printed(i), row.rule(i), g)]
    forward = [] if row.kind == "linear" else [(row.jvp(i), row.jvp(i), d), (row.printed_jvp(i), row.jvp(i), d)]
    return backward + forward


def representative(row: Operator) -> list[tuple[list[Any], dict[str, Any]]]:
    """A few points of an elementwise row, of moderate size; every finite one of the others."""
    if row.kind != "elementwise":
        return [(operands, params) for operands, params in arrays(row) if regular(row, operands, params)]
    moderate = [point for point in numbers(row) if all(0.01 < abs(number) < 10 for number in point)]
    return [filled(row, point, 0) for point in moderate[:: max(1, len(moderate)//6)]]


@each(table.operators())
def test_conditions_print(row: Operator) -> None:
    """The domain, the pole, the kink and the jump have a printed form."""
    values, params = ([0.0]*arity(row)[0], {}) if row.kind == "elementwise" else arrays(row)[-1]
    names = operand_names(row, len(values))
    operands = [FORMULAS.operand(leaf(name, np.shape(value))) for name, value in zip(names, values, strict=True)]
    for condition in row.conditions("domain", "pole", "kink", "jump"):
        assert Printer().text(tree_of(condition(FORMULAS, *operands, **params)))
