"""How often a result is wrong beyond 1e-9 without a word, and how often a warning of cancellation is a false alarm.

    python tests/benchmarks/trusted_digits.py [--points N] [--seed S] [--only TEXT] [--made-up N] [--list]

Every record of the corpus, or one of as many made-up expressions, is computed, value and gradient, at its own point and at N others of each kind below. The
truth is the shadow run, at 60 digits and more, until twice the digits say the same; at a record's own point it is
checked against the record's reference values. --list prints what was missed, and every false alarm.
"""

# ruff: noqa: E402 (what tests share is beside them, and found only then)
from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[1])]

import mpmath
from datasets import CORPUS
from made_up import made_up
from trusted_points import AT_KINK, KINDS, RIGHT, SILENT, UNDEFINED, WARNED, Found, Places, judged, points


def record_of(place: int, seed: int) -> dict[str, Any]:
    """A record of the corpus, or one that is made up."""
    return CORPUS[place] if place < len(CORPUS) else made_up(place - len(CORPUS), seed)


def of_record(task: tuple[int, int, int]) -> list[Found]:
    """Every point of one record."""
    place, count, seed = task
    record = record_of(place, seed)
    return [judged(record, kind, at) for kind, at in points(Places(record, seed), count)]


def check_references(found: Found, record: Mapping[str, Any]) -> Iterator[str]:
    """Where the shadow contradicts the record's own reference values."""
    point = record["points"][0]
    if "value" not in point:
        return
    for name, wanted in {"": point["value"], **point["grad"]}.items():
        if name in found.entries:
            true, reference = mpmath.mpf(found.entries[name][2]), mpmath.mpf(wanted)
            if abs(true - reference) > 1e-14 * abs(reference):
                yield f"reference {found.record} {name or 'value'}: {wanted}, shadow {found.entries[name][2]}"


def shown(found: Found, record: Mapping[str, Any], what: str) -> str:
    """A point with what went wrong there."""
    lines = [f"{what}: {found.record} ({found.kind}) {record['expr']}", f"    {found.at} {list(found.codes)}"]
    for name, (verdict, number, true) in found.entries.items():
        lines.append(f"    {name or 'value'}: {verdict}: {number!r}, true {true}")
    return "\n".join(lines)


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:7.2f} %" if whole else "        -"


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--points", type=int, default=2, help="points of each kind, for every record")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="records whose id contains this text")
    parser.add_argument("--list", action="store_true", help="print every miss and every false alarm")
    parser.add_argument("--made-up", type=int, default=0, metavar="N", help="N random expressions in place of the corpus")
    options = parser.parse_args()
    places = [place for place, record in enumerate(CORPUS) if options.only in record["id"]]
    if options.made_up:
        places = list(range(len(CORPUS), len(CORPUS) + options.made_up))
    count: dict[str, Counter[str]] = {kind: Counter() for kind in ("own", *KINDS, "all")}
    complaints = []
    with ProcessPoolExecutor() as pool:
        tasks = [(place, options.points, options.seed) for place in places]
        for place, some in zip(places, pool.map(of_record, tasks, chunksize=4), strict=True):
            record = record_of(place, options.seed)
            complaints += check_references(some[0], record)
            for found in some:
                for row in (count[found.kind], count["all"]):
                    row["points"] += 1
                    row[found.verdict] += 1
                    row["false alarm"] += found.false_alarm
                if options.list and (found.verdict in (SILENT, AT_KINK) or found.false_alarm):
                    print(shown(found, record, "false alarm" if found.false_alarm else found.verdict), flush=True)
    print(*complaints, sep="\n", end="\n" if complaints else "")
    print(f"{'points':10}{'number':>8}{'undefined':>11}{'within 1e-9':>13}{'wrong, warned':>15}{'kink or jump':>14}"
          f"{'wrong, silent':>15}{'false alarms':>14}")
    for kind, row in count.items():
        defined = row["points"] - row[UNDEFINED]
        print(f"{kind:10}{row['points']:8}{row[UNDEFINED]:11}{share(row[RIGHT], defined):>13}"
              f"{share(row[WARNED], defined):>15}{row[AT_KINK]:14}{row[SILENT]:15}"
              f"{share(row['false alarm'], defined):>14}")


if __name__ == "__main__":
    main()
