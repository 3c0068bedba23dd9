"""The fast path: a lowered program, run on whole blocks by NumPy or by a compiled loop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .body import Piece
from .compiled import Compiled
from .lowered import Lowered, has_nan
from .tally import are_finite


class Fast:
    """A lowered program with the values of the inputs that are the same for all rows.

    sound  False where one of these makes a nan, or the way from the sums to the results does: then every row takes the
           careful path
    """

    def __init__(self, lowered: Lowered, fixed: Mapping[int, Any]) -> None:
        import numpy as np

        self.lowered, self.plan = lowered, lowered.plan
        self.known = lowered.before(fixed)
        self.registers = {node: np.asarray(self.known[node]) for node in self.plan.fixed}
        self.registers |= {node: np.asarray(self.known[c] != 0) for node, c in self.plan.choices.items()}
        self.sound = self._is_sound(fixed)

    def fill(self, columns: Mapping[str, Any], results: Mapping[str, Any], rows: int) -> tuple[Any, bool]:
        """Fill the result columns of a block.

        Returns the numbers of the rows in which some value is nan, and whether there may be infinite ones.
        """
        places: dict[int, Any] = {}
        copied = []
        for name, node in self.lowered.results.items():
            if node in self.plan.places and node not in places:
                places[node] = results[name]
            else:
                copied.append((results[name], node))
        doubtful = []
        unbounded = []

        def done(piece: Piece) -> None:
            for column, node in copied:
                column[piece.rows] = piece.registers[node]
            if piece.doubtful:
                doubtful.append(piece.rows)
            if piece.unbounded:
                unbounded.append(piece.rows)

        self.lowered.body.run(columns, self.registers, places, rows, done)
        return joined([self._undefined(columns, piece) for piece in doubtful]), bool(unbounded)

    def add(self, columns: Mapping[str, Any], rows: int, totals: dict[str, Any]) -> Any:
        """Add the sums over a block's rows to the totals, but for rows with a nan. Returns the numbers of those."""
        import numpy as np

        left_out = []
        for piece in self._add(columns, rows, totals, doubts=True):
            undefined = self._undefined(columns, piece)
            clean = np.setdiff1d(np.arange(piece.start, piece.stop), undefined)
            self._add(cut(columns, clean), len(clean), totals, doubts=False)
            left_out.append(undefined)
        return joined(left_out)

    def _add(self, columns: Mapping[str, Any], rows: int, totals: dict[str, Any], *, doubts: bool) -> list[slice]:
        """Add the sums over the rows. With doubts, leave out and return the pieces in which a nan may be."""
        doubtful = []

        def done(piece: Piece) -> None:
            if piece.doubtful and doubts:
                doubtful.append(piece.rows)
                return
            for name, node in self.lowered.cuts.items():
                totals[name] = totals[name] + piece.registers[node]

        self.lowered.body.run(columns, self.registers, {}, rows, done)
        return doubtful

    def _undefined(self, columns: Mapping[str, Any], piece: slice) -> Any:
        """The numbers of the rows of a piece in which some value is nan."""
        import numpy as np

        part = cut(columns, piece)
        return piece.start + np.flatnonzero(self.lowered.body.undefined(part, self.registers, piece.stop - piece.start))

    def finish(self, totals: Mapping[str, Any]) -> dict[str, Any]:
        """The results, from the sums over all rows."""
        return self.lowered.after(self.known, totals)

    def _is_sound(self, fixed: Mapping[int, Any]) -> bool:
        lowered = self.lowered
        if lowered.undefined:
            return False
        values = [*fixed.values(), *[self.known[node] for node in lowered.born]]
        if are_finite(values) and (lowered.scales or not lowered.total):
            return True
        if any(map(has_nan, values)):
            return False
        ones = {name: zeros + 1 for name, zeros in lowered.nothing().items()}
        return not lowered.total or are_finite(self.finish(ones).values())


class FastLoop(Fast):
    """The same through a compiled loop."""

    def __init__(self, lowered: Lowered, fixed: Mapping[int, Any]) -> None:
        super().__init__(lowered, fixed)
        self.wanted = list(lowered.cuts.values() if lowered.total else lowered.results.values())
        self.compiled = Compiled(lowered.nodes, self.wanted)

    def fill(self, columns: Mapping[str, Any], results: Mapping[str, Any], rows: int) -> tuple[Any, bool]:
        """Fill the result columns of a block, as `Fast` does."""
        import numpy as np

        undefined, wild = self.compiled.run(columns, [results[name] for name in self.lowered.results], rows)
        return np.flatnonzero(undefined), wild

    def add(self, columns: Mapping[str, Any], rows: int, totals: dict[str, Any]) -> Any:
        """Add the sums over a block's rows to the totals, but for rows with a nan. Returns the numbers of those."""
        import numpy as np

        sums = [np.zeros(1) for _ in self.wanted]
        undefined = np.flatnonzero(self.compiled.run(columns, sums, rows)[0])
        for name, value in zip(self.lowered.cuts, sums, strict=True):
            totals[name] = totals[name] + value[0]
        return undefined


def cut(columns: Mapping[str, Any], rows: Any) -> dict[str, Any]:
    """These rows of every column."""
    return {name: column[rows] for name, column in columns.items()}


def joined(parts: Sequence[Any]) -> Any:
    """Row numbers put together."""
    import numpy as np

    return np.concatenate(parts) if parts else np.empty(0, dtype=np.intp)
