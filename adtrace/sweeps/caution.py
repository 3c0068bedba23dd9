"""Warnings, found by a pass over finished columns: what the numbers do not say by themselves."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ..graph.algebra import ARRAYS, FORMULAS, run_on_floats, tree_of
from ..graph.graph import Graph
from ..lang.printer import Printer, number_text
from ..records import Warning
from ..rules.table import Operator
from .local import differentiable, partial, pull, push
from .paths import Flow, Masked, number

STABLE_FORMS = "stable forms: sigmoid, softplus, log1p, expm1, logsumexp, xlogy, hypot, abs"


class Caution:
    """Looks through the columns of a finished run.

    names  of inputs and steps, by id
    """

    def __init__(self, graph: Graph, values: Sequence[Any], names: Mapping[int, str]) -> None:
        self.graph, self.values, self.names = graph, values, names

    def of_values(self) -> Iterator[Warning]:
        """Domain errors, poles, kinks, jumps, overflow and underflow of every operation's value."""
        for node, operator in enumerate(self.graph.operators):
            if operator is not None:
                yield from self._operation(node, operator)

    def _operation(self, node: int, operator: Operator) -> Iterator[Warning]:
        value = self.values[node]
        operands = [self.values[arg] for arg in self.graph.args[node]]
        varies = any(self.graph.varies[arg] for arg in self.graph.args[node])
        undefined = _any(value, math.isnan) and not all(_any(operand, math.isnan) for operand in operands)
        if self._holds(node, operator.pole, operands):
            yield self._pole(node, operator, value)
        elif undefined and operator.domain is not None and self._fails(node, operator.domain, operands):
            yield self._domain(node, operator)
        elif undefined and not any(_any(operand, math.isnan) for operand in operands):
            yield self._warning(node, "indeterminate", f"{self._named(node)} is undefined{self._point(node)}", STABLE_FORMS)
        elif _any(value, math.isinf) and not any(_any(operand, math.isinf) for operand in operands):
            yield self._warning(node, "overflow", f"{self._named(node)} is larger than float64 can hold{self._point(node)}", STABLE_FORMS)
        if varies and self._holds(node, operator.kink, operands):
            yield self._kink(node, operator, operands)
        if varies and self._holds(node, operator.jump, operands):
            yield self._warning(node, "jump", f"{self._named(node)} jumps{self._point(node)}; its slope there is taken as 0")
        if operator.lost is not None and self._is_lost(operator, value, operands):
            yield self._warning(node, "underflow", f"{self._named(node)} is not 0, but smaller than float64 can hold{self._point(node)}")

    def _is_lost(self, operator: Operator, value: Any, operands: Sequence[Any]) -> bool:
        if not _any(value, lambda entry: entry == 0):
            return False
        assert operator.lost is not None
        return bool(_truth((value == 0) & _condition(operator.lost, [value, *operands])))

    def _holds(self, node: int, condition: Any, operands: Sequence[Any]) -> bool:
        """Whether a condition holds anywhere; one per operand counts for the operands that vary."""
        if condition is None:
            return False
        if isinstance(condition, tuple):
            args = self.graph.args[node]
            return any(
                self._holds(node, one, operands) for one, arg in zip(condition, args, strict=True) if self.graph.varies[arg]
            )
        return _truth(_condition(condition, operands, self.graph.params[node]))

    def _fails(self, node: int, condition: Any, operands: Sequence[Any]) -> bool:
        result = _condition(condition, operands, self.graph.params[node])
        if not hasattr(result, "shape"):
            return not result
        return not bool(result.all())

    def _pole(self, node: int, operator: Operator, value: Any) -> Warning:
        what = "is infinite" if _any(value, math.isinf) else "has an infinite slope"
        return self._warning(node, "pole", f"{self._named(node)} {what}{self._point(node)}")

    def _domain(self, node: int, operator: Operator) -> Warning:
        assert operator.domain is not None
        rule = operator.domain(FORMULAS, *[FORMULAS.operand(_leaf(name)) for name in operator.operands])
        hint = operator.hint or f"{operator.spelled} needs {Printer().text(tree_of(rule))}"
        return self._warning(node, "domain", f"{self._named(node)} is undefined{self._point(node)}", hint, label=self._here(node))

    def _kink(self, node: int, operator: Operator, operands: Sequence[Any]) -> Warning:
        interval = operator.interval
        lo, hi = interval(*operands, **self.graph.params[node]) if callable(interval) else interval or (math.nan, math.nan)
        bounds = (float(lo), float(hi))
        chosen = "" if operator.chosen is None else f"{operator.chosen} was taken " if isinstance(operator.chosen, str) else f"{operator.chosen:g} was taken "
        message = f"{self._named(node)} has a kink{self._point(node)}: {chosen}from the slopes [{bounds[0]:g}, {bounds[1]:g}]"
        return self._warning(node, "kink", message, interval=bounds)

    # Derivatives

    def of_tangents(self, tangents: Sequence[Flow]) -> Iterator[Warning]:
        """Where a forward sweep met 0 * inf, overflowed or underflowed."""
        for node, tangent in enumerate(tangents):
            if tangent is None or not _suspicious(tangent):
                continue
            for operand, arg in enumerate(self.graph.args[node]):
                if tangents[arg] is not None and differentiable(self.graph, node, operand):
                    product = push(self.graph, self.values, node, operand, tangents[arg])
                    yield from self._product(node, operand, tangents[arg], product)

    def of_adjoints(self, adjoints: Sequence[Flow]) -> Iterator[Warning]:
        """Where a reverse sweep met 0 * inf, overflowed or underflowed."""
        suspicious = [adjoint is not None and _suspicious(adjoint) for adjoint in adjoints]
        for node in range(len(adjoints) - 1, -1, -1):
            if adjoints[node] is None:
                continue
            for operand, arg in enumerate(self.graph.args[node]):
                if suspicious[arg] and differentiable(self.graph, node, operand):
                    _, product = pull(self.graph, self.values, node, operand, adjoints[node])
                    yield from self._product(node, operand, adjoints[node], product)

    def _product(self, node: int, operand: int, flow: Flow, product: Flow) -> Iterator[Warning]:
        """What one product of a sweep did that its factors did not say."""
        operator = self.graph.operators[node]
        assert operator is not None
        factor = number(flow)
        slope = partial(self.graph, self.values, node, operand) if operator.kind == "elementwise" else None
        place = f"in the derivative of {self._named(node)}{self._point(node)}"
        if product is not None and _any(number(product), math.isnan) and not _any(factor, math.isnan):
            if slope is not None and not _any(slope, math.isnan):
                yield self._warning(node, "indeterminate", f"{_shown(factor)} * {_shown(slope)} {place}", STABLE_FORMS)
            elif not _any(self.values[node], math.isnan):
                yield self._warning(node, "indeterminate", f"the slope is undefined {place}", STABLE_FORMS)
        elif product is not None and _any(number(product), math.isinf) and not _any(factor, math.isinf):
            if slope is None or not self._holds(node, operator.pole, [self.values[arg] for arg in self.graph.args[node]]):
                yield self._warning(node, "overflow", f"larger than float64 can hold {place}", STABLE_FORMS)
        elif slope is not None and self._vanished(node, operator, factor, slope, product):
            yield self._warning(node, "underflow", f"a factor that is not 0 became 0 {place}", STABLE_FORMS)

    def _vanished(self, node: int, operator: Operator, factor: Any, slope: Any, product: Flow) -> bool:
        """Whether a product is 0 though neither factor is, or a slope is 0 where the row says that none can be."""
        if product is None:
            return False
        if not hasattr(factor, "shape") and not hasattr(slope, "shape"):
            lost = factor != 0 and slope != 0 and number(product) == 0
        else:
            path = flow_path(product)
            lost = _truth((factor != 0) & (slope != 0) & (factor * slope == 0) & path)
        if lost or operator.steep is None or not _any(slope, lambda entry: entry == 0):
            return bool(lost)
        operands = [self.values[arg] for arg in self.graph.args[node]]
        return _truth(_condition(operator.steep, operands) & (slope == 0) & (factor != 0))

    # Words

    def _warning(self, node: int, code: str, message: str, hint: str = "", **more: Any) -> Warning:
        name = self.names.get(node) or self._named(node)
        return Warning(code, name, message, hint, span=self.graph.spans[node], **more)

    def _named(self, node: int) -> str:
        """The operation with its operands: log(w2)."""
        from ..graph.formulas import GraphFormulas

        text = Printer().text(GraphFormulas(self.graph, self.names).value(node))
        return text if len(text) <= 60 else self.names.get(node, "a constant")

    def _point(self, node: int, before: str = " at ") -> str:
        """The values of its scalar operands: at w2 = -1."""
        parts = []
        for arg in dict.fromkeys(self.graph.args[node]):
            value = self.values[arg]
            if arg in self.names and not hasattr(value, "shape"):
                parts.append(f"{self.names[arg]} = {number_text(value)}")
        return before + ", ".join(parts) if parts else ""


    def _here(self, node: int) -> str:
        """The values of its scalar operands with what they were computed from: here w2 = x - 3 = -1."""
        parts = []
        for arg in dict.fromkeys(self.graph.args[node]):
            value = self.values[arg]
            if arg in self.names and not hasattr(value, "shape"):
                computed = f" = {self._named(arg)}" if self.graph.operators[arg] is not None else ""
                parts.append(f"{self.names[arg]}{computed} = {number_text(value)}")
        return f"here {', '.join(parts)}" if parts else ""


