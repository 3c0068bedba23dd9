"""Sums over indices against loops of NumPy: at square matrices, where no shape saves a wrong reading."""

import re

import numpy as np
import pytest

import adtrace
from adtrace.cli.main import run

POINT = {
    "x": [[1.0, 2.0], [3.0, 5.0]], "A": [[2.0, -1.0], [0.5, 3.0]], "w": [1.0, 2.0], "y": [0.5, -1.5], "a": [1.0, 2.0],
    "b": [1.0, 3.0], "c": [0.25, -1.0], "k": 1.5, "z": [2.0, -3.0],
}
X, A, W, Y, a, b, C, Z = (np.array(POINT[name]) for name in ("x", "A", "w", "y", "a", "b", "c", "z"))
K, N = 1.5, range(2)


def over(term, *, first=0, last=2):
    return sum(term(i) for i in range(first, last))


def over_both(term):
    return sum(term(i, j) for i in N for j in N)


def sigmoid(t):
    return 1 / (1 + np.exp(-t))


def softmax(t):
    return np.exp(t) / np.exp(t).sum()


SUMS = {
    r"\sum_{i=1}^{n}\sum_{j=1}^{m} (a_i-b_j)^2": over_both(lambda i, j: (a[i] - b[j]) ** 2),
    r"\sum_{i=1}^{n}\sum_{j=1}^{n} a_i b_j": over_both(lambda i, j: a[i] * b[j]),
    r"\sum_{i=1}^{n}a_i\sum_{j=1}^{m} a_i b_j": over_both(lambda i, j: a[i] ** 2 * b[j]),
    r"\sum_i \sum_j a_i b_j": over_both(lambda i, j: a[i] * b[j]),
    r"\sum_{i,j} A_{ij} a_i b_j": over_both(lambda i, j: A[i, j] * a[i] * b[j]),
    r"\sum_{ij} A_{ij}^2": over_both(lambda i, j: A[i, j] ** 2),
    r"\sum_{i,j=1}^{n} A_{j,i} a_i": over_both(lambda i, j: A[j, i] * a[i]),
    r"\sum_i\sum_j A_{ij}z_iz_j": over_both(lambda i, j: A[i, j] * Z[i] * Z[j]),
    r"\sum_i \prod_j (a_i + b_j)": over(lambda i: (a[i] + b[0]) * (a[i] + b[1])),
    r"\prod_i \sum_j a_i b_j^2": np.prod([over(lambda j, i=i: a[i] * b[j] ** 2) for i in N]),
    r"\sum_i (z_i - \frac{1}{n} \sum_{j=1}^{n} z_j)^2": over(lambda i: (Z[i] - Z.mean()) ** 2),
    r"\log \sum_i e^{z_i}": np.log(np.exp(Z).sum()),
    r"\sum_i a_i \log \sum_j e^{A_{ij}}": over(lambda i: a[i] * np.log(np.exp(A[i]).sum())),
    r"\sum_{i=1}^n (y_i - w^\top x_i)^2": over(lambda i: (Y[i] - W @ X[i]) ** 2),
    r"\sum_i (x_i^\top w - y_i)^2": over(lambda i: (X[i] @ W - Y[i]) ** 2),
    r"\sum_i (w \cdot x_i - y_i)^2": over(lambda i: (W @ X[i] - Y[i]) ** 2),
    r"\sum_{i=1}^n (y^{(i)} - w^\top x^{(i)})^2": over(lambda i: (Y[i] - W @ X[i]) ** 2),
    r"\sum_i \sum_j (x^{(i)}_j - c_j)^2": over_both(lambda i, j: (X[i, j] - C[j]) ** 2),
    r"\sum_{i=1}^n \log(1+e^{-y_i w^\top x_i})": over(lambda i: np.log1p(np.exp(-Y[i] * W @ X[i]))),
    r"\sum_i \sigma(w^\top x_i + k)": over(lambda i: sigmoid(W @ X[i] + K)),
    r"\sum_i \|x_i - c\|^2": over(lambda i: ((X[i] - C) ** 2).sum()),
    r"\sum_i \min_j \|x_i - A_j\|^2": over(lambda i: min(((X[i] - A[j]) ** 2).sum() for j in N)),
    r"\sum_i \|z_i\|": over(lambda i: abs(Z[i])),
    r"\sum_i \|x_i\|": over(lambda i: np.sqrt((X[i] ** 2).sum())),
    r"\prod_i \|x_i\|": np.prod([np.sqrt((X[i] ** 2).sum()) for i in N]),
    r"\sum_i \|A_i\|_\infty": over(lambda i: abs(A[i]).max()),
    r"\sum_i \|A_i\|_1": over(lambda i: abs(A[i]).sum()),
    r"\max_i \|x_i\|": max(np.sqrt((X[i] ** 2).sum()) for i in N),
    r"c^\top \sum_i \operatorname{softmax}(x_i)": C @ over(lambda i: softmax(X[i])),
    r"\sum_i a_i c^\top \mathrm{softmax}(x_i)": over(lambda i: a[i] * C @ softmax(X[i])),
    r"c^\top \sum_i \tanh(A x_i)": C @ over(lambda i: np.tanh(A @ X[i])),
    r"\sum_i x_i^\top A x_i": over(lambda i: X[i] @ A @ X[i]),
    r"\sum_i\sum_j x_i^\top x_j": over_both(lambda i, j: X[i] @ X[j]),
    r"\sum_i\sum_j e^{-k\|x_i - x_j\|^2}": over_both(lambda i, j: np.exp(-K * ((X[i] - X[j]) ** 2).sum())),
    r"c^\top \sum_i a_i a^\top w b": C @ (over(lambda i: a[i] * a @ W) * b),
    r"\sum_{t=1}^{T-1} (z_{t+1} - z_t)^2": (Z[1] - Z[0]) ** 2,
    r"\sum_{t=2}^{T} (z_t - k z_{t-1})^2": (Z[1] - K * Z[0]) ** 2,
    r"\sum_{i=2}^{n} a_i b_i": a[1] * b[1],
    r"\sum_{i=1}^{n} i a_i": over(lambda i: (i + 1) * a[i]),
    r"\sum_{i=1}^{n}\sum_{j=1}^{i} a_i b_j": over(lambda i: a[i] * b[: i + 1].sum()),
    r"\sum_{i=1}^{n}\sum_{j=i+1}^{n} a_i b_j": a[0] * b[1],
    r"\sum_i \max(0, 1 - y_i w^\top x_i)": over(lambda i: max(0, 1 - Y[i] * W @ X[i])),
    r"\sum_i \max(0, 1 - y_i a_i)": over(lambda i: max(0, 1 - Y[i] * a[i])),
    r"u = A w \\ \sum_i (u_i - y_i)^2": ((A @ W - Y) ** 2).sum(),
    r"u = A w \\ \sum_i\sum_j u_i y_j": (A @ W).sum() * Y.sum(),
    r"d = \frac{1}{n} \\ d \sum_{i=1}^n w^\top x_i": over(lambda i: W @ X[i]) / 2,
    r"\frac{1}{n} \sum_{i=1}^n \frac{1}{1 + e^{-z_i}}": sigmoid(Z).mean(),
    r"\sum_i A_{ii}": np.trace(A),
    r"\sum_i A_{i2} a_i": over(lambda i: A[i, 1] * a[i]),
}


