"""Text to columns: the statements of a program. Expressions are read by `expressions`."""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import AdtraceError, LimitError, Span
from ..limits import LIMITS
from . import tokens
from .brackets import Bracket
from .columns import NAME, Columns, Function, InputLine, Program, Statement
from .expressions import Expressions


def parse(text: str, where: str = "expression") -> Program:
    """A program's columns. Raises AdtraceError with the place and, where there is one, the remedy.

    where  what the text is called in messages: "expression" or a file's name
    """
    where = getattr(text, "called", where)
    if len(text) > LIMITS.text:
        raise LimitError(f"a program of {len(text)} characters", hint=f"the limit is {LIMITS.text}")
    program = Program(text, where)
    try:
        Statements(program).all()
        if program.last is None:
            raise AdtraceError("there is nothing to compute", hint="write an expression, such as 1/(1+exp(-a*x))")
    except AdtraceError as error:
        raise error.located(text, where) from None
    return program


def parse_functions(text: str, where: str) -> dict[str, Function]:
    """The functions of a text that defines nothing else."""
    program = Program(text, where)
    Statements(program).all()
    return program.functions


class Statements(Expressions):
    """Reads a program, statement by statement."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.declared: set[str] = set()
        self.name: str | None = None
        """What the statement that is being read assigns."""
        super().__init__(program.text, program.columns)
        self.assigned, self.stream = program.assigned, self.tokens()

    def all(self) -> None:
        """Every statement; all but the last must have a name."""
        program = self.program
        _, result, end = self.read()
        rest, self.stream = self.stream, iter(())  # It holds the reader: what is not needed any more is let go.
        self.known = {}
        if program.last is None and program.assigned:
            program.last = Statement(*next(reversed(program.assigned.items())))
        elif end and result is not None:
            self.nothing_follows(result, rest)

    def tokens(self) -> Iterator[tuple[int, tuple[str, str]]]:
        """The tokens of the text, numbered, but for those of lines with one operation between two statements."""
        text, number = self.text, 0
        for start, end in tokens.blocks(text):
            if text[start] == "\n":
                yield number, ("\n", "")
                if not (self.operands or self.stack or self.apart or self.name):
                    from . import lines

                    found = lines.LINE.findall(text, start + 1, end)
                    if len(found) == text.count("\n", start, end):
                        number = lines.operations(self, found, number, start + 1)
                        continue
                number += 1
                start = tokens.first_place(text, start + 1)
            found = tokens.NEXT.findall(text, start, end)
            yield from self.numbered(found, number)
            number += len(found)

    def assigns(self, number: int, token: str) -> bool:
        """Whether a token that ends with = begins a statement: `name =`."""
        if self.apart or self.name is not None or "(" in token:
            return False
        self.name = self.bound(number, token)
        return True

    def goes_on(self, result: int | None, number: int) -> bool:
        """Take the value of a finished statement, None for an empty one; return whether to read another."""
        if self.apart:
            return False
        if self.name is None:
            if result is not None:
                self.program.last = Statement(None, result)
            return result is None
        if result is None:
            self.finished(number, wanted=True)
        else:
            self.assigned[self.name] = result
        self.name = None
        return True

    def nothing_follows(self, unnamed: int, rest: Iterator[tuple[int, tuple[str, str]]]) -> None:
        """Raise AdtraceError unless the text ends after an expression without a name, given its position."""
        for _, (token, _sign) in rest:
            if token not in "\n;":
                span = self.columns.span(unnamed)
                raise AdtraceError("only the last statement may stand without a name", span, "write name = expression")

    def word(self, number: int, token: str, bracket: Bracket | None) -> None:
        """`name =`, `f(x, y) =`, `input` and `output`, where they begin a statement; else as in any expression."""
        if self.apart or self.name is not None or self.operands or self.stack:
            super().word(number, token, bracket)
        elif token[-1] == "=":
            self.function(number, token)
        elif token[-1] == "(":
            super().word(number, token, bracket)
        elif token[0] == "o":
            self.output(number)
        else:
            self.input(number)

    def bound(self, number: int, token: str) -> str:
        """The name in a `name` or `name =` token. Raises AdtraceError if the name has a value already."""
        name = token.rstrip("= \t")
        if not name.isascii() or len(name) > LIMITS.name:
            tokens.check_name(name, self.name_span(number, name))
        if name in self.program.assigned or name in self.declared:
            span = self.name_span(number, name)
            raise AdtraceError(f"{name} is given a value twice", span, "a name is assigned once: choose another")
        return name

    def name_span(self, number: int, name: str) -> Span:
        """Offsets of the name with which a token begins."""
        start = self.span(number)[0]
        return start, start + len(name)

    def input(self, word: int) -> None:
        """`input name` or `input name = default`."""
        from . import complaints

        number, (token, sign) = next(self.stream)
        kind = tokens.kind_of(token)
        if kind not in (tokens.NAME, tokens.BINDING):
            raise complaints.no_operator(self.text, self.span(word), NAME, kind, self.span(number))
        name = self.bound(number, token)
        span = self.name_span(number, name)
        self.declared.add(name)
        if kind == tokens.BINDING:
            self.program.inputs.append(InputLine(name, span, *self.set_apart()))
            return
        self.program.inputs.append(InputLine(name, span, Columns(self.columns.places), None))
        if not sign:
            number, (sign, _) = next(self.stream, (0, ("\n", "")))
        if sign not in "\n;":
            raise AdtraceError(f"unexpected {sign}", self.span(number), "write input name, or input name = value")

    def output(self, word: int) -> None:
        """`output a, b`, after which nothing follows."""
        outputs, sign = self.program.outputs, ","
        while sign == ",":
            number, (token, sign) = next(self.stream, (word + 1, ("\n", "")))
            if tokens.kind_of(token) != tokens.NAME:
                raise AdtraceError("output names statements and inputs", self.span(number), "such as: output a, b")
            if token in outputs:
                raise AdtraceError(f"{token} is an output twice", self.span(number), "name it once")
            outputs[token] = self.span(number)
            if not sign:
                number, (sign, _) = next(self.stream, (0, ("\n", "")))
        if sign not in "\n;":
            raise AdtraceError(f"unexpected {sign}", self.span(number), "write output name, name")
        for _, (token, _) in self.stream:
            if token not in "\n;":
                raise AdtraceError("output stands last", self.span(word), "move the line to the end")

    def function(self, number: int, token: str) -> None:
        """`f(x, y) = body`."""
        name, _, rest = token.partition("(")
        name = name.rstrip()
        start, end = self.span(number)
        span, inner = (start, start + len(name)), (end - len(rest), end - len(rest.partition(")")[2]) - 1)
        tokens.check_name(name, span)
        parameters = tuple(word.strip() for word in rest.partition(")")[0].split(","))
        for parameter in parameters:
            tokens.check_name(parameter, inner)
        functions = self.program.functions
        if len(set(parameters)) < len(parameters):
            raise AdtraceError(f"{name} has two parameters of one name", inner, "give each its own name")
        if name in functions:
            raise AdtraceError(f"the function {name} is defined twice", span, "choose another name")
        body, result = self.set_apart()
        functions[name] = Function(name, parameters, body, result, span, self.text, self.program.where, len(functions))
