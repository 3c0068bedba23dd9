"""A case for every row of the table of remedies: spellings in which it is found, and a point at which it helps."""

from __future__ import annotations

from typing import Any, NamedTuple


class Case(NamedTuple):
    """Spellings of one function, a point at which the stable form gains digits, and the stable form in the first."""

    spellings: tuple[str, ...]
    at: dict[str, Any]
    after: str


X3, Y3 = [-800.0, 3.0, 1.0], [1.0, 0.0, 0.0]
HELPLESS = {"safe_sqrt", "safe_log", "safe_quotient"}
"""Rows whose harm is done in other libraries: no digit is gained here."""

CASES: dict[str, Case] = {
    "cross_entropy_with_logits": Case(
        ("cross_entropy(softmax(z), y)", "p = softmax(z); cross_entropy(p, y)"), {"z": X3, "y": Y3},
        "cross_entropy_with_logits(z, y)"),
    "bce_with_logits": Case(
        ("bce(sigmoid(z), y)", "p = 1/(exp(-z) + 1); bce(p, y)"), {"z": 800.0, "y": 0.0}, "bce_with_logits(z, y)"),
    "log_softmax": Case(
        ("log(softmax(x))[0]", "e = exp(x); log(e/sum(e))[0]", "(x - log(sum(exp(x))))[0]", "(x - logsumexp(x))[0]"),
        {"x": X3}, "log_softmax(x)[0]"),
    "log_softmax_entry": Case(
        ("-log(softmax(x)[1])", "p = softmax(x); -log(p[1])", "z = exp(x); p = z/sum(z); -log(p[1])",
         "-log(exp(x[1])/sum(exp(x)))", "e = exp(x); log(e[1]/sum(e))", "log(sum(exp(x))) - x[1]"),
        {"x": [1000.0, 1.0, 2.0]}, "-log_softmax(x)[1]"),
    "xlogy_softmax": Case(("sum(xlogy(y, softmax(x)))",), {"x": X3, "y": Y3}, "sum(y*log_softmax(x))"),
    "softmax": Case(("(exp(x)/sum(exp(x)))[1]", "e = exp(x); (e/sum(e))[1]"), {"x": [800.0, 1.0]}, "softmax(x)[1]"),
    "softmax_entry": Case(
        ("exp(x[1])/sum(exp(x))", "e = exp(x); e[1]/sum(e)"), {"x": [800.0, 799.0]}, "softmax(x)[1]"),
    "logsumexp": Case(("log(sum(exp(2*x)))", "s = sum(exp(x*2)); log(s)"), {"x": [500.0, 1.0]}, "logsumexp(2*x)"),
    "logaddexp": Case(("log(exp(a) + exp(b))", "log(exp(b) + exp(a))"), {"a": 800.0, "b": 1.0}, "logaddexp(a, b)"),
    "logsumexp_of_three": Case(
        ("log(exp(x) + exp(y) + exp(z))", "log(exp(z) + (exp(y) + exp(x)))"), {"x": 800.0, "y": 1.0, "z": 2.0},
        "logsumexp([x, y, z])"),
    "logsumexp_of_four": Case(
        ("log(exp(a) + exp(b) + exp(c) + exp(d))",), {"a": 800.0, "b": 1.0, "c": 2.0, "d": 3.0},
        "logsumexp([a, b, c, d])"),
    "logsumexp_with_zero": Case(
        ("log(1 + exp(a) + exp(b))", "log(exp(a) + exp(b) + 1)"), {"a": 800.0, "b": 1.0}, "logsumexp([0, a, b])"),
    "log_sigmoid": Case(("log(sigmoid(z))", "-log(1/(1 + exp(-z)))"), {"z": -800.0}, "log_sigmoid(z)"),
    "log_sigmoid_complement": Case(
        ("log(1 - sigmoid(z))", "log(1 - 1/(exp(-z) + 1))"), {"z": 50.0}, "log_sigmoid(-z)"),
    "softplus": Case(("log(1 + exp(z))", "log(exp(z) + 1)", "log1p(exp(z))"), {"z": 800.0}, "softplus(z)"),
    "binary_softmax": Case(
        ("exp(a)/(exp(a) + exp(b))", "u = exp(a); v = exp(b); u/(v + u)"), {"a": 800.0, "b": 799.0}, "sigmoid(a - b)"),
    "tanh": Case(
        ("(exp(x) - exp(-x))/(exp(x) + exp(-x))", "(exp(2*x) - 1)/(1 + exp(x*2))", "2/(1 + exp(-2*x)) - 1",
         "-(exp(-2*x) - 1)/(exp(-2*x) + 1)", "2*sigmoid(2*x) - 1"), {"x": 1e-9}, "tanh(x)"),
    "logistic_density": Case(
        ("exp(-x)/(1 + exp(-x))^2", "exp(x)/(exp(x) + 1)^2", "t = exp(-x); t/((1 + t)*(1 + t))"), {"x": -1000.0},
        "sigmoid(x)*sigmoid(-x)"),
    "sigmoid_squared": Case(("1/(1 + exp(-x))^2", "(1/(1 + exp(-x)))^2"), {"x": -1000.0}, "sigmoid(x)^2"),
    "sigmoid_of_tanh": Case(("0.5*(1 + tanh(x/2))", "(1 + tanh(x/2))/2"), {"x": -50.0}, "sigmoid(x)"),
    "tanh_complement": Case(("1 - tanh(x)", "-tanh(x) + 1"), {"x": 30.0}, "2*sigmoid(-2*x)"),
    "sigmoid": Case(
        ("1/(1 + exp(-a*x))", "(exp(-a*x) + 1)^-1", "exp(a*x)/(exp(a*x) + 1)",
         "1/(1 + e^(-a*x))", "t = -a*x; u = exp(t); 1/(1 + u)",
         "reciprocal(1 + exp(-a*x))"), {"a": 1.0, "x": -1000.0}, "sigmoid(a*x)"),
    "sigmoid_complement": Case(("1 - sigmoid(z)", "-sigmoid(z) + 1", "1 - 1/(1 + exp(-z))"), {"z": 50.0}, "sigmoid(-z)"),
    "sech": Case(
        ("1 - tanh(x)^2", "1 - tanh(x)*tanh(x)", "t = tanh(x); 1 - square(t)", "1 - tanh(x)**2"), {"x": 30.0},
        "sech(x)^2"),
    "sinh": Case(
        ("(exp(x) - exp(-x))/2", "0.5*(exp(x) - exp(-x))", "exp(x)/2 - exp(-x)/2"), {"x": 1e-9}, "sinh(x)"),
    "asinh": Case(("log(x + sqrt(x^2 + 1))", "log((1 + x*x)^0.5 + x)"), {"x": -1e7}, "asinh(x)"),
    "acosh": Case(("log(x + sqrt(x^2 - 1))", "log(sqrt(x*x - 1) + x)"), {"x": 1e200}, "acosh(x)"),
    "atanh": Case(
        ("log((1 + x)/(1 - x))/2", "0.5*log((x + 1)/(1 - x))", "(log(1 + x) - log(1 - x))/2"), {"x": 1e-9}, "atanh(x)"),
    "log_cosh": Case(("log(cosh(x))",), {"x": 800.0}, "abs(x) + log1p(exp(-2*abs(x))) - log(2)"),
    "expm1": Case(("exp(x) - 1", "y + exp(x) - y - 1", "-1 + exp(x)"), {"x": 1e-9, "y": 0.0}, "expm1(x)"),
    "expm1_difference": Case(
        ("exp(x + h) - exp(x)", "-exp(x) + exp(h + x)"), {"x": 1.0, "h": 1e-9}, "exp(x)*expm1(h)"),
    "log1p_quotient": Case(("log(x + 1) - log(x)", "-log(x) + log(1 + x)"), {"x": 1e9}, "log1p(1/x)"),
    "log1p": Case(("log(1 + x)", "log(x + 1)", "u = 1 + x; log(u)"), {"x": 1e-9}, "log1p(x)"),
    "compound": Case(
        ("(1 + r/n)^(n*t)", "(r/n + 1)^(t*n)"), {"r": 0.05, "n": 1e12, "t": 2.0}, "exp(n*t*log1p(r/n))"),
    "erfc": Case(("1 - erf(x)", "-erf(x) + 1"), {"x": 6.0}, "erfc(x)"),
    "xlogy": Case(("x*log(x)", "log(x)*x"), {"x": 0.0}, "xlogy(x, x)"),
    "hypot": Case(("sqrt(x^2 + y^2)", "(x*x + y**2)^0.5", "sqrt(square(y) + x^2)"), {"x": 3e200, "y": 4e200},
                  "hypot(x, y)"),
    "norm2_of_three": Case(
        ("sqrt(x^2 + y^2 + z^2)", "(z*z + y**2 + square(x))^0.5"), {"x": 3e200, "y": 4e200, "z": 1.0},
        "norm2([x, y, z])"),
    "norm2": Case(("sqrt(sum(x^2))", "sqrt(x@x)", "sqrt(dot(x, x))", "sqrt(sum(x*x))", "s = sum(square(x)); s^0.5"), {"x": [0.0, 0.0]}, "norm2(x)"),
    "abs": Case(("sqrt(x^2)", "(x*x)^(1/2)", "sqrt(square(x))"), {"x": 1e-200}, "abs(x)"),
    "root_of_one": Case(("sqrt(1 + x) - 1", "(x + 1)^0.5 - 1"), {"x": 1e-9}, "x/(sqrt(1 + x) + 1)"),
    "quadratic_root": Case(
        ("-b + sqrt(b^2 - 4*a*c)", "sqrt(b*b - 4*a*c) - b"), {"a": 1.0, "b": 1e8, "c": 1.0},
        "-4*a*c/(sqrt(b^2 - 4*a*c) + b)"),
    "quadratic_root_of_negative": Case(
        ("-b - sqrt(b^2 - 4*a*c)", "-(b + sqrt(b*b - 4*a*c))"), {"a": 1.0, "b": -1e9, "c": 1.0},
        "4*a*c/(sqrt(b^2 - 4*a*c) - b)"),
    "quadratic_formula": Case(
        ("(-b + sqrt(b^2 - 4*a*c))/(2*a)", "(sqrt(b*b - 4*c*a) - b)/(a*2)"), {"a": 1.0, "b": 1e9, "c": 1.0},
        "-2*c/(sqrt(b^2 - 4*a*c) + b)"),
    "quadratic_formula_of_negative": Case(
        ("(-b - sqrt(b^2 - 4*a*c))/(2*a)", "-(b + sqrt(b*b - 4*a*c))/(2*a)"), {"a": 1.0, "b": -1e9, "c": 1.0},
        "-2*c/(b - sqrt(b^2 - 4*a*c))"),
    "root_difference": Case(
        ("sqrt(x + 1) - sqrt(x)", "-x^0.5 + (x + 1)^0.5"), {"x": 1e12}, "1/(sqrt(x + 1) + sqrt(x))"),
    "versine": Case(("1 - cos(x)", "-cos(x) + 1"), {"x": 1e-5}, "2*sin(x/2)^2"),
    "cos_squared": Case(("1 - sin(x)^2", "1 - sin(x)*sin(x)"), {"x": 1.570796}, "cos(x)^2"),
    "sin_squared": Case(("1 - cos(x)^2", "1 - square(cos(x))"), {"x": 1e-5}, "sin(x)^2"),
    "sin_difference": Case(
        ("sin(x + h) - sin(x)", "-sin(x) + sin(h + x)"), {"x": 1.0, "h": 1e-9}, "2*cos((2*x + h)/2)*sin(h/2)"),
    "cos_difference": Case(
        ("cos(x + h) - cos(x)", "-cos(x) + cos(h + x)"), {"x": 1.0, "h": 1e-9}, "-2*sin((2*x + h)/2)*sin(h/2)"),
    "atan_difference": Case(
        ("atan(x + 1) - atan(x)", "-atan(x) + atan(1 + x)"), {"x": 1e8}, "atan(1/(1 + (x + 1)*x))"),
    "square_of_difference": Case(
        ("x^2 - 2*x*y + y^2", "y*y + x*x - 2*x*y", "x**2 - x*y*2 + square(y)"), {"x": 1.0, "y": 1.00000001}, "(x - y)^2"),
    "variance": Case(
        ("mean(x^2) - mean(x)^2", "m = mean(x); mean(x*x) - m*m", "sum(x^2)/2 - (sum(x)/2)^2"),
        {"x": [1e8, 1e8 + 1]}, "var(x)"),
    "squares": Case(("x^2 - y^2", "x*x - y**2", "-square(y) + x^2"), {"x": 1e160, "y": 1e160 - 1e145}, "(x - y)*(x + y)"),
    "reciprocals": Case(("1/(x + 1) - 1/x", "(x + 1)^-1 - x^-1"), {"x": 1e9}, "-1/((x + 1)*x)"),
    "safe_sqrt": Case(("where(x > 0, sqrt(x), 0)",), {"x": -1.0}, "where(x > 0, sqrt(where(x > 0, x, 1)), 0)"),
    "safe_log": Case(("where(x > 0, log(x), 0)",), {"x": -1.0}, "where(x > 0, log(where(x > 0, x, 1)), 0)"),
    "safe_quotient": Case(
        ("where(x != 0, y/x, 0)", "where(x != 0, y*x^-1, 0)"), {"x": 0.0, "y": 1.0},
        "where(x != 0, y/where(x != 0, x, 1), 0)"),
}
