"""Threads of this process: NumPy lets the others run while it computes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sized
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from ..errors import AdtraceError
from . import Engine, cores

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 2
"""Items under way for each thread: one that runs, and one that is ready when it is done."""


def run(
    function: Callable[[Item], Result], items: Iterable[Item], workers: int | None = None, scheduler: str = ""
) -> Iterator[Result]:
    """function(item) for every item, in order.

    workers  how many threads; with one, or for a list of one item, everything runs in the calling thread
    Items are taken as they are needed: at most two for each thread are under way. Raises what the function raises; the
    items that have begun are finished then, the others are not.
    """
    if scheduler:
        raise AdtraceError("threads have no scheduler", hint="--engine dask runs on a cluster")
    threads = workers or cores()
    if threads == 1 or (isinstance(items, Sized) and len(items) == 1):
        yield from map(function, items)
        return
    under_way: deque[Future[Result]] = deque()
    pool = ThreadPoolExecutor(threads, thread_name_prefix="adtrace")
    wait = True
    try:
        for item in items:
            under_way.append(pool.submit(function, item))
            if len(under_way) == AHEAD * threads:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    except (KeyboardInterrupt, SystemExit):
        wait = False  # For items that may take long; their results are not wanted any more.
        raise
    finally:
        pool.shutdown(wait=wait, cancel_futures=True)


ENGINE = Engine("threads", "threads of this process", run)
