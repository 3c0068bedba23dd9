"""A program as a C file: what it is, the functions that it needs, value and derivatives, and a self-test in main."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import prod
from typing import Any

from .... import __version__
from ....errors import AdtraceError
from ....named import Record
from ....records import LEAVES, Formula, Shape
from ....records.export import Export
from ....records.straight import VALUE, Statement
from ..identifiers import Names
from ..module import WHAT, quoted
from .body import Body
from .formulas import extents
from .functions import Functions
from .identifiers import RESERVED, c_name
from .layout import Item, broken, loops, rendered
from .lowered import is_one
from .selftest import selftest
from .text import WIDTH, commented

STACK = 100_000
"""Bytes of local arrays from which on the head of the file tells."""


class Out(Record):
    """A result that a function stores through a parameter.

    name    the parameter
    source  the statement or the input that has it
    shape   its shape
    of      the output that it is, or the output and the input that it is the derivative of; `what`, for people
    """

    name: str
    source: str
    shape: Shape
    of: tuple[str, str]
    what: str

    @property
    def declared(self) -> str:
        """The parameter's declaration."""
        return f"double {self.name}{extents(self.shape)}" if self.shape else f"double *{self.name}"


def c_file(export: Export) -> str:
    """The whole file. Raises AdtraceError for what cannot be written."""
    if c_name(export.function) != export.function or export.function in RESERVED:
        raise AdtraceError(f"{export.function} is no name of a C function", hint="such as f", where="--name")
    own = {export.function, f"{export.function}_and_gradient"}
    # Functions of our own take names, too: which ones are used is known once all is written.
    first = File(export, Names({*RESERVED, *own}, c_name), Functions())
    text = first.text()
    if export.function in first.functions.texts:
        taken = f"{export.function} is a function that the file needs itself"
        raise AdtraceError(taken, hint="such as f", where="--name")
    if first.functions.texts.keys().isdisjoint(first.names.found.values()):
        return text
    return File(export, Names({*RESERVED, *own, *first.functions.texts}, c_name), Functions()).text()


