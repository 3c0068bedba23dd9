"""The left side of a claim: which number of a program it is about."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from ...errors import AdtraceError, LimitError, Span
from ...graph.shapes import size
from ...lang.tokens import NAME_PATTERN
from ...limits import LIMITS
from ...named import Record
from ...rules.axes import shape_text
from ...rules.table import nearest
from ...sweeps.run import Run
from ..expression import BAR
from ..known import named_nodes
from .trial import Trial

PLACE = r"(?:\[([0-9 ,]*)\])?"
QUOTIENT = re.compile(rf"(?<![\w'])[d∂](?P<of>{NAME_PATTERN})?{PLACE}\s*/\s*[d∂](?P<wrt>{NAME_PATTERN}){PLACE}")
"""dL/dW1[0, 1], ∂y/∂x, d/dx."""
GRADIENT = re.compile(rf"(?:grad|{BAR})\s*\(\s*(?P<wrt>{NAME_PATTERN})\s*\)\s*{PLACE}")
"""grad(x), bar(W)[0, 1]."""
PLAIN = re.compile(rf"(?P<name>{NAME_PATTERN})\s*{PLACE}")

OUTPUT_LETTERS = frozenset(("y", "L", "l", "f", "E", "J", "C", "loss", "Loss", "cost", "out", "output"))
"""What people call the output in dL/dx, whatever its name is in the program."""

SPELLINGS = "write d/dx, dL/dz, bar(z) or z_bar for a derivative, and the name of a step for its value"


class Target(Record):
    """A number of a program: the value of a node, or the derivative of one with respect to another.

    node   the node whose value is meant, or that the derivative is taken with respect to
    of     the node whose derivative it is; None for a value
    place  the element that is meant, () for the whole
    along  whether an array's derivative by an array of its shape is meant element by element: dy_i/dx_i
    """

    node: int
    of: int | None = None
    place: tuple[int, ...] = ()
    along: bool = False

    def number(self, trial: Trial) -> Any:
        """Its number at a point."""
        found = trial.values[self.node] if self.of is None else trial.derivative(self.of, self.node)
        if self.along:
            found = diagonal(found)
        return found[self.place] if self.place else found

    def shape(self, run: Run) -> tuple[int, ...]:
        """Its shape."""
        shapes = run.graph.shapes
        whole = shapes[self.node] if self.of is None else shapes[self.of] + shapes[self.node]
        return shapes[self.node] if self.along else whole[len(self.place) :]


def diagonal(jacobian: Any) -> Any:
    """What an elementwise function's Jacobian has on its diagonal, in the shape of the argument."""
    import numpy as np

    shape = jacobian.shape[: jacobian.ndim // 2]
    return np.diagonal(jacobian.reshape(int(np.prod(shape)), -1)).reshape(shape)


def is_diagonal(jacobian: Any) -> bool:
    """Whether a Jacobian of an array by an array of its shape is 0 but for the diagonal."""
    import numpy as np

    matrix = jacobian.reshape(int(np.prod(jacobian.shape[: jacobian.ndim // 2])), -1)
    return bool((matrix[~np.eye(len(matrix), dtype=bool)] == 0).all())


class Names:
    """The names of a run's nodes and of their derivatives."""

    def __init__(self, run: Run) -> None:
        self.run, self.graph = run, run.graph
        self.nodes: dict[str, int] = {}
        for name, node in named_nodes(run):
            self.nodes.setdefault(name, node)
        self.output = self.graph.outputs[0][1] if len(self.graph.outputs) == 1 else None
        self.adjoints: dict[str, int] = {}
        """Spellings of adjoints, where they are nobody's name."""
        for name, node in self.nodes.items():
            for spelled in (f"{BAR}({name})", run.adjoint_name.format(name), f"d{name}"):
                if spelled not in self.nodes and not (name == "" or spelled in run.built.names.taken):
                    self.adjoints.setdefault(spelled, node)

    @property
    def known(self) -> Collection[str]:
        """Every name that a formula may use."""
        return {*self.nodes, *self.adjoints, *(f"{BAR}({name})" for name in self.nodes)}

    def is_taken(self, name: str) -> bool:
        """Whether the program uses a name, or a step has it."""
        return name in self.nodes or name in self.run.built.names.taken

    def target(self, text: str, span: Span) -> Target | None:
        """What a left side is about; None for a name that the program does not have. Raises AdtraceError."""
        if (found := QUOTIENT.fullmatch(text)) and not self.is_division(found):
            return self.quotient(found, span)
        if found := GRADIENT.fullmatch(text):
            return self.adjoint(self.node(found["wrt"], span), found[2], span)
        if found := PLAIN.fullmatch(text):
            return self.plain(found, span)
        raise AdtraceError("this is no quantity of the program", span, SPELLINGS)

    def is_division(self, found: re.Match[str]) -> bool:
        """Whether dy/dx is a quotient of two inputs or steps that are called dy and dx."""
        return self.is_taken(f"d{found['of'] or ''}") and self.is_taken(f"d{found['wrt']}")

    def quotient(self, found: re.Match[str], span: Span) -> Target:
        """The derivative that dy/dx means."""
        name, wrt = found["of"], self.node(found["wrt"], span)
        if name is None or (name not in self.nodes and name in OUTPUT_LETTERS):
            return self.adjoint(wrt, found[4], span, found[2])
        return self.derivative(self.node(name, span), wrt, found[2], found[4], span)

    def adjoint(self, node: int, place: str | None, span: Span, of_place: str | None = None) -> Target:
        """The derivative of the output with respect to a node."""
        if self.output is None:
            names = ", ".join(name for name, _ in self.graph.outputs)
            hint = "say which: dy1/dx, or choose one with --of"
            raise AdtraceError(f"there are several outputs: {names}", span, hint)
        return self.derivative(self.output, node, of_place, place, span)

    def derivative(self, of: int, node: int, of_place: str | None, place: str | None, span: Span) -> Target:
        """The derivative of a node with respect to another, or an element of it."""
        shapes = self.graph.shapes
        check_sweeps(shapes[of], shapes[node], span)
        first, second = entries(of_place, shapes[of], span), entries(place, shapes[node], span)
        if second and not first and shapes[of]:
            raise AdtraceError(
                f"the derivative of an array of shape {shape_text(shapes[of])} has an index of it first", span,
                "write dy[0]/dx[1]",
            )
        return Target(node, of, first + second)

    def plain(self, found: re.Match[str], span: Span) -> Target | None:
        """What a name alone means: an adjoint's spelling, a step, or nothing yet."""
        name, place = found["name"], found[2]
        if name in self.nodes:
            node = self.nodes[name]
            if node in self.graph.inputs:
                raise AdtraceError(f"{name} is an input: its value is given", span, SPELLINGS)
            return Target(node, None, entries(place, self.graph.shapes[node], span))
        if name in self.adjoints:
            return self.adjoint(self.varying(self.adjoints[name], name, span), place, span)
        if place is not None or self.is_taken(name):
            raise self.unknown(name, span)
        return None

    def node(self, name: str, span: Span) -> int:
        """The input, statement or step of this name. Raises AdtraceError."""
        if name not in self.nodes:
            raise self.unknown(name, span)
        return self.varying(self.nodes[name], name, span)

    def varying(self, node: int, name: str, span: Span) -> int:
        """The node, if a derivative can be taken with respect to it. Raises AdtraceError for a constant."""
        if not self.graph.varies[node]:
            raise AdtraceError(f"{name} is a constant: it has no derivative", span, SPELLINGS)
        return node

    def unknown(self, name: str, span: Span) -> AdtraceError:
        """The error for a name that nothing has."""
        alike = nearest(name, list(self.nodes))
        label = f"did you mean {alike}?" if alike else ""
        return AdtraceError(f"the program has no {name}", span, SPELLINGS, label=label)


def check_sweeps(of: tuple[int, ...], wrt: tuple[int, ...], span: Span | None = None) -> None:
    """Refuse a Jacobian that takes too long at every point. Raises LimitError."""
    sweeps = min(size(of), size(wrt))
    if sweeps > LIMITS.claimed_sweeps:
        hint = f"the limit is {LIMITS.claimed_sweeps}: take smaller arrays"
        raise LimitError(f"this Jacobian would take {sweeps} sweeps at every point", span, hint)


def entries(text: str | None, shape: tuple[int, ...], span: Span) -> tuple[int, ...]:
    """The element that stands in brackets. Raises AdtraceError for one that the array does not have."""
    if text is None:
        return ()
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isdecimal() for part in parts) or len(parts) != len(shape):
        hint = f"write as many as there are axes: the shape is {shape_text(shape)}" if shape else "a number has none"
        raise AdtraceError("an element has whole numbers as its indices", span, hint)
    found = tuple(map(int, parts))
    if any(place >= length for place, length in zip(found, shape, strict=True)):
        message = f"[{text}] is out of range: the shape is {shape_text(shape)}"
        raise AdtraceError(message, span, "positions count from 0")
    return found


def derivatives_in(text: str, names: Names, defined: Collection[str] = ()) -> tuple[str, Mapping[str, Target]]:
    """A formula with every dL/dz in it replaced by a name as long, and what the names stand for.

    defined  names that must not be chosen, besides those of the program
    """
    found: dict[str, Target] = {}

    def named(match: re.Match[str]) -> str:
        name = match["of"]
        if names.is_division(match) or (name and name not in OUTPUT_LETTERS and not names.is_taken(name)):
            return match[0]
        target = names.quotient(match, match.span())
        letters = (letter + str(len(found)) for letter in "dqghkmnptuvwz")
        name = next(name for name in letters if not (names.is_taken(name) or name in found or name in defined))
        found[name] = target
        return name.rjust(len(match[0]))

    return QUOTIENT.sub(named, text), found
