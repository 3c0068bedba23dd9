"""The public functions that judge what somebody else worked out: claims and identities."""

from __future__ import annotations

from collections.abc import Sequence

from .api import Point, _names
from .errors import AdtraceError
from .graph.build import constant
from .lang.parser import parse
from .lang.points import as_values
from .records.claims import ClaimReport
from .records.identities import Comparison


def check(
    text: str,
    at: Point | None = None,
    *,
    claims: str | Sequence[str] = (),
    of: str | Sequence[str] = (),
    share: bool = False,
    hold: str | Sequence[str] = (),
    trials: int = 100,
    random_seed: int = 0,
) -> ClaimReport:
    """Judge claims such as "d/dx = 2*x", at the given point and at many random ones.

    claims       what somebody worked out, in order: "d/dx = ...", "dL/dW = outer(bar(z), x)", "z = ..."
    at           values of inputs: scalars need none, arrays take their shapes from theirs
    hold         inputs that stay as they are given
    trials       how many random points, from the seed `random_seed`
    Raises AdtraceError for what cannot be read. The other parameters are those of `evaluate`.

    >>> report = check("sum(x^2)", {"x": [1, -2, 3]}, claims=["d/dx = 2*x", "d/dx = x^2"])
    >>> report.ok, [claim.verdict for claim in report.claims]
    (False, ['agrees', 'refuted'])
    >>> report.claims[1].counter.numbers
    (4.0, -4.0)
    """
    if not claims:
        raise AdtraceError("there is nothing to check", hint='give claims=["d/dx = FORMULA"]')
    from .checks.claims.claims import check_claims

    return check_claims(
        parse(text), as_values(at, constant), _names(claims), of=_names(of), share=share, hold=_names(hold),
        trials=trials, seed=random_seed,
    )[0]


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

    return compare_programs(
        parse(a), parse(b), as_values(at, constant), hold=_names(hold), trials=trials, seed=random_seed
    )[0]
