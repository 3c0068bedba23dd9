"""The command line in this process, and as a process of its own."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from adtrace.cli.main import run

ROOT = Path(__file__).parents[2]
QUIET = {"NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS", "PYTHONIOENCODING", "PYTHONUTF8", "_ADTRACE_COMPLETE"}
"""Variables that change what a run prints; the tests set their own."""


@dataclass(frozen=True)
class Outcome:
    """What a run left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)

    @property
    def message(self) -> str:
        """The first line of an error, behind its heading."""
        first = next(line for line in self.err.splitlines() if not line.startswith("note:"))
        assert first.startswith("error: "), self.err
        return first.removeprefix("error: ")


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No colour, no width and no encoding from outside."""
    for name in QUIET:
        monkeypatch.delenv(name, raising=False)


def stream(data: bytes = b"", encoding: str = "utf-8", errors: str = "strict") -> io.TextIOWrapper:
    """A text stream over bytes, as Python makes one for a pipe."""
    return io.TextIOWrapper(io.BytesIO(data), encoding=encoding, errors=errors, newline="\n")


def run_here(*args: str, stdin: bytes = b"", encoding: str = "utf-8") -> Outcome:
    """Run one command line in this process."""
    kept = sys.stdin, sys.stdout, sys.stderr
    out, err = stream(encoding=encoding), stream(encoding=encoding, errors="backslashreplace")
    sys.stdin, sys.stdout, sys.stderr = stream(stdin), out, err
    try:
        code = run(args)
    finally:
        sys.stdin, sys.stdout, sys.stderr = kept
    out.flush()
    err.flush()
    return Outcome(code, out.buffer.getvalue().decode(encoding), err.buffer.getvalue().decode(encoding))  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def cli() -> Callable[..., Outcome]:
    """`cli("eval", "x^2", "--at", "x=3")` in this process."""
    return run_here


@pytest.fixture
def environment() -> dict[str, str]:
    """The environment of a process: this one's, without what changes the output, and with the package to be found."""
    kept = {name: value for name, value in os.environ.items() if name not in QUIET}
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    return {**kept, "PYTHONPATH": path}


@pytest.fixture
def process(environment: dict[str, str]) -> Callable[..., Outcome]:
    """`process("eval", "x^2")` as a process of its own; env adds variables."""

    def call(
        *args: str, env: Mapping[str, str] = {}, stdin: bytes = b"", encoding: str = "utf-8", **more: Any
    ) -> Outcome:
        done = subprocess.run(
            [sys.executable, "-m", "adtrace", *args],
            input=stdin,
            capture_output=True,
            timeout=300,
            env={**environment, **env},
            **more,
        )
        return Outcome(done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding))

    return call
