"""The screen: its width, what it can show, and colour. The only file that imports rich.

For colour, in this order: what was asked for, NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE, TERM=dumb, a terminal or not.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TextIO

from .layout import Line

STYLES = {
    "input": "green", "output": "", "tangent": "cyan", "adjoint": "magenta", "dim": "dim", "bold": "bold",
    "error": "bold red", "warning": "bold yellow", "gutter": "blue",
}
"""Roles in the colours of the user's own theme."""

PIPED_WIDTH = 80
WIDEST = 1_000_000
"""A width that rich never cuts a line at: lines are laid out before they get here."""


def takes_colour(stream: TextIO, choice: str = "auto", environ: Mapping[str, str] = os.environ) -> bool:
    """Whether to write colour to this stream. choice: "auto", "always" or "never"."""
    if choice != "auto":
        return choice == "always"
    if environ.get("NO_COLOR"):
        return False
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE"):
        if environ.get(name):
            return environ[name] != "0"
    return can_redraw(stream, environ)


def can_redraw(stream: TextIO, environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the stream is a terminal that obeys escape sequences."""
    if environ.get("TERM") == "dumb" or not is_terminal(stream):
        return False
    return os.name != "nt" or not is_old_console()


def is_terminal(stream: TextIO) -> bool:
    """Whether the stream is a terminal; a closed one is none."""
    try:
        return stream.isatty()
    except (AttributeError, ValueError):
        return False


def is_old_console() -> bool:
    """Whether this is a Windows console that prints escape sequences instead of obeying them."""
    from rich.console import detect_legacy_windows

    return detect_legacy_windows()


def columns(stream: TextIO, environ: Mapping[str, str] = os.environ) -> int:
    """The width of the screen: COLUMNS, else the terminal's, else 80."""
    asked = environ.get("COLUMNS", "")
    if asked.isascii() and asked.isdecimal() and int(asked[:6]) > 0:
        return int(asked[:6])
    if not is_terminal(stream):
        return PIPED_WIDTH
    try:
        return os.get_terminal_size(stream.fileno()).columns or PIPED_WIDTH
    except (OSError, ValueError, AttributeError):
        return PIPED_WIDTH


def painted(lines: Iterable[Line]) -> Iterator[str]:
    """Lines as text with the colours of their styles; text is data, never markup."""
    from io import StringIO

    from rich.console import Console
    from rich.style import Style
    from rich.text import Text

    buffer = StringIO()
    console = Console(
        file=buffer, force_terminal=True, force_jupyter=False, color_system="standard", legacy_windows=False,
        no_color=False, markup=False, highlight=False, emoji=False, width=WIDEST,
    )
    for content in lines:
        text = Text(no_wrap=True, overflow="ignore", end="\n")
        for part, style in content:
            text.append(part, Style.parse(" ".join(STYLES[role] for role in style.split())))
        console.print(text, crop=False, soft_wrap=True)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def bar(stream: TextIO, title: str, total: int | None) -> Callable[[int], str]:
    """A progress bar for this stream: how much is done, to a text that fits on one line.

    total  how much there is to do; None shows what is done and how long it has taken
    """
    from io import StringIO

    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    from .notation import shows_unicode

    buffer = StringIO()
    screen = Console(
        file=buffer, force_terminal=True, color_system="standard" if takes_colour(stream) else None,
        force_jupyter=False, legacy_windows=False, highlight=False, emoji=False, width=max(1, columns(stream) - 1),
    )
    parts: list[Any] = [TextColumn("{task.description}", markup=False)]
    if shows_unicode(stream.encoding):
        parts.append(BarColumn())
    parts.append(TextColumn("{task.fields[count]}", markup=False))
    parts.append(TimeRemainingColumn() if total else TimeElapsedColumn())
    progress = Progress(*parts, console=screen, auto_refresh=False)
    task = progress.add_task(title, total=total, count="")

    def picture(done: int) -> str:
        count = f"{done / total:4.0%}" if total else f"{done:,}" if done else ""
        progress.update(task, completed=done, count=count)
        screen.print(progress.get_renderable(), end="", crop=True, no_wrap=True)
        text = buffer.getvalue().rstrip("\n")
        buffer.seek(0)
        buffer.truncate()
        return text

    return picture
