r"""LaTeX: every letter is a name, \mathrm and \operatorname make words, and factors stand side by side."""

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
from ._styles import Styled, styled

PIECE = re.compile(
    r"(?P<blank>\s+|(?<!\\)%[^\n]*)|(?P<command>\\[A-Za-z]+\*?)|(?P<symbol>\\[^A-Za-z])"
    r"|(?P<number>(?:\d+(?:(?:\.|\{,\})\d+)?|\.\d+))|(?P<prime>'+)|(?P<letter>[^\W\d_])"
    r"|(?P<sign>:=|[<>=!]=|\*\*|\$\$|\|\||[\s\S])", re.ASCII,
)
SCIENTIFIC = re.compile(
    r"(\d+(?:(?:\.|\{,\})\d+)?)\s*\\(?:times|cdot)\s*10\s*\^\s*(?:\{\s*(-?\s*\d{1,4})\s*\}|(\d)(?!\d))(?![.\d])"
)
PROGRAMMERS = re.compile(r"[eE][+-]?\d")
ENVIRONMENT = re.compile(r"\s*\{([A-Za-z]{1,20}\*?)\}")
SPECIFICATION = re.compile(r"\s*(?:\[[a-z]\])?\s*\{[^{}]*\}")
BREAK_LENGTH = re.compile(r"\s*\[[^\]]{1,12}\]")
IGNORED = re.compile(r"\\(?:label|tag|vspace|hspace|color)\*?\s*\{[^{}]*\}")
GIVEN = frozenset((kinds.RAISED, kinds.LOWERED, kinds.FRACTION, kinds.ROOT))


@cache
def operators() -> tuple[re.Pattern[str], dict[str, str]]:
    """The LaTeX of every operator, longest first, and the word of each."""
    letters = {f"\\{letter}" for letter in LETTERS}
    words = {row.latex: row.spelled for row in reversed(table.operators()) if row.latex and row.latex not in letters}
    longest = sorted(words, key=len, reverse=True)
    return re.compile("|".join(re.escape(latex) + r"(?![A-Za-z])" * latex[-1].isalpha() for latex in longest)), words


class Lexer:
    """Turns LaTeX into tokens.

    owed     how many groups the last command still takes; `groups`, how many are owed behind each open group
    closing  what closes the index of a root that is open, by the depth of groups
    """

    def __init__(self, source: str) -> None:
        self.source, self.at = source, 0
        self.found: list[Token] = []
        self.owed = 0
        self.groups: list[int] = []
        self.roots: list[int] = []
        self.environments: list[str] = []
        self.sized = ""
        self.apart = False

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
            self.add(kinds.NAME, text, start, word=function_letters().get(greek_name(text), ""))
        elif kind == "command":
            self.command(start, text)
        else:
            self.sign(start, text)

    def add(self, kind: str, text: str, start: int, *, word: str = "", look: str = "", extra: str = "") -> None:
        """Append a token; a single one that a command takes becomes a group."""
        span = (start, self.at)
        token = Token(kind, text, span, word, look, self.apart)
        self.apart = False
        if self.owed and kind not in GIVEN:
            if kind not in (kinds.NUMBER, kinds.NAME, kinds.WORDS, kinds.TRANSPOSED, kinds.PRIME):
                raise AdtraceError("a group { } is expected here", span, "put braces around what belongs together")
            self.owed -= 1
            self.found += [Token(kinds.GROUP, "{", span), token, Token(kinds.UNGROUP, "}", span)]
            return
        if self.owed:
            raise AdtraceError("a group { } is expected here", span, "put braces around what belongs together")
        self.found.append(token)

    def number(self, start: int, text: str) -> None:
        """A number; of several digits a command takes the first, where that can be meant."""
        if self.owed:
            if self.found[-1].kind in (kinds.RAISED, kinds.LOWERED) and len(text) > 1:
                mark = "^" if self.found[-1].kind == kinds.RAISED else "_"
                hint = f"write {mark}{{{text}}}"
                raise AdtraceError(f"{mark}{text} takes the first digit only", (start - 1, self.at), hint)
            self.at = start + 1
            self.add(kinds.NUMBER, text[0], start)
            return
        if found := SCIENTIFIC.match(self.source, start):
            self.at = found.end()
            exponent = re.sub(r"\s", "", found[2] or found[3])
            self.add(kinds.NUMBER, f"{found[1].replace('{,}', '.')}e{exponent}", start)
            return
        if found := PROGRAMMERS.match(self.source, self.at):
            end = found.end()
            hint = f"write {text} \\cdot 10^{{...}}, or {text} \\cdot e {self.source[self.at + 1 : end]}"
            raise AdtraceError(f"{self.source[start:end]} is no number in LaTeX", (start, end), hint)
        self.add(kinds.NUMBER, text.replace("{,}", "."), start)

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

    @property
    def wanted(self) -> bool:
        """Whether a value comes next."""
        return not kinds.is_value(self.found[-1] if self.found else None)

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

    def ungroup(self, start: int) -> None:
        """The end of a group."""
        if not self.groups or self.owed:
            what = "a group { } is expected here" if self.owed else "} closes nothing"
            raise AdtraceError(what, (start, self.at), "" if self.owed else "remove it")
        self.owed = self.groups.pop()
        self.found.append(Token(kinds.UNGROUP, "}", (start, self.at)))

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


READER = Reader(r"LaTeX: \frac{1}{1+e^{-ax}}", lambda source: Lexer(source).all())
