"""The public function that writes a program in another language."""

from __future__ import annotations

from collections.abc import Sequence

from .api import Names, Point, _names, _seeds
from .graph.build import constant
from .lang.parser import parse
from .lang.points import as_values
from .sweeps.exported import exported
from .sweeps.run import Run
from .views import code


def export(
    text: str, to: str = "numpy", at: Point | None = None, *, mode: str = "reverse", wrt: Names = (),
    seed: Point | Sequence[Point] | None = None, of: Names = (), share: bool = False, name: str = "f",
    ieee: bool = False, test: bool = True, standalone: bool = False,
) -> str:
    """A program with its derivative as code that runs on its own.

    to    what to write: "numpy", "python", "jax", "torch", "casadi" ... (`adtrace export --help` lists them)
    at    values of its inputs, for their shapes and the self-test; without any, inputs are scalars
    mode  "reverse" or "forward", or "value" for no derivative
    seed  directions or cotangents, where these are no unit seeds
    name  what the function is called
    ieee  whether infinite and undefined numbers are those of the trace, at every point
    test  whether the code tests itself at the point when it is run
    standalone  whether LaTeX is a whole document
    Raises AdtraceError. The other parameters are those of `reverse`.

    >>> export("sin(x)*x", "numpy", mode="value").splitlines()[-3:]
    ['    x = np.float64(x)', '    y = np.sin(x)*x', '    return y']
    """
    run = Run(parse(text), as_values(at, constant), of=_names(of), share=share)
    found = exported(run, mode, _names(wrt), _seeds(seed), name, ieee=ieee, test=test)
    return code.by_name(to).render(found._replace(standalone=standalone))
