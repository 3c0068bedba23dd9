"""Texts that several processes make come in order, whatever becomes of the processes."""

from __future__ import annotations

import os
import signal
from itertools import islice
from typing import Any

import pytest

import adtrace
from adtrace.views import plain, shared

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot fork a process")

HERE = os.getpid()


@pytest.fixture(params=[1, 2, 3, 9])
def workers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """So many cores."""
    monkeypatch.setattr(shared, "cores", lambda: request.param)
    return min(request.param, shared.MOST)


@pytest.fixture(autouse=True)
def children(monkeypatch: pytest.MonkeyPatch) -> list[shared.Child]:
    """Every child of a test; other tests may have left processes that still run."""
    found: list[shared.Child] = []

    class Child(shared.Child):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            found.append(self)

    monkeypatch.setattr(shared, "Child", Child)
    return found


def have_ended(children: list[shared.Child]) -> bool:
    """Whether none of these is a process any more, not even one that nobody has waited for."""
    for child in children:
        with pytest.raises(ChildProcessError):
            os.waitpid(child.pid, os.WNOHANG)
    return True


@pytest.mark.parametrize("count", [0, 1, 2, 3, 10, 11])
def test_the_texts_are_in_order(workers: int, count: int, children: list[shared.Child]) -> None:
    texts = [f"{number} ȳ\ud800 " + "x" * 70_000 * (number % 3) for number in range(count)]
    assert list(shared.in_order(texts.__getitem__, count, 2)) == texts
    assert have_ended(children)


def test_every_process_makes_some(workers: int, children: list[shared.Child]) -> None:
    makers = list(shared.in_order(lambda place: str(os.getpid()), 20, 20))
    assert makers[0] == str(HERE)
    assert len(set(makers)) == workers
    assert set(shared.in_order(lambda place: str(os.getpid()), 20, 21)) == {str(HERE)}


def test_what_a_child_does_not_give_is_made_here(workers: int, children: list[shared.Child]) -> None:
    def make(place: int) -> str:
        if os.getpid() != HERE and place > 4:
            if place % 2:
                os.kill(os.getpid(), signal.SIGKILL)
            raise ValueError(place)
        return str(place)

    assert list(shared.in_order(make, 30, 2)) == list(map(str, range(30)))
    assert have_ended(children)


def test_where_no_process_can_be_forked_all_is_made_here(workers: int, monkeypatch: pytest.MonkeyPatch, children: list[shared.Child]) -> None:
    def fork() -> int:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(os, "fork", fork)
    opened = len(os.listdir("/dev/fd"))
    assert set(shared.in_order(lambda place: str(os.getpid()), 20, 2)) == {str(HERE)}
    assert len(os.listdir("/dev/fd")) == opened


def test_an_error_ends_the_children(workers: int, children: list[shared.Child]) -> None:
    def make(place: int) -> str:
        if place == 7:
            raise ValueError(place)
        return str(place)

    with pytest.raises(ValueError, match="7"):
        list(shared.in_order(make, 1000, 2))
    assert have_ended(children)


def test_who_stops_reading_leaves_no_child(workers: int, children: list[shared.Child]) -> None:
    texts = shared.in_order(lambda place: "x" * 100_000, 1000, 2)
    assert len(list(islice(texts, 5))) == 5
    texts.close()  # type: ignore[attr-defined]
    assert have_ended(children)


@pytest.mark.parametrize("mode", ["forward", "reverse", "evaluate"])
def test_a_shared_table_is_the_same(mode: str, monkeypatch: pytest.MonkeyPatch, children: list[shared.Child]) -> None:
    program = "\n".join(f"t{k} = {'x' if not k else f't{k - 1}'}*{'y' if k % 3 else 0.5}" for k in range(400)) + "\nlog(t399)"
    trace = getattr(adtrace, mode)(program, {"x": 2.0, "y": 1.01})
    steps = trace.sweeps[0].steps

    def table() -> str:
        return "\n".join(plain.plain_lines(trace, steps, range(len(steps)), 4))

    alone = table()
    assert len(alone.splitlines()) == 1 + len(steps) > 400
    monkeypatch.setattr(shared, "cores", lambda: 3)
    monkeypatch.setattr(plain, "BLOCK", 16)
    assert table() == alone
    assert have_ended(children)
