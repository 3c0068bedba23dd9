"""NumPy. Scalars and arrays; erf, gamma and their kin come from SciPy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from ....records import Formula, Shape
from ....records.export import Export
from ....rules.table import operator
from .. import Target
from ..arrays import ARRAYS
from ..module import ModulePrinter, module
from ..own import OWN, texts
from ..printer import Spelling

SINGULAR = texts(
    '''
    def inv(a):
        """The inverse of a matrix; nan where there is none."""
        try:
            return np.linalg.inv(a)
        except np.linalg.LinAlgError:
            return np.full_like(a, np.nan)
    ''',
    '''
    def solve(a, b):
        """The x with a @ x = b; nan where the matrix is singular."""
        try:
            return np.linalg.solve(a, b)
        except np.linalg.LinAlgError:
            return np.full_like(b, np.nan)
    ''',
    '''
    def scatter(x, shape, index):
        """Zeros of a shape, with x put at the index."""
        result = np.zeros(shape)
        result[index] = x
        return result
    ''',
)


class NumpyPrinter(ModulePrinter):
    """Formulas in NumPy."""

    language, prefix, special = "NumPy", "np.", "special."
    spellings: ClassVar[Mapping[str, Spelling]] = ARRAYS
    own: ClassVar[Mapping[str, str]] = {**OWN, **SINGULAR}
    constants: ClassVar[Mapping[str, str]] = {"pi": "np.pi", "e": "np.e", "inf": "np.inf", "nan": "np.nan"}
    imports: ClassVar[Sequence[str]] = ("import numpy as np",)
    needed: ClassVar[Mapping[str, str]] = {"special.": "from scipy import special"}
    kept: ClassVar[Sequence[str]] = ("np", "special")
    close = "np.allclose(found, traced, rtol={rtol}, atol={atol}, equal_nan=True)"

    def called_constant(self, formula: Formula) -> tuple[str, int] | None:
        """A function of literals: of whole ones, NumPy's power and reciprocal would be whole, too."""
        found = super().called_constant(formula)
        return None if found is None else self.spelled(formula, self.spelling(operator(formula.op)))

    def position(self, formula: Formula) -> str:
        """A number as a position in an array."""
        return f"np.int64({self.text(formula)})"

    def taken(self, name: str, shape: Shape) -> list[str]:
        """As NumPy's own numbers, which divide by zero as IEEE 754 says."""
        return [f"{name} = np.asarray({name}, dtype=np.float64)" if shape else f"{name} = np.float64({name})"]


def render(export: Export) -> str:
    """The file."""
    return module(NumpyPrinter, export)


TARGET = Target("numpy", "NumPy, for scalars and arrays", render, usual=True)
