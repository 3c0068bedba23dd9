"""Texts in order, made by several processes: what a table of a million steps takes is shared among the cores."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from signal import SIG_DFL, SIGINT, SIGKILL, signal
from typing import BinaryIO

MOST = 4
"""Processes at most: each copies the pages of memory that it touches."""
HEAD = 8
"""Bytes in front of a text that say how long it is."""

Make = Callable[[int], str]


def in_order(make: Make, count: int, least: int) -> Iterator[str]:
    """make(0), make(1) ... make(count - 1).

    From so many texts on, and where the system can fork, child processes make some of them; what a child does not
    give, since it has died or never lived, is made here.
    """
    workers = min(MOST, cores()) if count >= least else 1
    # The first is made before the others begin, and with it what all of them need.
    yield from map(make, range(min(1, count)))
    children: list[Child] = []
    try:
        for place in range(1, workers):
            try:
                children.append(Child(make, range(1 + place, count, workers)))
            except OSError:  # The system has no room for one more.
                break
        for place in range(1, count):
            child = (place - 1) % workers
            text = children[child - 1].next() if 0 < child <= len(children) else None
            yield make(place) if text is None else text
    finally:
        for one in children:
            one.end()


def cores() -> int:
    """How many processes can run at the same time; 1 where the system cannot fork, or does not tell."""
    if not hasattr(os, "fork") or not hasattr(os, "sched_getaffinity"):
        return 1
    return len(os.sched_getaffinity(0))


class Child:
    """A copy of this process that makes the texts of some places and hands them back through a pipe."""

    def __init__(self, make: Make, places: range) -> None:
        reading, writing = os.pipe()
        try:
            self.pid = os.fork()
        except OSError:
            os.close(reading)
            os.close(writing)
            raise
        if not self.pid:
            os.close(reading)
            serve(make, places, writing)
        os.close(writing)
        self.pipe: BinaryIO = os.fdopen(reading, "rb")

    def next(self) -> str | None:
        """The next text; None if the child has died."""
        head = self.pipe.read(HEAD)
        size = int.from_bytes(head, "big")
        text = self.pipe.read(size)
        return text.decode("utf-8", "surrogatepass") if len(head) == HEAD and len(text) == size else None

    def end(self) -> None:
        """The child is not needed any more."""
        self.pipe.close()
        os.kill(self.pid, SIGKILL)
        os.waitpid(self.pid, 0)


def serve(make: Make, places: range, writing: int) -> None:
    """Write the texts, each behind its length, and end this process, whatever happens: it is a copy of another."""
    code = 1
    try:
        signal(SIGINT, SIG_DFL)
        with os.fdopen(writing, "wb") as pipe:
            for place in places:
                text = make(place).encode("utf-8", "surrogatepass")
                pipe.write(len(text).to_bytes(HEAD, "big"))
                pipe.write(text)
        code = 0
    finally:
        os._exit(code)
