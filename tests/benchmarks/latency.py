"""How long a one-liner takes, as a whole process: `python tests/benchmarks/latency.py [ROUNDS]`.

A wheel is built from the checkout and installed into the benchmarks' environment; everything runs there, in turns.
"""

from __future__ import annotations

import sys

from environment import ADTRACE, HERE, PYTHON, install_checkout, only_present
from side_by_side import interleaved, run, show

LINE = ["reverse", "1/(1+exp(-a*x))", "--at", "x=2,a=1"]
BROKEN = ["reverse", "1/(1+exp(-a*x)", "--at", "x=2,a=1"]
SLOPES = ("0.10499", "0.20998")
"""How both slopes begin, whoever prints them."""

BASE = 'python -c "import click"'
OURS = {
    "adtrace reverse, piped": (LINE, False, 1.5),
    "adtrace --help, piped": (["--help"], False, 1.5),
    "adtrace reverse --help, piped": (["reverse", "--help"], False, 1.5),
    "adtrace with an error, piped": (BROKEN, False, 1.5),
    "adtrace reverse, on a terminal": (LINE, True, 2.5),
    "adtrace --help, on a terminal": (["--help"], True, 2.5),
    "adtrace with an error, on a terminal": (BROKEN, True, 2.5),
}
"""Arguments, whether on a terminal, and the wanted multiple of the base."""

PEERS = {"autograd": "0.4", "casadi": "0.4", "jax": "", "sympy": "", "torch": "0.04"}
"""The part of the peer's time that adtrace is wanted to take at most."""


def main() -> None:
    """Measure and print the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    install_checkout()
    peers = only_present(PEERS)
    commands = {BASE: ([PYTHON, "-c", "import click"], False)}
    commands |= {name: ([ADTRACE, *words], terminal) for name, (words, terminal, _) in OURS.items()}
    commands |= {peer: ([PYTHON, str(HERE / "peers" / f"line_{peer}.py")], False) for peer in peers}
    for name, (command, terminal) in commands.items():
        check(name, command, terminal)
    seconds = interleaved(
        {name: lambda what=what: run(what[0], terminal=what[1]).seconds for name, what in commands.items()}, rounds
    )
    ours = seconds[next(iter(OURS))]
    rows = [[BASE, f"{1000 * seconds[BASE]:.0f}", "1.00x", "", "", ""]]
    rows += [
        [name, f"{1000 * seconds[name]:.0f}", f"{seconds[name] / seconds[BASE]:.2f}x", f"<= {wanted}x", "", ""]
        for name, (_, _, wanted) in OURS.items()
    ]
    rows += [
        [
            f"a script with {peer}",
            f"{1000 * seconds[peer]:.0f}",
            f"{seconds[peer] / seconds[BASE]:.1f}x",
            "",
            f"{ours / seconds[peer]:.3f}x",
            f"<= {wanted}x" if wanted else "",
        ]
        for peer, wanted in peers.items()
    ]
    show(
        f"One line, value and gradient: whole processes, medians of {rounds} interleaved rounds",
        ["", "ms", "of import click", "wanted", "adtrace takes of it", "wanted"],
        rows,
    )


def check(name: str, command: list[str], terminal: bool) -> None:
    """Run once, which also warms the disk's cache, and see that it does what it is timed for. Ends the program if not."""
    done = run(command, terminal=terminal)
    code = 2 if "error" in name else 0
    slopes = SLOPES if (command[1] == LINE[0] and "--help" not in command) or "line_" in command[-1] else ()
    if done.code != code or ("error" not in name and not all(slope in done.out for slope in slopes)):
        sys.exit(f"{name} gave exit code {done.code}:\n{done.out}{done.err}")


if __name__ == "__main__":
    main()
