"""Running a plan on blocks, piece by piece: buffers of its own for every run, and an eye on where a nan was born."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ...named import Record
from .plan import Plan


class Piece(Record):
    """A piece that has been run.

    rows       its place in the block
    registers  with the values of its nodes, until the next piece is run
    doubtful   whether a nan may have been born in it
    unbounded  whether an infinite number may have been
    """

    rows: slice
    registers: list[Any]
    doubtful: bool
    unbounded: bool


Done = Callable[[Piece], None]


class Body:
    """A plan that can be run, by several threads at a time.

    rows  the most rows of a piece
    idle  registers with the buffers of runs that have ended, for the next: fresh memory costs more than filling it
    """

    def __init__(self, plan: Plan, rows: int) -> None:
        self.plan, self.rows = plan, rows
        self.idle: list[list[Any]] = []

    def run(
        self,
        columns: Mapping[str, Any],
        fixed: Mapping[int, Any],
        places: Mapping[int, Any],
        rows: int,
        done: Done,
    ) -> None:
        """Run the plan on a block.

        fixed   registers of what is the same for all rows
        places  columns for results, by the register that fills them
        done    called for every piece, in order
        """
        import numpy as np

        inputs = [(node, columns[name]) for name, node in self.plan.inputs.items()]
        flags: list[str] = []
        smallest = np.minimum.reduce
        catching = np.errstate(all="call", under="ignore", call=lambda kind, flag: flags.append(kind))
        with catching, self._buffers() as buffers:
            for start in range(0, rows, self.rows):
                piece = slice(start, min(start + self.rows, rows))
                registers = self._registers(buffers, fixed, piece.stop - start)
                for node, column in inputs:
                    registers[node] = column[piece]
                for node, column in places.items():
                    registers[node] = column[piece]
                nan = any(isnan(smallest(registers[tested], axis=None)) for tested in self.plan.tested)
                for arity, function, args, a, b, node, tested in self.plan.steps:
                    if arity == 2:
                        function(registers[a], registers[b], registers[node])
                    elif arity == 1:
                        function(registers[a], registers[node])
                    elif arity:
                        function(*[registers[arg] for arg in args], registers[node])
                    else:
                        registers[node] = function(piece.stop - start, *[registers[arg] for arg in args])
                    if tested and not nan:
                        nan = isnan(smallest(registers[node], axis=None))
                invalid = [kind for kind in flags if kind.startswith("invalid")]
                done(Piece(piece, registers, nan or bool(invalid), len(invalid) < len(flags)))
                flags.clear()

    def undefined(self, columns: Mapping[str, Any], fixed: Mapping[int, Any], rows: int) -> Any:
        """Run the plan on one piece and return a mask: the rows in which some value is nan."""
        import numpy as np

        mask = np.zeros(rows, dtype=bool)
        with np.errstate(all="ignore"), self._buffers() as buffers:
            registers = self._registers(buffers, fixed, rows)
            for name, node in self.plan.inputs.items():
                registers[node] = columns[name]
                note(mask, columns[name])
            for node, shape in self.plan.places.items():
                registers[node] = np.empty((rows, *shape))
            for arity, function, args, _, _, node, _ in self.plan.steps:
                operands = [registers[arg] for arg in args]
                if arity:
                    function(*operands, registers[node])
                else:
                    registers[node] = function(rows, *operands)
                if node in self.plan.watched:
                    note(mask, registers[node])
        return mask

    @contextmanager
    def _buffers(self) -> Iterator[list[Any]]:
        """Registers with buffers that nobody else fills meanwhile."""
        try:
            buffers = self.idle.pop()
        except IndexError:
            buffers = self._fresh()
        yield buffers
        self.idle.append(buffers)

    def _registers(self, buffers: list[Any], fixed: Mapping[int, Any], rows: int) -> list[Any]:
        """Registers for a piece: with buffers of so many rows, and what is fixed."""
        registers = buffers.copy()
        for node, value in fixed.items():
            registers[node] = value
        if rows < self.rows:
            for node in self.plan.slots:
                registers[node] = registers[node][:rows]
        return registers

    def _fresh(self) -> list[Any]:
        """Registers with new buffers, for a piece of full size."""
        import numpy as np

        buffers = [np.empty((self.rows, *shape), dtype=bool if truth else float) for shape, truth in self.plan.buffers]
        registers: list[Any] = [None] * self.plan.registers
        for node, value in self.plan.constants.items():
            registers[node] = np.asarray(value)
        for node, (slot, shape) in self.plan.slots.items():
            registers[node] = buffers[slot].reshape(self.rows, *shape)
        return registers


def isnan(number: Any) -> bool:
    """Whether a number is nan."""
    return bool(number != number)


def note(mask: Any, values: Any) -> None:
    """Mark the rows in which some value is nan."""
    found = values != values
    mask |= found.any(axis=tuple(range(1, found.ndim))) if found.ndim > 1 else found
