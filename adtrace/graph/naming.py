"""What nodes are called: the user's names, else a letter and the step's number; and how derivatives are spelled."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection
from functools import cached_property
from itertools import compress
from typing import overload

from .build import Built
from .graph import Graph

LETTERS = "wvustrqpzkabcdefghijlmnoxy"
"""The first of these that the program does not use with digits names the steps."""


class NodeNames:
    """The names of inputs and steps by id, and the order of the steps; constants have neither.

    steps  ids of the steps: operations on something that varies, and outputs even if nothing in them does
    letter  what unnamed steps begin with
    """

    def __init__(self, built: Built) -> None:
        graph = built.graph
        self.graph, self.built = graph, built
        self.steps = steps_of(graph)
        self.inputs = set(graph.inputs)
        self.spellings = Spellings(built.names.taken)
        self.letter = self.spellings.letter

    @cached_property
    def derivatives(self) -> tuple[str, str]:
        """How tangents and adjoints are spelled: "d{}", "{}_bar"."""
        return self.spellings.derivatives(self.is_known)

    @cached_property
    def numbers(self) -> array[int]:
        """The number of every step by id, from 1; 0 for what is no step."""
        numbers = array("I", bytes(array("I").itemsize * len(self.graph)))
        for number, node in enumerate(self.steps, 1):
            numbers[node] = number
        return numbers

    @cached_property
    def ends(self) -> dict[str, int]:
        """Inputs and outputs by name; of several with one name, the first."""
        graph = self.graph
        every = [*((graph.names[node], node) for node in graph.inputs), *graph.outputs]
        return {graph.names.get(node, known): node for known, node in reversed(every)}

    def __contains__(self, node: int) -> bool:
        return self.numbers[node] > 0 or node in self.inputs

    def __getitem__(self, node: int) -> str:
        name = self.get(node)
        if name is None:
            raise KeyError(node)
        return name

    @overload
    def get(self, node: int) -> str | None: ...
    @overload
    def get(self, node: int, default: str) -> str: ...
    def get(self, node: int, default: str | None = None) -> str | None:
        """The name of an input or a step."""
        number = self.numbers[node]
        if number:
            return self.graph.names.get(node) or f"{self.letter}{number}"
        return self.graph.names[node] if node in self.inputs else default

    def node(self, name: str) -> int | None:
        """The input or step of this name."""
        graph, assigned = self.graph, self.built.program.assigned
        stem, digits = name[: len(self.letter)], name[len(self.letter) :]
        if stem == self.letter and digits.isdecimal() and 0 < int(digits) <= len(self.steps):
            node = self.steps[int(digits) - 1]
            if node not in graph.names:
                return node
        if name in self.ends:
            return self.ends[name]
        found = self.built.ids[assigned[name]] if name in assigned else None
        return found if found is not None and found in self else None

    def is_known(self, name: str) -> bool:
        """Whether the program uses a name, or a step has it."""
        return name in self.built.names.taken or self.node(name) is not None


def steps_of(graph: Graph) -> array[int]:
    """The nodes that are steps."""
    are_steps = bytearray(graph.varies)
    for _, node in graph.outputs:
        are_steps[node] = True
    for node in graph.inputs:
        are_steps[node] = False
    return array("I", compress(range(len(graph)), are_steps))


class Spellings:
    """How steps, tangents and adjoints are spelled in ASCII, so that none is another node's name.

    The names are searched as one text: there may be a million, and each would be looked at several times.
    """

    def __init__(self, taken: Collection[str]) -> None:
        self.text = "\n".join(("", *taken, ""))

    def rests(self, before: str, after: str) -> list[str]:
        """What stands between the two in names that begin with one and end with the other; one of them is empty.

        Only what could be a name: not what begins with a digit.
        """
        if before:
            pieces = self.text.split(f"\n{before}")[1:]
            return [piece.partition("\n")[0] for piece in pieces if not piece[:1].isdigit()]
        return [piece.rpartition("\n")[2] for piece in self.text.split(f"{after}\n")[:-1]]

    def numbers(self, letter: str) -> bool:
        """Whether a name is this letter with digits."""
        return any(piece.partition("\n")[0].isdigit() for piece in self.text.split(f"\n{letter}")[1:])

    @property
    def letter(self) -> str:
        """The letter that unnamed steps begin with."""
        return next((letter for letter in LETTERS if not self.numbers(letter)), "step_")

    def derivatives(self, is_known: Callable[[str], bool]) -> tuple[str, str]:
        """The patterns of tangents and adjoints; `is_known` says whether something has a name."""

        def is_free(pattern: str) -> bool:
            rests = self.rests(*pattern.split("{}"))
            return not any(rest and is_known(rest) for rest in rests)

        def clashes(tangent: str, adjoint: str) -> bool:
            # dx_bar is the tangent of x_bar, and would be the adjoint of dx; d_bar is that of bar, and of d.
            after = adjoint.removeprefix("{}")
            ends = [after[start:] for start in range(len(after)) if f"\n{after[start:]}\n" in self.text]
            names = [*(rest + after for rest in self.rests("", after)), *ends]
            spelled = [text for name in names if (text := tangent.format(name)).endswith(after)]
            return any(is_known(text.removesuffix(after)) for text in spelled)

        def spelling(*patterns: str, beside: str = "") -> str:
            free = (pattern for pattern in patterns if is_free(pattern) and not (beside and clashes(beside, pattern)))
            return next(free, patterns[-1])

        tangent = spelling("d{}", "{}_dot", "d_{}", "{}_tangent")
        return tangent, spelling("{}_bar", "{}_adj", "{}_adjoint", beside=tangent)
