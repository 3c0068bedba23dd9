"""The derivative of a program as a program: one statement for each adjoint or tangent, by the user's names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from ..graph.naming import LETTERS
from ..graph.statements import Written
from ..graph.tidy import Tidied
from ..records import NAME, Formula, Shape
from ..records.straight import DERIVATIVE, VALUE, Statement, Straight
from .appended import REVERSE, Sweep, sweeps_of
from .run import Run
from .unguarded import unguarded


def derived(
    run: Run,
    *,
    mode: str = REVERSE,
    wrt: Sequence[str] = (),
    seeds: Sequence[Mapping[str, Any]] = (),
    value: bool = True,
    ieee: bool = False,
) -> Straight:
    """The statements of value and derivatives.

    mode   "reverse", "forward", or "value" for the value alone
    wrt    names of the inputs that are differentiated with respect to, all by default
    seeds  cotangents (reverse) or directions (forward); by default every output, or every input, gets a unit seed
    value  whether the outputs are computed, too, where the derivatives do not need them
    ieee   whether the numbers are those of the sweeps at every point, infinite and undefined ones included
    Raises AdtraceError for names that are no inputs, and for outputs or inputs that are arrays and have no seed.
    """
    sweeps = [] if mode == "value" else sweeps_of(run, mode, wrt, seeds, masks=ieee, guards=ieee)
    straight = Deriver(run, mode, sweeps, run.graph.outputs if value or not sweeps else []).straight()
    return straight if ieee else straight._replace(notes=tuple(unguarded(run.graph, sweeps)))


class Deriver:
    """Names the nodes of a program and of its derivatives, and writes them out.

    results  by output and input, the name of the derivative
    aliases  a name of a derivative, and the name or the node of the copy that it stands for
    """

    def __init__(self, run: Run, mode: str, sweeps: Sequence[Sweep], outputs: Sequence[tuple[str, int]]) -> None:
        self.run, self.mode, self.sweeps, self.outputs = run, mode, sweeps, outputs
        self.tidied = Tidied(run.graph, [sweep.derivative for sweep in sweeps], [node for _, node in outputs])
        self.taken, self.temporaries = set(run.built.names.taken), 0
        self.named: dict[int, str] = {}
        self.aliases: dict[str, str | int] = {}
        self.within: dict[int, dict[int, str]] = {}
        self.of: dict[str, str] = {}
        self.results: dict[tuple[str, str], str] = {}
        self._name_program()
        for sweep, ids, owners in zip(sweeps, self.tidied.ids, self.tidied.owners, strict=True):
            names = self._name_derivative(sweep, ids)
            self._name_operands(sweep, ids, owners, names)
            for pair, node in sweep.ends.items():
                made = ids[sweep.carried[node]] if node in sweep.carried else None
                self.results[pair] = names.get(node) or self._constant(sweep, node, made)

    # Names

    def known(self, node: int) -> str:
        """The name of an input or a step of the program; "" for a constant."""
        return self.run.names.get(node, "") or self.run.graph.names.get(node, "")

    def _name_program(self) -> None:
        graph, common = self.run.graph, self.tidied.common
        for node in graph.names:
            if node in common and graph.operators[node] is not None:
                self.named[common[node]] = self.known(node)

    def _name_derivative(self, sweep: Sweep, ids: Mapping[int, int]) -> dict[int, str]:
        """Name the adjoint or tangent of each node: where several are one, the first computed gives that its name."""
        order = sorted((node for node in sweep.carried if self.known(node)), reverse=self.mode == REVERSE)
        names: dict[int, str] = {}
        for node in order:
            made = ids.get(sweep.carried[node])
            if made is None or self._is_number(made):
                continue
            names[node] = name = self._free(sweep.pattern.format(self.known(node)))
            self.of[name] = self.known(node)
            if made >= self.tidied.own and made not in self.named:
                self.named[made] = name
            else:
                same = [other for other in self._handers(node) if ids.get(sweep.carried.get(other, -1)) == made]
                self.aliases[name] = next((names[other] for other in same if other in names), made)
        return names

    def _name_operands(
        self, sweep: Sweep, ids: Mapping[int, int], owners: Mapping[int, int], names: Mapping[int, str]
    ) -> None:
        """In the rule of a node, its own adjoint or its operands' tangents go by their own names, not by another's."""
        for made, owner in owners.items():
            for node in [owner] if self.mode == REVERSE else self.run.graph.args[owner]:
                target = ids.get(sweep.carried.get(node, -1), -1)
                if target >= self.tidied.own and names.get(node) in self.aliases:
                    self.within.setdefault(made, {})[target] = names[node]

    def _handers(self, node: int) -> Sequence[int]:
        """The nodes whose tangents or adjoints make up that of a node: its operands, or what it is an operand of."""
        return self.run.graph.args[node] if self.mode != REVERSE else self.users.get(node, ())

    @cached_property
    def users(self) -> Mapping[int, Sequence[int]]:
        """The nodes that each node is an operand of."""
        users: dict[int, list[int]] = {}
        for node, args in enumerate(self.run.graph.args):
            for arg in args:
                users.setdefault(arg, []).append(node)
        return users

    def _constant(self, sweep: Sweep, node: int, made: int | None) -> str:
        """A name for a derivative that is a number, or that has no path."""
        name = self._free(sweep.pattern.format(self.known(node) or "y"))
        shape = self.run.graph.shapes[node]
        self.of[name] = self.known(node)
        self.aliases[name] = self.tidied.zeros(shape) if made is None else made
        return name

    def _is_number(self, made: int) -> bool:
        return made in self.tidied.graph.literals

    def _free(self, name: str) -> str:
        while name in self.taken:
            name += "_"
        self.taken.add(name)
        return name

    @cached_property
    def letter(self) -> str:
        """What names of nodes begin with that are no steps, and needed more than once."""
        used = {name[:1] for name in self.taken if name[1:].isdigit()} | {self.run.names.letter}
        return next((one for one in ("t", *LETTERS) if one not in used), "part")

    def _called(self, made: int) -> str:
        """A name for a node of the copy that has none."""
        original = self.tidied.originals.get(made)
        if original is not None and (known := self.known(original)):
            return known
        self.temporaries += 1
        return self._free(f"{self.letter}{self.temporaries}")

    # Statements

    def straight(self) -> Straight:
        """The program."""
        run, tidied = self.run, self.tidied
        outputs = {name: self._output(name, tidied.common[node]) for name, node in self.outputs}
        wanted = [*outputs.values(), *self.results.values()]
        written = Written(tidied.graph, list(self._targets(wanted)), self.named, self._called, self.within)
        derivatives: dict[str, dict[str, str]] = {}
        for (y, x), name in self.results.items():
            derivatives.setdefault(y, {})[x] = name
        return Straight(
            expression=run.program.text, mode=self.mode, inputs=run.built.values,
            shapes={run.graph.names[node]: run.graph.shapes[node] for node in run.graph.inputs},
            statements=alive(list(self._statements(written, wanted)), wanted),
            outputs=outputs, derivatives=derivatives, where=run.program.where,
        )

    def _output(self, name: str, made: int) -> str:
        """The name that has an output's value."""
        graph = self.tidied.graph
        if made in graph.names and graph.operators[made] is None and made not in graph.literals:
            return graph.names[made]
        if made not in self.named:
            self.aliases[name] = made
        return self.named.get(made, name)

    def _targets(self, wanted: Sequence[str]) -> Iterator[int]:
        """The nodes that names stand for."""
        for name in wanted:
            target: str | int = name
            while isinstance(target, str) and target in self.aliases:
                target = self.aliases[target]
            if isinstance(target, int):
                yield target
            elif target in self.nodes:
                yield self.nodes[target]

    @cached_property
    def nodes(self) -> Mapping[str, int]:
        """The nodes by their names, once all are named."""
        return {name: node for node, name in self.named.items()}

    def _statements(self, written: Written, wanted: Sequence[str]) -> Iterator[Statement]:
        """Every statement, and before it the aliases that it uses; in the end those that are asked for."""
        done: set[str] = set()
        for node in written.order:
            formula = written.formula(node)
            for leaf in formula.leaves():
                yield from self._aliases(leaf.text if leaf.op == NAME else "", written, done)
            name = written.names[node]
            part = VALUE if node < self.tidied.own else DERIVATIVE
            yield Statement(name, formula, self.tidied.graph.shapes[node], part, self.of.get(name, ""))
        for name in wanted:
            yield from self._aliases(name, written, done)

    def _aliases(self, name: str, written: Written, done: set[str]) -> Iterator[Statement]:
        """The statements that give an alias its value, if it is one."""
        chain = []
        while name in self.aliases and name not in done:
            done.add(name)
            chain.append(name)
            target = self.aliases[name]
            name = target if isinstance(target, str) else ""
        for alias in reversed(chain):
            target = self.aliases[alias]
            shape = self._shape(alias)
            formula = Formula(NAME, text=target, shape=shape) if isinstance(target, str) else written.operand(target)
            yield Statement(alias, formula, shape, DERIVATIVE if alias in self.of else VALUE, self.of.get(alias, ""))

    def _shape(self, alias: str) -> Shape:
        return self.tidied.graph.shapes[next(self._targets([alias]))]


def alive(statements: list[Statement], wanted: Sequence[str]) -> tuple[Statement, ...]:
    """The statements that are wanted, and those that these use."""
    live, kept = set(wanted), []
    for statement in reversed(statements):
        if statement.name in live:
            kept.append(statement)
            live.update(leaf.text for leaf in statement.formula.leaves() if leaf.op == NAME)
    return tuple(reversed(kept))


