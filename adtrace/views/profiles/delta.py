"""The notation of courses on neural networks: δ for what the output's derivative by a node is."""

from __future__ import annotations

from . import Medium, Profile


class Delta(Profile):
    """w₁, ẇ₁, and δ with the node below it for the adjoint."""

    def adjoint(self, medium: Medium, name: str) -> str:
        """δ, and the node below it."""
        return medium.below("δ", name)


PROFILE = Delta
