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
    from .api import display, evaluate, forward, ops, render, reverse, sweep
    from .checking import check, same
    from .comparing import diff
    from .counting import cost, elimination, sparsity
    from .derivatives import hessian, hvp, jacobian, jvp, vjp
    from .deriving import derive
    from .descending import descend
    from .errors import AdtraceError
    from .exercises import exercise, sheet
    from .expanding import taylor
    from .exporting import export
    from .functions import trace
    from .looking import audit, sensitivity
    from .reading import from_latex, from_unicode
    from .records import Batch, Formula, Increment, Step, Sweep, Trace, Warning
    from .records.derivative import Derivative

__version__ = "0.1.0"

__all__ = [
    "AdtraceError", "Batch", "Derivative", "Formula", "Increment", "Step", "Sweep", "Trace", "Warning", "__version__",
    "audit", "check", "cost", "derive", "descend", "diff", "display", "elimination", "evaluate", "exercise", "export",
    "forward", "from_latex", "from_unicode", "hessian", "hvp", "jacobian", "jvp", "ops", "render", "reverse", "same",
    "sensitivity", "sheet", "sparsity", "sweep", "taylor", "trace", "vjp",
]

MODULES = (
    "api", "checking", "comparing", "counting", "derivatives", "deriving", "descending", "errors", "exercises",
    "expanding", "exporting", "functions", "looking", "reading", "records", "records.derivative",
)
"""Where public names are looked for."""


def __getattr__(name: str) -> Any:
    """A public name, from its module, when it is first asked for: the command line asks for few."""
    if name in __all__:
        from importlib import import_module

        for module in MODULES:
            if hasattr(found := import_module(f"{__name__}.{module}"), name):
                return globals().setdefault(name, getattr(found, name))
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def load_ipython_extension(shell: Any) -> None:
    """`%load_ext adtrace` in a notebook: %adtrace and %%adtrace, with the options of the command line."""
    from .cli.notebook import load

    load(shell)


def __dir__() -> list[str]:
    return sorted(__all__)
