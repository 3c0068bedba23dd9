"""What single rows of a sweep have to be warned of: lost digits, overflow, and zeros that should be none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...errors import AdtraceError
from ...graph.graph import Graph
from ...graph.naming import NodeNames
from ...graph.shapes import size
from ...limits import LIMITS
from ...records import OF_VALUE
from ...records.bounds import DOUBTED, VALUE, Bound
from ..births import Birth
from ..caution import Caution
from ..evaluate import evaluate
from ..mishaps import of_adjoints
from ..reverse import reverse
from ..trust.bounds import bounds
from ..trust.extended import Extended, Result, extended
from ..trust.judge import Judge
from ..trust.rows import row_bounds
from .bends import JUMP, KINK
from .careful import Careful, with_columns
from .setting import Setting, slope_name

OVERFLOW, UNDERFLOW, CANCELLATION = "overflow", "underflow", "cancellation"


class Doubts:
    """What was found in rows that were looked at.

    relative  of every result column that keeps few digits somewhere, the relative error in every row, else 0
    errors    of every result column, absolute and added up over the rows; `sizes`, the absolute numbers
    lost      in which rows numbers became too large or too small, by code; `places`, where in the first of them: a
              step, and what to say of it
    bends     the rows at kinks and at jumps, by code; of programs of arrays only
    """

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.relative: dict[str, Any] = {}
        self.errors: dict[str, Any] = {}
        self.sizes: dict[str, Any] = {}
        self.lost: dict[str, Any] = {}
        self.places: dict[str, tuple[int, str, str]] = {}
        self.bends: dict[str, list[int]] = {}

    def add_lost(self, code: str, rows: Any, node: str, place: str) -> None:
        """Take in rows in which numbers became too large or too small."""
        import numpy as np

        here = np.zeros(self.rows, bool)
        here[rows] = True
        if here.any():
            first = int(here.argmax())
            if code not in self.places or first < self.places[code][0]:
                self.places[code] = first, node, place
            self.lost[code] = here | self.lost.get(code, False)

    def add_births(self, caution: Caution, row: int | None = None) -> None:
        """Take in what was born in a sweep: of one row, or of columns."""
        for birth in caution.taken():
            if birth.warning.code in (OVERFLOW, UNDERFLOW):
                rows = slice(None) if birth.mask is True else birth.mask
                self.add_lost(birth.warning.code, rows if row is None else row, *_place(caution, birth))

    def add_relative(self, column: str, rows: Any, relative: Any) -> None:
        """Take in relative errors of rows."""
        import numpy as np

        every = self.relative.setdefault(column, np.zeros(self.rows))
        every[rows] = np.maximum(every[rows], relative)

    def add_error(self, column: str, error: Any, number: Any) -> None:
        """Take in the absolute errors of rows, added up, and the numbers that have them."""
        import numpy as np

        for sums, value in ((self.errors, error), (self.sizes, number)):
            sums[column] = sums.get(column, 0.0) + np.nan_to_num(value, posinf=np.inf)


def _place(caution: Caution, birth: Birth) -> tuple[str, str]:
    """The step where something was born, and what to say of it."""
    step = caution.step(birth.node)
    return caution.owner(birth.node), step if birth.of == OF_VALUE else f"the derivative of {step}"


def most_rows(careful: Careful) -> int:
    """How many rows are looked at; none of a program of too many operations."""
    graph = careful.setting.graph
    if len(graph) > LIMITS.trusted:
        return 0
    if careful.columns:
        return min(LIMITS.judged_rows, LIMITS.judged_work // len(graph))
    return max(1, min(LIMITS.judged_arrays, LIMITS.judged_elements // sum(map(size, graph.shapes))))


def doubts(careful: Careful, columns: Mapping[str, Any]) -> Doubts:
    """Look at these rows: all at once where the operations are elementwise, else one by one."""
    import numpy as np

    setting, rows = careful.setting, len(next(iter(columns.values())))
    graph, names = setting.graph, NodeNames(setting.built)
    columns = {name: columns[name] for name in setting.over}
    fixed = {graph.names[node]: value for node, value in careful.fixed.items()}
    found = Doubts(rows)
    with np.errstate(all="ignore"):
        if careful.columns:
            inputs = {**{name: np.full(rows, value) for name, value in fixed.items()}, **columns}
            _look_at_columns(found, setting, names, inputs)
            return found
        for row in range(rows):
            point = {name: column[row] if column.ndim > 1 else float(column[row]) for name, column in columns.items()}
            _look_at_row(found, setting, names, {**fixed, **point}, row)
    return found


def _look_at_columns(found: Doubts, setting: Setting, names: NodeNames, inputs: Mapping[str, Any]) -> None:
    """Look at all rows of a program of scalars."""
    import numpy as np

    graph = with_columns(setting.graph, found.rows)
    caution = Caution(graph, evaluate(graph, inputs), names)
    for output, sweep in _sweeps(found, setting, caution, inputs, np.ones(found.rows), None):
        for one in row_bounds(sweep, found.rows):
            column = _column(output, one.result)
            found.add_error(column, np.nansum(one.error), np.nansum(np.abs(one.number)))
            relative = one.relative()
            if (small := (relative > 0) & one.small).any():
                found.add_lost(UNDERFLOW, small, output, column)
            if (doubted := (relative > 0) & ~one.small).any():
                found.add_relative(column, doubted, relative[doubted])


def _look_at_row(found: Doubts, setting: Setting, names: NodeNames, inputs: Mapping[str, Any], row: int) -> None:
    """Look at one row, as a reverse run at this point does."""
    import numpy as np

    try:
        values = evaluate(setting.graph, inputs)
    except AdtraceError as error:
        raise setting.program.located(error) from None
    caution = Caution(setting.graph, values, names)
    judge = Judge(caution, inputs)
    for output, sweep in _sweeps(found, setting, caution, inputs, 1.0, row):
        for bound in bounds(sweep):
            column = _column(output, Result(bound.of, bound.name, 0))
            found.add_error(column, bound.error, np.abs(bound.number))
            for warning in judge.doubts_of(bound, column) if bound.relative > DOUBTED else ():
                if warning.code == CANCELLATION:
                    found.add_relative(column, row, _worst(bound))
                else:
                    found.add_lost(UNDERFLOW, row, output, column)


def _worst(bound: Bound) -> float:
    return max(lead.relative for lead in bound.leads)


def _sweeps(
    found: Doubts, setting: Setting, caution: Caution, inputs: Mapping[str, Any], seed: Any, row: int | None
) -> Iterator[tuple[str, Extended]]:
    """One sweep of each output with its name, after a look at the numbers on the way."""
    graph: Graph = caution.graph
    codes = {warning.code for warning in caution.warnings()}
    if row is not None:
        for code in codes & {KINK, JUMP}:
            found.bends.setdefault(code, []).append(row)
    for name, output in graph.outputs:
        seeds = {output: seed}
        for _ in of_adjoints(caution, reverse(graph, caution.values, seeds)):
            pass
        found.add_births(caution, row)
        sweep = extended(graph, inputs, "reverse", seeds, setting.wrt)
        # The values of the other outputs are judged in their own sweeps.
        mine = tuple([one for one in sweep.results if one.of != VALUE or one.name == name])
        yield name, sweep._replace(results=mine)


def _column(output: str, result: Result) -> str:
    """What the sweep calls a result."""
    return output if result.of == VALUE else slope_name(output, result.name)
