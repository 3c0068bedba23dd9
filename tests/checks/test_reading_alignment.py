"""A numbering of the writer's own, found by the values that are written."""

from hypothesis import given
from hypothesis import strategies as st

from adtrace.checks.reading import read_entries
from adtrace.checks.reading.alignment import best_order, filled
from adtrace.lang.parser import parse
from adtrace.sweeps.run import Run

LOGISTIC = Run(parse("1/(1+exp(-a*x))"), {"x": 2.0, "a": 1.0})
"""w1 = -a, w2 = w1*x = -2, w3 = exp(w2), w4 = 1 + w3, y."""


def nodes(text):
    """The nodes that the lines of a table are of, by their written names."""
    return {entry.name: entry.quantity.node for entry in read_entries(text, ".txt", LOGISTIC) if entry.quantity}


def test_the_numbering_of_the_course():
    found = nodes("w1 = 2\nw2 = 1\nw3 = -2\nw4 = 1.1353\nw5 = 0.8808\nw3_bar = -0.105\nw5_bar = 1")
    assert found == {
        "w1": "x", "w2": "a", "w3": "w2", "w4": "w4", "w5": "y", "w3_bar": "w2", "w5_bar": "y",
    }


def test_a_wrong_value_between_right_ones():
    assert nodes("w1 = 2\nw2 = 1\nw3 = 2.5\nw4 = -2\nw5 = 0.1353\nw6 = 1.1353\nw7 = 0.8808")["w3"] == "w1"


def test_the_programs_own_numbering_stays():
    own = "w1 = -1\nw2 = -2\nw3 = 0.1353\nw4 = 1.1353"
    assert nodes(own) == {name: name for name in ("w1", "w2", "w3", "w4")}
    assert nodes(own.replace("0.1353", "-2")) == {name: name for name in ("w1", "w2", "w3", "w4")}


@given(st.lists(st.lists(st.booleans(), min_size=4, max_size=4), max_size=5))
def test_the_best_order_rises_and_fits(fits):
    found = best_order(fits)
    assert all(fits[row][column] for row, column in found.items())
    columns = [found[row] for row in sorted(found)]
    assert columns == sorted(set(columns))
    whole = filled(found, len(fits), 4)
    columns = [whole[row] for row in sorted(whole)]
    assert found.items() <= whole.items() and columns == sorted(set(columns))
