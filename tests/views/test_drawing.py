import re
from itertools import combinations
from xml.etree import ElementTree

import pytest

import adtrace
from adtrace.errors import LimitError
from adtrace.records import NAME, Formula, Increment, Step, Steps, Sweep, Trace
from adtrace.views import drawing, picture
from adtrace.views.drawing import draw
from adtrace.views.place import Box, Link, Placement, place
from adtrace.views.source import Source

LOGISTIC, POINT = "1/(1+exp(-a*x))", {"x": 2, "a": 1}
NETWORK = "h = sigmoid(W1 @ x + b1); yhat = tanh(w2 @ h + b2); loss = 0.5*(t - yhat)^2"
WEIGHTS = {"W1": [[0.1, 0.8], [0.4, 0.6]], "b1": [0.1, 0.1], "x": [1, 1], "w2": [0.3, 0.9], "b2": 0.1, "t": 0.5}
LONG = "sin(x*y)+cos(x/y)*exp(-x^2)-log(1+y^2)*sqrt(x+y)+tanh(x-y)/(1+x*x)+x^3*y-2*x/(3+sin(y)^2)"
TANGLED = ("a = x*y; b = x/z; c = a + b*z; d = a*c*x; f = where(d > b, d, y); [a*f, f/z, d - c, x*y*z*f]")
GRAPHS = {
    "logistic": (LOGISTIC, POINT),
    "fan-out": ("x1*x2+sin(x1)", {"x1": 2, "x2": 5}),
    "square": ("x*x", {"x": 3}),
    "network": (NETWORK, WEIGHTS),
    "thirty steps": (LONG, {"x": 1.2, "y": 0.7}),
    "tangled": (TANGLED, {"x": 1, "y": 2, "z": 3}),
    "symbols": (LONG, None),
}
MODES = ("value", "forward", "reverse", "both")
SVG = "{http://www.w3.org/2000/svg}"

Rectangle = tuple[float, float, float, float]


def traces(text: str, at: object) -> tuple[Trace, Trace]:
    forward = adtrace.forward(text, at, wrt=next(iter(adtrace.reverse(text, at).inputs)))  # type: ignore[arg-type]
    return forward, adtrace.reverse(text, at)  # type: ignore[arg-type]


def drawn(text: str, at: object, mode: str = "both", **options: str) -> str:
    return draw(mode, *traces(text, at), **options)  # type: ignore[arg-type]


def titles(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}title")]


def layout(mode: str, forward: Trace, reverse: Trace) -> tuple[list[Box], list[Link], Placement]:
    shown = picture.picture(Source(mode, forward, reverse))
    sizes = [drawing.Size.of(card) for card in shown.cards]
    boxes = [
        Box(size.width, size.height, card.step.role == "input" and card.step.name not in shown.repeated)
        for card, size in zip(shown.cards, sizes, strict=True)
    ]
    links = [drawing._link(arc) for arc in shown.arcs]
    return boxes, links, place(boxes, links)


def rectangles(boxes: list[Box], links: list[Link], placed: Placement) -> tuple[list[Rectangle], list[Rectangle]]:
    cards = [
        (x - box.width / 2, y - box.height / 2, x + box.width / 2, y + box.height / 2)
        for box, (x, y) in zip(boxes, placed.boxes, strict=True)
    ]
    labels = [
        (x - link.width / 2, y - link.above, x + link.width / 2, y + link.below)
        for link, route in zip(links, placed.links, strict=True)
        for x, y in [route.label or (0.0, 0.0)]
    ]
    return cards, labels


def meet(one: Rectangle, other: Rectangle) -> bool:
    return one[0] + 0.5 < other[2] and other[0] + 0.5 < one[2] and one[1] + 0.5 < other[3] and other[1] + 0.5 < one[3]


def passes(curve: tuple[tuple[float, float], ...], box: Rectangle) -> bool:
    """Whether a curve runs through a box, its middle line apart."""
    for start in range(0, len(curve) - 1, 3):
        a, b, c, d = curve[start : start + 4]
        for step in range(21):
            t, u = step / 20, 1 - step / 20
            x, y = (u**3 * a[i] + 3 * u * u * t * b[i] + 3 * u * t * t * c[i] + t**3 * d[i] for i in (0, 1))
            if box[0] + 1 < x < box[2] - 1 and box[1] + 1 < y < box[3] - 1:
                return True
    return False


