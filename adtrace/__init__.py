"""adtrace: automatic differentiation, traced step by step.

    >>> import adtrace
    >>> t = adtrace.reverse("1/(1+exp(-a*x))", {"x": 2, "a": 1})
    >>> t.value
    0.8807970779778823
    >>> {name: round(slope, 6) for name, slope in t.gradient.items()}
    {'x': 0.104994, 'a': 0.209987}
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .api import display, evaluate, forward, hessian, hvp, jacobian, jvp, ops, render, reverse, sweep, vjp
    from .checking import check, same
    from .comparing import diff
    from .deriving import derive
    from .errors import AdtraceError
    from .exercises import exercise, sheet
    from .functions import trace
    from .looking import audit, sensitivity
    from .records import Batch, Derivative, Formula, Increment, Step, Sweep, Trace, Warning

__version__ = "0.1.0"

__all__ = [
    "AdtraceError", "Batch", "Derivative", "Formula", "Increment", "Step", "Sweep", "Trace", "Warning",
    "__version__", "audit", "check", "derive", "diff", "display", "evaluate", "exercise", "forward", "hessian",
    "hvp", "jacobian", "jvp", "ops", "render", "reverse", "same", "sensitivity", "sheet", "sweep", "trace",
    "vjp",
]


def __getattr__(name: str) -> Any:
    """A public name, from its module, when it is first asked for: the command line asks for few."""
    if name in __all__:
        from importlib import import_module

        homes = ("api", "checking", "comparing", "deriving", "exercises", "functions", "looking", "errors", "records")
        for module in homes:
            if hasattr(found := import_module(f"{__name__}.{module}"), name):
                return globals().setdefault(name, getattr(found, name))
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def load_ipython_extension(shell: Any) -> None:
    """`%load_ext adtrace` in a notebook: %adtrace and %%adtrace, with the options of the command line."""
    from .cli.notebook import load

    load(shell)


def __dir__() -> list[str]:
    return sorted(__all__)
