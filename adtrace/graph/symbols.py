"""The algebra of formulas: a rule run on them is the rule as printed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ..limits import LIMITS
from ..records import LITERAL, NAME, Formula
from ..rules.table import Operator
from .algebra import Algebra, Operand
from .shapes import result_shape


class Formulas(Algebra):
    """Formulas: a rule run on them is the rule as printed, with factors and exponents of 1 left out."""

    def apply(self, operator: Operator, operands: Sequence[Any], params: Mapping[str, Any]) -> Operand:
        """The formula of the operator applied to formulas and numbers."""
        trees = tuple(tree_of(operand) for operand in operands)
        shape = result_shape(operator, [tree.shape for tree in trees], params)
        given = {key: value for key, value in params.items() if value != operator.params.get(key)}
        tree = simplified(Formula(operator.name, trees, given, shape=shape))
        return Operand(self, tree, tree.shape)

    def condition(self, word: str, a: Any, b: Any) -> Operand:
        """Two conditions joined by a word."""
        return Operand(self, Formula(word, (tree_of(a), tree_of(b))), ())

    def given(self, value: Any) -> Operand:
        """A number as a literal, a small array as the list of its numbers, a large one as a name."""
        return self.operand(spelled_out(value, LIMITS.inline_constant))

    @property
    def pi(self) -> Operand:
        """The letter."""
        return self.operand(literal(math.pi))

    def operand(self, tree: Formula) -> Operand:
        """A formula that rules can calculate with."""
        return Operand(self, tree, tree.shape)


FORMULAS = Formulas()


def tree_of(operand: Any) -> Formula:
    """The formula of an operand; a number becomes a literal."""
    return operand.handle if isinstance(operand, Operand) else literal(operand)


def literal(number: float) -> Formula:
    """A number as a formula: whole numbers without a point, negative ones as a negation, pi by its name."""
    if number < 0:
        return Formula("neg", (literal(-number),))
    if number == math.pi:
        return Formula(LITERAL, text="pi")
    whole = math.isfinite(number) and number == int(number) and abs(number) < 1e15
    return Formula(LITERAL, text=str(int(number)) if whole else repr(float(number)))


def spelled_out(value: Any, most: float = math.inf) -> Formula:
    """A number as a literal, an array as a list of lists of them; as a name where it has more than `most` numbers."""
    if not getattr(value, "shape", ()):
        return literal(float(value))
    if value.size > most:
        return Formula(NAME, text="slopes", shape=value.shape)
    return Formula("stack", tuple([spelled_out(item) for item in value]), shape=value.shape)


def number_in(tree: Formula) -> float | None:
    """The number that a literal, or a negated one, stands for; None for any other formula, pi, e, inf and nan."""
    if tree.op == "neg":
        inner = number_in(tree.args[0])
        return None if inner is None else -inner
    return float(tree.text) if tree.op == LITERAL and not tree.text[0].isalpha() else None


def simplified(tree: Formula) -> Formula:
    """Drop factors and exponents of 1, write x*x as x^2, pull signs out, and reckon with whole literals."""
    if tree.op not in ("add", "sub", "mul", "div", "power", "neg"):
        return tree
    if tree.op == "neg":
        return negated(tree.args[0])
    first, last = tree.args
    if tree.op == "add" and first.op == "add":
        # One flat sum of many terms: rules of operators with any number of operands grow with them.
        return Formula("add", (*first.args, last), shape=tree.shape)
    a, b = number_in(first), number_in(last)
    if a is not None and b is not None:
        return reckoned(tree, a, b)
    if b == 1 and tree.op in ("mul", "div", "power"):
        return first
    if tree.op == "mul" and a == 1:
        return last
    if tree.op == "mul" and first == last:
        return Formula("power", (first, literal(2)), shape=tree.shape)
    if tree.op in ("mul", "div") and first.op == "neg" and (a is None or (a == -1 and tree.op == "mul")):
        return negated(simplified(Formula(tree.op, (first.args[0], last), shape=tree.shape)))
    if tree.op == "mul" and last.op == "neg" and (b is None or b == -1):
        return negated(simplified(Formula("mul", (first, last.args[0]), shape=tree.shape)))
    return tree


def negated(tree: Formula) -> Formula:
    """The formula with the other sign; a product carries it in front."""
    if tree.op == "neg":
        return tree.args[0]
    if tree.op in ("mul", "div"):
        return Formula(tree.op, (negated(tree.args[0]), tree.args[1]), shape=tree.shape)
    return Formula("neg", (tree,), shape=tree.shape)


def reckoned(tree: Formula, a: float, b: float) -> Formula:
    """Two whole literals added, subtracted or multiplied; anything else stays as it is written."""
    result = {"add": a + b, "sub": a - b, "mul": a * b}.get(tree.op, math.nan)
    return literal(result) if a % 1 == b % 1 == 0 and math.isfinite(result) else tree
