"""Shows a written page in the user's browser, and says so where there is none."""

from __future__ import annotations

import os
import sys

DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
"""Variables that say that a browser can be shown, where the system is neither Windows nor macOS."""


def temporary_page() -> str:
    """Where a page is written that nobody named: a folder of its own, which stays for the browser to read."""
    import tempfile

    return os.path.join(tempfile.mkdtemp(prefix="adtrace-"), "page.html")


def open_page(path: str) -> None:
    """Show a file in the browser; a note on stderr says where it is, and whether it could be shown."""
    if _shown(os.path.abspath(path)):
        _note(f"the browser shows {path}")
    else:
        _note(f"no browser could be started; the page is {path}")


def _shown(path: str) -> bool:
    """Whether a browser took the file. Without a display none is tried: it would be one that fills the terminal."""
    if not (sys.platform in ("win32", "darwin") or any(os.environ.get(name) for name in DISPLAYS)):
        return False
    import webbrowser
    from pathlib import Path

    try:
        return webbrowser.open(Path(path).as_uri())
    except (webbrowser.Error, OSError):
        return False


def _note(words: str) -> None:
    if sys.stderr is not None:
        sys.stderr.write(f"note: {words}\n")
