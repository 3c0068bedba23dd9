"""What stands around the tables of a trace: the header, the line that explains a sweep, the summary, the cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ..records import Cost, Number, Sweep, Trace
from ..records.notes import told
from .layout import Line, cells, line, visible, width, wrapped
from .notation import Notation
from .number import SUMMARY_DIGITS, SUMMARY_ENTRIES, given, is_array, is_small
from .profiles import Medium

TITLES = {"forward": "Forward mode", "reverse": "Reverse mode", "value": "Evaluation"}
COSTS = {
    "forward": ("{count} forward sweep", "{count} forward sweeps"),
    "reverse": ("{count} reverse sweep", "{count} reverse sweeps"),
}
OTHERS = {"forward": "forward mode: {sweeps}, {operations}", "reverse": "reverse mode: {sweeps}, {operations}"}

Say = Callable[[str], str]

NAMES = Medium()
"""Names as they are."""

SEEDS_ALL, SEEDS_SHOWN = 3, 8
"""Seeds up to which those of 0 are listed, too, and the most that are listed at all."""

ITEMS_SHOWN, PROGRAM_LINES = 40, 12
PROGRAM_ROWS = 3
"""Lines of the screen that one line of a program may take before it is cut."""


def header(
    trace: Trace, notation: Notation, columns: int, edge: int, say: Say = str, heading: str = ""
) -> list[Line]:
    """Mode, program and point; then the notes. edge is where the table below ends: the point is set flush with it.

    heading  what stands in place of the mode
    """
    title = (heading or say(TITLES[trace.mode]), "bold")
    programs = program_lines(trace, notation, columns)
    point = point_text(trace, notation.own, say)
    first = line(title, "  ", programs[0]) if len(programs) == 1 else line(title)
    found: list[Line] = []
    needed = width(first) + 3 + cells(point)
    if needed <= columns:
        gap = max(edge, needed) - width(first) - cells(point)
        found.append(line(first, " " * gap, point))
    else:
        found += flowing([line(part) for part in statements(first)], columns, " ", 2)
    found += [line("  ", text) for text in programs if len(programs) > 1]
    if needed > columns:
        found += wrapped(line(say("at"), " ", point) if trace.point else line(point), columns, 3)
    for note in told(trace.notes, say):
        found += wrapped(line((visible(note, unicode=notation.unicode), "dim")), columns, 2)
    return found


def program_lines(trace: Trace, notation: Notation, columns: int, most: int = PROGRAM_LINES) -> list[str]:
    """The program as typed, safe to show and cut where it is long; a file by its name."""
    if trace.where != "expression":
        return [visible(trace.where, unicode=notation.unicode)]
    typed = [text for text in trace.expression.split("\n") if text.strip()] or [""]
    dots = "…" if notation.unicode else "..."
    limit = max(PROGRAM_ROWS * columns, 20)
    shown = [visible(text[: limit + 1].strip("\r"), unicode=notation.unicode) for text in typed[:most]]
    shown = [text[:limit] + dots if len(text) > limit else text for text in shown]
    return shown + ([dots] if len(typed) > most else [])


def point_text(trace: Trace, notation: Notation, say: Say = str) -> str:
    """The values of the inputs; arrays, and inputs without values, by their shapes."""
    parts = [
        f"{notation.name(name)} = {notation.given(value)}" if trace.point and not is_array(value)
        else f"{notation.name(name)}: {notation.shape(trace.shapes[name])}"
        for name, value in trace.inputs.items()
        if trace.point or trace.shapes.get(name)
    ]
    if len(parts) > ITEMS_SHOWN:
        parts[ITEMS_SHOWN:] = [say("and {count} more").format(count=len(parts) - ITEMS_SHOWN)]
    listed = ("  " if any(": " in part for part in parts) else notation.comma).join(parts)
    return listed if trace.point else "  ".join(part for part in (say("in symbols"), listed) if part)


def explanation(trace: Trace, sweep: Sweep, notation: Notation, columns: int, say: Say = str) -> list[Line]:
    """The line that says the seed and what every number of the sweep means."""
    found = explained(trace, sweep, notation, say, "  ")
    return wrapped(tuple((text, look or "dim") for text, look in found), columns, 2) if found else []


def explained(trace: Trace, sweep: Sweep, notation: Notation, say: Say = str, gap: str = ", ") -> Line:
    """The same as runs: words are dim, and all the rest are formulas. Nothing for a sweep without a seed."""
    if trace.mode == "value" or not sweep.steps:
        return ()
    seeds = seed_runs(trace, sweep, notation, say)
    return line((f"{say('seed')} ", "dim"), seeds, (gap, "dim"), meaning(trace, sweep, notation.own, say))


def meaning(trace: Trace, sweep: Sweep, own: Notation, say: Say) -> Line:
    """What every number of the sweep means; `own` has the program's names."""
    unit, node = unit_seed(trace, sweep, own), own.word(say("node"))
    if trace.mode == "forward":
        if not unit:
            return line((say("so every tangent is the derivative along this seed"), "dim"))
        return said(say("so every tangent is {derivative}"), own.total(node, unit))
    of = unit or weighted(trace, sweep, own)
    if not of:
        return line((say("so every adjoint is the derivative of what this seed weighs"), "dim"))
    letter = "" if unit else own.profile.weighted(own)
    phrase = say("so every adjoint is {derivative}, from the output back to the inputs")
    rest = line(("; ", "dim"), f"{letter} = {of[1:-1]}") if letter else ()
    return line(said(phrase, own.total(letter or of, node)), rest)


