"""Mathematics in the signs of Unicode: letters in a row are one name, and factors stand side by side.

ab is one name here, as in the language itself, and a b is a*b; √2x takes the 2 alone. In all else as in LaTeX.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby

from ...errors import AdtraceError
from ...rules import table
from ..mathematics import tokens as kinds
from ..mathematics.names import function_letters
from ..mathematics.tokens import Token, is_value
from ..tex import greek_name
from ..tokens import described
from . import Reader
from . import _commands as commands

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀᵝᵞᵟᶿ"
LOWERED = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ"
HALVES = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
LETTER = rf"[^\W\d_{RAISED}{LOWERED}{HALVES}]"
PIECE = re.compile(
    rf"(?P<blank>\s+|\#[^\n]*)|(?P<raised>[{RAISED}]+)|(?P<lowered>[{LOWERED}]+)|(?P<fraction>[{HALVES}])"
    r"|(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)|(?P<below>_(?:\{[^{}]*\}|[^\W_]+))|(?P<prime>['′]+)"
    rf"|(?P<word>{LETTER}(?:{LETTER}|[\u0300-\u036f]|[0-9_](?=[A-Za-z0-9]))*[0-9]*)|(?P<sign>[<>=!:]=|\*\*|\|\||[\s\S])"
)
RADICAND = re.compile(rf" *(?:[0-9]+(?:\.[0-9]+)?|{LETTER}+[{LOWERED}]*)")
"""What stands below a root without brackets: one number or one name."""

ACCENTS = {"\u0302": "hat", "\u0304": "bar", "\u0305": "bar", "\u0303": "tilde", "\u0307": "dot"}
ROOTS = {"√": "2", "∛": "3", "∜": "4"}
SPELLED = {"∂": r"\partial", "∇": r"\nabla", "∫": r"\int", "∈": r"\in"}
BIG = {"∑": "sum", "Σ": "sum", "∏": "prod", "Π": "prod"}
TRANSPOSES = frozenset("⊤⊺")
STYLED = re.compile(r"MATHEMATICAL (?:BOLD|ITALIC|SCRIPT)")


class Lexer:
    """Turns the text into tokens."""

    def __init__(self, source: str) -> None:
        self.source, self.at = source, 0
        self.found: list[Token] = []
        self.apart = False

    def all(self) -> list[Token]:
        """Every token. Raises AdtraceError for a sign that has no meaning in an expression."""
        while self.at < len(self.source):
            match = PIECE.match(self.source, self.at)
            assert match is not None
            kind, text = str(match.lastgroup), match[0]
            start, self.at = self.at, match.end()
            if kind == "blank":
                self.blank(start, text)
            elif kind in ("raised", "lowered", "below"):
                self.index(kinds.RAISED if kind == "raised" else kinds.LOWERED, start, text)
            elif kind == "fraction":
                self.fraction(start, text)
            elif kind == "number":
                self.add(kinds.NUMBER, text, start)
            elif kind == "prime":
                self.add(kinds.PRIME, "'" * len(text), start)
            elif kind == "word" and not self.is_big(start):
                self.words(start, text)
            else:
                self.at = start + (1 if kind == "word" else len(text))
                self.sign(start, self.source[start : self.at])
        return self.found

    def is_big(self, start: int) -> bool:
        """Whether a letter is the sign of a sum: a sigma is one before an index only."""
        return self.source[start] in BIG and self.source[start + 1 : start + 2] in tuple(LOWERED)

    def add(self, kind: str, text: str, start: int, word: str = "") -> None:
        """Append a token."""
        self.found.append(Token(kind, text, (start, self.at), word, apart=self.apart))
        self.apart = False

    def blank(self, start: int, text: str) -> None:
        """Blanks set a name apart from a bracket; a new line ends a statement."""
        self.apart = True
        if "\n" in text and is_value(self.found[-1] if self.found else None):
            self.add(kinds.END, "\n", start)

    def grouped(self, kind: str, inner: list[Token], start: int) -> None:
        """Append what takes a group, and the group."""
        span = (start, self.at)
        self.found += [Token(kind, "", span), Token(kinds.GROUP, "", span), *inner, Token(kinds.UNGROUP, "", span)]

    def index(self, kind: str, start: int, text: str) -> None:
        """Raised or lowered letters and numbers, as one group."""
        plain = unicodedata.normalize("NFKC", text).replace("−", "-").strip("_{}")
        inner = [token._replace(span=(start, self.at)) for token in Lexer(plain).all()]
        if kind == kinds.LOWERED:
            inner = [part for token in inner for part in letters_of(token)]
        self.grouped(kind, inner, start)

    def fraction(self, start: int, text: str) -> None:
        """½."""
        above, _, below = unicodedata.normalize("NFKC", text).partition("⁄")
        span = (start, self.at)
        if self.found and self.found[-1].kind == kinds.NUMBER:
            hint = "write 2.5 or 2·½"
            raise AdtraceError("a number stands behind a value", span, hint)
        self.found.append(Token(kinds.FRACTION, "", span))
        for number in (above, below):
            group, ungroup = Token(kinds.GROUP, "", span), Token(kinds.UNGROUP, "", span)
            self.found += [group, Token(kinds.NUMBER, number, span), ungroup]

    def words(self, start: int, text: str) -> None:
        """Letters in a row: a name or a function; a new one where letters of another script begin."""
        for _, group in groupby(text, key=Scripts().of):
            part = "".join(group)
            self.at = start + len(part)
            self.word(start, without_accents("".join(map(plain_letter, part))))
            start = self.at

    def word(self, start: int, text: str) -> None:
        """A name or a function."""
        if text in commands.CONSTANTS:
            self.add(kinds.NAME, commands.CONSTANTS[text], start)
        elif text not in ("e", "T") and (table.called(text) or text == "lg"):
            touching = self.source[self.at : self.at + 1]
            following = self.source[self.at :].lstrip(" ")[:1]
            applied = following.isalnum() or following in tuple("(√∛|‖⌊⌈") or touching in tuple(RAISED + LOWERED)
            if greek_word(text) or not applied:
                self.add(kinds.NAME, text, start, word=text)
            else:
                self.add(kinds.FUNCTION, {"lg": "log10"}.get(text, text), start)
        else:
            word = function_letters().get(greek_name(text), "") if len(text) == 1 else text
            self.add(kinds.NAME, text, start, word=word if len(word) > 1 else "")

    def sign(self, start: int, text: str) -> None:
        """A sign that is no letter."""
        if text in ROOTS:
            self.root(start, text)
        elif text in BIG:
            self.add(kinds.OVER, BIG[text], start)
        elif text in TRANSPOSES:
            self.add(kinds.TRANSPOSED, "", start)
        elif text == "^":
            self.add(kinds.SIGN, "power", start)
        elif text == "@":
            self.add(kinds.SIGN, "matmul", start)
        elif text in commands.EQUAL:
            self.add(kinds.EQUALS, "=", start)
        elif text in commands.SIGNS:
            self.add(kinds.SIGN, commands.SIGNS[text], start)
        elif text in commands.CONSTANTS:
            self.add(kinds.NAME, commands.CONSTANTS[text], start)
        elif text in commands.BARS:
            self.add(kinds.BAR, commands.BARS[text], start)
        elif text in commands.DELIMITERS:
            self.add(kinds.OPEN if text in commands.OPENING else kinds.CLOSE, commands.DELIMITERS[text], start)
        elif text in (",", "!", ";"):
            self.add({",": kinds.COMMA, "!": kinds.FACTORIAL, ";": kinds.END}[text], text, start)
        else:
            unknown = f"unexpected {described(text[-1])}", ""
            message, hint = commands.REFUSED.get(SPELLED.get(text, text), unknown)
            raise AdtraceError(message, (start, self.at), hint)

    def root(self, start: int, text: str) -> None:
        """A root of what stands in brackets behind it, or of the number or the name."""
        if ROOTS[text] == "4":
            raise AdtraceError("this root is not read", (start, self.at), "write x^(1/4)")
        self.add(kinds.FUNCTION, {"2": "sqrt", "3": "cbrt"}[ROOTS[text]], start)
        if match := RADICAND.match(self.source, self.at):
            begin, self.at = self.at, match.end()
            inner = Lexer(match[0]).all()
            span = (begin, self.at)
            moved = [token._replace(span=(token.span[0] + begin, token.span[1] + begin)) for token in inner]
            self.found += [Token(kinds.GROUP, "", span), *moved, Token(kinds.UNGROUP, "", span)]


class Scripts:
    """Tells the letters of one script from those of another."""

    def __init__(self) -> None:
        self.script = ""

    def of(self, letter: str) -> str:
        """The script of a letter; a digit belongs to what stands before it."""
        if letter.isalpha():
            self.script = unicodedata.name(plain_letter(letter), "?").split()[0]
        return self.script


def plain_letter(letter: str) -> str:
    """A letter without the style of mathematical alphabets."""
    return unicodedata.normalize("NFKC", letter) if STYLED.match(unicodedata.name(letter, "")) else letter


def without_accents(text: str) -> str:
    """A name whose accents are letters: those that no single sign has are spelled out."""
    text = unicodedata.normalize("NFC", text)
    return "".join(ACCENTS.get(letter, letter) for letter in text)


def greek_word(text: str) -> bool:
    """Whether a word is a Greek letter's: a name before anything but a bracket."""
    from ..tex import LETTERS

    return text in LETTERS


def letters_of(token: Token) -> list[Token]:
    """A lowered name letter by letter, so that an index that runs is found in it."""
    if token.kind != kinds.NAME or len(token.text) > 2:
        return [token]
    return [token._replace(text=letter) for letter in token.text]


def tokens_of(source: str) -> list[Token]:
    """The text as tokens. Raises AdtraceError."""
    return Lexer(source).all()


READER: Reader = tokens_of
