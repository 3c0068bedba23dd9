"""Value and gradient of a program, by CasADi."""

from casadi import SX, Function, gradient, sin, vertcat
from text import asked, tell

values, names, y = asked(lambda name, value: SX.sym(name), {"sin": sin})
run = Function("run", list(names.values()), [y, gradient(y, vertcat(*names.values()))])
value, slopes = run(*values.values())
tell(value, {name: slopes[place] for place, name in enumerate(names)})
