"""The self-test of a C file: main calls the functions at the point and compares with what was traced."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..module import OF_LARGEST, RELATIVE, TESTED, flat
from .formulas import extents
from .layout import Item, loops, rendered
from .text import number

if TYPE_CHECKING:
    from .file import File

DIFFERS = """static int differs(const char *name, double found, double traced)
{{
    const int same = found == traced || (isnan(found) && isnan(traced))
                     || fabs(found - traced) <= {rtol}*fabs(traced) + {atol};
    printf("%-16s %.17g%s\\n", name, found, same ? "" : "   not as traced");
    return !same;
}}"""


def selftest(file: File) -> list[str]:
    """The parts of the file that test it; none without a point, or where there are too many numbers."""
    if not file.export.tested:
        return []
    if file.numbers() > TESTED:
        return [f"/* No self-test: there are more than {TESTED} numbers at the point. */"]
    expected = [*file.export.trace.outputs.values(), *(file.traced(out) for out in file.slopes)]
    finite = [abs(entry) for value in expected for entry in flat(value) if math.isfinite(entry)]
    differs = DIFFERS.format(rtol=RELATIVE, atol=f"{max(finite, default=0.0)*float(OF_LARGEST):.0e}")
    main = f"int main(void)\n{{\n{rendered(list(items(file)), 1)}\n}}"
    note = (f"/* Self-test: the numbers that adtrace traced at this point, to {RELATIVE} of each or"
            f"\n   {OF_LARGEST} of the largest. */")
    return [f"#ifndef NO_MAIN\n#include <stdio.h>\n\n{note}\n{differs}", f"{main}\n#endif"]


def items(file: File) -> Iterator[Item]:
    """The statements of main."""
    names, straight = file.names, file.straight
    for name, value in straight.inputs.items():
        shape = straight.shapes[name]
        kind = "static const double" if shape else "const double"
        yield f"{kind} {names[name]}{extents(shape)} = {braced(value)};"
    outs = [*file.outs, *file.slopes]
    for out in outs:
        yield f"double {out.name}{extents(out.shape)};"
    taken = {*names.taken, *(out.name for out in outs)}
    wrong = free("wrong", taken)
    yield f"int {wrong} = 0;"
    yield ""
    given = [names[name] for name in straight.inputs]
    stored = [out.name if out.shape else f"&{out.name}" for out in file.outs]
    slopes = [out.name if out.shape else f"&{out.name}" for out in file.slopes]
    calls = [f"{file.title(derivatives=False)}({', '.join([*given, *stored])})"]
    if straight.mode != "value":
        calls.append(f"{file.title(derivatives=True)}({', '.join([*given, *stored, *slopes])})")
    for place, call in enumerate(calls):
        if file.alone:
            (value,) = file.export.trace.outputs.values()
            yield f'{wrong} += differs("{file.title(derivatives=place == 1)}", {call}, {number(float(value))});'
        else:
            yield f"{call};"
        for out in outs[: len(file.outs)] if not place else outs if not file.alone else file.slopes:
            yield from compared(file, out.name, out.shape, file.traced(out), wrong, taken)
    yield f'puts({wrong} ? "not as traced" : "ok: as traced");'
    yield f"return {wrong} != 0;"


def compared(file: File, name: str, shape: Any, value: Any, wrong: str, taken: set[str]) -> Iterator[Item]:
    """A result compared, element by element."""
    if not shape:
        yield f'{wrong} += differs("{name}", {name}, {number(float(value))});'
        return
    letters = iter([letter for letter in "ijklmnpqrst" if letter not in taken] + [f"{a}{a}" for a in "ijklmnpq"])
    index = [next(letters) for _ in shape]
    heads = [f"for (int {one} = 0; {one} < {size}; {one}++)" for one, size in zip(index, shape, strict=True)]
    place = "".join(f"[{one}]" for one in index)
    traced = free("traced", taken)
    from .layout import Block

    yield Block("", [
        f"static const double {traced}{extents(shape)} = {braced(value)};",
        *loops(heads, [f'{wrong} += differs("{name}", {name}{place}, {traced}{place});']),
    ])


def free(wanted: str, taken: set[str]) -> str:
    """A name that is not taken."""
    while wanted in taken:
        wanted += "_"
    return wanted


def braced(value: Any) -> str:
    """A number, or an array in braces."""
    if not getattr(value, "shape", ()):
        return number(float(value))
    return f"{{{', '.join(braced(item) for item in value)}}}"
