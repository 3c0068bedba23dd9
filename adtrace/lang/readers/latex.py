r"""LaTeX: every letter is a name, \mathrm and \operatorname make words, and factors stand side by side.

How it is read where it could be read in two ways:

    ab            a*b; one name is \mathrm{ab}. x_1 is x1, x_{max} x_max, \hat{y} yhat, \theta theta, W^{(1)} W_1
    a(x+1)        a product, unless a line says a(x) = ...; \sigma, \Gamma and \psi are functions before a bracket
                  where they stand nowhere else and have no value
    \sin 2x y     sin(2*x*y): up to the next sign, bracket or function; \sin(x) y is sin(x)*y
    \sum_i x_i y_i  sum(x*y) where each term takes single elements; else, and with numbers for bounds, it is written out
                  term by term: x_i of a matrix is a row. A sum ends before + and -
    Wx            W @ x where both have values that are arrays, and x_1 is x[0] where x is one; x y^\top is outer(x, y)
    x^T           a transpose, unless T is a name that stands elsewhere or has a value
    x = 1         defines x on a line of its own, and compares in brackets and cases
    f(x) = ...    on the last line: what is asked for

Refused, because nobody can tell: 1/2x, x^10, xy of two vectors, A^2, e^A and |A| of a matrix, \sum(x)^2, 1e-3, f'(x),
dy/dx, exp(x) without a backslash.
"""

from __future__ import annotations

import re
from functools import cache

from ...errors import AdtraceError
from ...rules import table
from ..mathematics import tokens as kinds
from ..mathematics.names import function_letters
from ..mathematics.tokens import Token
from ..tex import ALIGNED, LETTERS, MATRICES, SILENT, VARIANTS, greek_name
from . import Reader
from . import _commands as commands
from ._pieces import Pieces
from ._styles import Styled, styled

PIECE = re.compile(
    r"(?P<blank>\s+|(?<!\\)%[^\n]*)|(?P<command>\\[A-Za-z]+\*?)|(?P<symbol>\\[^A-Za-z])"
    r"|(?P<number>(?:\d+(?:(?:\.|\{,\})\d+)?|\.\d+))|(?P<prime>'+)|(?P<letter>[^\W\d_])"
    r"|(?P<sign>:=|[<>=!]=|\*\*|\$\$|\|\||[\s\S])", re.ASCII,
)
ENVIRONMENT = re.compile(r"\s*\{([A-Za-z]{1,20}\*?)\}")
SPECIFICATION = re.compile(r"\s*(?:\[[a-z]\])?\s*\{[^{}]*\}")
BREAK_LENGTH = re.compile(r"\s*\[[^\]]{1,12}\]")
LETTERS_IN_A_ROW = re.compile(r"([A-Za-z]{2,})(?:\s*([(\[|^_])|\s*\\(?:left|big|frac|sqrt)|\s+[A-Za-z0-9\\])")
IGNORED = re.compile(r"\\(?:label|tag|vspace|hspace|color)\*?\s*\{[^{}]*\}")


@cache
def operators() -> tuple[re.Pattern[str], dict[str, str]]:
    """The LaTeX of every operator, longest first, and the word of each."""
    letters = {f"\\{letter}" for letter in LETTERS}
    words = {row.latex: row.spelled for row in reversed(table.operators()) if row.latex and row.latex not in letters}
    longest = sorted(words, key=len, reverse=True)
    return re.compile("|".join(re.escape(latex) + r"(?![A-Za-z])" * latex[-1].isalpha() for latex in longest)), words


