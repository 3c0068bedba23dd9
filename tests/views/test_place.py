import pytest

from adtrace.views.place import Box, Link, place

BOXES = [Box(100, 80, first=True), Box(100, 80, first=True), Box(120, 80), Box(120, 80)]
LINKS = [Link(0, 2, 40, 30, 20), Link(1, 2, 40, 30, 20), Link(2, 3, 40, 30, 20), Link(2, 3, 40, 30, 20)]


def test_inputs_stand_in_the_first_column_in_their_order() -> None:
    boxes = [Box(90, 60, first=True) for _ in range(5)] + [Box(90, 60)]
    links = [Link(number, 5, 30, 20, 10) for number in (3, 0, 4, 1, 2)]
    placed = place(boxes, links)
    first = placed.boxes[:5]
    assert len({x for x, _ in first}) == 1
    assert [y for _, y in first] == sorted(y for _, y in first)
    assert placed.boxes[5][0] > first[0][0]


def test_every_edge_runs_from_border_to_border_and_level_through_its_label() -> None:
    placed = place(BOXES, LINKS)
    for link, route in zip(LINKS, placed.links, strict=True):
        assert route.label is not None and len(route.curve) % 3 == 1
        start, tip = route.curve[0], route.tip
        assert start[0] == pytest.approx(placed.boxes[link.tail][0] + BOXES[link.tail].width / 2, abs=1)
        assert tip[0] == pytest.approx(placed.boxes[link.head][0] - BOXES[link.head].width / 2, abs=1)
        x, y = route.label
        assert any(abs(px - (x - link.width / 2)) < 1 and abs(py - y) < 1 for px, py in route.curve)
        assert any(abs(px - (x + link.width / 2)) < 1 and abs(py - y) < 1 for px, py in route.curve)


def test_parallel_edges_are_apart() -> None:
    first, second = place(BOXES, LINKS).links[2:]
    assert first.label is not None and second.label is not None
    assert abs(first.label[1] - second.label[1]) >= 50
    assert first.tip != second.tip


def test_edges_into_one_box_enter_it_in_the_order_of_their_labels() -> None:
    routes = place(BOXES, LINKS).links[:2]
    labels = [route.label[1] for route in routes if route.label]
    assert (labels[0] < labels[1]) == (routes[0].tip[1] < routes[1].tip[1])


def test_links_without_room_for_a_label_are_placed_too() -> None:
    placed = place(BOXES[:3], [Link(0, 2), Link(1, 2)])
    assert [route.label for route in placed.links] == [None, None]
    assert all(0 <= x <= placed.width and 0 <= y <= placed.height for x, y in placed.boxes)


def test_one_box_alone() -> None:
    assert place([Box(100, 50, first=True)], []).boxes[0] == pytest.approx((50, 25), abs=0.1)


def test_the_same_boxes_are_placed_the_same() -> None:
    assert place(BOXES, LINKS) == place(BOXES, LINKS)


def test_a_large_graph_without_labels_takes_little_time() -> None:
    boxes = [Box(100, 60, first=number < 3) for number in range(600)]
    links = [Link(number - step, number) for number in range(3, 600) for step in (1, 3)]
    assert len(place(boxes, links).boxes) == 600
