"""adtrace: automatic differentiation, traced step by step.

    >>> import adtrace
    >>> t = adtrace.reverse("1/(1+exp(-a*x))", {"x": 2, "a": 1})
    >>> t.value
    0.8807970779778823
    >>> {name: round(slope, 6) for name, slope in t.gradient.items()}
    {'x': 0.104994, 'a': 0.209987}
"""

from .api import evaluate, forward, hessian, hvp, jacobian, jvp, ops, render, reverse, vjp
from .errors import AdtraceError
from .records import Derivative, Formula, Increment, Step, Sweep, Trace, Warning

__version__ = "0.1.0"

__all__ = [
    "AdtraceError", "Derivative", "Formula", "Increment", "Step", "Sweep", "Trace", "Warning", "__version__",
    "evaluate", "forward", "hessian", "hvp", "jacobian", "jvp", "ops", "render", "reverse", "vjp",
]
