"""How wide LaTeX will set a formula, in em, estimated from its text: on the safe side, so that what fits, fits.

The widths are those of Computer Modern. Nothing is typeset for this: a trace has thousands of formulas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

TOKEN = re.compile(r"\\[A-Za-z]+|\\.|.", re.DOTALL)

PAINT = re.compile(r"\\color\{[^}]*\}")

SCRIPT = 0.8
"""The size of a subscript or an exponent."""

BINARY, RELATION = 1.23, 1.34
"""A binary operation and a relation, with the space around them."""

NARROW = tuple(
    f"\\{name}" for name in (
        "dot", "bar", "overline", "acute", "grave", "hat", "tilde", "breve", "check", "ddot", "mathring", "mathrm",
        "mathbb", "mathtt", "operatorname", "text",
    )
)
"""Commands that are no wider than what they take."""

WIDTHS = {
    **dict.fromkeys("{}^_&' \n$", 0.0),
    **dict.fromkeys("ijlt", 0.42), **dict.fromkeys(".!;", 0.28), ":": 0.84,
    "w": 0.74, "m": 0.9, "M": 1.02, "W": 1.1, **dict.fromkeys("()[]", 0.4),
    **dict.fromkeys("+-", BINARY), **dict.fromkeys("=<>", RELATION), ",": 0.45, "'": 0.3, "/": 0.5, "|": 0.28,
    "\\cdot": 0.74, "\\dots": 1.2, **dict.fromkeys(("\\times", "\\odot", "\\wedge", "\\vee"), BINARY),
    **dict.fromkeys(("\\le", "\\ge", "\\ne"), RELATION), **dict.fromkeys(("\\,", "\\!", "\\ "), 0.34),
    **dict.fromkeys(("\\left", "\\right", "\\allowbreak"), 0.0),
    **dict.fromkeys(NARROW, 0.0),
    "\\sqrt": 0.85, "\\infty": 1.0, "\\quad": 1.0, "\\{": 0.5, "\\}": 0.5, "\\_": 0.5, "\\top": 0.8, "\\Vert": 0.5,
}
"""Of signs and commands; others are as wide as a letter or a digit, and functions as their names."""

LETTER, CAPITAL, DIGIT = 0.6, 0.88, 0.5
DEEPER = {"{": 1, "}": -1, "\\left": 1, "\\right": -1, "\\begin": 1, "\\end": -1}
"""What opens and closes a piece that no line is broken in."""

FUNCTIONS = re.compile(r"\\(?:a?r?c?(?:sin|cos|tan|cot|sec|csc)h?|exp|ln|log|max|min|det|arctan|arcsin|arccos|tr)$")


def breadth(latex: str) -> float:
    r"""The width of a formula in em.

    >>> breadth("w_{1}") < breadth("w_{1} + 1") < breadth(r"w_{1} + \sin(x)")
    True
    """
    sizes = [1.0]
    width = 0.0
    raised = False
    for token in TOKEN.findall(PAINT.sub("", latex)):
        size = sizes[-1] * (SCRIPT if raised else 1)
        if token == "{":
            sizes.append(size)
        elif token == "}" and len(sizes) > 1:
            sizes.pop()
        width += size * width_of(token)
        raised = token in ("^", "_")
    return width


def pieces(latex: str) -> Iterator[str]:
    """The pieces of a formula that no line can break: what stands between blanks outside braces."""
    depth = start = 0
    for found in TOKEN.finditer(latex):
        depth += DEEPER.get(found[0], 0)
        if found[0] == " " and depth == 0:
            yield latex[start : found.start()]
            start = found.end()
    yield latex[start:]


def width_of(token: str) -> float:
    """The width of one sign."""
    if token in WIDTHS:
        return WIDTHS[token]
    if FUNCTIONS.match(token):
        return 0.55 * (len(token) - 1) + 0.17
    if len(token) > 1:
        return 0.75
    return DIGIT if token.isdecimal() else CAPITAL if token.isupper() else LETTER