@pytest.mark.parametrize("latex", SUMS)
def test_a_sum_is_the_loop_that_it_stands_for(latex):
    text = adtrace.from_latex(latex, POINT)
    names = {name: value for name, value in POINT.items() if re.search(rf"\b{name}\b", text)}
    assert adtrace.evaluate(text, names).value == pytest.approx(SUMS[latex], rel=1e-12), text


CALLS = {
    r"f(v) = A v \\ f(a)^\top f(a)": (A @ a) @ (A @ a),
    r"f(v) = \sum_i v_i w_i \\ f(a)": a @ W,
    r"f(v) = \sum_i \|v_i\| \\ f(x)": over(lambda i: np.sqrt((X[i] ** 2).sum())),
    r"g(u) = u^\top u \\ f(v) = g(A v) \\ f(a)": (A @ a) @ (A @ a),
}


@pytest.mark.parametrize("latex", CALLS)
def test_what_a_function_means_depends_on_what_it_is_called_with(latex):
    text = adtrace.from_latex(latex, POINT)
    names = {name: value for name, value in POINT.items() if re.search(rf"\b{name}\b", text)}
    assert adtrace.evaluate(text, names).value == pytest.approx(CALLS[latex], rel=1e-12), text


def test_a_function_of_two_shapes_is_refused():
    with pytest.raises(adtrace.AdtraceError, match="f is called with values of different shapes"):
        adtrace.from_latex(r"f(v) = A v \\ f(a) + f(x)", POINT)


