"""What cannot be traced: the message for each, at the line of Python, and what to write instead."""

from __future__ import annotations

import re

from ..errors import AdtraceError
from .value import METHODS, NO_NUMBER, NoAttribute, Value

INSTEAD = {
    "fabs": "np.abs", "pow": "np.power", "gamma": "scipy.special.gamma", "lgamma": "scipy.special.gammaln",
    "erf": "scipy.special.erf", "erfc": "scipy.special.erfc", "fsum": "np.sum", "prod": "np.prod",
    "acos": "np.arccos", "asin": "np.arcsin", "atan": "np.arctan", "atan2": "np.arctan2", "acosh": "np.arccosh",
    "asinh": "np.arcsinh", "atanh": "np.arctanh",
}
"""Functions of math that NumPy calls otherwise."""


def refused_number(value: Value, asked: str) -> AdtraceError:
    """Somebody asks for the number itself."""
    place = value.tape.here()
    text = place.text[place.start : place.end] if place else ""
    called = re.search(r"\bmath\.(\w+)\s*\(", text)
    if called and asked in ("float", "index", "int"):
        name = called[1]
        hint = f"write {INSTEAD.get(name, f'np.{name}')} in place of math.{name}: math takes plain numbers only"
        return value.tape.error(f"math.{name} cannot be traced", hint)
    if asked == "index":
        name = value.node.name or "n"
        hint = f"declare a parameter that counts as such, {name}: int" if is_input(value) else "count with plain ints"
        return value.tape.error("a traced value stands where a whole number is needed, for a range or an index", hint)
    if asked == "item":
        return value.tape.error(NO_NUMBER, "leave .item() and .tolist() out: calculate with the value itself")
    hint = f"leave {asked}(...) out: calculate with the value itself"
    if f"{asked}(" not in text:
        hint = "NumPy's functions take it; an array of numbers from elsewhere does not: begin with np.zeros_like(x)"
    return value.tape.error(NO_NUMBER, hint)


def refused_truth(value: Value) -> AdtraceError:
    """Somebody asks whether it is true."""
    place = value.tape.here()
    called = re.match(r"(max|min)\s*\(", place.text[place.start :]) if place else None
    hint = "np.where(condition, a, b) keeps both branches (np.maximum, np.abs and np.clip have them built in)"
    if called:
        name = called[1]
        hint = f"write np.{name}(x) in place of {name}(x), and np.{name}imum(a, b) in place of {name}(a, b)"
    what = "the condition" if value.is_condition else "a traced value"
    return value.tape.error(f"{what} depends on the inputs, and here it would have to be true or false", hint)


def is_input(value: Value) -> bool:
    """Whether a value is a parameter as it was given."""
    return value.node.operator is None and value.node.constant is None


def no_attribute(value: Value, name: str) -> NoAttribute:
    """An attribute that an array may have, and a tracing value does not."""
    from ..rules.table import nearest

    known = [*METHODS, "shape", "ndim", "size", "T", "dtype", "flatten", "astype"]
    alike = nearest(name, known)
    hint = f"did you mean .{alike}?" if alike and alike != name else "use NumPy's functions: np.sum(x), x.T, x[i] ..."
    error = value.tape.error(f"a traced value has no .{name}", hint)
    return NoAttribute(
        error.message, error.span, error.hint, source=error.source, where=error.where, first=error.first
    )