@pytest.mark.parametrize("mode", ["forward", "reverse", "both"])
@pytest.mark.parametrize("graph", GRAPHS)
def test_no_label_touches_a_card_another_label_or_another_edge(graph: str, mode: str) -> None:
    boxes, links, placed = layout(mode, *traces(*GRAPHS[graph]))
    cards, labels = rectangles(boxes, links, placed)
    assert len(labels) == len(links)
    assert not [pair for pair in combinations(labels, 2) if meet(*pair)]
    assert not [(card, label) for card in cards for label in labels if meet(card, label)]
    assert not [pair for pair in combinations(cards, 2) if meet(*pair)]
    for number, route in enumerate(placed.links):
        assert not [label for other, label in enumerate(labels) if other != number and passes(route.curve, label)]
        assert not [card for card in cards if passes(route.curve, card)]


@pytest.mark.parametrize("graph", GRAPHS)
def test_the_room_of_a_label_holds_what_is_written_there(graph: str) -> None:
    for mode in ("forward", "reverse", "both"):
        for arc in picture.picture(Source(mode, *traces(*GRAPHS[graph]))).arcs:
            assert arc.label is not None
            link = drawing._link(arc)
            assert link.above >= sum(block.height for block, _ in arc.label.above)
            assert link.below >= sum(block.height for block, _ in arc.label.below) + (5 if arc.label.arrow else 0)
            assert all(link.width >= block.width for block, _ in arc.label.above + arc.label.below)


def test_the_overlap_check_sees_overlaps() -> None:
    boxes, links, placed = layout("both", *traces(LOGISTIC, POINT))
    cards, labels = rectangles(boxes, links, placed)
    assert meet(cards[0], cards[0]) and not meet(cards[0], cards[1])
    assert passes(placed.links[0].curve, labels[0])


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("graph", GRAPHS)
def test_a_drawing_is_well_formed_and_the_same_every_time(graph: str, mode: str) -> None:
    forward, reverse = traces(*GRAPHS[graph])
    svg = draw(mode, forward, reverse)
    root = ElementTree.fromstring(svg)
    assert svg == draw(mode, forward, reverse)
    assert root.get("role") == "img" and root.get("aria-label") == titles(svg)[0] != ""
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    used = {element.get("{http://www.w3.org/1999/xlink}href", "")[1:] for element in root.iter(f"{SVG}use")}
    assert used == set(ids)


def test_ids_of_two_drawings_differ() -> None:
    ids = [set(re.findall(r' id="([^"]*)"', drawn(LOGISTIC, POINT, mode))) for mode in ("forward", "reverse")]
    assert ids[0] and ids[1] and not ids[0] & ids[1]


def test_every_card_says_its_numbers_in_words() -> None:
    said = titles(drawn(LOGISTIC, POINT))
    assert said[0] == "Computational graph of y = 1/(1 + exp(-a·x)) at x = 2, a = 1"
    assert said[1:] == [
        "x: x = 2, ẋ = 1, x̄ = 0.1050",
        "a: a = 1, ȧ = 0, ā = 0.2100",
        "w₁ = -a: w₁ = -1, ẇ₁ = 0, w̄₁ = -0.2100",
        "w₂ = w₁·x: w₂ = -2, ẇ₂ = -1, w̄₂ = -0.1050",
        "w₃ = exp(w₂): w₃ = 0.1353, ẇ₃ = -0.1353, w̄₃ = -0.7758",
        "w₄ = 1 + w₃: w₄ = 1.1353, ẇ₄ = -0.1353, w̄₄ = -0.7758",
        "y = 1/w₄: y = 0.8808, ẏ = 0.1050, ȳ = 1",
    ]


@pytest.mark.parametrize(
    ("mode", "numbers"),
    [("value", "y = 0.8808"), ("forward", "y = 0.8808, ẏ = 0.1050"), ("reverse", "y = 0.8808, ȳ = 1")],
)
def test_a_mode_shows_its_numbers_only(mode: str, numbers: str) -> None:
    assert titles(drawn(LOGISTIC, POINT, mode))[-1] == f"y = 1/w₄: {numbers}"


