"""Products and sums of formulas, lightly simplified: one fraction with one sign, numbers in front, no 1 and no 0."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from ...graph.shapes import broadcast
from ...graph.symbols import literal, negated, number_in, simplified
from ...named import Record
from ...records import Formula, Shape

ONE, ZERO = literal(1), literal(0)
LONGEST_NUMBER = 8
"""Letters of a product of two numbers that is written instead of the two."""


class Factors(Record):
    """A product taken apart: over, under hold its factors, of which the literals are numbers; negative is its sign."""

    over: list[Formula]
    under: list[Formula]
    negative: bool


def product(*formulas: Formula) -> Formula:
    """The product of formulas, element by element."""
    shape = broadcast([formula.shape for formula in formulas])
    over, under, negative = factors(formulas)
    if any(factor.op == "broadcast" for factor in over):
        plain = [without_repeats(factor, over, place) for place, factor in enumerate(over)]
        over, others, sign = factors(plain)
        under, negative = under + others, negative != sign
    top, bottom = merged(over), merged(under)
    top, bottom = reduced(top, bottom)
    tree = joined(top)
    if bottom:
        tree = Formula("div", (tree, joined(bottom)), shape=broadcast([tree.shape, joined(bottom).shape]))
    return (opposite(tree) if negative else tree)._replace(shape=shape)


def opposite(tree: Formula) -> Formula:
    """The formula with the other sign: b - a for a - b."""
    return tree._replace(args=tree.args[::-1]) if tree.op == "sub" else negated(tree)


def factors(formulas: Sequence[Formula]) -> Factors:
    """The factors of a product, through the products, quotients and signs in it."""
    found = Factors([], [], negative=False)
    negative = False
    stack = [(formula, False) for formula in reversed(formulas)]
    while stack:
        tree, inverse = stack.pop()
        if tree.op == "neg":
            negative = not negative
            stack.append((tree.args[0], inverse))
        elif tree.op == "mul":
            stack.extend((arg, inverse) for arg in reversed(tree.args))
        elif tree.op == "div":
            stack += [(tree.args[1], not inverse), (tree.args[0], inverse)]
        elif tree != ONE:
            (found.under if inverse else found.over).append(tree)
    return found._replace(negative=negative)


def without_repeats(factor: Formula, others: Sequence[Formula], place: int) -> Formula:
    """A number that is repeated to the shape of another factor need not be."""
    if factor.op != "broadcast" or factor.args[0].shape:
        return factor
    wide = (other.shape for other_place, other in enumerate(others) if other_place != place and other.op != "broadcast")
    return factor.args[0] if factor.shape in wide else factor


def merged(parts: Sequence[Formula]) -> list[Formula]:
    """Numbers in front, multiplied where that is exact and short; equal factors as one power."""
    numbers: list[Formula] = []
    others: dict[int, list[Formula]] = {}
    for part in parts:
        if number_in(part) is not None:
            both = multiplied(numbers[-1], part) if numbers else None
            numbers[-1:] = [both] if both else [*numbers[-1:], part]
        else:
            group = next((group for group in others.values() if group[0] == part), None)
            if group is None:
                others[len(others)] = [part]
            else:
                group.append(part)
    powers = [
        group[0] if len(group) == 1 else Formula("power", (group[0], literal(len(group))), shape=group[0].shape)
        for group in others.values()
    ]
    return [*(number for number in numbers if number != ONE), *powers]


def multiplied(a: Formula, b: Formula) -> Formula | None:
    """The product of two numbers as a number; None where it is not exact, or long."""
    first, second = number_in(a), number_in(b)
    assert first is not None and second is not None
    result = first * second
    if not math.isfinite(result) or Fraction(first) * Fraction(second) != Fraction(result):
        return None
    tree = literal(result)
    return tree if len(tree.text) <= LONGEST_NUMBER else None


def reduced(top: list[Formula], bottom: list[Formula]) -> tuple[list[Formula], list[Formula]]:
    """Whole numbers above and below, divided by what they have in common; others divided where that is exact."""
    a, b = (number_in(parts[0]) if parts else None for parts in (top, bottom))
    if a is None or b is None or not (a and b and max(a, b) < 2**53):
        return top, bottom
    if a % 1 or b % 1:
        quotient = literal(a / b)
        is_short = Fraction(a / b) * Fraction(b) == Fraction(a) and len(quotient.text) <= LONGEST_NUMBER
        return ([quotient, *top[1:]], bottom[1:]) if is_short else (top, bottom)
    common = math.gcd(int(a), int(b))
    above, below = ([literal(int(number) // common), *parts[1:]] for number, parts in ((a, top), (b, bottom)))
    return [part for part in above if part != ONE], [part for part in below if part != ONE]


def joined(parts: Sequence[Formula]) -> Formula:
    """Factors as one product; 1 for none."""
    if not parts:
        return ONE
    tree = parts[0]
    for part in parts[1:]:
        tree = Formula("mul", (tree, part), shape=broadcast([tree.shape, part.shape]))
    return tree


def total(a: Formula, b: Formula, shape: Shape) -> Formula:
    """a + b; a - c where either is -c, 2*a where they are equal."""
    if a == ZERO or b == ZERO:
        return b if a == ZERO else a
    if a == b:
        return product(literal(2), a)
    positive = without_sign(b)
    if positive is None and (first := without_sign(a)) is not None:
        return simplified(Formula("sub", (b, first), shape=shape))
    if positive is None:
        return simplified(Formula("add", (a, b), shape=shape))
    return simplified(Formula("sub", (a, positive), shape=shape))


def without_sign(tree: Formula) -> Formula | None:
    """The formula without the minus sign that its text begins with; None if it begins with none."""
    path: list[Formula] = []
    while tree.op in ("mul", "div"):
        path.append(tree)
        tree = tree.args[0]
    if tree.op != "neg":
        return None
    tree = tree.args[0]
    for outer in reversed(path):
        tree = simplified(outer._replace(args=(tree, outer.args[1])))
    return tree
