"""The public functions that read expressions in other languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .graph.build import constant
from .graph.shapes import shape_called
from .lang import readers
from .lang.points import as_values


def from_latex(text: str, at: Mapping[str, Any] | None = None) -> str:
    r"""An expression or lines in LaTeX, as a program in adtrace's language.

    Every letter is a name, \mathrm{loss} is a word, and factors stand side by side: `ax` is a*x. A letter before a
    bracket is a factor, unless a line defines it as a function: `f(x) = ...`. See what it returns: that is how it was
    read.

    at  values of its names: what is an array decides which product is meant, and that x_1 is its first element
    Raises AdtraceError, which points into the LaTeX, for what cannot be read or can be read in two ways.

    >>> print(from_latex(r"\frac{1}{1+e^{-ax}}"))
    1/(1 + exp(-a*x))
    >>> print(from_latex(r"\tanh(Wx + b)", {"W": [[1, 2], [3, 4]], "x": [1, 2], "b": [0, 1]}))
    tanh(W @ x + b)
    >>> print(from_latex(r"y = 2\sin^2\theta \\ L = \lVert y - t \rVert^2"))
    y = 2*sin(theta)^2
    L = norm2(y - t)^2
    """
    return _read("latex", text, at)


def from_unicode(text: str, at: Mapping[str, Any] | None = None) -> str:
    """An expression as it is written in mathematics with the signs of Unicode, as a program in adtrace's language.

    Letters in a row are one name here, as in the language itself; a blank between two is a product. The other
    parameters are those of `from_latex`.

    >>> print(from_unicode("½x² + √(a·x) − sin θ ⋅ x₁"))
    1/2*x^2 + sqrt(a*x) - sin(θ)*x1
    """
    return _read("unicode", text, at)


def _read(language: str, text: str, at: Mapping[str, Any] | None) -> str:
    program = readers.program_of(language, text, values=as_values(at, constant), shape_of=shape_called)
    assert program.reading is not None
    program.reading.check()
    return program.text
