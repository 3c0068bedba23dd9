import importlib.util
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parent.parent / "samples"
spec = importlib.util.spec_from_file_location("gallery", SAMPLES / "gallery.py")
assert spec is not None and spec.loader is not None
gallery = importlib.util.module_from_spec(spec)
spec.loader.exec_module(gallery)


def test_the_gallery_is_what_its_command_makes(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    gallery.main(tmp_path)
    committed = sorted(path.name for path in gallery.FOLDER.iterdir())
    assert committed == sorted(gallery.ENTRIES) == sorted(path.name for path in tmp_path.iterdir())
    for name in committed:
        if not name.endswith((".png", ".pdf")):
            assert (tmp_path / name).read_text() == (gallery.FOLDER / name).read_text(), name
    assert sum(path.stat().st_size for path in gallery.FOLDER.iterdir()) < 1_000_000
