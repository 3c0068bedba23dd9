"""The process that places graphs: one for all of them, stopped in time, and started again where it is gone."""

import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from adtrace.errors import AdtraceError, LimitError
from adtrace.views import placer
from adtrace.views.place import Box, Link, place
from adtrace.views.placer import PLACER, laid_out

BOXES = [Box(100, 80, first=True), Box(100, 80, first=True), Box(120, 80), Box(120, 80)]
LINKS = [Link(0, 2, 40, 30, 20), Link(1, 2, 40, 30, 20), Link(2, 3, 40, 30, 20), Link(2, 3, 40, 30, 20)]
DOT = "digraph { a -> b }"


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Every test starts the child that it asks for, and leaves none behind."""
    PLACER.stop()
    yield
    PLACER.stop()


def test_one_process_places_one_graph_after_another() -> None:
    first = laid_out(DOT)
    child = PLACER.child
    assert child is not None and b'"bb"' in first
    assert laid_out("digraph { c -> d -> e }") != first
    assert laid_out(DOT) == first and PLACER.child is child


def test_a_process_that_is_gone_is_started_again() -> None:
    first = laid_out(DOT)
    assert PLACER.child is not None
    PLACER.child.kill()
    PLACER.child.wait()
    assert laid_out(DOT) == first


def test_threads_get_each_their_own_graph() -> None:
    texts = [f"digraph {{ {' -> '.join(f'n{place}' for place in range(size))} }}" for size in range(2, 8)]
    wanted = [laid_out(text) for text in texts]
    found: dict[int, bytes] = {}
    threads = [
        threading.Thread(target=lambda number=number, text=text: found.update({number: laid_out(text)}))
        for number, text in enumerate(texts)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[number] for number in range(len(texts))] == wanted


def test_after_an_interrupt_no_answer_is_taken_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = laid_out(DOT)

    def interrupted(child: subprocess.Popen[bytes], dot: bytes) -> bytes:
        assert child.stdin is not None
        child.stdin.write(b"%d\n" % len(dot) + dot)
        child.stdin.flush()
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(placer, "_answer", interrupted)
        with pytest.raises(KeyboardInterrupt):
            laid_out("digraph { c -> d -> e }")
    assert laid_out(DOT) == expected


def test_a_text_that_graphviz_cannot_read_does_no_harm() -> None:
    expected = laid_out(DOT)
    with pytest.raises(AdtraceError, match="could not place"):
        laid_out("digraph {")
    assert laid_out(DOT) == expected


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_process_has_a_child_of_its_own() -> None:
    code = (
        "import os, sys; from adtrace.views.placer import PLACER, laid_out; from adtrace.views import placer\n"
        "first = laid_out('digraph { a -> b }'); child = PLACER.child.pid\n"
        "forked = os.fork()\n"
        "if not forked: os._exit(laid_out('digraph { a -> b }') != first or PLACER.child.pid == child)\n"
        "_, status = os.waitpid(forked, 0)\n"
        "sys.exit(status or laid_out('digraph { a -> b }') != first or PLACER.child.pid != child)"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode == 0


def test_a_layout_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placer, "CHILD", "import time; time.sleep(60)")
    monkeypatch.setattr(placer, "LIMITS", placer.LIMITS._replace(layout_seconds=0.3))
    with pytest.raises(LimitError, match=r"more than 0\.3 s") as caught:
        place(BOXES, LINKS)
    assert caught.value.exit_code == 3 and "--format" in caught.value.hint


def test_what_graphviz_complains_about_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placer, "CHILD", "import sys; sys.exit('no memory for splines')")
    with pytest.raises(AdtraceError, match="no memory for splines"):
        place(BOXES, LINKS)


DOT_PROGRAM = """
import pygraphviz
graph = pygraphviz.AGraph(string=sys.stdin.buffer.read().decode())
sys.stdout.buffer.write(graph.draw(format="json0", prog="dot"))
"""
WITHOUT = f"import sys; sys.exit({placer.NO_PYGRAPHVIZ})"


def test_without_pygraphviz_the_program_dot_places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    expected = place(BOXES, LINKS)
    PLACER.stop()
    program = tmp_path / "dot"
    child = tmp_path / "child.py"
    child.write_text(f"import sys\nassert sys.argv[1:] == ['-Tjson0'], sys.argv\n{DOT_PROGRAM}")
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{child}" "$@"\n')
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(placer, "CHILD", WITHOUT)
    assert place(BOXES, LINKS) == expected


def test_without_either_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(placer, "CHILD", WITHOUT)
    with pytest.raises(AdtraceError, match="Graphviz") as caught:
        place(BOXES, LINKS)
    assert "pip install pygraphviz" in caught.value.hint


def test_modules_of_the_working_directory_are_not_imported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "pygraphviz.py").write_text("raise SystemExit('the wrong module')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", *[entry for entry in sys.path if entry]])
    assert place(BOXES, LINKS).boxes
