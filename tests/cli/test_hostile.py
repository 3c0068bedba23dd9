"""The hostile inputs of tests/data: each category by its expectation, through the command line."""

from __future__ import annotations

import json
import time
import unicodedata
from xml.etree import ElementTree

import numpy as np
import pytest
from datasets import lines

pytestmark = pytest.mark.filterwarnings("error::RuntimeWarning")
"""NumPy's remarks on infinities would stand on the user's screen."""

RECORDS = lines("hostile_inputs.jsonl")
COMMANDS = ("eval", "forward", "reverse", "graph", "shapes")
FORMATS = {
    "eval": ("table", "ascii", "json"),
    "forward": ("table", "ascii", "json"),
    "reverse": ("table", "ascii", "json"),
    "graph": ("svg", "dot"),
    "shapes": (),
}
UNSAFE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def of(*categories):
    found = [record for record in RECORDS if record["category"] in categories]
    assert found
    return pytest.mark.parametrize("record", found, ids=lambda record: record["id"])


def unsafe(text: str) -> set[str]:
    """Characters that must not reach a terminal, but for the line ends and tabs that a format writes itself."""
    return {letter for letter in text if unicodedata.category(letter) in UNSAFE} - {"\n", "\t"}


def assert_clean(outcome):
    """Done, or refused in the documented form: no traceback, no partial output, nothing active."""
    assert outcome.code in (0, 2, 3)
    assert "Traceback" not in outcome.err and unsafe(outcome.out + outcome.err) == set()
    if outcome.code:
        assert outcome.out == ""
        assert sum(line.startswith("error: ") for line in outcome.err.splitlines()) == 1
    else:
        assert outcome.out


