"""Programs as C: compiled with every warning an error, run, and held against the trace."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from compiled import COMPILER, near, needs_compiler, operations_of, run
from hostile_names import NAMES, WORSE, renamed

from adtrace.cli.sources import run_at
from adtrace.errors import AdtraceError
from adtrace.lang.parser import parse
from adtrace.sweeps.exported import exported
from adtrace.sweeps.run import Run
from adtrace.views.code.c99.file import c_file
from adtrace.views.code.c99.text import comment

PROGRAMS = {
    "logistic": ("1/(1 + exp(-a*x))", "x=2,a=1", {}),
    "fan out": ("w = x*y; [w + sin(w), w/y]", "x=2,y=3", {}),
    "forward": ("[sin(x)*y, x/y]", "x=2,y=3", {"mode": "forward"}),
    "ties": ("max(x, y) + min(x, y, 2) + clip(x, 0, 1) + abs(x - y)", "x=2,y=2", {}),
    "network": ("h = tanh(W1@x + b1); p = softmax(W2@h + b2); -log(p[1])",
                "W1=[[.1,.2],[-.3,.4],[.5,-.6]],b1=[.1,0,-.1],x=[1,2],W2=[[1,2,3],[-1,0,1]],b2=[0,.5]", {}),
    "statistics": ("std(x) + var(x) + norm(x - mean(x)) + logsumexp(x) + prod(x)", "x=[1,2.5,-3]", {}),
    "axes": ("sum(max(A, axis=0)*mean(A, axis=0)) + sum(cumsum(A, axis=1)[1] * A[0, ::-1])", "A=[[1,2,3],[4,-5,6]]", {}),
    "system": ("x = solve(A, b); x@x + logdet(A) + det(A) + trace(inv(A))", "A=[[4,1,0],[1,3,-1],[0,2,5]],b=[1,2,3]", {}),
    "images": ("sum(max_pool2d(relu(conv2d(x, k, padding=1)), size=2))",
               "x=[[[1,2,3],[4,-5,6],[7,8,9]]],k=[[[[1,0],[.5,-1]]]]", {}),
    "chosen": ("sum(x[i]*where(x > 1, x, exp(x)))", "x=[.5,1.5,2.5],i=-1", {}),
    "edges": ("1/x + log(y) + inf*z", "x=-0.0,y=0,z=1e-320", {}),
    "special": ("gamma(x)*digamma(x) + erf(x) + lgamma(y) + gelu(-x) + mod(-x, y)", "x=2.5,y=.3", {}),
    "value": ("[[a, 2*a], [b, a*b]] @ [a, b]", "a=3,b=-2", {"mode": "value"}),
}


def export_of(text, at="", **options):
    values = at if isinstance(at, dict) else {}
    run = Run(parse(text), values) if values else run_at(text, (at,) if at else (), (), share=False)
    return exported(run, options.pop("mode", "reverse"), **options)


@needs_compiler
@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_runs_and_tests_itself(name, tmp_path):
    """What main prints are the numbers of the trace, within 4 units in the last place for every operation."""
    text, at, options = PROGRAMS[name]
    export = export_of(text, at, **options)
    *lines, last = run(c_file(export), tmp_path).splitlines()
    assert last == "ok: as traced"
    found = np.array([float(line.split()[1]) for line in lines])
    outputs = [number for value in export.trace.outputs.values() for number in np.ravel(value)]
    pairs = [(output, name) for output, row in export.straight.derivatives.items() for name in row]
    slopes = [number for pair in pairs for number in np.ravel(export.slopes[pair])]
    wanted = outputs + (outputs + slopes if options.get("mode") != "value" else [])
    assert near(found, np.array(wanted), operations_of(export))


@needs_compiler
def test_a_self_test_can_fail(tmp_path):
    export = export_of("x^2", "x=3")
    text = c_file(export._replace(slopes={("y", "x"): 6.000001}))
    with pytest.raises(AssertionError, match="not as traced"):
        run(text, tmp_path)


@needs_compiler
def test_the_functions_are_used_from_another_file(tmp_path):
    (tmp_path / "f.c").write_text(c_file(export_of("sum(W@x)", "W=[[1,2],[3,4]],x=[1,1]")), encoding="utf-8")
    (tmp_path / "main.c").write_text("""