class Lexer(Pieces):
    """Turns LaTeX into tokens."""

    def all(self) -> list[Token]:
        """Every token. Raises AdtraceError for what has no meaning in an expression."""
        while self.at < len(self.source):
            self.next()
        end = (len(self.source), len(self.source) + 1)
        if self.owed:
            raise AdtraceError("something is missing here", end, "a group { } follows")
        return self.found

    def next(self) -> None:
        """One piece of the text."""
        match = PIECE.match(self.source, self.at)
        assert match is not None
        kind, text = str(match.lastgroup), match[0]
        start = self.at
        self.at = match.end()
        if kind == "blank":
            return
        if kind == "number":
            self.number(start, text)
        elif kind == "prime":
            self.add(kinds.PRIME, "'" * len(text), start)
        elif kind == "letter" or greek_name(text):
            self.no_bare_function(start)
            self.add(kinds.NAME, text, start, word=function_letters().get(greek_name(text), ""))
        elif kind == "command":
            self.command(start, text)
        else:
            self.sign(start, text)

    def no_bare_function(self, start: int) -> None:
        """Raise AdtraceError for letters in a row that spell a function before what can be its operand."""
        match = LETTERS_IN_A_ROW.match(self.source, start)
        if match is None or self.source[start - 1 : start].isalpha():
            return
        called = match[2] in tuple("([")
        ends = range(len(match[1]) - 2 if called else 1)  # In 2xexp(-x), too.
        word = next((match[1][at:] for at in ends if table.called(match[1][at:]) or match[1][at:] == "ln"), "")
        if len(word) > 2 or (word and word == match[1]):
            known = rf"\{word}" in operators()[1] or word == "log"
            shown = rf"\{word}" if known else rf"\operatorname{{{word}}}"
            hint = rf"did you mean {shown}? A product is {' '.join(word)}"
            raise AdtraceError(f"{word} without a backslash is a product of letters", match.span(1), hint)

    def command(self, start: int, text: str) -> None:
        """A command: an operator's, a letter, a style, a bracket, or one that says nothing."""
        pattern, words = operators()
        ignored = IGNORED.match(self.source, start)
        name = text[1:]
        if ignored:
            self.at = ignored.end()
        elif text in commands.SIGNS and not (text == r"\bmod" and self.wanted):
            self.add(kinds.SIGN, commands.SIGNS[text], start)
        elif own := pattern.match(self.source, start):
            self.at = own.end()
            word = words[own[0]]
            self.add(kinds.OVER if word in ("sum", "prod") else kinds.FUNCTION, word, start)
        elif found := styled(self.source, start, words):
            self.at = found.end
            self.style(start, found)
        elif name in LETTERS or name in VARIANTS:
            if text in commands.CONSTANTS:
                self.add(kinds.NAME, commands.CONSTANTS[text], start)
            else:
                self.add(kinds.NAME, name, start, word=function_letters().get(name, ""))
        elif text in (r"\begin", r"\end"):
            self.environment(start, text)
        else:
            self.other(start, text)

    def other(self, start: int, text: str) -> None:
        """A command that is no letter and no operator."""
        name = text[1:]
        if text in commands.REFUSED:
            message, hint = commands.REFUSED[text]
            raise AdtraceError(message, (start, self.at), hint)
        if text in commands.CONSTANTS or text in commands.LETTERS:
            self.add(kinds.NAME, {**commands.CONSTANTS, **commands.LETTERS}[text], start)
        elif text in commands.TRANSPOSES:
            self.add(kinds.TRANSPOSED, "", start)
        elif text == r"\prime":
            self.add(kinds.PRIME, "'", start)
        elif text in commands.FRACTIONS:
            self.add(kinds.FRACTION, "", start)
            self.owed = 2
        elif text == r"\sqrt":
            self.add(kinds.ROOT, "", start)
            self.owed = 1
        elif text in commands.EQUAL:
            self.add(kinds.EQUALS, "=", start)
        elif text in commands.SIZED_OPEN | commands.SIZED_CLOSE | commands.SIZED:
            self.sized = text
        elif text in commands.DELIMITERS or text in commands.BARS:
            self.delimiter(start, text)
        elif text in commands.SPACES:
            self.apart = True
        elif name in ("log", "lg") or table.called(name):
            self.add(kinds.FUNCTION, {"lg": "log10"}.get(name, name), start)
        elif name not in SILENT:
            alike = table.nearest(name, [row.latex[1:] for row in table.operators() if row.latex[1:].isalpha()])
            hint = rf"did you mean \{alike}?" if alike else r"a name is written \mathrm{name}, a function \operatorname"
            raise AdtraceError(f"{text} is not known", (start, self.at), hint)

    def style(self, start: int, found: Styled) -> None:
        """A letter or a word in a style, or under an accent."""
        if self.owed and found.kind == kinds.FUNCTION:
            self.add(kinds.NAME, found.text, start)
        else:
            word = found.word or (function_letters().get(found.text, "") if not found.look else "")
            self.add(found.kind, found.text, start, word=word, look=found.look)

    def sign(self, start: int, text: str) -> None:
        """A sign that is no letter."""
        if text == "{":
            self.found.append(Token(kinds.GROUP, "{", (start, self.at)))
            self.groups.append(max(self.owed - 1, 0))
            self.owed = 0
        elif text == "}":
            self.ungroup(start)
        elif text in ("^", "_"):
            self.add(kinds.RAISED if text == "^" else kinds.LOWERED, text, start)
            self.owed = 1
        elif text == "\\\\":
            self.row(start)
        elif text in commands.SPACES or text == r"\!":
            self.apart = text != r"\!"
        elif text in commands.DISPLAYS:
            self.add(kinds.END, text, start)
        elif text in commands.DELIMITERS or text in commands.BARS:
            self.delimiter(start, text)
        elif text in commands.EQUAL:
            self.add(kinds.EQUALS, "=", start)
        elif text in commands.SIGNS:
            self.add(kinds.SIGN, commands.SIGNS[text], start)
        elif text in commands.CONSTANTS:
            self.add(kinds.NAME, commands.CONSTANTS[text], start)
        elif text in (",", "."):
            self.add(kinds.COMMA, ",", start)
        elif text == "!":
            self.add(kinds.FACTORIAL, "!", start)
        elif text == "&":
            if self.environments and self.environments[-1]:
                self.add(kinds.CELL, "&", start)
        else:
            from ..tokens import described

            raise AdtraceError(f"unexpected {described(text[-1])}", (start, self.at))

    def delimiter(self, start: int, text: str) -> None:
        """A bracket or a bar, with what \\left and \\right say of it."""
        sized, self.sized = self.sized, ""
        root = text == "[" and self.found and self.found[-1].kind == kinds.ROOT and self.owed == 1
        if root:
            self.roots.append(len(self.groups))
            self.owed = 0
        if text in commands.BARS and sized not in commands.SIZED_OPEN | commands.SIZED_CLOSE:
            self.add(kinds.BAR, commands.BARS[text], start)
            return
        what = commands.BARS[text].replace("||", "‖") if text in commands.BARS else commands.DELIMITERS[text]
        opens = text in commands.OPENING or (text in commands.BARS and sized in commands.SIZED_OPEN)
        self.add(kinds.OPEN if opens else kinds.CLOSE, what, start)
        if text == "]" and self.roots and self.roots[-1] == len(self.groups):
            self.roots.pop()
            self.owed = 1

    def row(self, start: int) -> None:
        """The end of a row or of a line."""
        if length := BREAK_LENGTH.match(self.source, self.at):
            self.at = length.end()
        inside = bool(self.environments and self.environments[-1])
        self.add(kinds.ROW if inside else kinds.END, "\\\\", start)

    def environment(self, start: int, text: str) -> None:
        """The beginning or the end of an environment: a matrix, cases, or one that says nothing."""
        match = ENVIRONMENT.match(self.source, self.at)
        name = match[1] if match else ""
        what = "matrix" if name in MATRICES else "cases" if name in ("cases", "dcases", "rcases") else ""
        what = "determinant" if name == "vmatrix" else what
        if match is None or not (what or name in ALIGNED):
            raise AdtraceError(f"{text}{{{name}}} is not known", (start, self.at), "matrices, cases and align are")
        self.at = match.end()
        if text == r"\begin":
            self.environments.append(what)
            if name in ("array", "alignat", "alignat*") and (found := SPECIFICATION.match(self.source, self.at)):
                self.at = found.end()
        elif not self.environments or self.environments.pop() != what:
            raise AdtraceError(f"{text}{{{name}}} ends nothing", (start, self.at))
        if what:
            self.add(kinds.BEGIN if text == r"\begin" else kinds.FINISH, what, start)


def tokens_of(source: str) -> list[Token]:
    """LaTeX as tokens. Raises AdtraceError."""
    return Lexer(source).all()


READER: Reader = tokens_of
