"""Value and gradient at many points: `python tests/benchmarks/many_points.py`.

    --problems logistic,wave,network,mixture
    --rows 1000000,10000000   of the scalar programs; the array programs have 1000
    --threads 1,2
    --rounds 15               at most; one that has taken 10 seconds sits out the rest

Everyone runs in a process of its own with the same number of threads: it is kept on as many cores, and the variables below and
the library's own setting say the same. Everyone's numbers are compared with the hand-written ones before the clock starts.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile

from environment import HERE, PYTHON, install_checkout, present
from side_by_side import interleaved, show

SCALARS = {
    "plain": "by_numpy.plain",
    "blocked": "by_numpy.blocked",
    "adtrace": "by_adtrace.numpy",
    "adtrace[numba]": "by_adtrace.numba",
    "numba": "by_numba.rows",
    "jax": "by_jax.compiled",
    "torch": "by_torch.eager",
    "casadi": "by_casadi.mapped",
}
ARRAYS = {
    "plain": "by_numpy.plain",
    "adtrace": "by_adtrace.numpy",
    "jax": "by_jax.compiled",
    "torch": "by_torch.eager",
}
LIBRARIES = {"adtrace[numba]": "numba", "numba": "numba", "jax": "jax", "torch": "torch", "casadi": "casadi"}
TITLES = {
    "logistic": "logistic",
    "wave": "50 operations",
    "network": "100-100-10 network",
    "mixture": "Gaussian mixture",
}
ARRAY_PROGRAMS = ("network", "mixture")
SAME = 1e-9
"""How far anyone's numbers may be from the hand-written ones, as a part of the largest."""
PATIENCE = 10.0


class Contestant:
    """A process that runs one program as often as it is told to."""

    def __init__(self, who: str, problem: str, rows: int, threads: int) -> None:
        self.errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 - it is closed with the process
        self.process = subprocess.Popen(
            [PYTHON, str(HERE / "peers" / "contest.py"), who, problem, str(rows), str(threads)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
            env=pinned(threads),
        )
        word = self.process.stdout.readline()
        self.trouble = "" if word and float(word) <= SAME else self.complaint(word)

    def complaint(self, word: str) -> str:
        """Why this one is out: what it said last, or how far off its numbers are."""
        if word:
            return f"other numbers, {float(word):.1e} away"
        self.process.wait()
        self.errors.seek(0)
        return (self.errors.read().strip().splitlines() or [f"exit code {self.process.returncode}"])[-1]

    def once(self) -> float:
        """Seconds of one run. Ends the program if the process dies."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        word = self.process.stdout.readline()
        return float(word) if word else sys.exit(self.complaint(word))

    def dismiss(self) -> None:
        """End the process."""
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()
        self.errors.close()


def pinned(threads: int) -> dict[str, str]:
    """The environment that says how many threads there are, to whoever asks."""
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "NPROC")
    xla = f"--xla_cpu_multi_thread_eigen={'true' if threads > 1 else 'false'} intra_op_parallelism_threads={threads}"
    return {**os.environ, **dict.fromkeys(names, str(threads)), "XLA_FLAGS": xla, "JAX_PLATFORMS": "cpu"}


def contest(problem: str, rows: int, threads: int, rounds: int, found: set[str]) -> dict[str, float]:
    """Median seconds of everyone that gives the right numbers; the others are named."""
    everyone = ARRAYS if problem in ARRAY_PROGRAMS else SCALARS
    there = {name: who for name, who in everyone.items() if LIBRARIES.get(name, "numpy") in found}
    contestants = {name: Contestant(who, problem, rows, threads) for name, who in there.items()}
    for name, one in contestants.items():
        if one.trouble:
            print(f"{name} is out for {problem}, {rows:,} rows: {one.trouble}", file=sys.stderr)
    try:
        ready = {name: one.once for name, one in contestants.items() if not one.trouble}
        return interleaved(ready, rounds, PATIENCE)
    finally:
        for one in contestants.values():
            one.dismiss()


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--problems", type=lambda text: text.split(","), default=list(TITLES))
    parser.add_argument(
        "--rows", type=lambda text: [int(float(rows)) for rows in text.split(",")], default=[10**6, 10**7]
    )
    parser.add_argument("--threads", type=lambda text: [int(count) for count in text.split(",")], default=[1, 2])
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    install_checkout()
    found = {"numpy", *present(set(LIBRARIES.values()))}
    print("absent, so skipped:", ", ".join(sorted({*LIBRARIES.values()} - found)) or "none")
    rows = []
    for problem in options.problems:
        arrays = problem in ARRAY_PROGRAMS
        for count in [1000] if arrays else options.rows:
            for threads in options.threads:
                seconds = contest(problem, count, threads, 5 * options.rounds if arrays else options.rounds, found)
                if "plain" not in seconds:
                    sys.exit("the hand-written code does not run")
                rows.append([TITLES[problem], f"{count:,}", str(threads), *cells(seconds)])
                print("  ".join(rows[-1]), file=sys.stderr)
    show(
        "Value and gradient at many points: speed as a multiple of plain hand-written NumPy's, which is 1\n"
        "wanted: adtrace at least 1.0 and 0.9 of blocked, with numba ahead of jax; network at least 0.77, mixture 0.63",
        ["program", "rows", "threads", "plain, ms", *list(SCALARS)[1:]],
        rows,
    )


def cells(seconds: dict[str, float]) -> list[str]:
    """The row's numbers: milliseconds of plain NumPy, then everyone's speed against it."""
    plain = seconds["plain"]
    speeds = [f"{plain / seconds[name]:.2f}x" if name in seconds else "" for name in list(SCALARS)[1:]]
    return [f"{1000 * plain:.1f}", *speeds]


if __name__ == "__main__":
    main()