def flow_path(flow: Flow) -> Any:
    """Where a flow has a path: True, or a mask."""
    return flow.path if isinstance(flow, Masked) else True


def _leaf(name: str) -> Any:
    from ..graph.graph import leaf

    return leaf(name)


def _condition(condition: Any, operands: Sequence[Any], params: Mapping[str, Any] = {}) -> Any:  # noqa: B006
    """A row's condition on numbers: a bool, or an array of them."""
    if params or any(hasattr(operand, "shape") for operand in operands):
        return condition(ARRAYS, *operands, **params)
    return bool(run_on_floats(condition, operands))


def _truth(result: Any) -> bool:
    return bool(result.any()) if hasattr(result, "any") else bool(result)


def _any(value: Any, test: Callable[[float], bool]) -> bool:
    """Whether the test holds for a number, or for any element of an array."""
    if not hasattr(value, "shape"):
        return test(value)
    import numpy as np

    if test is math.isnan:
        return bool(np.isnan(value).any())
    if test is math.isinf:
        return bool(np.isinf(value).any())
    return bool((value == 0).any())


def _suspicious(flow: Flow) -> bool:
    value = number(flow)
    return _any(value, lambda entry: entry == 0) or _any(value, math.isnan) or _any(value, math.isinf)


def _shown(value: Any) -> str:
    return "an array" if hasattr(value, "shape") else f"{value:.6g}"
