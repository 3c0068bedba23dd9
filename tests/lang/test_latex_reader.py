"""LaTeX read on request: what each form means, what is refused and where, and that nothing else is ever raised."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import adtrace

READ = {
    r"\frac{1}{1+e^{-ax}}": "1/(1 + exp(-a*x))",
    r"2x^2y": "2*x^2*y",
    r"\frac12 x": "1/2*x",
    r"a x": "a*x",
    r"\alpha x": "alpha*x",
    r"x^T": "x.T",
    r"x^T + T": "x^T + T",
    r"2(x+1)(x-1)": "2*(x + 1)*(x - 1)",
    r"a(x+1)": "a*(x + 1)",
    r"\sin x \cos y": "sin(x)*cos(y)",
    r"\sin 2\pi x": "sin(2*pi*x)",
    r"\sin^2 x + \cos^2 x": "sin(x)^2 + cos(x)^2",
    r"\sin^{-1} x": "asin(x)",
    r"\sin -x": "sin(-x)",
    r"\exp x^2": "exp(x^2)",
    r"\ln(x) y": "log(x)*y",
    r"\ln x y": "log(x*y)",
    r"\tanh\frac{x}{2}": "tanh(x/2)",
    r"\log_2 x + \log_{10} x + \log_b x": "log2(x) + log10(x) + log(x)/log(b)",
    r"\sqrt[3]{x} + \sqrt{x} + \sqrt[5]{x} + \sqrt2": "cbrt(x) + sqrt(x) + x^(1/5) + sqrt(2)",
    r"|x||y| + ||x|-1|": "abs(x)*abs(y) + abs(abs(x) - 1)",
    r"|x + \frac{a}{|b|}|": "abs(x + a/abs(b))",
    r"\left|x\right| + \lvert y \rvert": "abs(x) + abs(y)",
    r"\lVert x \rVert + \|x\|_1 + ||x||_2^2 + \|x\|_\infty": "norm2(x) + norm1(x) + norm2(x)^2 + max(abs(x))",
    r"\lfloor x \rfloor + \lceil y \rceil": "floor(x) + ceil(y)",
    r"a \cdot b \times c": "a*b*c",
    r"x_1 x_{12} + \theta_0 + W_{hh} + \theta_{\max}" .replace(r"\max", r"\text{max}"): "x1*x12 + theta0 + W_hh + theta_max",
    r"\mathrm{loss} \cdot 2": "loss*2",
    r"\hat{y} - \bar x + \tilde{\mathbf{z}}_1": "yhat - xbar + ztilde1",
    r"x' + x''_1": "x' + x1''",
    r"W^{(1)} x": "W_1*x",
    r"\operatorname{softplus}(x) + \sigma(x) + \mathrm{ReLU}(x)": "softplus(x) + sigmoid(x) + relu(x)",
    r"\sigma(\mu+1) + \sigma": "sigma*(mu + 1) + sigma",
    r"\ln\Gamma(x) + \Gamma(x) + \psi(x) + \psi(1, x)": "lgamma(x) + gamma(x) + digamma(x) + polygamma(1, x)",
    r"\max(a,b) + \max\{0, x\}": "max(a, b) + max(0, x)",
    r"n! + a \bmod b": "gamma(n + 1) + mod(a, b)",
    r"-ax + b": "-a*x + b",
    r"-x^2 + 2^{-x} + {(-x)}^2": "-x^2 + 2^-x + (-x)^2",
    r"a - (b - c) - -d": "a - (b - c) - (-d)",
    r"e^{-\frac{(x-\mu)^2}{2\sigma^2}}": "exp(-((x - mu)^2/(2*sigma^2)))",
    r"2{,}5 x + 1.5 \times 10^{-3} y": "2.5*x + 1.5e-3*y",
    r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}": "[[1, 2], [3, 4]]",
    r"\begin{pmatrix} xy \\ x+y \end{pmatrix}": "[x*y, x + y]",
    r"\det\begin{pmatrix} a & b \\ c & d \end{pmatrix}": "det([[a, b], [c, d]])",
    r"\begin{vmatrix} a & b \\ c & d \end{vmatrix}": "det([[a, b], [c, d]])",
    r"[x, y]": "[x, y]",
    r"\sum_{i=1}^{n} x_i^2": "sum(x^2)",
    r"\frac{1}{n} \sum_{i} (y_i - \hat y_i)^2": "1/n*sum((y - yhat)^2)",
    r"\sum_{i=1}^n L(x^{(i)})": "sum(L*x)",
    r"\sum_{i=1}^{3} i x_i": "1*x1 + 2*x2 + 3*x3",
    r"\sum_{i=-1}^{1} x^{i}": "x^-1 + x^0 + x^1",
    r"\sum_{i=1}^{2} x_{i+1} x_i + b": "x2*x1 + x3*x2 + b",
    r"\sum_{i=1}^2 \sum_{j=1}^{i} x_{ij}": "x11 + (x21 + x22)",
    r"\sum_{k=3}^{2} x_k": "0",
    r"\prod_{k=1}^{3} (x + k)": "(x + 1)*(x + 2)*(x + 3)",
    r"\max_i x_i + \sum |x|": "max(x) + sum(abs(x))",
    r"\begin{cases} x^2 & \text{if } x \ge 0, \\ -x & \text{otherwise} \end{cases}": "where(x >= 0, x^2, -x)",
    r"\begin{cases} 1 & x = 0 \\ x & x > 0 \end{cases}": "where(x == 0, 1, where(x > 0, x, nan))",
    r"0 \le x < 1": "(0 <= x)*(x < 1)",
    r"(a < b) < c": "(a < b) < c",
    r"y = ax \\ L = (y - t)^2": "y = a*x\nL = (y - t)^2",
    r"$y = ax$; $L = y^2$": "y = a*x\nL = y^2",
    r"f(x) = x^2 \\ f(a) + f(b)": "f(x) = x^2\nf(a) + f(b)",
    r"f(x, y) = x^2 y": "f = x^2*y",
    r"h_\theta(x) = \theta x \\ h_\theta(2) + 1": "h_theta(x) = theta*x\nh_theta(2) + 1",
    r"y = \sigma(w x + b), \quad L = (y-t)^2": "y = sigmoid(w*x + b)\nL = (y - t)^2",
    r"a = 2, \text{ and } b = 3a.": "a = 2\nb = 3*a",
    r"\[ L = \frac{1}{2} \lVert y - \hat y \rVert_2^2, \]": "L = 1/2*norm2(y - yhat)^2",
    "\\begin{align} % a comment\n z &= wx + b, \\\\[2pt]\n y &= \\tanh z. \\end{align}": "z = w*x + b\ny = tanh(z)",
}


@pytest.mark.parametrize("latex", READ)
def test_a_form_is_read(latex):
    assert adtrace.from_latex(latex) == READ[latex]


POINT = {
    "W": [[1, 2], [3, 4]], "A": [[2, 1], [1, 3]], "x": [1, 2], "y": [2, 3], "b": [0, 1], "θ": 1.0,
}
ARRAYS = {
    r"W x + b": "W @ x + b",
    r"W\mathbf{x} \cdot 2": "W @ x*2",
    r"x^\top y": "x.T @ y",
    r"x^T A x": "x.T @ A @ x",
    r"\frac{1}{2} x^\top A x - b^\top x": "1/2*x.T @ A @ x - b.T @ x",
    r"x y^\top": "outer(x, y)",
    r"x \cdot y": "x @ y",
    r"x \odot y": "x*y",
    r"A^{-1} x": "inv(A) @ x",
    r"x_1 + A_{12} + A_{2,1}": "x[0] + A[0, 1] + A[1, 0]",
    r"\sum_{i=1}^{2} x_i y_i": "x[0]*y[0] + x[1]*y[1]",
    r"\sum_{i} x_i y_i": "sum(x*y)",
    r"\theta x": "θ*x",
    r"\frac{1}{n} \sum_{i=1}^{n} (x_i - y_i)^2": "1/2*sum((x - y)^2)",
    r"z = Wx \\ z^\top z": "z = W @ x\nz.T @ z",
    r"\begin{bmatrix} 1 & 2 \end{bmatrix} x": "[1, 2] @ x",
}


@pytest.mark.parametrize("latex", ARRAYS)
def test_the_point_says_what_a_product_of_arrays_is(latex):
    text = adtrace.from_latex(latex, POINT)
    assert text == ARRAYS[latex]
    adtrace.evaluate(text, POINT)


def test_a_quadratic_form_has_the_gradient_of_one():
    text = adtrace.from_latex(r"\frac{1}{2} x^\top A x - b^\top x", POINT)
    gradient = adtrace.reverse(text, POINT, wrt="x").gradient["x"]
    np.testing.assert_allclose(gradient, np.array(POINT["A"]) @ POINT["x"] - np.array(POINT["b"]))


REFUSED = {
    r"\frac{dy}{dx}": (r"\frac{dy}{d", "derivative"),
    r"\partial x": (r"\partial", "derivative"),
    r"f'(x)": ("f'", "derivative"),
    r"\int x": (r"\int", "integrals"),
    r"1/2x": ("/2x", "two ways"),
    r"x^10": ("^10", "first digit"),
    r"x^2^3": ("^", "two exponents"),
    r"2 3": ("3", "number stands behind"),
    r"1e-3 x": ("1e-3", "no number in LaTeX"),
    r"x_{t-1}": ("t-1", "no index"),
    r"\foo x": (r"\foo", "not known"),
    r"\snh x": (r"\snh", "not known"),
    r"a + (x": ("(", "never closed"),
    r"\frac{1}{2x": ("{", "never closed"),
    r"a + x)": (")", "closes nothing"),
    r"(x]": ("]", "does not close"),
    r"\frac{1}": ("", "missing"),
    r"x + * y": ("*", "a value is expected after +"),
    r"\mathcal{L} + L": ("L", "would both be the name L"),
    r"\ln^{-1} x": (r"\ln", "two ways"),
    r"\sum(x)^2": (r"\sum(x)^", "two ways"),
    r"\sum_{i=1}^n i": ("i", "needs numbers"),
    r"\sum_{i=1}^n c": ("i", "nothing here has the index"),
    r"x, y": (",", "unexpected comma"),
    r"x + y = 3": ("x + y", "is no name"),
    r"x = y = 3": ("=", "equals sign"),
    r"x_1 + \ldots + x_n": (r"\ldots", "dots"),
    r"x \pm 1": (r"\pm", "two values"),
    r"x \approx 1": (r"\approx", "equality"),
    r"\mathrm{d}x": (r"\mathrm{d}", "differential"),
    r"y = x \\ y = 2x": ("y", "given a value twice"),
    r"\hat{xy_1 z}": ("", "one name"),
    r"": (None, "nothing to compute"),
}


@pytest.mark.parametrize("latex", REFUSED)
def test_what_cannot_be_read_is_pointed_at(latex):
    place, message = REFUSED[latex]
    with pytest.raises(adtrace.AdtraceError, match=message) as caught:
        adtrace.from_latex(latex)
    error = caught.value
    assert place is None or (error.source == latex and latex[slice(*error.span)].startswith(place))


def test_the_length_of_a_sum_is_that_of_its_arrays():
    mean = r"\frac{1}{n} \sum_{i=1}^{n} x_i"
    assert adtrace.from_latex(mean, {"x": [1, 2], "n": 2}) == "1/n*sum(x)"
    with pytest.raises(adtrace.AdtraceError, match="n is not 2, the length of x") as caught:
        adtrace.from_latex(mean, {"x": [1, 2], "n": 3})
    assert caught.value.span == (mean.index("{n} x") + 1, mean.index("{n} x") + 2)


VECTORS = {
    r"x y": "two vectors side by side", r"x \times y": "no cross product", r"A^2": "two ways", r"A_{1} + 0": "wrong indices",
}


@pytest.mark.parametrize("latex", VECTORS)
def test_what_arrays_leave_open_is_refused(latex):
    with pytest.raises(adtrace.AdtraceError, match=VECTORS[latex]):
        adtrace.from_latex(latex, POINT)


PIECES = [
    "x", "y", "2", "1.5", "+", "-", "/", "^", "_", "{", "}", "(", ")", "[", "]", "|", "||", r"\frac", r"\sqrt", r"\sin ", r"\left(", r"\right)",
    r"\sum_{i=1}^{2}", r"\sum_i ", "x_i", r"\hat", r"\mathrm{ab}", r"\\", "=", "&", ",", "'", "!", r"\begin{matrix}", r"\end{matrix}",
    r"\begin{cases}", r"\end{cases}", "$", r"\cdot ", r"\text{if}", " ", r"\,", r"\log_", r"\top", "e", "é", "\u0301", r"\max", "@", "\x00", "²",
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_any_text_is_read_or_refused(latex):
    try:
        text = adtrace.from_latex(latex)
    except adtrace.AdtraceError as error:
        assert error.message
        assert error.span is None or 0 <= error.span[0] <= len(latex)
    else:
        assert text


def test_long_texts_take_no_long_time_and_no_stack():
    assert adtrace.from_latex("+".join(["x"] * 5000)).count("x") == 5000
    assert adtrace.from_latex("(" * 3000 + "x" + ")" * 3000) == "x"
    assert adtrace.from_latex(r"\sqrt{" * 2000 + "x" + "}" * 2000).count("sqrt") == 2000
    with pytest.raises(adtrace.AdtraceError, match=r"99999999 terms"):
        adtrace.from_latex(r"\sum_{i=1}^{99999999} x_i")
