"""A series as people write it: 0.8808 + 0.1050 t - 0.0400 t^2 + O(t^3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...records import Number
from ...records.taylor import Taylor, derivative
from ..formats import Options
from ..frame import flowing
from ..layout import Line, line, wrapped
from ..notation import SUPERSCRIPTS, Notation
from ..number import SUMMARY_DIGITS, given, is_array, is_small, localised, nested, people, rounded
from ..signs import is_endless

LETTERS = ("t", "s", "h", "z", "q", "t_")
"""The parameter of the curve is the first of these that the program does not use."""

TERMS = 40
"""Terms that are written of one series."""

PRIMES = 3
"""Derivatives that are written with primes."""


class Series:
    """Writes the series of one expansion."""

    def __init__(self, found: Taylor, notation: Notation, options: Options) -> None:
        self.found, self.notation, self.options = found, notation, options
        self.digits = options.digits + SUMMARY_DIGITS - 4
        taken = found.trace.steps.names
        self.letter = next((one for one in LETTERS if one not in taken), LETTERS[-1])

    def curves(self) -> list[str]:
        """Every input that moves: x(t) = 2 + t."""
        texts = [
            f"{self.notation.name(name)}({self.letter}) = {self.polynomial(known)}"
            for name, known in self.found.path.items() if len(known) > 1
        ]
        return [part for text in texts for part in (self.notation.comma, text)][1:]

    def polynomial(self, known: Sequence[Number]) -> str:
        """A curve, by the numbers that were given."""
        return " ".join(
            self.parts(list(enumerate(known)), lambda one: localised(given(one), self.options.decimal))
        )

    def lines(self, *, derivatives: bool) -> list[Line]:
        """The series of every output, and its derivatives if asked for."""
        found: list[Line] = []
        for name, known in self.found.series.items():
            found += self.series_of(name, known)
            if derivatives:
                found += self.derivatives_of(name, known)
        return found

    def series_of(self, name: str, known: Sequence[Number]) -> list[Line]:
        """y(t) = ... + O(t^7)."""
        start = f"{self.notation.name(name)}({self.letter}) = "
        if is_array(known[0]) and not (is_small(known[0]) and known[0].ndim == 1):
            words = self.options.say("{name} is {shape}: its coefficients stand in the table").format(
                name=self.notation.name(name), shape=self.notation.shape(known[0].shape)
            )
            return wrapped(line((words, "dim")), self.options.width, 2)
        unknown = next((order for order, one in enumerate(known) if is_endless(one)), None)
        if unknown is not None:
            words = self.options.say("{name} has no Taylor series here: coefficient {order} is {value}").format(
                name=self.notation.name(name), order=unknown, value=self.number(known[unknown], people)
            )
            return wrapped(line((words, "bold")), max(1, self.options.width), 2)
        terms = [(order, one) for order, one in enumerate(known) if order == 0 or not is_zero(one)]
        first, *others = self.parts(
            terms[:TERMS], lambda one: localised(rounded(one, self.digits), self.options.decimal)
        )
        others += ["+ ..."]*(len(terms) > TERMS)
        items = [line(start, (first, "bold")), *[line((part, "bold")) for part in others]]
        items.append(line(f"+ O({self.power(len(known))})"))
        return flowing(items, max(1, self.options.width), " ", 4)

    def derivatives_of(self, name: str, known: Sequence[Number]) -> list[Line]:
        """y' = ..., y'' = ... at t = 0."""
        if is_array(known[0]):
            return []
        texts = [
            f"{self.notation.name(name)}{self.prime(order)}(0) = "
            + localised(rounded(derivative(one, order), self.digits), self.options.decimal)
            for order, one in enumerate(known[:TERMS]) if order
        ]
        return wrapped(line("    ".join(texts)), max(1, self.options.width), 4) if texts else []

    def prime(self, order: int) -> str:
        """The sign of a derivative: ', '', ''', then (4)."""
        if order <= PRIMES:
            return "'"*order
        text = f"({order})"
        return text.translate(SUPERSCRIPTS).replace("(", "⁽").replace(")", "⁾") if self.options.unicode else f"^{text}"

    def power(self, order: int) -> str:
        """The letter to a power."""
        if order == 1:
            return self.letter
        raised = str(order).translate(SUPERSCRIPTS) if self.options.unicode else f"^{order}"
        return f"{self.letter}{raised}"

    def parts(self, terms: Sequence[tuple[int, Number]], write: Callable[[float], str]) -> list[str]:
        """Terms with their signs, at least one; a coefficient of 1 is left out."""
        found: list[str] = []
        for order, one in terms:
            if order and is_zero(one):
                continue
            negative, size = (False, one) if is_array(one) else (one < 0, abs(one))
            number = self.number(size, write)
            alone = order > 0 and number == "1"
            term = " ".join(filter(None, ("" if alone else number, self.power(order) if order else "")))
            if found == ["0"]:
                found = []
            sign = ("- " if negative else "+ ") if found else "-" if negative else ""
            found.append(sign + term)
        return found or ["0"]

    def number(self, value: Number, write: Callable[[float], str]) -> str:
        """A number, or a vector's numbers in brackets."""
        if not is_array(value):
            return write(value)
        return nested(value, write, self.notation.comma) if is_small(value) else f"[{self.notation.shape(value.shape)}]"


def is_zero(value: Number) -> bool:
    """Whether a coefficient is 0, or zeros."""
    return not value.any() if is_array(value) else value == 0
