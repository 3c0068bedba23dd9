import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

import adtrace
from adtrace.errors import LimitError
from adtrace.limits import LIMITS
from adtrace.views.drawing import draw, laid_out
from adtrace.views.source import Source
from adtrace.views.stepping import animated, frames
from adtrace.views.timeline import Timeline, check_frames

PROGRAMS = {
    "fan-out": ("x1*x2 + sin(x1)", {"x1": 2, "x2": 3}),
    "square": ("x*x", {"x": 3}),
    "branch": ("where(x > 0, x*y, z)", {"x": 1, "y": 2, "z": 3}),
    "arrays": ("h = tanh(W @ x); sum(h*h)", {"W": [[0.1, 0.2], [0.3, 0.4]], "x": [1, 2]}),
    "symbols": ("x1*x2 + sin(x1)", None),
}
MODES = ("value", "forward", "reverse", "both")
SVG = "{http://www.w3.org/2000/svg}"
CHROMIUM = shutil.which("chromium")


def traces(program: str) -> tuple[adtrace.Trace, adtrace.Trace]:
    text, at = PROGRAMS[program]
    first = next(iter(adtrace.reverse(text, at).inputs))
    return adtrace.forward(text, at, wrt=first), adtrace.reverse(text, at)


def timeline(program: str, mode: str) -> Timeline:
    source = Source(mode, *traces(program))
    return Timeline(source, laid_out(source)[0])


def cards(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)
    groups = [group for group in root.iter(f"{SVG}g") if group.get("data-step")]
    return [group.findall(f"{SVG}path")[0].get("d", "") for group in groups]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("program", PROGRAMS)
def test_every_frame_has_the_same_placement(program: str, mode: str) -> None:
    found = list(frames(mode, *traces(program)))
    assert len({ElementTree.fromstring(svg).get("viewBox") for svg in found}) == 1
    placed = [cards(svg) for svg in found]
    assert placed[0] and all(each == placed[0] for each in placed)
    assert placed[0] == cards(draw(mode, *traces(program)))
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("program", PROGRAMS)
def test_adjoints_grow_by_the_increments_of_the_sweep(program: str) -> None:
    reverse = traces(program)[1]
    found = timeline(program, "both")
    for step in reverse.steps:
        live = [increment.total for increment in step.increments if increment.path]
        shown = [total for _, total in found.adjoints[step.name]]
        expected = live if not step.seeded else [shown[0], *live]
        assert str(shown) == str(expected or [step.adjoint])
    order = [found.computed[step.name] for step in reverse.steps if step.role != "input"]
    assert order == sorted(set(order)) and max(order) < min(found.passed.values())


def test_the_last_frame_is_the_picture() -> None:
    for mode in MODES:
        *_, before, last = frames(mode, *traces("fan-out"))
        texts = [len(re.findall("<use ", svg)) for svg in (before, last, draw(mode, *traces("fan-out")))]
        # The counter is all that the last frame adds, typeset in one go.
        counter = len(re.findall(r"\d|/", f"{len(timeline('fan-out', mode).moments)}/")) * 2 - 1
        assert texts[1] == texts[2] + counter
        assert 'stroke-width="3.2"' in before and 'stroke-width="3.2"' not in last


def test_nothing_is_shown_before_it_is_computed() -> None:
    first, inputs, *_ = frames("both", *traces("fan-out"))
    assert first.count('<g fill-opacity="0.4"') == 5 + 5
    assert inputs.count('<g fill-opacity="0.4"') == 3 + 5


def test_the_animation_has_no_script_and_heeds_less_motion() -> None:
    svg = animated("both", *traces("fan-out"))
    root = ElementTree.fromstring(svg)
    assert not [element for element in root.iter() if element.tag.endswith("script")]
    style = " ".join(element.text or "" for element in root.iter(f"{SVG}style"))
    assert style.count("@keyframes") == svg.count("@keyframes") > 10
    assert "@media (prefers-reduced-motion:no-preference){@keyframes" in style and "infinite" in style
    used = {name for element in root.iter(f"{SVG}g") for name in element.get("class", "").split() if name[0] == "a"}
    assert set(re.findall(r"@keyframes ([\w-]+)", style)) <= used


def test_too_many_frames_are_refused() -> None:
    with pytest.raises(LimitError, match="frames are too many"):
        check_frames(LIMITS.frames + 1)
    with pytest.raises(LimitError, match="frames are too many"):
        list(frames("value", adtrace.evaluate("+".join(["x"] * 120), {"x": 1}), None))


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
def test_a_browser_shows_every_frame_in_turn(tmp_path: Path) -> None:
    moments = timeline("fan-out", "both").moments
    page = tmp_path / "page.html"
    page.write_text(
        "<!doctype html><body>" + animated("both", *traces("fan-out")) + """<script>
        const all = document.getAnimations(); let said = [];
        for (let frame = 0; frame < COUNT; frame++) {
          all.forEach(one => { one.pause(); one.currentTime = 2000*frame + 1000; });
          const lit = [...document.querySelectorAll('path[stroke-width="3.2"]')];
          const faint = [...document.querySelectorAll('g[class*="-f"]')].filter(g => getComputedStyle(g).fillOpacity < 1);
          said.push(lit.filter(p => getComputedStyle(p).visibility == 'visible').length + ':' + faint.length);
        }
        document.body.textContent = 'frames ' + said.join(' ') + '.';
        </script>""".replace("COUNT", str(len(moments))), encoding="utf-8")
    command = [str(CHROMIUM), "--headless", "--no-sandbox", f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom"]
    shown = subprocess.run([*command, page.as_uri()], capture_output=True, text=True, timeout=60, check=True).stdout
    still = []
    for svg in frames("both", *traces("fan-out")):
        lit, faint = svg.count('stroke-width="3.2"'), svg.count('<g fill-opacity="0.4"')
        still.append(f"{lit}:{faint}")
    assert f"frames {' '.join(still)}." in shown
