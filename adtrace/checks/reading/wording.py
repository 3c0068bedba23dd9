"""Other spellings of names: W[0][1], adjoint of w4, bar x, D_x y, dérivée de y par rapport à x."""

from __future__ import annotations

import re

LONGEST = 200
NAMED = r"(?P<of>[^\s:=]+(?:\s?\[[^\]]*\])?)"
ARTICLE = r"(?:[Tt]he |[Ll]a |[Ll]e |[Ll]['’])?"
DERIVATIVE = r"(?:[Tt]otal |[Pp]artial )?(?:[Dd]erivative|[Dd]érivée|[Dd]erivee)(?: partielle| totale)?"
BY = r"(?:with respect to|w\.r\.t\.|wrt|by|par rapport [àa])"
OF = r"(?:\s+(?:of|for|wrt|with respect to|at|de|du|pour|par rapport [àa])\s+|\s+d['’]|\s*:\s*|\s+)"
ADJOINT = r"(?:[Dd][ée]rivée )?(?:[Aa]djointe?|bar|[Cc]otangent|[Gg]radient|grad|[Ss]ensitivity)"
TANGENT = r"(?:[Dd][ée]rivée )?(?:[Tt]angente?|dot)"
FORMS = (
    (rf"{ARTICLE}{DERIVATIVE} (?:of |de |d['’]){NAMED} {BY} (?P<by>\S+)", "∂{of}/∂{by}"),
    (rf"D(?:_|\ue000)\{{?(?P<by>[^\s{{}}]+?)\}}?\s+{NAMED}", "∂{of}/∂{by}"),
    (rf"{ARTICLE}{ADJOINT}{OF}{NAMED}", "bar({of})"),
    (rf"{ARTICLE}{TANGENT}{OF}{NAMED}", "dot({of})"),
    (rf"{NAMED} {ADJOINT}", "bar({of})"),
    (rf"{NAMED} {TANGENT}", "dot({of})"),
    (r"(?:bar|overline)\{(?P<of>[^{}]+)\}", "bar({of})"),
)
BRACKETS = re.compile(r"(?<=\d)\s*\]\s*\[\s*(?=-?\d)")
SPOKEN = [(re.compile(pattern), form) for pattern, form in FORMS]
"""Ways to say a derivative, and how it is written."""


def respelled(text: str) -> str:
    """A derivative in words as a fraction or as bar(w4), and an element in one bracket; "" for anything else.

    >>> respelled("adjoint of w4"), respelled("D_x y"), respelled("w4")
    ('bar(w4)', '∂y/∂x', '')
    """
    if len(text) > LONGEST:
        return ""
    for pattern, form in SPOKEN:
        if found := pattern.fullmatch(text):
            return form.format(**found.groupdict())
    one_bracket = BRACKETS.sub(", ", text)
    return one_bracket if one_bracket != text else ""
