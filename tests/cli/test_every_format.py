"""Every command with every format, by name and by suffix: a result, or one message that says what there is."""

from __future__ import annotations

import pytest
from conftest import run_here

from adtrace.views import formats

PROGRAM = ("x*y", "--at", "x=2,y=3.5")
KINDS = {
    "eval": formats.TABLE, "forward": formats.TABLE, "reverse": formats.TABLE, "graph": formats.DRAWING,
    "page": formats.PAGE,
}
FORMATS = {name: formats.by_name(name) for name in formats.names()}
EVERY = [(command, name) for command in KINDS for name in FORMATS]


def is_message(found) -> bool:
    """Whether a run ended with one message and without a result."""
    # With -f json messages are JSON, too.
    return found.code == 2 and not found.out and found.err.startswith(("error: ", '{"error": ')) and (
        found.err.count("error") == 1 and "Traceback" not in found.err
    )


@pytest.mark.parametrize(("command", "name"), EVERY)
def test_by_name(command, name, tmp_path):
    path = tmp_path / "result"
    found = run_here(command, *PROGRAM, "-f", name, *(("-o", str(path)) if FORMATS[name].binary else ()))
    if FORMATS[name].suits(KINDS[command]):
        assert found.code == 0 and not found.err and (found.out or path.stat().st_size > 20)
    else:
        assert is_message(found) and name in found.err
        assert all(other in found.err for other, form in FORMATS.items() if form.suits(KINDS[command]))


@pytest.mark.parametrize("suffix", sorted({suffix for form in FORMATS.values() for suffix in form.suffixes}))
@pytest.mark.parametrize("command", KINDS)
def test_by_suffix(command, suffix, tmp_path):
    path = tmp_path / f"result{suffix}"
    found = run_here(command, *PROGRAM, "-o", str(path))
    form = formats.by_suffix(suffix, KINDS[command])
    if form is None:
        assert is_message(found) and path.suffix in found.err and not path.exists()
    else:
        assert found.code == 0 and not found.out and path.stat().st_size > 20
        named = tmp_path / "named"
        assert run_here(command, *PROGRAM, "-f", form.name, "-o", str(named)).code == 0
        if not form.binary:
            assert path.read_bytes() == named.read_bytes()


@pytest.mark.parametrize(("command", "name"), [pair for pair in EVERY if FORMATS[pair[1]].suits(KINDS[pair[0]])])
def test_standalone_has_a_meaning_or_says_that_it_has_none(command, name):
    found = run_here(command, *PROGRAM, "-f", name, "--standalone")
    if FORMATS[name].parts:
        assert found.code == 0 and "\\begin{document}" in found.out
        assert "\\begin{document}" not in run_here(command, *PROGRAM, "-f", name).out
    else:
        assert is_message(found) and f"--standalone means nothing to {name}" in found.err


@pytest.mark.parametrize("command", ["eval", "forward", "reverse", "graph", "page", "explain"])
def test_every_command_that_shows_steps_takes_what_the_reader_wants(command):
    node = ("--node", "x") if command == "explain" else ()
    asked = ("--notation", "baydin", "--lang", "fr", "--decimal", "comma", "--by", "statement")
    found = run_here(command, "u = x*y + 1\nu*u", "--at", "x=2,y=3.5", *node, *asked)
    assert found.code == 0 and not found.err and "v₂" in found.out and "3,5" in found.out
    assert "v₃" not in found.out and ">node<" not in found.out


@pytest.mark.parametrize("name", ["json", "csv"])
@pytest.mark.parametrize("command", ["eval", "forward", "reverse"])
def test_what_programs_read_is_the_same_for_every_reader(command, name):
    usual = run_here(command, *PROGRAM, "-f", name).out
    for asked in (("--notation", "baydin"), ("--lang", "fr"), ("--decimal", "comma")):
        assert run_here(command, *PROGRAM, "-f", name, *asked).out == usual
