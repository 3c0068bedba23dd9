"""One contestant at many points, in a process of its own: `contest.py MODULE.FUNCTION PROBLEM ROWS THREADS`.

Prints how far its numbers are from the hand-written ones, then, for every line that it reads, the seconds of one more run.
"""

from __future__ import annotations

import importlib
import os
import sys
import time


def main() -> None:
    """Get ready, compare, and wait for the word."""
    who, name, rows, threads = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])
    import by_numpy
    from problems import PROBLEMS

    problem = PROBLEMS[name](rows)
    module, function = who.split(".")
    run = getattr(importlib.import_module(module), function)(name, problem, threads)
    print(distance(run(), by_numpy.plain(name, problem, 1)()), flush=True)
    for _ in sys.stdin:
        begin = time.perf_counter()
        results = run()
        print(time.perf_counter() - begin, flush=True)
        del results


def distance(results: tuple, expected: tuple) -> float:
    """The largest difference of two lists of results, each as a part of its largest number; nan where they differ in shape."""
    import numpy as np

    found = 0.0
    for one, other in zip(results, expected, strict=True):
        if np.shape(one) != np.shape(other):
            return float("nan")
        found = max(found, float(np.max(np.abs(one - other)) / np.max(np.abs(other))))
    return found


if __name__ == "__main__":
    main()
