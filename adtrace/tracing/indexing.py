"""x[i, 1:3] of a tracing value, and x[i] = v: what was assigned is a new value, and the variable stands for that."""

from __future__ import annotations

from typing import Any

from .layouts import gathered, reshape, view
from .value import Value


def taken(x: Value, index: Any) -> Any:
    """x[index], for an index that does not depend on the inputs. Raises AdtraceError for others."""
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
    found = x.tape.apply("index", [x], {"index": simple}) if simple else x.__copy__()
    found = found if found.shape == wanted else reshape(found, wanted)
    if wanted:
        view(x, found).index = index
    return found


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
    if type(value) is Value and value.base is x and value.node is x.put_last:
        return  # x[i] += v has changed the part in place already.
    replace(x, with_part(x, index, value))


def with_part(x: Value, index: Any, value: Any) -> Any:
    """The array x with the elements at an index replaced. Raises AdtraceError where the inputs decide which."""
    import numpy as np

    if type(index) is Value:
        raise x.tape.error("the places of this assignment depend on the inputs", "x = np.where(condition, value, x)")
    hole = _shape(x, index)
    mask = np.zeros(x.shape)
    mask[index] = 1.0
    simple = _simple(index if isinstance(index, tuple) else (index,), x.ndim)
    if not np.shape(value):
        return np.where(mask != 0, value, x)
    if simple is None:
        raise x.tape.error("an assignment to a list of places is traced for one value only", "assign to slices")
    filled = x.tape.apply("broadcast", [value], {"shape": hole}) if np.shape(value) != hole else value
    plain = _shape(x, simple)
    filled = np.reshape(filled, plain) if plain != hole else filled
    return np.where(mask != 0, x.tape.apply("scatter", [filled], {"shape": x.shape, "index": simple}), x)


def replace(x: Value, found: Any) -> None:
    """Let a value stand for another from here on, as an assignment in place does; so does its array.

    Raises AdtraceError where other arrays that share its memory would have to change, too.
    """
    if found.shape != x.shape:
        raise x.tape.error(f"shape {list(found.shape)} does not fit into shape {list(x.shape)}", "write x = x + y")
    base = x.base
    views = [one() for value in (x, base) if value is not None for one in value.views]
    shared = any(one is not None and one is not x for one in views)
    if shared or (base is not None and (base.base is not None or x.index is None)):
        hint = "write x = x + y in place of x += y, or take a copy first: x = x.copy()"
        raise x.tape.error("an array that shares its numbers with another is changed in place", hint)
    x.node, x.is_condition = found.node, found.is_condition
    if base is not None:
        base.node, base.put_last = with_part(base, x.index, x).node, x.node
