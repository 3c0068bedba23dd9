"""Interrupts and a small memory: no traceback, no half-written file, and the right exit code."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from adtrace.cli import clicked

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")

LONG = "+".join(["sin(x)"] * 60_000)
"""Longer than what a pipe holds: once it is written, the child is reading."""


def started(environment, folder, *args):
    """A process that reads its program from standard input."""
    return subprocess.Popen(
        [sys.executable, "-m", "adtrace", *args],
        cwd=folder,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def interrupted(child, delay):
    """Send an interrupt; return the exit code, standard output and standard error."""
    try:
        time.sleep(delay)
        assert child.poll() is None, "it should have taken longer"
        child.send_signal(signal.SIGINT)
        return child.wait(30), child.stdout.read(), child.stderr.read()
    finally:
        child.kill()
        for pipe in (child.stdin, child.stdout, child.stderr):
            pipe.close()


@pytest.mark.parametrize("delay", [0, 0.3, 1])
def test_an_interrupt_during_a_long_sweep(environment, tmp_path, delay):
    (tmp_path / "r.json").write_text("precious")
    child = started(environment, tmp_path, "reverse", "-", "--at", "x=1", "-o", "r.json")
    child.stdin.write(LONG.encode())
    child.stdin.close()
    assert interrupted(child, delay) == (130, b"", b"")
    assert (tmp_path / "r.json").read_text() == "precious" and os.listdir(tmp_path) == ["r.json"]


def test_an_interrupt_while_it_waits_for_input(environment, tmp_path):
    child = started(environment, tmp_path, "eval", "-")
    child.stdin.write(LONG.encode())
    child.stdin.flush()
    assert interrupted(child, 0.2) == (130, b"", b"")


def test_exit_code_130_in_this_process(cli, monkeypatch):
    def stopped(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("adtrace.cli.sources.read_program", stopped)
    outcome = cli("eval", "x")
    assert (outcome.code, outcome.out, outcome.err) == (130, "", "")


def test_no_memory(cli, monkeypatch):
    def full(*args, **kwargs):
        raise MemoryError

    monkeypatch.setattr("adtrace.cli.sources.read_program", full)
    outcome = cli("eval", "x")
    assert (outcome.code, outcome.out, outcome.message) == (3, "", "there is not enough memory for this")


def limited(size):
    """What a child does before it starts: it may have no more memory than that."""
    import resource

    return lambda: resource.setrlimit(resource.RLIMIT_AS, (size, size))


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_AS")
def test_many_nodes_in_a_small_memory(environment, tmp_path):
    (tmp_path / "wide.adt").write_text("x+" * 300_000 + "x")
    done = subprocess.run(
        [sys.executable, "-m", "adtrace", "eval", "wide.adt", "--at", "x=1", "-o", "r.txt"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        timeout=120,
        preexec_fn=limited(100_000_000),
    )
    assert (done.returncode, done.stdout) in ((0, b""), (3, b""))
    if done.returncode:
        assert done.stderr.startswith(b"error: there is not enough memory") and os.listdir(tmp_path) == ["wide.adt"]


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_AS")
@pytest.mark.parametrize("name", ["small.adt", "@small.adt", "-"])
def test_a_small_program_needs_a_small_memory(environment, tmp_path, name):
    (tmp_path / "small.adt").write_text("x + 1")
    done = subprocess.run(
        [sys.executable, "-m", "adtrace", "reverse", name, "--at", "x=1", "-f", "json"],
        input=b"x + 1",
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        timeout=60,
        preexec_fn=limited(300_000_000),
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_commands_are_a_closed_set():
    assert clicked.adtrace.get_command(None, "../options") is None and clicked.adtrace.get_command(None, "__init__") is None  # type: ignore[arg-type]
