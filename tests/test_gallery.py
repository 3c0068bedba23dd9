import importlib.util
import re
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parent.parent / "samples"
spec = importlib.util.spec_from_file_location("gallery", SAMPLES / "gallery.py")
assert spec is not None and spec.loader is not None
gallery = importlib.util.module_from_spec(spec)
spec.loader.exec_module(gallery)


def titles(path: Path) -> list[str]:
    return re.findall(r"<title[^>]*>(.*?)</title>", path.read_text(encoding="utf-8"))


def test_the_gallery_is_what_its_command_makes(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    gallery.main(tmp_path)
    committed = sorted(path.name for path in gallery.FOLDER.iterdir())
    assert committed == sorted(gallery.ENTRIES) == sorted(path.name for path in tmp_path.iterdir())
    for name in committed:
        new, old = tmp_path / name, gallery.FOLDER / name
        if name.endswith(".txt"):
            assert new.read_text(encoding="utf-8") == old.read_text(encoding="utf-8"), name
        elif name.endswith(".svg"):
            # Where the cards stand is Graphviz's business.
            assert len(titles(new)) > 5 and titles(new) == titles(old), name
    assert sum(path.stat().st_size for path in gallery.FOLDER.iterdir()) < 1_000_000
