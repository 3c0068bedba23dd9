"""Which names a program uses, and where their values come from: input lines, --at, constants; and what is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from ..errors import AdtraceError, Span
from ..lang.columns import NAME, Columns, Program
from ..lang.grammar import CONSTANTS, PASTED_NAMES
from ..named import Record
from ..rules.table import called, nearest


class Names(Record):
    """The names of a program, sorted out.

    inputs    names of the inputs, in order: input lines, then --at, then first use
    constants names that stand for a constant (e, pi ...)
    unused    names given a value that the program does not use
    symbolic  whether there is no point: some input has no value, and none was given
    taken     every name that the program uses or gives
    """

    inputs: tuple[str, ...]
    constants: tuple[str, ...]
    unused: tuple[str, ...]
    symbolic: bool
    taken: Collection[str]


def sort_names(program: Program, given: Mapping[str, Any], varying: Collection[str] = ()) -> Names:
    """Decide what every name means. Raises AdtraceError naming all that lack a value.

    varying  those of the given names that --at does not give: they vary from row to row of a sweep
    """
    declared = {line.name: line for line in program.inputs}
    used, assigned = names_used(program), program.assigned
    for word in ("True", "False", "None"):
        if word in used and word not in given and word not in declared:
            raise AdtraceError(f"{word} is no number", _span(used[word]), "comparisons give 1 and 0: write those")
    if computed := [name for name in given if name in assigned]:
        raise AdtraceError(f"{', '.join(computed)} is computed by the program", hint="give values to its inputs only")
    free = [name for name in used if name not in assigned and name not in declared]
    constants = tuple(name for name in free if name not in given and PASTED_NAMES.get(name, name) in CONSTANTS)
    supplied = [name for name in given if name in free]
    unused = tuple(name for name in given if name not in used and name not in declared and name not in program.settled)
    rest = [name for name in free if name not in given and name not in constants]
    bare = [line.name for line in program.inputs if line.result is None and line.name not in given]
    if (rest or bare) and given:
        places = {name: _span(used[name]) for name in rest} | {name: declared[name].span for name in bare}
        raise _missing(places, given, varying, unused, assigned)
    return Names(
        inputs=(*declared, *supplied, *rest),
        constants=constants,
        unused=unused,
        symbolic=bool(rest or bare),
        taken=Taken(declared, assigned, used, given),
    )


class Taken(Collection[str]):
    """The keys of several mappings as one collection, without a copy: a program may have a million names."""

    def __init__(self, *names: Mapping[str, Any]) -> None:
        self.names = names

    def __contains__(self, name: object) -> bool:
        return any(name in some for some in self.names)

    def __iter__(self) -> Iterator[str]:
        return chain(*self.names)

    def __len__(self) -> int:
        return sum(map(len, self.names))


Entry = tuple[Columns, int]
"""Columns, and a position in them."""


def names_used(program: Program) -> dict[str, Entry]:
    """Names that stand for values, each with the entry that it has, in the order of their first places."""
    first: dict[str, Entry] = {}
    bodies: list[tuple[Columns, Sequence[str]]] = [(program.columns, ())]
    bodies += [(function.columns, function.parameters) for function in program.functions.values()]
    for columns, bound in bodies:
        for position in columns.places_of(NAME):
            if (name := columns.data[position]) not in first and name not in bound:
                first[name] = columns, position
    return dict(sorted(first.items(), key=lambda entry: entry[1][0].firsts[entry[1][1]]))


def _span(entry: Entry) -> Span:
    columns, position = entry
    return columns.span(position)


def _missing(
    places: Mapping[str, Span],
    given: Mapping[str, Any],
    varying: Collection[str],
    unused: Sequence[str],
    assigned: Iterable[str],
) -> AdtraceError:
    """One error for every name without a value, given where each stands."""
    names = list(places)
    candidates = [*unused, *assigned]
    label = ""
    for name in names:
        if alike := nearest(name, candidates):
            label = f"did you mean {alike}?"
            break
        if called(name):
            label = f"{name} is a function: {name}(...)"
            break
    known = [f"{name}={_short(value)}" for name, value in given.items() if name not in unused and name not in varying]
    wanted = ",".join([*known, *(f"{name}=..." for name in names)])
    span = min(places.values())
    word = "value" if len(names) == 1 else "values"
    return AdtraceError(
        f"no {word} for {', '.join(names)}", span, f"give a value to each with --at {wanted}", label=label
    )


def _short(value: Any) -> str:
    """A scalar's value; of an array, dots."""
    return "..." if hasattr(value, "shape") else f"{value:g}"
