"""`adtrace page`: where it is written, and what --open opens."""

import webbrowser
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest

LOGISTIC = ("1/(1+exp(-a*x))", "--at", "x=2,a=1")


@pytest.fixture
def browser(monkeypatch, tmp_path):
    """A display, and a browser that only remembers what it was asked to show."""
    asked = []
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(webbrowser, "open", lambda url: asked.append(url) or True)
    return asked


def path_of(url):
    return Path(url2pathname(urlsplit(url).path))


def test_a_page_goes_to_a_file_or_to_a_pipe(cli, tmp_path):
    path = tmp_path / "page.html"
    outcome = cli("page", *LOGISTIC, "-o", str(path))
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")
    for piped in (cli("page", *LOGISTIC), cli("page", *LOGISTIC, "-o", "-"), cli("page", *LOGISTIC, "-f", "html")):
        assert piped.code == 0 and piped.out == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["forward", "reverse", "eval", "graph", "page"])
def test_every_command_that_shows_a_trace_makes_a_page(cli, tmp_path, command):
    path = tmp_path / "page.html"
    assert cli(command, *LOGISTIC, "-o", str(path)).code == 0
    text = path.read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>") and cli(command, *LOGISTIC, "-f", "html").out == text
    assert ('class="frame reverse"' in text) == (command in ("reverse", "graph", "page"))


def test_graph_and_page_make_the_same_page(cli):
    assert cli("graph", *LOGISTIC, "-f", "html").out == cli("page", *LOGISTIC).out


def test_the_seed_chooses_the_forward_sweep(cli):
    one, other = (cli("page", *LOGISTIC, *more).out for more in (("--wrt", "a"), ("--seed", "a=1")))
    assert "∂(node)/∂a" in one and "∂(node)/∂a" in other and "∂(node)/∂x" in cli("page", *LOGISTIC).out


@pytest.mark.parametrize("args, message", [
    (("-o", "page.svg"), "no format here writes .svg files"),
    (("-f", "svg"), "there is no format svg here"),
    (("--open", "-o", "-"), "a page on standard output cannot be opened"),
])
def test_what_a_page_is_not(cli, browser, args, message):
    outcome = cli("page", *LOGISTIC, *args)
    assert outcome.code == 2 and outcome.message == message and outcome.out == "" and browser == []


def test_a_named_page_is_opened(cli, browser, tmp_path):
    path = tmp_path / "a b&c.html"
    outcome = cli("page", *LOGISTIC, "-o", str(path), "--open")
    assert outcome.code == 0 and outcome.err == f"note: the browser shows {path}\n"
    url, = browser
    assert url.startswith("file://") and path_of(url) == path and path.exists()


def test_a_page_without_a_name_is_opened_from_a_temporary_file(cli, browser, tmp_path):
    outcome = cli("page", *LOGISTIC, "--open")
    assert outcome.code == 0 and outcome.out == ""
    path = path_of(browser[0])
    assert path.read_text(encoding="utf-8") == cli("page", *LOGISTIC).out and tmp_path in path.parents


def test_nothing_is_opened_that_was_not_written(cli, browser, tmp_path):
    path = tmp_path / "page.html"
    path.write_text("mine")
    assert cli("page", *LOGISTIC, "-o", str(path), "--no-clobber", "--open").code == 4
    assert cli("page", "1+", "--open").code == 2
    assert browser == [] and [each.name for each in tmp_path.rglob("*.html")] == ["page.html"]


def test_without_a_display_no_browser_is_tried(cli, browser, monkeypatch, tmp_path):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "page.html"
    outcome = cli("page", *LOGISTIC, "-o", str(path), "--open")
    assert outcome.code == 0 and browser == [] and path.exists()
    assert outcome.err == f"note: no browser could be started; the page is {path}\n"


@pytest.mark.parametrize("failure", [webbrowser.Error("none"), OSError("broken"), None])
def test_a_browser_that_does_not_start(cli, browser, monkeypatch, tmp_path, failure):
    def fails(url):
        if failure:
            raise failure
        return False

    monkeypatch.setattr(webbrowser, "open", fails)
    outcome = cli("page", *LOGISTIC, "-o", str(tmp_path / "page.html"), "--open")
    assert outcome.code == 0 and "no browser could be started" in outcome.err


def test_a_strict_page_with_a_warning_is_written_and_says_so(cli, tmp_path):
    path = tmp_path / "page.html"
    assert cli("page", "abs(x)", "--at", "x=0", "--strict", "-o", str(path)).code == 1 and path.exists()


def test_a_screen_without_unicode_gets_references(process, cli):
    outcome = process("page", *LOGISTIC, env={"PYTHONIOENCODING": "ascii"}, encoding="ascii")
    assert outcome.code == 0 and unescape(outcome.out) == unescape(cli("page", *LOGISTIC).out) and "w&#772;&#8323;" in outcome.out


def test_the_notation_is_one_of_those_there_are(cli):
    outcome = cli("page", *LOGISTIC, "--notation", "nothing")
    assert outcome.code == 2 and outcome.message == "unknown notation nothing"


def test_a_long_program_shows_some_of_its_steps(cli):
    chain = ("x" + "+sin(x)" * 600, "--at", "x=1")
    outcome = cli("page", *chain)
    assert outcome.code == 3 and outcome.message == "a page of 1201 steps is too large (the limit is 1000)" and outcome.out == ""
    outcome = cli("page", *chain, "--last", "2")
    assert outcome.code == 0 and outcome.out.count("<tr") == 2 * 3 and "<script" not in outcome.out
