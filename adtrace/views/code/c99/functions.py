"""The functions that a file needs besides math.h's: those of functions.c, and rows made of other rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from ....errors import AdtraceError
from ....graph.symbols import tree_of
from ....records import NAME, Formula
from ....rules.table import Operator
from ..identifiers import Names
from .identifiers import RESERVED, c_name
from .plain import PLAIN

MATH = {
    "abs": "fabs", "power": "pow", "gamma": "tgamma", "round": "rint",
    **{name: name for name in (
        "exp", "expm1", "exp2", "log", "log1p", "log2", "log10", "sqrt", "cbrt", "hypot", "sin", "cos", "tan", "asin",
        "acos", "atan", "atan2", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "floor", "ceil", "erf", "erfc",
        "lgamma")},
}
"""Rows that math.h has, and what it calls them; rint rounds halves to even."""

HEAD = re.compile(r"^static (?:double|int|void) (\w+)\(", re.MULTILINE)


@cache
def written() -> dict[str, str]:
    """The functions of functions.c by name, each with its comment; those of matrices end in N."""
    text = (files(__package__) / "functions.c").read_text(encoding="utf-8")
    return {HEAD.search(part)[1]: part.strip() for part in text.split("\n\n") if HEAD.search(part)}  # type: ignore[index]


class Functions:
    """The functions that a file uses, each written once and below those that it calls."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts.values())

    def sized(self, stem: str, size: int) -> str:
        """The name of a function of matrices with so many rows."""
        return self.used(f"{stem}N", size)

    def used(self, name: str, size: int = 0) -> str:
        """A function of functions.c, and those that it calls."""
        text = written()[name]
        for other in written():
            if other != name and re.search(rf"\b{other}\(", text):
                self.used(other, size)
        here = name.replace("N", str(size))
        if here not in self.texts:
            text = re.sub(r"\b([a-z]+)N\b", rf"\g<1>{size}", text)
            self.texts[here] = re.sub(r"\bN\b", str(size), text)
        return here

    def of(self, operator: Operator) -> str:
        """What a call of an elementwise row is spelled. Raises AdtraceError for a row that C knows nothing of."""
        name = operator.name
        if name in MATH:
            return MATH[name]
        if name in written():
            return self.used(name)
        if operator.value is None:
            raise AdtraceError(f"{operator.spelled} cannot be exported to C", hint="C has no function for it")
        if name not in self.texts:
            self.texts[name] = self.made(operator)
        return name

    def made(self, operator: Operator) -> str:
        """A row whose value is made of other rows, as a function of its operands."""
        from .body import Body
        from .layout import rendered

        assert operator.value is not None
        operands = operator.operands
        tree = tree_of(operator.value(PLAIN, *[PLAIN.operand(Formula(NAME, text=name)) for name in operands]))
        names = Names(RESERVED, c_name)
        names.add(operands)
        body = Body(names, self)
        body.returned(tree)
        listed = ", ".join(f"double {names[name]}" for name in operands)
        head = f"/* {operator.doc}. */\n" if operator.doc and operator.name not in operator.doc else ""
        return f"{head}static double {operator.name}({listed})\n{{\n{rendered(body.items, 1)}\n}}"
