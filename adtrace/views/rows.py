"""A sweep as rows: what each layout prints, as styled lines and numbers, before anything is placed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property

from ..named import Record
from ..records import LITERAL, NAME, Formula, Increment, Number, Step, Sweep, Trace
from .layout import Line, line, styled
from .notation import Notation
from .number import is_array, people
from .signs import SIGNS, Signs, is_endless, signs_of

USES_SHOWN = 40
"""Uses of one node beyond which only the first and the last are printed."""

ORDINALS = ("1st", "2nd", "3rd", "{count}th")


class Use(Record):
    """One line of a rule: the whole of it, or what one use of the node contributes, or their sum.

    rule     in symbols; `sign` stands in front of it in a sum, `note` behind it
    numbers  the rule in numbers, or ""
    result   the number that it gives
    user     the step that uses the node (reverse mode), else ""
    ordinal  which of its operands the node is, where that is in question: 1st
    partial  the local partial in symbols, or nothing
    mark     the sign of the result, where a warning has to do with it
    """

    rule: Line = ()
    note: str = ""
    numbers: str = ""
    result: Number = None
    user: str = ""
    partial: Line = ()
    sign: str = ""
    ordinal: str = ""
    mark: str = ""

    @property
    def which(self) -> str:
        """Which operand it is, in brackets behind the user; or nothing."""
        return f" ({self.ordinal})" if self.ordinal else ""

    @property
    def used_by(self) -> str:
        """The user and which operand it is."""
        return self.user + self.which


class Row(Record):
    """One step.

    number   its number, or "" for an input
    name     as the notation spells it, with its style; `formula` its value in symbols, or nothing for an input
    values   the same in numbers, or ""
    value    its value
    symbol   its tangent or adjoint as the notation spells it, or nothing
    uses     the lines of its rule
    total    the line that sums them, where there are several
    result   its tangent or adjoint
    shape    of its value
    sign     the sign of the step, where a warning names it; `mark`, that of its value
    source   the line of Python that it comes from, by its number, in another file than the function's by both; or ""
    """

    number: str
    name: Line
    formula: Line
    values: str
    value: Number
    symbol: Line
    uses: tuple[Use, ...]
    total: Use | None
    result: Number
    shape: tuple[int, ...]
    sign: str = ""
    mark: str = ""
    source: str = ""

    @property
    def label(self) -> str:
        """The step's number and its sign."""
        return self.number + self.sign


