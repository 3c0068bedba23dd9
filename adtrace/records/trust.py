"""How right the numbers of a trace are: bounds, true errors, and where digits are lost."""

from __future__ import annotations

from collections.abc import Mapping

from ..named import Record
from .bounds import Bound


class Exactness(Record):
    """How right one number is, as relative errors of its worst element; None where it was not looked at.

    bound  what rounding may have done to it
    error  what it did: the distance from the shadow run, over the shadow's number
    true   the shadow's number to some twenty digits, "" for an array
    """

    bound: float | None = None
    error: float | None = None
    true: str = ""


class AuditedStep(Record):
    """One step: how right its value and its tangent or adjoint are, and its part in the bound of each result."""

    name: str
    value: Exactness
    derivative: Exactness
    shares: tuple[float, ...]


class AuditedResult(Record):
    """An output or a slope: its bound, with shares by step, and how right it is."""

    bound: Bound
    label: str
    exactness: Exactness


class AuditedSweep(Record):
    """One sweep.

    steps      in order of evaluation
    constants  parts of constants in the bounds of the results, by what they are: 1/3
    """

    label: str
    results: tuple[AuditedResult, ...]
    steps: tuple[AuditedStep, ...]
    constants: Mapping[str, tuple[float, ...]]


class Audit(Record):
    """All sweeps of a trace; digits are those of the shadow run, None without one."""

    digits: int | None
    sweeps: tuple[AuditedSweep, ...]
