"""JAX: pure functions, ready for jit and vmap. Numbers are float64 where JAX is told so, as the self-test does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from ....records import Formula, Shape
from ....records.export import Export
from .. import Target
from ..arrays import ARRAYS
from ..module import ModulePrinter, module
from ..own import OWN, texts
from ..printer import CodePrinter, Spelling

LIBRARY = "jax"

FUNCTIONAL = texts(
    '''
    def inv(a):
        """The inverse of a matrix; nan where there is none."""
        result = np.linalg.inv(a)
        return np.where(np.all(np.isfinite(result)), result, np.nan)
    ''',
    '''
    def polygamma(n, x):
        """The n-th derivative of digamma; nan for an order that is not whole, and below 0, where JAX has none."""
        return np.where((n == np.floor(n)) & (x > 0), special.polygamma(np.asarray(n, dtype=int), x), np.nan)
    ''',
    '''
    def solve(a, b):
        """The x with a @ x = b; nan where the matrix is singular."""
        result = np.linalg.solve(a, b)
        return np.where(np.all(np.isfinite(result)), result, np.nan)
    ''',
)


def scatter(printer: CodePrinter, formula: Formula) -> str:
    """Zeros with x put at the index."""
    index = ", ".join(printer.parameter(entry) for entry in formula.params["index"])
    return f"jnp.zeros({tuple(formula.params['shape'])}).at[{index}].set({printer.text(formula.args[0])})"


class JaxPrinter(ModulePrinter):
    """Formulas in JAX."""

    language, prefix, special = "JAX", "jnp.", "special."
    spellings: ClassVar[Mapping[str, Spelling]] = {**ARRAYS, "scatter": scatter}
    own: ClassVar[Mapping[str, str]] = {
        name: text.replace("np.add.at(total, (slice(None), rows, columns), p)",
                           "total = total.at[:, rows, columns].add(p)").replace("np.", "jnp.")
        for name, text in {**OWN, **FUNCTIONAL}.items()
    }
    constants: ClassVar[Mapping[str, str]] = {"pi": "jnp.pi", "e": "jnp.e", "inf": "jnp.inf", "nan": "jnp.nan"}
    imports: ClassVar[Sequence[str]] = (f"import {LIBRARY}", f"import {LIBRARY}.numpy as jnp")
    needed: ClassVar[Mapping[str, str]] = {"special.": f"from {LIBRARY}.scipy import special"}
    kept: ClassVar[Sequence[str]] = (LIBRARY, "jnp", "special")
    close = "jnp.allclose(found, jnp.asarray(traced), rtol={rtol}, atol={atol}, equal_nan=True)"
    checks: ClassVar[Sequence[str]] = (f'{LIBRARY}.config.update("{LIBRARY}_enable_x64", True)',)

    def position(self, formula: Formula) -> str:
        """A number as a position in an array."""
        return f"jnp.asarray({self.text(formula)}, dtype=int)"

    def taken(self, name: str, shape: Shape) -> list[str]:
        """As an array of floats: of which precision, JAX's configuration says."""
        return [f"{name} = jnp.asarray({name}, dtype=float)"]


def render(export: Export) -> str:
    """The file."""
    return module(JaxPrinter, export)


TARGET = Target("jax", "JAX, for jit, vmap and accelerators", render)
