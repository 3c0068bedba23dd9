import re
from functools import cache
from pathlib import Path

import pytest
from pdflatex import complaints, complaints_by_part, log_of, needs_pdflatex

import adtrace
from adtrace.errors import LimitError
from adtrace.records import Trace
from adtrace.views import formats
from adtrace.views.formats import Options
from adtrace.views.palette import COLOURS
from adtrace.views.tex import Tex
from adtrace.views.tikz import LARGEST, SCALE, Tikz

LOGISTIC = ("1/(1+exp(-a*x))", {"x": 2, "a": 1})
NETWORK = (
    "h = sigmoid(W1 @ x + b1); yhat = tanh(w2 @ h + b2); loss = 0.5*(t - yhat)^2",
    {"W1": [[0.1, 0.8], [0.4, 0.6]], "b1": [0.1, 0.1], "x": [1, 1], "w2": [0.3, 0.9], "b2": 0.1, "t": 0.5},
)
GRAPHS = {
    "logistic": LOGISTIC,
    "network": NETWORK,
    "names": ("café'*ж_2 + 变/αβ - loss_in^the_longest_of_all_the_names", {"café'": 2, "ж_2": 1e-9, "变": 3, "αβ": 4, "loss_in": 2, "the_longest_of_all_the_names": 1}),
    "repeated": (" + ".join(f"sin({place}*x)" for place in range(12)), {"x": 1}),
    "where": ("where(x > 0, x, y) + abs(x)", {"x": 0, "y": 1}),
}
MODES = ("value", "forward", "reverse", "both")
PICTURES = [*[("logistic", mode) for mode in MODES], ("network", "reverse"), ("names", "both"), ("repeated", "both"), ("where", "both")]
PICTURE = re.compile(r"\\begin\{tikzpicture\}.*\\end\{tikzpicture\}", re.DOTALL)


@cache
def drawn(graph: str, mode: str = "both", name: str = "tikz", **options: object) -> str:
    text, at = GRAPHS[graph]
    reverse = adtrace.reverse(text, at)
    forward = adtrace.forward(text, at, wrt=next(name for name in reverse.inputs if not reverse.shapes[name]))
    traces: dict[str, tuple[Trace, Trace | None]] = {
        "value": (adtrace.evaluate(text, at), None), "forward": (forward, reverse), "reverse": (reverse, None), "both": (reverse, forward)}
    trace, beside = traces[mode]
    return str(formats.by_name(name).render(trace, Options(beside=beside, **options)))  # type: ignore[arg-type]


@needs_pdflatex
def test_pictures_compile_without_a_complaint(tmp_path: Path) -> None:
    parts = {f"{graph}-{mode}": drawn(graph, mode) for graph, mode in PICTURES}
    assert complaints_by_part(parts, tmp_path, runs=1) == {}


@needs_pdflatex
@pytest.mark.parametrize("graph", ["logistic", "names"])
def test_a_document_is_one_page_of_the_size_of_its_picture(graph: str, tmp_path: Path) -> None:
    text = drawn(graph, standalone=True)
    log = log_of(text, tmp_path)
    assert complaints(log) == [] and "(1 page," in log
    width = float(re.search(r"paperwidth=([0-9.]+)pt", text)[1])
    assert width == pytest.approx(float(re.search(r"rectangle \(([0-9.]+),", text)[1]) + 4, abs=0.2)


@pytest.mark.parametrize(("graph", "mode"), PICTURES)
def test_places_are_those_of_the_svg(graph: str, mode: str) -> None:
    """Every curve of the SVG, with its control points, and every rounded rectangle's corner."""
    picture, svg = drawn(graph, mode), drawn(graph, mode, "svg")
    number = r"-?[0-9]+(?:\.[0-9]+)?"
    curves = [
        [float(each) * SCALE for each in re.findall(number, path)]
        for path in re.findall(rf'<path d="(M{number} {number}C[^"]*)" fill="none"', svg)
    ]
    drawn_curves = [
        [float(each) for pair in re.findall(rf"\(({number}),({number})\)", line) for each in pair]
        for line in picture.split("\n") if "controls" in line
    ]
    assert len(curves) == len(drawn_curves) > 0
    for one, other in zip(curves, drawn_curves, strict=True):
        assert one == pytest.approx(other, abs=0.02)
    cards = len(re.findall(r"data-step=", svg))
    assert len(re.findall(r"rounded corners", picture)) == 3*cards


def test_cards_and_labels_are_those_of_the_drawing() -> None:
    picture = drawn("logistic")
    assert picture.count("{$w_{2}$}") == 1 and r"{\adtracefit[" in picture and "w_{2} = w_{1} \\cdot x" in picture
    assert r"\dot{w}_{2}" in picture and r"\bar{w}_{2}" in picture and "-1/w_{4}^{2}" in picture
    assert "% w\\u2082 = w\\u2081\\xb7x" in picture and "% w1 to w2" in picture


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_are_those_of_the_palette(scheme: str) -> None:
    picture = drawn("logistic", scheme=scheme)
    for role in ("ink", "tangent", "adjoint", "input-rim"):
        assert rf"\definecolor{{adtrace-{role}}}{{HTML}}{{{COLOURS[role][scheme == 'dark'][1:].upper()}}}" in picture


def test_every_colour_is_defined_and_every_line_ascii() -> None:
    for graph, mode in PICTURES:
        picture = drawn(graph, mode)
        assert picture.isascii()
        used = set(re.findall(r"(?:text|fill|draw)=(adtrace-[a-z-]+)", PICTURE.search(picture)[0]))
        assert used == set(re.findall(r"\\definecolor\{(adtrace-[a-z-]+)\}", picture))


def test_a_name_of_code_points_keeps_to_its_card() -> None:
    lines = [line for line in drawn("names").split("\n") if r"\mathtt{U" in line]
    assert lines and all(r"{\adtracefit[" in line for line in lines)


def test_letters_without_a_sign_are_explained_below() -> None:
    assert "CYRILLIC SMALL LETTER ZHE" in drawn("names").replace(r"\allowbreak ", "")


def test_what_tex_cannot_measure_is_refused() -> None:
    with pytest.raises(LimitError, match="more than TeX can measure"):
        Tikz(Tex()).finish(LARGEST / SCALE + 100, 50, "")
