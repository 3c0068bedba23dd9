"""The progress bar: on a terminal, after a while, gone at the end; and nothing anywhere else."""

from __future__ import annotations

import io
import os
import re
import sys
import threading
import time
from types import SimpleNamespace

import pytest

from adtrace.cli import progress as module
from adtrace.cli.progress import CLEARED, progress
from adtrace.views import console

LOGISTIC = "1/(1+exp(-a*x))"


class Screen(io.StringIO):
    """A terminal that remembers what was written to it, clearing included."""

    encoding = "utf-8"

    def __init__(self, *, terminal: bool = True) -> None:
        super().__init__()
        self.terminal = terminal
        self.drawn = threading.Event()

    def isatty(self) -> bool:
        return self.terminal

    def write(self, text: str) -> int:
        found = super().write(text)
        if text != CLEARED:
            self.drawn.set()
        return found


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    """Standard error as a terminal, with a bar that appears at once."""
    monkeypatch.setattr(module, "DELAY", 0.0)
    monkeypatch.setattr(module, "REFRESH", 0.005)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("NO_COLOR", "1")
    found = Screen()
    monkeypatch.setattr(module, "sys", SimpleNamespace(stderr=found))  # pytest puts its own sys.stderr back.
    return found


def pictures(screen: Screen) -> list[str]:
    """Every state of the line that the bar stands on."""
    return screen.getvalue().split(CLEARED)


def seen(screen: Screen, words: str) -> bool:
    """Whether this is shown within a few seconds."""
    deadline = time.monotonic() + 10
    while words not in screen.getvalue() and time.monotonic() < deadline:
        time.sleep(0.005)
    return words in screen.getvalue()


def test_a_bar_says_how_much_is_done_and_is_cleared(screen):
    with progress("sweeping", 2000) as advance:
        advance(500)
        assert seen(screen, "25%")
        advance(1000)
        assert seen(screen, "75%")
    first, *drawn, last = pictures(screen)
    assert (first, last) == ("", "") and screen.getvalue().endswith(CLEARED)
    assert all(line.startswith("sweeping ") and "\n" not in line and len(line) < 60 for line in drawn)


def test_of_an_unknown_total_it_says_what_is_done(screen):
    with progress("sweeping") as advance:
        advance(12345)
        assert seen(screen, "12,345")
    assert "%" not in screen.getvalue()


def test_a_short_run_shows_nothing_and_imports_nothing(screen, monkeypatch):
    monkeypatch.setattr(module, "DELAY", 60.0)
    monkeypatch.setattr(console, "bar", lambda *_: pytest.fail("a bar was made"))
    begin = time.monotonic()
    with progress("reading", 10) as advance:
        advance(10)
    assert screen.getvalue() == "" and time.monotonic() - begin < 30


@pytest.mark.parametrize("why", ["a pipe", "TERM=dumb", "nobody wants it"])
def test_nothing_where_nobody_looks(screen, monkeypatch, why):
    if why == "a pipe":
        screen.terminal = False
    if why == "TERM=dumb":
        monkeypatch.setenv("TERM", "dumb")
    before = threading.active_count()
    with progress("reading", seen=why != "nobody wants it") as advance:
        advance(1)
        assert threading.active_count() == before
        assert not screen.drawn.wait(0.05)
    assert screen.getvalue() == ""


def test_it_is_cleared_before_an_error_is_said(screen):
    with pytest.raises(KeyboardInterrupt), progress("reading"):
        assert screen.drawn.wait(10)
        raise KeyboardInterrupt
    assert screen.getvalue().endswith(CLEARED)


def test_a_terminal_that_goes_away_is_no_error(screen, monkeypatch):
    failures = []
    monkeypatch.setattr(threading, "excepthook", failures.append)
    with progress("reading"):
        assert screen.drawn.wait(10)
        screen.close()
        time.sleep(0.05)
    assert failures == []


def test_a_name_is_no_markup_and_ascii_terminals_get_ascii(screen):
    screen.encoding = "ascii"
    assert console.bar(screen, "[bold]x", 4)(1).isascii()
    assert console.bar(screen, "[bold]x", 4)(1).startswith("[bold]x")


