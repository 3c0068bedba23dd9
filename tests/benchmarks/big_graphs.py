"""Text file to value and full gradient, up to a million operations: `python tests/benchmarks/big_graphs.py`.

    --sizes 1000,10000     numbers of operations
    --kinds wide,nested    instead of all four programs
    --peers casadi,torch   instead of all
    --rounds 5             at most; a process of over 10 seconds runs once

Whole processes, in turns. A peer reads the text with Python's own parser; where that dies of recursion, the same graph is fed
to it by a loop without any text, and the cell says so.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from environment import HERE, PYTHON, install_checkout, only_present
from side_by_side import Finished, interleaved, run, show

GRADIENT = [PYTHON, "-m", "adtrace", "reverse", "{file}", "--last", "0", "-f", "json"]
"""What prints the value and the gradient and nothing else."""
TABLE = [PYTHON, "-m", "adtrace", "reverse", "{file}", "-o", "{file}.txt"]
"""What writes every step to a file."""

SIZES = (1_000, 10_000, 100_000, 1_000_000)
PEERS = ("casadi", "torch", "micrograd", "autograd")
PATIENCE = 10.0
LIMIT = 300.0
"""Seconds after which a process is ended."""


# The programs, as text of N operations. peers/text.py builds all but the first in a loop.

INPUTS = "input x = 0.5\ninput a = 0.25\ninput b = 0.75\n"
STEPS = ("s{k} = sin(q{j})", "f{k} = a*s{k}", "p{k} = p{j} - f{k}", "d{k} = b*p{k}", "q{k} = q{j} + d{k}")
"""One step of a pendulum, by the symplectic Euler method: no gradient vanishes however many follow one another."""


def statements(count: int) -> Iterator[str]:
    """Straight-line code, one operation to a line, with names that are used several times."""
    yield "p0 = a\nq0 = x\n"
    for number in range(count):
        yield STEPS[number % len(STEPS)].format(j=number // len(STEPS), k=number // len(STEPS) + 1) + "\n"
    yield STEPS[(count - 1) % len(STEPS)][0] + str((count - 1) // len(STEPS) + 1)


def wide(count: int) -> Iterator[str]:
    """One sum."""
    yield "x"
    yield from (f" + {'abx'[number % 3]}" for number in range(count))


def nested(count: int) -> Iterator[str]:
    """One chain, as nested parentheses; the slopes of four operations cancel, so that nothing vanishes."""
    yield "(" * count + "x"
    yield from (("*b)", " + a)", "/b)", " - x)")[number % 4] for number in range(count))


def calls(count: int) -> Iterator[str]:
    """One chain, as nested calls."""
    yield "sin(" * count + "x" + ")" * count


KINDS: dict[str, Callable[[int], Iterator[str]]] = {
    "statements": statements,
    "wide": wide,
    "nested": nested,
    "calls": calls,
}


# What is run, and what comes of it


@dataclass(slots=True)
class Contestant:
    """One command, with what to run instead where it dies."""

    command: list[str]
    instead: list[str] | None = None
    died: str = ""
    seconds: float = math.nan
    peak: int = 0
    out: str = ""

    @property
    def lives(self) -> bool:
        return not math.isnan(self.seconds)

    def run(self) -> float:
        """Run once; after a death, the other command from then on."""
        done = run(self.command, limit=LIMIT)
        self.peak = max(self.peak, done.peak)
        if not done.code:
            self.seconds, self.out = done.seconds, done.out
        elif self.instead is None:
            self.died = cause(done)
        else:
            self.command, self.instead, self.died, self.peak = self.instead, None, cause(done), 0
            self.run()
        return self.seconds


def cause(done: Finished) -> str:
    """Why a process died, in a word or two."""
    if done.code < 0:
        return "crash" if done.code == -11 else "out of time or memory"
    if re.search("recursion|too many nested|too complex|MemoryError|stack overflow", done.err, re.IGNORECASE):
        return "recursion"
    return f"error {done.code}"


def measured(kind: str, count: int, peers: list[str], rounds: int) -> list[str]:
    """One row of the table: time, linearity and memory of adtrace, then what everyone else takes."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "big.adt")
        with file.open("w", encoding="utf-8") as out:
            out.writelines([INPUTS, *KINDS[kind](count), "\n"])
        gradient, table = (Contestant([word.format(file=file) for word in command]) for command in (GRADIENT, TABLE))
        rivals = {peer: by_peer(peer, file, kind, count) for peer in peers}
        everyone = {"gradient": gradient, "table": table, **rivals}
        quick = {name: one.run for name, one in everyone.items() if one.run() < PATIENCE}
        for name, seconds in interleaved(quick, rounds - 1, PATIENCE).items() if rounds > 1 else ():
            everyone[name].seconds = seconds
    unlike = [name for name, one in rivals.items() if one.lives and gradient.lives and not agree(one.out, gradient.out)]
    if unlike:
        print(f"adtrace does not print the numbers of {', '.join(unlike)} for {kind}, {count:,}", file=sys.stderr)
    return [
        kind,
        f"{count:,}",
        f"{gradient.seconds:.2f}" if gradient.lives else gradient.died,
        f"{1e6 * gradient.seconds / count:.2f}" if gradient.lives else "",
        f"{gradient.peak / 1e6:.0f}",
        f"{table.seconds / gradient.seconds:.2f}x" if table.lives and gradient.lives else table.died,
        *(told(one, gradient) for one in rivals.values()),
    ]


