"""One row of a sweep, run by itself: what a reverse run at that point warns of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...graph.naming import NodeNames
from ...records import Warning
from ..caution import Caution
from ..evaluate import evaluate
from ..mishaps import of_adjoints
from ..reverse import reverse
from .careful import Careful


def told(careful: Careful, point: Mapping[str, Any], codes: tuple[str, ...]) -> str:
    """What the run at a point says first under one of these codes, the first of them before the others; else ""."""
    import numpy as np

    with np.errstate(all="ignore"):
        found = [warning for warning in _warnings(careful, point) if warning.code in codes]
    return min(found, key=lambda warning: codes.index(warning.code)).message if found else ""


def _warnings(careful: Careful, point: Mapping[str, Any]) -> Iterator[Warning]:
    """The warnings about the values, then those about the adjoints."""
    setting = careful.setting
    graph = setting.graph
    inputs = {**{graph.names[node]: value for node, value in careful.fixed.items()}, **point}
    values = evaluate(graph, {name: value for name, value in inputs.items() if name in setting.built.values})
    caution = Caution(graph, values, NodeNames(setting.built))
    yield from caution.warnings()
    for _, output in graph.outputs:
        yield from of_adjoints(caution, reverse(graph, values, {output: 1.0}))
