"""The gradient of the one-liner, by SymPy."""

from sympy import diff, exp, symbols

x, a = symbols("x a")
y = 1 / (1 + exp(-a * x))
print(*(float(diff(y, name).subs({x: 2, a: 1})) for name in (x, a)))