@of("code-execution")
def test_code_is_refused(cli, record, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    began = time.perf_counter()
    for command in COMMANDS:
        outcome = cli(command, record["text"], "--at", "x=1,y=2")
        assert outcome.code == 2, command
        assert_clean(outcome)
        assert " --> " in outcome.err or record["text"].startswith("@"), "the place"
    assert time.perf_counter() - began < 5 and list(tmp_path.iterdir()) == []


@of("resource-bomb")
def test_bombs_fizzle(cli, record):
    for command in COMMANDS:
        began = time.perf_counter()
        outcome = cli(command, record["text"], "--at", "x=2")
        assert time.perf_counter() - began < 5
        assert_clean(outcome)


def text_of(record):
    if "program" in record:
        return "\n".join(record["program"])
    parts = record["repeat"]
    return parts.get("prefix", "") + parts["unit"] * parts["n"] + parts["mid"] + parts["close"] * parts["n"]


@of("depth", "size")
def test_deep_and_large_programs(process, record):
    outcome = process("eval", "-", "--at", "x=0.5", "-f", "table", stdin=text_of(record).encode())
    assert_clean(outcome)
    if "repeat" in record and record["repeat"]["unit"] == "a":
        assert outcome.code == 3 and "10000000" in outcome.message
    else:
        assert outcome.code == 0


@of("lexical")
@pytest.mark.parametrize("command", COMMANDS)
def test_odd_texts_are_read_or_refused_with_their_place(cli, record, command):
    for format_name in FORMATS[command] or (None,):
        outcome = cli(command, record["text"], *(("-f", format_name) if format_name else ()))
        if format_name == "json" and outcome.code:
            assert set(json.loads(outcome.err)["error"]) == {"message", "span", "hint"} and outcome.code in (2, 3)
            continue
        assert_clean(outcome)
        if outcome.code == 2 and record["text"].strip(" \t\n#"):
            assert " --> expression:1:" in outcome.err
        if outcome.code == 0 and format_name == "svg":
            ElementTree.fromstring(outcome.out)


@of("lexical")
def test_no_name_becomes_another(cli, record):
    """A text that is read has the names that were typed, letter by letter."""
    outcome = cli("eval", record["text"], "-f", "json")
    if outcome.code == 0:
        for name in outcome.json["inputs"]:
            assert name in record["text"] and name == unicodedata.normalize("NFKC", name)


@of("injection-name")
def test_names_are_names_or_are_refused(cli, record, tmp_path, monkeypatch):
    """Wherever a name can be given: a program, an assignment, a function, --at, --seed, --wrt, --of, a file's name."""
    monkeypatch.chdir(tmp_path)
    name = record["name"]
    accepted = name.isidentifier() and name.isascii()
    (tmp_path / "point.json").write_text(json.dumps({name: 2.0}))
    for line in (
        ("eval", f"{name} = x\n{name} + 1"),
        ("eval", f"{name}(t) = t\n{name}(x)"),
        ("eval", f"input {name} = 1\n{name}"),
        ("eval", "1", "--at", f"{name}=1"),
        ("eval", "1", "--at", "@point.json"),
        ("forward", "x", "--at", "x=1", "--seed", f"{name}=1"),
        ("reverse", "x", "--at", "x=1", "--wrt", name),
        ("eval", "x", "--of", name),
        ("eval", "x", "-f", name),
        ("eval", "x", "--notation", name),
        (name,),
        ("eval", "x", f"--{name}"),
    ):
        outcome = cli(*line)
        assert_clean(outcome)
        takes_names = line[:1] == ("eval",) and len(line) in (2, 4) and line[2:3] in ((), ("--at",))
        assert outcome.code == (0 if accepted and takes_names else 2), line
    assert_clean(cli("ops", name))


@of("injection-name")
@pytest.mark.parametrize("command", ["reverse", "graph"])
def test_names_are_data_in_every_format(cli, record, command):
    name = record["name"]
    if not (name.isidentifier() and name.isascii()):
        outcome = cli(command, name, "--at", "x=1")
        assert_clean(outcome)
        return
    line = (command, f"z = {name}*{name} + sin({name}); z/{name}", "--at", f"{name}=2")
    for format_name in FORMATS[command]:
        outcome = cli(*line, "-f", format_name)
        assert_clean(outcome)
        assert outcome.code == 0
        if format_name == "json":
            assert list(outcome.json["gradient"]) == [name]
        elif format_name == "svg":
            titles = [
                node.text or ""
                for node in ElementTree.fromstring(outcome.out).iter("{http://www.w3.org/2000/svg}title")
            ]
            assert any(name in title for title in titles)
        elif format_name == "dot":
            pygraphviz = pytest.importorskip("pygraphviz")
            graph = pygraphviz.AGraph(string=outcome.out)
            labels = [graph.get_node(node).attr["label"] for node in graph.nodes()]
            assert any(label.startswith(name) for label in labels) and len(labels) == 5
        else:
            assert name in outcome.out


@of("at-option")
def test_points_are_read_or_refused(cli, record):
    for command in ("eval", "reverse", "graph"):
        for text in ("x + 1", "x + y", "é*x"):
            assert_clean(cli(command, text, "--at", record["at"]))
    outcome = cli("eval", "x + 1", "--at", record["at"])
    assert outcome.code == (0 if record["at"] in ("x=nan", "x=1/3", "x=sin(1)") else 2)


# Situations: tests/cli/test_streams.py, test_signals.py, test_sources.py and test_output.py have more of each.


def npz(folder, members):
    import warnings
    import zipfile

    with warnings.catch_warnings(), zipfile.ZipFile(folder / "x.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # two members with one name
        for name, data in members:
            archive.writestr(name, data)
    return ("eval", "sum(x)", "--at", "x=@x.npz"), 2, "cannot read values from x.npz"


def structured(folder):
    np.save(folder / "x.npy", np.zeros(2, dtype=[("a", "f8")]))
    return ("eval", "sum(x)", "--at", "x=@x.npy"), 2, "plain numbers"


def pickled(folder):
    np.save(folder / "x.npy", np.array([{"a": 1}], dtype=object), allow_pickle=True)
    return ("eval", "sum(x)", "--at", "x=@x.npy"), 2, "plain numbers"


def negative(folder):
    np.save(folder / "x.npy", np.zeros(12))
    data = (folder / "x.npy").read_bytes()
    (folder / "x.npy").write_bytes(data.replace(b"(12,)", b"(-2,)"))
    return ("eval", "sum(x)", "--at", "x=@x.npy"), 2, "negative"


def csv(data, said):
    def situation(folder):
        (folder / "x.csv").write_bytes(data)
        return ("eval", "sum(x)", "--at", "x=@x.csv"), 2, said

    return situation


def program(make, said):
    def situation(folder):
        make(folder / "p.adt")
        return ("eval", "@p.adt"), 2, said

    return situation


def out(make, path, said):
    def situation(folder):
        make(folder)
        return ("eval", "x", "-o", path), 4, said

    return situation


def fine(*line):
    return lambda folder: (line, 0, "")


REVERSE = ("reverse", "1/(1+exp(-a*x))", "--at", "x=2,a=1")
SITUATIONS = {
    ("npy", "object dtype (pickle)"): pickled,
    ("npy", "negative shape"): negative,
    ("npy", "structured dtype"): structured,
    ("npz", "200 KB file inflating to 200 MB"): lambda folder: npz(folder, [("x.npy", bytes(20_000_000))]),
    ("npz", "two members with one name"): lambda folder: npz(folder, [("x.npy", b"1"), ("x.npy", b"2")]),
    ("csv", "ragged rows"): csv(b"1,2\n3\n", "line 2"),
    ("csv", "NUL bytes"): csv(b"1\x00,2\n", "line 1"),
    ("csv", "latin-1 header"): csv(b"gr\xfcn\n1\n", "UTF-8"),
    ("expr-file", "invalid UTF-8 byte 0xFF"): program(lambda path: path.write_bytes(b"x\xff"), "byte 0xFF in line 1"),
    ("expr-file", "directory instead of file"): program(lambda path: path.mkdir(), "folder"),
    ("expr-file", "symlink loop"): program(lambda path: path.symlink_to(path.name), "symbolic links"),
    ("out", "directory"): out(lambda folder: (folder / "d").mkdir(), "d", "d is a folder"),
    ("out", "unwritable parent"): out(lambda folder: (folder / "f").write_text("x"), "f/r.txt", "not a directory"),
    ("out", "symlink to another file"): out(
        lambda folder: ((folder / "target").write_text("precious"), (folder / "link").symlink_to("target")),
        "link",
        "symbolic link",
    ),
    ("env", "LANG=de_DE.UTF-8 (decimal comma)"): fine(*REVERSE),
    ("env", "COLUMNS=1"): fine(*REVERSE),
    ("path", "PATH without dot"): fine("graph", *REVERSE[1:]),
}
ELSEWHERE = {
    ("stdout", "closed pipe (| head -1)"): "test_streams.test_a_reader_that_goes_away",
    ("stdout", "cp1252 console"): "test_streams.test_other_encodings",
    ("signal", "SIGINT during a long sweep"): "test_signals.test_an_interrupt_during_a_long_sweep",
    ("rlimit", "RLIMIT_AS 300 MB with 1e6 nodes"): "test_signals.test_a_million_nodes_in_a_small_memory",
}


def test_every_situation_has_its_test():
    kinds = {next(iter(record["situation"].items())) for record in RECORDS if record["category"] == "io"}
    assert kinds == set(SITUATIONS) | set(ELSEWHERE)


@pytest.mark.parametrize("situation", SITUATIONS, ids=" ".join)
def test_situations(cli, tmp_path, monkeypatch, situation):
    monkeypatch.chdir(tmp_path)
    if situation[0] == "env":
        monkeypatch.setenv(*situation[1].split(" ")[0].split("="))
    if situation[0] == "path":
        monkeypatch.setenv("PATH", str(tmp_path))
    line, code, said = SITUATIONS[situation](tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    outcome = cli(*line)
    assert outcome.code == code and said in outcome.err and "Traceback" not in outcome.err
    assert (outcome.out == "") == (code != 0)
    assert {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before