def test_a_drawing_in_symbols_has_no_numbers() -> None:
    steps = ["w₁ = -a", "w₂ = w₁·x", "w₃ = exp(w₂)", "w₄ = 1 + w₃", "y = 1/w₄"]
    assert titles(drawn(LOGISTIC, None))[1:] == ["a", "x", *steps]


def labels_of(mode: str, text: str, at: object) -> list[tuple[int, int, str]]:
    shown = picture.picture(Source(mode, *traces(text, at)))
    return [
        (len(arc.label.above), len(arc.label.below), arc.label.arrow) for arc in shown.arcs if arc.label is not None
    ]


def test_what_stands_on_the_edges() -> None:
    # -a: a number only; w1*x: symbol and number on both; exp: both; 1 + w3: a number; 1/w4: both
    assert [above for above, _, _ in labels_of("both", LOGISTIC, POINT)] == [1, 2, 2, 2, 1, 2]
    assert {label[1:] for label in labels_of("both", LOGISTIC, POINT)} == {(0, "")}
    assert {label[1:] for label in labels_of("reverse", LOGISTIC, POINT)} == {(1, "adjoint")}
    assert {label[1:] for label in labels_of("forward", LOGISTIC, POINT)} == {(1, "tangent")}
    assert set(labels_of("value", LOGISTIC, POINT)) == {(0, 0, "")}
    assert {above for above, _, _ in labels_of("both", LOGISTIC, None)} == {1}


def test_a_matrix_product_shows_its_rule_where_a_partial_would_stand() -> None:
    matrix = {"A": [[1, 2], [3, 4]], "x": [5, 6]}
    assert labels_of("reverse", "A @ x", matrix) == [(0, 2, "adjoint")] * 2
    assert labels_of("both", "A @ x", matrix) == [(1, 0, "")] * 2


def test_travelling_products_are_partial_times_tangent() -> None:
    from adtrace.views import labels

    forward, reverse = traces("x*y", {"x": 2, "y": 3})
    source = Source("forward", forward, reverse)
    consumer = source.steps[-1]
    increments = [source.increments[consumer.name, operand] for operand in (0, 1)]
    assert labels._contribution(source, increments[0], consumer, "x") == 3.0
    assert labels._contribution(source, increments[1], consumer, "y") == 0.0


def test_a_forward_drawing_needs_no_reverse_trace() -> None:
    forward, _ = traces(LOGISTIC, POINT)
    assert titles(draw("forward", forward))[-1] == "y = 1/w₄: y = 0.8808, ẏ = 0.1050"


def test_both_uses_of_a_square_are_drawn() -> None:
    shown = picture.picture(Source("reverse", *traces("x*x", {"x": 3})))
    assert [(arc.tail, arc.head) for arc in shown.arcs] == [(0, 1), (0, 1)]
    first, second = (arc.label for arc in shown.arcs)
    assert first is not None and first == second


def test_an_edge_without_a_path_is_dashed() -> None:
    text = "where(x > 0, x*x, y)"
    shown = picture.picture(Source("reverse", *traces(text, {"x": 1, "y": 2})))
    blocked = {(shown.cards[arc.tail].step.name, shown.cards[arc.head].step.op) for arc in shown.arcs if not arc.path}
    assert blocked == {("x", "gt"), ("w1", "where"), ("y", "where")}
    assert "stroke-dasharray" in drawn(text, {"x": 1, "y": 2}, "reverse")
    assert "stroke-dasharray" not in drawn(text, {"x": 1, "y": 2}, "value")


def test_an_input_with_many_uses_is_drawn_once_per_use() -> None:
    nine = "+".join(f"sin({number}*x)" for number in range(1, 10))
    shown = picture.picture(Source("reverse", *traces(nine, {"x": 1})))
    assert shown.repeated == ("x",) and sum(card.step.name == "x" for card in shown.cards) == 9
    eight = nine.rpartition("+")[0]
    shown = picture.picture(Source("reverse", *traces(eight, {"x": 1})))
    assert shown.repeated == () and sum(card.step.name == "x" for card in shown.cards) == 1


