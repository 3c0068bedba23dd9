"""The benchmarks' own virtual environment: `python tests/benchmarks/environment.py` makes it and installs the peers.

It is tests/benchmarks/.venv, or the folder that $ADTRACE_BENCH_VENV names. Words after the command are handed to pip, such
as --index-url or a peer's version: `environment.py torch==2.13.0`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[1]
PLACE = Path(os.environ.get("ADTRACE_BENCH_VENV") or HERE / ".venv").absolute()
PROGRAMS = PLACE / ("Scripts" if os.name == "nt" else "bin")
PYTHON = str(PROGRAMS / "python")
ADTRACE = str(PROGRAMS / "adtrace")


def make(extra: Iterable[str]) -> None:
    """Make the environment and install the peers one by one, so that one that cannot be had does not stop the others."""
    if not Path(PYTHON).exists():
        venv.create(PLACE, with_pip=True)
    asked = {word.split("=")[0]: word for word in extra if not word.startswith("-")}
    options = [word for word in extra if word.startswith("-")]
    wanted = [line.strip() for line in (HERE / "peers.txt").read_text(encoding="utf-8").splitlines()]
    for peer in filter(lambda line: line and not line.startswith("#"), wanted):
        print("installing", peer, flush=True)
        done = pip("install", "--quiet", *options, asked.get(peer, peer))
        if done.returncode:
            print(f"{peer} is left out:", done.stderr.strip().splitlines()[-1])
    install_checkout()


def install_checkout() -> None:
    """Build a wheel from the checkout and install it. Ends the program where that fails."""
    if not Path(PYTHON).exists():
        sys.exit(f"there is no environment at {PLACE}\nhint: python {Path(__file__).name} makes it")
    pip("uninstall", "--yes", "adtrace")
    done = pip("install", "--quiet", "--no-build-isolation", str(CHECKOUT))
    if done.returncode:
        sys.exit(f"the wheel could not be installed:\n{done.stderr}")


def pip(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the environment's pip."""
    return subprocess.run([PYTHON, "-m", "pip", *words], capture_output=True, text=True, check=False)


def present(names: Iterable[str]) -> set[str]:
    """Which of these libraries the environment has."""
    code = "import importlib.util as u, sys; print(*(n for n in sys.argv[1:] if u.find_spec(n)))"
    done = subprocess.run([PYTHON, "-c", code, *names], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def only_present(peers: dict[str, str]) -> dict[str, str]:
    """The entries whose key, a library, is there; the others are named on the screen."""
    found = present(peers)
    absent = [name for name in peers if name not in found]
    if absent:
        print("absent, so skipped:", ", ".join(absent))
    return {name: peers[name] for name in peers if name in found}


if __name__ == "__main__":
    make(sys.argv[1:])
