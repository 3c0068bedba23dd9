"""The README: every command in it runs and prints what it shows."""

import doctest
import math
import os
import re
import shlex
from pathlib import Path

import pytest

from adtrace.cli.main import run

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)


FOUND_WRONG = re.compile(r"first wrong:|claims refuted|values differ at|they part first")
"""What a check says that exits with 1."""


def examples() -> list[tuple[str, str]]:
    """Every `$ adtrace ...` of the console blocks with the output below it."""
    found = []
    for language, block in BLOCKS:
        if language == "console":
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, output = part.partition("\n")
                found.append((command, output))
    return found


@pytest.mark.parametrize(("command", "output"), examples(), ids=[command for command, _ in examples()])
def test_command_prints_what_is_shown(command, output, capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(ROOT)
    program, *arguments = shlex.split(command)
    assert program == "adtrace"
    if "-o" in arguments:
        place = arguments.index("-o") + 1
        arguments[place] = str(tmp_path / arguments[place])
    code = run(arguments)
    shown = capsys.readouterr()
    # What is said of the file names it as the README does.
    assert (shown.out + shown.err).replace(f"{tmp_path}{os.sep}", "") == output
    assert code == (2 if re.search("^error:", output, re.MULTILINE) else 1 if FOUND_WRONG.search(output) else 0)
    if "-o" in arguments:
        assert Path(arguments[place]).stat().st_size > 0


def test_there_are_examples_of_every_command():
    commands = {command.split()[1] for command, _ in examples()}
    assert commands == {
        "forward", "reverse", "graph", "shapes", "sweep", "ops", "explain", "page", "check", "same", "mark",
        "exercise", "audit", "diff", "eval", "derive", "jacobian", "hessian", "cost", "taylor", "descend", "export",
    }


def test_python_examples():
    python = "\n".join(block for language, block in BLOCKS if language == "pycon")
    test = doctest.DocTestParser().get_doctest(python, {}, "README.md", "README.md", 0)
    assert len(test.examples) > 5
    assert doctest.DocTestRunner().run(test).failed == 0


def test_set_up_is_exactly_two_commands():
    commands = [block.strip() for language, block in BLOCKS if language == "sh"]
    assert len(commands) == 2
    assert all("\n" not in command for command in commands)
    assert "python3 -m venv" in commands[0]
    assert 'adtrace reverse "1/(1+exp(-a*x))" --at x=2,a=1' in commands[0]
    assert "pytest" in commands[1]


def test_the_row_shown_for_sinc_is_one_that_works():
    """The operator that the README adds has the value and the slope it should have."""
    from adtrace.graph.numbers import run_on_floats
    from adtrace.rules import table

    (row,) = [block for language, block in BLOCKS if language == "python"]
    rows = dict(table._rows)
    spelled = {word: list(found) for word, found in table._spelled.items()}
    try:
        exec(row, {"elementwise": table.elementwise, "math": math, "__name__": "adtrace.rules.elementary"})
        sinc = table.operator("sinc")
        assert run_on_floats(sinc.value, [2.0]) == pytest.approx(0.4546487134128409, rel=1e-15)
        assert run_on_floats(sinc.value, [0.0]) == 1
        assert run_on_floats(sinc.rule(0), [0.4546487134128409, 2.0]) == pytest.approx(-0.43539777497999166, rel=1e-14)
        assert run_on_floats(sinc.rule(0), [1.0, 0.0]) == 0
        assert run_on_floats(sinc.rule(0), [1.0, 1e-9]) == pytest.approx(-1e-9/3, rel=1e-15)
    finally:
        table._rows.clear()
        table._rows.update(rows)
        table._spelled.clear()
        table._spelled.update(spelled)


def test_the_picture_is_what_adtrace_draws(tmp_path):
    """The committed picture has the same words in it as a new one (where the cards stand is Graphviz's business)."""
    new = tmp_path / "logistic.svg"
    assert run(["graph", "1/(1+exp(-a*x))", "--at", "x=2,a=1", "-o", str(new)]) == 0

    def titles(path):
        return re.findall(r"<title[^>]*>(.*?)</title>", path.read_text(encoding="utf-8"))

    assert titles(ROOT / "samples" / "logistic.svg") == titles(new)
    assert len(titles(new)) > 7
