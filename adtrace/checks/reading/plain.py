r"""What people write, as plain text of one kind: subscripts, superscripts, signs and LaTeX are folded.

    w₃  w_{3}        w + SUB + 3          \bar{w}_3  w̄₃    w + U+0304 + SUB + 3
    10⁻³  10^{-3}    10^(-3)              \frac{\partial L}{\partial w}     ∂L/∂w
    a · b  a \times b    a*b              \begin{bmatrix} 1 & 2 \end{bmatrix}    [[1 NEXT 2]]
"""

from __future__ import annotations

import re
import unicodedata

from .tex import from_latex, is_latex
from .tokens import SUB

SIGNS = str.maketrans({
    "−": "-", "–": "-", "·": "*", "×": "*", "⋅": "*", "∙": "*", "⊙": "*", "∗": "*", "÷": "/", "⁄": "/",
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "\u2002": " ", "\u2003": " ", "\t": " ",
    "’": "'", "′": "'", "ᵀ": ".T", "∞": "inf", "≤": "<=", "≥": ">=", "≠": "!=", "\ufeff": "",
})
"""Signs that mean the same as one of ASCII."""

VULGAR = re.compile("([0-9]{0,9}) ?([¼-¾⅐-⅞])")
SIGNED = re.compile(r"(?<=[\w)\]*⎤]) [!~](?=$| \()")
"""The sign behind a number that a warning of adtrace's has to do with."""

SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉₋ᵢⱼₖ", "0123456789-ijk")
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻ⁿ", "0123456789-n")
LOWERED = re.compile("[₀-₉₋ᵢⱼₖ]+")
RAISED = re.compile("[⁰¹²³⁴-⁹⁻ⁿ]+")


def plain(text: str) -> str:
    """The text in signs of one kind, on one line."""
    if is_latex(text):
        text = from_latex(text)
    if not text.isascii():
        text = VULGAR.sub(vulgar, unicodedata.normalize("NFC", text)).translate(SIGNS)
        text = LOWERED.sub(lambda found: SUB + found[0].translate(SUBSCRIPTS), text)
        text = RAISED.sub(lambda found: f"^({found[0].translate(SUPERSCRIPTS)})", text)
        text = text.replace("∂ ", "∂")
    return SIGNED.sub("", " ".join(text.split()))


def vulgar(found: re.Match[str]) -> str:
    """A fraction in one sign, and the whole number in front of it."""
    over, _, under = unicodedata.normalize("NFKD", found[2]).partition("⁄")
    return f"({found[1]}+{over}/{under})" if found[1] else f"({over}/{under})"
