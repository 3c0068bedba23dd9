"""Dask: the same numbers as threads, and every row once although a worker is killed in the middle."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

import numpy as np
import pytest

from adtrace.engines import by_name, dask, threads
from adtrace.errors import AdtraceError
from adtrace.lang.parser import parse
from adtrace.sweeps.batch.kernel import Kernel
from adtrace.tables.ranges import Grid, Range

HERE = os.getpid()


def test_without_dask(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(AdtraceError) as caught:
        list(dask.run(abs, [1]))
    assert caught.value.hint == "pip install 'adtrace[dask]'"


class Slow:
    """A kernel whose blocks take a while, and which says in what process they ran."""

    def __init__(self, kernel):
        self.kernel = kernel

    def __call__(self, block):
        time.sleep(0.05)
        return os.getpid(), self.kernel(block)


def test_a_worker_killed_in_the_middle():
    pytest.importorskip("distributed", reason="Dask is not installed")
    kernel = Kernel(parse("1/(1+exp(-a*x))"), {"x": (), "a": ()}, {})
    grid = Grid({"x": Range(-5, 5, 101), "a": Range(0.5, 2, 40)})
    blocks = [columns for _, columns in grid.blocks(101)]
    expected = list(threads.run(kernel, blocks, 2))
    found, workers = [], []
    for worker, results in dask.run(Slow(kernel), blocks, 2):
        found.append(results)
        workers.append(worker)
        if len(found) == 10:
            os.kill(worker, signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
    assert len(found) == len(blocks) and HERE not in workers and len(set(workers)) >= 2
    assert workers[9] not in workers[20:], "it is dead"
    for left, right in zip(found, expected, strict=True):
        assert list(left) == list(right)
        assert all(column.tobytes() == right[name].tobytes() for name, column in left.items())


def test_what_a_block_raises_comes_back():
    pytest.importorskip("distributed", reason="Dask is not installed")
    with pytest.raises(AdtraceError, match="no rows here") as caught:
        list(dask.run(refuse, range(3), 1))
    assert caught.value.hint == "none at all"


def test_a_cluster_that_runs_already():
    distributed = pytest.importorskip("distributed", reason="Dask is not installed")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None
    ) as cluster:
        kernel = Kernel(parse("x^2"), {"x": ()}, {})
        blocks = [{"x": np.arange(number, number + 3.0)} for number in range(20)]
        found = list(dask.run(kernel, blocks, scheduler=cluster.scheduler_address))
    assert [column["dy/dx"].tolist() for column in found] == [(2 * block["x"]).tolist() for block in blocks]


def test_a_cluster_without_workers(monkeypatch):
    distributed = pytest.importorskip("distributed", reason="Dask is not installed")
    monkeypatch.setattr(dask, "SECONDS", 0.5)
    with (
        distributed.LocalCluster(n_workers=0, processes=False, dashboard_address=None) as cluster,
        pytest.raises(AdtraceError, match="has no workers"),
    ):
        list(dask.run(abs, [1], scheduler=cluster.scheduler_address))


def test_workers_with_another_version(monkeypatch):
    distributed = pytest.importorskip("distributed", reason="Dask is not installed")

    def versions():
        return {"adtrace": "1" if threading.current_thread() is threading.main_thread() else "2"}

    monkeypatch.setattr(dask, "_versions", versions)
    with (
        distributed.LocalCluster(n_workers=1, processes=False, dashboard_address=None) as cluster,
        pytest.raises(AdtraceError, match=r"the worker .* has adtrace 2") as caught,
    ):
        list(dask.run(abs, [1], scheduler=cluster.scheduler_address))
    assert caught.value.hint == "every worker needs adtrace 1"


def refuse(item):
    raise AdtraceError("no rows here", hint="none at all")


def test_a_scheduler_that_is_not_there(monkeypatch):
    pytest.importorskip("distributed", reason="Dask is not installed")
    monkeypatch.setattr(dask, "SECONDS", 0.5)
    for address in ("tcp://127.0.0.1:1", "nonsense://x"):
        with pytest.raises(AdtraceError, match="cannot reach the scheduler"):
            list(by_name("dask").run(abs, [1], scheduler=address))


def test_workers_take_no_interrupt():
    """A terminal sends Ctrl-C to all processes, and theirs would each show a traceback."""
    pytest.importorskip("distributed", reason="Dask is not installed")
    if not hasattr(signal, "pthread_sigmask"):
        pytest.skip("signals cannot be held back here")
    assert list(dask.run(blocked, [0], 1)) == [True]
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def blocked(item):
    with open("/proc/self/status") if os.path.exists("/proc/self/status") else open(os.devnull) as file:
        masks = dict(line.split(":", 1) for line in file)
    return bool(int(masks.get("SigBlk", "2"), 16) >> (signal.SIGINT - 1) & 1)


def test_a_scheduler_that_goes_away(caplog):
    distributed = pytest.importorskip("distributed", reason="Dask is not installed")
    cluster = distributed.LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None)
    with cluster:
        results = dask.run(abs, range(100), scheduler=cluster.scheduler_address)
        assert next(results) == 0
        caplog.clear()
        cluster.close()
        with pytest.raises(AdtraceError, match="the connection to the scheduler is lost"):
            list(results)
    assert not caplog.records