def by_peer(peer: str, file: Path, kind: str, count: int) -> Contestant:
    """The peer's script on the text; instead of it, where there is one, the loop."""
    script = str(HERE / "peers" / f"text_{peer}.py")
    loop = None if kind == "statements" else [PYTHON, script, "loop", kind, str(count)]
    return Contestant([PYTHON, script, str(file)], loop)


def told(one: Contestant, gradient: Contestant) -> str:
    """A peer's cell: its time as a multiple of adtrace's (or seconds, without adtrace) and its memory, or how it died."""
    if not one.lives:
        return one.died
    loop = "loop " if one.died else ""
    time = f"{one.seconds / gradient.seconds:.1f}x" if gradient.lives else f"{one.seconds:.1f} s"
    return f"{loop}{time} {one.peak / 1e6:.0f} MB"


def agree(peer: str, ours: str) -> bool:
    """Whether every number that the peer prints stands in what adtrace prints, whose numbers may be rounded."""
    theirs, shown = (
        [float(number) for number in re.findall(r"[=:] *(-?(?:\d[\d.]*(?:e[-+]?\d+)?|inf|nan))", text)]
        for text in (peer, ours)
    )
    return all(any(math.isclose(one, other, rel_tol=1e-3, abs_tol=1e-9) for other in shown) for one in theirs)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=lambda text: [int(float(size)) for size in text.split(",")], default=SIZES)
    parser.add_argument("--kinds", type=lambda text: text.split(","), default=list(KINDS))
    parser.add_argument("--peers", type=lambda text: text.split(","), default=PEERS)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    install_checkout()
    peers = list(only_present(dict.fromkeys(filter(None, options.peers), "")))
    rows = []
    for kind in options.kinds:
        for count in options.sizes:
            rows.append(measured(kind, count, peers, options.rounds))
            print("  ".join(rows[-1]), file=sys.stderr)
    show(
        "Text file to value and full gradient: whole processes; a peer's time is a multiple of adtrace's\n"
        "wanted at 1,000,000: casadi at least 10x, adtrace under 500 MB, with the table of all steps at most 2.5x\n"
        "loop: Python's parser cannot read the text, so the peer is fed the same graph without any text",
        ["program", "operations", "adtrace s", "us/operation", "MB", "with table", *peers],
        rows,
    )


if __name__ == "__main__":
    main()
