"""Derivatives as fractions: ∂w₁/∂x for tangents and ∂y/∂w₁ for adjoints.

A unit seed says what is differentiated by what; in a program of one input, tangents are dw₁/dx. Along any other seed a
tangent is the differential dw₁, and adjoints are those of L, the weighted sum of outputs.
"""

from __future__ import annotations

from ...records import Sweep, Trace
from . import Medium, Profile

WEIGHTED = ("L", "J", "S", "weighted")
"""Names for what a seed weighs; the first that no node has is taken."""


class Leibniz(Profile):
    """∂w₁/∂x, ∂y/∂w₁.

    forward   a trace and its sweep, whose seed says what tangents are derivatives by
    backward  a trace and its sweep, whose seed says what adjoints are derivatives of
    """

    labels_partials = False

    def __init__(self, forward: tuple[Trace, Sweep] | None, backward: tuple[Trace, Sweep] | None) -> None:
        self.forward, self.backward = forward, backward
        shapes = forward[0].shapes if forward else {}
        self.ordinary = list(shapes.values()) == [()]

    @classmethod
    def of(cls, trace: Trace, sweep: Sweep | None = None, beside: Trace | None = None) -> Profile:
        """The seeds of this sweep, and of the first one beside it."""
        swept = [(trace, sweep), *([(beside, None)] if beside else [])]
        known = {one.mode: (one, its or one.sweeps[0]) for one, its in swept if its or one.sweeps}
        return cls(known.get("forward"), known.get("reverse"))

    def tangent(self, medium: Medium, name: str) -> str:
        """The node's derivative by what is seeded; its differential for any other seed."""
        from ..frame import unit_seed

        by = unit_seed(*self.forward, medium) if self.forward else ""
        if not by:
            return medium.differential(name)
        return medium.fraction(self.name(medium, name), by, ordinary=self.ordinary)

    def adjoint(self, medium: Medium, name: str) -> str:
        """The derivative of the seeded output, or of what the seed weighs, by the node."""
        return medium.fraction(self.output(medium), self.name(medium, name))

    def second(self, medium: Medium, name: str) -> str:
        """The derivative of the adjoint, by what is seeded; its differential for any other seed."""
        from ..frame import unit_seed

        by = unit_seed(*self.forward, medium) if self.forward else ""
        adjoint = medium.fraction(self.output(medium), self.name(medium, name))
        return medium.fraction(f"({adjoint})", by) if by else f"d({adjoint})"

    def output(self, medium: Medium) -> str:
        """What adjoints are derivatives of."""
        from ..frame import unit_seed

        return (unit_seed(*self.backward, medium) if self.backward else "") or self.weighted(medium)

    def weighted(self, medium: Medium) -> str:
        """A name for the weighted sum of outputs."""
        return medium.plain(next((name for name in WEIGHTED if name not in medium.taken), WEIGHTED[-1]))

    def total(self, medium: Medium, of: str, by: str) -> str:
        """A fraction as in the tables."""
        return medium.fraction(of, by, ordinary=self.ordinary)

    def is_fraction(self, role: str) -> bool:
        """All but differentials are fractions."""
        from ..frame import is_unit

        return role == "adjoint" or (self.forward is not None and is_unit(*self.forward))


PROFILE = Leibniz
