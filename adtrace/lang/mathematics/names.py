"""Names with what stands below, above and behind them; which are functions, and which are elements of an array."""

from __future__ import annotations

from operator import le

from ...errors import AdtraceError
from ...rules import table
from .running import indices, whole
from .setting import Setting
from .tokens import (
    CLOSE,
    COMMA,
    FUNCTION,
    GROUP,
    INDEX,
    LOWERED,
    NAME,
    NUMBER,
    OPEN,
    PRIME,
    RAISED,
    RUNNING,
    TRANSPOSED,
    UNGROUP,
    WORDS,
    Token,
    closing,
    shown,
)

LOGARITHMS = {"2": "log2", "10": "log10"}
TRANSPOSE = "T"


class Names:
    """Joins names with their indices.

    has_t  whether T is a name, and so no transpose
    looks  how every name was set apart: two that differ in nothing else would be one name
    bare   names that stand somewhere without a bracket behind them, and so are no functions
    """

    def __init__(self, tokens: list[Token], setting: Setting) -> None:
        self.tokens, self.setting = tokens, setting
        self.looks: dict[str, tuple[str, Token]] = {}
        raised = sum(self.is_raised(place) for place in range(len(tokens)))
        count = sum(token.kind == NAME and token.text == TRANSPOSE for token in tokens)
        self.has_t = setting.means_value(TRANSPOSE) or count > raised
        self.bare = {
            token.text for place, token in enumerate(tokens) if token.kind == NAME and not self.before_bracket(place)
        }

    def joined(self, tokens: list[Token]) -> list[Token]:
        """Some of the tokens, their sums written out, with whole names."""
        self.tokens = tokens
        return self.all()

    def all(self) -> list[Token]:
        """The tokens with whole names."""
        found: list[Token] = []
        place = 0
        while place < len(self.tokens):
            token = self.tokens[place]
            if token.kind == NAME:
                place = self.name(place, found)
            elif token.kind == RAISED and self.transposes(place):
                end = closing(self.tokens, place + 1)
                found.append(Token(TRANSPOSED, "", (token.span[0], self.tokens[end].span[1])))
                place = end + 1
            elif token.kind == FUNCTION and token.text == "log" and (base := self.base(place + 1)) in LOGARITHMS:
                found.append(token._replace(text=LOGARITHMS[base]))
                place = closing(self.tokens, place + 2) + 1
            elif token.kind == PRIME:
                hint = "derivatives are what adtrace computes: leave the prime out"
                raise AdtraceError("a prime stands behind a name only", token.span, hint)
            else:
                found.append(token)
                place += 1
        return found

    def kind(self, place: int) -> str:
        """The kind of a token, "" behind the last."""
        return self.tokens[place].kind if place < len(self.tokens) else ""

    def before_bracket(self, place: int) -> bool:
        """Whether a bracket stands right behind a name."""
        following = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
        return following is not None and following.kind == OPEN and following.text == "(" and not following.apart

    def is_raised(self, place: int) -> bool:
        """Whether ^ raises a T alone."""
        inside = self.tokens[place + 2 : place + 4]
        kinds = [token.kind for token in inside]
        return self.kind(place) == RAISED and kinds == [NAME, UNGROUP] and inside[0].text == TRANSPOSE

    def transposes(self, place: int) -> bool:
        """Whether ^ raises a T, or another sign of a transpose."""
        inside = [self.kind(place + 2), self.kind(place + 3)]
        return inside == [TRANSPOSED, UNGROUP] or (self.is_raised(place) and not self.has_t)

    def base(self, place: int) -> str:
        """The number below a function."""
        if self.kind(place) != LOWERED:
            return ""
        inner = self.tokens[place + 2 : closing(self.tokens, place + 1)]
        return inner[0].text if len(inner) == 1 and inner[0].kind == NUMBER else ""

    def name(self, place: int, found: list[Token]) -> int:
        """Take a name with what belongs to it; return the place behind it."""
        token = self.tokens[place]
        if self.is_function(place):
            found.append(token._replace(kind=FUNCTION, text=token.word or token.text))
            return place + 1
        start, stem, suffix, primes, numbers = token.span[0], token.text, "", "", list[int]()
        samples, running = list[int](), False
        place += 1
        while True:
            if self.kind(place) == LOWERED:
                end = closing(self.tokens, place + 1)
                text, numbers = self.index(self.tokens[place + 2 : end], self.tokens[place])
                running = running or any(each.look == RUNNING for each in self.tokens[place + 2 : end])
                joint = "_" if suffix or not text.isdigit() or stem[-1].isdigit() else ""
                suffix, place = suffix + joint + text, end + 1
            elif self.kind(place) == PRIME:
                primes, place = primes + "'" * len(self.tokens[place].text), place + 1
            elif (number := self.layer(place)) is not None:
                samples += [number] if self.tokens[place + 3].look == RUNNING else []
                suffix, place = f"{suffix}_{number}", closing(self.tokens, place + 1) + 1
            else:
                break
        if primes and self.kind(place) == OPEN and self.before_bracket(place - 1):
            hint = f"derivatives are what adtrace computes: write {stem}, and ask for what you want"
            raise AdtraceError("this is a derivative", (start, self.tokens[place].span[0]), hint)
        span = (start, self.tokens[place - 1].span[1])
        name = self.setting.spelled(stem, suffix + primes)
        numbers, running = samples + numbers, running or bool(samples)
        element = self.element(stem, name, numbers, span, running=running) if numbers and not primes else ""
        if not element and not primes and not numbers:
            self.no_free_index(stem, suffix.removeprefix("_"), span)
        name = self.setting.spelled(stem) if element else name
        self.set_apart(name, token, span)
        if name in self.setting.functions and not element and self.before_bracket(place - 1):
            found.append(Token(FUNCTION, name, span))
            return place
        found.append(Token(NAME, name, span, apart=token.apart))
        if element:
            found.append(Token(INDEX, element, span))
        return place

    def is_function(self, place: int) -> bool:
        """Whether the name is a function's: it stands before a bracket, and has no value of its own."""
        token, setting = self.tokens[place], self.setting
        if not self.before_bracket(place):
            return False
        if token.text in setting.functions:
            return True
        spelled = self.setting.spelled(token.text)
        return bool(token.word) and token.text not in self.bare and not setting.means_value(spelled)

    def index(self, tokens: list[Token], below: Token) -> tuple[str, list[int]]:
        """What stands below a name, as part of a name and as whole numbers where it is those."""
        if not tokens:
            raise AdtraceError("an index is missing", below.span, r"write x_1 or x_{ij}")
        parts = indices(tokens)
        numbers = [whole(part) for part in parts]
        texts = []
        for part, number in zip(parts, numbers, strict=True):
            if number is None and (len(part) > 1 or part[0].kind not in (NAME, WORDS, NUMBER)):
                hint = r"an index is a name or a number; i+1 may stand in a sum with numbers for its bounds"
                raise AdtraceError("this is no index", (part[0].span[0], part[-1].span[1]), hint)
            texts.append(part[0].text.replace(" ", "_") if number is None else str(number))
        apart = any(token.kind == COMMA for token in tokens) or (len(texts) > 1 and max(map(len, texts)) > 1)
        written = ("_" if apart else "").join(texts)
        if "-" in written or not written.replace("_", "").isalnum():
            raise AdtraceError("this is no index", (tokens[0].span[0], tokens[-1].span[1]), "indices count from 1")
        return written, [number for number in numbers if number is not None and None not in numbers]

    def layer(self, place: int) -> int | None:
        """The number of a layer or a sample: ^{(1)} and ^{[1]}."""
        kinds = [self.kind(each) for each in range(place, place + 6)]
        if kinds != [RAISED, GROUP, OPEN, NUMBER, CLOSE, UNGROUP]:
            return None
        return whole([self.tokens[place + 3]])

    def element(self, stem: str, name: str, numbers: list[int], span: tuple[int, int], *, running: bool) -> str:
        """The index of an element, where the name is an array's and the whole is none: "[0]" for x_1.

        running  whether an index that runs stood there: then x_i may also be a row of a matrix
        """
        setting = self.setting
        shape = setting.shapes.get(setting.spelled(stem))
        if not shape or (not running and (name in setting.shapes or setting.means_value(name))):
            return ""
        if not running and len(numbers) == 1 and len(shape) > 1 and len(str(numbers[0])) == len(shape):
            numbers = [int(digit) for digit in str(numbers[0])]
        fits = len(numbers) <= len(shape) if running else len(numbers) == len(shape)
        if fits and min(numbers) >= 1 and (not running or all(map(le, numbers, shape))):
            return f"[{', '.join(str(number - 1) for number in numbers)}]"
        sizes = "×".join(map(str, shape))
        hint = f"{stem} has {len(shape)} of them, each counted from 1"
        if running:
            hint = f"{stem} is {sizes}, and here its index is {', '.join(map(str, numbers))}; indices count from 1"
        raise AdtraceError(f"{shown(Token(NAME, '', span), setting.source)} has wrong indices", span, hint)

    def no_free_index(self, stem: str, letter: str, span: tuple[int, int]) -> None:
        """Raise AdtraceError for x_i of an array x where nothing says what i is."""
        setting = self.setting
        spelled = setting.spelled(stem)
        known = setting.means_value(setting.spelled(stem, letter)) or setting.means_value(f"{stem}_{letter}")
        if setting.shapes.get(spelled) and len(letter) == 1 and letter.isalpha() and not known:
            hint = f"\\sum_{letter} runs over them, {stem}_1 is the first, and {stem} alone is all of them"
            raise AdtraceError(f"nothing says what the index {letter} is", span, hint)

    def set_apart(self, name: str, token: Token, span: tuple[int, int]) -> None:
        """Remember how a name looks. Raises AdtraceError for two that would be one."""
        look, other = self.looks.setdefault(name, (token.look, token._replace(span=span)))
        if look != token.look:
            first, second = shown(other, self.setting.source), self.setting.source[slice(*span)]
            hint = rf"call one of them another name, such as \mathrm{{{name}b}}"
            raise AdtraceError(f"{first} and {second} would both be the name {name}", span, hint)


def function_letters() -> dict[str, str]:
    """Greek letters that operators are written with, by their words: sigma is the sigmoid before a bracket."""
    from ..tex import LETTERS

    found: dict[str, str] = {}
    for row in table.operators():
        if row.latex[1:] in LETTERS:
            found.setdefault(row.latex[1:], row.spelled)
    return found
