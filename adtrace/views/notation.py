"""Formulas as people write them: one class per medium, all of them printers with as few parentheses as will do.

A notation is a medium (what can be written: Unicode, ASCII, LaTeX) with a profile (which spellings are meant: see
`profiles`). It is an object that is handed around; it knows how a trace spells derivatives, and the names in use.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Mapping

from ..errors import AdtraceError
from ..lang.grammar import ATOM, POSTFIX, POWER, PRODUCT, SIGN, SUM
from ..lang.printer import Printer
from ..records import LITERAL, Formula, Number, Shape, Sweep, Trace
from . import profiles
from .formats import Options
from .layout import Line, cells
from .number import POINT, lines
from .profiles import COURSE, DOT, Medium, Profile, readable

PROBE = "ẇw̄₃∂·−⎡"
"""What a screen must be able to show for the Unicode notation."""

SUBSCRIPTS = str.maketrans("-0123456789", "₋₀₁₂₃₄₅₆₇₈₉")
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
LARGEST_SUPERSCRIPT = 99

NAME_PARTS = re.compile(r"(?P<stem>.*?)(?P<digits>[0-9]*|ᵢ)(?P<primes>'*)")
LEADING_NUMBER = re.compile(r"^\((-[0-9.,{}e+-]+|-inf)\)(?![\^⁰¹²³⁴⁵⁶⁷⁸⁹⁻'ᵀ.\[{])")

MARKS = {"tangent": "\x01", "adjoint": "\x02"}
END = "\x03"
MARKED = re.compile("(\x01[^\x03]*\x03|\x02[^\x03]*\x03)")


class Notation(Medium):
    """What all media share: formulas, rules, and formulas with numbers in the places of names.

    in_rules  whether matrix products stand side by side, as in a printed rule
    marked    whether tangents and adjoints are marked for `runs`
    """

    def __init__(
        self, tangent: str = "d{}", adjoint: str = "{}_bar", taken: Container[str] = (),
        *, profile: Profile = COURSE, decimal: str = POINT, in_rules: bool = False, marked: bool = False,
    ) -> None:
        super().__init__(tangent, adjoint, taken, profile=profile, decimal=decimal)
        self.in_rules, self.marked = in_rules, marked

    def like(self, *, in_rules: bool = False, marked: bool = False, profile: Profile | None = None) -> Notation:
        """The same notation for rules or for the user's formulas, or with another profile."""
        return type(self)(
            self.tangent_name, self.adjoint_name, self.taken, profile=profile or self.profile, decimal=self.decimal,
            in_rules=in_rules, marked=marked,
        )

    @property
    def own(self) -> Notation:
        """The same notation with the program's own names, where the profile has others."""
        return self.like(profile=COURSE) if self.profile.renames else self

    def of_sweep(self, trace: Trace, sweep: Sweep) -> Notation:
        """The same notation for another sweep of its trace."""
        return self.like(profile=type(self.profile).of(trace, sweep))

    def word(self, text: str) -> str:
        """A word in a name's place."""
        return f"({text})"

    def number(self, value: Number, digits: int = 4) -> str:
        """A number, or a small vector on one line."""
        return " ".join(lines(value, digits, unicode=self.unicode, decimal=self.decimal))

    def tangent(self, name: str) -> str:
        """The name of a node's tangent."""
        return self.mark("tangent", super().tangent(name))

    def adjoint(self, name: str) -> str:
        """The name of a node's adjoint."""
        return self.mark("adjoint", super().adjoint(name))

    def second(self, name: str) -> str:
        """The name of the tangent of a node's adjoint."""
        return self.mark("adjoint", super().second(name))

    def mark(self, role: str, text: str) -> str:
        """A spelled tangent or adjoint, marked if asked for."""
        return f"{MARKS[role]}{text}{END}" if self.marked else text

    def rule(self, formula: Formula) -> str:
        """A rule, written out: as `text`, but with products of matrices side by side."""
        return self.like(in_rules=True).text(formula)

    def runs(self, formula: Formula, *, in_rules: bool = False) -> Line:
        """A formula as runs of text and style: tangents and adjoints carry their role."""
        return split_marks(self.like(in_rules=in_rules, marked=True).text(formula))

    def numbers(self, formula: Formula) -> str:
        """A formula whose names have been replaced by written numbers; negative ones in brackets, except in front."""
        return LEADING_NUMBER.sub(r"\1", self.rule(formula), count=1) if formula.args else self.literal(formula.text)

    def shape(self, shape: Shape) -> str:
        """A shape: 2×3."""
        return "×".join(map(str, shape)) if shape else "scalar"

    def write(self, formula: Formula) -> tuple[str, int]:
        """The text and how tightly it binds: negative numbers loosely, and products side by side looser than others."""
        if formula.op == "neg" and self.in_rules:
            inner = formula.args[0]
            if inner.op in ("mul", "div") or self.is_fraction(inner):
                return "-" + self.inside(inner, PRODUCT), SIGN
        text, binding = super().write(formula)
        if self.is_fraction(formula):
            return text, PRODUCT
        if formula.op == LITERAL and formula.text[0] == "-":
            return text, 0
        return text, SUM + 1 if self.side_by_side(formula) else binding

    def is_fraction(self, formula: Formula) -> bool:
        """Whether this is a tangent or an adjoint that is written as a fraction."""
        return formula.op in MARKS and self.profile.is_fraction(formula.op)

    def infix(self, formula: Formula) -> str:
        """A binary operation; a derivative that is a fraction needs no brackets behind a product's sign."""
        if formula.op == "mul" and len(formula.args) == 2 and self.is_fraction(formula.args[1]):
            left, right = formula.args
            return self.joined("mul", self.inside(left, PRODUCT), self.leaf(right))
        if formula.op == "div" and self.is_fraction(formula.args[0]):
            left, right = formula.args
            below = self.inside(right, PRODUCT + 1)
            below = self.brackets(below) if below[0] == "-" else below
            return self.joined("div", self.brackets(self.leaf(left)), below)
        return super().infix(formula)

    def side_by_side(self, formula: Formula) -> bool:
        """Whether this is a matrix product that is written without a sign."""
        return False


