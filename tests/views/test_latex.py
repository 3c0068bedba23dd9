import json
import re
from pathlib import Path

import numpy as np
import pytest
from pdflatex import complaints, complaints_by_part, log_of, needs_pdflatex

import adtrace
from adtrace.errors import AdtraceError
from adtrace.records import Trace
from adtrace.views import formats
from adtrace.views.breadth import breadth
from adtrace.views.formats import Options
from adtrace.views.latex import number_latex
from adtrace.views.number import people
from adtrace.views.tex import FIT

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.adt"))
FAN_OUT = ("x1*x2 + sin(x1)", {"x1": 2, "x2": 3})
LONG = (
    "h = sigmoid(a*x + b); g = sigmoid(c*h + d*x^2 + k*sin(x)*cos(b)); sigmoid(exp(sin(x))*log(1 + g^2)*"
    "sqrt(a*x + h*(b*c - d)^2) + atan2(a, x)/(1 + abs(x*g - 3*h^2 + long_variable_name*another_long_name)))",
    {"x": 2, "a": 1, "b": 0.5, "c": -1, "d": 0.25, "k": 1e-7, "long_variable_name": 123456789, "another_long_name": -3},
)
MATRIX = np.linspace(-1000.0, 1000.0, 32).reshape(4, 8).tolist()


def rendered(trace: Trace, name: str = "latex", **options: object) -> str:
    return "".join(formats.by_name(name).render(trace, Options(all=True, **options)))  # type: ignore[arg-type]


MODES = {"forward": adtrace.forward, "reverse": adtrace.reverse, "eval": adtrace.evaluate}
NAMES = "loss' = alpha_1*β2''^2 + café*й + 变*_x; loss'^loss'"
CHAIN = "; ".join(["a0 = sin(x)", *[f"a{place} = sin(a{place - 1}) + x" for place in range(1, 80)]])
ROOT = "sqrt(" + " + ".join(f"x{place}*{place}" for place in range(40)) + ")"
POWERS = "f(a, b) = sqrt(a + 1)^b; f(x, x)^sqrt(x + the_longest_of_all_the_names_in_this_text + 1)"
PROGRAMS = {
    "fan-out": FAN_OUT,
    "long": LONG,
    "symbols": (FAN_OUT[0], None),
    "warnings": ("abs(x) + log(y) + sqrt(z)", {"x": 0, "y": -1, "z": 0}),
    "names": (NAMES, dict.fromkeys(["alpha_1", "β2''", "café", "й", "变", "_x"], 1.5)),
    "outputs": ("[x*y, x + y, x/y]", {"x": 2, "y": 3}),
    "constants": ("2^x + pi*x^-1 + 1e-300*x + 2.50*(x + (1/3))", {"x": 1e9}),
    "chain": (CHAIN, {"x": 1}),
    "root": (ROOT, {f"x{place}": place for place in range(40)}),
    "powers": (POWERS, {"x": 2, "the_longest_of_all_the_names_in_this_text": 1}),
    "wide-matrix": ("sum(tanh(A @ B.T)^2 + exp(A @ A.T))", {"A": MATRIX, "B": MATRIX}),
    "large-matrix": ("sum(A*A)", {"A": np.ones((30, 30))}),
    "vector": ("a*v", {"a": 2, "v": [123.4567] * 8}),
    "logistic": ("1/(1+exp(-a*x))", {"x": 2, "a": 1}),
    "square": ("x*x", {"x": 3}),
}


def traced(program: str, mode: str) -> Trace:
    text, at = PROGRAMS[program]
    if mode != "forward":
        return MODES[mode](text, at)
    name = "x1" if at is None else next(iter(at))
    seeded = {"seed": {name: at[name]}} if at and np.ndim(at[name]) else {"wrt": name}
    return adtrace.forward(text, at, **seeded)


