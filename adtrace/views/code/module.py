"""A program as a Python file: what it needs, a function for the value, one for value and derivatives, a self-test."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from ... import __version__
from ...errors import AdtraceError
from ...graph.trees import value_of
from ...records import LITERAL, Shape
from ...records.export import Export
from ...records.straight import VALUE, Statement, Straight
from .identifiers import PYTHON, Names
from .printer import CodePrinter, is_constant, signed

RELATIVE, OF_LARGEST = "1e-9", "1e-12"
"""How far a self-test lets numbers be off: of each number, or of the largest one."""

TESTED = 10_000
"""Numbers up to which there is a self-test."""

LINE = 80
"""Characters of a dictionary that stands on one line."""

WHAT = {
    "value": "A program", "reverse": "A program and its gradient (reverse mode)",
    "forward": "A program and its slopes (forward mode)",
}

COMMENT, COMMENTS = 200, 40
"""Characters of a line of the program that is quoted on top of a file, and how many lines."""


class ModulePrinter(CodePrinter):
    """What a language that is Python with a library says.

    imports  lines at the top; `needed`, words in the code that need a further import
    kept     words that the imports take
    calls_itself  whether a function of the file calls another, whose name no variable can have then
    close    a test whether `found` is `traced`, with {rtol} and {atol}
    """

    imports: ClassVar[Sequence[str]] = ()
    needed: ClassVar[Mapping[str, str]] = {}
    kept: ClassVar[Sequence[str]] = ()
    calls_itself = False
    close = ""
    constants: ClassVar[Mapping[str, str]] = {}
    checks: ClassVar[Sequence[str]] = ()
    """Lines before a self-test."""

    def accept(self, straight: Straight) -> None:
        """Raise AdtraceError for a program that cannot be written."""

    def taken(self, name: str, shape: Shape) -> list[str]:
        """The lines that make an argument a number of the library."""
        return []

    def fixed(self, text: str) -> str:
        """A number that a name stands for."""
        return text

    def further(self, export: Export) -> list[str]:
        """The lines of a further function."""
        return []

    def results(self, export: Export, title: str, given: Sequence[tuple[str, str]]) -> list[str]:
        """The lines of a self-test that call the function."""
        words = ", ".join(f"{name}={value}" for name, value in given)
        return [f"value{', gradient' if export.straight.mode != 'value' else ''} = {title}({words})"]

    def result(self, found: str, place: int) -> str:
        """Where a result is found after that, of which this is the place among all."""
        return found

    def value(self, number: Any) -> str:
        """A number or an array in the self-test."""
        return nested(self, number)


def module(kind: type[ModulePrinter], export: Export) -> str:
    """The whole file. Raises AdtraceError for what cannot be written."""
    if not export.function.isidentifier() or export.function in PYTHON:
        raise AdtraceError(f"{export.function!r} is no name of a function", hint="choose one such as f")
    straight = export.straight
    kept = {*PYTHON, *kind.kept, "math"}
    kind(Names(())).accept(straight)
    # Functions of our own take names, too: which ones are used is known once all is written.
    used = set(Module(kind(Names(kept)), export).printer.used)
    if export.function in used | kept:
        raise AdtraceError(f"the code has another {export.function}", hint="choose a name such as f")
    if kind.calls_itself:
        used |= {export.function, f"{export.function}_and_gradient"}
    return Module(kind(Names({*kept, *used})), export).text()


class Module:
    """A file that is being written."""

    def __init__(self, printer: ModulePrinter, export: Export) -> None:
        self.printer, self.export, self.straight = printer, export, export.straight
        names = [*self.straight.inputs, *(statement.name for statement in self.straight.statements)]
        printer.names.add(names)
        self.body = [self.function(derivatives=False)]
        if self.straight.mode != "value":
            self.body.append(self.function(derivatives=True))
        self.body += ["\n".join(lines) for lines in (printer.further(export),) if lines]

    def text(self) -> str:
        """The file."""
        test = self.test()
        own = [text for text in self.printer.used.values() if text]
        body = "\n\n\n".join(["\n".join(part.splitlines()) for part in [*own, *self.body]])
        imports = list(self.printer.imports)
        if re.search(r"\bmath\.", "\n".join([body, *test])):
            imports.insert(0, "import math")
        imports += [line for word, line in self.printer.needed.items() if word in body]
        blocks = [self.header(), *(["\n".join(ordered(imports)) + "\n"] if imports else [])]
        return "\n".join(blocks) + "\n\n" + body + "\n" + ("\n\n" + "\n".join(test) + "\n" if test else "")

    def header(self) -> str:
        """Comments: what this is, the program as typed, names that are spelled otherwise, remarks.

        The second line says nothing: there, and on the first, Python would read an encoding out of a comment.
        """
        lines = [f"{WHAT[self.straight.mode]}, written by adtrace {__version__}.", ""]
        lines += [f"    {line}" for line in quoted(self.straight.expression)]
        notes = [*self.straight.notes, *self.unlike()]
        if notes:
            lines += ["", *(line for note in notes for line in quoted(note))]
        return "\n".join(f"# {line}".rstrip() for line in lines) + "\n"

    def unlike(self) -> list[str]:
        """Names that are spelled otherwise."""
        return [f"{spelled} is {name}" for name, spelled in self.printer.names.changed]

    def function(self, *, derivatives: bool) -> str:
        """The function of the value, or of value and derivatives."""
        straight, printer = self.straight, self.printer
        names = [printer.names[name] for name in straight.inputs]
        printer.enter(names)
        title = f"{self.export.function}_and_gradient" if derivatives else self.export.function
        lines = [f"def {title}({', '.join(names)}):", f'    """{self.doc(derivatives)}"""']
        for name, spelled in zip(straight.inputs, names, strict=True):
            lines += [f"    {line}" for line in printer.taken(spelled, straight.shapes[name])]
        before = VALUE
        for statement in straight.statements:
            if statement.part != VALUE and not derivatives:
                continue
            if statement.part != before:
                lines.append("")
                before = statement.part
            lines.append(f"    {self.assigned(statement)}")
        outputs = [printer.names[name] for name in straight.outputs.values()]
        value = outputs[0] if len(outputs) == 1 else f"({', '.join(outputs)})"
        if derivatives:
            lines += [f"    {line}" for line in f"return {value}, {self.gradient()}".split("\n")]
        else:
            lines.append(f"    return {', '.join(outputs)}")
        return "\n".join(lines)

    def doc(self, derivatives: bool) -> str:
        """The words of a docstring."""
        several = len(self.straight.outputs) > 1
        what = "values" if several else "value"
        if not derivatives:
            return f"The {what} of the program."
        return f"The {what}, and the slopes by {'output and input' if several else 'input'}."

    def assigned(self, statement: Statement) -> str:
        """name = expression."""
        formula = signed(statement.formula)
        text = self.printer.text(formula)
        if is_constant(formula) and not formula.shape:
            is_number = formula.op in (LITERAL, "neg")
            text = self.printer.fixed(self.printer.decimal(value_of(formula)) if is_number else text)
        return f"{self.printer.names[statement.name]} = {text}"

    def gradient(self) -> str:
        """The dictionary of derivatives: by input, or by output and input where there are several outputs."""
        rows = {
            output: [f"{string(name)}: {self.printer.names[found]}" for name, found in row.items()]
            for output, row in self.straight.derivatives.items()
        }
        if len(rows) == 1:
            return braced(next(iter(rows.values())), 4)
        return braced([f"{string(output)}: {braced(entries, 8)}" for output, entries in rows.items()], 4)

    # Self-test

    def test(self) -> list[str]:
        """The lines of the self-test."""
        if not self.export.tested:
            return []
        entries = list(self.entries())
        numbers = [number for _, _, value in entries for number in flat(value)]
        if len(numbers) + sum(map(len, map(flat, self.straight.inputs.values()))) > TESTED:
            return [f"# No self-test: there are more than {TESTED} numbers at the point."]
        largest = max((abs(number) for number in numbers if math.isfinite(number)), default=0.0)
        title = self.export.function + ("_and_gradient" if self.straight.mode != "value" else "")
        what = "value" if self.straight.mode == "value" else "value and gradient"
        names = self.printer.names
        given = [(names[name], self.printer.value(one)) for name, one in self.straight.inputs.items()]
        rows = [
            f"    ({string(name)}, {self.printer.result(found, place)}, {self.printer.value(value)}),"
            for place, (name, found, value) in enumerate(entries)
        ]
        test = self.printer.close.format(rtol=RELATIVE, atol=f"{largest*float(OF_LARGEST):.0e}")
        return [
            'if __name__ == "__main__":',
            f"    # Self-test: the numbers traced at this point, to {RELATIVE} of each or {OF_LARGEST} of the largest.",
            *[f"    {line}" for line in self.printer.checks],
            *[f"    {line}".rstrip() for line in self.printer.results(self.export, title, given)],
            "    entries = [",
            *[f"    {row}" for row in rows],
            "    ]",
            "    wrong = [",
            "        name for name, found, traced in entries",
            f"        if not {test}",
            "    ]",
            "    if wrong:",
            "        raise SystemExit(f\"not as traced: {', '.join(wrong)}\")",
            f'    print("ok: {what} as traced")',
        ]

    def entries(self) -> Iterable[tuple[str, str, Any]]:
        """What is compared: its name, where it is found, and the number traced."""
        trace, straight = self.export.trace, self.straight
        for place, (output, value) in enumerate(trace.outputs.items()):
            yield output, f"value[{place}]" if len(trace.outputs) > 1 else "value", value
        several = len(straight.derivatives) > 1
        for output, row in straight.derivatives.items():
            for name in row:
                found = f"gradient[{string(output)}][{string(name)}]" if several else f"gradient[{string(name)}]"
                yield f"d{output}/d{name}", found, self.export.slopes[output, name]


def braced(entries: Sequence[str], indent: int) -> str:
    """Entries of a dictionary on one line, or on a line each."""
    line = "{" + ", ".join(entries) + "}"
    if len(line) <= LINE and "\n" not in line:
        return line
    blanks = " "*indent
    return "{\n" + "".join(f"{blanks}{entry},\n" for entry in entries) + blanks[4:] + "}"


def flat(value: Any) -> list[float]:
    """The numbers of a number or an array."""
    return list(value.ravel().tolist()) if hasattr(value, "ravel") else [value]


def nested(printer: CodePrinter, value: Any) -> str:
    """A number, or an array as lists of lists."""
    if not getattr(value, "shape", ()):
        return printer.decimal(float(value))
    return f"[{', '.join(nested(printer, item) for item in value)}]"


def string(name: str) -> str:
    """A name as a string."""
    plain = name.isprintable() and '"' not in name and "\\" not in name
    return f'"{name}"' if plain else repr(name)


def quoted(text: str) -> list[str]:
    """The lines of a text, as a comment can hold them."""
    lines = text.splitlines()
    shown = ["".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in line) for line in lines]
    cut = [line if len(line) <= COMMENT else f"{line[:COMMENT]} ..." for line in shown[:COMMENTS]]
    return [*cut, "..."] if len(lines) > COMMENTS else cut


def ordered(imports: Sequence[str]) -> list[str]:
    """Imports in order, those of the standard library first."""
    first = [line for line in imports if line == "import math"]
    rest = list(dict.fromkeys(line for line in imports if line not in first))
    return [*first, "", *rest] if first and rest else [*first, *rest]
