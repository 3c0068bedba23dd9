"""Processes of their own: closed and full streams, encodings, environments, and a terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence

import pytest

pty = pytest.importorskip("pty", reason="no pseudo-terminals here")

LOGISTIC = ("reverse", "1/(1+exp(-a*x))", "--at", "x=2,a=1")
LONG = "+".join(["x*sin(x)"] * 2000)


@pytest.fixture
def shell(environment):
    """Run a line of sh in which $A is adtrace."""

    def call(line: str) -> subprocess.CompletedProcess[bytes]:
        env = {**environment, "A": f"{sys.executable} -m adtrace", "LONG": LONG}
        return subprocess.run(["sh", "-c", line], capture_output=True, timeout=120, env=env)

    return call


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ('$A reverse "$LONG" --at x=1 -f json', b"{\n"),
        ("$A ops", None),
        ("$A --help", b"Usage: adtrace [OPTIONS] [COMMAND] [ARGS]...\n"),
        ('$A graph "x*y"', b"<"),
    ],
)
def test_a_reader_that_goes_away(shell, line, first):
    done = shell(f"({line}; echo $? >&2) | head -1")
    assert done.stderr == b"0\n"
    if first:
        assert done.stdout.startswith(first)


def test_a_reader_that_never_came(shell):
    assert shell("(sleep 0.2; $A ops; echo $? >&2) | true").stderr == b"0\n"
    assert shell("((sleep 0.2; $A eval '('; echo $? >&3) 2>&1 | true) 3>&1").stdout == b"2\n"


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("$A eval x >&-", 4, "standard output: it is closed"),
        ("$A --version >&-", 0, ""),
        ("$A eval x -o /dev/null >&-", 0, ""),
        ("$A eval - <&-", 2, "standard input is closed"),
        ("$A eval '(' 2>&-", 2, ""),
        ("$A eval x --at x=1,y=2 -o /dev/null 2>&-", 0, ""),
    ],
)
def test_closed_streams(shell, line, code, said):
    done = shell(line)
    assert done.returncode == code and said in done.stderr.decode() and b"Traceback" not in done.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
@pytest.mark.parametrize("line", ["$A ops", "$A --help", "$A eval x"])
def test_a_full_disk(shell, line):
    done = shell(f"{line} > /dev/full")
    assert done.returncode == 4 and done.stderr == b"error: cannot write to standard output: no space left on device\n"


def test_exit_codes_of_a_process(process, tmp_path):
    assert process("eval", "log(x)", "--at", "x=0", "--strict").code == 1
    assert process("eval", "2x").code == 2
    assert process("eval", "a" * 2000).code == 3
    assert process("eval", "x", "-o", str(tmp_path)).code == 4


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1", "cp437"])
def test_other_encodings(process, encoding):
    outcome = process(*LOGISTIC, env={"PYTHONIOENCODING": encoding}, encoding=encoding)
    assert outcome.code == 0 and outcome.err == "" and "w3_bar" in outcome.out and "?" not in outcome.out
    outcome = process("eval", "é + β", env={"PYTHONIOENCODING": encoding}, encoding=encoding)
    assert outcome.code == 0 and ("β" in outcome.out or "\\u03b2" in outcome.out)
    outcome = process("eval", "β +", env={"PYTHONIOENCODING": encoding}, encoding=encoding)
    assert outcome.code == 2 and "Traceback" not in outcome.err


@pytest.mark.parametrize("locale", ["C", "C.UTF-8", "de_DE.UTF-8", "POSIX", "nonsense"])
def test_other_locales(process, locale):
    outcome = process(*LOGISTIC, "-f", "json", env={"LANG": locale, "LC_ALL": locale})
    assert outcome.code == 0 and outcome.json["value"] == 0.8807970779778823
    table = process(*LOGISTIC, env={"LANG": locale, "LC_ALL": locale})
    assert table.code == 0 and "0.8808" in table.out and "0,88" not in table.out


@pytest.mark.parametrize("columns", ["1", "0", "-3", "wide", "5", "100000", "99999999999999999999", "٣"])
def test_any_width(cli, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    for line in (
        LOGISTIC,
        ("forward", *LOGISTIC[1:]),
        ("eval", "x @ y", "--at", "x=[[1,2],[3,4]],y=[1,2]"),
        ("ops",),
        ("ops", "tanh"),
        ("shapes", "x*y"),
    ):
        outcome = cli(*line)
        assert outcome.code == 0 and outcome.err == "" and outcome.out
    assert cli("eval", "2x").message == "an operator is missing between two values"


def test_without_a_dot_program(process, tmp_path):
    for mode in ("both", "forward"):
        outcome = process("graph", *LOGISTIC[1:], "--mode", mode, env={"PATH": str(tmp_path)})
        assert (outcome.code, outcome.err) == (0, "") and outcome.out.startswith("<")


def test_without_a_home_or_anything_else(environment, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "adtrace", *LOGISTIC, "-f", "json"],
        capture_output=True,
        cwd=tmp_path,
        timeout=60,
        env={"PYTHONPATH": environment["PYTHONPATH"]},
    )
    assert done.returncode == 0 and json.loads(done.stdout)["mode"] == "reverse" and list(tmp_path.iterdir()) == []


def test_modules_beside_the_users_files_are_not_imported(environment, tmp_path):
    for name in ("numpy", "json", "click", "adtrace"):
        (tmp_path / f"{name}.py").write_text("open('owned', 'w')")
    line = [sys.executable, "-P", "-m", "adtrace", "reverse", "sum(x)", "--at", "x=[1,2]", "-f", "json"]
    done = subprocess.run(line, capture_output=True, cwd=tmp_path, timeout=60, env=environment)
    assert done.returncode == 0 and not (tmp_path / "owned").exists()


# A terminal


@pytest.fixture
def terminal(environment):
    """Run with standard output and standard error on a terminal; return the exit code and what stands on it."""

    def call(args: Sequence[str], env: Mapping[str, str] = {}, columns: int = 100) -> tuple[int, str]:
        import fcntl
        import struct
        import termios

        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        child = subprocess.Popen(
            [sys.executable, "-m", "adtrace", *args],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**environment, "TERM": "xterm-256color", **env},
            close_fds=True,
        )
        os.close(theirs)
        pieces = []
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # Linux: the other end is closed
                break
            if not piece:
                break
            pieces.append(piece)
        os.close(ours)
        return child.wait(60), b"".join(pieces).decode().replace("\r\n", "\n")

    return call


@pytest.mark.parametrize(
    ("env", "args", "coloured"),
    [
        ({}, (), True),
        ({"NO_COLOR": "1"}, (), False),
        ({"NO_COLOR": ""}, (), True),
        ({"TERM": "dumb"}, (), False),
        ({"FORCE_COLOR": "0"}, (), False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, (), True),
        ({"NO_COLOR": "1"}, ("--color", "always"), True),
        ({}, ("--color", "never"), False),
    ],
)
def test_colour_on_a_terminal(terminal, env, args, coloured):
    code, text = terminal([*LOGISTIC, *args], env)
    assert code == 0 and ("\x1b[" in text) == coloured and "0.104994" in text


@pytest.mark.parametrize(
    ("env", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "0"}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"CLICOLOR_FORCE": "1"}, True),
    ],
)
def test_colour_in_a_pipe(cli, monkeypatch, env, coloured):
    for name, content in env.items():
        monkeypatch.setenv(name, content)
    assert ("\x1b[" in cli(*LOGISTIC).out) == ("\x1b[" in cli("eval", "2x").err) == coloured


def test_errors_are_coloured_on_a_terminal(terminal):
    code, text = terminal(["eval", "2x"])
    assert code == 2 and "\x1b[" in text
    code, text = terminal(["eval", "2x"], {"NO_COLOR": "1"})
    assert code == 2 and "\x1b" not in text and text.startswith("error: an operator is missing")


def test_the_width_of_the_terminal(terminal):
    widest = {
        columns: max(map(len, terminal(LOGISTIC, {"NO_COLOR": "1"}, columns)[1].splitlines())) for columns in (60, 200)
    }
    assert widest[60] <= 60 < widest[200]


def test_a_drawing_is_not_written_to_a_terminal(terminal):
    code, text = terminal(["graph", "x*y"], {"NO_COLOR": "1"})
    assert (
        code == 2 and text.startswith("error: a drawing needs a file") and "-o graph.svg" in text and "<svg" not in text
    )
    code, text = terminal(["graph", "x*y", "-f", "svg"])
    assert code == 0 and text.startswith("<")


@pytest.mark.parametrize("text", ["norm2([x, y])", "std([x, y])", "sum([x, y]/[x, y])", "sum(sqrt([x, y]))"])
def test_numpy_says_nothing_on_stderr(text):
    """Steps are made when they are shown, after the sweep: a kink or a pole in an array is no noise then."""
    command = [sys.executable, "-W", "error", "-m", "adtrace", "reverse", text, "--at", "x=0,y=0"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env={**os.environ, "PYTHONIOENCODING": "utf-8"})
    assert (done.returncode, done.stderr) == (0, "")
