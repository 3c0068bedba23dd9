"""Frozen records with named fields: `typing.NamedTuple`, whose classes are made in a fifth of the time.

A run of one line makes fifty such classes, and few records of most. So no annotation is compiled, and no function for
their fields where few are made. For whoever checks types, a Record is a NamedTuple.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NamedTuple as Record
else:
    from collections import _tuplegetter, namedtuple
    from itertools import count

    FEW = 16
    """Records of a class that are made one by one: making what makes many takes as long as fifty of them."""

    class Fields(tuple):
        """What all records can do."""

        __slots__ = ()

        def __new__(cls, *values, **named):
            """One of the first of its class, which is given a namedtuple's quicker way when others follow."""
            rest, given = cls._fields[len(values) :], {**cls._field_defaults, **named}
            fits = len(values) <= len(cls._fields) and named.keys() <= set(rest) <= given.keys()
            if fits and next(cls._made) < FEW:
                return tuple.__new__(cls, (*values, *map(given.get, rest)))
            owner = next(one for one in cls.__mro__ if "_fields" in one.__dict__)
            same = namedtuple(owner.__name__, owner._fields, defaults=owner._field_defaults.values())
            owner.__new__ = staticmethod(same.__new__)
            return owner.__new__(cls, *values, **named)

        @classmethod
        def _make(cls, values):
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"{cls.__name__} has {len(cls._fields)} fields, not {len(made)}")
            return made

        def _replace(self, /, **others):
            made = self._make(map(others.pop, self._fields, self))
            if others:
                raise ValueError(f"{type(self).__name__} has no field {', '.join(others)}")
            return made

        __replace__ = _replace  # copy.replace

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self._asdict().items())})"

        def __getnewargs__(self):
            return tuple(self)

    class Declared(type):
        """Makes a class of records out of its annotations, in place of a subclass of Record."""

        def __new__(cls, name, bases, space):
            fields = tuple(space.get("__annotations__", ()))
            defaults = {field: space[field] for field in fields if field in space}
            if fields[len(fields) - len(defaults) :] != tuple(defaults):
                raise TypeError(f"{name} has a field without a default behind one that has a default")
            getters = {field: _tuplegetter(place, f"Field {place}") for place, field in enumerate(fields)}
            told = {"_fields": fields, "_field_defaults": defaults, "__match_args__": fields, "_made": count()}
            return type(name, (Fields,), space | getters | told | {"__slots__": ()})

    Record = type.__new__(Declared, "Record", (), {})

__all__ = ["Record"]
