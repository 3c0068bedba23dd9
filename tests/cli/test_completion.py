"""Completion in the shell, by click."""

from __future__ import annotations

import pytest


@pytest.fixture
def completed(process):
    """The words offered behind a line that has been begun."""

    def call(line: str) -> list[str]:
        words = line.split(" ")
        outcome = process(
            env={"_ADTRACE_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
        )
        assert outcome.err == ""
        return outcome.out.splitlines()

    return call


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_for_the_shell(process, shell):
    outcome = process(env={"_ADTRACE_COMPLETE": f"{shell}_source"})
    assert (outcome.code, outcome.err) == (0, "") and "_ADTRACE_COMPLETE" in outcome.out and "adtrace" in outcome.out


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("adtrace re", ["plain,reverse"]),
        ("adtrace reverse -x --no", ["plain,--no-clobber", "plain,--notation"]),
        ("adtrace graph x --mode re", ["plain,reverse"]),
        ("adtrace graph x -f s", ["plain,svg"]),
        ("adtrace reverse x --format ta", ["plain,table"]),
        ("adtrace reverse x --notation a", ["plain,ascii"]),
        ("adtrace ops softm", ["plain,softmax"]),
        ("adtrace eval samples/a", ["file,samples/a"]),
        ("adtrace eval x -o gr", ["file,gr"]),
    ],
)
def test_words(completed, line, words):
    assert completed(line) == words
