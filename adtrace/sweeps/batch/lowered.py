"""A program lowered and planned, once for all the sweeps that differ in the values of arrays only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import prod
from typing import Any

from ...lang.columns import Program
from ...lang.parser import parse
from ...records import Shape
from ...rules.table import Operator
from .adjoints import Written
from .body import Body
from .contracted import contracted
from .functions import SUMS, name_of
from .lowering import CONSTANT, FIXED, INPUT, SUMMED, WHERE, Lowering, Node, needed
from .once import once, run
from .plan import is_in_body, planned
from .setting import Setting, prepared
from .simplify import simplified
from .softmaxes import written
from .totals import with_products_shared

CACHE = 1 << 20
"""Bytes that the buffers of a piece may take."""
MEMORY = 1 << 28
"""Bytes that they may take where a row is so large that a piece does not fit the cache anyway."""
MOVING = frozenset(("negative", "transpose", "reshape", "broadcast"))
"""Functions whose numbers are those of the operand."""

FEWEST, MOST = 1024, 16384
"""Rows of a piece."""
FEWEST_TOTALLED = 512
"""Rows of a piece that is added up, where a row has so many numbers that a step costs little beside them. Rows that
are not added up stay at FEWEST: their matrix products come in tiles."""


class Lowered:
    """A setting's program in NumPy's functions, and the plan of the part that is run on every piece.

    results  the node of every result column
    cuts     with totals: the sums over the rows that the results are made from, by a name
    undefined  whether a constant is nan
    born     the nodes that no row enters and whose function may make a nan, or an infinite number
    scales   whether the way from these to the results only adds and multiplies: of finite numbers it makes no others
    rows     how many rows a piece has, so that its buffers fit the cache
    """

    def __init__(self, setting: Setting, *, total: bool) -> None:
        self.setting, self.total = setting, total
        low = Lowering(simplified, written)
        self.results = Written(low, setting, totals=total).results
        results = list(self.results.values())
        self.nodes: Sequence[Node] = contracted(with_products_shared(low, results), results)
        self.needed = needed(self.nodes, results)
        sums = [node for node in self.needed if self.nodes[node].level == SUMMED and is_in_body(self.nodes, node)]
        self.cuts = {self._name(node): node for node in sums}
        # A nan counts wherever it stands: what is simplified away (nan^0) has no slope in single runs either.
        self.undefined = any(has_nan(node.value) for node in self.nodes if node.level == CONSTANT)
        finite = all(not has_nan(node.value - node.value) for node in self.nodes if node.level == CONSTANT)
        self.scales = finite and all(self._scales(self.nodes[node]) for node in self.needed)
        wanted = sums if total else list(dict.fromkeys(results))
        in_place = [] if total else [node for node in wanted if self.nodes[node].fills]
        self.plan = planned(self.nodes, wanted, in_place, total=total)
        self.rows = self._rows()
        self.body = Body(self.plan, self.rows)
        self._prepare()

    def _prepare(self) -> None:
        """Lay out what is evaluated once."""
        import numpy as np

        levels = {node: self.nodes[node].level for node in self.needed}
        named = [node for node in self.needed if levels[node] == FIXED and self.nodes[node].function == INPUT]
        self.named = {self.nodes[node].value: node for node in named}
        self.constants = {
            node: np.asarray(self.nodes[node].value)[()] for node in self.needed if levels[node] == CONSTANT
        }
        self.earlier = [once(self.nodes, node) for node in self.needed if levels[node] == FIXED and node not in named]
        self.born = [step.node for step in self.earlier if name_of(self.nodes[step.node]) not in MOVING]
        sums = set(self.cuts.values())
        self.later = [once(self.nodes, node) for node in self.needed if levels[node] == SUMMED and node not in sums]

    def _name(self, node: int) -> str:
        """What a sum is called: if it is a result and nothing else, by the result's name."""
        names = [name for name, result in self.results.items() if result == node]
        used = any(node in self.nodes[other].args for other in self.needed)
        return names[0] if len(names) == 1 and not used else f"sum {node}"

    def _scales(self, node: Node) -> bool:
        """Whether a node after the sum over the rows only adds up, multiplies or moves numbers."""
        if node.level != SUMMED or name_of(node) in SUMS:
            return True
        if isinstance(node.function, Operator):
            return node.function.kind == "linear" or node.function.product
        if node.function == "divide":
            divisor = self.nodes[node.args[1]]
            return divisor.level == CONSTANT and not divisor.shape and abs(divisor.value) >= 1
        return node.function in ("add", "subtract", "multiply", "negative", WHERE)

    def _rows(self) -> int:
        live = [prod(shape) * (1 if truth else 8) for shape, truth in self.plan.buffers]
        live += [8 * prod(self.nodes[node].shape) for node in (*self.plan.inputs.values(), *self.plan.places)]
        bytes_of_row = max(sum(live), 1)
        fewest = FEWEST
        if self.total:
            numbers = sum(prod(self.nodes[step.node].shape) for step in self.plan.steps if step.node < len(self.nodes))
            fewest = max(min(FEWEST, FEWEST_TOTALLED), FEWEST * len(self.plan.steps) // max(numbers, 1))
        fewest = max(1, min(FEWEST, fewest, MEMORY // bytes_of_row))
        return max(fewest, min(MOST, 1 << max(CACHE // bytes_of_row, 1).bit_length() - 1))

    def before(self, fixed: Mapping[int, Any]) -> dict[int, Any]:
        """The value of every node that no row enters.

        fixed  values of the inputs among them, by node of the setting's graph
        """
        names = self.setting.graph.names
        given = {names[node]: value for node, value in fixed.items()}
        known = self.constants | {node: given[name] for name, node in self.named.items()}
        run(self.earlier, known)
        return known

    def after(self, known: Mapping[int, Any], sums: Mapping[str, Any]) -> dict[str, Any]:
        """The results from the sums over all rows: the part of the reverse sweep that no row enters."""
        import numpy as np

        values = {**known, **{node: sums[name] for name, node in self.cuts.items()}}
        run(self.later, values)
        results = {}
        for name, node in self.results.items():
            result = np.empty(self.nodes[node].shape)
            result[...] = values[node]
            results[name] = result[()]
        return results

    def nothing(self) -> dict[str, Any]:
        """The sums over no rows."""
        import numpy as np

        return {name: np.zeros(self.nodes[node].shape) for name, node in self.cuts.items()}


def has_nan(value: Any) -> bool:
    """Whether a number is nan, or one of an array's."""
    import numpy as np

    return bool(np.isnan(value).any())


CACHED_TEXT = 100_000
"""Characters of a program that is kept lowered, for the next sweep over it with other values."""

Key = tuple[tuple[str, Any], ...]
"""Names with shapes, and (fixed scalars) with values."""


def lowered(program: Program, over: Key, at: Key, wrt: tuple[str, ...], of: tuple[str, ...], total: bool) -> Lowered:
    """The lowered program of a sweep; one that was used before is kept. Raises AdtraceError."""
    if len(program.text) > CACHED_TEXT or program.reading is not None:  # Its text depends on what values are given.
        return Lowered(prepared(program, dict(over), dict(at), wrt, of), total=total)
    return _kept(program.text, program.where, over, at, wrt, of, total)


@lru_cache(maxsize=32)
def _kept(text: str, where: str, over: Key, at: Key, wrt: tuple[str, ...], of: tuple[str, ...], total: bool) -> Lowered:
    return Lowered(prepared(parsed(text, where), dict(over), dict(at), wrt, of), total=total)


@lru_cache(maxsize=32)
def _parsed(text: str, where: str) -> Program:
    return parse(text, where)


def parsed(text: str, where: str = "expression") -> Program:
    """The program of a text; short ones are kept. Raises AdtraceError."""
    return parse(text, where) if len(text) > CACHED_TEXT else _parsed(text, where)


def keyed(shapes: Mapping[str, Shape]) -> Key:
    """Names with shapes, as a key."""
    return tuple([(name, tuple(shape)) for name, shape in shapes.items()])
