"""Mini-batches: in every epoch each row once, in an order of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...named import Record


class Batch(Record):
    """Rows that one step is taken on; `epoch` counts from 0, and `first`, whether it is the first one of its epoch."""

    epoch: int
    first: bool
    rows: Any


def batches(count: int, size: int, seed: int) -> Iterator[Batch]:
    """Batches of so many rows without end; the last one of an epoch has what is left."""
    import numpy as np

    random = np.random.default_rng(seed)
    epoch = 0
    while True:
        order = random.permutation(count)
        for start in range(0, count, size):
            yield Batch(epoch, not start, order[start : start + size])
        epoch += 1
