import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from adtrace.cli.folder import write_folder
from adtrace.errors import OutputError

Cli = Callable[..., Any]


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


def test_frames_stay_when_new_ones_cannot_take_their_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "slides"
    write_folder(str(folder), ["a"])
    rename = os.rename

    def refusing(old: str, new: str) -> None:
        if new == str(folder) and os.path.basename(old) != "old":
            raise OSError(28, "No space left on device")
        rename(old, new)

    monkeypatch.setattr(os, "rename", refusing)
    with pytest.raises(OutputError, match="no space left"):
        write_folder(str(folder), ["b", "c"])
    assert {path.name: path.read_text() for path in folder.iterdir()} == {"frame-1.svg": "a"}
    assert [path.name for path in tmp_path.iterdir()] == ["slides"]


def test_the_command_writes_a_frame_for_every_step(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "slides"
    found = cli("graph", "x*y+sin(x)", "--at", "x=2,y=3", "--frames", str(folder))
    assert (found.code, found.out, found.err) == (0, "", "")
    # The bare graph, the inputs, 3 steps, the seed, 5 edges, the whole.
    assert sorted(os.listdir(folder)) == [f"frame-{number:02}.svg" for number in range(1, 13)]
    again = cli("graph", "x*y", "--at", "x=2,y=3", "--frames", str(folder), "--no-clobber")
    assert again.code == 4 and again.message == f"{folder} exists already" and len(os.listdir(folder)) == 12


@pytest.mark.parametrize("extra", [("-o", "x.svg"), ("-f", "svg"), ("-f", "png", "-o", "x.png")])
def test_frames_are_a_folder_of_svgs(cli: Cli, tmp_path: Path, extra: tuple[str, ...]) -> None:
    found = cli("graph", "x*y", "--frames", str(tmp_path / "slides"), *extra)
    assert found.code == 2 and found.message == "--frames writes a folder of SVGs" and not os.listdir(tmp_path)


@pytest.mark.parametrize("name", ["", ".", "file", "missing/slides"])
def test_what_is_no_place_for_a_folder_is_refused(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("mine")
    found = cli("graph", "x*y", "--frames", name)
    assert found.code == 4 and found.err.count("error:") == 1 and os.listdir(tmp_path) == ["file"]


def test_too_many_frames_are_a_limit_and_write_nothing(cli: Cli, tmp_path: Path) -> None:
    found = cli("graph", "+".join(["x"] * 220), "--at", "x=1", "--frames", str(tmp_path / "slides"))
    assert found.code == 3 and "frames are too many" in found.message and not os.listdir(tmp_path)


def test_a_long_suffix_names_its_format(cli: Cli, tmp_path: Path) -> None:
    for name, moves in (("g.animated.svg", True), ("g.ANIMATED.SVG", True), ("g.v2.svg", False), ("animated.svg", False)):
        assert cli("graph", "x*y", "--at", "x=2,y=3", "-o", str(tmp_path / name)).code == 0
        assert ("@keyframes" in (tmp_path / name).read_text(encoding="utf-8")) is moves, name
