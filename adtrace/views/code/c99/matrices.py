"""Inverses, determinants and systems of equations, by the elimination of functions.c."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ....records import Formula
from .layout import Block, Item, loops

if TYPE_CHECKING:
    from .body import Body


def copied(body: Body, formula: Formula) -> str:
    """A copy of a matrix that elimination may overwrite."""
    ready = body.ready(formula, inside=formula.shape)
    name = body.fresh("work")
    body.fill(name, ready)
    return name


def eliminated(body: Body, formula: Formula) -> tuple[str, str, str]:
    """The factors of a matrix, the order of its rows, and the parity of that."""
    work = copied(body, formula)
    order, parity = body.fresh("order"), body.fresh("parity")
    size = formula.shape[0]
    body.items.append(f"int {order}[{size}];")
    body.items.append(f"const double {parity} = {body.functions.sized('factor', size)}({work}, {order});")
    return work, order, parity


def solution(body: Body, target: str, formula: Formula) -> None:
    """The x with a x = b: in place for a vector, column by column for a matrix."""
    a, b = formula.args
    size = a.shape[0]
    ready = body.ready(b, inside=b.shape)
    factors = ", ".join(eliminated(body, a))
    solve = body.functions.sized("solve", size)
    if len(b.shape) == 1:
        body.fill(target, ready, declared=True)
        body.items.append(f"{solve}({factors}, {target});")
        return
    _, (i, j) = body.over((2, 2))
    columns(body, target, f"{solve}({factors}, column);", body.elements.text(ready, (i, j)), b.shape)


def columns(body: Body, target: str, call: str, entry: str, shape: tuple[int, ...]) -> None:
    """Solve for every column of a matrix, where entry is that of the right side."""
    _, (i, j) = body.over((2, 2))
    rows = [f"for (int {i} = 0; {i} < {shape[0]}; {i}++)"]
    column = body.fresh("column")
    body.local.discard(column)
    block: list[Item] = [
        f"double {column}[{shape[0]}];",
        *loops(rows, [f"{column}[{i}] = {entry};"]),
        call.replace("column)", f"{column})"),
        *loops(rows, [f"{target}[{i}][{j}] = {column}[{i}];"]),
    ]
    body.items.append(Block(f"for (int {j} = 0; {j} < {shape[1]}; {j}++)", block))


def inverse(body: Body, target: str, formula: Formula) -> None:
    """The inverse: the columns of the identity, solved for."""
    size = formula.shape[0]
    factors = ", ".join(eliminated(body, formula.args[0]))
    _, (i, j) = body.over((2, 2))
    call = f"{body.functions.sized('solve', size)}({factors}, column);"
    columns(body, target, call, f"{i} == {j} ? 1.0 : 0.0", formula.shape)


def of_a_copy(stem: str) -> Callable[[Body, str, Formula], None]:
    """A number that a function finds by overwriting a matrix."""

    def write(body: Body, target: str, formula: Formula) -> None:
        work = copied(body, formula.args[0])
        function = body.functions.sized(stem, formula.args[0].shape[0])
        body.items.append(f"const double {target} = {function}({work});")

    return write


def cofactors(body: Body, target: str, formula: Formula) -> None:
    """The determinants of what is left without a row and a column, with signs; of singular matrices as well."""
    size = formula.shape[0]
    a = body.light(formula.args[0])
    _, (i, j, r, c) = body.over((2, 2, 2, 2))
    minor = body.fresh("minor")
    body.local.discard(minor)
    left = size - 1
    entry = body.elements.text(a, (f"{r} + ({r} >= {i})", f"{c} + ({c} >= {j})"))
    inner = [f"for (int {name} = 0; {name} < {left}; {name}++)" for name in (r, c)]
    place = "".join(f"[{name}]" for name in (r, c))
    det = f"{body.functions.sized('det', left)}({minor})"
    block: list[Item] = [
        f"double {minor}[{left}][{left}];",
        *loops(inner, [f"{minor}{place} = {entry};"]),
        f"{target}[{i}][{j}] = ({i} + {j})%2 ? -{det} : {det};",
    ]
    body.items += loops([f"for (int {name} = 0; {name} < {size}; {name}++)" for name in (i, j)], block)


MATRICES: dict[str, Callable[[Body, str, Formula], None]] = {
    "solve": solution, "inv": inverse, "det": of_a_copy("det"), "logdet": of_a_copy("logdet"), "cofactor": cofactors,
}
