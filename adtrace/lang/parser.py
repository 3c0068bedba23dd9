"""Text to columns: the statements of a program. Expressions are read by `expressions`."""

from __future__ import annotations

from typing import Any

from ..errors import AdtraceError, LimitError, Span
from ..limits import LIMITS
from . import tokens
from .columns import Columns, Function, InputLine, Program, Statement
from .expressions import Expressions


def parse(text: str, where: str = "expression") -> Program:
    """A program's columns. Raises AdtraceError with the place and, where there is one, the remedy.

    where  what the text is called in messages: "expression" or a file's name
    """
    if len(text) > LIMITS.text:
        raise LimitError(f"a program of {len(text)} characters", hint=f"the limit is {LIMITS.text}")
    program = Program(text, where)
    try:
        Statements(program).read()
        if not any(isinstance(statement, Statement) for statement in program.statements):
            raise AdtraceError("there is nothing to compute", hint="write an expression, such as 1/(1+exp(-a*x))")
    except AdtraceError as error:
        raise error.located(text, where) from None
    return program


def parse_functions(text: str, where: str) -> dict[str, Function]:
    """The functions of a text that defines nothing else."""
    program = Program(text, where)
    Statements(program).read()
    return program.functions


class Statements(Expressions):
    """Reads a program, statement by statement."""

    def __init__(self, program: Program) -> None:
        super().__init__(program.text, program.columns)
        self.program = program
        self.assigned: set[str] = set()

    def read(self) -> None:
        """Every statement; all but the last must have a name."""
        unnamed: Span | None = None
        ended = False
        while not ended and (token := self.first()) is not None:
            if unnamed:
                raise AdtraceError(
                    "only the last statement may stand without a name", unnamed, "write name = expression"
                )
            unnamed, ended = self.statement(token)

    def first(self) -> Any:
        """The first token of the next statement, None at the end of the text."""
        while (token := self.after_space()) is not None and token.lastindex == tokens.BREAK:
            pass
        return token

    def after_space(self) -> Any:
        """The next token that is not space, None at the end of the text."""
        while (token := self.next()) is not None:
            self.at = token.end()
            if token.lastindex != tokens.SPACE:
                return token
        self.check_end()
        return None

    def read_from(self, at: int) -> None:
        """Go on reading from this offset."""
        self.next, self.at = tokens.scanner(self.text, at), at

    def statement(self, token: Any) -> tuple[Span | None, bool]:
        """One statement. Returns the span of an expression without a name, and whether the text has ended."""
        kind, start, columns = token.lastindex, token.start(), self.columns
        if kind == tokens.CALL and (definition := tokens.DEFINITION.match(self.text, start)):
            return None, self.function(definition)
        if kind == tokens.NAME and token.group() == "input":
            following = self.after_space()
            if following is not None and following.lastindex in (tokens.NAME, tokens.BINDING):
                return None, self.input(following)
            self.read_from(token.end())
        begin = len(columns)
        if kind == tokens.BINDING:
            name, span = self.bound(token)
            result, ended = self.expression(None)
            self.program.statements.append(Statement(name, span, begin, result))
            return None, ended
        result, ended = self.expression(token)
        self.program.statements.append(Statement(None, columns.span(result), begin, result))
        return columns.span(result), ended

    def bound(self, token: Any) -> tuple[str, Span]:
        """The name and span of a `name` or `name =` token. Raises AdtraceError if the name has a value already."""
        name = token.group().rstrip("=").rstrip()
        span = (token.start(), token.start() + len(name))
        tokens.check_name(name, span)
        if name in self.assigned:
            raise AdtraceError(f"{name} is given a value twice", span, "a name is assigned once: choose another")
        self.assigned.add(name)
        return name, span

    def input(self, token: Any) -> bool:
        """`input name` or `input name = default`. Returns whether the text has ended."""
        name, span = self.bound(token)
        begin = len(self.columns)
        if token.lastindex == tokens.BINDING:
            result, ended = self.expression(None)
            self.program.statements.append(InputLine(name, span, begin, result))
            return ended
        self.program.statements.append(InputLine(name, span, begin, None))
        following = self.after_space()
        if following is not None and following.lastindex != tokens.BREAK:
            raise AdtraceError(
                f"unexpected {following.group()}", following.span(), "write input name, or input name = value"
            )
        return following is None

    def function(self, definition: Any) -> bool:
        """`f(x, y) = body`, into columns of its own. Returns whether the text has ended."""
        name, span = tokens.check_name(definition.group(1), definition.span(1)), definition.span(1)
        parameters = tuple(word.strip() for word in definition.group(2).split(","))
        for parameter in parameters:
            tokens.check_name(parameter, definition.span(2))
        functions = self.program.functions
        if len(set(parameters)) < len(parameters):
            raise AdtraceError(f"{name} has two parameters of one name", definition.span(2), "give each its own name")
        if name in functions:
            raise AdtraceError(f"the function {name} is defined twice", span, "choose another name")
        outer, self.columns = self.columns, Columns()
        self.read_from(definition.end())
        result, ended = self.expression(None)
        body, self.columns = self.columns, outer
        functions[name] = Function(name, parameters, body, result, span, self.text, self.program.where, len(functions))
        return ended
