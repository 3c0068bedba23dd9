"""Threads: in order, a bounded number under way, and an end to everything when something goes wrong."""

from __future__ import annotations

import threading
import time

import pytest

from adtrace.engines import by_name, names
from adtrace.engines.threads import AHEAD, run
from adtrace.errors import AdtraceError


@pytest.mark.parametrize("threads", [None, 1, 2, 5])
def test_results_come_in_order(threads):
    def late(number):
        time.sleep(0.002 * (number % 3 == 0))
        return number * number

    assert list(run(late, range(40), threads)) == [number * number for number in range(40)]
    assert list(run(late, [], threads)) == []


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_items_are_taken_as_they_are_needed(threads):
    taken = []

    def items():
        for number in range(100):
            taken.append(number)
            yield number

    for done, _ in enumerate(run(abs, items(), threads), 1):
        assert len(taken) <= done + AHEAD * threads


def test_they_do_run_side_by_side():
    meeting = threading.Barrier(3, timeout=10)
    assert len(list(run(lambda item: meeting.wait(), range(6), 3))) == 6


@pytest.mark.parametrize("threads", [1, 3])
def test_what_a_block_raises_ends_the_run(threads):
    begun = []

    def fails(number):
        begun.append(number)
        if number == 5:
            raise AdtraceError("five")
        return number

    results = []
    with pytest.raises(AdtraceError, match="five"):
        results.extend(run(fails, range(1000), threads))
    assert len(begun) <= 6 + AHEAD * threads
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("adtrace")]


@pytest.mark.parametrize("threads", [1, 3])
def test_what_the_items_raise_ends_it_too(threads):
    def items():
        yield 1
        raise AdtraceError("line 17")

    with pytest.raises(AdtraceError, match="line 17"):
        list(run(abs, items(), threads))


def test_an_interrupt_does_not_wait_for_what_is_running():
    running, going_on = threading.Event(), threading.Event()

    def stuck(item):
        running.set()
        going_on.wait(20)

    def items():
        yield 0
        running.wait(10)
        raise KeyboardInterrupt

    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        list(run(stuck, items(), 2))
    assert time.monotonic() - begun < 10
    going_on.set()


def test_a_run_that_is_given_up_leaves_no_thread():
    results = run(abs, range(1000), 3)
    next(results)
    results.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("adtrace")]


def test_the_engines_are_the_files_of_the_folder():
    assert names() == ("dask", "threads")
    assert by_name("threads").run is run
    with pytest.raises(AdtraceError, match="no engine spark"):
        by_name("spark")
    with pytest.raises(AdtraceError, match="no scheduler"):
        list(run(abs, [1], scheduler="tcp://here:1"))