def test_in_unicode_too():
    text = adtrace.from_unicode("∑ᵢ ∑ⱼ aᵢ bⱼ", POINT)
    assert adtrace.evaluate(text, {"a": POINT["a"], "b": POINT["b"]}).value == 12


def test_whole_arrays_stand_for_elements_where_that_is_the_same():
    long = {"u": list(range(1000)), "v": list(range(1000))}
    assert adtrace.from_latex(r"\frac{1}{n} \sum_{i=1}^n \max(0, u_i - v_i)^2", long) == "1/1000*sum(max(0, u - v)^2)"


REFUSED = {
    r"\sum_i \|u_i\|": "one of 1000 terms",
    r"\frac{e^{z_i}}{\sum_j e^{z_j}}": "nothing says what the index i is",
    r"\sum_{i} a_i x_j": "nothing says what the index j is",
    r"\sum_{i=1}^n k_i": "k is one number",
    r"\sum_{i=1}^n a_i u_i": "a has 2 elements along i, u has 1000",
    r"\sum_{i=1}^{2n} a_i": "an index ends with",
    r"\sum_{i=1}^{n} a_{i+1}": "needs numbers for its bounds",
    r"\sum_{i=0}^{n} a_i": "wrong indices",
    r"n = 1 \\ \sum_{i=1}^{n} a_i": "the value of n is not known here",
    r"\sum_i \sum_i a_i b_i": "index",
}


@pytest.mark.parametrize("latex", REFUSED)
def test_what_cannot_be_told_is_refused(latex):
    with pytest.raises(adtrace.AdtraceError, match=REFUSED[latex]):
        adtrace.from_latex(latex, POINT | {"u": list(range(1000))})


@pytest.mark.parametrize("latex", [r"\sum_i \sum_j a_i b_j", r"\sum_i \|x_i\|", r"\sum_i w^\top x_i", r"\sum_i A_{ij}"])
def test_without_values_the_range_is_asked_for(latex):
    with pytest.raises(adtrace.AdtraceError, match="how far i runs is not known"):
        adtrace.from_latex(latex)


def test_a_sweep_reads_it_with_the_same_values(capsys):
    assert run(["sweep", "--from", "latex", r"k \sum_i \|x_i\|", "--at", "x=[3,-4]", "--over", "k=1:2:2"]) == 0
    assert [line.split(",")[1] for line in capsys.readouterr().out.splitlines()] == ["y", "7.0", "14.0"]


def test_a_bound_that_is_swept_over_is_no_number(capsys):
    assert run(["sweep", "--from", "latex", r"k \sum_{i=1}^n i", "--at", "k=2", "--over", "n=1:3:3"]) == 2
    assert "n is not a whole number" in capsys.readouterr().err


def test_the_header_shows_what_is_computed(capsys):
    assert run(["eval", "--from", "latex", r"k \sum_{i=1}^n i a_i", "--at", "a=[1,2],k=3"]) == 0
    out = capsys.readouterr().out
    assert "k*(1*a[0] + 2*a[1])" in out.splitlines()[0] and "y = 15" in out
