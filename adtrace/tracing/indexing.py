"""x[i, 1:3] of a tracing value, and x[i] = v: what was assigned is a new value, and the variable stands for that."""

from __future__ import annotations

from typing import Any

from .constants import only, plain
from .layouts import gathered, shaped
from .sharing import replace, view
from .value import Value


def taken(x: Value, index: Any) -> Any:
    """x[index], for an index that does not depend on the inputs. Raises AdtraceError for others."""
    index = settled(index)
    entries = index if isinstance(index, tuple) else (index,)
    if any(type(entry) is Value for entry in entries):
        return _computed(x, entries)
    simple = _simple(entries, x.ndim)
    if simple is None:
        return _fancy(x, index)
    wanted = _shape(x, index)
    if not all(wanted):
        raise x.tape.error("this index takes no elements", "the language has no empty arrays")
    while simple and simple[-1] == slice(None):
        simple = simple[:-1]

    def get(base: Value) -> Any:
        found = base.tape.apply("index", [base], {"index": simple}) if simple else base.__copy__()
        return shaped(found, wanted)

    if not wanted and x.known is not None:
        return x.known[index]
    return view(x, get, lambda memory: memory[index], lambda base, part: with_part(base, index, part), index)


def settled(index: Any) -> Any:
    """An index with the numbers of constants in their place."""
    if isinstance(index, tuple):
        return tuple(map(settled, index))
    return index.known if type(index) is Value and index.known is not None else index


def _shape(x: Value, index: Any) -> tuple[int, ...]:
    import numpy as np

    try:
        return tuple(np.broadcast_to(np.empty(()), x.shape)[index].shape)
    except (IndexError, TypeError) as error:
        raise x.tape.error(f"{error}", f"the array has shape {list(x.shape)}") from None


def _simple(entries: Any, rank: int) -> tuple[Any, ...] | None:
    """An index of whole numbers and slices alone, one for each axis; new axes are left out. None for others."""
    import numpy as np

    found: list[Any] = []
    spread = rank - sum(entry is not None and entry is not Ellipsis for entry in entries)
    for entry in entries:
        if entry is None:
            continue
        if entry is Ellipsis:
            found += [slice(None)]*spread
        elif isinstance(entry, slice):
            bounds = [entry.start, entry.stop, entry.step]
            found.append(slice(*[None if bound is None else bound.__index__() for bound in bounds]))
        elif isinstance(entry, (int, np.integer)) and not isinstance(entry, (bool, np.bool_)):
            found.append(int(entry))
        else:
            return None
    return tuple(found)


def _fancy(x: Value, index: Any) -> Any:
    """An index with lists of places, or with a mask that does not depend on the inputs."""
    import numpy as np

    if isinstance(index, list):
        index = np.asarray(index)
    if isinstance(index, np.ndarray) and index.ndim == 1 and x.ndim > 1:
        rows = np.arange(x.shape[0])[index] if _shape(x, index) else index
        return x.tape.apply("stack", [x[int(row)] for row in rows])
    _shape(x, index)
    return gathered(x, np.arange(x.size).reshape(x.shape)[index])


def _computed(x: Value, entries: Any) -> Any:
    """An index that is a whole number computed from the inputs: the language has that."""
    if any(type(entry) is Value and entry.is_condition for entry in entries):
        hint = "np.where(condition, x, 0) keeps the shape; its sum is that of the elements chosen"
        raise x.tape.error("a mask that depends on the inputs chooses how many elements there are", hint)
    next(entry for entry in entries if type(entry) is Value).__index__()


def put(x: Value, index: Any, value: Any) -> None:
    """x[index] = value: x with these elements replaced."""
    import numpy as np

    index = settled(index)
    if type(value) is Value and value.view is not None and value.view.base is x and value.view.index is not None:
        places = np.arange(x.size).reshape(x.shape)
        if np.array_equal(places[index], places[value.view.index]):
            return  # x[i] += v has changed the part in place already.
    replace(x, with_part(x, index, value))


def with_part(x: Value, index: Any, value: Any) -> Any:
    """The array x with the elements at an index replaced. Raises AdtraceError where the inputs decide which."""
    import numpy as np

    if type(index) is Value:
        raise x.tape.error("the places of this assignment depend on the inputs", "x = np.where(condition, value, x)")
    hole = _shape(x, index)
    given = value.known if type(value) is Value else value
    if x.known is not None and given is not None and only([given]):
        changed = x.known.copy()
        changed[index] = plain(given)
        return x.tape.fixed(changed)
    mask = np.zeros(x.shape)
    mask[index] = 1.0
    simple = _simple(index if isinstance(index, tuple) else (index,), x.ndim)
    if not np.shape(value):
        return np.where(mask != 0, value, x)
    filled = x.tape.apply("broadcast", [value], {"shape": hole}) if np.shape(value) != hole else value
    if simple is None:
        return _with_places(x, np.arange(x.size).reshape(x.shape)[index], filled)
    room = _shape(x, simple)
    filled = np.reshape(filled, room) if room != hole else filled
    return np.where(mask != 0, x.tape.apply("scatter", [filled], {"shape": x.shape, "index": simple}), x)


def _with_places(x: Value, places: Any, value: Any) -> Any:
    """The array x with the elements at these places of its ravelled form replaced; the last one counts."""
    import numpy as np

    olds, news = np.ravel(x), np.ravel(value)
    taken_from = {int(place): number for number, place in enumerate(places.ravel())}
    flat = [news[taken_from[place]] if place in taken_from else olds[place] for place in range(x.size)]
    return shaped(x.tape.apply("stack", flat), x.shape)
