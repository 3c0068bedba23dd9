"""The body of a function: statements of a program as C, one line or one nest of loops each."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ....graph.algebra import Operand
from ....graph.symbols import tree_of
from ....records import LEAVES, LITERAL, NAME, Formula, Shape
from ....rules import table
from ....rules.indexing import OPERAND
from ..identifiers import Names
from .elements import Elements
from .formulas import calls, extents, is_listed, row
from .functions import Functions
from .layout import Fill, Item
from .loops import LOOPS
from .lowered import LOWERED
from .moves import MOVES, is_light, params_of
from .plain import PLAIN

INDICES = "ijklmnpqrst"

NESTED = 4
"""Calls inside one another that a maximum of many is written as: compilers have limits."""


REPEATING = frozenset(("broadcast", "outer", "onehot"))
"""Rows whose elements each operand's element is read for several times."""


class Body:
    """Collects the items of a function.

    names   what the program's names are called; places, by name, is what a name is called here alone
    local   every word that is taken
    shared  how often each operation is an operand, by id
    kept    operations that were computed before, by id, and the variables that have their values
    size    bytes of its arrays
    """

    def __init__(self, names: Names, functions: Functions) -> None:
        self.names, self.functions = names, functions
        self.items: list[Item] = []
        self.elements = Elements(self)
        self.places: dict[str, str] = {}
        self.local = set(names.taken)
        self.shared: dict[int, int] = {}
        self.seen: list[Formula] = []
        self.counts: Counter[str] = Counter()
        self.kept: dict[int, tuple[Formula, Formula]] = {}
        self.size = 0

    # Names

    def place(self, leaf: Formula) -> str:
        """What a leaf is called."""
        return self.places.get(leaf.text) or self.names[leaf.text]

    def fresh(self, wanted: str) -> str:
        """A name for something of this function alone."""
        found = wanted
        while found in self.local:
            self.counts[wanted] += 1
            found = f"{wanted}{self.counts[wanted] + 1}"
        self.local.add(found)
        return found

    def indices(self, count: int) -> list[str]:
        """Names of loop variables, none of which the program uses."""
        free = [letter for letter in INDICES if letter not in self.names.taken]
        return [*free, *(f"{letter}{letter}" for letter in INDICES)][:count]

    def over(self, shape: Shape, skip: int = 0) -> tuple[list[str], tuple[str, ...]]:
        """The heads of the loops over an array, and its index in them; an axis of size 1 needs no loop."""
        names = iter(self.indices(len(shape) + skip)[skip:])
        index = tuple("0" if size == 1 else next(names) for size in shape)
        sizes = zip(index, shape, strict=True)
        return [f"for (int {name} = 0; {name} < {size}; {name}++)" for name, size in sizes if size != 1], index

    # Statements

    def returned(self, formula: Formula) -> None:
        """return formula;"""
        self.items.append(f"return {self.elements.text(self.prepared(formula))};")

    def assign(self, name: str, formula: Formula, *, declared: bool = False) -> None:
        """name = formula, where the name is an identifier; `declared` says that the array is there already."""
        if formula.op not in LEAVES:
            formula = self.begun(formula)
        if formula.op in LOOPS and not self.is_element(formula):
            self.declare(name, formula.shape, declared=declared)
            LOOPS[formula.op](self, name, formula)
        elif is_listed(formula) and not declared:
            self.listed(name, formula)
        elif not formula.shape:
            self.items.append(f"const double {name} = {self.elements.text(self.ready(formula))};")
        else:
            self.fill(name, self.ready(formula), declared=declared)

    def begun(self, formula: Formula) -> Formula:
        """A formula whose repeated parts are known, its outermost operation one that loops are written for."""
        self.look(formula)
        while formula.op in LOWERED:
            lowered = tree_of(LOWERED[formula.op](self, formula))
            if lowered is formula:
                break
            formula = lowered
            self.look(formula)
        return formula

    def look(self, formula: Formula) -> None:
        """Count how often each operation in a formula is an operand; what has been counted before is left alone."""
        counted: dict[int, int] = {}
        stack = [formula]
        while stack:
            part = stack.pop()
            if part.op in LEAVES or id(part) in self.shared:
                continue
            counted[id(part)] = counted.get(id(part), 0) + 1
            if counted[id(part)] == 1:
                self.seen.append(part)  # An id is that of one object only as long as it lives.
                stack.extend(part.args)
        self.shared.update(counted)

    def declare(self, name: str, shape: Shape, *, declared: bool = False) -> None:
        """double name[n][m];, for an array that loops will fill."""
        if shape and not declared:
            self.items.append(f"double {name}{extents(shape)};")
            self.count(shape)

    def count(self, shape: Shape) -> None:
        """Count the bytes of an array."""
        size = 8
        for extent in shape:
            size *= extent
        self.size += size

    def fill(self, name: str, formula: Formula, *, declared: bool = False) -> None:
        """Every element of an array, from a formula of elements."""
        heads, index = self.over(formula.shape)
        place = name + "".join(f"[{one}]" for one in index)
        array = "" if declared else f"{name}{extents(formula.shape)}"
        self.items.append(Fill(heads, name, array, place, f"{place} = {self.elements.text(formula, index)};"))
        self.count(formula.shape)

    def listed(self, name: str, formula: Formula) -> None:
        """An array that is written out, element by element."""
        constant = all(leaf.op == LITERAL for leaf in formula.leaves()) and not calls(formula)
        kind = "static const" if constant else "const"
        self.items.append(f"{kind} double {name}{extents(formula.shape)} = {self.braces(formula)};")
        self.count(formula.shape)

    def braces(self, formula: Formula) -> str:
        """{a, b, {c, d}}: a stack of stacks of scalars."""
        if formula.op == "stack" and formula.shape:
            return f"{{{', '.join(self.braces(arg) for arg in formula.args)}}}"
        return self.elements.text(self.ready(formula))

    # What an expression is made of

    def prepared(self, formula: Formula) -> Formula:
        """A formula that is one expression at every index; what is not has been computed before."""
        return self.ready(formula if formula.op in LEAVES else self.begun(formula))

    def ready(self, formula: Formula, *, inside: Shape | None = None) -> Formula:
        """The same, for a formula that is begun or a part of one; `inside` is the shape of what it stands in."""
        if formula.op in LEAVES:
            return formula
        if id(formula) in self.kept:
            return self.kept[id(formula)][1]
        whole = inside is None
        repeated = self.shared.get(id(formula), 0) > 1 and not is_light(formula)
        hoisted = inside not in (None, ()) and not formula.shape and calls(formula)
        if not whole and (repeated or hoisted):
            return self.computed(formula)
        if not self.is_element(formula):
            return self.computed(formula)
        args = [self.ready(arg, inside=formula.shape) for arg in formula.args]
        if table.operator(formula.op).variadic and formula.op != "stack":
            while len(args) > NESTED:
                args[:NESTED] = [self.computed(formula._replace(args=tuple(args[:NESTED])))]
        if formula.op in REPEATING:
            args = [arg if is_light(arg) else self.computed(arg) for arg in args]
        if formula.op == "index":
            entries = zip(params_of(formula)["index"], formula.args[0].shape, strict=False)
            sizes = [size for entry, size in entries if entry == OPERAND]
            args[1:] = [self.position(arg, size) for arg, size in zip(args[1:], sizes, strict=True)]
        return formula._replace(args=tuple(args))

    def is_element(self, formula: Formula) -> bool:
        """Whether each of its elements is an expression of elements of its operands."""
        if formula.op == "stack":
            return len(formula.args) == 1
        return formula.op in MOVES or formula.op in ("and", "or") or row(formula).kind == "elementwise"

    def computed(self, formula: Formula, hint: str = "t") -> Formula:
        """A formula computed before, in a variable of its own; its name."""
        if id(formula) not in self.kept:
            name = self.fresh(hint)
            self.assign(name, formula)
            self.kept[id(formula)] = formula, self.variable(name, formula.shape)
        return self.kept[id(formula)][1]

    def light(self, formula: Formula) -> Formula:
        """The formula as something whose elements may be read many times."""
        if formula.op in LEAVES or (self.is_element(formula) and is_light(formula)):
            return self.ready(formula)
        return self.computed(formula)

    def operand(self, formula: Formula) -> Operand:
        """The same, to calculate with."""
        return PLAIN.operand(self.light(formula))

    def keep(self, hint: str, operand: Any) -> Operand:
        """An intermediate result under a name of its own."""
        return PLAIN.operand(self.computed(tree_of(operand), hint))

    def position(self, formula: Formula, size: int) -> Formula:
        """A computed position along an axis, as an int; below 0 where it is out of range."""
        name = self.fresh("at")
        self.items.append(f"const int {name} = {self.functions.used('place')}({self.elements.text(formula)}, {size});")
        return self.variable(name)

    def variable(self, name: str, shape: Shape = ()) -> Formula:
        """A variable of this function alone, as a leaf that no name of the program can be."""
        self.places[f"({name})"] = name
        return Formula(NAME, text=f"({name})", shape=shape)
