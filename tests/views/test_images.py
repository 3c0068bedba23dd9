import io
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

import adtrace
from adtrace.errors import AdtraceError, LimitError
from adtrace.limits import LIMITS
from adtrace.views import formats, images
from adtrace.views.palette import COLOURS, PAGE

pytest.importorskip("typst", reason="the extra adtrace[png] is not installed")
Image = pytest.importorskip("PIL.Image", reason="pillow is not installed")

PDFTOPPM = shutil.which("pdftoppm")
needs_pdftoppm = pytest.mark.skipif(PDFTOPPM is None, reason="pdftoppm is not installed (Debian: poppler-utils)")

REVERSE = adtrace.reverse("x1*x2 + sin(x1)", {"x1": 2, "x2": 3})
FORWARD = adtrace.forward("x1*x2 + sin(x1)", {"x1": 2, "x2": 3}, wrt="x1")
VALUE = adtrace.evaluate("x1*x2 + sin(x1)", {"x1": 2, "x2": 3})
MODES = {"value": (VALUE, None), "forward": (FORWARD, REVERSE), "reverse": (REVERSE, None), "both": (REVERSE, FORWARD)}
CARD = re.compile(
    r'<g data-step="(\w+)">.*?\n<path d="M([\d.]+) ([\d.]+)a9 9 0 0 1 9-9h([\d.]+)a9 9 0 0 1 9 9v([\d.]+)'
)


class Corner(NamedTuple):
    """Where a card of an SVG lies."""

    x: float
    y: float
    width: float
    height: float


@cache
def rendered(name: str, mode: str = "both", scheme: str = "light") -> str | bytes:
    trace, beside = MODES[mode]
    return formats.by_name(name).render(trace, formats.Options(scheme=scheme, beside=beside))


def size_of(svg: str) -> tuple[int, int]:
    found = re.search(r'viewBox="0 0 (\d+) (\d+)"', svg)
    assert found
    return int(found[1]), int(found[2])


def cards(svg: str) -> dict[str, Corner]:
    found = {}
    for name, x, y, width, height in CARD.findall(svg):
        found[name] = Corner(float(x), float(y) - 9, float(width) + 18, float(height) + 18)
    return found


def assert_looks_like(image: "Image.Image", mode: str, scheme: str) -> None:
    """Rims, bands, cards and page have their colours where the SVG has them, and every colour of its text is there."""
    svg, dark = str(rendered("svg", mode, scheme)), scheme == "dark"

    def close(x: float, y: float, colour: str) -> bool:
        pixel = image.getpixel((round(2 * x), round(2 * y)))
        return all(abs(one - int(colour[place : place + 2], 16)) <= 6 for place, one in zip((1, 3, 5), pixel, strict=True))

    assert close(3, 3, PAGE[dark])
    found = cards(svg)
    assert set(found) == {"x1", "x2", "w1", "w2", "y"}
    for name, card in found.items():
        rule = "input-" if name[0] == "x" else "output-" if name == "y" else ""
        assert close(card.x + 5, card.y + 12, COLOURS[f"{rule}band"][dark]), name
        assert close(card.x + 5, card.y + card.height - 12, COLOURS["card"][dark]), name
        assert close(card.x, card.y + card.height / 2, COLOURS[f"{rule}rim"][dark]), name
    painted = {f"#{red:02x}{green:02x}{blue:02x}" for _, (red, green, blue) in image.getcolors(1 << 20)}
    roles = {"value": {"ink"}, "forward": {"ink", "tangent"}, "reverse": {"ink", "adjoint"}, "both": {"ink", "tangent", "adjoint"}}
    shown = {COLOURS[role][dark] for role in ("tangent", "adjoint", "ink")} & painted
    assert shown == {COLOURS[role][dark] for role in roles[mode]}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("mode", MODES)
def test_a_png_is_the_svg_in_twice_its_size(mode: str, scheme: str) -> None:
    png = rendered("png", mode, scheme)
    assert isinstance(png, bytes)
    image = Image.open(io.BytesIO(png)).convert("RGB")
    width, height = size_of(str(rendered("svg", mode, scheme)))
    assert image.size == (2 * width, 2 * height)
    assert_looks_like(image, mode, scheme)


def test_auto_is_light() -> None:
    assert rendered("png", scheme="auto") == rendered("png", scheme="light") != rendered("png", scheme="dark")


@needs_pdftoppm
@pytest.mark.parametrize(("mode", "scheme"), [("both", "light"), ("reverse", "dark")])
def test_a_pdf_is_one_page_with_the_svg(mode: str, scheme: str, tmp_path: Path) -> None:
    pdf = rendered("pdf", mode, scheme)
    assert isinstance(pdf, bytes) and pdf.startswith(b"%PDF-")
    (tmp_path / "graph.pdf").write_bytes(pdf)
    subprocess.run([str(PDFTOPPM), "-r", "192", "graph.pdf", "page"], cwd=tmp_path, check=True, timeout=60)
    image = Image.open(next(iter(tmp_path.glob("page-*.ppm"))))
    assert len(list(tmp_path.glob("page-*"))) == 1
    width, height = size_of(str(rendered("svg", mode, scheme)))
    assert image.width == pytest.approx(2 * width, abs=1) and image.height == pytest.approx(2 * height, abs=1)
    assert_looks_like(image.convert("RGB"), mode, scheme)


def test_the_same_drawing_is_the_same_pdf() -> None:
    trace, beside = MODES["both"]
    assert rendered("pdf") == formats.by_name("pdf").render(trace, formats.Options(scheme="light", beside=beside))


def test_hostile_names_are_data() -> None:
    trace = adtrace.reverse("café' + 变 * sys", {"café'": 1, "变": 2, "sys": 3})
    assert bytes(formats.by_name("png").render(trace, formats.Options())).startswith(b"\x89PNG")
    hostile = trace._replace(expression='#read("/etc/passwd") $x$ \\ "')
    assert bytes(formats.by_name("pdf").render(hostile, formats.Options())).startswith(b"%PDF-")


def test_a_png_of_too_many_pixels_is_refused() -> None:
    side = round(LIMITS.pixels**0.5 / 2)
    images.check_pixels(f'<svg viewBox="0 0 {side} {side}">')
    with pytest.raises(LimitError, match="pixels is too large"):
        images.check_pixels(f'<svg viewBox="0 0 {side} {side + 2}">')
    with pytest.raises(LimitError, match="pixels is too large"):
        formats.by_name("png").render(adtrace.evaluate("+".join(["x"] * 240), {"x": 1}), formats.Options())


@pytest.mark.parametrize("name", ["png", "pdf"])
def test_without_the_extra_the_message_says_what_to_install(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(AdtraceError) as found:
        formats.by_name(name).render(REVERSE, formats.Options())
    assert found.value.exit_code == 2 and found.value.hint == "pip install 'adtrace[png]'"
