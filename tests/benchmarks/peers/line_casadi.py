"""The gradient of the one-liner, by CasADi."""

from casadi import SX, Function, exp, gradient, vertcat

x, a = SX.sym("x"), SX.sym("a")
y = 1 / (1 + exp(-a * x))
slopes = Function("slopes", [x, a], [gradient(y, vertcat(x, a))])(2.0, 1.0)
print(float(slopes[0]), float(slopes[1]))
