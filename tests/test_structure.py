"""The house: imports go one way, each heavy library stands in one file, and nothing evaluates a user's text."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import adtrace

PACKAGE = Path(adtrace.__file__).parent
FLOORS = ["errors", "limits", "records", "rules", "lang", "graph", "sweeps", "checks", "views", "api", "cli"]
FILES = sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or path.stem in FLOORS)


def floor(path):
    """Which floor a file stands on."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path):
    """Absolute names of the modules that a file imports anywhere."""
    package = ("adtrace", *path.relative_to(PACKAGE).parent.parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join((*base, *filter(None, [node.module])))
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_from_later_floors_to_earlier_ones(path):
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "adtrace" and len(parts) > 1 and parts[1] in FLOORS:
            assert FLOORS.index(parts[1]) <= FLOORS.index(floor(path)), f"{path.name} imports {name}"


def test_every_file_is_on_a_floor():
    assert {floor(path) for path in FILES} <= set(FLOORS)
    assert len(FILES) > 60


def test_click_is_only_in_the_command_line():
    users = {floor(path) for path in PACKAGE.rglob("*.py") if "click" in {name.split(".")[0] for name in imported(path)}}
    assert users == {"cli"}


@pytest.mark.parametrize("library", ["rich", "graphviz", "pygraphviz", "ziamath"])
def test_a_heavy_library_stands_in_one_file(library):
    """Graphviz's placing runs in a child process, whose text names pygraphviz: that is the same file."""
    users = [
        path for path in PACKAGE.rglob("*.py")
        if library in {name.split(".")[0] for name in imported(path)} or f"import {library}" in path.read_text(encoding="utf-8")
    ]
    assert len(users) == 1, users


def test_nothing_evaluates_a_text():
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
        assert not called & {"eval", "exec", "compile", "__import__"}, path
        assert not {name.split(".")[0] for name in imported(path)} & {"pickle", "ast", "shelve", "marshal"}, path


def test_a_scalar_reverse_imports_nothing_heavy():
    code = (
        "import sys; from adtrace.cli.main import run; "
        "code = run(['reverse', '1/(1+exp(-a*x))', '--at', 'x=2,a=1']); "
        "print(code, *sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "FORCE_COLOR": ""},
    )
    code, *modules = done.stderr.split()
    assert code == "0"
    assert "0.104994" in done.stdout
    assert not set(modules) & {"numpy", "rich", "graphviz", "pygraphviz", "ziamath", "scipy", "mpmath"}


def test_files_are_of_one_idea():
    assert not [path.name for path in PACKAGE.rglob("*.py") if len(path.read_text(encoding="utf-8").splitlines()) > 300]
