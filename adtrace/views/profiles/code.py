"""The names as a program would spell them: dx and x_bar, without subscripts or accents."""

from __future__ import annotations

from . import Medium, Profile


class Code(Profile):
    """w1, dw1, w1_bar: what the JSON trace and the ASCII screen write, on every medium."""

    def name(self, medium: Medium, name: str) -> str:
        """The name as it is."""
        return medium.code(name)

    def tangent(self, medium: Medium, name: str) -> str:
        """d and the name, or what the program leaves free."""
        return medium.code(medium.tangent_name.format(name))

    def adjoint(self, medium: Medium, name: str) -> str:
        """The name and _bar, or what the program leaves free."""
        return medium.code(medium.adjoint_name.format(name))


PROFILE = Code
