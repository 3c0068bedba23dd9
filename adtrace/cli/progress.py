"""A progress bar on stderr: on a terminal only, for what takes more than a second, and gone when that is done."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ..views import console

DELAY = 1.0
"""Seconds before a bar appears: a short run imports nothing for it and shows nothing."""
REFRESH = 0.1
"""Seconds between two looks at how much is done."""

CLEARED = "\r\x1b[K"


@contextmanager
def progress(title: str, total: int | None = None, *, seen: bool = True) -> Iterator[Callable[[int], None]]:
    """A bar while the context lasts; what it gives is called with how much more is done, as often as one likes.

    total  how much there is to do, None where nobody knows
    seen   False for no bar at all
    """
    if not seen or sys.stderr is None or not console.can_redraw(sys.stderr):
        yield lambda more: None
        return
    bar = Bar(title, total)
    bar.thread.start()
    try:
        yield bar.advance
    finally:
        bar.ended.set()
        bar.thread.join()


class Bar:
    """A bar with a thread that draws it: what it waits for need not call it, as a parser does not."""

    def __init__(self, title: str, total: int | None) -> None:
        import threading

        self.title, self.total, self.done = title, total, 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.draw, daemon=True)

    def advance(self, more: int) -> None:
        """So much more is done."""
        self.done += more

    def draw(self) -> None:
        """Draw the bar again and again until the end, and then clear it."""
        if self.ended.wait(DELAY):
            return
        screen = sys.stderr
        try:
            picture = console.bar(screen, self.title, self.total)
            while not self.ended.is_set():
                screen.write(CLEARED + picture(self.done))
                screen.flush()
                self.ended.wait(REFRESH)
            screen.write(CLEARED)
            screen.flush()
        except (OSError, ValueError):
            pass  # The terminal has gone; the run has its own ways to say so.
