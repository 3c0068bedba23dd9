"""%adtrace and %%adtrace, in a shell of this process and in a notebook that is run."""

import re

import pytest

import adtrace

pytest.importorskip("IPython")

LOGISTIC = "1/(1+exp(-a*x))"


@pytest.fixture(scope="module")
def shell():
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    assert shell.run_cell("%load_ext adtrace").success
    yield shell
    InteractiveShell.clear_instance()


def run(shell, cell):
    return shell.run_cell(cell, store_history=False)


def test_a_line_gives_the_trace(shell):
    trace = run(shell, f'%adtrace reverse "{LOGISTIC}" --at x=2,a=1').result
    assert trace.gradient == adtrace.reverse(LOGISTIC, {"x": 2, "a": 1}).gradient
    assert isinstance(trace, adtrace.Trace)


def test_a_cell_is_the_program(shell):
    trace = run(shell, "%%adtrace forward --at x=2 --seed x=3\nw = sin(x)  # a comment\n\nw*x\n").result
    assert trace.tangent == adtrace.forward("w = sin(x)\nw*x", {"x": 2}, seed={"x": 3}).tangent
    assert [step.name for step in trace.steps] == ["x", "w", "y"]
    assert run(shell, "%%adtrace eval\n-2^2").result.value == -4


def test_a_trace_is_shown_as_its_options_ask(shell):
    found = run(shell, '%adtrace reverse "x/3" --at x=1 --digits 7').result
    plain, rich = shell.display_formatter.format(found)
    assert "0.3333333" in plain["text/plain"] and "0.3333333" in plain["text/html"] and rich == {}
    assert set(plain) == {"text/plain", "text/html", "image/svg+xml", "text/latex"}
    (only,) = re.findall("<tbody>(.*)</tbody>", shell.display_formatter.format(
        run(shell, '%adtrace reverse "x*x + 1" --at x=1 --last 1').result)[0]["text/html"])
    assert only.count("<tr>") == 1


def test_a_trace_of_the_api_is_no_tuple_on_the_screen(shell):
    shown, _ = shell.display_formatter.format(adtrace.reverse("x*y", {"x": 2, "y": 3}))
    assert shown["text/plain"].startswith("Reverse mode  x*y")


def test_a_graph_is_a_drawing(shell):
    found = run(shell, '%adtrace graph "x*y" --at x=2,y=3').result
    shown, _ = shell.display_formatter.format(found)
    assert shown["image/svg+xml"].startswith("<svg") and "svg" not in shown["text/plain"]


def test_other_formats_and_commands_are_printed(shell, capsys, tmp_path):
    assert run(shell, '%adtrace eval "x^2" --at x=3 -f json').result is None
    assert '"value": 9.0' in capsys.readouterr().out
    assert run(shell, '%adtrace shapes "x^2"').result is None and "Shapes" in capsys.readouterr().out
    assert run(shell, f"%adtrace eval x^2 --at x=3 -o {tmp_path / 'trace.md'}").result is None
    assert (tmp_path / "trace.md").read_text(encoding="utf-8").startswith("### Evaluation")


def test_names_of_the_notebook_can_be_used(shell):
    shell.user_ns["point"] = 7
    assert run(shell, '%adtrace eval "x*x" --at x={point}').result.value == 49


@pytest.mark.parametrize(("cell", "said"), [
    ("%%adtrace reverse --at x=2\nx +* 2", "error: a value is expected after +"),
    ('%adtrace reverse "x', "error: no closing quotation"),
    ("%adtrace nothing", "error: there is no command nothing"),
    ("%adtrace reverse x --nothing", "error: no such option"),
    ("%adtrace reverse -", "error: standard input is closed"),
    ('%adtrace reverse "x*y" --at x=1', "error: "),
    ('%%adtrace reverse "x*y" --at x=1\nx', "error: 2 arguments where one is expected"),
    ('%adtrace reverse "x" --at x=1 --only q', "error: --only q: there is no step q"),
    ('%adtrace reverse "x" --at x=1 --only q -f csv', "error: --only q: there is no step q"),
])
def test_an_error_is_one_message(shell, capsys, monkeypatch, cell, said):
    monkeypatch.setenv("NO_COLOR", "1")
    done = run(shell, cell)
    assert not done.success and done.result is None
    shown = capsys.readouterr()
    printed = shown.out + shown.err
    assert "Traceback" not in printed and ".py" not in printed and printed.count("error: ") == 1
    assert said in printed.lower()


def test_strict_shows_the_trace_and_fails(shell, capsys):
    done = run(shell, '%adtrace reverse "log(x)" --at x=-1,z=1 --strict')
    printed = capsys.readouterr().out
    assert not done.success and "error: --strict met a warning" in printed and "undefined" in printed


def test_a_note_stays_a_note(shell, capsys):
    assert run(shell, '%adtrace eval "x" --at x=1,z=2').success
    assert capsys.readouterr().err == "note: z is given a value that the program does not use\n"


def test_a_real_notebook(monkeypatch):
    nbformat, nbclient = pytest.importorskip("nbformat"), pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    sources = [
        f"import adtrace\nadtrace.reverse('{LOGISTIC}', {{'x': 2, 'a': 1}})",
        "%load_ext adtrace",
        "%%adtrace reverse --at x=2\nw = sin(x)\nw*x",
        "_.gradient",
        '%adtrace graph "x*y" --at x=2,y=3',
        '%adtrace reverse "x*y" --at x=2,y=3 -f table',
        "%%adtrace reverse --at x=2\nx +* 2",
    ]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    nbclient.NotebookClient(book, timeout=120, kernel_name="python3", allow_errors=True).execute()
    first, _, second, gradient, graph, table, error = [cell.outputs for cell in book.cells]
    for (shown,), value in ((first, "0.880797"), (second, "1.818595")):
        assert set(shown.data) == {"text/plain", "text/html", "image/svg+xml", "text/latex"}
        assert value in shown.data["text/plain"] and value in shown.data["text/html"]
    assert gradient[0].data["text/plain"] == repr(adtrace.reverse("sin(x)*x", {"x": 2}).gradient)
    assert graph[0].data["image/svg+xml"].startswith("<svg")
    (printed,) = table
    assert printed.output_type == "stream" and "adjoint" in printed.text
    (refused,) = error
    assert refused.output_type == "error" and "a value is expected after +" in refused.evalue
    assert "\n".join(refused.traceback) == refused.evalue
