"""Processes under Dask: of its own on this machine, or a cluster's, which is reached through its scheduler."""

from __future__ import annotations

import logging
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from .. import __version__
from ..errors import AdtraceError
from . import Engine, cores

AHEAD = 2
"""Items under way for each worker."""

LOST_WORKERS = 10
"""Workers that may die under one item before the run is given up: the item is run again on another one each time."""

SECONDS = 15
"""To reach a scheduler."""

THREADS_OF_LIBRARIES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def run(
    function: Callable[[Any], Any], items: Iterable[Any], workers: int | None = None, scheduler: str = ""
) -> Iterator[Any]:
    """function(item) for every item, in order, in processes that have one thread each.

    workers    how many processes to start, one per core by default; with a scheduler, its cluster decides
    scheduler  the address of a running cluster
    The function and the items are sent to the processes, so they have to be picklable. At most two items for each
    worker are under way; those of a worker that dies are run again by another. Raises what the function raises, and
    AdtraceError where Dask is not installed, the scheduler is not reached, or worker after worker dies.
    """
    with _client(workers or cores(), scheduler) as client:
        # The function as a result of its own: it is made once for each worker, and again where a worker is lost.
        sent = client.submit(_itself, function, pure=False, retries=LOST_WORKERS)
        under_way: deque[Any] = deque()
        for item in items:
            under_way.append(client.submit(_call, sent, item, pure=False, retries=LOST_WORKERS))
            if len(under_way) >= AHEAD * _workers(client):
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


def _itself(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return function


def _call(function: Callable[[Any], Any], item: Any) -> Any:
    return function(item)


@contextmanager
def _told() -> Iterator[None]:
    """Raise AdtraceError where no worker lives long enough for an item, or the scheduler is gone."""
    from asyncio import CancelledError
    from concurrent.futures import CancelledError as Cancelled

    from distributed.scheduler import KilledWorker

    try:
        yield
    except KilledWorker:
        message = f"{LOST_WORKERS + 1} workers died one after the other under the same rows"
        raise AdtraceError(message, hint="they may lack memory: take fewer workers") from None
    except (CancelledError, Cancelled, OSError):
        raise AdtraceError("the connection to the scheduler is lost", hint="see whether it still runs") from None


def _workers(client: Any) -> int:
    """How many threads the workers have together by now; one at least, as workers come and go."""
    return max(1, sum(map(int, client.nthreads().values())))


@contextmanager
def _client(workers: int, scheduler: str) -> Iterator[Any]:
    """A connection to the scheduler, or to a cluster of this machine's processes that lives as long as it is needed."""
    try:
        import dask
        import distributed
    except ImportError:
        raise AdtraceError("--engine dask needs Dask", hint="pip install 'adtrace[dask]'") from None
    connect: Any = distributed.Client
    with _silent():
        if scheduler:
            with _told(), _connected(connect, scheduler) as client:
                _check_workers(client, scheduler)
                yield client
            return
        with _local(dask, distributed, workers) as client, _told():
            yield client


@contextmanager
def _silent() -> Iterator[None]:
    """Without Dask's log: what it has to say of a lost connection, one message says."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


@contextmanager
def _local(dask: Any, distributed: Any, workers: int) -> Iterator[Any]:
    """A connection to a cluster of this machine's processes."""
    settings = {
        "distributed.scheduler.allowed-failures": LOST_WORKERS,
        # A pool of BLAS threads in every process would only get in the way of the others; its sums differ, too.
        "distributed.nanny.pre-spawn-environ": dict.fromkeys(THREADS_OF_LIBRARIES, 1),
    }
    with dask.config.set(settings), ExitStack() as opened:
        with _without_interrupts():
            cluster = distributed.LocalCluster(
                n_workers=0,
                threads_per_worker=1,
                processes=True,
                memory_limit=None,
                dashboard_address=None,
                silence_logs=logging.CRITICAL,
            )
            opened.callback(_close, cluster)
            client = distributed.Client(cluster)
            opened.callback(_close, client)
        cluster.scale(workers)
        yield client


def _close(part: Any) -> None:
    """Close a client or a cluster, to the end: a second interrupt would leave processes behind."""
    with _without_interrupts():
        part.close()


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """An interrupt waits, and never reaches threads that are started here and the processes that they start.

    A terminal sends Ctrl-C to all processes: this one ends the others.
    """
    from multiprocessing.resource_tracker import ensure_running

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    ensure_running()  # It would let interrupts in again when it starts.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _connected(connect: Any, scheduler: str) -> Any:
    try:
        return connect(scheduler, timeout=SECONDS)
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0].lower() if str(error) else "no answer"
        message = f"cannot reach the scheduler {scheduler}: {reason}"
        raise AdtraceError(message, hint="an address is such as tcp://10.0.0.1:8786") from None


def _check_workers(client: Any, scheduler: str) -> None:
    """Raise AdtraceError where a cluster has no workers, or some that would not give the same numbers."""
    try:
        client.wait_for_workers(1, timeout=SECONDS)
    except TimeoutError:
        hint = f"start one with: dask worker {scheduler}"
        raise AdtraceError(f"the scheduler {scheduler} has no workers", hint=hint) from None
    here = _versions()
    hint = f"every worker needs {', '.join(f'{name} {version}' for name, version in here.items())}"
    try:
        found = client.run(_versions)
    except Exception as error:  # Whatever a worker says that has no adtrace, or another one.
        raise AdtraceError(f"the workers cannot run adtrace: {str(error).splitlines()[0]}", hint=hint) from None
    if strange := [address for address, versions in found.items() if versions != here]:
        listed = ", ".join(f"{name} {version}" for name, version in found[strange[0]].items())
        raise AdtraceError(f"the worker {strange[0]} has {listed}", hint=hint)


def _versions() -> dict[str, str]:
    """What decides the bits of a result."""
    import numpy as np

    return {"adtrace": __version__, "NumPy": np.__version__}


ENGINE = Engine("dask", "processes under Dask, on this machine or a cluster (pip install 'adtrace[dask]')", run, True)
