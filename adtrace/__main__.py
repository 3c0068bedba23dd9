"""python -m adtrace."""

from __future__ import annotations

import gc
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
    sys.exit(code)


if __name__ == "__main__":
    main()