def cases(**options: object) -> dict[str, str]:
    found = {f"{program}-{mode}": rendered(traced(program, mode), **options) for program in PROGRAMS
             for mode in MODES if mode != "eval" or PROGRAMS[program][1]}
    for sample in SAMPLES:
        text = sample.read_text(encoding="utf-8")
        found |= {f"{sample.stem}-{mode}": rendered(MODES[mode](text), **options) for mode in ("eval", "reverse")}
    found["sweeps"] = rendered(adtrace.forward(*FAN_OUT), **options)
    found["digits"] = rendered(adtrace.reverse(*FAN_OUT), **{**options, "digits": 17})
    found["french"] = rendered(adtrace.reverse(*LONG), **{**options, "lang": "fr", "decimal": "comma"})
    return found


@needs_pdflatex
def test_parts_compile_without_a_complaint(tmp_path: Path) -> None:
    assert complaints_by_part(cases(), tmp_path) == {}


@needs_pdflatex
def test_documents_compile_without_a_complaint(tmp_path: Path) -> None:
    documents = cases(standalone=True)
    bodies = {name: re.split(r"\\(?:begin|end)\{document\}", text)[1] for name, text in documents.items()}
    page = r"\usepackage[a4paper,margin=2cm]{geometry}\setlength{\parindent}{0pt}"
    assert complaints_by_part(bodies, tmp_path, page, runs=1) == {}
    assert complaints(log_of(documents["fan-out-reverse"], tmp_path)) == []


@needs_pdflatex
@pytest.mark.parametrize("broken", [r"\nothing", r"$\bar{w$", r"\mbox{" + "long " * 100 + "}", "é变"])
def test_what_is_broken_is_complained_of(broken: str, tmp_path: Path) -> None:
    assert list(complaints_by_part({"fine": "fine", "broken": broken, "after": "fine"}, tmp_path, runs=1)) == ["broken"]


FORMULA = re.compile(r"\$([^$]+)\$")


