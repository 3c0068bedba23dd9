"""The table of remedies: what loses digits, and what to write instead, both in the language itself.

A row is found in a graph, not in a text: sums and products match in any order and up to a factor, x^2 is also x*x and
square(x), and what a pattern says may stand in several statements. Of rows that match at one place the first is taken.
Adding a remedy is adding a row here, and a case to the tests.
"""

from __future__ import annotations

from ...named import Record


class Remedy(Record):
    """One row.

    name      unique: what --only calls it
    patterns  what people write, in one spelling each; every name is a variable
    instead   the stable form
    reason    one line: what goes wrong, and why the stable form does not
    when      where both are the same function and `instead` is the better one, a condition in the variables; "" where
              that is wherever both are defined
    arrays    variables that are arrays. The axis of the pattern's reductions, whatever it is, is handed on; so is what
              stands in x[0]
    unless    rows that are meant instead where they stand in what this one replaces
    """

    name: str
    patterns: tuple[str, ...]
    instead: str
    reason: str
    when: str = ""
    arrays: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


REMEDIES = (
    # Probabilities and losses
    Remedy("cross_entropy_with_logits", ("cross_entropy(softmax(z), y)",), "cross_entropy_with_logits(z, y)",
           "a probability that underflows to 0 has no logarithm; the logits have", arrays=("z", "y")),
    Remedy("bce_with_logits", ("bce(sigmoid(z), y)", "bce(1/(1 + exp(-z)), y)"), "bce_with_logits(z, y)",
           "a probability rounds to 0 or 1, and the logarithm of 0 is infinite; the logits keep it"),
    Remedy("log_softmax",
           ("log(softmax(x))", "log(exp(x)/sum(exp(x)))", "x - log(sum(exp(x)))", "x - logsumexp(x)"),
           "log_softmax(x)", "a probability that underflows to 0 has no logarithm", arrays=("x",)),
    Remedy("log_softmax_entry",
           ("log(softmax(x)[0])", "log((exp(x)/sum(exp(x)))[0])", "log(exp(x)[0]/sum(exp(x)))",
            "log(exp(x[0])/sum(exp(x)))", "x[0] - log(sum(exp(x)))", "x[0] - logsumexp(x)"),
           "log_softmax(x)[0]", "a probability that underflows to 0 has no logarithm", arrays=("x",)),
    Remedy("xlogy_softmax", ("xlogy(y, softmax(x))",), "y*log_softmax(x)",
           "a probability that underflows to 0 has no logarithm", arrays=("x", "y")),
    Remedy("softmax", ("exp(x)/sum(exp(x))", "exp(x - logsumexp(x))"), "softmax(x)",
           "exp overflows, and inf/inf is nan; softmax subtracts the largest entry first", arrays=("x",)),
    Remedy("softmax_entry", ("exp(x)[0]/sum(exp(x))", "exp(x[0])/sum(exp(x))"), "softmax(x)[0]",
           "exp overflows, and inf/inf is nan; softmax subtracts the largest entry first", arrays=("x",)),
    Remedy("logsumexp", ("log(sum(exp(x)))",), "logsumexp(x)",
           "exp overflows or underflows, though the logarithm does not; logsumexp subtracts the largest entry first",
           arrays=("x",)),
    Remedy("logaddexp", ("log(exp(a) + exp(b))",), "logaddexp(a, b)",
           "exp overflows or underflows, though the logarithm does not"),
    Remedy("logsumexp_of_three", ("log(exp(a) + exp(b) + exp(c))",), "logsumexp([a, b, c])",
           "exp overflows or underflows, though the logarithm does not; logsumexp subtracts the largest entry first"),
    Remedy("logsumexp_of_four", ("log(exp(a) + exp(b) + exp(c) + exp(d))",), "logsumexp([a, b, c, d])",
           "exp overflows or underflows, though the logarithm does not; logsumexp subtracts the largest entry first"),
    Remedy("logsumexp_with_zero", ("log(1 + exp(a) + exp(b))",), "logsumexp([0, a, b])",
           "exp overflows or underflows, though the logarithm does not; logsumexp subtracts the largest entry first"),
    Remedy("log_sigmoid", ("log(sigmoid(z))", "log(1/(1 + exp(-z)))"), "log_sigmoid(z)",
           "sigmoid underflows to 0, and the logarithm of 0 is infinite"),
    Remedy("log_sigmoid_complement", ("log(1 - sigmoid(z))", "log(1 - 1/(1 + exp(-z)))"), "log_sigmoid(-z)",
           "where sigmoid rounds to 1, nothing is left of the difference"),
    Remedy("softplus", ("log(1 + exp(z))", "log1p(exp(z))"), "softplus(z)",
           "exp overflows for large arguments, and is lost beside 1 for small ones"),
    Remedy("binary_softmax", ("exp(a)/(exp(a) + exp(b))",), "sigmoid(a - b)",
           "exp overflows, and inf/inf is nan"),
    # Hyperbolic functions, written out
    Remedy("tanh",
           ("(exp(x) - exp(-x))/(exp(x) + exp(-x))", "(exp(2*x) - 1)/(exp(2*x) + 1)",
            "(1 - exp(-2*x))/(1 + exp(-2*x))", "2*sigmoid(2*x) - 1", "2/(1 + exp(-2*x)) - 1"),
           "tanh(x)", "exp overflows for large arguments, and the difference cancels near 0"),
    Remedy("logistic_density", ("exp(-z)/(1 + exp(-z))^2",), "sigmoid(z)*sigmoid(-z)",
           "exp overflows, and inf/inf is nan"),
    Remedy("sigmoid_squared", ("1/(1 + exp(-z))^2",), "sigmoid(z)^2",
           "exp overflows, and the slope becomes 0 * inf; sigmoid takes the exponential that cannot overflow"),
    Remedy("sigmoid_of_tanh", ("(1 + tanh(x/2))/2",), "sigmoid(x)",
           "where tanh rounds to -1, nothing is left of the sum"),
    Remedy("tanh_complement", ("1 - tanh(x)",), "2*sigmoid(-2*x)",
           "where tanh rounds to 1, nothing is left of the difference"),
    Remedy("sigmoid", ("1/(1 + exp(-z))", "exp(z)/(1 + exp(z))"), "sigmoid(z)",
           "exp overflows, and the slope becomes 0 * inf; sigmoid takes the exponential that cannot overflow"),
    Remedy("sigmoid_complement", ("1 - sigmoid(z)", "1 - 1/(1 + exp(-z))"), "sigmoid(-z)",
           "where sigmoid rounds to 1, nothing is left of the difference"),
    Remedy("sech", ("1 - tanh(x)^2",), "sech(x)^2", "where tanh rounds to 1, nothing is left of the difference"),
    Remedy("sinh", ("(exp(x) - exp(-x))/2",), "sinh(x)", "the difference cancels near 0"),
    Remedy("asinh", ("log(x + sqrt(x^2 + 1))",), "asinh(x)",
           "the sum cancels for negative arguments, and small ones are lost beside 1"),
    Remedy("acosh", ("log(x + sqrt(x^2 - 1))",), "acosh(x)", "the square overflows for large arguments"),
    Remedy("atanh", ("log((1 + x)/(1 - x))/2", "(log(1 + x) - log(1 - x))/2"), "atanh(x)",
           "a small number is lost beside 1"),
    Remedy("log_cosh", ("log(cosh(x))",), "abs(x) + log1p(exp(-2*abs(x))) - log(2)",
           "cosh overflows for large arguments"),
    # Exponentials and logarithms near 1
    Remedy("expm1", ("exp(x) - 1",), "expm1(x)", "near 0 exp is nearly 1, and nothing is left when 1 is subtracted"),
    Remedy("expm1_difference", ("exp(a) - exp(b)",), "exp(b)*expm1(a - b)",
           "exponentials that are nearly equal cancel"),
    Remedy("log1p_quotient", ("log(p) - log(q)",), "log1p((p - q)/q)", "logarithms that are nearly equal cancel",
           when="q > 0"),
    Remedy("log1p", ("log(1 + x)",), "log1p(x)", "a small number is lost beside 1"),
    Remedy("compound", ("(1 + x)^y",), "exp(y*log1p(x))", "a small number is lost beside 1", when="x > -1"),
    Remedy("erfc", ("1 - erf(x)",), "erfc(x)", "where erf rounds to 1, nothing is left of the difference"),
    Remedy("xlogy", ("x*log(x)",), "xlogy(x, x)", "0*log(0) is 0 * -inf, which is nan; its limit is 0"),
    # Roots and lengths
    Remedy("hypot", ("sqrt(x^2 + y^2)",), "hypot(x, y)", "squares overflow and underflow; hypot scales first"),
    Remedy("norm2_of_three", ("sqrt(x^2 + y^2 + z^2)",), "norm2([x, y, z])",
           "squares overflow and underflow, and at 0 the slope is 0 * inf"),
    Remedy("norm2", ("sqrt(sum(x^2))", "sqrt(x@x)", "sqrt(dot(x, x))"), "norm2(x)",
           "squares overflow and underflow, and at 0 the slope is 0 * inf",
           arrays=("x",)),
    Remedy("abs", ("sqrt(x^2)",), "abs(x)", "the square overflows or underflows, and at 0 the slope is 0 * inf"),
    Remedy("root_of_one", ("sqrt(p) - 1",), "(p - 1)/(sqrt(p) + 1)", "a root that is nearly 1 cancels"),
    Remedy("quadratic_root", ("sqrt(b^2 - c) - b",), "-c/(sqrt(b^2 - c) + b)",
           "the root is nearly what it is subtracted from, and the difference cancels", when="b > 0"),
    Remedy("quadratic_root_of_negative", ("sqrt(b^2 - c) + b",), "-c/(sqrt(b^2 - c) - b)",
           "the root is nearly what it is added to, and the sum cancels", when="b < 0"),
    Remedy("quadratic_formula", ("(sqrt(b^2 - 4*a*c) - b)/(2*a)",), "-2*c/(sqrt(b^2 - 4*a*c) + b)",
           "the root is nearly what it is subtracted from, and the difference cancels", when="b > 0"),
    Remedy("quadratic_formula_of_negative", ("(sqrt(b^2 - 4*a*c) + b)/(2*a)",), "2*c/(b - sqrt(b^2 - 4*a*c))",
           "the root is nearly what it is added to, and the sum cancels", when="b < 0"),
    Remedy("root_difference", ("sqrt(p) - sqrt(q)",), "(p - q)/(sqrt(p) + sqrt(q))",
           "roots that are nearly equal cancel"),
    # Circular functions
    Remedy("versine", ("1 - cos(x)",), "2*sin(x/2)^2", "near 0 cos is nearly 1, and nothing is left of the difference"),
    Remedy("cos_squared", ("1 - sin(x)^2",), "cos(x)^2", "where sin rounds to 1, nothing is left of the difference"),
    Remedy("sin_squared", ("1 - cos(x)^2",), "sin(x)^2", "where cos rounds to 1, nothing is left of the difference"),
    Remedy("sin_difference", ("sin(a) - sin(b)",), "2*cos((a + b)/2)*sin((a - b)/2)",
           "sines that are nearly equal cancel"),
    Remedy("cos_difference", ("cos(a) - cos(b)",), "-2*sin((a + b)/2)*sin((a - b)/2)",
           "cosines that are nearly equal cancel"),
    Remedy("atan_difference", ("atan(p) - atan(q)",), "atan((p - q)/(1 + p*q))", "angles that are nearly equal cancel",
           when="p*q > -1"),
    # Sums that cancel
    Remedy("square_of_difference", ("x^2 - 2*x*y + y^2",), "(x - y)^2", "squares that are nearly equal cancel"),
    Remedy("variance", ("mean(x^2) - mean(x)^2",), "var(x)", "the squares cancel where the mean is large",
           arrays=("x",)),
    Remedy("squares", ("x^2 - y^2",), "(x - y)*(x + y)",
           "squares that are nearly equal cancel, and large ones overflow"),
    Remedy("reciprocals", ("1/p - 1/q",), "(q - p)/(p*q)", "reciprocals that are nearly equal cancel",
           unless=("sigmoid",)),
    # Branches that are not taken
    Remedy("safe_sqrt", ("where(c, sqrt(x), g)",), "where(c, sqrt(where(c, x, 1)), g)",
           "other libraries take the slope of sqrt in the branch that is not taken too, and 0 * inf is nan"),
    Remedy("safe_log", ("where(c, log(x), g)",), "where(c, log(where(c, x, 1)), g)",
           "other libraries take the slope of log in the branch that is not taken too, and 0 * inf is nan"),
    Remedy("safe_quotient", ("where(c, p/x, g)",), "where(c, p/where(c, x, 1), g)",
           "other libraries take the slope of the quotient in the branch that is not taken too, and 0 * inf is nan"),
)
"""The rows, in the order in which they are tried."""


def by_name(name: str) -> Remedy | None:
    """The row of this name."""
    return next((remedy for remedy in REMEDIES if remedy.name == name), None)