def chain(length: int) -> tuple[Trace, Trace]:
    return traces("; ".join(f"q{i} = sin({'x' if i == 0 else f'q{i - 1}'})" for i in range(length)), {"x": 1})


def test_large_drawings_have_no_labels_and_larger_ones_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    forward, reverse = chain(12)
    monkeypatch.setattr(picture, "LIMITS", picture.LIMITS._replace(labelled=12))
    assert {arc.label for arc in picture.picture(Source("both", forward, reverse)).arcs} == {None}
    assert ElementTree.fromstring(draw("both", forward, reverse)).tag == f"{SVG}svg"
    monkeypatch.setattr(picture, "LIMITS", picture.LIMITS._replace(drawn=12))
    with pytest.raises(LimitError, match="13 cards") as caught:
        draw("both", forward, reverse)
    assert "--format dot" in caught.value.hint


def test_the_dark_page_is_answered_by_classes_and_schemes_have_none() -> None:
    svg = drawn(LOGISTIC, POINT)
    style = ElementTree.fromstring(svg).find(f"{SVG}style")
    assert style is not None and (style.text or "").startswith("@media (prefers-color-scheme:dark){")
    assert "#1b1f24" in svg and "#e6edf3" in (style.text or "") and "var(" not in svg
    named = set(re.findall(r"\.(adtrace-[a-z-]+)\{", style.text or ""))
    assert named == {name for group in re.findall(r'class="([^"]*)"', svg) for name in group.split()}
    dark = drawn(LOGISTIC, POINT, scheme="dark")
    assert "#e6edf3" in dark and "#1b1f24" not in dark and "<style>" not in dark and "class=" not in dark


def test_the_background_is_transparent_and_letters_are_outlines() -> None:
    root = ElementTree.fromstring(drawn(LOGISTIC, POINT))
    assert not {element.tag for element in root.iter()} & {f"{SVG}rect", f"{SVG}text", f"{SVG}image"}


def test_letters_without_an_outline_become_text() -> None:
    root = ElementTree.fromstring(drawn("温度*x", {"温度": 1, "x": 2}))
    assert {element.text for element in root.iter(f"{SVG}text")} == {"温度"}


def test_drawings_stay_small() -> None:
    forward, reverse = chain(10)
    assert max(len(draw(mode, forward, reverse).encode()) for mode in MODES) < 100_000


def test_long_names_and_long_titles_are_cut() -> None:
    name = "temperature_of_the_upper_atmosphere_" * 20
    text = "+".join(f"sin({name}*{number})" for number in range(60))
    svg = draw("value", adtrace.evaluate(text, {name: 1.0}))
    root = ElementTree.fromstring(svg)
    longest = max(float(word) for word in re.findall(r'transform="translate\(([\d.]+) ', svg))
    assert longest < float(root.get("width", "0"))


HOSTILE = (
    "<script>alert(1)</script>", '"&\'>', "]]>", "\\N\\G", "$x$}{", "\x00\x1b[31m", "\\", "a--b", "\ud800", "%#_^~", "",
)


def hostile(name: str) -> Trace:
    leaf = Formula(NAME, text=name)
    tree = Formula("mul", (leaf, leaf))
    arrived = Increment("y", 0, "", 3.0, 1.0, 3.0, 3.0, tree, leaf)
    both = (arrived, arrived._replace(operand=1))
    steps = (
        Step(name, 0, "input", "input", (), (), 3.0, "", leaf, adjoint=6.0, increments=both),
        Step("y", 1, "output", "mul", (name, name), (), 9.0, "", tree, adjoint=1.0),
    )
    return Trace("reverse", name, {name: 3.0}, {name: ()}, {"y": 9.0}, (Sweep("y", {"y": 1.0}, {name: 6.0}, Steps.of(steps)),))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_never_markup(name: str) -> None:
    svg = draw("reverse", None, hostile(name))
    root = ElementTree.fromstring(svg)
    assert {element.tag for element in root.iter()} <= {
        SVG + tag for tag in ("svg", "title", "style", "defs", "g", "path", "use", "text")
    }
    assert "\x00" not in svg and svg.encode()