def said(phrase: str, derivative: str) -> Line:
    """A phrase with a formula in it."""
    before, _, after = phrase.partition("{derivative}")
    return line((before, "dim"), derivative, (after, "dim"))


def unit_seed(trace: Trace, sweep: Sweep, notation: Medium) -> str:
    """What a unit seed seeds, as it is spelled: x, W[0, 1]; "" for any other direction or cotangent."""
    if not (trace.point or sweep.seed):
        return notation.name(next(iter(trace.outputs))) if trace.mode == "reverse" and len(trace.outputs) == 1 else ""
    seeded = [(name, seed) for name, seed in sweep.seed.items() if is_seeded(seed)]
    if len(seeded) != 1:
        return ""
    name, seed = seeded[0]
    if is_array(seed):
        owner, bracket, index = sweep.label.partition("[")
        return notation.name(owner) + bracket + index if bracket and "=" not in owner else ""
    return notation.name(sweep.label if sweep.label in trace.outputs else name) if seed == 1 else ""


def is_unit(trace: Trace, sweep: Sweep) -> bool:
    """Whether a sweep has the unit seed of one scalar or entry."""
    return bool(unit_seed(trace, sweep, NAMES))


def weighted(trace: Trace, sweep: Sweep, notation: Notation) -> str:
    """The sum of scalar outputs that a cotangent stands for: (2·y₁ - y₂); "" for arrays and in symbols."""
    if not trace.point or any(map(is_array, sweep.seed.values())):
        return ""
    text = ""
    for name, seed in sweep.seed.items():
        if seed:
            sign = (" - " if seed < 0 else " + ") if text else "-" if seed < 0 else ""
            number = notation.literal(given(abs(seed)))
            factor = "" if abs(seed) == 1 else number + notation.signs["mul"]
            text += f"{sign}{factor}{notation.name(name)}"
    return f"({text})" if text else ""


def seed_runs(trace: Trace, sweep: Sweep, notation: Notation, say: Say = str) -> Line:
    """ẋ = 1, ȧ = 0: the seeds of all inputs or outputs, or of those that have one where there are many."""
    role = style(trace)
    spell = notation.tangent if role == "tangent" else notation.adjoint
    unit = unit_seed(trace, sweep, notation.own)
    rest = notation.comma + say("all others 0")
    if unit.endswith("]"):
        owner, _, index = sweep.label.partition("[")
        return line((f"{spell(owner)}[{index} = 1", role), (rest, "dim"))
    names = seeded_names(trace, sweep)
    others = ""
    if len(names) > SEEDS_ALL:
        seeded = [name for name in names if is_seeded(seed_of(sweep, name))]
        others = "" if len(seeded) == len(names) else rest
        names = seeded
    known = trace.point or bool(unit) or bool(sweep.seed)
    texts = [spell(name) + (seed_text(seed_of(sweep, name), notation) if known else "") for name in names]
    more = " " + say("and {count} more").format(count=len(texts) - SEEDS_SHOWN) if len(texts) > SEEDS_SHOWN else ""
    shown = [part for text in texts[:SEEDS_SHOWN] for part in ((notation.comma, "dim"), (text, role))]
    return line(*shown[1:], (more + others, "dim"))


def is_seeded(seed: Number) -> bool:
    """Whether a seed is more than zeros."""
    return bool(seed.any()) if is_array(seed) else bool(seed)


def seeded_names(trace: Trace, sweep: Sweep) -> list[str]:
    """The inputs (forward mode) or outputs (reverse mode), which have a seed, if only of 0."""
    if sweep.seed or trace.mode == "forward":
        return list(sweep.seed or trace.inputs)
    outputs = [sweep.steps[place].name for place in sweep.steps.ends[len(trace.inputs) :]]
    return outputs or list(trace.outputs)


def seed_of(sweep: Sweep, name: str) -> Number:
    """The seed of a step; 1 in symbols, where there is a unit seed or none."""
    return sweep.seed.get(name, 0.0) if sweep.seed else 1.0


