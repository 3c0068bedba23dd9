"""Values and gradients by adtrace.sweep."""

from __future__ import annotations

from collections.abc import Callable

from problems import Problem

import adtrace


def numpy(name: str, problem: Problem, threads: int) -> Callable[[], tuple]:
    """With NumPy alone."""
    return sweep(problem, threads, "numpy")


def numba(name: str, problem: Problem, threads: int) -> Callable[[], tuple]:
    """Compiled."""
    return sweep(problem, threads, "numba")


def sweep(problem: Problem, threads: int, backend: str) -> Callable[[], tuple]:
    """From the text on: it is parsed and made ready in every run."""
    names = problem.wrt or tuple(problem.over)

    def run() -> tuple:
        batch = adtrace.sweep(
            problem.text,
            problem.over,
            problem.at,
            wrt=problem.wrt,
            total=problem.total,
            threads=threads,
            backend=backend,
        )
        return batch.value, *(batch.gradient[each] for each in names)

    return run
