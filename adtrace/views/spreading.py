"""How a nan, an infinity or a 0 spread, in words: w2 -> x, w2 -> w1 -> a; the gradient in x and a is poisoned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..records import OF_ADJOINT, OF_TANGENT, OF_VALUE, Origin, Trace, Warning
from .frame import Say
from .layout import visible

LONGEST, ENDS = 7, 3
"""Steps of a chain that is written in full; of a longer one, those at its beginning, and one less at its end."""

CHAINS, NAMES, ORIGINS = 4, 8, 4
"""Chains, poisoned names and sweeps that are listed."""

BORN = {
    OF_VALUE: "{result} is born in {node}", OF_TANGENT: "{result} is born in the tangent of {node}",
    OF_ADJOINT: "{result} is born in the adjoint of {node}",
}
GIVEN = "{result} comes in with {node}"
"""The same where nothing made it: it was given."""
ONWARD = {OF_TANGENT: "on to the tangents", OF_ADJOINT: "on to the adjoints"}
"""Where what was born among the values goes on."""

SMALL = {
    OF_VALUE: ("the value of {names} is 0 here: too small for float64",
               "the values of {names} are 0 here: too small for float64"),
    OF_TANGENT: ("the tangent of {names} is 0 here: too small for float64",
                 "the tangents of {names} are 0 here: too small for float64"),
    OF_ADJOINT: ("the gradient in {names} is 0 here: too small for float64",
                 "the gradient in {names} is 0 here: too small for float64"),
}
"""Of numbers that are not 0, but for which float64 has nothing else."""

POISONS = {
    OF_VALUE: ("the value of {names} is poisoned", "the values of {names} are poisoned"),
    OF_TANGENT: ("the tangent of {names} is poisoned", "the tangents of {names} are poisoned"),
    OF_ADJOINT: ("the gradient in {names} is poisoned", "the gradient in {names} is poisoned"),
}


def spread_lines(warning: Warning, trace: Trace, say: Say = str, *, unicode: bool = True) -> Iterator[str]:
    """A sentence for each origin of a warning; of very many, the first."""
    several = len(trace.sweeps) > 1
    goes_on = len(warning.origins) > 1
    shown = [
        sentence(origin, say, several=several, goes_on=goes_on and origin.of == OF_VALUE, unicode=unicode)
        for origin in warning.origins[:ORIGINS]
    ]
    yield from dict.fromkeys(shown)  # Both factors of a product can do the same.
    if (left := len(warning.origins) - ORIGINS) > 0:
        yield say("and in {count} more sweeps").format(count=left)


def sentence(
    origin: Origin, say: Say = str, *, several: bool = False, goes_on: bool = False, unicode: bool = True
) -> str:
    """Where it went and what it poisoned.

    several  whether there are several sweeps
    goes_on  whether another sentence says how it goes on from values to derivatives
    """
    phrase = (BORN[origin.of] if origin.rule else GIVEN) if origin.node else ONWARD[origin.of]
    where = say(phrase).format(result=origin.result, node=visible(origin.node, unicode=unicode))
    if several and origin.sweep:
        where += f" ({visible(origin.sweep, unicode=unicode)})"
    if not origin.followed:
        return f"{where}{say('; ')}{say('there are too many to follow it')}"
    arrow = " → " if unicode else " -> "
    found = list(chains(origin)) if len(origin.path) > 1 else []
    shown = [arrow.join(shortened(chain, say, unicode=unicode)) for chain in found[:CHAINS]]
    if sorted(found) == sorted([name] for name in (*origin.poisoned, *origin.small)):
        shown = []
    if origin.more:
        shown.append(say("and {count} more steps").format(count=origin.more))
    elif len(found) > CHAINS:
        shown.append("...")
    steps = f"{where}{say(': ')}{', '.join(shown)}" if shown else where
    return f"{steps}{say('; ')}{ending(origin, say, goes_on=goes_on, unicode=unicode)}"


def ending(origin: Origin, say: Say, *, goes_on: bool, unicode: bool) -> str:
    """What it poisoned, and what is so small that it is rightly 0."""
    found = [
        say(phrases[origin.of][len(names) > 1]).format(names=listed(names, say, unicode=unicode))
        for phrases, names in ((POISONS, origin.poisoned), (SMALL, origin.small)) if names
    ]
    if not found:
        return say("no output is poisoned") if goes_on else say("it goes no further")
    return say("; ").join(found)


def chains(origin: Origin) -> Iterator[list[str]]:
    """The links of a spread as chains of names, every link in one of them; a step without links is a chain."""
    known = set(origin.path)
    following: dict[str, list[str]] = {}
    entered = set()
    for tail, head in origin.links:
        if tail in known and head in known:
            following.setdefault(tail, []).append(head)
            entered.add(head)
    for places in following.values():
        places.reverse()
    for start in sorted(origin.path, key=lambda name: name in entered):  # What nothing leads to begins a chain.
        if start in entered and not following.get(start):
            continue
        first = True
        while first or following.get(start):
            chain = [start]
            while following.get(chain[-1]):
                chain.append(following[chain[-1]].pop())
            if len(chain) > 1 or (first and start not in entered):
                yield chain
            first = False


def shortened(chain: Sequence[str], say: Say, *, unicode: bool) -> list[str]:
    """The names of a chain; of a long one, its ends and how many are between."""
    names = [visible(name, unicode=unicode) for name in chain]
    if len(names) <= LONGEST:
        return names
    between = len(names) - 2 * ENDS + 1
    return [*names[:ENDS], say("({count} more)").format(count=between), *names[1 - ENDS :]]


def listed(names: Sequence[str], say: Say, *, unicode: bool) -> str:
    """Names in a row: x, a and b."""
    shown = [visible(name, unicode=unicode) for name in names[:NAMES]]
    left = len(names) - len(shown)
    if left:
        return f"{', '.join(shown)} {say('and {count} more').format(count=left)}"
    if len(shown) == 1:
        return shown[0]
    return say("{names} and {last}").format(names=", ".join(shown[:-1]), last=shown[-1])
