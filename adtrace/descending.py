"""The public function that trains: gradient descent by the sweeps of `reverse`."""

from __future__ import annotations

from .api import Names, Point, _names
from .checks.remedies.hints import hinting
from .graph.build import constant
from .lang.parser import parse
from .lang.points import as_values
from .records.descent import Descent, Settings


def descend(
    text: str,
    at: Point,
    *,
    wrt: Names = (),
    hold: Names = (),
    over: Names = (),
    of: Names = (),
    rate: float = 0.1,
    steps: int = 50,
    momentum: float = 0.0,
    nesterov: bool = False,
    line_search: bool = False,
    tolerance: float = 0.0,
    batch: int | None = None,
    seed: int = 0,
    share: bool = False,
) -> Descent:
    """Gradient descent from a point: theta <- theta - rate*gradient, again and again.

    wrt    the inputs to train; by default all but those in `hold` and `over`
    hold   inputs that stay as they are: the data
    over   data of which each step takes `batch` rows, in every epoch each row once, in an order that `seed` decides
    rate   of a step; with `line_search` it is halved in every step until the loss falls enough (Armijo's rule)
    momentum   share of the last step in the next (heavy ball); with `nesterov`, of Nesterov's kind
    tolerance  of the gradient's norm, at which the descent ends
    Raises AdtraceError for what cannot be descended. A loss or gradient that is not finite ends the descent: `failure`.

    >>> found = descend("(x - 1)^2", {"x": 5}, rate=0.25, steps=3)
    >>> [(one.theta["x"], one.loss) for one in found.iterates]
    [(5.0, 16.0), (3.0, 4.0), (2.0, 1.0), (1.5, 0.25)]
    >>> found.theta, found.loss, found.stop
    ({'x': 1.5}, 0.25, 'steps')
    """
    from .sweeps.descent.descend import descend as walk
    from .sweeps.descent.objective import Objective

    objective = Objective(
        parse(text), as_values(at, constant), of=_names(of), share=share, wrt=_names(wrt), hold=_names(hold),
        over=_names(over), finish=hinting,
    )
    return walk(objective, Settings(rate, steps, momentum, nesterov, line_search, tolerance, batch or 0, seed))
