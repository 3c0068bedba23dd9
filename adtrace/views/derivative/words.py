"""How a report on derivatives spells names, numbers and sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...records.derivative import FORWARD, HESSIAN, HVP, JACOBIAN, JVP, VJP, Derivative
from ..formats import Options
from ..frame import COSTS
from ..layout import ASCII_RULES, UNICODE_RULES, Line, line, wrapped
from ..notation import of_options
from ..number import lines

TITLES = {
    JACOBIAN: "Jacobian", HESSIAN: "Hessian", JVP: "Jacobian-vector product", VJP: "Vector-Jacobian product",
    HVP: "Hessian-vector product",
}


class DerivativeWords:
    """The reader's words and notation for one report."""

    def __init__(self, found: Derivative, options: Options) -> None:
        self.found, self.options, self.say = found, options, options.say
        self.notation = of_options(found.trace, options).own
        self.columns, self.digits = max(1, options.width), options.digits
        self.rules = UNICODE_RULES if options.unicode else ASCII_RULES

    @property
    def title(self) -> str:
        """What the report is of."""
        return self.say(TITLES[self.found.kind])

    @property
    def style(self) -> str:
        """The style of the derivatives: what the sweep that gave them carries."""
        return "tangent" if self.found.mode == FORWARD or self.found.kind in (HESSIAN, HVP) else "adjoint"

    def component(self, name: str, place: tuple[int, ...] = ()) -> str:
        """A name with its index: W[0, 1]."""
        return self.notation.name(name) + (f"[{', '.join(map(str, place))}]" if place else "")

    def derivative(self, row: str, column: str, *, outputs: Mapping[str, Any]) -> str:
        """The derivative of a row's name by a column's; of a Hessian, the second one of the output."""
        if self.found.kind != HESSIAN:
            return self.notation.partial(self.notation.name(row), self.notation.name(column))
        return self.second(next(iter(outputs)), row, column)

    def second(self, output: str, row: str, column: str) -> str:
        """A second derivative: ∂²y/∂x∂z, or d2y/(dx dz)."""
        y, x, z = (self.notation.name(name) for name in (output, row, column))
        if not self.options.unicode:
            return f"d2{y}/d{x}^2" if x == z else f"d2{y}/(d{x} d{z})"
        square = x == z and len(x) == 1
        return f"∂²{y}/∂{x}²" if square else f"∂²{y}/∂{x}∂{z}"

    def written(self, value: Any, *, full: bool = True) -> list[str]:
        """A number or an array as lines: one that is large, or not wanted in full, by shape, range and norm."""
        told = self.options
        return lines(value, self.digits, unicode=told.unicode, decimal=told.decimal, say=self.say, full=full)

    def counted(self, one: str, many: str, count: int) -> str:
        """A phrase with a number."""
        return self.say(one if count == 1 else many).format(count=count)

    def wrapped(self, text: str, style: str = "dim") -> list[Line]:
        """A sentence on as many lines as it takes."""
        return wrapped(line((text, style)), self.columns, 2)

    def sweeps(self, mode: str, count: int) -> str:
        """2 forward sweeps."""
        return self.counted(*COSTS[mode], count)

    def multiplications(self, count: int) -> str:
        """18 multiply-adds."""
        return self.counted("{count} multiply-add", "{count} multiply-adds", count)
