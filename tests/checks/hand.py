"""Tables as a hand writes them: every number with a few digits, worked out from the full ones or from the written ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import numpy as np

from adtrace.checks.worked.derivation import Derivation, Key
from adtrace.records.worked import ADJOINT, INCREMENT, TANGENT, VALUE, Entry, Quantity
from adtrace.sweeps.paths import Flow, number
from adtrace.sweeps.run import Run
from adtrace.sweeps.seeds import seedings
from adtrace.sweeps.steps import number_of
from adtrace.views.number import people

Digits = Callable[[float], str]


def four(value: float) -> str:
    """A number as tables show it."""
    return people(value, 4)


def derivation(run: Run) -> Derivation:
    """All the sweeps of a run with unit seeds."""
    graph = run.graph
    inputs = seedings([(graph.names[node], node) for node in graph.inputs], graph, (), (), "input")
    return Derivation(run, inputs, seedings(graph.outputs, graph, (), (), "output"))


def keys(worked: Derivation, kinds: tuple[str, ...]) -> Iterator[Key]:
    """The numbers that a full table has: values, tangents, increments, adjoints, in the order of a hand."""
    run = worked.run
    nodes = [*run.graph.inputs, *run.names.steps]
    for kind in kinds:
        if kind == VALUE:
            yield from (Key(VALUE, node) for node in nodes)
        elif kind == TANGENT:
            for label in worked.sweeps(TANGENT):
                yield from (Key(TANGENT, node, sweep=label) for node in nodes)
        else:
            for label in worked.sweeps(ADJOINT):
                for node in reversed(nodes):
                    if INCREMENT in kinds:
                        yield from (Key(INCREMENT, node, *use, label) for use in worked.paths(node, label))
                    yield Key(ADJOINT, node, sweep=label)


def entries(
    run: Run, kinds: tuple[str, ...] = (VALUE, TANGENT, ADJOINT), digits: Digits = four, *, along: bool = False
) -> list[Entry]:
    """The entries of a table.

    along  whether each number is worked out from the written ones, not from the full ones
    """
    worked, written = derivation(run), dict[Key, Flow]()
    wanted = dict.fromkeys(keys(worked, kinds))

    def known(key: Key) -> Flow:
        if key not in written:
            full = worked.work(key, known) if along else worked.true(key)
            is_seen = key in wanted and full is not None
            written[key] = as_written(number(full), digits)[0] if is_seen else full
        return written[key]

    found = []
    for line, key in enumerate(wanted, 1):
        full = number_of(worked.work(key, known) if along else worked.true(key), worked.shape(key))
        known(key)
        stated, unit, whole, text = as_written(full, digits)
        quantity = Quantity(
            key.kind, run.names[key.node], "" if key.consumer < 0 else run.names[key.consumer], key.operand, key.sweep
        )
        found.append(Entry(line, text, f"{key.kind} {quantity.node}", quantity, stated, unit, whole))
    return found


def as_written(value: Any, digits: Digits) -> tuple[Any, Any, bool, str]:
    """A number with a few digits: what it is then, 1 in its last place, whether it has no decimal point, its text."""
    if not hasattr(value, "shape") or not value.shape:
        text = digits(float(value))
        return float(text), unit_of(text), text.lstrip("-").isdigit(), text
    texts = [digits(float(one)) for one in value.flat]
    stated, unit = (np.array([read(text) for text in texts]).reshape(value.shape) for read in (float, unit_of))
    return stated, unit, all(text.lstrip("-").isdigit() for text in texts), str(texts)


def unit_of(text: str) -> float:
    """1 in the last decimal place.

    >>> unit_of("-0.105"), unit_of("2"), unit_of("1.2e-05")
    (0.001, 1.0, 1e-06)
    """
    exponent = Decimal(text).as_tuple().exponent
    return 10.0**exponent if isinstance(exponent, int) else 0.0
