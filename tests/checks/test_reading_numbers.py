"""Written numbers: what they are, and how finely they were written."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adtrace.checks.reading.numbers import is_blank, numeral
from adtrace.checks.reading.plain import plain

SCALARS = {
    "-0.105": (-0.105, 1e-3, False), "0,081": (0.081, 1e-3, False), "2": (2.0, 1.0, True), "-2": (-2.0, 1.0, True),
    "+2": (2.0, 1.0, True), "2.": (2.0, 1.0, False), ".5": (0.5, 0.1, False), "2.50": (2.5, 0.01, False),
    "−2,5": (-2.5, 0.1, False), "1e-3": (1e-3, 1e-3, False), "1.2e-3": (1.2e-3, 1e-4, False), "1.2E+05": (1.2e5, 1e4, False),
    "1.2·10^{-3}": (1.2e-3, 1e-4, False), "1.2×10⁻³": (1.2e-3, 1e-4, False), r"1.2 \times 10^{-3}": (1.2e-3, 1e-4, False),
    r"1{,}2 \cdot 10^{-3}": (1.2e-3, 1e-4, False), "1.2*10^-3": (1.2e-3, 1e-4, False), "10^{-3}": (1e-3, 1e-3, False),
    "1 234,5": (1234.5, 0.1, False), "1 234 567": (1234567.0, 1.0, True), "1,234.5": (1234.5, 0.1, False),
    "1,234,567": (1234567.0, 1.0, True), "1,234": (1.234, 1e-3, False), "- 0.5": (-0.5, 0.1, False),
    "1\u202f234": (1234.0, 1.0, True), "1/3": (1/3, 0.0, False), r"\frac{1}{3}": (1/3, 0.0, False), "pi/2": (math.pi/2, 0.0, False),
    r"\frac{\pi}{2}": (math.pi/2, 0.0, False), "exp(-2)": (math.exp(-2), 0.0, False), "1/(1+exp(-2))": (1/(1 + math.exp(-2)), 0.0, False),
    "2*3": (6.0, 0.0, False), "-1/2": (-0.5, 0.0, False), "√(2)": (math.sqrt(2), 0.0, False), "2^-1": (0.5, 0.0, False),
    "e^{-2}": (math.exp(-2), 0.0, False), "inf": (math.inf, 0.0, False), "-∞": (-math.inf, 0.0, False), r"-\infty": (-math.inf, 0.0, False),
    "1e400": (math.inf, math.inf, False), "1.234,56": (1234.56, 1e-2, False),
    "1.234.567": (1234567.0, 1.0, True), "**-1**": (-1.0, 1.0, True), "0.333...": (0.333, 1e-3, False), "0,333…": (0.333, 1e-3, False),
}
ARITHMETIC = {
    "2e^2": 2*math.exp(2), "$2e^{2}$": 2*math.exp(2), "2e^-2/(1+e^-2)^2": 2*math.exp(-2)/(1 + math.exp(-2))**2,
    "2 e^-2/(1 + e^-2)^2": 2*math.exp(-2)/(1 + math.exp(-2))**2, "-2e^{-1}": -2*math.exp(-1), "3pi/3": math.pi, "π": math.pi,
    "π/4": math.pi/4, "√2": math.sqrt(2), "2√3": 2*math.sqrt(3), "⅓": 1/3, "-1½": -1.5, "ln 2": math.log(2),
    r"2 \ln 2": math.log(4), "cos 2": math.cos(2), "(-1)(2)": -2.0, "2**3": 8.0, "-2²": -4.0,
}
"""Exact, with a number right before e or pi, and with functions of one number."""

ROUNDED = {
    "3 - 0.4161": (2.5839, 1e-4), "0.5 * 0.21": (0.105, 2*(0.05*0.21 + 0.5*0.005)), "2*0.25": (0.5, 0.02), "1,5*2": (3.0, 0.2),
    "1.2e-3*2": (2.4e-3, 2e-4), "1 + 2*3": (7.0, 0.0), "1/3": (1/3, 0.0),
}
"""With decimals, and twice what half a unit in the last place of each changes."""


@pytest.mark.parametrize("text", SCALARS)
def test_scalars(text):
    """Decimal points and commas, powers of ten, fractions and constants."""
    stated, unit, whole = SCALARS[text]
    found = numeral(plain(text))
    assert found is not None
    assert math.isclose(found.stated, stated, rel_tol=1e-15) and math.isclose(found.unit, unit, rel_tol=1e-12)
    assert found.whole is whole


@pytest.mark.parametrize("text", ARITHMETIC)
def test_exact_arithmetic(text):
    """Scientific notation has digits behind its e, and no sign of a power."""
    found = numeral(plain(text))
    assert found is not None and math.isclose(found.stated, ARITHMETIC[text], rel_tol=1e-14) and found.unit == 0.0


@pytest.mark.parametrize("text", ROUNDED)
def test_arithmetic_with_rounded_numbers(text):
    """Is as fine as its decimals allow; whole numbers are exact."""
    value, unit = ROUNDED[text]
    found = numeral(plain(text))
    assert found is not None
    assert math.isclose(found.stated, value, rel_tol=1e-14) and math.isclose(found.unit, unit, rel_tol=1e-9)


ARRAYS = {
    "[1, 2]": ([1, 2], (2,)), "[1 2]": ([1, 2], (2,)), "(0.080, 0.081)": ([0.08, 0.081], (2,)), "[0,5; 1,2]": ([0.5, 1.2], (2,)),
    "(0,080; 0,081)": ([0.08, 0.081], (2,)), "(0,080, 0,081)": ([0.08, 0.081], (2,)), "[0,5 1,2]": ([0.5, 1.2], (2,)),
    "[[1, 2], [3, 4]]": ([[1, 2], [3, 4]], (2, 2)), "[1 2; 3 4]": ([[1, 2], [3, 4]], (2, 2)), "[1, 2; 3, 4]": ([[1, 2], [3, 4]], (2, 2)),
    "[[1,2],[3,4]]": ([[1, 2], [3, 4]], (2, 2)), "[[1 2] [3 4]]": ([[1, 2], [3, 4]], (2, 2)), "((1, 2), (3, 4))": ([[1, 2], [3, 4]], (2, 2)),
    "[[0,5; 1,5]; [2,5; 3,5]]": ([[0.5, 1.5], [2.5, 3.5]], (2, 2)), "[1/3, exp(-2)]": ([1/3, math.exp(-2)], (2,)),
    r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}": ([[1, 2], [3, 4]], (2, 2)),
    r"\begin{pmatrix} 0{,}5 \\ -1{,}5 \end{pmatrix}": ([0.5, -1.5], (2,)), "[[1], [2]]": ([1, 2], (2,)), "[[1, 2]]": ([1, 2], (2,)),
    "[1, nan, -inf]": ([1, math.nan, -math.inf], (3,)), "[[[1, 2]], [[3, 4]]]": ([[[1, 2]], [[3, 4]]], (2, 1, 2)), "[2]": ([2], (1,)),
}


@pytest.mark.parametrize("text", ARRAYS)
def test_arrays(text):
    """Of several ways to read one, that which has the shape of the quantity."""
    entries, shape = ARRAYS[text]
    found = numeral(plain(text), shape)
    assert found is not None and np.shape(found.unit) == shape
    np.testing.assert_allclose(found.stated, np.array(entries, float), rtol=1e-15)


def test_units_of_arrays():
    """Each entry has its own."""
    found = numeral("[0.0064, 2, 1e-3]", (3,))
    assert found is not None and list(found.unit) == [1e-4, 1.0, 1e-3] and not found.whole


@pytest.mark.parametrize("text", ["", "?", "…", "...", "—", "-", "___", "  ", "[20*30] -1.5 to 2, norm 5", "[3*4] all 0.5, norm 2"])
def test_what_is_not_answered(text):
    """Is no number, nor is an array of which only the shape is shown."""
    assert is_blank(text) and numeral(text) is None


@pytest.mark.parametrize("text", ["x", "5%", "1.2.3", "w3", "1 2", "2x", "[1, x]", "[1, [2, 3]]", "[[1, 2], [3]]", "(", "[", "[]", "1;2", "zeros(9)", "(1", "sum([1,2])"])
def test_what_is_no_number(text):
    """Is none, without a word."""
    assert numeral(text) is None


@given(st.floats(-1e12, 1e12), st.integers(0, 12), st.sampled_from("fe"), st.booleans())
def test_every_written_number_is_within_half_its_unit(value, digits, form, comma):
    """Of what it was rounded from."""
    text = format(value, f".{digits}{form}")
    found = numeral(text.replace(".", ",") if comma else text)
    assert found is not None and found.stated == float(text)
    assert abs(found.stated - value) <= 0.5*found.unit*(1 + 1e-9) + 1e-12*abs(value)
    assert found.whole == (digits == 0 and form == "f")
