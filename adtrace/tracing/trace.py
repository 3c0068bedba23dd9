"""A run of a function on tracing values, and the program that it gives."""

from __future__ import annotations

import inspect
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout
from typing import Any, NoReturn

from ..errors import AdtraceError
from ..graph.graph import check_size
from ..named import Record
from ..records.written import Written
from .places import error_at, forget, is_ours, source_of
from .standins import standing_in
from .tape import Node, Tape, caller
from .value import Value
from .writing import Writer, good_name

Function = Callable[..., Any]

COUNTS = {"int": int, "bool": bool, "str": str}
"""Annotations of parameters that are no inputs, and what a given value becomes."""


class Parameters(Record):
    """The parameters of a function.

    inputs   name to default value of those that are inputs, None for one without a value
    static   name to value of the others: counts, flags, texts, functions
    """

    inputs: dict[str, Any]
    static: dict[str, Any]


def parameters_of(function: Function, given: Mapping[str, Any]) -> Parameters:
    """The parameters of a function at a point. Raises AdtraceError for those that cannot be inputs."""
    try:
        known = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        raise AdtraceError(f"{name_of(function)} is no Python function", hint="give it one written in Python") from None
    inputs: dict[str, Any] = {}
    static: dict[str, Any] = {}
    starred: list[str] = []
    for one in known:
        if one.kind in (one.VAR_POSITIONAL, one.VAR_KEYWORD):
            starred.append(f"{'*' if one.kind is one.VAR_POSITIONAL else '**'}{one.name}")
            continue
        kind = COUNTS.get(getattr(one.annotation, "__name__", one.annotation))
        value = given.get(one.name, None if one.default is one.empty else one.default)
        if kind is not None:
            if value is None and one.default is one.empty:
                raise AdtraceError(f"{one.name} is declared {kind.__name__} and has no value", hint="give it one")
            static[one.name] = counted(one.name, value, kind)
        elif is_numeric(value) if one.name in given else one.default is one.empty or is_numeric(one.default):
            if good_name(one.name) == "":
                raise AdtraceError(f"the parameter {one.name} cannot be an input", hint="give it another name")
            inputs[one.name] = None if value is None else as_number(one.name, value)
        else:
            static[one.name] = value
    if starred and not inputs:
        hint = "its inputs are its parameters: give each a name, as in f(x, y), or take one array"
        raise AdtraceError(f"{name_of(function)} has no input but {', '.join(starred)}", hint=hint)
    return Parameters(inputs, static)


def counted(name: str, value: Any, kind: type) -> Any:
    """The value of a parameter that is no input. Raises AdtraceError for a number that is not whole."""
    if kind in (int, bool) and isinstance(value, float):
        if value != int(value):
            raise AdtraceError(f"{name} is declared {kind.__name__}, and {value:g} is not whole")
        return kind(value)
    return value


def is_numeric(value: Any) -> bool:
    """Whether a value makes its parameter an input: numbers of any kind, but no flag and no text."""
    if isinstance(value, (list, tuple)):
        return bool(value) and all(map(is_numeric, value))
    kind = getattr(getattr(value, "dtype", None), "kind", "f")
    is_number = hasattr(value, "dtype") or (isinstance(value, (int, float)) and not isinstance(value, bool))
    return is_number and kind in "iuf"


