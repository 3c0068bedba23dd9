"""Commands, and the call that is running: what its command line says of EXPR beside what its function takes."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from ..errors import AdtraceError
from ..named import Record
from ..registry import entries
from .declare import Parameter, declared

if TYPE_CHECKING:
    from .results import Taker

READERS = os.path.join(os.path.dirname(os.path.dirname(__file__)), "lang", "readers")


def language_names() -> tuple[str, ...]:
    """The languages besides adtrace's own, without importing any."""
    return entries(READERS)


FROM, PYTHON = "--from", "--python"

LANGUAGE = Parameter(
    "language", (FROM,), metavar="NAME", names=language_names,
    about="Read EXPR in another language, where ax or a x is a*x; the header shows how it was read",
)
RUNS_PYTHON = Parameter(
    "runs_python", (PYTHON,), is_flag=True,
    help="EXPR is a function of a file, FILE.py:NAME. The file is run, with all that it does.",
)


class Command(Record):
    """A command.

    own     what its function takes
    asides  what else may be said: in which language EXPR is written, and whether it may be a function of Python
    """

    name: str
    function: Callable[..., int]
    own: tuple[Parameter, ...]
    asides: tuple[Parameter, ...]

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """All that may be said."""
        return (*self.own, *self.asides)


def command(name: str) -> Callable[[Callable[..., int]], Command]:
    """Make a command of a function and what is declared for it."""

    def made(function: Callable[..., int]) -> Command:
        own = declared(function)
        metavars = [str(one.metavar) for one in own if not one.spellings]
        asides = ((LANGUAGE, any("EXPR" in metavar for metavar in metavars)), (RUNS_PYTHON, "EXPR" in metavars))
        return Command(name, function, own, tuple([aside for aside, fits in asides if fits]))

    return made


class Call(Record):
    """What a command line says.

    given  the values of all parameters
    typed  the names of those that stand on the command line
    take   who gets a trace that would be written to standard output in the command's own format
    """

    given: Mapping[str, Any] = {}
    typed: Collection[str] = ()
    take: Taker | None = None

    @property
    def language(self) -> str | None:
        """In which language EXPR is written, None for adtrace's own."""
        return self.given.get(LANGUAGE.name)

    @property
    def runs_python(self) -> bool:
        """Whether EXPR may be a function of a file of Python: only then one is ever run."""
        return bool(self.given.get(RUNS_PYTHON.name))


RUNNING = ContextVar("RUNNING", default=Call())  # noqa: B039 - nothing of it can change.


def running() -> Call:
    """The call that is running."""
    return RUNNING.get()


def run(command: Command, call: Call) -> int:
    """Call the command's function; return the exit code. Raises AdtraceError, also for two languages at once."""
    if call.runs_python and call.language:
        hint = f"{PYTHON} traces a function of a file, {FROM} reads an expression: leave out one of the two"
        raise AdtraceError(f"{PYTHON} and {FROM} do not go together", hint=hint)
    token = RUNNING.set(call)
    try:
        return command.function(**{one.name: call.given[one.name] for one in command.own})
    finally:
        RUNNING.reset(token)
