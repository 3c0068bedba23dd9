"""How often the judge of worked tables raises a false alarm, and how often it misses a changed number.

    python tests/benchmarks/judged_tables.py [STEP]

Every STEP-th record of the corpora (by default each) is worked in both modes, written as plain lines with four digits,
once worked out in full and once from the rounded lines, and read and judged as a file would be. Then one number of each
table is changed, in five ways in turn, and judged again: it should be refused, and nothing else.
"""

# ruff: noqa: E402 (what tests share is beside them, and found only then)
from __future__ import annotations

import math
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "checks")]

from datasets import CORPUS
from hand import entries, four

from adtrace.checks.reading import read_entries
from adtrace.checks.worked.sheet import judge_table
from adtrace.graph.build import constant
from adtrace.lang.parser import parse
from adtrace.records.worked import ADJOINT, CARRIED, TANGENT, VALUE, WRONG, Entry
from adtrace.sweeps.run import Run

Line = tuple[str, str]
"""A name and a number."""


def run_of(record: dict) -> Run:
    """The run of a record at its first point."""
    at = record["points"][0]["at"]
    values = {name: constant(value, "at") if value in ("pi", "e") else float(value) for name, value in at.items()}
    return Run(parse(record["expr"]), values)


def lines_of(run: Run, table: Sequence[Entry]) -> list[Line]:
    """The table as lines of text."""
    found = []
    for entry in table:
        quantity = entry.quantity
        assert quantity is not None
        name = {
            VALUE: quantity.node, ADJOINT: run.adjoint_name.format(quantity.node),
            TANGENT: f"d{quantity.node}/d{quantity.sweep}",
        }[quantity.kind]
        found.append((name, entry.text))
    return found


def changed(number: str, draw: random.Random) -> tuple[str, str]:
    """Another number in the place of a written one, and how it was changed."""
    value = float(number)
    how = draw.choice(["sign", "double", "tenth more", "digits exchanged", "digit changed"])
    if not math.isfinite(value) or value == 0:
        return "1.5", "another"
    digits = [place for place, letter in enumerate(number.partition("e")[0]) if letter.isdigit()]
    pairs = [(a, b) for a, b in pairwise(digits) if number[a] != number[b]]
    if how == "digits exchanged" and pairs:
        a, b = pairs[0]
        return number[:a] + number[b] + number[a + 1 : b] + number[a] + number[b + 1 :], how
    if how == "digit changed":
        place = next((place for place in digits if number[place] != "0"), digits[0])
        return number[:place] + str((int(number[place]) + 3) % 10) + number[place + 1 :], how
    factor = {"sign": -1.0, "double": 2.0}.get(how, 1.1)
    return four(value * factor), how


def judged(run: Run, lines: Sequence[Line]) -> list[int]:
    """The lines that are refused, from 0: wrong, or carried from a wrong one."""
    report = judge_table(run, read_entries("\n".join(f"{name} = {number}" for name, number in lines), ".txt", run))
    return [one.entry.line - 1 for one in report.judged if one.verdict in (WRONG, CARRIED)]


def tables(step: int) -> Iterator[tuple[str, Run, list[Line]]]:
    """Every table, with its record."""
    for record in CORPUS[::step]:
        run = run_of(record)
        for kinds in ((VALUE, TANGENT), (VALUE, ADJOINT)):
            for along in (False, True):
                yield record["id"], run, lines_of(run, entries(run, kinds, along=along))


def main(step: int = 1) -> None:
    """Print both rates."""
    count, draw, found = Counter[str](), random.Random(1), Counter[str]()
    for name, run, lines in tables(step):
        count["tables"] += 1
        count["numbers"] += len(lines)
        refused = judged(run, lines)
        count["refused though right"] += len(refused)
        count["tables with a false alarm"] += bool(refused)
        if refused:
            print(f"false alarm: {name}: {[' = '.join(lines[place]) for place in refused[:3]]}")
        place = draw.randrange(len(lines))
        number, how = changed(lines[place][1], draw)
        other = [*lines[:place], (lines[place][0], number), *lines[place + 1 :]]
        refused = judged(run, other)
        verdict = "found alone" if refused == [place] else "missed" if place not in refused else "found with others"
        found[how, verdict] += 1
        count[verdict] += 1
        if verdict != "found alone":
            print(f"{verdict}: {name}: {lines[place][0]} = {lines[place][1]}, changed to {number}; refused {refused}")
    for what, number in count.items():
        print(f"{what:28}{number:8}")
    for (how, verdict), number in sorted(found.items()):
        print(f"  {how:20}{verdict:20}{number:6}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
