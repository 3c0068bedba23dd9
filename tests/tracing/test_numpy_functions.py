"""Functions of NumPy that are written with others: the value is NumPy's, the slope that of differences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import adtrace

A = np.array([[0.7, -1.2, 1.9], [2.3, 0.4, -0.6]])
B = np.array([[1.5, 0.25], [-0.75, 2.0], [0.5, 1.25]])
T = np.arange(1.0, 13.0).reshape(2, 3, 2)/7

FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "matrix product": lambda x: np.einsum("ij,jk->ik", x, B), "turned": lambda x: np.einsum("ij,jk->ki", x, B),
    "implicit": lambda x: np.einsum("ij,jk", x, B), "all": lambda x: np.einsum("ij->", x),
    "rows": lambda x: np.einsum("ij->i", x), "elements": lambda x: np.einsum("ij, ij -> ij", x, x),
    "quadratic": lambda x: np.einsum("i,ij,jk,k->", x[:, 0], x, B, B[0]), "batch": lambda x: np.einsum("bi,bij->bj", x, T),
    "outer": lambda x: np.einsum("i,j->ij", x[0], x[1]), "transposed": lambda x: np.einsum("ij->ji", x),
    "apart": lambda x: np.einsum("ij,kl->jl", x, B), "three": lambda x: np.einsum("ij,ijk,kl->li", x, T, B.T),
    "convolve": lambda x: np.convolve(x[0], x[1, :2]), "same": lambda x: np.convolve(x[1, :2], x[0], "same"),
    "valid": lambda x: np.convolve(x[0], [0.5, 2.0], mode="valid"), "pad": lambda x: np.pad(x, 1),
    "margins": lambda x: np.pad(x, ((0, 1), (2, 0)), constant_values=3.0), "kron": lambda x: np.kron(x, B),
    "kron of ranks": lambda x: np.kron(B, x[0]), "linspace": lambda x: np.linspace(x[0, 0], x[0, 1], 5),
    "open": lambda x: np.linspace(0, x[0, 0], 4, endpoint=False), "lines": lambda x: np.linspace(x[0], x[1], 3),
    "one": lambda x: np.linspace(x[0, 0], 5.0, 1),
    "lowest": lambda x: np.minimum.accumulate(x, axis=1), "highest": lambda x: np.maximum.accumulate(x[1]),
    "fmod": lambda x: np.fmod(x, 0.5), "fmax": lambda x: np.fmax(x, [np.nan, 0.1, 5.0]), "fmin": lambda x: np.fmin(0.3, x),
    "divmod": lambda x: divmod(x, 0.37)[0] + divmod(2*x, 0.31)[1], "floors": lambda x: x//0.43 + x*(3.1//x),
    "split": lambda x: np.hsplit(x, 3)[1]*np.split(x, [1])[0][0, 2], "vsplit": lambda x: np.vsplit(x, 2)[1],
    "dsplit": lambda x: np.dsplit(x[:, :, None]*T, 2)[1], "dstack": lambda x: np.dstack([x, 2*x]),
    "upper": lambda x: np.clip(x, None, 0.5), "lower": lambda x: np.clip(x, 0.1, None), "both": lambda x: x.clip(-1, 1),
    "digits": lambda x: np.round(x*1.234, 2) + x, "tens": lambda x: np.round(100*x, -1) + x,
    "listed": lambda x: np.sum([x[0, 0]*2, x[1, 1]]) + np.max([x[0], x[1]], axis=0) + np.dot([x[0, 0], 1.0], [x[0, 1], 2]),
    "in linalg": lambda x: np.linalg.norm([x[0, 0], x[0, 1]]) + np.linalg.det([[x[0, 0], 1.0], [x[0, 1], 3.0]]),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_value_and_slope(name: str) -> None:
    function = FUNCTIONS[name]
    program = adtrace.trace(function, x=A)
    np.testing.assert_allclose(adtrace.evaluate(program).value, function(A), rtol=1e-13, atol=1e-14)
    direction = np.array([[0.3, -0.5, 0.8], [0.2, 0.9, -0.4]])
    step = 1e-6
    wanted = (function(A + step*direction) - function(A - step*direction))/(2*step)
    np.testing.assert_allclose(adtrace.forward(program, seed={"x": direction}).tangent, wanted, rtol=1e-6, atol=1e-7)


def test_whole_quotients_are_numpys() -> None:
    program = adtrace.trace(lambda a, b: a//b, a=1.0, b=0.1)
    assert adtrace.evaluate(program).value == 1.0//0.1 == 9.0


@pytest.mark.parametrize(
    ("function", "message", "hint"),
    [
        (lambda x: np.einsum("ii->i", x @ x.T), "a letter twice", "np.diag"), (lambda x: np.einsum("...i->i", x), "for each axis", ""),
        (lambda x: np.pad(x, 1, mode="edge"), "mode='edge'", "constant"), (lambda x: np.nan_to_num(x), "nan_to_num", "np.where"),
        (lambda x: np.linalg.cholesky(x @ x.T), "np.linalg.cholesky", "slogdet"),
        (lambda x: np.sum(x, where=A > 0), "where=", ""), (lambda x: np.sum(x, initial=2.0), "initial=", ""),
        (lambda x: np.add.reduce(x, initial=2.0), "initial=", ""), (lambda x: np.average(x, keepdims=True), "keepdims", ""),
        (lambda x: np.diff(x, prepend=0), "prepend", ""), (lambda x: max(x[0]), "depends on the inputs", "np.max(x)"),
        (lambda x: min(x[0, 0], 1.0), "depends on the inputs", "np.minimum(a, b)"),
        (lambda x: np.correlate(x[0], x[1]), "cannot be traced", "`adtrace ops`"),
        (lambda x: np.linalg.lstsq(x, x[:, 0]), "cannot be traced", "`adtrace ops`"),
    ],
)
def test_refusals_by_name(function: Any, message: str, hint: str) -> None:
    with pytest.raises(adtrace.AdtraceError) as raised:
        adtrace.trace(function, x=A)
    assert message in raised.value.message
    assert hint in raised.value.hint
