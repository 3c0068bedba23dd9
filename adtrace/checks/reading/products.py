"""Products of arrays as mathematics writes them: b x^T is outer(b, x), and W^T b is W.T@b, by the shapes of both."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from ...named import Record
from ...records import Shape
from ...rules import table
from ..expression import BAR
from .tokens import SUB

TIMES = "\ue004"
"""Between two factors without a sign."""

TRANSPOSED = ".T"
TRANSPOSE = re.compile(r"\s?(?:\^\s?\(?(?:T|⊤)\)?|⊤)(?![\w(])")
INDICATOR = re.compile(r"\b1\s?[\[({]([^\[\](){}=]*[<>]=?[^\[\](){}=]*)[\])}]")
BELOW = re.compile(rf"\b1{SUB}(\w[^\s(){SUB}]*[<>]=?[\w.]+)")
PRODUCTS, SUMS = frozenset((TIMES, "*", "@", "/")), frozenset(("+", "-", "<", ">", "<=", ">=", "==", "!=", ","))
MATRIX = 2
"""Axes of a matrix."""


class Factor(Record):
    """A piece of a formula: its shape, None where it is not known; `turned` for the transpose of a vector."""

    text: str
    shape: Shape | None = ()
    turned: bool = False


def in_one_notation(text: str) -> str:
    """A formula with .T for every sign of a transpose, and comparisons for indicators: 1[x > 0]."""
    return BELOW.sub(r"(\1)", INDICATOR.sub(r"(\1)", TRANSPOSE.sub(TRANSPOSED, text)))


def with_products(tokens: Sequence[str], shape_of: Callable[[str], Shape | None]) -> str:
    """The formula of these tokens in the language, with its products as the shapes of their operands want them.

    tokens    those of the language, and TIMES for a product without a sign
    shape_of  the shape of a name; None for a word that is none
    """
    stack: list[tuple[str, list[Factor | str]]] = [("", [])]
    for token in with_transposes(tokens):
        if token in ("(", "["):
            here = stack[-1][1]
            called = token == "(" and here and isinstance(here[-1], Factor) and here[-1].shape is None
            stack.append((here.pop().text if called else token, []))  # type: ignore[union-attr]
        elif token in (")", "]") and len(stack) > 1:
            before, inner = stack.pop()
            close(stack[-1][1], before, reduced(inner))
        elif token == TRANSPOSED:
            turn(stack[-1][1])
        elif token in PRODUCTS or token in SUMS or not (token[0].isalnum() or token[0] == "_" or "(" in token):
            stack[-1][1].append(token)
        else:
            stack[-1][1].append(Factor(token, () if token[0].isdigit() else shape_of(token)))
    while len(stack) > 1:
        before, inner = stack.pop()
        stack[-1][1].append(Factor(f"{before}{'' if before in '([' else '('}{reduced(inner).text}", None))
    return reduced(stack[0][1]).text


def with_transposes(tokens: Sequence[str]) -> Iterator[str]:
    """The tokens with a point and the T behind it as one."""
    for place, token in enumerate(tokens):
        if token == "T" and place and tokens[place - 1] == ".":
            yield TRANSPOSED
        elif token != "." or tokens[place + 1 : place + 2] != ["T"]:
            yield token


def close(pieces: list[Factor | str], before: str, inner: Factor) -> None:
    """Put a group, a call or an index in the place of what was within brackets."""
    if before == "(":
        pieces.append(Factor(f"({inner.text})", inner.shape))
    elif before == "[":
        base = pieces.pop() if pieces and isinstance(pieces[-1], Factor) else Factor("")
        listed = (inner.text.count(",") + 1,) if "[" not in inner.text and "(" not in inner.text else None
        pieces.append(Factor(f"{base.text}[{inner.text}]", () if base.text else listed))  # type: ignore[union-attr]
    else:
        rows = table.called(before)
        alike = before == BAR or (rows and all(row.kind == "elementwise" for row in rows))
        pieces.append(Factor(f"{before}({inner.text})", inner.shape if alike else None))


def turn(pieces: list[Factor | str]) -> None:
    """Transpose the last factor; that of a vector is told by the product that it stands in."""
    last = pieces.pop() if pieces else ""
    if not isinstance(last, Factor):
        pieces += [last, TRANSPOSED] if last else [TRANSPOSED]
    elif last.shape is not None and len(last.shape) < MATRIX:
        pieces.append(last._replace(turned=bool(last.shape)))
    else:
        pieces.append(Factor(last.text + TRANSPOSED, last.shape[::-1] if last.shape else None, turned=True))


def reduced(pieces: Sequence[Factor | str]) -> Factor:
    """A sum of products as one piece."""
    text, shape = "", Factor("").shape
    term: Factor | None = None
    sign = ""
    for piece in [*pieces, "+"]:
        if isinstance(piece, Factor):
            term = piece if term is None else product(term, sign, piece) if sign else attached(term, piece)
            sign = ""
        elif piece in PRODUCTS and term is not None:
            sign = piece
        elif piece in SUMS:
            text += (term.text if term else "") + ("*" if sign == TIMES else sign) + piece
            shape = wider(shape, term.shape) if term else shape
            term, sign = None, ""
        else:
            term = attached(term, Factor(sign + piece, ())) if term else Factor(piece, ())
            sign = ""
    return Factor(text[:-1], shape)


def attached(first: Factor, second: Factor) -> Factor:
    """Two pieces with no sign of a product between them, such as a power."""
    return Factor(first.text + second.text, first.shape)


def wider(first: Shape | None, second: Shape | None) -> Shape | None:
    """The shape of a sum."""
    if first is None or second is None:
        return None
    return max(first, second, key=len)


def product(first: Factor, sign: str, second: Factor) -> Factor:
    """Two factors as one."""
    one, two = first.shape, second.shape
    if one is None or two is None or sign == "/" or not (one and two):
        shape = wider(one, two)
        return Factor(first.text + ("*" if sign == TIMES else sign) + second.text, shape, first.turned or second.turned)
    of_matrices = sign in (TIMES, "@") or first.turned or second.turned
    if of_matrices and len(one) == len(two) == 1 and second.turned:
        return Factor(f"outer({first.text},{second.text})", one + two)
    vectors = len(one) == len(two) == 1 and not first.turned and sign != "@"
    if of_matrices and not vectors and one[-1] == two[max(0, len(two) - MATRIX)]:
        return Factor(f"{first.text}@{second.text}", one[:-1] + two[:-2] + two[-1:] * (len(two) >= MATRIX))
    return Factor(first.text + ("*" if sign == TIMES else sign) + second.text, wider(one, two))
