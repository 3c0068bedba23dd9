"""Notation profiles: how nodes, tangents and adjoints are spelled, whatever they are written on; one file each.

A profile asks its medium (the Unicode or the ASCII screen, or LaTeX) for a plain name, a dot, a bar, a fraction. To add
a profile is to add a file here with a class PROFILE; the profile of the course is the class below.
"""

from __future__ import annotations

from collections.abc import Container
from importlib import import_module
from typing import Any, ClassVar

from ...lang.printer import Printer
from ...records import Step, Sweep, Trace
from ...registry import entries
from ..layout import visible
from ..number import POINT, given, localised

DOT, BAR = "\u0307", "\u0304"
ANY = "ᵢ"
"""Stands for the digits of any name: wᵢ. No program can hold it."""


class Profile:
    """The notation of the course: w₁, ẇ₁, w̄₁, each node by its own name; longer names as dloss, loss_bar.

    renames          whether nodes go by other names than the program's
    labels_partials  whether ∂z/∂x stands in front of a local partial; not where an adjoint is written so
    """

    renames: ClassVar[bool] = False
    labels_partials: ClassVar[bool] = True

    @classmethod
    def of(cls, trace: Trace, sweep: Sweep | None = None, beside: Trace | None = None) -> Profile:
        """The profile for one sweep of a trace, by default its first, and for the trace that is drawn with it."""
        return cls()

    def name(self, medium: Medium, name: str) -> str:
        """A node's name."""
        return medium.plain(name)

    def tangent(self, medium: Medium, name: str) -> str:
        """A node's tangent."""
        return medium.accented(name, DOT) or medium.plain(medium.tangent_name.format(name))

    def adjoint(self, medium: Medium, name: str) -> str:
        """A node's adjoint."""
        return medium.accented(name, BAR) or medium.plain(medium.adjoint_name.format(name))

    def second(self, medium: Medium, name: str) -> str:
        """The tangent of a node's adjoint."""
        twice = medium.tangent_name.format(medium.adjoint_name.format(name))
        return medium.accented(name, BAR + DOT) or medium.plain(twice)

    def total(self, medium: Medium, of: str, by: str) -> str:
        """The derivative of what is written `of` by what is written `by`."""
        return medium.partial(of, by)

    def weighted(self, medium: Medium) -> str:
        """The letter for the outputs that a seed weighs; "" where derivatives do not name one."""
        return ""

    def is_fraction(self, role: str) -> bool:
        """Whether this profile writes a "tangent" or an "adjoint" as a fraction."""
        return False

    def alias(self, medium: Medium, step: Step) -> str:
        """The program's name for a node that goes by another one; "" for the rest."""
        return ""


COURSE = Profile()
FIRST = "course"
"""The default: it has no file."""


class Medium(Printer):
    """What names and derivatives are written on; here as the language has them, in ASCII or not.

    tangent, adjoint  the ASCII spelling: "d{}", "{}_bar"
    taken             names in use, which no tangent or adjoint may look like
    profile           how nodes, tangents and adjoints are spelled
    decimal           the decimal sign: "point" or "comma"; with a comma, lists are separated by semicolons
    """

    unicode: ClassVar[bool] = True

    def __init__(
        self, tangent: str = "d{}", adjoint: str = "{}_bar", taken: Container[str] = (),
        *, profile: Profile = COURSE, decimal: str = POINT,
    ) -> None:
        super().__init__(tangent, adjoint)
        self.taken, self.profile, self.decimal = taken, profile, decimal
        if decimal != POINT:
            self.comma = "; "

    def name(self, name: str) -> str:
        """A node's name."""
        return self.profile.name(self, name)

    def tangent(self, name: str) -> str:
        """The name of a node's tangent."""
        return self.profile.tangent(self, name)

    def adjoint(self, name: str) -> str:
        """The name of a node's adjoint."""
        return self.profile.adjoint(self, name)

    def second(self, name: str) -> str:
        """The name of the tangent of a node's adjoint."""
        return self.profile.second(self, name)

    def alias(self, step: Step) -> str:
        """The program's name of a step that the profile calls otherwise, or ""."""
        return self.profile.alias(self, step)

    def given(self, value: float) -> str:
        """A number that the user gave: what it is exactly, where that is known."""
        if getattr(value, "formula", None) is None:
            return self.literal(given(value))
        from ..exact import medium_of, spelled

        return spelled(value, medium_of(self))

    def literal(self, text: str) -> str:
        """A literal as it was written, but for the decimal sign."""
        return localised(text, self.decimal)

    def parameter(self, value: Any) -> str:
        """The value of a keyword parameter."""
        text = super().parameter(value)
        return localised(text, self.decimal) if isinstance(value, float) else text

    def partial(self, of: str, by: str) -> str:
        """The spelling of a partial derivative."""
        return self.fraction(of, by)

    def total(self, of: str, by: str) -> str:
        """The spelling of the derivative that a sweep computes."""
        return self.profile.total(self, of, by)

    # What a profile asks for

    def plain(self, name: str) -> str:
        """A name as it stands."""
        return readable(name, unicode=self.unicode)

    def code(self, name: str) -> str:
        """A name as in code: nothing is raised or lowered."""
        return readable(name, unicode=self.unicode)

    def accented(self, name: str, accent: str) -> str:
        """The name under a dot or bar, or "" where this medium puts none."""
        return ""

    def numbered(self, letter: str, index: str, accent: str = "") -> str:
        """A letter with a number, which may be negative, under a dot, a bar or nothing."""
        text = f"{letter}[{index}]" if index[0] == "-" else letter + index
        return text if not accent else f"d{text}" if accent == DOT else f"{text}_bar"

    def below(self, sign: str, name: str) -> str:
        """A name as the index of a sign; in brackets where that could be taken for a node or its tangent."""
        before, after = self.tangent_name.split("{}")
        text = f"{sign}_{name}"
        inner = text[len(before) : len(text) - len(after)]
        is_tangent = text.startswith(before) and text.endswith(after) and inner in self.taken
        plain = self.plain(name)
        return f"{sign}[{plain}]" if text in self.taken or is_tangent else f"{sign}_{plain}"

    def fraction(self, of: str, by: str, *, ordinary: bool = False) -> str:
        """A partial or an ordinary derivative of one written name by another."""
        return f"d{of}/d{by}" if ordinary else f"∂{of}/∂{by}"

    def differential(self, name: str) -> str:
        """The differential of a node."""
        return self.plain(self.tangent_name.format(name))


def readable(name: str, *, unicode: bool = True) -> str:
    r"""A name that is safe to show; no two names look the same, whatever is in them.

    >>> print(readable("a\nb"), readable(r"a\x0ab"))
    a\x0ab a\\x0ab
    """
    return name if name.isascii() and name.isalnum() else visible(name.replace("\\", "\\\\"), unicode=unicode)


def names() -> tuple[str, ...]:
    """Every profile, the default first, without importing any."""
    return FIRST, *entries(__path__[0])


def by_name(name: str) -> type[Profile]:
    """The profile of this name, one of `names`."""
    if name in ("", FIRST):
        return Profile
    found: type[Profile] = import_module(f"{__name__}.{name}").PROFILE
    return found