def as_number(name: str, value: Any) -> Any:
    """The value of an input as a float or an array. Raises AdtraceError for what is neither."""
    import numpy as np

    try:
        array = np.array(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise AdtraceError(f"{name} is no number and no array of numbers", hint="give it another value") from None
    if not array.size:
        raise AdtraceError(f"{name} has no elements", hint="the language has no empty arrays")
    check_size(array.shape)
    return array if array.shape else float(array)


def traced(function: Function, given: Mapping[str, Any], called: str = "") -> Written:
    """The program that a function computes at these values: the same steps, whatever the numbers.

    called  what to call it: "model.py:loss"
    Raises AdtraceError, at the line of Python, for what cannot be traced and for exceptions of the function's own.
    """
    forget()
    if not callable(function) or is_numpys(function):
        hint = f"write one that calls it: def f(x): return np.{name_of(function)}(x)" if callable(function) else ""
        raise AdtraceError(f"{called or name_of(function)} is no Python function", hint=hint)
    parameters, tape = parameters_of(function, given), Tape()
    values = {name: tape.input(name, getattr(value, "shape", ())) for name, value in parameters.inputs.items()}
    with standing_in(function, tape):
        result = run(tape, function, {**values, **parameters.static})
    tape.finish()
    found = written(tape, parameters.inputs, result, called or name_of(function))
    found.settled = tuple(parameters.static)
    return found


def run(tape: Tape, function: Function, arguments: Mapping[str, Any]) -> Any:
    """What the function returns; what it prints goes to standard error. Raises AdtraceError."""
    tape.base = caller()
    known = inspect.signature(function).parameters.values()
    positional = [arguments[one.name] for one in known if one.kind is one.POSITIONAL_ONLY]
    by_name = [one.name for one in known if one.kind in (one.POSITIONAL_OR_KEYWORD, one.KEYWORD_ONLY)]
    named = {name: arguments[name] for name in by_name}
    try:
        with redirect_stdout(sys.stderr):
            return function(*positional, **named)
    except AdtraceError:
        raise
    except (Exception, SystemExit) as error:
        raise_placed(error, f"{name_of(function)} raised this on traced values")


def raise_placed(error: BaseException, hint: str) -> NoReturn:
    """Raise an exception of the user's code as an AdtraceError that points at its line."""
    said = ": ".join(filter(None, [type(error).__name__, str(error).strip().partition("\n")[0]]))
    if said.startswith("ValueError: setting an array element"):
        hint = "an array from outside the function takes numbers only: np.zeros_like(x), or np.zeros in the function"
    place = None
    for frame, _ in traceback.walk_tb(error.__traceback__):
        if not is_ours(frame.f_code.co_filename) and not frame.f_code.co_filename.startswith("<frozen"):
            place = frame
    source = source_at_error(error, place)
    raise error_at(source, said, hint) from None


def source_at_error(error: BaseException, place: Any) -> Any:
    """The line that an exception was raised on in the user's code."""
    for frame, number in traceback.walk_tb(error.__traceback__):
        if frame is place:
            found = source_of(frame)
            return found if found.line == number else found._replace(line=number, text="")
    return None


def written(tape: Tape, inputs: Mapping[str, Any], result: Any, called: str) -> Written:
    """The program of a run, by what the function returned. Raises AdtraceError for what is no output."""
    import numpy as np

    if isinstance(result, np.ndarray) and result.dtype == object:
        result = Value(tape, tape.node(result))
    if isinstance(result, Mapping):
        names = [output_name(key) for key in result]
        nodes = [output(tape, one, f"{called}[{key!r}]") for key, one in result.items()]
        return Writer(tape.nodes, inputs, nodes, names).written(called)
    if isinstance(result, (tuple, list)) and len(result) != 1:
        nodes = [output(tape, one, f"{called}[{place}]") for place, one in enumerate(result)]
        if not nodes:
            raise AdtraceError(f"{called} returns nothing", hint="return a number, an array, or several of them")
        names = free_names(inputs, len(nodes)) if any(node.shape for node in nodes) else []
        return Writer(tape.nodes, inputs, nodes, names).written(called)
    alone = result[0] if isinstance(result, (tuple, list)) else result
    return Writer(tape.nodes, inputs, [output(tape, alone, called)]).written(called)


def output(tape: Tape, value: Any, place: str) -> Node:
    """The node of a returned value. Raises AdtraceError for what is no number."""
    if value is None:
        raise AdtraceError(f"{place} returns None", hint="end the function with `return value`")
    tape.base = None  # From here on no line of the function is being run.
    if isinstance(value, (Value, int, float)) or hasattr(value, "__array__"):
        return tape.node(value)
    raise AdtraceError(f"{place} returns a value of type {type(value).__name__}", hint="return numbers or arrays")


def output_name(key: Any) -> str:
    """The name of an output that a dictionary gives. Raises AdtraceError for one that is none."""
    if not isinstance(key, str) or not good_name(key):
        raise AdtraceError(f"the output {key!r} is no name", hint="name the outputs with letters")
    return key


def free_names(inputs: Mapping[str, Any], count: int) -> list[str]:
    """Names of outputs that no input has: y1, y2 ..."""
    choices = ([f"{stem}{number + 1}" for number in range(count)] for stem in ("y", "out", "out_"))
    return next(names for names in choices if not set(names) & set(inputs))


def is_numpys(function: Any) -> bool:
    """Whether a function is one of NumPy's own: it has no line that could be traced."""
    import numpy as np

    return isinstance(function, np.ufunc) or str(getattr(function, "__module__", "")).split(".")[0] == "numpy"


def name_of(function: Any) -> str:
    """What a function is called."""
    return str(getattr(function, "__name__", type(function).__name__))


__all__: Sequence[str] = ("traced",)
