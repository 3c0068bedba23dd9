"""What each way to a Jacobian costs: the counts that traces print, for all modes beside one another."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import LimitError
from ..records.counted import ELIMINATION, FORWARD, REVERSE, Counted, Way
from .cost import components, evaluated
from .elimination.eliminate import counts
from .run import Run
from .sparsity.colouring import column_groups, row_groups
from .sparsity.structure import jacobian_pattern


def counted(run: Run, wrt: Sequence[str] = ()) -> Counted:
    """The report on a program; it needs no point where all shapes are known. Raises AdtraceError for unknown names."""
    graph, found = run.graph, run.recorder.reached
    n = components(graph, run.wanted(wrt))
    m = components(graph, [node for _, node in graph.outputs])
    each, ways, missing = found.operations, list[Way](), ""
    ways += [Way(FORWARD, n * each, n, each), Way(REVERSE, m * each, m, each)]
    try:
        pattern = jacobian_pattern(run, wrt)
        for kind, groups, plain in ((FORWARD, column_groups(pattern), n), (REVERSE, row_groups(pattern), m)):
            if (fewer := len(groups.members)) < plain:
                ways.append(Way(kind, fewer * each, fewer, each, shared=True))
        ways += [Way(ELIMINATION, one.multiplications, order=order) for order, one in counts(run, wrt).items()]
    except LimitError as error:
        missing = error.message
    return Counted(run.value(), n, m, evaluated(graph, found.nodes), each, tuple(ways), missing)
