"""A formula that somebody claims: over the names of a program's steps and of their derivatives."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cached_property
from typing import Any

from ..errors import AdtraceError
from ..graph.build import Built, build
from ..graph.scope import names_used
from ..lang.columns import CALL, NAME, Function, Program
from ..lang.grammar import CONSTANTS, PASTED_NAMES
from ..lang.parser import parse
from ..rules.table import nearest
from ..sweeps.evaluate import evaluate, quiet

BAR = "bar"
"""What bar(z) is called in a claim: the adjoint of z."""


class Expression:
    """One expression, read once and evaluated at any number of points.

    text       in the language of programs; besides, bar(z) is the adjoint of z
    functions  the user's functions that it may call
    where      what the text is called in messages
    Raises AdtraceError for a text that is not one expression.
    """

    def __init__(self, text: str, functions: Mapping[str, Function], where: str = "claim") -> None:
        self.text, self.where = text, where
        self.program: Program = parse(text, where)
        program = self.program
        if program.inputs or program.assigned or program.last is None:
            raise AdtraceError("this is more than one expression", hint="write one formula", source=text, where=where)
        program.functions = {**functions, **program.functions}
        if BAR not in program.functions:
            self._name_adjoints()
        self._built: tuple[Any, Built] | None = None

    def _name_adjoints(self) -> None:
        """Make every bar(z) the name "bar(z)": a name that no user can give."""
        columns = self.program.columns
        for position, op in enumerate(columns.ops):
            if op == CALL and columns.data[position][0] == BAR:
                args, span = columns.args[position], columns.span(position)
                if len(args) != 1 or columns.ops[args[0]] != NAME or columns.data[position][1]:
                    error = AdtraceError("bar takes the name of one step", span, "write bar(z)")
                    raise error.located(self.text, self.where)
                columns.ops[position], columns.args[position] = NAME, ()
                columns.data[position] = f"{BAR}({columns.data[args[0]]})"

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names that it uses, constants included."""
        return tuple(names_used(self.program))

    def check(self, known: Collection[str]) -> None:
        """Refuse names that nothing has. Raises AdtraceError with the place."""
        for name, (columns, position) in names_used(self.program).items():
            if name in known or PASTED_NAMES.get(name, name) in CONSTANTS:
                continue
            alike = nearest(name, list(known))
            error = AdtraceError(
                f"the program has no {name}",
                columns.span(position),
                "names are those of inputs, statements and steps (w1, w2 ...), and bar(z) is an adjoint",
                label=f"did you mean {alike}?" if alike else "",
            )
            raise error.located(self.text, self.where)

    def value(self, values: Mapping[str, Any], evaluate: Callable[..., list[Any]] = evaluate) -> Any:
        """The value at a point: a float, or a float64 ndarray.

        values    by name; those that are not used are left aside
        evaluate  evaluates a graph, as `sweeps.evaluate.evaluate` does
        Raises AdtraceError where a name has no value, and where shapes do not fit.
        """
        given = {name: values[name] for name in self.names if name in values}
        shapes = {name: getattr(value, "shape", ()) for name, value in given.items()}
        if self._built is None or self._built[0] != shapes:
            self.check(values)
            self._built = shapes, build(self.program, given)
        graph = self._built[1].graph
        (_, output), *_ = graph.outputs
        with quiet(graph):
            if len(graph.outputs) == 1:
                return evaluate(graph, given)[output]
            found = evaluate(graph, given)
        import numpy as np

        return np.array([found[node] for _, node in graph.outputs])
