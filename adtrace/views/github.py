r"""What GitHub's Markdown makes of text, code and mathematics, and how each is written so that it stays what it is.

Markdown is read before mathematics: between dollar signs, too, _ and * begin emphasis, | ends a cell, <b> is a tag,
[a](b) a link, and a backslash before a sign is an escape and disappears. So formulas are written without any of these.
Only \_ has no other spelling; what has one stands between $` and `$, within which nothing is read as Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from .layout import visible

ACTIVE = re.compile(r"([\\`*_\[\]<>#|~$&])")
TICKS = re.compile("`+")
OPERATOR = re.compile(r"\\operatorname\{([^{}]*)\}")
"""A command that GitHub does not allow."""

SIGNS = re.compile(r"\\[^A-Za-z0-9\s]|[|<>*~_]|\](?=\()")
SPELLINGS = {
    r"\,": r"\thinspace ", r"\:": r"\medspace ", r"\;": r"\thickspace ", r"\!": r"\negthinspace ", r"\\": r"\cr ",
    r"\{": r"\lbrace ", r"\}": r"\rbrace ", r"\|": r"\Vert ", "|": r"\vert ", "<": r"\lt ", ">": r"\gt ",
    "*": r"\ast ", "~": " ", "_": "_ ", "]": "] ",
}
"""Signs, and what says the same in LaTeX without being Markdown; an underscore before a blank begins no emphasis."""


def math(latex: str) -> str:
    r"""A formula within a line of text or a cell of a table; "" for none.

    >>> print(math(r"\bar{w}_{1} = \left|x\right|"), math(r"\mathrm{a\_b}"))
    $\bar{w}_ {1} = \left\vert x\right\vert$ $`\mathrm{a\_b}`$
    """
    named = OPERATOR.sub(r"\\mathop{\\mathrm{\1}}", latex)
    found = " ".join(SIGNS.sub(lambda sign: SPELLINGS.get(sign[0], sign[0]), named).split())
    if not found:
        return ""
    return f"$`{found}`$" if re.search(r"\\[^A-Za-z0-9\s]", found) else f"${found}$"


def plain(text: str) -> str:
    r"""Text in which every character means itself.

    >>> print(plain("a_1 <b>"))
    a\_1 \<b\>
    """
    return ACTIVE.sub(r"\\\1", visible(text))


def code(text: str) -> str:
    """Text as code within a line; it has no line breaks.

    >>> code("x*y"), code("`")
    ('`x*y`', '`` ` ``')
    """
    fence = fence_of([text], 1)
    blank = " " if not text.strip() or text[0] in "` " or text[-1] in "` " else ""
    return f"{fence}{blank}{text}{blank}{fence}"


def program(lines: Iterable[str]) -> str:
    """Lines of code as a block."""
    found = list(lines)
    fence = fence_of(found, 3)
    return "\n".join((fence, *found, fence, ""))


def fence_of(lines: Iterable[str], least: int) -> str:
    """More backquotes than stand together anywhere in these lines."""
    longest = max((len(run) for line in lines for run in TICKS.findall(line)), default=0)
    return "`" * max(least, longest + 1)
