"""Folders that are registries."""

from __future__ import annotations

from pathlib import Path

import adtrace
from adtrace.registry import entries


def test_every_file_is_an_entry_but_those_that_begin_with_an_underscore(tmp_path):
    for name in ("two.py", "one.py", "_shared.py", "__init__.py", ".hidden.py", "notes.txt", "three.py~"):
        (tmp_path / name).write_text("", encoding="utf-8")
    assert entries(str(tmp_path)) == ("one", "two")


def test_folders_are_listed_in_one_place():
    package = Path(adtrace.__file__).parent
    listing = [path.name for path in package.rglob("*.py") if 'endswith(".py")' in path.read_text(encoding="utf-8")
               and "os.listdir" in path.read_text(encoding="utf-8")]
    assert listing == ["registry.py"]
