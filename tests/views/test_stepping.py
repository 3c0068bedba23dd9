import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

import adtrace
from adtrace.errors import LimitError
from adtrace.limits import LIMITS
from adtrace.views.drawing import draw
from adtrace.views.formats import Options
from adtrace.views.moving import SECONDS
from adtrace.views.source import Source
from adtrace.views.stepping import animated, frames
from adtrace.views.timeline import Timeline, check_frames

Image = pytest.importorskip("PIL.Image", reason="pillow is not installed")
ImageChops = pytest.importorskip("PIL.ImageChops")

PROGRAMS = {
    "fan-out": ("x1*x2 + sin(x1)", {"x1": 2, "x2": 3}),
    "square": ("x*x", {"x": 3}),
    "branch": ("where(x > 0, x*y, z)", {"x": 1, "y": 2, "z": 3}),
    "arrays": ("h = tanh(W @ x); sum(h*h)", {"W": [[0.1, 0.2], [0.3, 0.4]], "x": [1, 2]}),
    "symbols": ("x1*x2 + sin(x1)", None),
}
ROOMIER = {"fan-out"}
"""Where a running sum is longer than the whole one, cards have room for it."""

MODES = ("value", "forward", "reverse", "both")
SVG, HREF = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
CHROMIUM = shutil.which("chromium")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed (Debian: chromium)")


def traces(program: str) -> tuple[adtrace.Trace, adtrace.Trace]:
    text, at = PROGRAMS[program]
    first = next(iter(adtrace.reverse(text, at).inputs))
    return adtrace.forward(text, at, wrt=first), adtrace.reverse(text, at)


def timeline(program: str, mode: str) -> Timeline:
    return Timeline(Source(mode, *traces(program)))


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
    if program not in ROOMIER:
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


def drawn_parts(svg: str, *, places: bool) -> dict[str, list[str]]:
    """Every shape and letter of the cards and edges with its colour (and place), whatever groups they stand in."""
    letters = dict(re.findall(r'<(?:path|g) id="([^"]+)"(?: d="|>)(.*?)(?:"/>|</g>)', svg))
    found: dict[str, list[str]] = {}
    for group in ElementTree.fromstring(svg).iter(f"{SVG}g"):
        key = group.get("data-step") or f"{group.get('data-tail')} {group.get('data-head')}"
        if key == "None None":
            continue
        parts = found.setdefault(key, [])
        for element in group.iter():
            kept = {name: value for name, value in element.items() if name not in ("class", HREF)}
            reference = letters[element.get(HREF)[1:]] if HREF in element.keys() else ""  # noqa: SIM118
            drawn = kept if places else {name: value for name, value in kept.items() if name not in ("d", "transform", "x")}
            if element.tag != f"{SVG}g" or "transform" in kept:
                outline = re.sub(r'#[^"]+-(\w+)"', lambda use: letters[use[0][1:-1]], reference)
                parts.append(f"{element.tag} {drawn} {outline}")
    return found


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_last_frame_is_the_picture(program: str) -> None:
    for mode in MODES:
        *_, before, last = frames(mode, *traces(program))
        places = program not in ROOMIER
        picture = draw(mode, *traces(program))
        assert drawn_parts(last, places=places) == drawn_parts(picture, places=places) != {}
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
        list(frames("value", adtrace.evaluate("+".join(["x"] * 220), {"x": 1}), None))


def screenshot(body: str, size: tuple[int, int], folder: Path, *options: str) -> "Image.Image":
    """What a browser shows of a page."""
    (folder / "page.html").write_text(
        f"<!doctype html><meta charset=utf-8><style>body{{margin:0}}svg{{display:block}}</style>{body}", encoding="utf-8"
    )
    subprocess.run(
        [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", *options,
         f"--user-data-dir={folder / 'profile'}", f"--window-size={size[0]},{size[1]}",
         f"--screenshot={folder / 'shot.png'}", (folder / "page.html").as_uri()],
        capture_output=True, timeout=120, check=True,
    )
    return Image.open(folder / "shot.png").convert("RGB")


def size_of(svg: str) -> tuple[int, int]:
    found = re.search(r'viewBox="0 0 (\d+) (\d+)"', svg)
    assert found
    return int(found[1]), int(found[2])


def unlike(one: "Image.Image", other: "Image.Image") -> int:
    """Pixels that are seen to differ."""
    assert one.size == other.size
    return sum(ImageChops.difference(one, other).convert("L").histogram()[40:])


FEW = 10
"""Pixels at the rim of a letter that a browser may round in another way."""

SET = """<script>
[...document.querySelectorAll('div')].forEach((one, place) => {
  for (const each of document.getAnimations().filter(each => one.contains(each.effect.target))) {
    each.pause(); each.currentTime = TIMES[place];
  }
});
</script>"""


@needs_chromium
def test_a_browser_shows_every_frame_in_its_time(tmp_path: Path) -> None:
    stills = list(frames("both", *traces("fan-out"), Options(scheme="light")))
    moving = animated("both", *traces("fan-out"), Options(scheme="light"))
    width, height = size_of(moving)
    assert size_of(stills[0]) == (width, height)
    times = [int(1000 * SECONDS * (frame + 0.5)) for frame in range(len(stills))]
    script = SET.replace("TIMES", str(times))
    body = "".join(f"<div>{moving}</div>{still}" for still in stills)
    shot = screenshot(body + script, (width, 2 * height * len(stills)), tmp_path)
    bands = [shot.crop((0, place * height, width, (place + 1) * height)) for place in range(2 * len(stills))]
    for frame in range(len(stills)):
        assert unlike(bands[2 * frame], bands[2 * frame + 1]) <= FEW, frame
    # Neighbours do differ, or the comparison would say nothing.
    assert all(unlike(bands[2 * frame], bands[2 * frame + 2]) > 20 * FEW for frame in range(len(stills) - 1))


@needs_chromium
def test_without_motion_the_finished_picture_stands_still(tmp_path: Path) -> None:
    moving = animated("reverse", *traces("fan-out"), Options(scheme="light"))
    *_, last = frames("reverse", *traces("fan-out"), Options(scheme="light"))
    width, height = size_of(moving)
    shot = screenshot(moving + last, (width, 2 * height), tmp_path, "--force-prefers-reduced-motion")
    assert unlike(shot.crop((0, 0, width, height)), shot.crop((0, height, width, 2 * height))) <= FEW
