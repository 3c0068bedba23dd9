"""The numbers of an exercise: what a name is of, and what each is called."""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import AdtraceError
from ..records.worked import ADJOINT, INCREMENT, PARTIAL, TANGENT, VALUE, Quantity
from ..rules.table import nearest
from ..sweeps.run import Run
from .reading import read_entries

GROUPS = {"values": VALUE, "tangents": TANGENT, "adjoints": ADJOINT}
"""What stands for many numbers: the values of all steps, the tangents or the adjoints of all inputs and steps."""


class Register:
    """The numbers of an exercise by what they are, whatever they are called in an answer.

    seeded  whether the seeds were given, so that no entry needs to say which sweep it belongs to
    """

    def __init__(self, run: Run, *, seeded: bool = False) -> None:
        self.run, self.names = run, run.names
        self.sole = {TANGENT: seeded or run.sole_input is not None, ADJOINT: seeded or run.sole_output is not None}

    def key(self, quantity: Quantity | None) -> Quantity | None:
        """The number by its own names; None for what the exercise does not have."""
        if quantity is None or (node := self.names.node(quantity.node)) is None:
            return None
        consumer = self.names.node(quantity.consumer) if quantity.consumer else None
        if quantity.consumer and consumer is None:
            return None
        swept = TANGENT if quantity.kind == TANGENT else ADJOINT
        return quantity._replace(
            node=self.names[node],
            consumer=self.names[consumer] if consumer is not None else "",
            sweep="" if self.sole[swept] or quantity.kind in (VALUE, PARTIAL) else quantity.sweep,
        )

    def name(self, key: Quantity) -> str:
        """What the tables call it, in ASCII: w3, dw3, w3_bar, dw3/dw1, w1_bar from w3."""
        place = f"[{', '.join(map(str, key.place))}]" if key.place else ""
        sweep = f" ({key.sweep})" if key.sweep else ""
        tangent, adjoint = self.run.tangent_name.format(key.node), self.run.adjoint_name.format(key.node)
        stem = {
            VALUE: key.node, TANGENT: tangent, ADJOINT: adjoint, PARTIAL: f"d{key.consumer}/d{key.node}",
            INCREMENT: f"{adjoint} from {key.consumer}",
        }[key.kind]
        return f"{stem}{place}{sweep}"

    def written(self, name: str) -> Quantity | None:
        """The number that a form asks for by this name, which is read as an answer to it would be."""
        found = self.spelled(name)
        if found is None:
            try:
                lines = read_entries(f"{name} = 0", ".txt", self.run)
            except AdtraceError:
                return None
            found = self.key(lines[0].quantity) if len(lines) == 1 else None
        return found

    def shape(self, key: Quantity) -> tuple[int, ...]:
        """The shape of the whole."""
        node = self.names.node(key.consumer if key.kind == PARTIAL else key.node)
        assert node is not None
        return self.run.graph.shapes[node]

    @property
    def patterns(self) -> tuple[tuple[str, str], ...]:
        """How values, adjoints and tangents are spelled."""
        return (VALUE, "{}"), (ADJOINT, self.run.adjoint_name), (TANGENT, self.run.tangent_name)

    def spelled(self, name: str) -> Quantity | None:
        """The value, the adjoint or the tangent that is spelled so in the tables."""
        for kind, pattern in self.patterns:
            before, after = pattern.split("{}")
            inner = name[len(before) : len(name) - len(after)]
            if inner and pattern.format(inner) == name and (key := self.key(Quantity(kind, inner))) is not None:
                return key
        return None

    def named(self, name: str) -> list[Quantity]:
        """The number of this name, or those of a group. Raises AdtraceError."""
        found = self.spelled(name)
        if found is not None:
            return [found]
        if name in GROUPS:
            return list(self.group(GROUPS[name]))
        known = [pattern.format(self.names[node]) for node in self.group_nodes(ADJOINT) for _, pattern in self.patterns]
        alike = nearest(name, [*GROUPS, *known])
        hint = f"did you mean {alike}?" if alike else f"names are those of the tables, or {', '.join(GROUPS)}"
        raise AdtraceError(f"the exercise has no {name}", hint=hint)

    def group(self, kind: str) -> Iterator[Quantity]:
        """All numbers of a kind, in the order in which a sweep finds them."""
        yield from (Quantity(kind, self.names[node]) for node in self.group_nodes(kind))

    def group_nodes(self, kind: str) -> list[int]:
        """Steps, for tangents and adjoints with the inputs; backwards for adjoints."""
        nodes = [*(() if kind == VALUE else self.run.graph.inputs), *self.names.steps]
        return nodes[::-1] if kind == ADJOINT else nodes
