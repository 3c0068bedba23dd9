"""Compiled loops, kept in the user's cache folder by the hash of their source. A cache that fails only costs time."""

from __future__ import annotations

import os
import sys
import tempfile
from functools import lru_cache
from hashlib import sha256
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

OPTIONS = "OPTIONS = dict(cache={cache}, nogil=True, error_model='numpy')\n"
"""nan and inf as NumPy has them, and other threads may run meanwhile."""


@lru_cache(maxsize=64)
def loop(source: str) -> Any:
    """The compiled function `rows` of a source."""
    kept = OPTIONS.format(cache=True) + source
    try:
        return compiled(folder(), kept)
    except Exception:
        # An unwritable folder, a file that somebody cut short, another version's entry: compile it for this run alone.
        with tempfile.TemporaryDirectory(prefix="adtrace-") as place:
            return compiled(Path(place), OPTIONS.format(cache=False) + source)


def folder() -> Path:
    """Where compiled loops are kept: the user's cache folder."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or os.path.expanduser("~/.cache")
    return Path(base) / "adtrace" / "loops"


def check_owner(place: Path) -> None:
    """Raise PermissionError where somebody else may write: what stands in this folder is run."""
    if hasattr(os, "getuid"):
        facts = place.stat()
        if facts.st_uid != os.getuid() or facts.st_mode & 0o022:
            raise PermissionError(f"others may write to {place}")


def compiled(place: Path, source: str) -> Any:
    """Write a source into a folder, unless it stands there, and import its function."""
    name = f"loop_{sha256(source.encode()).hexdigest()[:32]}"
    path = place / f"{name}.py"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    check_owner(place)
    if not path.is_file() or path.read_text(encoding="utf-8") != source:
        beside = path.with_suffix(f".{os.getpid()}")
        beside.write_text(source, encoding="utf-8")
        os.replace(beside, path)
    spec = spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    # Numba looks the module up by its name when it reads what it has kept.
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module.rows