class Unicode(Notation):
    """w₁, ẇ₁, w̄₁, · between scalars, ⊙ between arrays, w₄², Wᵀ z̄ in rules."""

    signs: Mapping[str, str] = {
        **Printer.signs, "mul": "·", "le": " ≤ ", "ge": " ≥ ", "ne": " ≠ ",
        "elementwise": " ⊙ ", "beside": " ",
    }

    def plain(self, name: str) -> str:
        """A name, its last digits as a subscript."""
        stem, digits, primes = name_parts(name)
        whole = not stem or stem[-1] == "_"
        return readable(name) if whole else f"{readable(stem)}{digits.translate(SUBSCRIPTS)}{primes}"

    def accented(self, name: str, accent: str) -> str:
        """A single letter under a dot or bar; "" for longer names, and where it could not be told from another name."""
        stem, digits, primes = name_parts(name)
        hidden = accent == DOT and stem in "ij"
        if len(stem) != 1 or hidden or not stem.isalpha() or cells(stem) != 1:
            return ""
        letter = unicodedata.normalize("NFC", stem + accent)
        return "" if letter + digits + primes in self.taken else letter + digits.translate(SUBSCRIPTS) + primes

    def numbered(self, letter: str, index: str, accent: str = "") -> str:
        """A letter with its number below it, under a dot, a bar or nothing."""
        return unicodedata.normalize("NFC", letter + accent) + index.translate(SUBSCRIPTS)

    def infix(self, formula: Formula) -> str:
        """Small whole exponents are raised; array products get signs of their own."""
        if len(formula.args) > 2:
            return super().infix(formula)
        left, right = formula.args
        if formula.op == "power" and (exponent := raised(right)):
            base, binding = self.write(left)
            loose = binding < ATOM or (left.op == LITERAL and "e" in left.text)
            return (self.brackets(base) if loose else base) + exponent
        if self.side_by_side(formula):
            return self.product(formula)
        if formula.op == "mul" and left.shape and right.shape:
            return self.signs["elementwise"].join(self.factors(formula))
        return super().infix(formula)

    def factors(self, formula: Formula) -> tuple[str, str]:
        """The two operands of a product, in brackets where they need them."""
        left, right = formula.args
        before, after = self.inside(left, PRODUCT), self.inside(right, PRODUCT + 1)
        return before, self.brackets(after) if after[0] == "-" else after

    def side_by_side(self, formula: Formula) -> bool:
        """Matrix and outer products in rules."""
        return self.in_rules and len(formula.args) == 2 and formula.op in ("matmul", "outer")

    def product(self, formula: Formula) -> str:
        """A matrix product or an outer product, side by side."""
        left, right = formula.args
        before = self.text(left) if formula.op == left.op == "matmul" else self.inside(left, POWER)
        after = self.transposed(self.inside(right, POSTFIX)) if formula.op == "outer" else self.inside(right, POWER)
        return f"{before}{self.signs['beside']}{after}"

    def call(self, formula: Formula) -> str:
        """A call, or an outer product side by side."""
        return self.product(formula) if self.side_by_side(formula) else super().call(formula)

    def transposed(self, text: str) -> str:
        """The transpose of a written operand."""
        return f"{text}ᵀ"


