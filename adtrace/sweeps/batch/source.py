"""The source of a program of scalars: loops over the rows, with NumPy's functions called between them.

A compiled loop does arithmetic at once for a row, and keeps nothing in memory that only the next operation needs; but
it calls exp, sin and the like for one number at a time, where NumPy has them for several. So a program is cut into
phases: arithmetic, a few calls on a cache-sized block, arithmetic again.

The source holds numbered registers and nothing that a user wrote; constants are handed to it.
"""

from __future__ import annotations

from collections.abc import Sequence

from .functions import PASSING, name_of
from .lowering import AS_FLOAT, BATCHED, CONSTANT, COUNTED, INPUT, SUMMED, TOTAL, TOTAL_PRODUCT, WHERE, Node, needed

INFIX = {
    "add": "+", "subtract": "-", "multiply": "*", "divide": "/", "less": "<", "less_equal": "<=", "greater": ">",
    "greater_equal": ">=", "equal": "==", "not_equal": "!=", "logical_and": "&",
}  # fmt: skip
FORMS = {
    "negative": "-{}", "reciprocal": "1.0/{}", "logical_not": "not {}", WHERE: "{1} if {0} else {2}",
    AS_FLOAT: "1.0 if {} else 0.0", "absolute": "abs({})", "sign": "np.sign({}) + 0.0", TOTAL: "{}",
    TOTAL_PRODUCT: "{}*{}", COUNTED: "{}",
} | {name: f"{{}} {sign} {{}}" for name, sign in INFIX.items()} | {
    name: f"np.{name}({{}})" for name in ("ceil", "floor", "rint", "sqrt")
} | {name: f"np.{name}({{}}, {{}})" for name in ("maximum", "minimum")}  # fmt: skip
"""How a loop spells a function."""

CALLS = frozenset((
    "arccos", "arccosh", "arcsin", "arcsinh", "arctan", "arctan2", "arctanh", "cbrt", "cosh", "exp", "exp2",
    "expm1", "hypot", "log", "log10", "log1p", "log2", "logaddexp", "power", "remainder", "sinh", "tanh",
))  # fmt: skip
"""Functions that NumPy is called for, between two loops."""
SINGLE = frozenset(("cos", "sin", "tan"))
"""Functions that NumPy has for one number at a time only, and slowly: they get a loop of their own."""


def lacking(nodes: Sequence[Node], wanted: Sequence[int]) -> str:
    """What keeps a program from being compiled, or ""."""
    for node in needed(nodes, wanted):
        found = nodes[node]
        name = name_of(found)
        if found.shape or any(nodes[arg].shape for arg in found.args):
            return "it has arrays"
        if found.level != CONSTANT and name not in FORMS and name not in CALLS | SINGLE and name != INPUT:
            return f"Numba has no {name}"
    return ""


