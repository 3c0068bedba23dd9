"""One node explained: its uses and their sum as in the table of a reverse sweep, then every path to the output."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..records.explanation import Explanation, Path
from .formats import Options
from .layout import Line
from .notation import of_options
from .paths import PathTable


def explanation_lines(explained: Sequence[Explanation], options: Options) -> list[Line]:
    """The explanations of one run, one for each of its sweeps. Raises AdtraceError (notation, language)."""
    from .formats.table import table_lines

    trace = explained[0].trace
    found: list[Line] = []
    for one in explained:
        # The table of this node alone; the summary under it has the output only.
        sweep = trace.sweeps[one.sweep]._replace(result={})
        alone = trace._replace(sweeps=(sweep,), cost=None, warnings=())
        found += [()] if found else []
        found += table_lines(alone, options._replace(only=(one.step.name,)))
        found += [(), *PathTable(one, of_options(trace, options, trace.sweeps[one.sweep]), options).lines()]
    if trace.warnings:
        from .report import all_warning_lines

        width = max(1, options.width)
        found += all_warning_lines(trace.warnings, trace, width, unicode=options.unicode, say=options.say)
    return found


def explanation_object(explained: Sequence[Explanation]) -> dict[str, Any]:
    """The same for programs: what `formats.json` writes as one object."""
    from .formats.json import SCHEMA, alone, exact, step_object, warning_object

    trace = explained[0].trace
    found: dict[str, Any] = {
        "adtrace": SCHEMA, "mode": "explain", "expression": trace.expression, "inputs": dict(trace.inputs),
        "outputs": list(trace.outputs), "value": alone(trace.outputs), "node": explained[0].step.name,
    }
    sweeps = [
        {
            "label": trace.sweeps[one.sweep].label, "seed": dict(trace.sweeps[one.sweep].seed),
            "step": step_object(one.step, trace.mode), "paths": paths_object(one),
        }
        for one in explained
    ]
    found |= sweeps[0] if len(sweeps) == 1 else {"sweeps": sweeps}
    found["warnings"] = [warning_object(warning) for warning in trace.warnings]
    result: dict[str, Any] = exact(found)
    return result


def paths_object(one: Explanation) -> Mapping[str, Any]:
    """How many paths there are, and those that are listed."""
    return {"count": one.total, "exact": one.exact, "listed": [path_object(one, path) for path in one.paths]}


def path_object(one: Explanation, path: Path) -> Mapping[str, Any]:
    """One path, its nodes from the explained one to the output."""
    from ..lang.printer import Printer

    printer = Printer(one.trace.tangent_name, one.trace.adjoint_name)
    links = list(path.links)
    return {
        "nodes": [one.step.name, *(link.consumer for link in links)],
        "operands": [link.operand for link in links],
        "rules": [printer.text(link.formula) for link in links],
        "partials": [link.partial for link in links],
        "seed": path.seed,
        "product": path.product,
    }
