"""What goes into a LaTeX document: formulas and words in ASCII that pdflatex takes, whatever letters a name has.

Greek letters and letters with accents become commands. Letters that plain LaTeX has no sign for are written as their
code points, U+0436, and remembered, so that the document can say which letters these are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from ..lang.tex import greek_name
from .breadth import breadth
from .layout import visible

BEYOND = re.compile("[^ -~]")

ACCENTS = {
    "\u0300": "grave", "\u0301": "acute", "\u0302": "hat", "\u0303": "tilde", "\u0306": "breve", "\u0308": "ddot",
    "\u030a": "mathring", "\u030c": "check",
}
"""Accents of mathematics. The dot and the bar are not among them: they mean tangent and adjoint."""

BELOW = {"\u0323": "d", "\u0327": "c", "\u030b": "H", "\u0331": "b"}
"""Accents of words."""

SIGNS = {
    "…": r"\dots", "·": r"\cdot", "×": r"\times", "−": "-", "÷": r"\div", "²": "^{2}", "³": "^{3}", "√": r"\surd",
    "≤": r"\le", "≥": r"\ge", "≠": r"\ne", "∞": r"\infty", "∂": r"\partial", "→": r"\to", "⊙": r"\odot",
    "ς": r"\varsigma", "ß": r"\text{\ss}", "æ": r"\text{\ae}", "Æ": r"\text{\AE}", "ø": r"\text{\o}", "Ø": r"\text{\O}",
    "œ": r"\text{\oe}", "Œ": r"\text{\OE}", "ł": r"\text{\l}", "Ł": r"\text{\L}", "ı": r"\text{\i}",
    **{letter: rf"\mathrm{{{latin}}}" for letter, latin in zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧο", "ABEZHIKMNOPTXo", strict=True)},
}
"""Signs by their commands. Greek capitals that look like Latin letters stand upright, as those do not."""

WORDS = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": r"\textless{}", ">": r"\textgreater{}",
    "|": r"\textbar{}", '"': "''", "`": r"\textasciigrave{}", "'": r"\textquotesingle{}", "-": "{-}",
    **{sign: f"{{{sign}}}" for sign in "[]*?!,:;="},
}
"""Signs of words that would mean something else to LaTeX, or join their neighbours."""

TYPED = {**WORDS, **{sign: rf"\char{ord(sign)}{{}}" for sign in "\\{}_^~<>|\"`"}}
"""The same in a typewriter's letters, which have these signs where ASCII has them."""

FIT = r"\adtracefit"
MACRO = (
    rf"\providecommand{FIT}[2][0.9\linewidth]{{\sbox0{{#2}}\ifdim\wd0>\dimexpr#1\relax"
    r"\resizebox{#1}{!}{\usebox0}\else\usebox0\fi}%" + "\n"
)
"""Makes a piece smaller that is wider than its place."""

BREAK = r"\allowbreak "
LONGEST_RUN = 16
"""Letters after which a word may be broken."""

SIGN_TEXT = {"~": r"$\sim$"}
"""Signs that stand behind numbers, where they are not themselves."""

OPENING = " ([{'\""
"""Characters behind which no line ends."""


class Tex:
    """Spells formulas and words for one document.

    strange  the letters that have been written as code points
    """

    def __init__(self) -> None:
        self.strange: dict[str, None] = {}

    def math(self, latex: str) -> str:
        """A formula in ASCII."""
        if not (latex.isascii() and latex.isprintable()):
            latex = BEYOND.sub(lambda found: self.sign(found[0]), latex)
        return latex

    def formula(self, latex: str, room: float) -> str:
        """A formula for a line of words, made smaller where it is wider than the line."""
        latex = self.math(latex)
        return f"${latex}$" if breadth(latex) < 0.8 * room else f"{FIT}{{${latex}$}}"

    def sign(self, letter: str) -> str:
        """A letter beyond ASCII in mathematics."""
        spelled = known(letter)
        if spelled:
            return f"{{{spelled}}}"
        self.strange[letter] = None
        return rf"{{\mathtt{{U{{+}}{ord(letter):04X}}}}}"

    def words(self, text: str, spelled: Mapping[str, str] = WORDS) -> str:
        """Words in which every character means itself, and which may be broken where that does no harm."""
        parts: list[str] = []
        run = 0
        for letter in visible(text):
            plain = letter.isascii() and letter.isalnum()
            run = run + 1 if plain else 0
            parts.append(letter if plain else self.word_sign(letter, spelled))
            if run == LONGEST_RUN or not (plain or letter in OPENING):
                parts.append(BREAK)
                run = 0
        return "".join(parts).replace(BREAK + " ", " ").removesuffix(BREAK)

    def word_sign(self, letter: str, spelled: Mapping[str, str]) -> str:
        """A character of words that is no plain letter."""
        if letter.isascii():
            return spelled.get(letter, letter)
        return rf"\ensuremath{{{self.sign(letter)[1:-1]}}}"

    def typed(self, text: str) -> str:
        """What a user typed, in the letters of a typewriter."""
        return rf"\texttt{{{self.words(text, TYPED)}}}"

    def legend(self) -> list[str]:
        """Which letters the code points stand for, as words."""
        return [
            f"U+{ord(letter):04X} is {unicodedata.name(letter, 'a character without a name')}"
            for letter in self.strange
        ]


def known(letter: str) -> str:
    r"""The command for a letter or a sign, or "" where plain LaTeX has none.

    >>> known("é"), known("λ"), known("ж")
    ('\\acute{e}', '\\lambda', '')
    """
    if letter in SIGNS:
        return SIGNS[letter]
    if greek := greek_name(letter):
        return f"\\{greek}"
    base, *marks = list(unicodedata.normalize("NFD", letter))
    if not marks:
        return ""
    spelled = base if base.isascii() else known(base)
    for mark in marks:
        dotless = {"i": r"\imath", "j": r"\jmath"}.get(spelled, spelled)
        if mark in ACCENTS:
            spelled = rf"\{ACCENTS[mark]}{{{dotless}}}" if spelled else ""
        else:
            spelled = rf"\text{{\{BELOW[mark]}{{{spelled}}}}}" if mark in BELOW and spelled.isalpha() else ""
    return spelled


def comment(text: str) -> str:
    """Text for a comment line: ASCII, on one line."""
    return visible(text, unicode=False)
