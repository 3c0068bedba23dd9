"""How finely a program is cut into steps."""

from __future__ import annotations

from ..named import Record

OPERATION, STATEMENT = "operation", "statement"


class Grain(Record):
    """What becomes one step.

    by      OPERATION: every operation; STATEMENT: every statement of the user's, worked as one formula
    fold    names of functions of which every call is one step
    expand  names of functions whose operations are steps of their own, also inside what is one step
    """

    by: str = OPERATION
    fold: tuple[str, ...] = ()
    expand: tuple[str, ...] = ()


FINEST = Grain()
