"""python -m adtrace."""

from __future__ import annotations

import gc
import os
import sys

from .errors import INTERRUPTED


def main() -> None:
    """Run the command line and exit with its code."""
    # A run makes millions of small tuples and no cycles to speak of: looking for cycles took half of its time.
    gc.disable()
    try:
        from .cli.main import run

        code = run()
    except KeyboardInterrupt:
        code = INTERRUPTED
    leave(code)


def leave(code: int) -> None:
    """End the process at once: taking a graph of a million nodes to pieces takes longer than a sweep over it."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        sys.exit(code)
    os._exit(code)


if __name__ == "__main__":
    main()