#include <stdio.h>
double f_and_gradient(const double W[2][2], const double x[2], double grad_W[2][2], double grad_x[2]);
int main(void)
{
    const double W[2][2] = {{1, 2}, {3, 5}}, x[2] = {1, 10};
    double grad_W[2][2], grad_x[2];
    const double y = f_and_gradient(W, x, grad_W, grad_x);
    printf("%g %g %g\\n", y, grad_x[1], grad_W[1][1]);
    return 0;
}
""", encoding="utf-8")
    both = [str(tmp_path / name) for name in ("f.c", "main.c")]
    done = subprocess.run(["cc", "-std=c99", "-Wall", "-DNO_MAIN", *both, "-o", str(tmp_path / "a"), "-lm"], check=False)
    assert done.returncode == 0
    assert subprocess.run([str(tmp_path / "a")], capture_output=True, text=True, check=True).stdout == "74 7 10\n"


@needs_compiler
def test_nothing_undefined_is_done(tmp_path):
    """With the compiler's checks of undefined behaviour and of addresses, as far as it has them."""
    checks = ("-fsanitize=undefined,address", "-fno-sanitize-recover=all")
    (tmp_path / "empty.c").write_text("int main(void) { return 0; }\n")
    has = [COMPILER, *checks, str(tmp_path / "empty.c"), "-o", str(tmp_path / "empty")]
    if subprocess.run(has, capture_output=True, check=False).returncode:
        pytest.skip("the compiler has no such checks")
    text = "; ".join(f"r{place} = {body}" for place, body in enumerate((
        "sum(solve(A, x))", "x[i]", "sum(cumsum(x)) + prod(x)", "sum(max_pool2d(reshape(A, shape=[1, 3, 3]), size=2, stride=1))",
        "sum(flip(x)*x[::-1]) + polygamma(1, x[0])", "sum(concat(x, x[1:])) + mod(x[0], 3)", "sum(softmax(A, axis=0)[1])",
    )))
    text += "; r0 + r1 + r2 + r3 + r4 + r5 + r6"
    export = export_of(text, "A=[[4,1,0],[1,3,-1],[0,2,5]],x=[1,2.5,3],i=2")
    assert "ok" in run(c_file(export), tmp_path, *checks)


@needs_compiler
def test_an_index_out_of_range_is_no_address(tmp_path):
    """The trace stops there; the code cannot, and gives NAN."""
    text = c_file(export_of("x[i]", "x=[1,2,3],i=1")).replace("const double i = 1.0", "const double i = 1e300")
    program = subprocess.run(
        [COMPILER, "-x", "c", "-std=c99", "-", "-o", str(tmp_path / "a"), "-lm"], input=text, text=True, check=True)
    assert program.returncode == 0
    found = subprocess.run([str(tmp_path / "a")], capture_output=True, text=True, check=False)
    assert found.stdout.splitlines()[0].split()[:2] == ["f", "nan"]


HOSTILE = (
    "y1*j0", "gamma*exp*I", "main+printf", "int*double", "NAN*INFINITY", "_x*__y", "x'*x_prime*x''", "α*alpha*θ", "i*j*k*sum([i, j])",
    "f*f_and_gradient", "sum*t*top*square(sum)", "linux*unix*near", "a" * 200 + "*" + "a" * 199 + "b", "sigmoid(sigmoid)*wrong*differs*traced",
    "é*è", "FP_NAN*M_PI*HUGE_VAL", "isnan*fmax", "d*t1*t2 + x^2*x_bar*grad_x",
)  # fmt: skip


@needs_compiler
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_any_name_is_a_name_of_c(text, tmp_path):
    names = sorted(Run(parse(text), {}).built.values)
    at = {name: 0.5 + place for place, name in enumerate(names)}
    assert "ok" in run(c_file(exported(Run(parse(text), at), "forward" if len(at) > 1 else "reverse")), tmp_path)


