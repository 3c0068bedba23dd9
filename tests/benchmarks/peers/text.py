"""What the scripts for big graphs share: reading the program's text with Python's own parser, or building the same in a loop.

text_casadi.py FILE              read the text
text_casadi.py loop KIND N       the same graph without any text, for those whose reading dies of recursion
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

BATCH = 1000
"""Lines that are compiled at once: one by one takes longer, and all at once far more memory."""

STACK = 2_000_000_000
"""Bytes of stack for Python's own parser: a sum of a million terms takes most of them."""

VALUES = {"x": 0.5, "a": 0.25, "b": 0.75}
"""The inputs that the programs start with."""


def asked(
    variable: Callable[[str, float], Any], functions: Mapping[str, Callable[[Any], Any]]
) -> tuple[dict, dict, Any]:
    """The program that the command line asks for: values and variables of the inputs by name, and the output.

    variable   makes the peer's variable from a name and a value
    functions  sin
    """
    sys.setrecursionlimit(10_000_000)
    if sys.argv[1] == "loop":
        names = {name: variable(name, value) for name, value in VALUES.items()}
        return VALUES, names, looped(sys.argv[2], int(sys.argv[3]), *names.values(), functions["sin"])
    return deeply(lambda: read(sys.argv[1], variable, functions))


def deeply(read: Callable[[], Any]) -> Any:
    """What `read` returns, with as much stack as Python's own parser wants; that it takes 200 parentheses at most remains."""
    found = []
    threading.stack_size(STACK)
    thread = threading.Thread(target=lambda: found.append(read()))
    thread.start()
    thread.join()
    return found[0] if found else sys.exit(1)


def read(file: str, variable: Callable[[str, float], Any], functions: Mapping[str, Any]) -> tuple[dict, dict, Any]:
    """The same, from a file: lines `input NAME = VALUE`, then `NAME = EXPRESSION`, then the last expression."""
    *lines, last = Path(file).read_text(encoding="utf-8").splitlines()
    inputs = [line.removeprefix("input ").split(" = ") for line in lines if line.startswith("input ")]
    values = {name: float(value) for name, value in inputs}
    names = {name: variable(name, value) for name, value in values.items()}
    scope = {**functions, **names}
    for start in range(len(values), len(lines), BATCH):
        exec("\n".join(lines[start : start + BATCH]), scope)
    return values, names, eval(last, scope)


def looped(kind: str, count: int, x: Any, a: Any, b: Any, sin: Callable[[Any], Any]) -> Any:
    """The same without text, of `count` operations."""
    step = {
        "wide": (lambda y: y + a, lambda y: y + b, lambda y: y + x),
        "nested": (lambda y: y * b, lambda y: y + a, lambda y: y / b, lambda y: y - x),
        "calls": (sin,),
    }[kind]
    y = x
    for number in range(count):
        y = step[number % len(step)](y)
    return y


def tell(value: Any, slopes: Mapping[str, Any]) -> None:
    """Print the value and the gradient."""
    print("y =", repr(float(value)))
    for name, slope in slopes.items():
        print(f"dy/d{name} =", repr(float(slope)))
