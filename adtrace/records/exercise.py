"""Exercises: a program at a point, what of its worked solution is left blank, and the answers."""

from __future__ import annotations

from ..named import Record
from .results import Trace
from .steps import Formula, Number, Shape
from .worked import Quantity

VALUES, FORMULAS, TANGENTS, ADJOINTS, PARTIALS, INCREMENTS = (
    "values", "formulas", "tangents", "adjoints", "partials", "increments",
)
BLANKS = (VALUES, FORMULAS, TANGENTS, ADJOINTS, PARTIALS, INCREMENTS)
"""What can be left blank."""

FORWARD, REVERSE, BOTH = "forward", "reverse", "both"
MODES = (FORWARD, REVERSE, BOTH)


class Knobs(Record):
    """What a made exercise is to be like.

    ops        operations, which are its steps
    fan_out    uses of the node that is used most
    inputs     how many, 0 for as many as suit the rest
    kinks      whether there is an abs, a relu, a max or a min; `at_kink`, whether the point is where one has its kink
    arrays     whether there are vectors and matrices
    functions  the functions that may be used, all that suit if there are none
    seed       of the random numbers
    """

    ops: int = 4
    fan_out: int = 1
    inputs: int = 0
    kinks: bool = False
    at_kink: bool = False
    arrays: bool = False
    functions: tuple[str, ...] = ()
    seed: int = 0


class Blank(Record):
    """One entry that is left blank, and its answer.

    kind     one of BLANKS
    name     in the ASCII spelling of the trace: w1, dw1, w1_bar
    quantity what it is
    answer   its number, None in symbols and for a blank that asks for a formula
    formula  the answer in symbols, ASCII that parses back; `tree` is its tree, None where it has none
    shape    of the number
    """

    kind: str
    name: str
    quantity: Quantity
    answer: Number
    formula: str
    tree: Formula | None
    shape: Shape


class Exercise(Record):
    """A program at a point, with blanks.

    program     the text of an .adt file: input lines with the point, then the program
    text        the program alone, as it was given or made, without the lines of its inputs
    mode        one of MODES
    hidden      the kinds of what is left blank
    blanks      every blank, in the order of the sheet
    value       the trace of the values; `forward` and `reverse`, those of the sweeps that the mode has
    made_by     the knobs of a made exercise, None for a program that was given
    """

    program: str
    text: str
    mode: str
    hidden: tuple[str, ...]
    blanks: tuple[Blank, ...]
    value: Trace
    forward: Trace | None
    reverse: Trace | None
    made_by: Knobs | None = None