def name_parts(name: str) -> tuple[str, str, str]:
    """A name's stem, the digits at its end, and its primes.

    >>> name_parts("w12'")
    ('w', '12', "'")
    """
    found = NAME_PARTS.fullmatch(name)
    return (found["stem"], found["digits"], found["primes"]) if found else (name, "", "")


def raised(formula: Formula) -> str:
    """A small whole exponent as a superscript, or "" for any other."""
    sign, literal = ("-", formula.args[0]) if formula.op == "neg" else ("", formula)
    text = literal.text
    if literal.op == LITERAL and text.isascii() and text.isdecimal() and int(text[:4]) <= LARGEST_SUPERSCRIPT:
        return (sign + text).translate(SUPERSCRIPTS)
    return ""


def split_marks(text: str) -> Line:
    """Text with marks as runs of text and style."""
    styles = {mark: role for role, mark in MARKS.items()}
    return tuple((part.strip("\x01\x02\x03"), styles.get(part[0], "")) for part in MARKED.split(text) if part)


def shows_unicode(encoding: str | None) -> bool:
    """Whether a screen of this encoding can show the Unicode notation."""
    try:
        PROBE.encode(encoding or "ascii")
    except (UnicodeError, LookupError):
        return False
    return True


MEDIA = ("unicode", "ascii", "latex")
"""As a notation's name, a medium stands for the course's profile in it, whatever the screen takes."""


def names() -> tuple[str, ...]:
    """What a notation can be called: the profiles, and the media."""
    return (*profiles.names(), *MEDIA)


def of_trace(
    trace: Trace, name: str = "", *, unicode: bool = True, decimal: str = POINT, sweep: Sweep | None = None,
    beside: Trace | None = None,
) -> Notation:
    """The notation of this name for a trace on a screen. Raises AdtraceError for an unknown name.

    name   a profile or a medium, see `names`; "" for the course's profile in the medium that suits the screen
    sweep  the one that tangents or adjoints belong to, by default the first; `beside`, a trace that is shown with it
    """
    return in_medium(chosen(name, unicode=unicode), trace, name, decimal=decimal, sweep=sweep, beside=beside)


def of_options(trace: Trace, options: Options, sweep: Sweep | None = None) -> Notation:
    """The notation that a reader asked for. Raises AdtraceError for an unknown name."""
    return of_trace(
        trace, options.notation, unicode=options.unicode, decimal=options.decimal, sweep=sweep, beside=options.beside
    )


def is_usual(options: Options) -> bool:
    """Whether names and numbers are those of the language itself, which long tables write fastest."""
    return options.notation in ("", profiles.FIRST, "code", "unicode", "ascii") and options.decimal == POINT


def in_medium(
    medium: type[Notation], trace: Trace, name: str = "", *, decimal: str = POINT, sweep: Sweep | None = None,
    beside: Trace | None = None,
) -> Notation:
    """The profile of this name for a trace, in a medium."""
    profile = profiles.by_name("" if name in MEDIA else name).of(trace, sweep, beside)
    return medium(trace.tangent_name, trace.adjoint_name, trace.steps.names, profile=profile, decimal=decimal)


def chosen(name: str = "", *, unicode: bool = True) -> type[Notation]:
    """The medium of a notation: the one of this name, else the one that suits the screen. Raises AdtraceError."""
    if name and name not in names():
        hint = f"the notations are {', '.join(names())}"
        raise AdtraceError(f"unknown notation {name}", hint=hint, where="--notation")
    if name == "latex":
        from .latex import Latex

        return Latex
    if name == "ascii" or not (unicode or name == "unicode"):
        from .ascii import Ascii

        return Ascii
    return Unicode
