"""The compiled back end: a lowered program of scalars as loops over the rows, through Numba."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...errors import AdtraceError
from .lowering import SUMMED, Node
from .source import Source

CACHE = 1 << 19
"""Bytes that the places of a piece may take."""
FEWEST, MOST = 4096, 16384
"""Rows of a piece."""


class Compiled:
    """A program's loops, compiled. Several threads may run them at a time.

    rows  the most rows of a piece
    idle  memory for places, of runs that have ended
    """

    def __init__(self, nodes: Sequence[Node], wanted: Sequence[int]) -> None:
        import numpy as np

        from .cache import loop

        source = Source(nodes, wanted)
        self.inputs = source.inputs
        self.constants = np.array([nodes[node].value for node in source.known], dtype=np.float64)
        self.places = len(source.places)
        # No power of two: places that lie so far apart drive each other out of the cache.
        self.rows = max(FEWEST, min(MOST, CACHE // (8 * max(self.places, 1)))) // 64 * 64 + 72
        self.idle: list[Any] = []
        self.is_sum = [nodes[node].level == SUMMED for node in wanted]
        # Registers of a piece: inputs, then constants, then places.
        first = len(source.swept) + len(source.known)
        registers = {node: place for place, node in enumerate([*source.swept, *source.known])}
        registers |= {node: first + place for node, place in source.places.items()}
        self.calls = [
            [
                (getattr(np, str(nodes[node].function)), [registers[arg] for arg in nodes[node].args], registers[node])
                for node in calls
            ]
            for calls in source.calls
        ]
        self.loop = loop(source.text)

    def run(self, columns: Mapping[str, Any], results: Sequence[Any], rows: int) -> tuple[Any, bool]:
        """Fill the results, columns or one sum each, which is added to.

        Returns the mask of the rows in which some value is nan, and whether a column has one that is not finite.
        """
        import numpy as np

        bad, wild = np.empty(rows, dtype=np.bool_), np.zeros(1)
        inputs = [np.ascontiguousarray(columns[name]) for name in self.inputs]
        try:
            memory = self.idle.pop()
        except IndexError:
            memory = np.empty(self.places * self.rows)
        with np.errstate(all="ignore"):
            for start in range(0, rows, self.rows):
                piece = slice(start, min(start + self.rows, rows))
                size = piece.stop - start
                places = memory[: self.places * size].reshape(self.places, size)
                parts = [column[piece] for column in inputs]
                arguments = (
                    *parts,
                    self.constants,
                    places,
                    *[result if is_sum else result[piece] for result, is_sum in zip(results, self.is_sum, strict=True)],
                    wild,
                    bad[piece],
                )
                self.loop(0, *arguments)
                registers = [*parts, *self.constants, *places]
                for phase, calls in enumerate(self.calls, 1):
                    for function, args, node in calls:
                        function(*[registers[arg] for arg in args], out=registers[node])
                    self.loop(phase, *arguments)
        self.idle.append(memory)
        return bad, bool(wild[0])


def check_numba() -> None:
    """Raise AdtraceError where Numba is not installed."""
    from importlib.util import find_spec

    if find_spec("numba") is None:
        raise AdtraceError("the compiled back end needs Numba", hint="pip install 'adtrace[numba]'")
