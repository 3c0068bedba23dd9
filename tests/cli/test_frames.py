from pathlib import Path

import pytest

from adtrace.cli.folder import write_folder
from adtrace.errors import OutputError


def test_names_are_numbered_with_enough_zeros(tmp_path: Path) -> None:
    write_folder(str(tmp_path / "slides"), ["a"] * 12)
    names = sorted(path.name for path in (tmp_path / "slides").iterdir())
    assert names[0] == "frame-01.svg" and names[-1] == "frame-12.svg" and len(names) == 12
    assert [path.name for path in tmp_path.iterdir()] == ["slides"]


def test_frames_are_replaced_whole_unless_asked_not_to(tmp_path: Path) -> None:
    folder = tmp_path / "slides"
    write_folder(str(folder), ["a"] * 12)
    with pytest.raises(OutputError, match="exists already"):
        write_folder(str(folder), ["b"], no_clobber=True)
    write_folder(f"{folder}/", ["b"] * 3)
    assert {path.name: path.read_text() for path in folder.iterdir()} == {f"frame-{n}.svg": "b" for n in (1, 2, 3)}
    assert [path.name for path in tmp_path.iterdir()] == ["slides"]


def test_other_files_are_never_removed(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match="holds other files"):
        write_folder(str(tmp_path), ["a"])
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_broken_write_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(UnicodeEncodeError):
        write_folder(str(tmp_path / "slides"), ["a", "\ud800"])
    assert not list(tmp_path.iterdir())
