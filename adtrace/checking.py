"""The public functions that judge what somebody worked out: claims, tables, identities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .api import Point, _names, _seeds
from .errors import FIRST, SECOND, AdtraceError, in_expression
from .graph.build import constant
from .lang.parser import parse
from .lang.points import as_values
from .records.claims import ClaimReport
from .records.crosscheck import CrossCheck
from .records.identities import Comparison
from .records.kinks import LEAST_NORM
from .records.worked import WorkedReport
from .sweeps.run import Run


def check(
    text: str,
    at: Point | None = None,
    *,
    claims: str | Sequence[str] = (),
    table: str | Mapping[str, Any] | None = None,
    against: str | Sequence[str] = (),
    of: str | Sequence[str] = (),
    share: bool = False,
    seed: Point | None = None,
    hold: str | Sequence[str] = (),
    trials: int = 100,
    random_seed: int = 0,
    at_kink: str = LEAST_NORM,
) -> ClaimReport | WorkedReport | CrossCheck:
    """Judge claims or a table worked by hand; without either, every way to the gradient against the others.

    claims       what somebody worked out, in order: "d/dx = ...", "dL/dW = outer(bar(z), x)", "z = ..."
    table        the text of a worked table, in lines such as "w3 = -2", or its numbers by name; `seed`, the direction
                 or cotangent of its derivatives, where that is not a unit one
    against      frameworks whose gradient is compared, too: "torch", "jax"
    at           values of inputs; claims on scalars need none, on arrays they take their shapes from theirs
    hold         inputs that stay as they are given, for claims
    trials       how many random points, from the seed `random_seed`, for claims
    at_kink      the slope at kinks, of what is not a claim (see `forward`)
    Returns a report: `ok` says whether nothing is wrong. Raises AdtraceError for what cannot be read. The other
    parameters are those of `evaluate`.

    >>> report = check("sum(x^2)", {"x": [1, -2, 3]}, claims=["d/dx = 2*x", "d/dx = x^2"])
    >>> report.ok, [claim.verdict for claim in report.claims]
    (False, ['agrees', 'refuted'])
    >>> report.claims[1].counter.numbers
    (4.0, -4.0)
    >>> worked = check("1/(1+exp(-a*x))", {"x": 2, "a": 1}, table={"w4": 1.1353, "w4_bar": 0.7758, "x_bar": -0.105})
    >>> [one.verdict for one in worked.judged], worked.first_wrong.mistake
    (['rounding', 'wrong', 'carried'], 'the minus sign of dy/dw4 = -1/w4^2 is lost')
    >>> check("x1*x2 + sin(x1)", {"x1": 2, "x2": 3}).ok
    True
    """
    if claims and table is not None:
        raise AdtraceError("claims and a table are two checks", hint="give one of them")
    values, names = as_values(at, constant), {"of": _names(of), "share": share}
    if claims and at_kink != LEAST_NORM:
        raise AdtraceError("claims are judged at kinks with every slope", hint="leave out at_kink")
    if claims:
        from .checks.claims.claims import check_claims

        points = {"hold": _names(hold), "trials": trials, "seed": random_seed}
        return check_claims(parse(text), values, _names(claims), **names, **points)[0]  # type: ignore[arg-type]
    run = Run(parse(text), values, **names, at_kink=at_kink).toward()  # type: ignore[arg-type]
    if table is not None:
        from .checks.worked.answer import judged_text

        lines = table if isinstance(table, str) else "\n".join(f"{name} = {_written(table[name])}" for name in table)
        return judged_text(run, lines, "", _seeds(seed))
    from .checks.cross.crosscheck import cross_check

    return cross_check(run, (), _names(against), random_seed=random_seed)


def _written(number: Any) -> str:
    """A number or an array as a line of a table has it."""
    return str(number.tolist() if hasattr(number, "tolist") else number)


def same(
    a: str,
    b: str,
    at: Point | None = None,
    *,
    hold: str | Sequence[str] = (),
    trials: int = 100,
    random_seed: int = 0,
) -> Comparison:
    """Compare the values and all derivatives of two expressions or programs at many points.

    The parameters are those of `check`. Raises AdtraceError.

    >>> same("sigmoid(x)", "(tanh(x/2) + 1)/2").ok
    True
    >>> found = same("sigmoid(x)", "(tanh(x/2) - 1)/2")
    >>> found.ok, found.what, found.counter.point, found.counter.numbers
    (False, '', {'x': 0.0}, (0.5, -0.5))
    """
    from .checks.claims.identities import compare_programs

    with in_expression(FIRST):
        left = parse(a)
    with in_expression(SECOND):
        right = parse(b)
    values = as_values(at, constant)
    return compare_programs(left, right, values, hold=_names(hold), trials=trials, seed=random_seed)[0]
