"""NumPy. Scalars and arrays; erf, gamma and their kin come from SciPy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from ....records import Shape
from ....records.export import Export
from .. import Target
from ..arrays import ARRAYS, ArrayPrinter
from ..module import module
from ..printer import Spelling


class NumpyPrinter(ArrayPrinter):
    """Formulas in NumPy."""

    language, prefix, special = "NumPy", "np.", "special."
    spellings: ClassVar[Mapping[str, Spelling]] = ARRAYS
    constants: ClassVar[Mapping[str, str]] = {"pi": "np.pi", "e": "np.e", "inf": "np.inf", "nan": "np.nan"}
    imports: ClassVar[Sequence[str]] = ("import numpy as np",)
    needed: ClassVar[Mapping[str, str]] = {"special.": "from scipy import special"}
    kept: ClassVar[Sequence[str]] = ("np", "special")
    close = "np.allclose(found, traced, rtol={rtol}, atol={atol}, equal_nan=True)"
    checks: ClassVar[Sequence[str]] = ('np.seterr(all="ignore")',)

    def taken(self, name: str, shape: Shape) -> list[str]:
        """As NumPy's own numbers, which divide by zero as IEEE 754 says."""
        return [f"{name} = np.asarray({name}, dtype=np.float64)" if shape else f"{name} = np.float64({name})"]

    def zero(self, name: str, shape: Shape) -> str:
        """Zeros of the argument's shape."""
        return f"np.zeros_like({name})" if shape else "0.0"


def render(export: Export) -> str:
    """The file."""
    return module(NumpyPrinter, export)


TARGET = Target("numpy", "NumPy, for scalars and arrays", render, usual=True)
