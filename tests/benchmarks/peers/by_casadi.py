"""Values and gradients by CasADi: one function, mapped over the rows, that reads and writes NumPy's memory."""

from __future__ import annotations

from collections.abc import Callable

import casadi
import numpy as np
from problems import Problem


def mapped(name: str, problem: Problem, threads: int) -> Callable[[], tuple]:
    """A map, over threads where there are several."""
    over = tuple(problem.over.values())
    names = [casadi.SX.sym(each) for each in problem.over]
    y = problem.formula(casadi, *names)
    one = casadi.Function("one", names, [y, *(casadi.gradient(y, each) for each in names)])
    rows = len(over[0])
    function = one.map(rows) if threads == 1 else one.map(rows, "thread", threads)
    buffer, evaluate = function.buffer()
    for place, values in enumerate(over):
        buffer.set_arg(place, memoryview(values))

    def run() -> tuple:
        results = tuple(np.empty(rows) for _ in range(len(over) + 1))
        for place, result in enumerate(results):
            buffer.set_res(place, memoryview(result))
        evaluate()
        return results

    return run
