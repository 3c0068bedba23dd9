"""The hand-written gradients compiled by Numba: the same functions, one row at a time."""

from __future__ import annotations

from collections.abc import Callable

import numba
import numpy as np
from by_numpy import BY_HAND
from problems import Problem


def rows(name: str, problem: Problem, threads: int) -> Callable[[], tuple]:
    """A loop over the rows."""
    numba.set_num_threads(threads)
    one = numba.njit(BY_HAND[name], error_model="numpy")

    @numba.njit(parallel=threads > 1, error_model="numpy")
    def run(first, second):
        value, by_first, by_second = np.empty_like(first), np.empty_like(first), np.empty_like(first)
        for row in numba.prange(len(first)):
            value[row], by_first[row], by_second[row] = one(first[row], second[row])
        return value, by_first, by_second

    return lambda: run(*problem.over.values())
