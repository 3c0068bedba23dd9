"""Warnings about values, found by a pass over finished columns: what the numbers do not say by themselves."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from typing import Any

from ..graph.formulas import GraphFormulas
from ..graph.graph import Graph, leaf
from ..graph.naming import NodeNames
from ..graph.numbers import ARRAYS, FLOATS, run_on_floats
from ..graph.symbols import FORMULAS, tree_of
from ..lang.printer import Printer, number_text
from ..records import Warning
from ..rules.table import Operator, Rule
from .reach import used

STABLE_FORMS = "stable forms: sigmoid, softplus, log1p, xlogy, logsumexp, hypot, abs"

Place = tuple[int, ...] | None
"""Where something is the case: the index of the first element, () for a scalar or a whole array; None for nowhere."""


class Caution:
    """Looks through the values of a finished run.

    names  of inputs and steps, by id
    """

    def __init__(self, graph: Graph, values: Sequence[Any], names: NodeNames) -> None:
        self.graph, self.values, self.names = graph, values, names
        self.formulas = GraphFormulas(graph, names)

    def warnings(self, *, slopes: bool = True) -> Iterator[Warning]:
        """Domain errors, poles, kinks, jumps, overflow and underflow of every value that is used.

        slopes  whether to warn of what concerns derivatives only: kinks, jumps, infinite slopes
        """
        suspects = self._suspects()
        reach = used(self.graph, self.values) if suspects else []
        for node in suspects:
            operator = self.graph.operators[node]
            if operator is None or reach[node] is False:
                continue
            look = Look(self.graph, self.values, node, reach[node])
            yield from self._value(node, operator, look, slopes=slopes)
            if slopes and look.varies:
                yield from self._slope(node, operator, look)

    def _suspects(self) -> list[int]:
        """The nodes worth a look: all but finite numbers other than 0, at no special place of their operator."""
        graph, values = self.graph, self.values
        if not any(graph.shapes) and are_ordinary(values):
            special = {operator for operator in set(graph.operators) if operator is not None and operator.special}
            return [
                node for node, operator in enumerate(graph.operators) if operator in special and self._is_special(node)
            ]
        found = []
        for node, operator in enumerate(graph.operators):
            if operator is None:
                continue
            value = values[node]
            if (
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
            what = "has an infinite slope" if look.first(infinite) is None else "is infinite"
            yield self._happened(node, "pole", what, place)
        if (place := look.first(but(undefined, but(True, outside)))) is not None:
            yield self._domain(node, operator, place)
        if (place := look.first(but(undefined, outside))) is not None:
            yield self._happened(node, "indeterminate", "is undefined", place, STABLE_FORMS)
        if (place := look.first(but(infinite, pole))) is not None:
            yield self._happened(node, "overflow", "is larger than float64 can hold", place)
        if (place := look.lost()) is not None:
            yield self._happened(node, "underflow", "is not 0, but smaller than float64 can hold", place)

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

    def point(self, node: int, place: Place) -> str:
        """The operands' values at a place: " at w2 = -1", " at x[1] = 0"."""
        parts = [f"{name} = {value}" for name, value in self._operands(node, place)]
        return f" at {', '.join(parts)}" if parts else ""

    def here(self, node: int, place: Place) -> str:
        """The same with what the operands were computed from: "here w2 = x - 3 = -1"."""
        formulas = {self.names[arg]: self.named(arg) for arg in self.graph.args[node] if self._is_computed(arg)}
        parts = [
            f"{name} = {formulas[name]} = {value}" if name in formulas else f"{name} = {value}"
            for name, value in self._operands(node, place)
        ]
        return f"here {', '.join(parts)}" if parts else ""

    def _is_computed(self, node: int) -> bool:
        return node in self.names and self.graph.operators[node] is not None

    def _operands(self, node: int, place: Place) -> Iterator[tuple[str, str]]:
        """Names and values of the operands that have names, at a place."""
        for arg in dict.fromkeys(self.graph.args[node]):
            if arg not in self.names:
                continue
            value = self.values[arg]
            if not hasattr(value, "shape"):
                yield self.names[arg], number_text(value)
            elif place:
                index = aligned(place, value.shape)
                yield f"{self.names[arg]}[{', '.join(map(str, index))}]", number_text(float(value[index]))