@needs_compiler
def test_names_that_the_language_refuses_are_data_all_the_same(tmp_path):
    """All in one file: a function for each name, which stands in its head, its statements and its self-test."""
    texts = []
    for place, name in enumerate([*NAMES, *WORSE]):
        export = export_of("x^2*a", "x=3,a=2")
        export = renamed(export._replace(slopes={}), "x", name)._replace(
            slopes={(output, name if wrt == "x" else wrt): value for (output, wrt), value in export.slopes.items()})
        text = c_file(export._replace(function=f"f{place}"))
        texts += [text.partition("int main(void)")[0].replace("differs(", f"differs{place}("), "#endif\n"]
    calls = "".join(f"(void)differs{place};" for place in range(len(texts)//2))
    run("".join(texts) + f"int main(void) {{ {calls} return 0; }}\n", tmp_path)


@needs_compiler
def test_no_text_ends_a_comment(tmp_path):
    for ending in ("*/ int x[-1]; /*", "\\", "??/", "**//", "/*", "*\\\n/", "\u202e evil", "%s\0"):
        text = f"x + 1 # {ending}\n"
        try:
            program = parse(text)
        except AdtraceError:
            continue
        assert "ok" in run(c_file(exported(Run(program, {"x": 1.0}))), tmp_path)
    source = random.Random(5)
    for _ in range(200):
        shown = comment("".join(source.choice("*/\\?\n a%\"'") for _ in range(30)))
        assert not any(bad in shown for bad in ("*/", "/*", "\\", "??", "\n"))


@needs_compiler
def test_numbers_are_exact(tmp_path):
    values = [0.1, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 1/3, 1e22, 123456789012345678.0]
    text = c_file(export_of(f"[{', '.join(f'x*{value!r}' for value in values)}, -x*0]", "x=1", mode="value"))
    found = [line.split()[1] for line in run(text, tmp_path).splitlines()[:-1]]
    assert [float(one) for one in found[:-1]] == values
    assert found[-1] == "-0"


def test_bad_names_of_functions():
    for name in ("main", "2f", "f g", "exp", "π"):
        with pytest.raises(AdtraceError, match="no name of a C function"):
            c_file(export_of("x^2", "x=3", function=name))
    with pytest.raises(AdtraceError, match="needs itself"):
        c_file(export_of("sigmoid(x)", "x=3", function="sigmoid"))


def test_an_array_without_elements_is_refused():
    with pytest.raises(AdtraceError, match="without elements"):
        c_file(export_of("sum(x[5:]) + x[0]", "x=[1,2]"))


def test_the_head_says_how_to_test_where_there_is_a_test():
    for at, tested in (("x=1", True), ("", False), ({"x": np.ones(20_000)}, False)):
        text = c_file(export_of("sum(x)", at))
        assert ("Test it:" in text) == ("int main(void)" in text) == tested
        assert ("No self-test" in text) == isinstance(at, dict)


def test_the_head_tells_how_much_stack_it_takes():
    assert "MB of stack" in c_file(export_of("sum(exp(x@x))", {"x": np.eye(70)}))
    assert "MB of stack" not in c_file(export_of("exp(x)", "x=1"))


def test_a_scalar_export_imports_no_numpy():
    code = "import sys, adtrace; adtrace.export('x^2', to='c', at={'x': 2}); assert 'numpy' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_long_programs(tmp_path):
    """Hundreds of statements are written in a moment, each on its own line."""
    text = "w0 = x; " + "; ".join(f"w{n} = sin(w{n - 1})*a" for n in range(1, 500)) + "; w499"
    found = c_file(export_of(text, "x=1,a=.5"))
    assert found.count("sin(") >= 500


def test_the_command(capsys):
    from adtrace.cli.main import run as cli

    assert cli(["export", "x^2", "--to", "c", "--at", "x=3", "--name", "square_of"]) == 0
    assert "double square_of(double x)" in capsys.readouterr().out


def test_the_suffix_chooses_c(tmp_path: Path):
    from adtrace.cli.main import run as cli

    assert cli(["export", "x^2", "--at", "x=3", "-o", str(tmp_path / "f.c")]) == 0
    assert (tmp_path / "f.c").read_text().startswith("/* A program")
