import re
import struct
import sys

import pytest

import adtrace
from adtrace.errors import AdtraceError
from adtrace.views import formats

TRACE = adtrace.reverse("x1*x2 + sin(x1)", {"x1": 2, "x2": 3})


def size_of(svg: str) -> tuple[int, int]:
    found = re.search(r'viewBox="0 0 (\d+) (\d+)"', svg)
    assert found
    return int(found[1]), int(found[2])


@pytest.mark.parametrize("scheme", ["auto", "light", "dark"])
def test_a_png_has_the_size_of_the_svg_twice(scheme: str) -> None:
    pytest.importorskip("typst")
    options = formats.Options(scheme=scheme)
    png = formats.by_name("png").render(TRACE, options)
    assert isinstance(png, bytes) and png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = size_of(str(formats.by_name("svg").render(TRACE, options)))
    assert struct.unpack(">II", png[16:24]) == (2 * width, 2 * height)


def test_auto_is_light() -> None:
    pytest.importorskip("typst")
    auto, light, dark = (
        formats.by_name("png").render(TRACE, formats.Options(scheme=scheme)) for scheme in ("auto", "light", "dark")
    )
    assert auto == light != dark


def test_a_pdf_has_one_page_of_the_pictures_size() -> None:
    pytest.importorskip("typst")
    pdf = formats.by_name("pdf").render(TRACE, formats.Options())
    assert isinstance(pdf, bytes) and pdf.startswith(b"%PDF-")
    assert pdf == formats.by_name("pdf").render(TRACE, formats.Options())


@pytest.mark.parametrize("name", ["png", "pdf"])
def test_without_the_extra_the_message_says_what_to_install(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(AdtraceError) as found:
        formats.by_name(name).render(TRACE, formats.Options())
    assert found.value.exit_code == 2 and found.value.hint == "pip install 'adtrace[png]'"