class Look:
    """One operation with its numbers: where conditions hold among the elements that are used."""

    def __init__(self, graph: Graph, values: Sequence[Any], node: int, reach: Any) -> None:
        operator, args = graph.operators[node], graph.args[node]
        assert operator is not None
        self.operator, self.reach, self.params = operator, reach, graph.params[node]
        self.value, self.operands = values[node], [values[arg] for arg in args]
        self.varying = [graph.varies[arg] for arg in args]
        self.varies = any(self.varying)

    def mask(self, condition: Rule | tuple[Rule | None, ...] | None) -> Any:
        """Where a condition holds: a bool or an array of them; one per operand counts for the operands that vary."""
        if isinstance(condition, tuple):
            masks = [self.mask(one) for one, varies in zip(condition, self.varying, strict=True) if varies]
            return reduce(either, masks, False)
        return False if condition is None else condition_on(condition, self.operands, self.params)

    def holds(self, condition: Rule | tuple[Rule | None, ...] | None) -> Place:
        """The first place where a condition holds."""
        return self.first(self.mask(condition))

    def outside(self) -> Any:
        """Where the operands lie outside the domain."""
        return False if self.operator.domain is None else but(True, self.mask(self.operator.domain))

    def newly(self, test: Any) -> Any:
        """Where the value passes a test that no operand passes: what was born here."""
        if self.operator.kind == "elementwise":
            found = test(self.value)
            for operand in self.operands:
                found = found & ~test(operand) if hasattr(found, "shape") else found and not test(operand)
            return found
        return truth(test(self.value)) and not any(truth(test(operand)) for operand in self.operands)

    def lost(self) -> Place:
        """Where a value that cannot be 0 is 0."""
        if self.operator.lost is None or not truth(self.value == 0):
            return None
        return self.first((self.value == 0) & condition_on(self.operator.lost, [self.value, *self.operands]))

    def first(self, mask: Any) -> Place:
        """The first place where a mask is true, among the elements that are used."""
        if not getattr(mask, "shape", ()):
            return () if mask else None
        import numpy as np

        if self.operator.kind == "elementwise":
            mask = np.broadcast_to(mask, np.shape(self.value)) & self.reach
            return tuple(int(i) for i in np.argwhere(mask)[0]) if mask.any() else None
        return () if mask.any() else None

    def at(self, place: Place) -> list[Any]:
        """The operands' numbers at a place; whole arrays for what is not elementwise."""
        if not place:
            return self.operands
        return [float(v[aligned(place, v.shape)]) if hasattr(v, "shape") else v for v in self.operands]


def condition_on(condition: Rule, operands: Sequence[Any], params: Mapping[str, Any] = {}) -> Any:
    """A row's condition on numbers: a bool, or an array of them."""
    if params or any(hasattr(operand, "shape") for operand in operands):
        return condition(ARRAYS, *operands, **params)
    return bool(run_on_floats(condition, operands))


def aligned(place: tuple[int, ...], shape: tuple[int, ...]) -> tuple[int, ...]:
    """The place in an operand of this shape that is broadcast to this place in the result."""
    tail = place[len(place) - len(shape) :]
    return tuple(0 if size == 1 else i for i, size in zip(tail, shape, strict=True))


def but(mask: Any, *others: Any) -> Any:
    """Where a mask is true and none of the others."""
    for other in others:
        if not hasattr(mask, "shape") and not hasattr(other, "shape"):
            mask = mask and not other
        else:
            import numpy as np

            mask = np.logical_and(mask, np.logical_not(other))
    return mask


def either(mask: Any, other: Any) -> Any:
    """Where one of two masks is true."""
    return mask | other


def truth(result: Any) -> bool:
    """Whether a test holds for a number, or for any element of an array."""
    return bool(result.any()) if hasattr(result, "any") else bool(result)


def are_ordinary(numbers: Sequence[float | None]) -> bool:
    """Whether all of these floats are finite and none is 0; None counts as nothing."""
    return 0.0 not in numbers and all(map(math.isfinite, filter(None, numbers)))


def is_nan(value: Any) -> Any:
    """Whether a number, or each element, is nan."""
    return value != value


def is_infinite(value: Any) -> Any:
    """Whether a number, or each element, is infinite."""
    return abs(value) == math.inf
