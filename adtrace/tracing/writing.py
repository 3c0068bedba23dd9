"""What a function did as a program: a statement for each value that a variable held, or that is used more than once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import AdtraceError
from ..lang.printer import Printer, number_text
from ..lang.tokens import NAME_PATTERN, check_name
from ..limits import LIMITS
from ..records import LITERAL, NAME, Formula
from ..records.written import Source, Written
from .tape import Node

DEEPEST = 20
"""Operations inside one another in one statement."""

RESERVED = frozenset(("inf", "nan", "True", "False", "None", "input", "output"))
LETTERS = "tuvsrqpabcdefghklmnoxyz"
"""The first of these that no variable begins with, digits behind it, names values that no variable held."""


class Writer:
    """Writes the nodes of a tape that are wanted.

    inputs   name to default value, None for an input without one
    results  the nodes of the outputs
    outputs  their names; none for the value of the last statement, or for a list of scalars
    """

    def __init__(
        self, nodes: Sequence[Node], inputs: Mapping[str, Any], results: Sequence[Node], outputs: Sequence[str] = ()
    ) -> None:
        self.inputs, self.results = inputs, results
        for node, name in zip(results, outputs, strict=False):
            node.name = node.name if good_name(node.name) or node.operator is None else name
        wanted = reached([*results, *(node for node in nodes if node.operator is not None and node.name)])
        self.nodes = [node for node in nodes if id(node) in wanted]
        self.outputs = outputs
        self.uses = Counter(id(arg) for node in self.nodes for arg in node.args)
        self.lines = {id(arg): line_of(node) for node in self.nodes for arg in node.args}
        self.names: dict[int, str] = {id(node): node.name for node in self.nodes if is_input(node)}
        self.depths: dict[int, int] = {}
        self.printer = Printer()
        self.text: list[str] = []
        self.starts: list[int] = []
        self.sources: list[Source | None] = []
        self.length = 0

    def written(self, called: str) -> Written:
        """The program; `called`, what it was written from."""
        outputs = self.outputs
        alone = {id(node) for node in self.results} if not outputs else set()
        statements = [node for node in self.nodes if self.is_statement(node, alone)]
        self.name(statements)
        for name, value in self.inputs.items():
            self.add(f"input {name}" if value is None else f"input {name} = {constant_text(value)}", None)
        for node in statements:
            self.add(f"{self.names[id(node)]} = {self.printer.text(self.formula(node))}", node.source)
        for node, name in zip(self.results, outputs, strict=False):
            if self.names.get(id(node)) != name:
                self.add(f"{name} = {self.printer.text(self.operand(node))}", node.source)
        if outputs:
            self.add(f"output {', '.join(outputs)}", None)
        else:
            self.last(statements)
        found = Written("\n".join(self.text))
        found.starts, found.sources = tuple(self.starts), tuple(self.sources)
        found.called = called
        return found

    def last(self, statements: Sequence[Node]) -> None:
        """The statement that says what the program's outputs are, where that is not the last one already."""
        if len(self.results) == 1:
            node = self.results[0]
            if not statements or statements[-1] is not node:
                formula = self.operand(node)
                text = self.printer.text(formula)
                # A list of scalars would be several outputs.
                self.add(f"{self.free('y')} = {text}" if formula.op == "stack" else text, node.source)
            return
        start, texts = self.length + 1, []
        for node in self.results:
            text = self.printer.text(self.operand(node))
            self.starts.append(start)
            self.sources.append(node.source)
            start += len(text) + len(", ")
            texts.append(text)
        self.text.append(f"[{', '.join(texts)}]")

    def add(self, statement: str, source: Source | None) -> None:
        """One statement on a line of its own."""
        self.text.append(statement)
        self.starts.append(self.length)
        self.sources.append(source)
        self.length += len(statement) + 1

    def is_statement(self, node: Node, alone: set[int]) -> bool:
        """Whether a node is a statement of its own, and not a part of the one that uses it."""
        key, uses = id(node), self.uses[id(node)]
        self.depths[key] = 0
        if is_input(node):
            return False
        if node.operator is None:
            size = getattr(node.constant, "size", 1)
            return size > LIMITS.inline_constant or (size > 1 and (uses > 1 or bool(node.name)))
        depth = 1 + max([self.depths[id(arg)] for arg in node.args], default=0)
        if not uses and not node.name:
            return key not in alone
        if node.name or uses > 1 or key in alone or self.lines[key] != line_of(node) or depth >= DEEPEST:
            return True
        self.depths[key] = depth
        return False

    def name(self, statements: Sequence[Node]) -> None:
        """Give every statement a name of its own: the variable's, numbered where it held several values."""
        taken = {*self.inputs, *(name for name in self.outputs if name not in {node.name for node in self.results})}
        wanted = Counter(good_name(node.name) for node in statements)
        numbers: Counter[str] = Counter()
        for node in statements:
            base = good_name(node.name)
            if not base:
                continue
            name = base
            if wanted[base] > 1 or base in taken:
                stem = f"{base}_" if base[-1].isdigit() else base
                while True:
                    numbers[base] += 1
                    name = f"{stem}{numbers[base]}"
                    if name not in taken and name not in wanted:
                        break
            taken.add(name)
            self.names[id(node)] = name
        rest = [node for node in statements if not good_name(node.name)]
        letter = next((one for one in LETTERS if not any(re.fullmatch(rf"{one}\d+", name) for name in taken)), "step_")
        for number, node in enumerate(rest, 1):
            self.names[id(node)] = f"{letter}{number}"

    def free(self, name: str) -> str:
        """A name that no statement has."""
        taken = {*self.inputs, *self.names.values()}
        choices = (name, "out", *(f"{name}_{number}" for number in range(len(taken) + 1)))
        return next(one for one in choices if one not in taken)

    def operand(self, node: Node) -> Formula:
        """A node as it stands in the statement of another: its name, or its formula."""
        name = self.names.get(id(node))
        return Formula(NAME, text=name, shape=node.shape) if name is not None else self.formula(node)

    def formula(self, node: Node) -> Formula:
        """A node's own formula."""
        if node.operator is None:
            return constant_formula(node.constant)
        row = node.operator
        params = {key: value for key, value in node.params.items() if value != row.params[key]}
        return Formula(row.name, tuple(map(self.operand, node.args)), params, shape=node.shape)


