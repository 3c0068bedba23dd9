"""CasADi: functions of its symbols, and a casadi.Function made of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import ClassVar

from ....errors import AdtraceError
from ....records import Formula
from ....records.export import Export
from ....records.straight import Straight
from ....rules.table import Operator, operator
from .. import Target
from ..matrices import SPELLINGS, columns
from ..module import ModulePrinter, module, string
from ..own_casadi import OWN
from ..printer import Spelling, parts


class CasadiPrinter(ModulePrinter):
    """Formulas in CasADi."""

    language, prefix = "CasADi", "ca."
    spellings: ClassVar[Mapping[str, Spelling]] = SPELLINGS
    own: ClassVar[Mapping[str, str]] = OWN
    constants: ClassVar[Mapping[str, str]] = {name: f"math.{name}" for name in ("pi", "e", "inf", "nan")}
    imports: ClassVar[Sequence[str]] = ("import casadi as ca",)
    kept: ClassVar[Sequence[str]] = ("ca", "math", "casadi_function", "kind", "outputs", "value", "gradient")
    close = (
        "all(math.isclose(a, b, rel_tol={rtol}, abs_tol={atol}) or a != a and b != b\n"
        "                   for a, b in zip(flat(found), flat(ca.DM(traced))))"
    )
    true = "({})"
    calls_itself = True

    def accept(self, straight: Straight) -> None:
        """Refuse arrays of more than two axes. Raises AdtraceError."""
        formulas = [part for statement in straight.statements for part in parts(statement.formula)]
        shapes = [*straight.shapes.values(), *(formula.shape for formula in formulas)]
        if any(len(shape) > 2 for shape in shapes):
            raise AdtraceError("CasADi has no arrays of more than two axes", hint="--to numpy has them")

    def write(self, formula: Formula) -> tuple[str, int]:
        """Elementwise operations, too, need their operands in one shape."""
        if formula.shape and formula.args and operator(formula.op).kind == "elementwise":
            target = formula.shape
            formula = formula._replace(args=tuple(
                arg if arg.shape in ((), target) else Formula("broadcast", (arg,), {"shape": target}, shape=target)
                for arg in formula.args
            ))
        return super().write(formula)

    def constant_array(self, lists: str) -> str:
        """A matrix of the numbers in lists of lists."""
        return f"ca.DM({lists})"

    def lacking(self, row: Operator) -> AdtraceError:
        """The error for an operator that CasADi does not have."""
        return AdtraceError(f"{row.spelled} cannot be written in CasADi", hint="--to numpy has it")

    def further(self, export: Export) -> list[str]:
        """A function that makes a casadi.Function."""
        straight = export.straight
        names = [self.names[name] for name in straight.inputs]
        slopes = [(y, x) for y, row in straight.derivatives.items() for x in row]
        derived = bool(slopes)
        symbols = [
            f"    {name} = kind.sym({plain(name, place)}, {', '.join(map(str, columns(straight.shapes[own])))})"
            for place, (own, name) in enumerate(zip(straight.inputs, names, strict=True))
        ]
        values = "*value" if len(straight.outputs) > 1 else "value"
        several = len(straight.derivatives) > 1
        found = [f"gradient[{string(y)}][{string(x)}]" if several else f"gradient[{string(x)}]" for y, x in slopes]
        title, symbolic = f"{export.function}_and_gradient" if derived else export.function, ", ".join(names)
        return [
            "def casadi_function(kind=ca.SX):",
            f'    """A casadi.Function of the value{" and of every slope, in that order" if derived else ""}."""',
            *symbols,
            f"    value{', gradient' if derived else ''} = {title}({symbolic})",
            f"    outputs = [{', '.join([values, *found])}]",
            f'    return ca.Function("{title}", [{symbolic}], [kind(one) for one in outputs])',
        ]

    def results(self, export: Export, title: str, given: Sequence[tuple[str, str]]) -> list[str]:
        """The function called: its results come as a list."""
        values = ", ".join(f"ca.DM({value})" for _, value in given)
        return ["def flat(x):", "    return ca.DM(x).full().ravel().tolist()", "",
                f"results = casadi_function().call([{values}])"]

    def result(self, found: str, place: int) -> str:
        """Where a result is found."""
        return f"results[{place}]"


def plain(name: str, place: int) -> str:
    """A name that a symbol of CasADi can have."""
    return f'"{name}"' if re.fullmatch(r"[A-Za-z](_?[A-Za-z0-9])*", name) else f'"input{place}"'


def render(export: Export) -> str:
    """The file."""
    return module(CasadiPrinter, export)


TARGET = Target("casadi", "CasADi, for vectors and matrices", render)
