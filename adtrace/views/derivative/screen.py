"""A derived quantity for a screen."""

from __future__ import annotations

from typing import Any

from ...records.derivative import HESSIAN, HVP, JACOBIAN, JVP, ROUNDING, VJP, Derivative
from ...sweeps.sparsity.compressed import read
from ..formats import Options
from ..frame import flowing, header, outputs
from ..layout import LEFT, RIGHT, Cell, Column, Line, line, table, widest
from ..number import SUMMARY_DIGITS, aligned, is_array, localised, people
from .cost import components, cost_lines, reason
from .grid import Grid
from .words import DerivativeWords


def derivative_lines(found: Derivative, options: Options) -> list[Line]:
    """The report. Raises AdtraceError (notation, language)."""
    words = DerivativeWords(found, options)
    body = products(words) if found.kind in (JVP, VJP, HVP) else Grid(found, words).lines()
    edge = min(words.columns, widest(body))
    first = [*header(found.trace, words.notation, words.columns, edge, words.say, words.title), *meaning(words)]
    rest = [*results(words), *symmetry(words), *cost_lines(words), *warnings(words)]
    if found.worked:
        from .worked import worked_lines

        body = [*body, *(one for order in found.worked for one in worked_lines(order, found, words))]
    return [*first, *body, *rest]


def meaning(words: DerivativeWords) -> list[Line]:
    """What the numbers are."""
    found, say = words.found, words.say
    if found.kind == JACOBIAN:
        return [*words.wrapped(say("row by row the slopes of an output")), *words.wrapped(reason(words))]
    if found.kind == HESSIAN:
        name = words.notation.name(next(iter(found.outputs)))
        return words.wrapped(say("the second derivatives of {name}: the slopes of its gradient").format(name=name))
    seeds = [
        f"{spelled} = {text}" for name, seed in found.seed.items()
        for spelled, text in [(spelled_seed(words, name), seed_text(words, seed))]
    ]
    kind = say("cotangent" if found.kind == VJP else "direction")
    return words.wrapped(f"{kind} {words.notation.comma.join(seeds)}")


def spelled_seed(words: DerivativeWords, name: str) -> str:
    """The tangent or the adjoint that is seeded."""
    notation = words.notation
    return notation.adjoint(name) if words.found.kind == VJP else notation.tangent(name)


def seed_text(words: DerivativeWords, seed: Any) -> str:
    """A seed: a number, a small vector, or a shape; 0 where all of it is."""
    if not is_array(seed):
        return words.notation.given(float(seed))
    if not seed.any():
        return words.notation.given(0.0)
    text = words.written(seed)
    return text[0] if len(text) == 1 else words.notation.shape(seed.shape)


def products(words: DerivativeWords) -> list[Line]:
    """A product by name: what it is of, its value, its gradient where that is known, and the product."""
    found, say = words.found, words.say
    values = found.outputs if found.kind == JVP else {name: found.trace.inputs[name] for name in found.value}
    style = "bold output" if found.kind == JVP else "input"
    headings = {JVP: "derivative along the direction", VJP: "adjoint", HVP: "Hessian × direction"}
    last = say(headings[found.kind]) if words.options.unicode else say(headings[found.kind].replace("×", "*"))
    columns = [
        Column("", [(line((words.notation.name(name), style)),) for name in found.value]),
        numbers(words, say("value"), [values[name] for name in found.value], ""),
    ]
    if found.kind == HVP:
        columns.append(numbers(words, say("gradient"), [found.gradient[name] for name in found.value], "adjoint"))
    columns.append(numbers(words, last, list(found.value.values()), f"bold {words.style}"))
    return table(columns, words.rules)


def numbers(words: DerivativeWords, heading: str, values: list[Any], style: str) -> Column:
    """A column of scalars, aligned, or of arrays: small ones in full, large ones by shape, range and norm."""
    if not any(map(is_array, values)):
        texts = aligned([localised(people(float(one), words.digits), words.options.decimal) for one in values])
        return Column(heading, [(line((text, style)),) for text in texts], RIGHT)
    cells: list[Cell] = []
    for value in values:
        full = not is_array(value) or value.ndim == 2 or value.size <= words.columns // 24
        cells.append(tuple(line((text, style)) for text in words.written(value, full=full)))
    return Column(heading, cells, LEFT)


def results(words: DerivativeWords) -> list[Line]:
    """The outputs' values, where no column has them."""
    found = words.found
    if found.kind in (JACOBIAN, JVP):
        return []
    items = [line(text) for text in outputs(found.trace, words.notation, words.digits + SUMMARY_DIGITS - 4)]
    return flowing(items, words.columns)


def symmetry(words: DerivativeWords) -> list[Line]:
    """How far a Hessian is from its transpose."""
    found, say = words.found, words.say
    if found.symmetry is None:
        return []
    if not found.symmetry.entries:
        if found.shared is not None and any(across for *_, across in read(*found.shared)):
            return words.wrapped(say("symmetric: of some pairs one entry was swept, and stands for both"))
        if found.symmetry.unknown == components(found)**2:
            return []
        if found.symmetry.unknown:
            return words.wrapped(say("symmetric to the last bit where it is not nan"))
        return words.wrapped(say("symmetric to the last bit"))
    x, z = (words.notation.name(name) for name in found.symmetry.entries)
    if found.symmetry.difference > ROUNDING:
        phrase, style = say("not symmetric: in {x} and {z}, by {amount} of the largest entry"), "warning"
    else:
        phrase, style = say("symmetric but for rounding: in {x} and {z}, by {amount} of the largest entry"), "dim"
    return words.wrapped(phrase.format(amount=f"{found.symmetry.difference:.1e}", x=x, z=z), style)


def warnings(words: DerivativeWords) -> list[Line]:
    """What the numbers do not say by themselves."""
    if not words.found.warnings:
        return []
    from ..report import all_warning_lines

    return all_warning_lines(
        words.found.warnings, words.found.trace, words.columns, unicode=words.options.unicode, say=words.say
    )


