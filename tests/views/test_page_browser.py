"""The page in a real browser: every position of the slider against the JSON trace, and everything else that acts.

Skipped where Playwright or a Chromium is missing; .ci/run installs both when it runs as root.
"""

import json
import os
import shutil

import numpy as np
import pytest
from hostile_names import WORSE, renamed

import adtrace
from adtrace.views import formats, number
from adtrace.views.formats import Options
from adtrace.views.layout import visible
from adtrace.views.page.maths import Maths

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright, of the extra test")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium: apt-get install chromium")

PROGRAMS = {
    "logistic": ("1/(1+exp(-a*x))", {"x": 2, "a": 1}),
    "fan-out": ("x1*x2 + sin(x1) + x1*x1", {"x1": 2, "x2": -3}),
    "arrays": ("h = sigmoid(W @ x + b); s = sum(h*h)", {"W": [[0.1, 0.8], [0.4, 0.6]], "b": [0.1, 0.1], "x": [1, -1]}),
    "edges": ("abs(x)*y + z*0 + floor(x)", {"x": 0, "y": 3, "z": 1}),
}
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
"""


@pytest.fixture(scope="module")
def chromium():
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=sandbox)
        yield browser
        browser.close()


class Opened:
    """A page in the browser, and everything that it said and asked for."""

    def __init__(self, browser, path, **emulated):
        self.said, self.asked, self.refused = [], [], []
        self.context = browser.new_context(**{"reduced_motion": "reduce", "viewport": {"width": 1280, "height": 900}, **emulated})
        self.page = self.context.new_page()
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("requestfailed", lambda request: self.refused.append(request.url))
        self.page.add_init_script(WATCH)
        self.page.goto(path.as_uri())

    def quiet(self):
        """Nothing complained, and nothing but the page itself was asked for."""
        return self.said == [] and len(self.asked) == 1 and self.page.evaluate("violations") == []

    @property
    def place(self):
        return int(self.page.input_value(".slider"))

    def move(self, place):
        self.page.locator(".slider").fill(str(place))

    def phase(self):
        return self.page.get_attribute(".stepper", "data-phase")

    def now(self):
        """The node of the current position, and the numbers that its lines end with."""
        current = self.page.locator(".frame.now")
        assert current.count() == 1 and current.is_visible()
        return current.get_attribute("data-node"), current.locator("strong").all_text_contents()


@pytest.fixture
def shown(chromium, tmp_path):
    """`shown("logistic")` opens the page of a program; everything is closed, and was quiet, at the end."""
    opened = []

    def show(program, mode="both", noisy=False, **emulated):
        path = tmp_path / f"{len(opened)}.html"
        forward, reverse = traces(program)
        trace = forward if mode == "forward" else reverse
        options = formats.Options(beside=forward if mode == "both" else None)
        path.write_text(formats.by_name("html").render(trace, options), encoding="utf-8")
        found = Opened(chromium, path, **emulated)
        opened.append((found, noisy))
        return found

    yield show
    for each, noisy in opened:
        assert noisy or each.quiet(), (each.said, each.asked)
        each.context.close()


def traces(program):
    text, at = PROGRAMS[program]
    reverse = adtrace.reverse(text, at)
    first = next(iter(reverse.inputs))
    return adtrace.forward(text, at, seed={first: np.ones(np.shape(at[first]))}), reverse


def worked(program):
    """What every position has to show, from the JSON traces: phase, node, and the numbers."""
    forward, reverse = (
        json.loads("".join(formats.by_name("json").render(trace, formats.Options()))) for trace in traces(program)
    )
    found = [("forward", step["name"], [text(step["value"]), text(step["tangent"])]) for step in forward["steps"]]
    for step in reversed(reverse["steps"]):
        increments = step["increments"]
        count = len(increments) + (step["seeded"] or not increments)
        if step["seeded"] or not increments:
            seed = reverse["seed"][step["name"]] if step["seeded"] else step["adjoint"]
            found.append(("reverse", step["name"], [text(seed)]))
        for part, increment in enumerate(increments, count - len(increments) + 1):
            numbers = [text(increment["product"])] + [text(increment["total"])] * (part > 1)
            found.append(("reverse", step["name"], numbers))
        if increments:
            assert increments[-1]["total"] == step["adjoint"]
    return found


def text(value):
    """A JSON number or array as the page writes it."""
    content = np.array(value, dtype=float)
    return Maths(Options(digits=4)).text(content, 4) if content.shape else number.people(float(content), 4)


WALK = """() => {
  const slider = document.querySelector(".slider"), count = Number(slider.max) + 1;
  const on = (element) => !element.matches(".waiting, .over");
  const texts = (elements) => [...elements].map((element) => element.textContent);
  const cards = [...document.querySelectorAll("[data-part=card]")];
  const state = () => {
    const frames = [...document.querySelectorAll(".frame")].filter((frame) => frame.checkVisibility());
    return {
      phase: document.querySelector(".stepper").dataset.phase,
      frames: frames.map((frame) => frame.dataset.node),
      numbers: texts(frames[0].querySelectorAll("strong")),
      count: document.querySelector(".count").innerText,
      rows: [...document.querySelectorAll("tr.now")].map((row) => [
        row.dataset.node, row.hasAttribute("aria-current"), texts(row.querySelectorAll("td.number .text")),
      ]),
      lit: [...document.querySelectorAll("tr[data-from]:not(.waiting)")].map((row) => Number(row.dataset.from)),
      cards: cards.filter(on).map((card) => card.dataset.node),
      now: cards.filter((card) => card.matches(".now")).map((card) => card.dataset.node),
      edges: document.querySelectorAll("[data-part=edge].now").length,
      adjoints: cards.map((card) => [...card.querySelectorAll("[data-from]")].filter((row) =>
        row.querySelector(".fill-adjoint") && getComputedStyle(row).opacity !== "0").length),
    };
  };
  const places = [...Array(count).keys()];
  return [...places, ...places.reverse()].map((place) => {
    slider.value = place;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    return state();
  });
}"""
"""Moves the slider to every position and back, and tells what is seen at each."""


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_position_shows_the_trace(shown, program):
    """Panel, tables and drawing, whichever way the slider came."""
    expected = worked(program)
    states = shown(program).page.evaluate(WALK)
    assert len(states) == 2 * len(expected) and states[len(expected) :] == states[: len(expected)][::-1]
    for place, (phase, node, numbers) in enumerate(expected):
        state = states[place]
        assert (state["phase"], state["frames"], state["numbers"]) == (phase, [node], numbers)
        assert state["count"] == f"{place + 1} / {len(expected)}"
        seen_in_tables(state, place, phase, node, numbers)
        seen_in_drawing(state, place, expected)


def seen_in_tables(state, place, phase, node, numbers):
    """The current row is the one of this node and these numbers, in reverse mode maybe with the row of the sum."""
    first, *rest = state["rows"]
    assert first == [node, True, numbers if phase == "forward" else numbers[:1]]
    assert rest in ([], [[node, True, [numbers[-1]]]])
    assert sorted(set(state["lit"])) == list(range(place + 1)), "rows before are lit, rows after are not"


def seen_in_drawing(state, place, expected):
    """Cards are lit one by one; of a growing adjoint one total is seen; the edge of a contribution is marked."""
    phase, node, _ = expected[place]
    forward = [name for sweep, name, _ in expected if sweep == "forward"]
    assert sorted(state["cards"]) == sorted(forward[: place + 1]) and state["now"] == [node]
    arrived = {name for sweep, name, _ in expected[: place + 1] if sweep == "reverse"}
    assert set(state["adjoints"]) <= {0, 1} and sum(state["adjoints"]) == len(arrived)
    assert phase == "forward" or state["edges"] <= 1


def test_the_keyboard(shown):
    page, count = shown("logistic"), 14
    press = page.page.keyboard.press
    press("ArrowRight")
    press("ArrowRight")
    assert page.place == 2
    press("ArrowLeft")
    assert page.place == 1
    press("End")
    assert page.place == count - 1 and page.page.is_disabled(".on") and page.phase() == "reverse"
    press("ArrowRight")
    assert page.place == count - 1
    press("Home")
    assert page.place == 0 and page.page.is_disabled(".back")
    page.page.focus(".slider")
    press("ArrowRight")
    assert page.place == 1, "once, not twice"


def test_everything_can_be_reached_by_the_keyboard(shown):
    page = shown("logistic")
    reached = []
    for _ in range(30):
        page.page.keyboard.press("Tab")
        reached.append(page.page.evaluate("""() => {
          const at = document.activeElement, look = getComputedStyle(at);
          return [at.className.baseVal ?? at.className, at.dataset.part ?? "", at.getAttribute("role") ?? "",
                  at.ariaLabel ?? at.innerText, look.outlineStyle !== "none"];
        }"""))
    seen = {name for name, *_ in reached} | {part for _, part, *_ in reached}
    assert {"card", "play", "on", "slider", "table", "jump"} <= seen
    assert all(ringed for name, *_, ringed in reached if name), "the focus is visible"
    cards = list(dict.fromkeys((role, label) for _, part, role, label, _ in reached if part == "card"))
    assert len(cards) == 7 and cards[0] == ("button", "x: x = 2, ẋ = 1, x̄ = 0.1050")


def test_a_click_on_a_row_goes_there_and_explains(shown):
    page, expected = shown("fan-out"), worked("fan-out")
    for row in page.page.locator("tr[data-at]").all()[::3]:
        row.click()
        assert row.get_attribute("class") in ("now", "sum now") and page.now()[0] == row.get_attribute("data-node")
        explanation = page.page.locator(".explanation:visible")
        assert explanation.count() == 1 and explanation.get_attribute("data-node") == page.now()[0]
    totals = {name: numbers[-1] for _, name, numbers in expected}
    page.page.locator("tr[data-node=x1]").last.click()
    assert explanation.locator("strong").last.text_content() == totals["x1"]
    page.page.keyboard.press("Escape")
    assert page.page.locator(".explanation:visible").count() == 0


def test_a_click_on_a_card_stays_in_the_sweep(shown):
    page, expected = shown("fan-out"), worked("fan-out")
    for phase, start in (("forward", 0), ("reverse", len(expected) - 1)):
        for card in page.page.locator("[data-part=card]").all()[::3]:
            page.move(start)
            card.click()
            assert page.phase() == phase and page.now()[0] == card.get_attribute("data-node")
    page.move(0)
    page.page.locator("[data-part=card]").nth(1).focus()
    page.page.keyboard.press("Enter")
    assert page.place == 1 and page.page.locator(".explanation:visible").count() == 1
    page.page.click(".explanation:visible .close")
    assert page.page.locator(".explanation:visible").count() == 0


def test_play_runs_to_the_end_and_pauses(shown):
    page = shown("logistic")
    page.page.clock.install()
    page.page.reload()
    page.page.click(".play")
    assert page.page.get_attribute(".play", "aria-label") == "pause"
    page.page.clock.run_for(1400)
    assert page.place == 1
    page.page.keyboard.press("ArrowRight")
    page.page.clock.run_for(5000)
    assert page.place == 2 and page.page.get_attribute(".play", "aria-label") == "play", "a hand on the keys stops it"
    page.page.locator("body").press(" ")
    page.page.clock.run_for(60_000)
    assert page.place == 13 and page.page.get_attribute(".play", "aria-label") == "play"
    page.asked = page.asked[:1]


def test_it_is_told_aloud(shown):
    page = shown("logistic")
    page.move(9)
    told = page.page.text_content("[role=status]")
    assert told.startswith("reverse sweep 3 / 7; w̄₃ = w̄₄·1 = -0.7758·1 = -0.7758")
    assert page.page.get_attribute("[role=status]", "aria-live") == "polite"
    assert "w̄₃" in page.page.get_attribute(".slider", "aria-valuetext")


@pytest.mark.parametrize("scheme, ink, ground", [("light", "rgb(27, 31, 36)", "rgb(255, 255, 255)"), ("dark", "rgb(230, 237, 243)", "rgb(13, 17, 23)")])
def test_it_follows_the_readers_colours(shown, scheme, ink, ground):
    page = shown("logistic", color_scheme=scheme)
    colours = page.page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor,"
                                 "getComputedStyle(document.querySelector('.drawing .fill-ink')).fill]")
    assert colours == [ink, ground, ink]


@pytest.mark.parametrize("motion, pulses", [("reduce", 0), ("no-preference", 1)])
def test_motion_is_left_out_where_it_is_not_wanted(shown, motion, pulses):
    page = shown("logistic", reduced_motion=motion)
    page.move(8)
    page.page.evaluate("() => { requestAnimationFrame = () => 0; }")
    page.page.keyboard.press("ArrowRight")
    assert page.page.locator(".pulse").count() == pulses


def test_a_telephone(shown):
    """Nothing is wider than the screen but what scrolls by itself, and the current card is scrolled into sight."""
    page = shown("arrays", viewport={"width": 360, "height": 740})
    assert page.page.evaluate("document.documentElement.scrollWidth") <= 360
    for place in range(len(worked("arrays"))):
        page.move(place)
        box = page.page.locator("[data-part=card].now [class*=rim]").first.bounding_box()
        assert box["x"] >= -1 and box["x"] + box["width"] <= 361


def test_on_paper_everything_is_there(shown):
    page = shown("fan-out", color_scheme="dark")
    page.page.emulate_media(media="print")
    state = page.page.evaluate("""() => {
      const seen = (element) => getComputedStyle(element).opacity !== "0";
      return {
        cards: [...document.querySelectorAll("[data-part=card]")].every((card) => getComputedStyle(card).opacity === "1"),
        totals: [...document.querySelectorAll("[data-part=card]")].map((card) =>
          [...card.querySelectorAll("[data-from]")].filter((row) => row.querySelector(".fill-adjoint") && seen(row)).length),
        controls: getComputedStyle(document.querySelector(".controls")).display,
        ink: getComputedStyle(document.body).color,
      };
    }""")
    assert state["cards"] and set(state["totals"]) == {1} and state["controls"] == "none"
    assert state["ink"] == "rgb(27, 31, 36)", "paper is white"


def test_without_a_script_the_page_can_be_read(shown):
    page = shown("fan-out", java_script_enabled=False, noisy=True)
    expected = worked("fan-out")
    assert page.page.locator(".frame:visible").count() == len(expected) and not page.page.locator(".controls").is_visible()
    assert page.said == [] and len(page.asked) == 1


def test_the_policy_bites(shown):
    """What a page must not do fails, so that the silence elsewhere means something."""
    page = shown("logistic", noisy=True)
    page.page.evaluate("""() => {
      const script = document.createElement("script");
      script.textContent = "window.ran = true";
      document.body.append(script, Object.assign(new Image(), { src: "https://example.org/a.png" }));
      document.body.setAttribute("onclick", "window.ran = true");
      document.body.click();
      fetch("https://example.org/").catch(() => 0);
    }""")
    page.page.wait_for_function("violations.length >= 4")
    assert page.page.evaluate("window.ran") is None and page.refused == page.asked[1:]


def test_hostile_names_do_nothing(chromium, tmp_path):
    """All of them at once, as one name."""
    name, path = "".join(WORSE), tmp_path / "page.html"
    forward, reverse = (renamed(run("qqq*2", {"qqq": 2}), "qqq", name) for run in (adtrace.forward, adtrace.reverse))
    path.write_text(formats.by_name("html").render(reverse, formats.Options(beside=forward)), encoding="utf-8")
    page = Opened(chromium, path)
    page.page.on("dialog", lambda dialog: page.said.append(dialog.message))
    page.page.locator("tr[data-at]").last.click()
    assert page.quiet() and page.now() == (visible(name), ["2"])
    page.context.close()