class Source:
    """The source of a program's loops.

    text     of a module with one function: rows(phase, inputs ..., constants, places, results ..., wild, bad)
    inputs   names of the inputs, in the order of the arguments
    known    nodes of the constants, in order
    places   row of the array of places for every node that a later phase needs, or a call
    calls    for every phase but the first the nodes that NumPy is called for before it
    """

    def __init__(self, nodes: Sequence[Node], wanted: Sequence[int]) -> None:
        self.nodes, self.wanted = nodes, wanted
        self.needed = needed(nodes, wanted)
        self.swept = [node for node in self.needed if nodes[node].function == INPUT]
        self.inputs = [nodes[node].value for node in self.swept]
        self.known = [node for node in self.needed if nodes[node].level == CONSTANT]
        self.phase = self._phases()
        self.last = max(self.phase.values(), default=0)
        self.calls = [
            [node for node in self.phase if self.phase[node] == later and name_of(nodes[node]) in CALLS]
            for later in range(1, self.last + 1)
        ]
        self.places = {node: place for place, node in enumerate(self._kept())}
        self.text = self._text()

    def _phases(self) -> dict[int, int]:
        """The phase in which each node that varies is made: as late as possible, so that little is kept meanwhile."""
        phase: dict[int, int] = {}
        for node in self.needed:
            if self.nodes[node].level == BATCHED:
                before = max([phase.get(arg, 0) for arg in self.nodes[node].args], default=0)
                phase[node] = before + 1 if self._is_call(node) else before
        last = max(phase.values(), default=0)
        latest: dict[int, int] = {}
        for node in reversed(self.needed):
            if node in latest and not self._is_call(node):
                phase[node] = latest[node]
            wanted = phase.get(node, last) - (1 if self._is_call(node) else 0)
            for arg in self.nodes[node].args:
                if arg in phase:
                    latest[arg] = min(latest.get(arg, last), wanted)
        return phase

    def _is_call(self, node: int) -> bool:
        return name_of(self.nodes[node]) in CALLS | SINGLE

    def _kept(self) -> list[int]:
        """The nodes that stand in memory for a while: results of calls, and what calls and later phases read."""
        kept = {node for node in self.phase if self._is_call(node)}
        for node in self.needed:
            read = self.last if self.nodes[node].level == SUMMED else self.phase.get(node, 0)
            is_call = self._is_call(node)
            kept.update(arg for arg in self.nodes[node].args if is_call or self.phase.get(arg, read) < read)
        return sorted(node for node in kept if node in self.phase and node not in self.swept)

    def _text(self) -> str:
        results = [f"y{place}" for place in range(len(self.wanted))]
        arguments = [*[f"x{place}" for place in range(len(self.swept))], "k", "t", *results, "wild", "bad"]
        column = "float64[::1]"
        types = {"t": "float64[:, ::1]", "bad": "boolean[::1]"}
        signature = ", ".join(["int64", *[types.get(name, column) for name in arguments]])
        body = [line for phase in range(self.last + 1) for line in self._loop(phase)]
        return "\n".join([
            "import numpy as np",
            "from numba import njit",
            f'@njit("void({signature})", **OPTIONS)',
            f"def rows(phase, {', '.join(arguments)}):",
            *[f"    v{node} = k[{place}]" for place, node in enumerate(self.known)],
            *[f"    {line}" for line in body],
            "",
        ])  # fmt: skip

    def _loop(self, phase: int) -> list[str]:
        """The loop of a phase: what it reads, computes, and leaves."""
        here = [node for node in self.phase if self.phase[node] == phase]
        sums = [node for node in self.wanted if self.nodes[node].level == SUMMED] if phase == self.last else []
        steps = [f"v{node} = {self._expression(node)}" for node in here if self._is_step(node)]
        steps += [self._keeping(node) for node in here if self._is_step(node) and node in self.places]
        tested = [node for node in self._tested() if self.phase[node] == phase]
        undefined = " | ".join([*(["bad[i]"] if phase else []), *[f"(v{node} != v{node})" for node in tested]])
        if undefined != "bad[i]":
            steps.append(f"bad[i] = {undefined or 'False'}")
        columns = [(place, node) for place, node in enumerate(self.wanted) if self.phase.get(node) == phase]
        fixed = [(place, node) for place, node in enumerate(self.wanted) if self.nodes[node].level == CONSTANT]
        shown = columns + (fixed if phase == 0 else [])
        # Of what is not finite, the difference from itself is not 0.
        steps += [f"infinite = infinite | (v{node} - v{node} != 0.0)" for _, node in shown]
        steps += [f"y{place}[i] = v{node}" for place, node in shown]
        if sums:
            steps += ["if not bad[i]:", *[f"    s{node} += {self._expression(node)}" for node in sums]]
        return [
            f"if phase == {phase}:",
            *[f"    {line}" for line in self._single(here)],
            "    infinite = wild[0] != 0.0",
            *[f"    s{node} = y{self.wanted.index(node)}[0]" for node in sums],
            "    for i in range(len(bad)):",
            *[f"        {line}" for line in [*self._reads(phase, [*here, *sums]), *steps]],
            "    wild[0] = 1.0 if infinite else 0.0",
            *[f"    y{self.wanted.index(node)}[0] = s{node}" for node in sums],
        ]

    def _single(self, here: Sequence[int]) -> list[str]:
        """The loops of functions that are called for one number at a time; those of one operand share a loop."""
        lines: dict[str, list[str]] = {}
        for node in here:
            if (name := name_of(self.nodes[node])) in SINGLE:
                operand = self._place(self.nodes[node].args[0])
                lines.setdefault(operand, []).append(f"    {self._place(node)} = np.{name}(v)")
        return [
            line
            for operand, calls in lines.items()
            for line in ("for i in range(len(bad)):", f"    v = {operand}", *calls)
        ]

    def _place(self, node: int) -> str:
        """Where a node stands in memory."""
        return f"x{self.swept.index(node)}[i]" if node in self.swept else f"t[{self.places[node]}, i]"

    def _is_step(self, node: int) -> bool:
        return self.nodes[node].function != INPUT and not self._is_call(node)

    def _reads(self, phase: int, here: Sequence[int]) -> list[str]:
        """What a phase takes from memory: inputs, results of calls, and what earlier phases have left."""
        read = {arg for node in here if not self._is_call(node) for arg in self.nodes[node].args}
        read |= {node for node in here if self._is_call(node) or node in self.swept}
        lines = []
        for node in sorted(read):
            if node in self.swept:
                lines.append(f"v{node} = {self._place(node)}")
            elif node in self.places and (self.phase[node] < phase or self._is_call(node)):
                truth = " != 0.0" if self.nodes[node].truth else ""
                lines.append(f"v{node} = {self._place(node)}{truth}")
        return lines

    def _keeping(self, node: int) -> str:
        value = f"1.0 if v{node} else 0.0" if self.nodes[node].truth else f"v{node}"
        return f"{self._place(node)} = {value}"

    def _expression(self, node: int) -> str:
        """A node's value, from the registers of its operands."""
        return FORMS[name_of(self.nodes[node])].format(*[f"v{arg}" for arg in self.nodes[node].args])

    def _tested(self) -> list[int]:
        """The registers to compare with themselves, so that no nan gets lost on the way to them."""
        nodes = self.nodes
        reaching = {arg for node in self.wanted if nodes[node].level == SUMMED for arg in nodes[node].args}
        reaching |= {node for node in self.wanted if nodes[node].level == BATCHED}
        chosen = {node for node in reaching if nodes[node].level == BATCHED}
        for node in reversed(self.needed):
            found = nodes[node]
            if found.level == BATCHED and not found.truth:
                if node not in reaching:
                    chosen.add(node)
                    reaching.add(node)
                if name_of(found) in PASSING:
                    reaching.update(found.args)
        return sorted(node for node in chosen if not nodes[node].truth)
