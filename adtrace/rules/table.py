"""The table of operators: what a row says, the three kinds of rule, and the look-up by name.

A rule is ordinary Python over whatever it is handed, one callable per operand:

    elementwise   partial(m, y, *operands)             the local partial, element by element
    linear        transpose(m, g, *operands, **params) what the adjoint g of the result gives this operand
    general       jvp(m, y, d, *operands, **params)    what this operand's tangent d gives the result
                  vjp(m, y, g, *operands, **params)    what the adjoint g of the result gives this operand

A row that takes any number of operands (*xs) gives one rule for all of them, called with operand=i besides.

m is the mathematics of the operands (see graph.algebra): `m.exp(x)` applies the operator exp to a float, an array, a
formula or a graph node alike. Conditions (domain, pole, kink, jump, steep) are written the same way: evaluated, they
find warnings; applied to formulas, they print the row's documentation. They are called as condition(m, *operands,
**params), and lost as lost(m, y, *operands, **params).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any

from ..named import Record

Rule = Callable[..., Any]
NOTHING: Mapping[str, Any] = {}
Condition = Rule | tuple[Rule | None, ...]

FAMILIES = (
    "arithmetic", "elementary", "special", "piecewise", "neural", "reductions", "softmax", "arrays", "indexing",
    "linalg", "convolution",
)
"""The files that hold rows, in the order in which `adtrace ops` lists them."""


class Operator(Record):
    """One row.

    name       unique; `spelled` is how a program writes it (max for both maximum and the reduction)
    family     the file that it stands in
    operands   their names; the last begins with * if any number may follow
    defaults   values of trailing operands that may be left out
    params     keyword parameters with their defaults: constants that no derivative is taken for
    value      value(m, *operands, **params), on any operands; None if `scalar` and `array` are given
    scalar     the value on Python floats; may raise ArithmeticError or ValueError, then `edge` answers
    edge       the IEEE value where `scalar` raised: a number, or a function of the operands
    array      the value on ndarrays: a NumPy name, "scipy.special.NAME", or function(np, *operands, **params)
    numpy      the function of NumPy or SciPy with these operands, where `array` is not its name: "sum", "linalg.det"
    rules      one per operand (the last one serves all operands of a *name); None where no derivative is taken.
               elementwise: partials; linear: transposes; general: VJPs
    plain      elementwise, with a fixed number of operands, all of which enter the value; `smooth`, a rule for each
    special    the conditions under which a value or a slope deserves a warning, those of single operands included
    slopes     elementwise only: the partials, where all of them are numbers that depend on nothing; else None
    jvps       general only: one per operand; `cost`, the multiply-adds of one JVP or VJP, from the operand shapes
    textbook   the rules as people write them, where that differs from the stable form; else None; `textbook_jvps`, JVPs
    shape      shape(*operand_shapes, **params) for linear and general rows; raises ValueError(message)
    batched    linear and general: the value on a block of rows, batched(np, shapes, *operands, **params). Operands that
               vary have one more axis in front, for the rows; shapes are those of one row. It may return
               NotImplemented: then, as without it, the value is taken row by row
    domain     where the value is defined; pole: where value or slope is infinite; kink: where slopes differ
               from side to side; jump: where the value does; steep: where no slope can be zero, so that a zero
               slope is an underflow; lost: where a zero value is an underflow (m, y, *operands).
               pole, kink and jump may be tuples, one condition or None per operand: each counts if its operand varies.
               crossing: at a jump, how fast a direction crosses it, and the value on a side of it (see `jumps`)
    interval   at a kink: the slopes between which the rule chose, a pair or a function of the operands; `chosen` is
               the choice, a number or its name ("1/k" for k operands that tie, an operand's name)
    toward     at a kink, the slopes on the side of a direction: toward(m, operands, tangents, **params), on numbers,
               one for each operand; a general row gives the weights of all elements of its operand
    weighted   general rows with a kink: the JVP and the VJP by such weights, jvp(m, w, d, x, **params) and
               vjp(m, w, g, x, **params)
    convention who chose the slopes at a kink, where that is not this table (see `sweeps.kinks`); else ""
    taken      one per operand, where not all of them enter the value: where this one does (m, *operands)
    selects    the row picks one operand or branch: a slope of 0 there is "no path", not a factor
    unrounded  where the value is exact, whatever it is computed from: unrounded(m, y, *operands, **params), on numbers
               only; rows without derivatives are exact everywhere
    shaky      what is computed is the value of operands that are off by a rounding: so are linear and general rows
    product    the row is a product, linear in each operand: what is multiplied by what has no path, has none itself
    gate       of an activation that has flat parts, where it lets no slope pass: its largest slope; of a general row,
               how steep it is at each element as a part of that: gate(np, y, **params)
    reference  reference(mp, *operands, **params): the definition, in mpmath or exact numbers; by default mp's function
               of that name, or `array`. Arrays come as object arrays of numbers; mp's functions take them, too
    points     operands to test it at, where the defaults do not do, each a tuple: a number stands for itself, a tuple
               for an array of that shape of test numbers, a list for that array; a dict at the end holds parameters
    """

    name: str
    spelled: str
    family: str
    kind: str
    operands: tuple[str, ...]
    rules: tuple[Rule | None, ...]
    slopes: tuple[float, ...] | None = None
    plain: bool = False
    smooth: bool = False
    special: tuple[Rule, ...] = ()
    defaults: Mapping[str, float] = NOTHING
    params: Mapping[str, Any] = NOTHING
    value: Rule | None = None
    scalar: Callable[..., float] | None = None
    edge: float | Callable[..., float] = math.nan
    array: str | Rule | None = None
    numpy: str = ""
    jvps: tuple[Rule | None, ...] = ()
    textbook: tuple[Rule | None, ...] = ()
    textbook_jvps: tuple[Rule | None, ...] = ()
    shape: Rule | None = None
    batched: Rule | None = None
    cost: Rule | None = None
    domain: Rule | None = None
    pole: Condition | None = None
    kink: Condition | None = None
    jump: Condition | None = None
    steep: Rule | None = None
    lost: Rule | None = None
    interval: tuple[float, float] | Rule | None = None
    chosen: float | str | None = None
    toward: Rule | None = None
    crossing: tuple[Rule, Rule] | None = None
    weighted: tuple[Rule, Rule] | None = None
    convention: str = ""
    taken: tuple[Rule | None, ...] = ()
    selects: bool = False
    unrounded: Rule | None = None
    shaky: bool = False
    product: bool = False
    gate: float | Rule | None = None
    latex: str = ""
    aliases: tuple[str, ...] = ()
    doc: str = ""
    hint: str = ""
    reference: Rule | None = None
    points: tuple[tuple[Any, ...], ...] = ()

    @property
    def variadic(self) -> bool:
        """Whether any number of operands may follow the named ones."""
        return self.operands[-1].startswith("*")

    def conditions(self, *kinds: str) -> tuple[Rule, ...]:
        """The row's conditions of these kinds ("pole", "kink" ...), those of single operands included."""
        return tuple([one for kind in kinds for one in flat(getattr(self, kind)) if one is not None])

    @property
    def signature(self) -> str:
        """How it is called: name(operands, keyword=default)."""
        operands = [f"{name}={self.defaults[name]:g}" if name in self.defaults else name for name in self.operands]
        if self.variadic:
            stem = self.operands[-1][1:].removesuffix("s")
            operands[-1:] = [f"{stem}1", f"{stem}2", "..."]
        keywords = [name if value is None else f"{name}={value:g}" for name, value in self.params.items()]
        return f"{self.spelled}({', '.join(operands + keywords)})"

    def rule(self, operand: int) -> Rule | None:
        """The rule of the operand at this position."""
        return self.rules[min(operand, len(self.rules) - 1)]

    def jvp(self, operand: int) -> Rule | None:
        """The JVP of the operand at this position (general rows)."""
        return self.jvps[min(operand, len(self.jvps) - 1)]

    def printed(self, operand: int) -> Rule | None:
        """The rule as people write it: the textbook form where the row has one."""
        form = self.textbook[min(operand, len(self.textbook) - 1)] if self.textbook else None
        return form or self.rule(operand)

    def printed_jvp(self, operand: int) -> Rule | None:
        """The JVP as people write it (general rows)."""
        form = self.textbook_jvps[min(operand, len(self.textbook_jvps) - 1)] if self.textbook_jvps else None
        return form or self.jvp(operand)


# A row is itself and no other: compared and hashed as such, not field by field.
Operator.__hash__ = object.__hash__  # type: ignore[method-assign]
Operator.__eq__ = object.__eq__  # type: ignore[method-assign]
Operator.__ne__ = object.__ne__  # type: ignore[method-assign]

_rows: dict[str, Operator] = {}
_spelled: dict[str, list[Operator]] = {}


def elementwise(
    signature: str, *partials: Rule | float | None, textbook: Rule | tuple[Rule | None, ...] = (), **row: Any
) -> None:
    """Add a row whose value and partials are taken element by element, with broadcasting.

    A number is a partial that is the same everywhere. By default the value is math's and NumPy's function of that name.
    """
    numbers = tuple([float(one) for one in partials if isinstance(one, (int, float))])
    rules = tuple([constant(one) if isinstance(one, (int, float)) else one for one in partials])
    row["textbook"] = textbook if isinstance(textbook, tuple) else (textbook,)
    _add("elementwise", signature, rules, slopes=numbers if len(numbers) == len(partials) else None, **row)


def constant(number: int | float) -> Rule:
    """The rule of a partial that is the same everywhere."""
    return lambda m, y, *operands: number


def linear(signature: str, *transposes: Rule | None, **row: Any) -> None:
    """Add a row that is linear in its operands: its tangent rule is itself, its adjoint rule its transpose."""
    _add("linear", signature, transposes, **row)


def general(signature: str, *, jvp: tuple[Rule | None, ...], vjp: tuple[Rule | None, ...], **row: Any) -> None:
    """Add a row that gives its Jacobian-vector and vector-Jacobian products."""
    _add("general", signature, vjp, jvps=jvp, **row)


def _add(kind: str, signature: str, rules: tuple[Rule | None, ...], *, spelled: str = "", **row: Any) -> None:
    name, operands, defaults, params = _parsed(signature)
    if kind == "elementwise" and not row.get("value"):
        row.setdefault("scalar", getattr(math, name, None))
        row.setdefault("array", name)
    places = [one for kind in ("pole", "kink", "jump") for one in flat(row.get(kind))]
    row.setdefault("shaky", kind != "elementwise")
    row["special"] = tuple([condition for condition in places if condition is not None])
    row["plain"] = kind == "elementwise" and not row.get("selects") and not operands[-1].startswith("*")
    row["smooth"] = row["plain"] and None not in rules
    operator = Operator(
        name, spelled or name, rules_home(row, rules), kind, operands, rules, defaults=defaults, params=params, **row
    )
    _rows[name] = operator
    for word in dict.fromkeys((operator.spelled, name, *operator.aliases)):
        _spelled.setdefault(word, []).append(operator)


def flat(condition: Condition | None) -> tuple[Rule | None, ...]:
    """A condition, or those of single operands, as a tuple."""
    return condition if isinstance(condition, tuple) else (condition,)


def rules_home(row: Mapping[str, Any], rules: tuple[Rule | None, ...]) -> str:
    """The family that a row stands in: the module that wrote its first rule."""
    named = (rule for rule in (*rules, row.get("reference"), row.get("value"), row.get("array"), row.get("scalar")))
    modules = [rule.__module__ for rule in named if callable(rule)]
    home = next(module for module in modules if module and module not in (__name__, "math", "_operator"))
    return home.rpartition(".")[2]


def _parsed(signature: str) -> tuple[str, tuple[str, ...], dict[str, float], dict[str, Any]]:
    """Split "name(a, b=1; axis, keepdims=0)" into name, operands, their defaults, and parameters."""
    name, _, rest = signature.rstrip(")").partition("(")
    operands, params = map(_defaults, rest.partition(";")[::2])
    given = {key: float(value) for key, value in operands.items() if value is not None}
    return name, tuple(operands), given, params


def _defaults(text: str) -> dict[str, Any]:
    pairs = [part.strip().partition("=") for part in text.split(",") if part.strip()]
    return {name: _number(value) if value else None for name, _, value in pairs}


def _number(text: str) -> int | float:
    return int(text) if text.isdigit() else float(text)


@cache
def load() -> None:
    """Read every family's rows, once."""
    for family in FAMILIES:
        import_module(f"adtrace.rules.{family}")


def operator(name: str) -> Operator:
    """The row of this unique name. Raises KeyError."""
    load()
    return _rows[name]


def operators() -> tuple[Operator, ...]:
    """Every row, family by family."""
    load()
    return tuple(_rows.values())


def called(word: str) -> tuple[Operator, ...]:
    """The rows that a program can mean by word(...): two for max, none for an unknown word."""
    load()
    return tuple(_spelled.get(word, ()))


def words() -> tuple[str, ...]:
    """Every word that names an operator in a program, aliases included."""
    load()
    return tuple(_spelled)


MOST_CHOICES = 10_000


def nearest(word: str, choices: tuple[str, ...] | list[str]) -> str:
    """The choice that the word most resembles, or "" (for "did you mean")."""
    from difflib import get_close_matches

    lowered = {choice.lower(): choice for choice in reversed(choices[:MOST_CHOICES])}
    found = get_close_matches(word.lower(), list(lowered), n=1, cutoff=0.6)
    return lowered[found[0]] if found else ""
