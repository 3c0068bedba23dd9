"""Numbers of an exact sweep: the same floats and arrays, which also say what they are exactly."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from .steps import Formula


class ExactNumber(float):
    """A float64 of a sweep with the exact number that it stands for.

    exact    that number in the language ("sqrt(3)/2"), None where exactness has been left
    formula  the same as a tree
    nearest  the float64 that is nearest to it: another where the sweep has rounded on its way
    source   what the sweeps calculate with in its place
    """

    exact: str | None
    formula: Formula | None
    nearest: float
    source: Any

    def __new__(
        cls, number: float, exact: str | None, formula: Formula | None, nearest: float, source: Any = None
    ) -> ExactNumber:
        """A float with what it is exactly."""
        self = super().__new__(cls, number)
        self.exact, self.formula, self.nearest, self.source = exact, formula, nearest, source
        return self

    def __reduce__(self) -> Any:
        return ExactNumber, (float(self), self.exact, self.formula, self.nearest, self.source)


def exact_array(numbers: Any) -> Any:
    """A float64 array of exact numbers, from an object array of them: `exact` has their texts, `tolist` themselves."""
    found = numbers.astype(float).view(_array_type())
    found.numbers = numbers
    return found


@cache
def _array_type() -> type:
    import numpy as np

    class ExactArray(np.ndarray):
        """A float64 array whose elements say what they are exactly."""

        numbers: Any = None

        @property
        def exact(self) -> Any:
            """The exact numbers as nested lists of texts, None where exactness has been left."""
            return None if self.numbers is None else texts(self.numbers.tolist())

        def tolist(self) -> Any:
            """Nested lists: of exact numbers, where it has not been calculated with."""
            return super().tolist() if self.numbers is None else self.numbers.tolist()

        def __deepcopy__(self, memo: Any) -> Any:
            """A copy: NumPy's own would lose the exact numbers."""
            return super().__deepcopy__(memo) if self.numbers is None else exact_array(self.numbers.copy())

        def __reduce__(self) -> Any:
            """To be pickled: what has been calculated is a plain array."""
            if self.numbers is None:
                return np.array, (np.ndarray.tolist(self),)
            return exact_array, (self.numbers,)

    return ExactArray


def texts(numbers: Any) -> Any:
    """Nested lists of exact numbers as their texts."""
    if isinstance(numbers, list):
        return [texts(one) for one in numbers]
    return getattr(numbers, "exact", None)


def nearest(number: Any) -> Any:
    """The float64, or the array of them, next to what is exact; other numbers as they are."""
    if getattr(number, "numbers", None) is not None:
        import numpy as np

        return np.array([nearest(one) for one in number.numbers.ravel()], dtype=np.float64).reshape(number.shape)
    return number.nearest if isinstance(number, ExactNumber) and number.exact is not None else number


def is_exact(number: Any) -> bool:
    """Whether a number or an array says what it is exactly, or that this has been left."""
    return getattr(number, "numbers", None) is not None or isinstance(number, ExactNumber)


def in_floats(number: Any) -> Any:
    """A number or an array without what it is exactly."""
    if isinstance(number, ExactNumber):
        return float(number)
    if getattr(number, "numbers", None) is None:
        return number
    import numpy as np

    return np.array(number)


def exact_texts(record: Any, fields: Sequence[str]) -> dict[str, Any]:
    """What the fields of a record are exactly, in the language; nothing where that was not asked for.

    Texts such as "sqrt(3)/2", of arrays nested lists of them; None where exactness has been left.
    """
    return {
        field: number.exact for field in fields
        if (number := getattr(record, field)).__class__ is not float and is_exact(number)
    }
