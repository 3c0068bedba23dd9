"""Which number of a derivation an entry is of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...records.worked import ADJOINT, INCREMENT, PARTIAL, TANGENT, VALUE, Entry, Quantity
from ...rules.axes import shape_text
from ...sweeps.local import differentiable
from ...sweeps.paths import number
from ...sweeps.run import Run
from ...sweeps.seeds import seedings
from .derivation import ALL, Derivation, Key


class Meanings:
    """Finds the numbers that the entries of one table are of.

    tangents  labels of the sweeps that the table has tangents of
    """

    def __init__(self, run: Run, entries: Sequence[Entry]) -> None:
        self.run, self.graph = run, run.graph
        found = [entry.quantity for entry in entries if entry.quantity and entry.quantity.kind == TANGENT]
        self.tangents = {quantity.sweep for quantity in found}

    def of(self, entry: Entry) -> list[Key] | str:
        """The number that is meant, by each way to work it out; else why there is none."""
        key = self.key(entry)
        if isinstance(key, str):
            return key
        if key.kind == ADJOINT and "/" in entry.name and (part := self.partial(entry, key)):
            return [part]
        if key.kind != ADJOINT or self.graph.names.get(key.node) not in self.tangents:
            return [key]
        # dy/dx is where both sweeps end: the adjoint of x, and the tangent of y along x.
        label, outputs = self.graph.names[key.node], dict(self.graph.outputs)
        ends = [node for name, node in outputs.items() if key.sweep in ("", name) and not self.graph.shapes[node]]
        return [key, *(Key(TANGENT, node, sweep=label) for node in ends if len(ends) == 1)]

    def key(self, entry: Entry) -> Key | str:
        """The number that is meant; else why there is none."""
        if entry.quantity is None or entry.stated is None:
            return entry.why or "there is no number"
        found = self.keys(entry.quantity)
        if isinstance(found, str):
            return found
        key = found[0] if len(found) == 1 else self.likeliest(entry, found)
        shape, place = self.graph.shapes[key.consumer if key.kind == PARTIAL else key.node], entry.quantity.place
        if place and (len(place) != len(shape) or any(at >= size for at, size in zip(place, shape, strict=True))):
            return f"{entry.quantity.node} has shape {shape_text(shape)}"
        return key

    def keys(self, quantity: Quantity) -> list[Key] | str:
        """The numbers that may be meant; else why there is none."""
        node = self.run.names.node(quantity.node)
        if node is None:
            return f"{quantity.node} is no step"
        if quantity.kind == TANGENT and not self.graph.inputs:
            return "there is no input that a tangent could come from"
        if quantity.kind not in (PARTIAL, INCREMENT):
            return [Key(quantity.kind, node, sweep="" if quantity.kind == VALUE else quantity.sweep)]
        consumer = self.run.names.node(quantity.consumer)
        args = [] if consumer is None else enumerate(self.graph.args[consumer])
        places = [place for place, arg in args if arg == node and differentiable(self.graph, consumer, place)]  # type: ignore[arg-type]
        if consumer is None or not places:
            return f"{quantity.consumer} does not use {quantity.node} itself"
        operand = quantity.operand if quantity.operand in places else places[0]
        if quantity.kind == INCREMENT:
            return [Key(INCREMENT, node, consumer, operand, quantity.sweep)]
        operator = self.graph.operators[consumer]
        if operator is None or operator.kind != "elementwise":
            return f"{quantity.consumer} has no partial that is one number for each element"
        found = [Key(PARTIAL, node, consumer, operand)]
        if len(places) > 1:
            found.append(Key(PARTIAL, node, consumer, ALL))
        if node in self.graph.inputs and not self.graph.shapes[node]:
            # dw3/dx is a partial of w3, or its tangent along x, which has what comes on other ways, too.
            found.append(Key(TANGENT, consumer, sweep=self.graph.names[node]))
        return found

    def partial(self, entry: Entry, key: Key) -> Key | None:
        """The partial that dy/dx may be, where the output y uses x itself: if it is that number and not the adjoint."""
        outputs = [node for _, node in self.graph.outputs]
        assert entry.quantity is not None
        used = Quantity(PARTIAL, entry.quantity.node, self.run.names.get(outputs[0], ""), place=entry.quantity.place)
        found = self.keys(used) if len(outputs) == 1 and not self.graph.shapes[outputs[0]] else ""
        if isinstance(found, str):
            return None
        derivation = Derivation(self.run, (), seedings(self.graph.outputs, self.graph, (), (), "output"))
        adjoint = key._replace(sweep=derivation.sweeps(ADJOINT)[0])
        if is_written(entry, number(derivation.true(adjoint))):
            return None
        partials = [one for one in found if one.kind == PARTIAL]
        return next((one for one in partials if is_written(entry, number(derivation.true(one)))), None)

    def likeliest(self, entry: Entry, keys: Sequence[Key]) -> Key:
        """Of several numbers the one that was written; where it is none of them, a tangent if the table has others."""
        import numpy as np

        labels = {key.sweep for key in keys if key.kind == TANGENT}
        directions = [unit for label in labels for unit in self.directions(label)]
        derivation, stated = Derivation(self.run, directions, ()), np.asarray(entry.stated)
        gaps = {key: gap(stated, number(derivation.true(key))) for key in keys}
        best = min(keys, key=gaps.__getitem__)
        if gaps[best] <= np.max(entry.unit):
            return best
        return next((key for key in keys if key.kind == TANGENT and key.sweep in self.tangents), best)

    def directions(self, label: str) -> list[Any]:
        """The unit seed of an input."""
        inputs = [(self.graph.names[node], node) for node in self.graph.inputs]
        return seedings(inputs, self.graph, (), [label], "input")


def is_written(entry: Entry, right: Any) -> bool:
    """Whether a number is, within its last place, what an entry has."""
    import numpy as np

    return bool(gap(np.asarray(entry.stated), right) <= np.max(entry.unit))


def gap(stated: Any, right: Any) -> float:
    """How far two numbers are apart, at most; infinitely far where their shapes differ."""
    import numpy as np

    if stated.shape not in (np.shape(right), ()):
        return float("inf")
    with np.errstate(all="ignore"):
        return float(np.nan_to_num(np.max(np.abs(stated - right)), nan=0.0))
