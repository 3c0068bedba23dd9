"""adtrace sweep: rows in, value and gradient at each of them out."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from adtrace import api

LOGISTIC = "1/(1+exp(-a*x))"


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(folder):
    return sorted(entry.name for entry in folder.iterdir())


def rows_of(text):
    header, *rows = text.splitlines()
    return header, [[float(field) for field in row.split(",")] for row in rows]


def test_every_row_is_what_a_single_run_gives(cli):
    outcome = cli("sweep", "x^2*a + sin(x)", "--over", "x=-2:2:5,a=1:2:2")
    header, rows = rows_of(outcome.out)
    assert (outcome.code, outcome.err, header) == (0, "", "x,a,y,dy/dx,dy/da") and len(rows) == 10
    for x, a, y, slope_x, slope_a in rows:
        trace = api.reverse("x^2*a + sin(x)", {"x": x, "a": a})
        assert np.allclose([y, slope_x, slope_a], [trace.value, *trace.gradient.values()], rtol=1e-15, atol=1e-15)


def test_other_inputs_have_a_value_and_wrt_and_of_choose(cli):
    outcome = cli("sweep", "u = a*x\nv = u^2", "--over", "x=1:3:3", "--at", "a=2", "--wrt", "a", "--of", "u,v")
    assert outcome.out.splitlines()[0] == "x,u,du/da,v,dv/da" and rows_of(outcome.out)[1][1] == [2, 4, 2, 16, 16]


@pytest.mark.parametrize("suffix", ["csv", "npz", "parquet"])
@pytest.mark.parametrize("engine", [["--threads", "1"], ["--threads", "3"]])
def test_files_in_and_out_are_the_same_bit_for_bit(cli, here, suffix, engine):
    if suffix == "parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    points = np.random.default_rng(0).standard_normal((1000, 2))
    (here / "p.csv").write_text("x,a\n" + "".join(f"{x!r},{a!r}\n" for x, a in points.tolist()))
    outcome = cli("sweep", LOGISTIC, "--over", "p.csv", "-o", f"out.{suffix}", *engine)
    assert (outcome.code, outcome.out) == (0, "") and outcome.err == f"note: 1000 rows written to out.{suffix}\n"
    again = cli("sweep", LOGISTIC, "--over", f"out.{suffix}", "-o", "again.npz", *engine)
    assert again.code == 0 and "y, dy/dx, dy/da" in again.err
    batch = api.sweep(LOGISTIC, {"x": points[:, 0], "a": points[:, 1]})
    with np.load("again.npz") as found:
        assert list(found) == ["x", "a", "y", "dy/dx", "dy/da"]
        assert np.array_equal(found["y"], batch.value) and np.array_equal(found["x"], points[:, 0])
        assert np.array_equal(found["dy/dx"], batch.gradient["x"]) and np.array_equal(
            found["dy/da"], batch.gradient["a"]
        )
    assert (
        names(here) == ["again.npz", f"out.{suffix}", "p.csv"] if suffix != "csv" else ["again.npz", "out.csv", "p.csv"]
    )


def test_arrays_by_row(cli, here):
    weights = np.random.default_rng(0).standard_normal((6, 3))
    np.save("W.npy", weights)
    np.savez("b.npz", b=np.arange(6))
    assert cli("sweep", "sum(W*W) + b", "--over", "W=@W.npy", "--over", "b.npz", "-o", "out.npz").code == 0
    with np.load("out.npz") as found:
        assert found["dy/dW"].shape == (6, 3) and np.array_equal(found["dy/dW"], 2 * weights)
    text = cli("sweep", "sum(W*W) + b", "--over", "W=@W.npy,b=@b.npz", "--wrt", "W").out
    assert text.splitlines()[0] == "W[0],W[1],W[2],b,y,dy/dW[0],dy/dW[1],dy/dW[2]"


def test_an_array_has_columns_for_every_element(cli, here):
    outcome = cli("sweep", "x*[1, 2]", "--over", "x=0:1:2")
    assert outcome.out == "x,y[0],dy[0]/dx,y[1],dy[1]/dx\n0.0,0.0,1.0,0.0,2.0\n1.0,1.0,1.0,2.0,2.0\n"
    named = cli("sweep", "s = x^2; z = [s, 3]*x", "--over", "x=2:2:1", "--of", "z,s")
    assert named.out.splitlines() == ["x,z[0],dz[0]/dx,z[1],dz[1]/dx,s,ds/dx", "2.0,8.0,12.0,6.0,3.0,4.0,4.0"]


def test_totals(cli, here):
    outcome = cli("sweep", "(w*x - t)^2", "--over", "x=1:3:3,t=0:1:2", "--at", "w=2", "--wrt", "w", "--total")
    assert outcome.out == "y,dy/dw\n91.0,100.0\n"
    assert (
        cli(
            "sweep", "(w*x - t)^2", "--over", "x=1:3:3,t=0:1:2", "--at", "w=2", "--wrt", "w", "--total", "-o", "t.npz"
        ).code
        == 0
    )
    with np.load("t.npz") as found:
        assert found["y"].tolist() == [91] and found["dy/dw"].tolist() == [100]


@pytest.mark.parametrize("threads", ["1", "3"])
def test_totals_are_those_of_the_api_bit_for_bit(cli, here, threads):
    text, rows = "(w*x - sin(x))^2", 700_001
    line = ("sweep", text, "--over", f"x=0:9:{rows}", "--at", "w=0.3", "--total", "-o", "t.npz", "--threads", threads)
    assert cli(*line).code == 0
    batch = api.sweep(text, {"x": np.linspace(0, 9, rows)}, {"w": 0.3}, total=True)
    with np.load("t.npz") as found:
        assert found["y"][0] == batch.value and found["dy/dw"][0] == batch.gradient["w"]


def test_totals_that_are_undefined_are_said(cli, here):
    (here / "p.csv").write_text("x\n1\n-1\n2\n")
    outcome = cli("sweep", "log(x)", "--over", "p.csv", "--total")
    assert outcome.code == 0 and outcome.out == "y,dy/dx\nnan,nan\n"
    assert outcome.err.startswith(
        "warning[nan]: y and dy/dx are nan in the total over 3 rows, the first of them among 3 from line 2 of p.csv"
    )


def test_rows_from_standard_input(cli):
    assert cli("sweep", "x^2", "--over", "-", stdin=b"x\n1\n2\n").out == "x,y,dy/dx\n1.0,1.0,2.0\n2.0,4.0,4.0\n"


def test_bad_rows_stop_the_run_or_become_nan(cli, here):
    (here / "p.csv").write_text("x\n1\ntwo\n3\n")
    (here / "out.csv").write_text("precious")
    outcome = cli("sweep", "x^2", "--over", "p.csv", "-o", "out.csv")
    assert (outcome.code, outcome.message) == (2, "p.csv, line 3: 'two' where a number should be")
    assert (here / "out.csv").read_text() == "precious" and names(here) == ["out.csv", "p.csv"]
    outcome = cli("sweep", "x^2", "--over", "p.csv", "--keep-going", "-o", "out.csv")
    assert (
        outcome.code == 0
        and "warning[rows]: 1 row of p.csv became nan: line 3" in outcome.err
        and "warning[nan]" not in outcome.err
    )
    assert (here / "out.csv").read_text() == "x,y,dy/dx\n1.0,1.0,2.0\nnan,nan,nan\n3.0,9.0,6.0\n"
    assert cli("sweep", "x^2", "--over", "p.csv", "--keep-going", "--strict").code == 1


def test_undefined_results_are_said(cli, here):
    (here / "p.csv").write_text("x\n4\n\n-1\n-4\n")
    outcome = cli("sweep", "sqrt(x)", "--over", "p.csv")
    first, hint = outcome.err.splitlines()
    assert outcome.code == 0 and "names the step" in hint
    assert first == (
        "warning[nan]: y and dy/dx are nan in 2 of 3 rows, the first is line 4 of p.csv (x = -1): "
        "y = sqrt(x) is undefined at x = -1"
    )
    assert cli("sweep", "sqrt(x)", "--over", "p.csv", "--strict").code == 1


def test_wrong_digits_and_lost_slopes_are_said(cli, here):
    """The numbers are printed as ever; --strict fails on them."""
    args = ("sweep", "(1-cos(x))/x^2", "--over", "x=1e-8:1e-3:5")
    outcome, strict = cli(*args), cli(*args, "--strict")
    assert (outcome.code, strict.code) == (0, 1) and outcome.out == strict.out
    assert outcome.out.splitlines()[1] == "1e-08,0.0,99999999.99999999"
    assert outcome.err.startswith("warning[cancellation]: y and dy/dx keep fewer than 9 digits in 5 of 5 rows, fewest")
    lost = cli("sweep", LOGISTIC, "--over", "x=-1000:0:5", "--at", "a=1").err
    assert "warning[overflow]: numbers are larger than float64 can hold in 2 of 5 rows" in lost
    assert "in 1 of 5 rows, the first is point 2, counted from 0 (x = -500), in the derivative of y = 1/w4" in lost
    total = cli(*args, "--total", "--strict")
    assert total.code == 1 and "fewer than 9 digits in the total over 5 rows" in total.err
    assert (cli("sweep", LOGISTIC, "--over", "x=-5:5:1001", "--at", "a=1", "--strict", "-o", "a.csv").code) == 0


def test_rows_at_kinks_are_said(cli, here):
    (here / "p.csv").write_text("x\n1\n\n0\n-1\n0\n")
    outcome = cli("sweep", "abs(x)*2", "--over", "p.csv")
    first, hint = outcome.err.splitlines()
    assert outcome.code == 0 and "names the step" in hint
    assert first == (
        "warning[kink]: 2 of 4 rows are at a kink, the first is line 4 of p.csv (x = 0): "
        "w1 = abs(x) has a kink at x = 0: 0 was taken from the slopes [-1, 1]"
    )
    assert cli("sweep", "abs(x)*2", "--over", "p.csv", "--strict").code == 1
    assert cli("sweep", "abs(x)*2", "--over", "x=-1:1:300001", "-o", "out.npz").err.splitlines()[1].startswith(
        "warning[kink]: 1 of 300001 rows is at a kink, the first is point 150000, counted from 0 (x = 0): "
    )


def test_streams_of_many_blocks_are_watched_to_the_end(cli, here):
    """The row that loses most is the last; rows are called by their lines."""
    column = np.append(np.linspace(2, 1, 300_000), 1e-14)
    np.savetxt(here / "p.csv", column, header="x", comments="")
    outcome = cli("sweep", "exp(x) - 1", "--over", "p.csv", "-o", "out.npz")
    assert "in 1 of the " in outcome.err and "rows looked at (of 300001)" in outcome.err
    assert "fewest y in line 300002 of p.csv (x = 1e-14): 1 of its 16 digits" in outcome.err


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ([], "there is nothing to sweep over"),
        (["--over", "gone.csv"], "cannot read gone.csv: no such file or directory"),
        (["--over", "points"], "--over takes a file or a range, not 'points'"),
        (["--over", "points.xlsx"], "a sweep reads no .xlsx files"),
        (["--over", "x=0:1:3", "--over", "p.csv"], "ranges and files cannot be swept together"),
        (["--over", "x=0:1:3,x=0:1:3"], "x given more than once with --over"),
        (["--over", "p.csv", "--over", "x=@v.npy"], "x given more than once with --over"),
        (["--over", "v.npy"], "v.npy does not name its columns"),
        (["--over", "a=@p.csv"], "p.csv has no column a"),
        (["--over", "q.csv"], "q.csv has no column that the program uses"),
        (["--over", "x=0:1:3", "--at", "x=1,a=2"], "x given twice"),
        (["--over", "x=0:1:3"], "no value for a"),
        (["--over", "X=0:1:3", "--at", "a=1"], "no value for x"),
        (["--over", "Y=0:1:3", "--at", "a=1,x=2"], "the program uses nothing of --over"),
        (["--over", "x=0:1:3", "--at", "a=1", "--engine", "spark"], "there is no engine spark"),
        (["--over", "x=0:1:3", "--at", "a=1", "-f", "xml"], "there is no format xml here"),
        (["--over", "x=0:1:3", "--at", "a=1", "-o", "out.txt"], "a sweep writes no .txt files"),
        (["--over", "empty.csv", "--at", "a=1"], "empty.csv has no rows"),
        (
            ["--over", "x=@v.npy", "--over", "a=@short.npy"],
            "the files differ in their rows: v.npy has 3, short.npy has 2",
        ),
        (["--over", "x=0:1:3", "--at", "a=1", "--scheduler", "tcp://x:1"], "threads have no scheduler"),
    ],
)
def test_what_cannot_be_swept(cli, here, args, message):
    (here / "p.csv").write_text("x,t\n1,2\n")
    (here / "q.csv").write_text("u,v\n1,2\n")
    (here / "empty.csv").write_text("x\n")
    np.save("v.npy", np.arange(3.0))
    np.save("short.npy", np.arange(2.0))
    before = names(here)
    outcome = cli("sweep", "a*x", *args, *([] if "-o" in args or "-f" in args else ["-o", "out.csv"]))
    assert (outcome.code, outcome.out) == (2, "") and outcome.message.startswith(message), outcome
    assert names(here) == before


def test_a_name_that_the_program_does_not_have(cli, here):
    outcome = cli("sweep", "x^2", "--over", "x=1:2:2,b=1:2:2", "--at", "c=1")
    assert outcome.code == 0 and outcome.err == "note: b, c are given a value that the program does not use\n"
    assert rows_of(outcome.out)[1] == [[1, 1, 2], [2, 4, 4]]


def test_columns_that_are_not_used_are_safe_to_show(cli, here):
    (here / "p.csv").write_text(
        "\x1b[31m,x," + ",".join(f"c{column}" for column in range(20)) + "\n" + ",".join("1" * 22) + "\n"
    )
    outcome = cli("sweep", "x^2", "--over", "p.csv")
    assert outcome.code == 0 and outcome.err.startswith(
        "note: \\x1b[31m, c0, c1, c2, c3, c4, c5, c6, 13 more columns are given"
    )


@pytest.mark.parametrize("name", ["csv", "npz"])
def test_a_device_is_written_to(cli, name):
    assert cli("sweep", "x^2", "--over", "x=0:1:3", "-o", os.devnull, "-f", name).code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="links")
def test_the_file_of_the_rows_is_not_written_to(cli, here):
    (here / "p.csv").write_text("x\n1\n")
    (here / "link.csv").symlink_to("p.csv")
    np.save("v.npy", np.arange(3.0))
    for over, output in (("p.csv", "p.csv"), ("./p.csv", "p.csv"), ("x=@p.csv", "link.csv"), ("link.csv", "p.csv")):
        outcome = cli("sweep", "x^2", "--over", over, "-o", output)
        assert (outcome.code, outcome.message) == (2, f"the rows are read from {output}")
    assert cli("sweep", "x^2", "--over", "x=@v.npy", "-o", "v.npy", "-f", "csv").code == 2
    assert (here / "p.csv").read_text() == "x\n1\n" and names(here) == ["link.csv", "p.csv", "v.npy"]
    assert cli("sweep", "x^2", "--over", "p.csv", "-o", "out.csv").code == 0
    assert cli("sweep", "x^2", "--over", "x=0:1:2", "-o", "out.csv").code == 0


def test_a_line_break_in_quotes_is_called_so(cli, here):
    (here / "p.csv").write_text('x,a\n1,"2\n",3\n')
    outcome = cli("sweep", "a*x", "--over", "p.csv")
    assert outcome.code == 2
    assert outcome.message == "p.csv, line 2: its quotes do not close (a field with a line break in it cannot be read)"


def test_no_clobber_and_where_nothing_can_be_written(cli, here):
    (here / "out.npz").write_text("precious")
    line = ("sweep", "x^2", "--over", "x=0:1:3")
    for more in (["out.npz", "--no-clobber"], ["missing/out.npz"], ["out.npz/q.npz"]):
        assert cli(*line, "-o", *more).code == 4
    assert (here / "out.npz").read_text() == "precious" and names(here) == ["out.npz"]


def test_the_screen_shows_the_ends_and_the_ranges(cli, monkeypatch):
    monkeypatch.setattr("adtrace.views.console.is_terminal", lambda stream: True)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    lines = cli("sweep", "x^2", "--over", "x=-50:50:101").out.splitlines()
    assert lines[0].split() == ["x", "y", "dy/dx"] and lines[1].split() == ["-50", "2500", "-100"]
    assert lines[6] == "... 91 rows ..." and lines[11].split() == ["50", "2500", "100"]
    assert lines[12].split() == ["min", "-50", "0", "-100"] and lines[13].split() == ["max", "50", "2500", "100"]
    assert lines[14].startswith("101 rows; -o writes them")
    short = cli("sweep", "x^2", "--over", "x=1:4:4").out.splitlines()
    assert len(short) == 8 and short[4].split() == ["4", "16", "8"]


@pytest.mark.parametrize("rows", [1, 9, 10, 11])
def test_the_screen_shows_short_tables_in_full(cli, monkeypatch, rows):
    monkeypatch.setattr("adtrace.views.console.is_terminal", lambda stream: True)
    monkeypatch.setenv("NO_COLOR", "1")
    text = cli("sweep", "x^2", "--over", f"x=1:{rows}:{rows}").out
    assert ("..." in text) == (rows > 10) and ("min" in text) == (rows > 1)


def test_a_binary_format_is_not_for_a_screen(cli, monkeypatch):
    monkeypatch.setattr("adtrace.views.console.is_terminal", lambda stream: True)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "not for a screen" in cli("sweep", "x^2", "--over", "x=0:1:3", "-f", "npz").message


def peak(environment, *args):
    """The peak memory of a process, in kilobytes."""
    child = subprocess.Popen([sys.executable, "-m", "adtrace", *args], env=environment, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0
    return usage.ru_maxrss


@pytest.mark.skipif(sys.platform == "win32", reason="wait4")
def test_more_rows_need_no_more_memory(environment, tmp_path):
    """Four columns of five million rows are 160 MB."""
    few, many = (
        peak(environment, "sweep", LOGISTIC, "--over", f"x=-5:5:{rows}", "--at", "a=1", "-o", str(tmp_path / "out.npz"))
        for rows in (500_000, 5_000_000)
    )
    assert many < 1.6 * few


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("name", ["out.npz", "out.csv"])
def test_an_interrupt_leaves_no_half_file(environment, tmp_path, sent, code, name):
    (tmp_path / name).write_text("precious")
    line = [
        sys.executable,
        "-m",
        "adtrace",
        "sweep",
        LOGISTIC,
        "--over",
        "x=-5:5:1000000000",
        "--at",
        "a=1",
        "-o",
        name,
    ]
    child = subprocess.Popen(line, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        for _ in range(200):
            time.sleep(0.05)
            if len(names(tmp_path)) > 1:
                break
        assert child.poll() is None and len(names(tmp_path)) > 1, "it should be writing"
        time.sleep(0.2)
        child.send_signal(sent)
        out, err = child.communicate(timeout=30)
    finally:
        child.kill()
        child.wait()
    assert (child.returncode, out, err) == (code, b"", b"")
    assert names(tmp_path) == [name] and (tmp_path / name).read_text() == "precious"


def test_help_imports_nothing_heavy(environment):
    code = "import sys; from adtrace.cli.main import run; run(['sweep', '-h']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, env=environment)
    assert "--over" in done.stdout and not {"numpy", "rich", "pyarrow", "distributed"} & set(
        done.stdout.split()[-1000:]
    )


def test_a_reader_that_goes_away(environment):
    line = [sys.executable, "-m", "adtrace", "sweep", LOGISTIC, "--over", "x=-5:5:3000000", "--at", "a=1"]
    child = subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        assert child.stdout.readline() == b"x,y,dy/dx,dy/da\n"
        child.stdout.close()
        assert child.wait(30) == 0 and child.stderr.read() == b""
    finally:
        child.kill()
        child.stderr.close()


def test_dask_gives_the_same_bits(process, here):
    pytest.importorskip("distributed", reason="Dask is not installed")
    line = ["sweep", "log(x)*a", "--over", "x=-1:9:700,a=0:1:700"]
    outcome = process(*line, "-o", "dask.npz", "--engine", "dask", "--threads", "2", cwd=here)
    assert outcome.code == 0 and "490000 rows written" in outcome.err
    assert process(*line, "-o", "threads.npz", cwd=here).code == 0
    assert (here / "dask.npz").read_bytes() == (here / "threads.npz").read_bytes()
    again = process("sweep", "log(x)*a", "--over", "dask.npz", "-o", "again.npz", "--engine", "dask", cwd=here)
    assert again.code == 0 and (here / "again.npz").read_bytes() == (here / "dask.npz").read_bytes()


def test_rows_that_were_not_looked_at_are_said(cli, here):
    line = ("sweep", "(1-cos(x))/x^2", "--over")
    assert cli(*line, "x=1:2:1000").err == ""
    assert cli(*line, "x=1:2:3000").err == "note: lost digits were looked for in 751 of 3000 rows\n"
    to_file = cli(*line, "x=1:2:3000", "-o", "c.csv").err
    assert to_file == "note: 3000 rows written to c.csv; lost digits were looked for in 751 of them\n"
    total = cli(*line, "x=1:2:3000", "-o", "t.csv", "--total").err
    assert total == "note: 1 row written to t.csv; lost digits were looked for in 751 of 3000 rows\n"


def test_a_missing_name_is_asked_for_alone_and_a_column_like_it_is_named(cli, here):
    (here / "x.csv").write_text("x\n1\n")
    assert "--at a=...\n" in cli("sweep", "x*a", "--over", "x.csv").err
    (here / "u.csv").write_text("X,a,zz\n1,2,3\n")
    assert "did you mean X?" in cli("sweep", "x*a", "--over", "u.csv").err
    assert cli("sweep", "a", "--over", "u.csv").err == "note: X, zz are given a value that the program does not use\n"


def test_lines_may_end_with_carriage_returns(cli, here):
    (here / "cr.csv").write_bytes(b"x,a\r1,2\r3,4\r")
    assert cli("sweep", "x*a", "--over", "cr.csv", "--wrt", "x").out == "x,a,y,dy/dx\n1.0,2.0,2.0,2.0\n3.0,4.0,12.0,4.0\n"
