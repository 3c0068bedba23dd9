"""LaTeX from the command line: by name, by suffix, as a part and as a document."""

import pytest

LOGISTIC = ("1/(1+exp(-a*x))", "--at", "x=2,a=1")


@pytest.mark.parametrize(("command", "inside"), [
    ("forward", r"\dot{w}_{1}"), ("reverse", r"\bar{w}_{1}"), ("eval", r"\begin{tabular}"), ("graph", r"\begin{tikzpicture}"),
])
def test_the_suffix_picks_latex(cli, tmp_path, command, inside):
    path = tmp_path / "trace.tex"
    assert cli(command, *LOGISTIC, "-o", str(path)).code == 0
    text = path.read_text(encoding="ascii")
    assert text.startswith("% ") and inside in text and "documentclass" not in text


@pytest.mark.parametrize(("command", "name"), [("reverse", "latex"), ("eval", "latex"), ("graph", "tikz")])
def test_a_whole_document_on_request(cli, command, name):
    outcome = cli(command, *LOGISTIC, "-f", name, "--standalone")
    assert outcome.code == 0 and outcome.out.isascii()
    assert outcome.out.count(r"\begin{document}") == 1 and outcome.out.endswith("\\end{document}\n")


@pytest.mark.parametrize(("command", "name"), [("reverse", "tikz"), ("graph", "latex")])
def test_tables_are_no_pictures(cli, command, name):
    outcome = cli(command, *LOGISTIC, "-f", name)
    assert (outcome.code, outcome.out) == (2, "") and f"there is no format {name} here" in outcome.err


def test_a_file_is_called_by_its_name(cli, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "50%_{x}#.adt").write_text("input x = 2\nx*x\n", encoding="utf-8")
    outcome = cli("reverse", "@50%_{x}#.adt", "-f", "latex")
    assert outcome.code == 0 and r"50\%" in outcome.out and r"\char95{}" in outcome.out and "% Reverse mode: 50%_{x}#.adt\n" in outcome.out


def test_digits_and_choice_of_steps(cli):
    outcome = cli("reverse", *LOGISTIC, "-f", "latex", "--digits", "2", "--only", "w3")
    assert outcome.code == 0 and "$-0$&$.78$" in outcome.out and r"\bar{w}_{2}" not in outcome.out
