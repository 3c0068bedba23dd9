"""A record is a namedtuple in all that can be seen of it, the first of its class as well as the hundredth."""

from __future__ import annotations

import copy
import pickle
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adtrace.named import FEW, Record


class Point(Record):
    """A point.

    x, y  where it is
    """

    x: float
    y: float
    name: str = "p"
    tags: tuple[str, ...] = ()

    @property
    def size(self) -> float:
        return abs(self.x) + abs(self.y)

    def named(self, name: str) -> Point:
        return self._replace(name=name)


class Pair(NamedTuple):
    x: float
    y: float
    name: str = "p"
    tags: tuple[str, ...] = ()


class Empty(Record):
    """Nothing."""


class One(Record):
    only: int = 1


def new_class() -> Any:
    """A class of which there is no record yet."""

    class Point(Record):
        x: float
        y: float
        name: str = "p"
        tags: tuple[str, ...] = ()

    return Point


def outcome(make: Any, *values: Any, **named: Any) -> Any:
    try:
        return tuple(make(*values, **named))
    except (TypeError, ValueError, AttributeError) as error:
        return type(error)


CALLS = st.tuples(
    st.lists(st.integers(), max_size=5), st.dictionaries(st.sampled_from(["x", "y", "name", "tags", "other", "cls", "self"]), st.integers())
)


@given(CALLS)
def test_they_take_what_a_namedtuple_takes(call: tuple[list[int], dict[str, int]]) -> None:
    values, named = call
    expected = outcome(Pair, *values, **named)
    kind = new_class()
    assert outcome(kind, *values, **named) == expected  # The first.
    for _ in range(FEW + 1):
        kind(1, 2)
    assert outcome(kind, *values, **named) == expected  # One of many.
    assert outcome(kind._make, values) == outcome(Pair._make, values)
    assert outcome(kind(1, 2)._replace, **named) == outcome(Pair(1, 2)._replace, **named)


@pytest.mark.parametrize("before", [0, FEW - 1, FEW, 100])
def test_they_are_tuples_with_names(before: int) -> None:
    for number in range(before):
        Point(number, 0)
    point = Point(1, -2.5, tags=("a",))
    assert isinstance(point, tuple) and type(point) is Point and type(Point) is type
    assert point == (1, -2.5, "p", ("a",)) and hash(point) == hash((1, -2.5, "p", ("a",))) and len(point) == 4
    assert (point.x, point.y, point.name, point.tags) == tuple(point) and point.size == 3.5
    assert repr(point) == "Point(x=1, y=-2.5, name='p', tags=('a',))"
    assert point._asdict() == {"x": 1, "y": -2.5, "name": "p", "tags": ("a",)}
    assert point.named("q") == (1, -2.5, "q", ("a",)) and type(point.named("q")) is Point
    match point:
        case Point(1, y, name=name):
            assert (y, name) == (-2.5, "p")
        case _:
            raise AssertionError("no match")
    for again in (copy.copy(point), copy.deepcopy(point), *(pickle.loads(pickle.dumps(point, way)) for way in range(6))):
        assert type(again) is Point and again == point
    for change in ("x", "other"):
        with pytest.raises(AttributeError):
            setattr(point, change, 3)
    assert not hasattr(point, "__dict__")


def test_their_classes_say_the_same() -> None:
    assert Point._fields == Pair._fields == Point.__match_args__ and Point._field_defaults == Pair._field_defaults
    assert Point.__doc__ is not None and Point.__doc__.startswith("A point.")
    assert (Point.__module__, Point.__qualname__) == (__name__, "Point")
    assert Empty() == () and repr(Empty()) == "Empty()" and One() == (1,) and One(2).only == 2


def test_a_field_without_a_default_comes_first() -> None:
    with pytest.raises(TypeError, match="without a default"):

        class Wrong(Record):
            a: int = 1
            b: int  # type: ignore[misc]


def test_a_subclass_adds_what_is_no_field() -> None:
    class Shown(Point):
        width: int

    for _ in range(FEW + 3):
        shown = Shown(*Point(1, 2))
        shown.width = 80
        assert (type(shown), shown, shown.width, shown._fields) == (Shown, Point(1, 2), 80, Point._fields)
        assert type(shown._replace(x=3)) is Shown
    assert type(Point(1, 2)) is Point