class File:
    """A file that is being written."""

    def __init__(self, export: Export, names: Names, functions: Functions) -> None:
        self.export, self.straight, self.names, self.functions = export, export.straight, names, functions
        names.add([*self.straight.inputs, *(statement.name for statement in self.straight.statements)])
        self.shapes = {**self.straight.shapes, **{one.name: one.shape for one in self.straight.statements}}
        self.size = 0
        local = set(names.taken)
        outputs = self.straight.outputs
        self.alone = len(outputs) == 1 and not self.shapes[next(iter(outputs.values()))]
        """Whether there is one scalar value, which is returned."""
        self.outs = [] if self.alone else [
            Out(fresh(f"out_{c_name(name)}", local), source, self.shapes[source], (name, ""), name)
            for name, source in outputs.items()
        ]
        self.slopes = list(self.derivatives(local)) if self.straight.mode != "value" else []

    def derivatives(self, local: set[str]) -> Iterator[Out]:
        """The parameters of the derivatives: grad_x, or dy1_dx where there are several outputs.

        Those of a seed, or along a direction, are numbered where there are several.
        """
        rows = self.straight.derivatives
        for place, (output, row) in enumerate(rows.items(), 1):
            for number, (name, source) in enumerate(row.items(), 1):
                if name not in self.straight.inputs:
                    wanted = f"d{c_name(output)}{number if len(row) > 1 else ''}"
                elif len(rows) == 1 or output not in self.straight.outputs:
                    wanted = f"grad{place if len(rows) > 1 else ''}_{c_name(name)}"
                else:
                    wanted = f"d{c_name(output)}_d{c_name(name)}"
                wanted = f"out_{wanted}" if wanted in local else wanted
                yield Out(fresh(wanted, local), source, self.shapes[source], (output, name), self.slope(output, name))

    def slope(self, output: str, name: str) -> str:
        """What a derivative is: one may be of a seed in place of an output, or along a direction."""
        if output not in self.straight.outputs:
            return f"the adjoint of {name} for the seed {output}"
        return f"d{output}/d{name}" if name in self.straight.inputs else f"the slope of {output} along {name}"

    def text(self) -> str:
        """The file."""
        parts = [self.function(derivatives=False)]
        if self.straight.mode != "value":
            parts.append(self.function(derivatives=True))
        test = selftest(self)
        contract = "#ifdef __clang__\n#pragma STDC FP_CONTRACT OFF\n#endif"
        head = "\n".join(commented(list(self.header(parts, len(test) > 1))))
        return "\n\n".join([head, f"#include <math.h>\n\n{contract}", *self.functions, *parts, *test]) + "\n"

    # The head

    def header(self, texts: list[str], tested: bool) -> Iterator[str]:
        """What a reader has to know."""
        yield f"{WHAT[self.straight.mode]}, written by adtrace {__version__}."
        yield ""
        yield from (f"    {line}" for line in quoted(self.straight.expression))
        yield ""
        for derivatives in (False, True)[: 1 + (self.straight.mode != "value")]:
            yield from broken(f"{self.signature(derivatives=derivatives)};", "    ", WIDTH - 3)
        yield ""
        yield from self.words(texts)
        named = {*self.straight.inputs, *(one.name for one in self.straight.statements if one.part == VALUE)}
        if spelled := [f"{here} is {name}" for name, here in self.names.changed if name in named]:
            yield f"Names that C keeps for itself or cannot spell: {', '.join(spelled)}."
        yield from (line for note in self.straight.notes for line in quoted(f"Note: {note}."))
        yield ""
        if tested:
            yield f"Test it:  cc -std=c99 -O2 -ffp-contract=off {self.export.function}.c -lm && ./a.out"
            yield "Use it:   compile it with -DNO_MAIN and declare the functions above where you call them."
        else:
            yield f"Compile it:  cc -std=c99 -O2 -ffp-contract=off -c {self.export.function}.c     (and link with -lm)"

    def words(self, texts: list[str]) -> Iterator[str]:
        """What the functions give."""
        value = "return the value" if self.slopes and self.alone else "returns the value" if self.alone else ""
        if value:
            yield f"{'Both' if self.slopes else 'It'} {value}."
        for outs in (self.outs, self.slopes):
            if outs:
                names, whats = (", ".join(words) for words in zip(*((out.name, out.what) for out in outs), strict=True))
                yield f"{names} {'receives' if len(outs) == 1 else 'receive'} {whats}."
        arrays = any(self.straight.shapes[name] for name in self.straight.inputs) or any(out.shape for out in self.outs)
        yield ("Thread-safe: nothing is allocated, and nothing static changes."
               + (" Arrays are in row-major order; results must not overlap inputs." if arrays else ""))
        if any("lgamma(" in text for text in (*self.functions, *texts)):
            yield "But lgamma may store a sign in a variable of the library's, which nothing here reads."
        if self.size > STACK:
            yield f"It needs about {self.size/1e6:.1f} MB of stack for its arrays."

    # Functions

    def title(self, *, derivatives: bool) -> str:
        """A function's name."""
        return f"{self.export.function}{'_and_gradient' if derivatives else ''}"

    def signature(self, *, derivatives: bool) -> str:
        """The head of a function."""
        given = [self.parameter(name) for name in self.straight.inputs]
        given += [out.declared for out in (*self.outs, *(self.slopes if derivatives else ()))]
        kind = "double" if self.alone else "void"
        return f"{kind} {self.title(derivatives=derivatives)}({', '.join(given) or 'void'})"

    def parameter(self, name: str) -> str:
        """An input's declaration."""
        shape = self.straight.shapes[name]
        return f"const double {self.names[name]}{extents(shape)}" if shape else f"double {self.names[name]}"

    def function(self, *, derivatives: bool) -> str:
        """The function of the value, or of value and derivatives."""
        outs = [*self.outs, *(self.slopes if derivatives else ())]
        wanted = [*self.straight.outputs.values(), *(out.source for out in outs)]
        statements = self.live(wanted, derivatives=derivatives)
        body = Body(self.names, self.functions)
        body.local |= {out.name for out in (*self.outs, *self.slopes)}
        arrays = [out for out in outs if out.shape and out.source not in self.straight.inputs]
        placed = {out.source: out.name for out in reversed(arrays)}
        body.places.update(placed)
        before = VALUE
        for statement in statements:
            if statement.part != before and statement is not statements[0]:
                body.items.append("")
            before = statement.part
            place = placed.get(statement.name)
            body.assign(place or self.names[statement.name], statement.formula, declared=place is not None)
        for out in outs:
            body.items += self.stored(body, out, placed)
        if self.alone:
            body.items.append(f"return {self.names[next(iter(self.straight.outputs.values()))]};")
        self.size = max(self.size, body.size)
        head = "\n".join(broken(self.signature(derivatives=derivatives), "    "))
        text = rendered(body.items, 1)
        given = [self.names[name] for name in self.straight.inputs]
        unused = [f"(void){name};" for name in given if not re.search(rf"\b{name}\b", text)]
        return "\n".join([head, "{", *([rendered(unused, 1)] if unused else []), text, "}"])

    def live(self, wanted: list[str], *, derivatives: bool) -> list[Statement]:
        """The statements that the results need."""
        needed, kept = set(wanted), []
        for statement in reversed(self.straight.statements):
            if statement.name in needed and (derivatives or statement.part == VALUE):
                kept.append(statement)
                needed.update(read(statement.formula))
        return kept[::-1]

    def stored(self, body: Body, out: Out, placed: dict[str, str]) -> list[Item]:
        """What puts a result where the caller wants it; nothing for an array that is there already."""
        if placed.get(out.source) == out.name:
            return []
        if not out.shape:
            return [f"*{out.name} = {self.names[out.source]};"]
        heads, index = body.over(out.shape)
        at = "".join(f"[{one}]" for one in index)
        return loops(heads, [f"{out.name}{at} = {placed.get(out.source) or self.names[out.source]}{at};"])

    def numbers(self) -> int:
        """How many numbers a self-test compares, inputs included."""
        shapes = [*self.straight.shapes.values(), *(out.shape for out in (*self.outs, *self.slopes))]
        return sum(map(prod, shapes))

    def traced(self, out: Out) -> Any:
        """What the trace says that a result is."""
        output, wrt = out.of
        return self.export.slopes[output, wrt] if wrt else self.export.trace.outputs[output]


def read(formula: Formula) -> Iterator[str]:
    """The names that a formula reads."""
    stack = [formula]
    while stack:
        part = stack.pop()
        if part.op in LEAVES:
            yield part.text
        elif not is_one(part):
            stack.extend(part.args)


def fresh(wanted: str, taken: set[str]) -> str:
    """A name that is not taken, and takes it."""
    while wanted in taken:
        wanted += "_"
    taken.add(wanted)
    return wanted
