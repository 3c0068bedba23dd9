"""The house: imports go one way, each heavy library stands in one file, and nothing evaluates a user's text."""

import ast
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import adtrace

PACKAGE = Path(adtrace.__file__).parent
FLOORS = [
    "errors", "limits", "registry", "named", "made", "records", "rules", "lang", "graph", "tracing", "tables", "sweeps",
    "checks", "views", "engines", "api", "checking", "comparing", "counting", "derivatives",
    "deriving", "descending", "exercises", "expanding", "exporting", "functions", "looking", "reading", "cli",
]
FILES = sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or path.stem in FLOORS)


def floor(path):
    """Which floor a file stands on."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def source(path):
    """The text of a file."""
    return path.read_text(encoding="utf-8")


@cache
def nodes(path):
    """The nodes of its syntax tree that import or call something."""
    kinds = (ast.Import, ast.ImportFrom, ast.Call)
    return [node for node in ast.walk(ast.parse(source(path))) if isinstance(node, kinds)]


@cache
def imported(path):
    """Absolute names of the modules that a file imports anywhere."""
    package = ("adtrace", *path.relative_to(PACKAGE).parent.parts)
    found = []
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join((*base, *filter(None, [node.module])))
            found += [module, *(f"{module}.{alias.name}" for alias in node.names)]
    return found


@pytest.mark.parametrize("own", FLOORS)
def test_imports_go_from_later_floors_to_earlier_ones(own):
    files = [path for path in FILES if floor(path) == own]
    assert files
    for path in files:
        for name in imported(path):
            parts = name.split(".")
            if parts[0] == "adtrace" and len(parts) > 1 and parts[1] in FLOORS:
                assert FLOORS.index(parts[1]) <= FLOORS.index(own), f"{path} imports {name}"


def test_every_file_is_on_a_floor():
    assert {floor(path) for path in FILES} <= set(FLOORS)
    assert len(FILES) > 60


def test_click_is_only_in_the_command_line():
    users = {floor(path) for path in PACKAGE.rglob("*.py") if "click" in {name.split(".")[0] for name in imported(path)}}
    assert users == {"cli"}


@pytest.mark.parametrize("library", ["rich", "graphviz", "pygraphviz", "ziamath", "mpmath", "pyarrow", "dask", "distributed", "numba", "torch", "jax", "sympy"])
def test_a_heavy_library_stands_in_one_file(library):
    """Graphviz's placing runs in a child process, and compiled code is a text: these name their library in the same file."""
    written = re.compile(rf"\bimport {library}\b|\bfrom {library}[\w.]* import\b")
    users = [
        path for path in PACKAGE.rglob("*.py")
        if library in {name.split(".")[0] for name in imported(path)} or written.search(source(path))
    ]
    assert len(users) == 1, users


