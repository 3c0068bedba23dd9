"""The public function that puts two traces beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from .api import Point, _names, _seeds
from .errors import FIRST, SECOND, AdtraceError, in_expression
from .graph.build import constant
from .lang.parser import parse
from .lang.points import as_values
from .records.diff import Diff


def diff(
    a: str,
    b: str | None = None,
    at: Point | None = None,
    *,
    to: Point | None = None,
    mode: str = "reverse",
    seed: Point | Sequence[Point] | None = None,
    of: str | Sequence[str] = (),
) -> Diff:
    """Two programs at one point, or one program at two points: where they part, step by step.

    a, b   the programs; without `b`, `a` at the point `at` and where the values of `to` are others
    mode   "reverse" compares adjoints, "forward" tangents, "value" neither
    seed   a cotangent or a direction, or several, by the names of either program
    of     names of the outputs, instead of the last statement
    Returns a diff: `agrees` says whether both have the same values and derivatives. Raises AdtraceError.

    >>> found = diff("1/(1+exp(-a*x))", "sigmoid(a*x)", {"x": 2, "a": 1})
    >>> found.agrees, len(found.pairs)
    (True, 8)
    >>> found = diff("t = x*y; t + sin(x)", "t = x + y; t + sin(x)", {"x": 2, "y": 3})
    >>> left, right = found.steps_of(found.pairs[found.parted])
    >>> left.name, left.value, right.value
    ('t', 6.0, 5.0)
    >>> found = diff("x^2", at={"x": 3}, to={"x": 4})
    >>> found.outputs[0].value.left, found.outputs[0].value.right, found.predicted
    (9.0, 16.0, {'y': 6.0})
    """
    from .checks.diff.ends import MODES
    from .checks.diff.traces import diff_points, diff_programs

    if (b is None) == (to is None):
        raise AdtraceError("a diff takes two programs, or one and a second point", hint="give b or to")
    if mode not in MODES:
        raise AdtraceError(f"unknown mode {mode}", hint=f"the modes are {', '.join(MODES)}")
    values, seeds, outputs = as_values(at, constant), _seeds(seed), _names(of)
    if b is None:
        return diff_points(parse(a), values, as_values(to, constant), mode=mode, seeds=seeds, of=outputs)[0]
    with in_expression(FIRST):
        left = parse(a)
    with in_expression(SECOND):
        right = parse(b)
    return diff_programs(left, right, values, mode=mode, seeds=seeds, of=outputs)[0]