def reached(ends: Sequence[Node]) -> set[int]:
    """These nodes and all that they were computed from."""
    found: set[int] = set()
    stack = list(ends)
    while stack:
        node = stack.pop()
        if id(node) not in found:
            found.add(id(node))
            stack.extend(node.args)
    return found


def is_input(node: Node) -> bool:
    """Whether a node is an input."""
    return node.operator is None and node.constant is None


def line_of(node: Node) -> tuple[str, int] | None:
    """The file and line that a node was computed on."""
    return (node.source.file, node.source.line) if node.source else None


def good_name(name: str) -> str:
    """A variable's name, "" for one that the language does not take."""
    if not name or name in RESERVED or not re.fullmatch(NAME_PATTERN, name):
        return ""
    try:
        return check_name(name, (0, len(name)))
    except AdtraceError:
        return ""


def constant_formula(value: Any) -> Formula:
    """A number or an array as it is written."""
    if getattr(value, "shape", ()):
        return Formula(LITERAL, text=constant_text(value), shape=value.shape)
    text = constant_text(value)
    if text.startswith("-"):
        return Formula("neg", (Formula(LITERAL, text=text[1:]),))
    return Formula(LITERAL, text=text)


def constant_text(value: Any) -> str:
    """A number or an array, exactly; equal elements are said once."""
    shape = getattr(value, "shape", ())
    if not shape:
        return number_text(float(value))
    first = value.flat[0]
    if value.size > LIMITS.inline_constant and (value == first).all():
        return f"broadcast({number_text(float(first))}, shape=[{', '.join(map(str, shape))}])"
    return nested(value.tolist())


def nested(values: list[Any]) -> str:
    """A list of numbers, or of lists."""
    return f"[{', '.join([nested(one) if isinstance(one, list) else number_text(one) for one in values])}]"
