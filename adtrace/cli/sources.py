"""Where an expression and its values come from: the command line, files, or standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from ..errors import FIRST, SECOND, AdtraceError, LimitError, in_expression
from ..graph.build import constant
from ..lang.columns import Program
from ..lang.parser import parse
from ..lang.points import Constant, entries, pieces, read_points
from ..lang.uncertain import separated
from ..limits import LIMITS
from ..records.grain import FINEST, Grain
from ..records.kinks import LEAST_NORM
from .calling import running
from .options import names_in
from .progress import progress
from .words import is_function

if TYPE_CHECKING:
    from ..checks.audit.range import Swept
    from ..records import Trace
    from ..sweeps.run import Run

BLOCK = 1 << 20
LONGEST = 4 * LIMITS.text
"""Bytes of the longest program."""


def read_program(argument: str) -> Program:
    """Parse EXPR: program text, @file.adt, the name of an existing .adt file, - for standard input, or, with --python,
    a function of a file of Python: model.py:loss."""
    if is_function(argument):
        from .python import read_function

        return _parsed(read_function(argument))
    if argument != "-" and not argument.startswith("@") and not is_file(argument):
        return _parsed(argument)
    from ..lang import files

    if argument == "-":
        return _parsed(files.decoded(from_stdin(), "standard input"), "standard input")
    if argument.startswith("@"):
        path = argument[1:]
        return _parsed(files.read_program(path), path)
    if not os.path.lexists(argument):
        raise AdtraceError(f"there is no file {argument}", hint="check the name, or write an expression")
    return _parsed(files.read_program(argument), argument)


def read_both(first: str, second: str) -> tuple[Program, Program]:
    """Parse two of them. Raises AdtraceError, which says in which of two expressions."""
    with in_expression(FIRST):
        left = read_program(first)
    with in_expression(SECOND):
        return left, read_program(second)


def _parsed(text: str, where: str = "expression") -> Program:
    language = running().language
    with progress("reading"):
        if language is None:
            return parse(text, where)
        from ..lang import readers

        return readers.program_of(language, text, where)


def is_file(argument: str) -> bool:
    """Whether EXPR is the name of a program's file: only a comment can end a program in .adt."""
    return argument.endswith(".adt") and "#" not in argument


def from_stdin() -> bytes:
    """Everything on standard input. Raises AdtraceError where it is closed, unreadable or too long."""
    if sys.stdin is None:
        raise AdtraceError("standard input is closed", hint="write the expression in place of -")
    stream: Any = sys.stdin.buffer
    blocks: list[bytes] = []
    length = 0
    try:
        while block := stream.read1(BLOCK):  # Not read: it would not notice an interrupt between two blocks.
            blocks.append(block)
            length += len(block)
            if length > LONGEST:
                raise LimitError(f"standard input has more than {LONGEST} bytes", hint="this is the limit")
    except OSError as error:
        raise AdtraceError(f"cannot read standard input: {(error.strerror or str(error)).lower()}") from None
    return b"".join(blocks)


def run_at(
    expr: str, at: Sequence[str], of: Sequence[str], *, share: bool, grain: Grain = FINEST,
    at_kink: str = LEAST_NORM, with_uncertainty: bool = False, exact: bool = False,
) -> Run:
    """EXPR at the point of --at, ready to be swept; `of` are the names of --of. Raises AdtraceError.

    with_uncertainty  whether a value may have one: x=2±0.1
    """
    program = read_program(expr)
    kind, read = None, constant
    if exact:
        from ..sweeps.exact.run import ExactRun

        kind, read = ExactRun, ExactRun.constant
    values, uncertainty = separated(read_points(at, read, with_uncertainty=with_uncertainty))
    outputs = names_in(of)
    from ..sweeps.run import Run

    with progress("evaluating"):
        run = (kind or Run)(
            program, values, of=outputs, share=share, grain=grain, at_kink=at_kink, uncertainty=uncertainty
        )
    run.hinted = partial(hinted, run)
    return run


def hinted(run: Run, trace: Trace) -> Trace:
    """A trace of a run, the hints of its warnings the rewrites that help. Nothing is imported where none warns."""
    if not trace.warnings:
        return trace
    from ..checks.remedies.hints import hinting

    return hinting(run).hinted(trace)


def values_at(texts: Sequence[str], option: str = "--at") -> dict[str, Any]:
    """The values of --at, or of another option that gives some. Raises AdtraceError."""
    return read_points(texts, constant, option)


def from_files(texts: Sequence[str]) -> list[str]:
    """The names that --at reads from a file of their own, as X=@x.csv; those in @point.json are not among them."""
    found = [(name, text[slice(*span)]) for text in texts for name, span in pieces(text) if name]
    return [name for name, value in found if value.lstrip().startswith("@")]


def seeds_of(texts: Sequence[str], sole: str | None, constant: Constant = constant) -> list[dict[str, Any]]:
    """The directions or cotangents of --seed, one for each time it is given.

    sole      the name that a bare number seeds, if only one thing can be seeded
    constant  reads their values
    """
    seeds = []
    for text in texts:
        named = "=" in text or text.lstrip().startswith("@")
        if not named and sole is None:
            list(entries(text, "--seed"))  # raises: a bare number names nothing
        seeds.append(read_points([text], constant, "--seed") if named else {str(sole): constant(text, "--seed")})
    return seeds


def range_of(text: str | None) -> Swept | None:
    """The range of one input: x=-5:5:1001. Raises AdtraceError for what is none, or more than one."""
    if text is None:
        return None
    from ..checks.audit.range import MOST_POINTS, Swept
    from ..tables.ranges import parse_range

    found = list(entries(text, "--over"))
    if len(found) != 1:
        raise AdtraceError("--over takes the range of one input here", hint="give the others a value with --at")
    name, (start, end) = found[0]
    axis = parse_range(text[start:end], f"--over {name}")
    if axis.count > MOST_POINTS:
        raise LimitError(f"--over {name} has {axis.count} points", hint=f"the limit is {MOST_POINTS} in an audit")
    import numpy as np

    return Swept(name, tuple(axis.values(np.arange(axis.count)).tolist()))
