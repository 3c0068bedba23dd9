"""One line of a derivation as its writer had it before them: what a mistake in it is worked out from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Any

from ...graph.numbers import compute
from ...graph.shapes import broadcast
from ...named import Record
from ...records import Formula
from ...records.worked import ADJOINT, INCREMENT, TANGENT, VALUE
from ...rules import table
from ...rules.table import Operator
from ...sweeps.steps import Recorder, number_of
from .derivation import ALL, Derivation, Key, Known
from .numbers import as_flow, plain, run, shape_of, spread

NO_STEP = -1
PARTIALS = "partials"
"""The kind of a line that is the partial of all uses of a node in one step together."""


class Given(Record):
    """What a line is read from.

    key         the number that the line is of
    derivation  that it belongs to
    known       the numbers that the writer went on with
    slip        of what was written: the element that is not right, and 1 in the last place that was written of it;
                None if there are several
    penalties   summands of an output, each with the nodes that lead to it alone
    """

    key: Key
    derivation: Derivation
    known: Known
    slip: tuple[tuple[int, ...], float] | None = None
    penalties: Mapping[int, Collection[int]] = {}


class Line(Given):
    """One line. Its numbers are NumPy's, also the scalars: these divide by zero as IEEE 754 says."""

    @property
    def kind(self) -> str:
        """VALUE, TANGENT, ADJOINT, PARTIAL, PARTIALS or INCREMENT."""
        return PARTIALS if self.key.operand == ALL else self.key.kind

    @property
    def step(self) -> int:
        """The step whose operation the line is about, NO_STEP for an adjoint: that one is a sum."""
        if self.kind == ADJOINT:
            return NO_STEP
        return self.key.node if self.kind in (VALUE, TANGENT) else self.key.consumer

    @property
    def operand(self) -> int:
        """Of a partial or an increment, the position of the operand that it is for."""
        return self.key.operand

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the number."""
        return self.derivation.shape(self.key)

    @cached_property
    def operator(self) -> Operator | None:
        """The row of the step, None where there is none."""
        return None if self.step == NO_STEP else self.derivation.graph.operators[self.step]

    @property
    def op(self) -> str:
        """The row's name, "" where there is none."""
        return self.operator.name if self.operator else ""

    @property
    def args(self) -> tuple[int, ...]:
        """The operands of the step, as nodes."""
        return () if self.step == NO_STEP else self.derivation.graph.args[self.step]

    @property
    def params(self) -> Mapping[str, Any]:
        """The keyword parameters of the step."""
        return self.derivation.graph.params[self.step]

    @property
    def step_shape(self) -> tuple[int, ...]:
        """The shape of the step's value."""
        return self.derivation.graph.shapes[self.step]

    def constant(self, operand: int) -> bool:
        """Whether an operand depends on no input."""
        return not self.derivation.graph.varies[self.args[operand]]

    @cached_property
    def right(self) -> Any:
        """The number that the line comes to without a mistake."""
        return self.rework({})

    @cached_property
    def operands(self) -> list[Any]:
        """The values of the operands."""
        return [self.value(arg) for arg in self.args]

    @cached_property
    def result(self) -> Any:
        """The value of the step."""
        return self.right if self.kind == VALUE else self.value(self.step)

    def value(self, node: int) -> Any:
        """The value of a node."""
        derivation = self.derivation
        return self.number(Key(VALUE, node)) if derivation.graph.varies[node] else plain(derivation.values[node])

    def number(self, key: Key) -> Any:
        """Any number that the writer had."""
        return plain(number_of(self.known(key), self.derivation.shape(key)))

    @cached_property
    def upstream(self) -> Any:
        """Of an increment, the adjoint that it comes from."""
        return self.number(Key(ADJOINT, self.step, sweep=self.key.sweep))

    @cached_property
    def increments(self) -> dict[tuple[int, int], Any]:
        """Of an adjoint, what each use gives, by (consumer, operand)."""
        node, sweep = self.key.node, self.key.sweep
        return {use: self.number(Key(INCREMENT, node, *use, sweep)) for use in self.derivation.paths(node, sweep)}

    @cached_property
    def seed(self) -> Any:
        """What a sweep starts from here, None where it does not start here."""
        seeds = self.derivation.seeds.get((self.kind, self.key.sweep), {})
        return plain(number_of(seeds[self.key.node], self.shape)) if self.key.node in seeds else None

    @cached_property
    def tangents(self) -> dict[int, Any]:
        """Of a tangent, those of the operands that it is made of, by their position."""
        sweep = self.key.sweep
        moved = self.derivation.moved(self.key.node, sweep)
        return {operand: self.number(Key(TANGENT, self.args[operand], sweep=sweep)) for operand in moved}

    @cached_property
    def terms(self) -> dict[int, Any]:
        """Of a tangent, what each operand gives, by its position."""
        return {operand: self.term(operand, self.known) for operand in self.tangents}

    def term(self, operand: int, known: Known) -> Any:
        """What an operand gives to a tangent."""
        flow = self.derivation.tangent_term(self.key.node, operand, self.key.sweep, known)
        return plain(number_of(flow, self.shape))

    # What it is called

    def named(self, node: int) -> str:
        """A node as it stands in a formula: its name, or a constant."""
        return self.text(self.recorder.formulas.operand(node))

    def increment_text(self, consumer: int, operand: int) -> str:
        """What a use gives, in symbols."""
        return self.text(self.recorder.formulas.adjoint_rule(consumer, operand))

    def term_text(self, operand: int) -> str:
        """What an operand gives to a tangent, in symbols."""
        return self.text(self.recorder.formulas.tangent_term(self.step, operand))

    @property
    def recorder(self) -> Recorder:
        """What writes the formulas of the derivation."""
        return self.derivation.run.recorder

    def text(self, formula: Formula) -> str:
        """A formula in ASCII."""
        return self.recorder.printer.text(formula)

    # The same line with something else in it

    def rework(self, changed: Mapping[Key, Any]) -> Any:
        """The number, worked out with other numbers in place of some."""
        return plain(number_of(self.derivation.work(self.key, self.with_changed(changed)), self.shape))

    def with_changed(self, changed: Mapping[Key, Any]) -> Known:
        """What the writer had, with other numbers in place of some."""
        return lambda key: as_flow(changed[key]) if key in changed else self.known(key)

    def pulled(self, upstream: Any) -> Any:
        """Of an increment, what it is for another adjoint."""
        return self.rework({Key(ADJOINT, self.step, sweep=self.key.sweep): upstream})

    def applied(self, name: str, *operands: Any, **params: Any) -> Any:
        """Another operation on some operands, element by element or of the shape that its row says."""
        row = table.operator(name)
        if row.shape:
            shape = row.shape(*map(shape_of, operands), **params)
        else:
            shape = broadcast([shape_of(operand) for operand in operands])
        return plain(compute(row, [as_flow(operand) for operand in operands], params, shape))

    def slope(
        self, operand: int, *, row: Operator | None = None, operands: Sequence[Any] = (), result: Any = None,
        printed: bool = False,
    ) -> Any:
        """The partial of the step for an operand.

        row, operands, result  of another row, or at another place
        printed                by the rule as people write it
        """
        row = row or self.operator
        assert row is not None
        rule = row.printed(operand) if printed else row.rule(operand)
        if rule is None:
            return None
        around = [self.result if result is None else result, *(operands or self.operands)]
        slope = run(rule, around, {"operand": operand} if row.variadic else {})
        return spread(slope, self.step_shape)
