"""Where a nan, an infinity or a 0 that should be none was born, and where it went."""

from __future__ import annotations

from ..named import Record

OF_VALUE, OF_TANGENT, OF_ADJOINT = "value", "tangent", "adjoint"
"""What is spoilt: values, or the tangents or adjoints of a sweep."""


class Origin(Record):
    """One mishap among the values of a run or the derivatives of one sweep.

    of        OF_VALUE, OF_TANGENT or OF_ADJOINT; `sweep` is the label of the sweep, "" for values
    node      the step whose value, tangent or adjoint it was born in; "" where it was born among the values, and these
              are the derivatives that it went on to spoil
    result    what was born: "nan", "inf", "-inf" or "0"
    rule      what was computed there, in ASCII: "exp(w2)", "w3_bar*exp(w2)"; "" for a nan that was given
    operands  the names, or formulas, and the numbers that made it: ("w3_bar", 0.0), ("exp(w2)", inf)
    place     the first element of an array, () for a number or a whole array
    path      names of the steps that it spoilt, in the order in which it spread, the first of them where it was born
    links     the steps that it spread between, (from, to), in the same order
    more      how many further steps it spoilt that `path` has no room for
    poisoned  the inputs (adjoints) or outputs (values, tangents) that are nan, infinite or 0 because of it
    small     those that are 0 because of it, and their true numbers are too small for float64: these are not poisoned
    followed  False where there were too many mishaps before this one to look where it went
    """

    of: str
    node: str
    result: str
    rule: str
    operands: tuple[tuple[str, float], ...]
    place: tuple[int, ...] = ()
    path: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    more: int = 0
    poisoned: tuple[str, ...] = ()
    sweep: str = ""
    followed: bool = True
    small: tuple[str, ...] = ()
