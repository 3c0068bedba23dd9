"""The public functions that take a closer look at a program at a point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .api import Point, _names, _seeds
from .errors import AdtraceError, LimitError
from .graph.build import constant
from .lang.parser import parse
from .lang.points import as_values
from .lang.uncertain import fitted, separated
from .records.audit import Audit
from .records.sensitivity import Sensitivity
from .sweeps.run import Run


def audit(
    text: str,
    at: Point | None = None,
    *,
    over: Mapping[str, Sequence[float]] | None = None,
    of: str | Sequence[str] = (),
    only: str | Sequence[str] = (),
) -> Audit:
    """How many digits of value and gradient are right, where the others are lost, and what to write instead.

    over  one input with its values, ascending: the audit is then along them, and its point the worst
    only  names of remedies to apply, whether they help here or not
    Raises AdtraceError. With mpmath installed numbers are compared in many digits, else by their rounding bounds.

    >>> found = audit("1/(1+exp(-a*x))", {"x": -1000, "a": 1})
    >>> found.rewritten, found.applied
    ('sigmoid(a*x)', ('sigmoid',))
    >>> [reading.number == 0 for reading in found.result]
    [True, True, True]
    """
    from .checks.audit.audit import audit as look
    from .checks.audit.range import MOST_POINTS, Swept

    swept = None
    if over is not None:
        if len(over) != 1:
            raise AdtraceError("over takes one input and its values", hint="give the others a value with at")
        ((name, points),) = over.items()
        if len(points) > MOST_POINTS:
            raise LimitError(f"over has {len(points)} points", hint=f"the limit is {MOST_POINTS} in an audit")
        swept = Swept(name, tuple(map(float, points)))
    return look(parse(text), as_values(at, constant), _names(of), _names(only), swept)[0]


def sensitivity(
    text: str,
    at: Point,
    *,
    uncertainty: Point | None = None,
    seed: Point | Sequence[Point] | None = None,
    wrt: str | Sequence[str] = (),
    of: str | Sequence[str] = (),
    share: bool = False,
) -> Sensitivity:
    """How the outputs react to the inputs: condition numbers, uncertainties, stuck activations, strongest paths.

    at           values of the inputs; a text may have an uncertainty, "2±0.1" or "2±1%"
    uncertainty  how far values may be off, by name: numbers, or arrays of the values' shapes
    Raises AdtraceError. The other parameters are those of `reverse`. A trace shows the result as an addendum:
    `render(trace._replace(addenda={"sensitivity": found}))`.

    >>> found = sensitivity("x^3*a", {"x": 2, "a": "1±1%"}, uncertainty={"x": 0.1})
    >>> [(one.name, one.ratio) for one in found.responses[0].conditions]
    [('x', 3.0), ('a', 1.0)]
    >>> round(found.responses[0].total.worst, 6)
    1.28
    >>> sensitivity("relu(x)", {"x": -1}).stuck[0].kind
    'dead'
    """
    values, found = separated(as_values(at, constant, with_uncertainty=True))
    run = Run(parse(text), values, of=_names(of), share=share)
    if run.values is None:
        raise AdtraceError("sensitivity looks at numbers", hint="give every input a value")
    for name, deviation in as_values(uncertainty, constant).items():
        known = {**values, **run.built.values}
        if name not in known:
            hint = f"the inputs are {', '.join(run.built.values)}"
            raise AdtraceError(f"{name} has an uncertainty, but is no input", hint=hint)
        found[name] = fitted(name, deviation, known[name])
    run.uncertainty = found
    from .sweeps.sensitivity.look import sensitivity as look

    return look(run, run.reverse(_seeds(seed), _names(wrt)))