class Rows:
    """Makes the rows of one sweep; `say` puts what is said beside the formulas into the reader's language."""

    def __init__(
        self, trace: Trace, sweep: Sweep, notation: Notation, digits: int, say: Callable[[str], str] = str
    ) -> None:
        self.trace, self.sweep, self.notation, self.digits, self.say = trace, sweep, notation, digits, say
        self.signs: Signs = signs_of(trace, sweep)

    def of(self, places: Sequence[int]) -> list[Row]:
        """The rows of the steps at these positions, in printed order."""
        steps = self.sweep.steps
        order = places[::-1] if self.trace.mode == "reverse" else places
        return [self.row(steps[place]) for place in order]

    def row(self, step: Step) -> Row:
        """One step as a row."""
        uses, total, result = self.rule(step)
        style = {"input": "input", "output": "bold output"}.get(step.role, "")
        formula, source = self.formula(step, style), self.trace.source_of(step)
        return Row(
            number=str(step.number) if step.number else "",
            name=line((self.notation.name(step.name), style)),
            formula=formula,
            values=self.with_numbers(step.tree) if step.role != "input" else "",
            value=step.value,
            symbol=self.symbol(step),
            uses=uses,
            total=total,
            result=result,
            shape=step.shape,
            sign=self.signs.node(step.name),
            mark=SIGNS[self.signs.value(step.name, step.value)],
            source=source.seen_from(self.trace.where) if source else "",
        )

    def formula(self, step: Step, style: str) -> Line:
        """What a step stands for, and its own name, where the notation has another for it."""
        alias = self.notation.alias(step)
        if step.role == "input" and not step.alias_of:
            return line((alias, style))
        written = styled(self.notation.runs(step.tree), style)
        return line(written, (f" = {alias}", style)) if alias else written

    def symbol(self, step: Step) -> Line:
        """The step's tangent or adjoint, spelled."""
        if self.trace.mode == "value":
            return ()
        if self.trace.mode == "forward":
            return line((self.notation.tangent(step.name), "tangent"))
        return line((self.notation.adjoint(step.name), "adjoint"))

    def rule(self, step: Step) -> tuple[tuple[Use, ...], Use | None, Number]:
        """The lines of a step's rule, the line that sums them up if there are several, and what they give."""
        if self.trace.mode == "forward":
            return (self.forward(step)._replace(mark=self.mark(step)),), None, step.tangent
        if self.trace.mode == "reverse":
            return *self.reverse(step), step.adjoint
        return (), None, None

    def mark(self, step: Step) -> str:
        """The sign of a step's tangent or adjoint."""
        return SIGNS[self.signs.derivative(step.name, step.derivative)]

    def forward(self, step: Step) -> Use:
        """The tangent rule of a step; the seed of an input."""
        if step.role == "input" or step.seeded:
            return Use(note=self.say("(seed)"), result=step.tangent)
        if step.rule_tree is None:
            return Use(note=self.say("no path from the seed"), result=step.tangent)
        rule = self.notation.runs(step.rule_tree, in_rules=True)
        note = self.no_slope(step.name)
        return Use(rule, note, "" if note else self.with_numbers(step.rule_tree), step.tangent)

    def reverse(self, step: Step) -> tuple[tuple[Use, ...], Use | None]:
        """One line per use of a step, and the sum where there are several."""
        symbol = self.symbol(step)
        uses = [Use(symbol, self.say("(seed)"), result=self.seed(step))] if step.seeded else []
        increments = step.increments
        left_out = max(0, len(increments) - USES_SHOWN)
        if left_out:
            increments = (*increments[: USES_SHOWN // 2], *increments[-USES_SHOWN // 2 :])
        repeated = {name for name, times in Counter(one.consumer for one in increments).items() if times > 1}
        uses += [self.use(step, one, numbered=one.consumer in repeated) for one in increments]
        if left_out:
            words = self.say("and {count} more uses between").format(count=left_out)
            uses.insert(len(uses) - USES_SHOWN // 2, Use(note=words))
        if len(uses) < 2:
            found = uses[0] if uses else Use(note=self.say(without_uses(step)), result=step.adjoint)
            return (found._replace(mark=self.mark(step)),), None
        signed = [use._replace(sign="+ " if place else "  ") for place, use in enumerate(uses)]
        count = len(step.increments)
        words = self.say("sum over {count} uses")
        if step.seeded:
            words = self.say("seed and {count} use" if count == 1 else "seed and {count} uses")
        total = Use(symbol, f"  {words.format(count=count)}", result=step.adjoint, sign="= ", mark=self.mark(step))
        return tuple(signed), total

    def seed(self, step: Step) -> Number:
        """The seed of an output: its adjoint before anything arrived."""
        return self.sweep.seed.get(step.name, step.adjoint)

    def use(self, step: Step, increment: Increment, *, numbered: bool) -> Use:
        """The contribution that one use of a node makes to its adjoint; numbered where its consumer uses it twice."""
        notation, user = self.notation, self.notation.name(increment.consumer)
        partial: Line = ()
        if increment.partial_formula is not None and not step.shape:
            symbols = notation.runs(increment.partial_formula, in_rules=True)
            of = f"{notation.partial(user, notation.name(step.name))} = "
            partial = line(of if notation.profile.labels_partials else "", symbols)
        rule = notation.runs(increment.formula, in_rules=True)
        mark = SIGNS[self.signs.increment(increment.consumer, step.name, increment.product)]
        note, numbers = self.no_slope(increment.consumer), self.product(increment)
        if not increment.path and not note:
            # Nothing is multiplied here: with a nan or an infinity, 0 would not be the product.
            note, numbers = (self.say("(not taken)"), "") if is_endless(increment.upstream) else ("", numbers)
        use = Use(rule, note, numbers, increment.product, user, partial, mark=mark)
        return use._replace(ordinal=ordinal(increment.operand, self.say)) if numbered else use

    def no_slope(self, name: str) -> str:
        """A note on a step whose value is nan: its slope is nan too, whatever the rule says."""
        value = self.sweep.steps.numbers_of(name)
        if value is None or value[0] is None or is_array(value[0]) or value[0] == value[0]:
            return ""
        return self.say("({name} is nan)").format(name=self.notation.name(name))

    def product(self, increment: Increment) -> str:
        """Adjoint times local partial in numbers, for scalars; else the rule with its numbers."""
        if increment.partial is None:
            return self.with_numbers(increment.formula)
        if is_array(increment.partial) or is_array(increment.upstream):
            return ""
        factors = self.figure(increment.upstream), self.figure(increment.partial)
        return self.numerals.numbers(Formula("mul", factors))

    def with_numbers(self, tree: Formula) -> str:
        """A formula of scalars with every name replaced by its number; "" where there is an array or no number."""
        leaves = [leaf for leaf in tree.leaves() if leaf.op != LITERAL]
        if tree.shape or not any(self.written(leaf) for leaf in leaves) or any(map(self.unknown, leaves)):
            return ""
        if tree.op == "neg" and not tree.args[0].args:
            return f"-({self.numerals.text(self.written(tree.args[0]) or tree)})"
        return self.numerals.numbers(substituted(tree, self.written))

    def unknown(self, leaf: Formula) -> bool:
        """Whether a leaf is an array or a step without a number."""
        return bool(leaf.shape) or (self.numbers(leaf) is not None and self.written(leaf) is None)

    def numbers(self, leaf: Formula) -> tuple[Number, Number] | None:
        """Value and derivative of what a leaf stands for; None for literals, and for names that are no steps."""
        return None if leaf.op == LITERAL else self.sweep.steps.numbers_of(leaf.text)

    def written(self, leaf: Formula) -> Formula | None:
        """The number that a leaf stands for; None for literals, and for names that are no steps."""
        numbers = self.numbers(leaf)
        if numbers is None:
            return None
        value, derivative = numbers
        number = value if leaf.op == NAME else derivative
        return None if number is None or is_array(number) else self.figure(number)

    def figure(self, number: Number) -> Formula:
        """A number as it stands in a formula: what it is exactly, where that is known."""
        formula: Formula | None = getattr(number, "formula", None)
        if formula is None:
            return Formula(LITERAL, text=self.number(number))
        from .exact import embedded, medium_of

        return embedded(formula, medium_of(self.notation))

    @cached_property
    def numerals(self) -> Notation:
        """The notation of formulas in numbers."""
        if not any(hasattr(value, "exact") for value in self.trace.outputs.values()):
            return self.notation
        from .exact import numerals

        return numerals(self.notation)

    def number(self, value: Number) -> str:
        """A number for people."""
        return people(value, self.digits)


def substituted(formula: Formula, number: Callable[[Formula], Formula | None]) -> Formula:
    """The formula with every leaf that has a number replaced by it, unsimplified."""
    if not formula.args:
        return number(formula) or formula
    return formula._replace(args=tuple(substituted(arg, number) for arg in formula.args))


def ordinal(operand: int, say: Callable[[str], str] = str) -> str:
    """Which operand this position is.

    >>> ordinal(0), ordinal(4)
    ('1st', '5th')
    """
    return say(ORDINALS[min(operand, len(ORDINALS) - 1)]).format(count=operand + 1)


def uses_of(row: Row) -> list[Use]:
    """The lines of a row's rule, their sum included."""
    return [*row.uses, *([row.total] if row.total else [])]


def without_uses(step: Step) -> str:
    """Why nothing has arrived at an adjoint that is no seed."""
    return "not asked for" if step.path else "no path to the output"
