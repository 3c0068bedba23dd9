"""What a command takes, declared beside its function in click's words, but without click, which takes long to import.

A plain line is read from it at once (`plain`); click's commands are made from it for everything else (`parsing`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from ..named import Record

DECLARED = "__declared__"
"""Where a function keeps what has been declared for it, the last first."""

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class Choice:
    """One of several words."""

    def __init__(self, choices: Iterable[str]) -> None:
        self.choices = tuple(choices)

    def __call__(self, word: str) -> str:
        """The word. Raises ValueError for another one."""
        if word not in self.choices:
            raise ValueError(word)
        return word


class Range:
    """A number between two, both included; None is no bound."""

    number: Callable[[str], float]

    def __init__(self, min: Any = None, max: Any = None) -> None:
        self.min, self.max = min, max

    def __call__(self, word: str) -> float:
        """The number. Raises ValueError for what is none, or is outside."""
        value = self.number(word)
        if (self.min is not None and value < self.min) or (self.max is not None and value > self.max):
            raise ValueError(word)
        return value


class IntRange(Range):
    """A whole number between two."""

    number = int


class FloatRange(Range):
    """A number between two."""

    number = float


class Parameter(Record):
    """An option, or an argument, which has no spellings.

    name       what the command's function calls it
    spellings  --output, -o
    type       reads a word, and raises ValueError; None takes it as it is
    multiple   whether it may be given several times, and is a tuple
    nargs      1, or -1 for an argument that takes all the words that are left
    help       a text, or what makes it when help is asked for
    names      the names that it takes, looked up when help or completion asks for them; `about` is what they are for
    files      whether the shell offers files for it
    """

    name: str
    spellings: tuple[str, ...] = ()
    type: Callable[[str], Any] | None = None
    default: Any = None
    multiple: bool = False
    is_flag: bool = False
    required: bool = False
    nargs: int = 1
    metavar: str | None = None
    help: str | Callable[[], str] = ""
    show_default: bool = False
    hidden: bool = False
    names: Callable[[], Iterable[str]] | None = None
    about: str = ""
    files: bool = False

    @property
    def is_tuple(self) -> bool:
        """Whether it takes any number of words."""
        return self.multiple or self.nargs < 0

    def text(self) -> str:
        """Its help; what is looked up for that is looked up now."""
        if self.names is not None:
            names = ", ".join(self.names())
            return f"{self.about}: {names}." if self.about else f"One of {names}."
        return self.help if isinstance(self.help, str) else self.help()


def option(*words: str, **told: Any) -> Callable[[Decorated], Decorated]:
    """Declare an option by its spellings; a word without dashes is its name, else the first long spelling is."""
    spellings = tuple(word for word in words if word.startswith("-"))
    names = [word for word in words if word not in spellings]
    longs = [word for word in spellings if word.startswith("--")]
    name = names[0] if names else longs[0][2:].replace("-", "_")
    return _declaring(Parameter(name, spellings, **told))


def argument(name: str, *, required: bool = True, **told: Any) -> Callable[[Decorated], Decorated]:
    """Declare an argument."""
    return _declaring(Parameter(name, required=required, **told))


def _declaring(parameter: Parameter) -> Callable[[Decorated], Decorated]:
    def declare(function: Decorated) -> Decorated:
        function.__dict__.setdefault(DECLARED, []).append(parameter)
        return function

    return declare


def declared(function: Callable[..., Any]) -> tuple[Parameter, ...]:
    """What has been declared for a function, the first first."""
    return tuple(reversed(function.__dict__.get(DECLARED, ())))