def slow(monkeypatch: pytest.MonkeyPatch, screen: Screen, name: str) -> None:
    """Let a function of the run wait until the bar has been drawn while it ran."""
    path, _, attribute = name.rpartition(".")
    owner = __import__(path.partition(":")[0], fromlist=["_"])
    owner = getattr(owner, path.partition(":")[2]) if ":" in path else owner
    real = getattr(owner, attribute)

    def waiting(*args, **more):
        screen.drawn.clear()
        assert screen.drawn.wait(10), f"no bar during {name}"
        return real(*args, **more)

    monkeypatch.setattr(owner, attribute, waiting)


@pytest.mark.parametrize(
    ("function", "title"),
    [
        ("adtrace.cli.sources.parse", "reading"),
        ("adtrace.sweeps.run.evaluate", "evaluating"),
        ("adtrace.sweeps.run.reverse", "sweeping"),
    ],
)
def test_reverse_shows_where_it_is(screen, monkeypatch, capsys, function, title):
    from adtrace.cli.main import run

    slow(monkeypatch, screen, function)
    assert run(["reverse", LOGISTIC, "--at", "x=2,a=1"]) == 0
    assert any(line.startswith(f"{title} ") for line in pictures(screen))
    assert pictures(screen)[-1] == "" and "0.104994" in capsys.readouterr().out


def test_writing_a_file_is_shown_and_writing_to_the_screen_is_not(screen, monkeypatch, tmp_path):
    from adtrace.cli import output

    def lines():
        screen.drawn.wait(10)
        yield "a line\n"

    output.write(lines(), str(tmp_path / "out.txt"))
    assert "writing " in screen.getvalue() and pictures(screen)[-1] == ""
    assert (tmp_path / "out.txt").read_text() == "a line\n"

    class Terminal(io.TextIOWrapper):
        def isatty(self):
            return True

    shown = screen.getvalue()
    monkeypatch.setattr(sys, "stdout", Terminal(io.BytesIO(), encoding="utf-8"))
    monkeypatch.setattr(threading, "Thread", lambda **_: pytest.fail("a bar stands among the lines"))
    output.write(iter(["a line\n"]), None)
    assert screen.getvalue() == shown


def test_a_sweep_of_rows_is_shown_with_its_share(screen, monkeypatch, capsys, tmp_path):
    from adtrace.cli.main import run
    from adtrace.sweeps.batch.tally import Tally

    real = Tally.add

    def add(*args, **more):
        screen.drawn.clear()
        assert screen.drawn.wait(10)
        return real(*args, **more)

    monkeypatch.setattr(Tally, "add", add)
    out = tmp_path / "out.csv"
    assert run(["sweep", "x^2", "--over", "x=0:1:50", "-o", str(out)]) == 0
    assert any(re.match(r"sweeping .*%", line) for line in pictures(screen))
    assert pictures(screen)[-1] == "" and capsys.readouterr().err == f"note: 50 rows written to {out}\n"


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are POSIX")
@pytest.mark.parametrize("terminal", [True, False])
def test_as_a_process(environment, tmp_path, terminal):
    """A run longer than the delay: its bar is on a terminal's stderr, then cleared; a pipe gets nothing."""
    import pty
    import subprocess

    code = (
        "import sys, time; from adtrace.cli import progress, sources, main; progress.DELAY = 0.05; real = sources.parse; "
        "sources.parse = lambda *given: (time.sleep(0.6), real(*given))[1]; "
        "sys.exit(main.run(['eval', 'x^2', '--at', 'x=3', '-o', sys.argv[1]]))"
    )
    master, slave = pty.openpty()
    done = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "out.txt")], stdout=subprocess.PIPE,
        stderr=slave if terminal else subprocess.PIPE, env={**environment, "TERM": "xterm"},
    )
    os.close(slave)
    read = bytearray()
    try:
        while terminal and (block := os.read(master, 4096)):
            read += block
    except OSError:
        pass  # Linux ends a pseudo-terminal that nobody writes to any more with an error.
    out, err = done.communicate(timeout=60)
    os.close(master)
    assert done.returncode == 0 and out == b"" and "y = 9" in (tmp_path / "out.txt").read_text()
    if terminal:
        assert b"reading" in read and read.endswith(CLEARED.encode())
    else:
        assert err == b""