@needs_pdflatex
def test_estimated_widths_are_close_and_on_the_safe_side(tmp_path: Path) -> None:
    found = {formula for text in cases().values() for formula in FORMULA.findall(text)}
    formulas = sorted(each for each in found if "matrix" not in each and FIT not in each and len(each) > 4)
    assert len(formulas) > 1000
    body = "".join(f"\\sbox0{{${formula}$}}\\immediate\\write-1{{@wide \\the\\wd0}}\n" for formula in formulas)
    paint = "".join(rf"\definecolor{{adtrace-{role}}}{{gray}}{{0}}" for role in ("tangent", "adjoint", "muted"))
    log = log_of(rf"\documentclass{{article}}\usepackage{{amsmath,xcolor}}{paint}\begin{{document}}{body}.\end{{document}}", tmp_path)
    widths = [float(width) / 10 for width in re.findall(r"@wide ([0-9.]+)pt", log)]
    ratios = [breadth(formula) / width for formula, width in zip(formulas, widths, strict=True)]
    assert min(ratios) > 0.93, formulas[ratios.index(min(ratios))]
    assert max(ratios) < 1.7, formulas[ratios.index(max(ratios))]
    assert sorted(ratios)[len(ratios) // 20] > 0.98 and sorted(ratios)[len(ratios) // 2] < 1.15


# What stands in the cells


def cells(text: str) -> list[list[str]]:
    """The rows of the first table; the two halves of an aligned number are one cell."""
    body = text.split("\\midrule\n")[1].split("\\bottomrule")[0]
    rows = re.sub(r"\$(-?[0-9]*)\$&(?:\$([^$]*)\$)?", r"$\1\2$ &", body)
    return [[cell.strip() for cell in row.split("&")] for row in re.split(r"\\\\\*?\n(?:\\addlinespace\[3pt\]\n)?", rows) if row]


def test_one_row_per_increment_and_the_sum() -> None:
    rows = cells(rendered(adtrace.reverse(*FAN_OUT)))
    last = [row for row in rows if any("x_{1}" in cell for cell in row[:2])][-1]
    place = rows.index(last)
    rules = [row[-3] for row in rows[place:] if row[-2]]
    assert [row[-2] for row in rows[place:] if row[-2]] == ["$-0.4161$", "$3$", "$2.5839$"]
    assert r"\bar{w}_{2}" in rules[0] and rules[1].startswith("${}+") and "sum over 2 uses" in rules[2]


NUMBER = re.compile(r"\$(?:-?[0-9.]+(?: \\times 10\^\{-?[0-9]+\})?|-?\\infty|\\mathrm\{nan\})\$")


def numbers_in(row: list[str]) -> list[str]:
    """The number at the end of a row, if there is one."""
    return [cell[1:-1] for cell in (row[-1] or row[-2],) if NUMBER.fullmatch(cell)]


@pytest.mark.parametrize("program", ["fan-out", "square", "logistic"])
@pytest.mark.parametrize("standalone", [False, True])
def test_reverse_numbers_are_those_of_the_json_trace(program: str, standalone: bool) -> None:
    trace = traced(program, "reverse")
    found = json.loads(rendered(trace, "json"))
    wanted = []
    for step in reversed(found["steps"]):
        uses = [each["product"] for each in step["increments"]]
        wanted += [*uses, step["adjoint"]] if len(uses) > 1 else [step["adjoint"]]
    digits = 6 if standalone else 4
    rows = cells(rendered(trace, standalone=standalone, digits=digits))
    assert [number for row in rows for number in numbers_in(row)] == [number_latex(people(each, digits)) for each in wanted]


@pytest.mark.parametrize("program", ["fan-out", "square", "logistic"])
def test_forward_numbers_are_those_of_the_json_trace(program: str) -> None:
    trace = traced(program, "forward")
    wanted = [step["tangent"] for step in json.loads(rendered(trace, "json"))["steps"]]
    rows = cells(rendered(trace))
    assert [number for row in rows for number in numbers_in(row)] == [number_latex(people(each)) for each in wanted]


def test_the_decimal_comma_is_in_every_number() -> None:
    text = rendered(adtrace.reverse(*FAN_OUT), decimal="comma")
    assert "6{,}909297" in text and not re.search(r"[0-9]\.[0-9]", text.split(r"\begingroup")[1].split("linewidth")[-1])


def test_a_part_is_no_document_and_a_document_is_one() -> None:
    part, document = rendered(adtrace.reverse(*FAN_OUT)), rendered(adtrace.reverse(*FAN_OUT), standalone=True)
    assert part.startswith("% ") and "documentclass" not in part and r"\usepackage{amsmath" in part.split("\n")[1]
    assert r"\documentclass" in document and document.endswith("\\end{document}\n")


def test_long_tables_go_over_pages_and_short_ones_do_not() -> None:
    assert r"\begin{longtable}" in rendered(traced("chain", "eval")) and r"\begin{tabular}" in rendered(traced("square", "eval"))


def test_large_arrays_are_outlined() -> None:
    text = rendered(traced("large-matrix", "reverse"))
    assert "bmatrix" not in text and "norm 30" in text
    assert r"\begin{bmatrix}" in rendered(adtrace.reverse((SAMPLES[0].parent / "b_two_layer_mse.adt").read_text(encoding="utf-8")))


def test_very_many_steps_come_piece_by_piece() -> None:
    text = "; ".join(["a0 = sin(x)", *[f"a{place} = sin(a{place - 1})" for place in range(1, 3000)]])
    pieces = iter(formats.by_name("latex").render(adtrace.reverse(text, {"x": 1}), Options(all=True)))
    assert next(pieces).startswith("% ")
    assert sum(r"\bar{a}_{" in piece for piece in pieces) > 3000


def test_left_out_steps_are_counted() -> None:
    text = "".join(formats.by_name("latex").render(adtrace.reverse("; ".join(["a0 = sin(x)", *[f"a{p} = sin(a{p - 1})" for p in range(1, 300)]]), {"x": 1}), Options()))
    assert "101 steps lie between" in text


def test_unknown_steps_are_refused() -> None:
    with pytest.raises(AdtraceError):
        formats.by_name("latex").render(adtrace.reverse(*FAN_OUT), Options(only=("nothing",)))
