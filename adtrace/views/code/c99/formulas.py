"""What has to be known of a formula before it is written."""

from __future__ import annotations

from ....errors import AdtraceError
from ....records import LEAVES, Formula, Shape
from ....rules import table
from .elements import COMPARED
from .loops import LOOPS
from .lowered import LOWERED
from .moves import MOVES, params_of

ARITHMETIC = frozenset(("add", "sub", "mul", "div", "neg", "where", "stack", *COMPARED, *MOVES))
"""Operations without a call."""


def row(formula: Formula) -> table.Operator:
    """The row of an operation. Raises AdtraceError for what is none."""
    try:
        operator = table.operator(formula.op)
    except KeyError:
        raise AdtraceError(f"{formula.op} cannot be exported to C", hint="export the program unfolded") from None
    if operator.kind != "elementwise" and formula.op not in {*MOVES, *LOOPS, *LOWERED}:
        raise AdtraceError(f"{operator.spelled} cannot be exported to C", hint="C has no function for it")
    return operator


def parts(formula: Formula) -> list[Formula]:
    """Every operation in a formula."""
    found, stack = [], [formula]
    while stack:
        part = stack.pop()
        if part.op not in LEAVES:
            found.append(part)
            stack.extend(part.args)
    return found


def calls(formula: Formula) -> bool:
    """Whether a formula takes more than arithmetic."""
    return any(part.op not in ARITHMETIC for part in parts(formula))


def extents(shape: Shape) -> str:
    """[n][m]. Raises AdtraceError for an array without elements, which C does not have."""
    if 0 in shape:
        raise AdtraceError("an array without elements cannot be exported to C", hint="C has no arrays of size 0")
    return "".join(f"[{size}]" for size in shape)


def is_listed(formula: Formula) -> bool:
    """Whether an array is a stack of scalars, or of such stacks."""
    stack = [formula]
    while stack:
        part = stack.pop()
        if part.shape:
            if part.op != "stack" or params_of(part)["axis"]:
                return False
            stack.extend(part.args)
    return formula.op == "stack"

