"""The gallery: one command makes it, and what is committed is what the command makes."""

import importlib.util
import re
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parent.parent / "samples"
spec = importlib.util.spec_from_file_location("gallery", SAMPLES / "gallery.py")
assert spec is not None and spec.loader is not None
gallery = importlib.util.module_from_spec(spec)
spec.loader.exec_module(gallery)

PAGE = gallery.FOLDER / "README.md"
PLACED = {"network-graph.tex"}
"""Texts in which Graphviz has a say: where cards stand differs from version to version."""


def titles(path: Path) -> list[str]:
    """What a picture or a page says to those who do not see it."""
    return re.findall(r"<title[^>]*>(.*?)</title>", path.read_text(encoding="utf-8"))


def test_the_gallery_is_what_its_command_makes(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    gallery.main(tmp_path)
    committed = sorted(path.name for path in gallery.FOLDER.iterdir() if path != PAGE)
    assert committed == sorted(gallery.ENTRIES) == sorted(path.name for path in tmp_path.iterdir())
    for name in committed:
        new, old = tmp_path / name, gallery.FOLDER / name
        if old.suffix in (".svg", ".html"):
            assert len(titles(new)) > 5 and titles(new) == titles(old), name
        elif old.suffix not in (".png", ".pdf") and name not in PLACED:
            assert new.read_text(encoding="utf-8") == old.read_text(encoding="utf-8"), name
    assert sum(path.stat().st_size for path in gallery.FOLDER.iterdir()) < 1_000_000


def test_its_page_shows_every_file() -> None:
    shown = set(re.findall(r"\]\(([^)]*)\)", PAGE.read_text(encoding="utf-8")))
    assert shown == {*gallery.ENTRIES, "../gallery.py"}
