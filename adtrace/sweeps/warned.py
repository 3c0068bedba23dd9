"""The warnings of a run, put together: of its values, then of its sweeps, each with where it came from."""

from __future__ import annotations

from collections.abc import Sequence

from ..records import Warning, merged
from .births import Swept
from .caution import Caution
from .evaluate import quiet


def warned(
    cautions: Sequence[Caution], warnings: Sequence[Warning], swept: Sequence[Swept], *, slopes: bool
) -> tuple[Warning, ...]:
    """Every warning once.

    cautions  what looks through the values; of several, which sweeps with slopes of their own at kinks have, each has
              warnings of its own, but the values are the same, and so is what was born in them
    warnings  what the sweeps gave warning of, and `swept`, the sweeps with what was born in them
    slopes    whether to warn of what concerns derivatives only
    """
    with quiet(cautions[0].graph):
        return merged(_found(cautions, warnings, swept, slopes=slopes))


def _found(
    cautions: Sequence[Caution], warnings: Sequence[Warning], swept: Sequence[Swept], *, slopes: bool
) -> list[Warning]:
    """The warnings with their origins."""
    first, *others = cautions
    found, births = list(first.warnings(slopes=slopes)), first.taken()
    for caution in others:
        found += caution.warnings(slopes=slopes)
        caution.taken()
    found += warnings
    if births or any(one.births for one in swept):
        from .provenance import told

        origins = told(first, births, swept)
        found = [warning._replace(origins=origins.get(warning, ())) for warning in found]
    return [warning for warning in found if not is_harmless(warning)]


def is_harmless(warning: Warning) -> bool:
    """Whether all it tells of is a 0 where digits cancel that nothing else was spoilt by: in 1 + (1 - cos(x))."""
    return warning.code == "cancellation" and bool(warning.origins) and not any(
        len(origin.path) > 1 or origin.poisoned or origin.small or not origin.followed for origin in warning.origins
    )
