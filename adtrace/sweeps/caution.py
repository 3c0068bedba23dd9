"""Warnings about values, found by a pass over finished columns: what the numbers do not say by themselves."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING, Any

from ..graph.formulas import GraphFormulas
from ..graph.graph import Graph, leaf
from ..graph.naming import NodeNames
from ..graph.numbers import FLOATS
from ..graph.symbols import FORMULAS, tree_of
from ..lang.printer import Printer, number_text
from ..records import Warning
from ..rules.table import Operator
from .births import Birth, of_given, of_value
from .look import Look, Place
from .masks import aligned, are_ordinary, both, but, is_infinite, is_nan, truth
from .reach import used

if TYPE_CHECKING:
    from .trust.zeros import Zeros


class Caution:
    """Looks through the values of a finished run.

    names   of inputs and steps, by id
    along   the direction that slopes at kinks were chosen for, where each sweep has its own
    births  what was found to be nan, infinite or 0 and should not be, until it is taken
    """

    def __init__(self, graph: Graph, values: Sequence[Any], names: NodeNames) -> None:
        self.graph, self.values, self.names = graph, values, names
        self.births: list[Birth] = []
        self.along = ""
        self.formulas = GraphFormulas(graph, names)

    def warnings(self, *, slopes: bool = True) -> Iterator[Warning]:
        """Given nans, domain errors, poles, kinks, jumps, overflow and underflow of every value that is used.

        slopes  whether to warn of what concerns derivatives only: kinks, jumps, infinite slopes
        """
        suspects = self._suspects()
        reach = used(self.graph, self.values) if suspects else []
        for node in suspects:
            operator = self.graph.operators[node]
            if reach[node] is False:
                continue
            if operator is None:
                yield from self._given(node, reach[node])
                continue
            look = Look(self.graph, self.values, node, reach[node])
            yield from self._value(node, operator, look, slopes=slopes)
            if slopes and look.varies:
                yield from self._slope(node, operator, look)

    def taken(self) -> list[Birth]:
        """What was found to be born since this was asked for last."""
        found, self.births = self.births, []
        return found

    def _suspects(self) -> list[int]:
        """The nodes worth a look: all but finite numbers other than 0, at no special place of their operator."""
        graph, values = self.graph, self.values
        if not any(graph.shapes) and are_ordinary(values):
            special = {operator for operator in set(graph.operators) if operator is not None and operator.special}
            looked_at = compress(range(len(graph)), map(special.__contains__, graph.operators)) if special else ()
            return list(filter(self._is_special, looked_at))
        found = []
        for node, operator in enumerate(graph.operators):
            value = values[node]
            if operator is None:
                if truth(is_nan(value)):
                    found.append(node)
            elif (
                graph.shapes[node]
                or value == 0
                or not abs(value) < math.inf
                or (operator.special and self._is_special(node))
            ):
                found.append(node)
        return found

    def _is_special(self, node: int) -> bool:
        """Whether a scalar is at one of its operator's special places, or where that cannot be told simply."""
        operator, values = self.graph.operators[node], self.values
        assert operator is not None
        if not operator.plain:
            return True
        operands = [values[arg] for arg in self.graph.args[node]]
        try:
            for condition in operator.special:
                if condition(FLOATS, *operands):
                    return True
        except ArithmeticError:
            return True
        return False

    def _value(self, node: int, operator: Operator, look: Look, *, slopes: bool) -> Iterator[Warning]:
        pole, outside = look.mask(operator.pole), look.outside()
        infinite, undefined = look.newly(is_infinite), but(look.newly(is_nan), pole)
        place = look.first(pole)
        if place is not None and (slopes or look.first(infinite) is not None):
            steep = look.first(infinite) is None
            what = "has an infinite slope" if steep else "is infinite"
            born = False if steep else both(infinite, pole)
            yield self._born(self._happened(node, "pole", what, place), node, look.used(born), place)
        if (place := look.first(mask := but(undefined, but(True, outside)))) is not None:
            yield self._born(self._domain(node, operator, place), node, look.used(mask), place)
        if (place := look.first(mask := but(undefined, outside))) is not None:
            found = self._happened(node, "indeterminate", "is undefined", place, self.stable_forms(node))
            yield self._born(found, node, look.used(mask), place)
        if (place := look.first(mask := but(infinite, pole))) is not None:
            found = self._happened(node, "overflow", "is larger than float64 can hold", place)
            yield self._born(found, node, look.used(mask), place)
        if (place := look.first(mask := look.lost())) is not None:
            what = "is not 0, but smaller than float64 can hold"
            yield self._born(self._happened(node, "underflow", what, place), node, look.used(mask), place)
        if truth(look.value == 0) and (place := look.first(mask := self.zeros.masks.get(node, False))) is not None:
            why = f"all digits cancel, since {self.zeros.reason(node, self.step)}"
            found = self.warning(node, "cancellation", f"{self.step(node)} is 0{self.point(node, place)}: {why}")
            yield self._born(found, node, look.used(mask), place)

    @cached_property
    def zeros(self) -> Zeros:
        """The zeros that are left where all digits cancel."""
        from .trust.zeros import Zeros

        return Zeros(self.graph, self.values)

    def _given(self, node: int, reach: Any) -> Iterator[Warning]:
        """An input or a constant that is nan to begin with. An infinity may be meant: only what it makes is told."""
        mask = both(is_nan(self.values[node]), reach)
        if truth(mask):
            self.births.append(birth := of_given(self, node, mask))
            yield birth.warning

    def _born(self, warning: Warning, node: int, mask: Any, place: Place) -> Warning:
        """The same warning; what it tells of is remembered as born here."""
        self.births.append(of_value(self, node, warning, mask, place))
        return warning

    def _happened(self, node: int, code: str, what: str, place: Place, hint: str = "") -> Warning:
        """A warning that says what became of a step at a place."""
        return self.warning(node, code, f"{self.step(node)} {what}{self.point(node, place)}", hint)

    def _slope(self, node: int, operator: Operator, look: Look) -> Iterator[Warning]:
        if (place := look.holds(operator.kink)) is not None:
            from .bends import kink_warning

            yield kink_warning(self, node, operator, look, place)
        if (place := look.holds(operator.jump)) is not None:
            slope = "is taken as 0" if not any(operator.rules) else "leaves that out"
            message = f"{self.step(node)} jumps{self.point(node, place)}; its slope there {slope}"
            yield self.warning(node, "jump", message)

    def _domain(self, node: int, operator: Operator, place: Place) -> Warning:
        assert operator.domain is not None
        hint = operator.hint
        if not hint and operator.kind == "elementwise" and not operator.variadic:
            rule = operator.domain(FORMULAS, *[FORMULAS.operand(leaf(name)) for name in operator.operands])
            hint = f"{operator.spelled} needs {Printer().text(tree_of(rule))}"
        message = f"{self.step(node)} is undefined{self.point(node, place)}"
        return self.warning(node, "domain", message, hint, label=self.here(node, place))

    # Words

    def stable_forms(self, node: int) -> str:
        """The hint that names the stable forms that could help at a node, "" where there is none."""
        from .stable import forms_for

        return forms_for(self.graph, node)

    def step(self, node: int) -> str:
        """A step with its name: w2 = log(w1)."""
        named, name = self.named(node), self.names.get(node, "")
        return f"{name} = {named}" if name and name != named else named

    def warning(self, node: int, code: str, message: str, hint: str = "", **more: Any) -> Warning:
        """A warning about this node."""
        return Warning(code, self.owner(node), message, hint, span=self.graph.span(node), **more)

    def owner(self, node: int) -> str:
        """The name of the step that a node is, or is inside; the operation itself for a constant."""
        return self.names.get(node) or self.named(node)

    def named(self, node: int) -> str:
        """The operation with its operands: log(w2)."""
        text = Printer().text(self.formulas.value(node))
        return text if len(text) <= 60 else self.names.get(node, "a constant")

    def point(self, node: int, place: Place, *, signed: bool = True) -> str:
        """The operands' values at a place: " at w2 = -1", " at x[1] = 0"; of 0 the sign too, where it matters."""
        zero = -0.0 if signed else 0.0
        parts = [f"{name} = {number_text(value + zero)}" for name, value in self.operands(node, place)]
        return f" at {', '.join(parts)}" if parts else ""

    def here(self, node: int, place: Place) -> str:
        """The same with what the operands were computed from: "here w2 = x - 3 = -1"."""
        formulas = {self.names[arg]: self.named(arg) for arg in self.graph.args[node] if self._is_computed(arg)}
        parts = [
            " = ".join(filter(None, (name, formulas.get(name), number_text(value))))
            for name, value in self.operands(node, place)
        ]
        return f"here {', '.join(parts)}" if parts else ""

    def _is_computed(self, node: int) -> bool:
        return node in self.names and self.graph.operators[node] is not None

    def operands(self, node: int, place: Place, *, every: bool = False) -> Iterator[tuple[str, float]]:
        """Names and values of the operands that have names, at a place; of every operand by its formula, if asked."""
        for arg in dict.fromkeys(self.graph.args[node]):
            if not (every or arg in self.names):
                continue
            value, name = self.values[arg], self.names.get(arg) or self.named(arg)
            if not hasattr(value, "shape"):
                yield name, float(value)
            elif place:
                index = aligned(place, value.shape)
                yield f"{name}[{', '.join(map(str, index))}]", float(value[index])