def test_nothing_evaluates_a_text():
    for path in PACKAGE.rglob("*.py"):
        called = {node.func.id for node in nodes(path) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
        assert not called & {"eval", "exec", "compile", "__import__"}, path
        assert not {name.split(".")[0] for name in imported(path)} & {"pickle", "ast", "shelve", "marshal"}, path


NEVER = {
    "numpy", "rich", "graphviz", "pygraphviz", "ziamath", "scipy", "mpmath", "pyarrow", "numba", "dask", "distributed", "torch", "jax", "sympy",
    "dataclasses", "pathlib", "tempfile", "difflib", "subprocess", "urllib", "http", "xml", "importlib.metadata",
}
"""What a run on scalars does without."""

NOT_PLAIN = NEVER | {"click", "json", "inspect", "gettext", "uuid", "datetime", "textwrap", "shutil", "ast", "traceback", "logging", "decimal"}
"""What a plain line does without: click, and what it brings."""

VIEWS = {"choice", "console", "formats", "formats.table", "frame", "layout", "notation", "notes", "number", "profiles", "rows", "screens",
         "signs"}
"""Views that a piped table is made with."""


def modules_of(*args):
    """The exit code of a command line, its standard output, and the modules that it imports."""
    code = (
        "import sys; before = set(sys.modules); from adtrace.cli.main import run; "
        "code = run(sys.argv[1:]); print('\\n', code, *sorted(set(sys.modules) - before), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *args], capture_output=True, text=True, encoding="utf-8", check=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "FORCE_COLOR": ""},
    )
    code, *modules = done.stderr.splitlines()[-1].split()
    return int(code), done.stdout, modules


def test_the_classes_of_a_scalar_reverse_are_made_quickly():
    code = (
        "import sys, typing; made = []; real = typing.NamedTupleMeta.__new__; "
        "typing.NamedTupleMeta.__new__ = lambda kind, name, *rest: made.append(name) or real(kind, name, *rest); "
        "from adtrace.cli.main import run; run(sys.argv[1:]); from adtrace.named import Fields; "
        "print(len(made), len(Fields.__subclasses__()), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, "reverse", "x^2", "--at", "x=2"], capture_output=True, text=True, check=True)
    slow, quick = map(int, done.stderr.split())
    assert slow == 0 and quick > 30


def stems(modules):
    """The names of modules and of the packages around them."""
    return {".".join(name.split(".")[:count]) for name in modules for count in range(1, name.count(".") + 2)}


def test_a_scalar_reverse_imports_what_it_needs():
    code, shown, modules = modules_of("reverse", "1/(1+exp(-a*x))", "--at", "x=2,a=1")
    assert code == 0 and "0.104994" in shown
    assert not stems(modules) & NOT_PLAIN
    own = {name.removeprefix("adtrace.") for name in modules if name.startswith("adtrace.")}
    assert {name.split(".")[0] for name in own} == {
        "cli", "errors", "graph", "lang", "limits", "made", "named", "records", "registry", "rules", "sweeps", "views",
    }
    assert {name.removeprefix("views.") for name in own if name.startswith("views.")} <= VIEWS
    assert not own & {"lang.files", "lang.complaints", "sweeps.batch", "sweeps.derivatives"}
    assert {name for name in own if name.startswith("cli.commands.")} == {"cli.commands.reverse"}


@pytest.mark.parametrize("args", [["forward", "x*y", "--at", "x=2,y=3", "--seed=x=1"], ["eval", "-x^2", "--at=x=3", "--digits", "6"], ["reverse", "x^2"]])
def test_other_plain_lines_are_read_without_click(args):
    code, shown, modules = modules_of(*args)
    assert code == 0 and shown
    assert not stems(modules) & NOT_PLAIN


@pytest.mark.parametrize("args", [["--help"], ["--version"], ["sweep", "--help"]])
def test_help_reads_neither_the_graph_nor_the_rules(args):
    code, shown, modules = modules_of(*args)
    assert code == 0 and shown
    assert not stems(modules) & (NEVER | {"adtrace.graph", "adtrace.rules", "adtrace.lang", "adtrace.sweeps", "adtrace.tables"})


@pytest.mark.parametrize("args", [["reverse", "--help"], ["graph", "--help"]])
def test_help_of_a_command_reads_no_more_than_names(args):
    code, shown, modules = modules_of(*args)
    assert (code == 0 and "ascii" in shown) or "svg" in shown
    assert not stems(modules) & (NEVER | {"adtrace.graph", "adtrace.sweeps", "adtrace.views.place", "adtrace.views.typeset"})


@pytest.mark.parametrize("args", [["reverse", "1+"], ["reverse", "x", "--at", "y=1"], ["reverse"], ["reverse", "x", "--nothing"]])
def test_an_error_imports_nothing_heavy(args):
    code, _, modules = modules_of(*args)
    assert code == 2
    assert not stems(modules) & (NEVER - {"difflib"})
    assert not stems(modules) & {"adtrace.tables", "adtrace.engines", "adtrace.sweeps.batch", "adtrace.views.drawing"}


def test_a_wrong_expression_is_not_swept():
    assert not stems(modules_of("reverse", "1+")[2]) & {"adtrace.sweeps", "adtrace.views.rows"}


def test_files_are_of_one_idea():
    assert not [path.name for path in PACKAGE.rglob("*.py") if len(source(path).splitlines()) > 300]
