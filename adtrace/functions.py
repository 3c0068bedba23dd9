"""The public function that takes a Python function in place of text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .records.written import Written


def trace(function: Callable[..., Any], /, **inputs: Any) -> Written:
    """A function written with NumPy as a program: it is run once, on values that write down what is done with them.

    inputs  values of the function's parameters, in any form that np.array takes. A parameter with a number as its
            default is an input, too; one that is declared as int, bool or str, or has another default, is none: it has
            its value in every step. An input without any value is a scalar of the program
    The program is text: print it, or give it wherever an expression is taken. It brings its values with it, and knows
    the line of Python of every statement (`source_at`). A returned tuple or list gives the outputs y1, y2 ..., a
    dictionary their names.
    Raises AdtraceError, at the line of Python, for what depends on the numbers themselves (an `if`, float(x)), for
    functions that cannot be traced, and for what the function raises.

    >>> import numpy as np
    >>> def loss(x, a=1.0):
    ...     z = np.tanh(a*x)
    ...     return np.sum(z**2)
    >>> program = trace(loss, x=[0.5, -1.0])
    >>> print(program)
    input x = [0.5, -1]
    input a = 1
    z = tanh(a*x)
    sum(z^2)
    >>> from adtrace import reverse
    >>> reverse(program).gradient["x"].round(6).tolist()
    [0.726862, -0.6397]
    """
    from .tracing.trace import traced

    return traced(function, inputs)