def seed_text(seed: Number, notation: Notation) -> str:
    """What follows the symbol of a seed: its number, a small vector's numbers, or a shape."""
    if not is_array(seed):
        return f" = {notation.given(seed)}"
    in_full = seed.ndim == 1 and is_small(seed)
    return f" = {notation.number(seed)}" if in_full else f": {notation.shape(seed.shape)}"


def summary(trace: Trace, notation: Notation, columns: int, digits: int = 4, say: Say = str) -> list[Line]:
    """The results, with two digits more than the table: y = 0.880797    ∂y/∂x = 0.104994."""
    if not trace.point:
        return []
    digits += SUMMARY_DIGITS - 4
    notation = notation.own
    items = [line(item) for item in outputs(trace, notation, digits)]
    arrays: list[str] = []
    for sweep in trace.sweeps if trace.mode != "value" else ():
        for name, number in sweep.result.items():
            symbol, label = derivative(trace, sweep, name, notation)
            symbol += f" ({visible(label, unicode=notation.unicode)})" if label else ""
            if is_array(number) and not (is_short(number) and len(sweep.result) == 1):
                arrays.append(f"{symbol} {notation.shape(number.shape)}")
            else:
                items.append(line(f"{symbol} = ", (notation.number(number, digits), f"bold {style(trace)}")))
    if len(arrays) > ITEMS_SHOWN:
        arrays[ITEMS_SHOWN:] = [say("and {count} more").format(count=len(arrays) - ITEMS_SHOWN)]
    if arrays:
        kind = say("gradients:" if trace.mode == "reverse" else "tangents:")
        items.append(line((f"{kind} ", "dim"), (notation.comma.join(arrays), style(trace))))
    if len(items) > ITEMS_SHOWN:
        items[ITEMS_SHOWN:] = [line((say("and {count} more").format(count=len(items) - ITEMS_SHOWN), "dim"))]
    return flowing(items, columns)


def style(trace: Trace) -> str:
    """The role of a trace's derivatives."""
    return "tangent" if trace.mode == "forward" else "adjoint"


def outputs(trace: Trace, notation: Notation, digits: int) -> Iterator[str]:
    """Every output and its value, of a large array its shape."""
    for name, value in trace.outputs.items():
        whole = not is_array(value) or is_short(value)
        what = f" = {notation.number(value, digits)}" if whole else f": {notation.shape(value.shape)}"
        yield notation.name(name) + what


def is_short(value: Number) -> bool:
    """Whether an array is a vector that fits into the summary."""
    return bool(value.ndim == 1 and value.size <= SUMMARY_ENTRIES)


def derivative(trace: Trace, sweep: Sweep, name: str, notation: Notation) -> tuple[str, str]:
    """What one result of a sweep is called, and the label of its sweep where that is needed.

    It is a partial derivative for a unit seed, else a tangent or an adjoint.
    """
    forward = trace.mode == "forward"
    alone = len(trace.sweeps) == 1
    unit = unit_seed(trace, sweep, notation)
    if unit and not (is_array(sweep.result[name]) and alone):
        other = notation.name(name)
        return (notation.total(other, unit) if forward else notation.total(unit, other)), ""
    swept = notation if alone else notation.of_sweep(trace, sweep)
    symbol = swept.tangent(name) if forward else swept.adjoint(name)
    return symbol, "" if alone else sweep.label


def statements(program: Line) -> list[Line]:
    """A line cut behind its semicolons."""
    found: list[Line] = [()]
    for text, look in program:
        first, *rest = text.split("; ")
        found[-1] = line(found[-1], (first, look))
        for part in rest:
            found[-1] = line(found[-1], (";", look))
            found.append(line((part, look)))
    return found


def flowing(items: Sequence[Line], columns: int, gap: str = "    ", indent: int = 0) -> list[Line]:
    """Items one after the other, as many on a line as fit; one that is wider than a line is broken."""
    found: list[Line] = []
    for item in items:
        if found and width(found[-1]) + len(gap) + width(item) <= columns:
            found[-1] = line(found[-1], gap, item)
        else:
            found += wrapped(line(" " * indent, item) if found else item, columns, 2 * indent, anywhere=True)
    return found


def cost_line(trace: Trace, cost: Cost, columns: int, say: Say = str) -> list[Line]:
    """What the run took and what the other mode would have taken."""
    took = say(COSTS[trace.mode][cost.sweeps != 1]).format(count=cost.sweeps)
    operations = say("{count} multiply-add" if cost.operations == 1 else "{count} multiply-adds")
    sweeps = say("{count} sweep" if cost.other_sweeps == 1 else "{count} sweeps").format(count=cost.other_sweeps)
    other = say(OTHERS[cost.other_mode]).format(sweeps=sweeps, operations=cost.other_operations)
    words = f"{say('cost:')} {took}, {operations.format(count=cost.operations)}{say('; ')}{other}"
    return wrapped(line((words, "dim")), columns, 2)
