"""A program made ready to be run on blocks of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from ...errors import AdtraceError
from ...graph.build import constant
from ...lang.columns import Program
from ...lang.points import as_values
from ...records import Shape, Warning
from .careful import Careful
from .compiled import check_numba
from .fast import Fast, FastLoop, cut
from .lowered import keyed, lowered, parsed
from .source import lacking

BACKENDS = ("numpy", "numba")


class Kernel:
    """A program made ready to be run on blocks of rows. Picklable: another process builds it again from the text.

    over     names that vary from row to row, with the shape of one row's value
    at       values of the other inputs
    wrt      inputs of the gradient, all by default
    of       names of the outputs, instead of the last statement
    total    whether value and gradient are summed over the rows
    backend  "numpy" or "numba"
    Raises AdtraceError: unknown names, shapes that do not fit, a value that is missing.

    outputs  names of the outputs
    results  result columns in order, every output ("y") and then its gradient ("dy/dx"), with the shape of one row
    rows     rows of a block that fits the cache; a block may have any number
    unused   names that were given a value and are not used
    warnings that the program could not be compiled
    """

    def __init__(
        self,
        program: Program,
        over: Mapping[str, Shape],
        at: Mapping[str, Any],
        *,
        wrt: Sequence[str] = (),
        of: Sequence[str] = (),
        total: bool = False,
        backend: str = "numpy",
    ) -> None:
        if backend not in BACKENDS:
            raise AdtraceError(f"there is no back end {backend}", hint=f"choose {' or '.join(BACKENDS)}")
        given = as_values(at, constant)
        # A scalar goes into the key by its bits: -0.0 is equal to 0.0.
        key = tuple([(name, getattr(value, "shape", None) or value.hex()) for name, value in given.items()])
        self.lowered = lowered(program, keyed(over), key, tuple(wrt), tuple(of), total)
        self.setting = self.lowered.setting
        read = self.setting.program  # As it is read at these values, whatever language it was written in.
        self._given = (read.text, read.where, dict(over), dict(at), tuple(wrt), tuple(of), total, backend)
        self.outputs: tuple[str, ...] = tuple([name for name, _ in self.setting.graph.outputs])
        names = self.setting.graph.names
        fixed = {node: given.get(names[node], value) for node, value in self.setting.fixed.items()}
        self.careful = Careful(self.setting, fixed)
        self.warnings: tuple[Warning, ...] = ()
        self.fast = self._compiled(fixed) if backend == "numba" else Fast(self.lowered, fixed)
        self.total = total
        self.results: Mapping[str, Shape] = self.setting.results
        self.unused = self.setting.unused
        self.rows = self.lowered.rows

    def _compiled(self, fixed: Mapping[int, Any]) -> Fast:
        """The compiled back end, or NumPy with a warning where it cannot be had."""
        check_numba()
        reason = lacking(self.lowered.nodes, list(self.lowered.results.values()))
        if not reason:
            return FastLoop(self.lowered, fixed)
        message = f"this program runs without Numba: {reason}"
        self.warnings = (Warning("backend", self.outputs[0], message, "it gives the same numbers, more slowly"),)
        return Fast(self.lowered, fixed)

    def __reduce__(self) -> Any:
        return _rebuilt, self._given

    def __call__(self, block: Mapping[str, Any], out: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Every result column of a block, (rows, *shape) each; with total, what the block adds to the totals.

        block  a float64 array (rows, *shape) for every name of `over`
        out    arrays to put the result columns in, by name; new ones are made otherwise
        """
        import numpy as np

        if self.total:
            return self._added(block)
        rows = len(next(iter(block.values())))
        results = out or {name: np.empty((rows, *shape)) for name, shape in self.results.items()}
        self.fill(block, results)
        return dict(results)

    def fill(self, block: Mapping[str, Any], results: Mapping[str, Any]) -> bool:
        """Fill the result columns of a block, and return whether one of them may have a nan or an infinite number."""
        import numpy as np

        columns = {name: block[name] for name in self.setting.over}
        rows = len(next(iter(block.values())))
        careful, unbounded = None, True
        if self.fast.sound:
            # A ValueError is a position that is out of range: the careful path says where in the text.
            with suppress(ValueError):
                careful, unbounded = self.fast.fill(columns, results, rows)
        if careful is None:
            careful = np.arange(rows)
        if len(careful):
            for name, column in self.careful(cut(columns, careful), len(careful)).items():
                results[name][careful] = column
        return unbounded or bool(len(careful))

    def finish(self, totals: Mapping[str, Any]) -> dict[str, Any]:
        """The results, from what all blocks added up to (total only)."""
        if not self.fast.sound:
            return dict(totals)
        swept = self.fast.finish(totals)
        return {name: value if name in self.lowered.cuts else value + totals[name] for name, value in swept.items()}

    def _added(self, block: Mapping[str, Any]) -> dict[str, Any]:
        """What a block adds to the totals: sums on the way, and the results themselves of rows swept with care."""
        import numpy as np

        columns = {name: block[name] for name in self.setting.over}
        rows = len(next(iter(block.values())))
        totals: dict[str, Any] = {name: np.zeros(shape) for name, shape in self.results.items()}
        careful = np.arange(rows)
        if self.fast.sound:
            totals |= self.lowered.nothing()
            with suppress(ValueError):
                careful = self.fast.add(columns, rows, totals)
        if len(careful):
            with np.errstate(all="ignore"):
                for name, column in self.careful(cut(columns, careful), len(careful)).items():
                    totals[name] = totals[name] + column.sum(axis=0)
        return totals


def _rebuilt(
    text: str,
    where: str,
    over: Mapping[str, Shape],
    at: Mapping[str, Any],
    wrt: Sequence[str],
    of: Sequence[str],
    total: bool,
    backend: str,
) -> Kernel:
    """The kernel of a text: what is sent to another process."""
    return Kernel(parsed(text, where), over, at, wrt=wrt, of=of, total=total, backend=backend)
