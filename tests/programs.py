"""Random programs: smooth scalar expressions as trees, and array programs as text, with a point for each."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
from hypothesis import strategies as st

Tree = tuple[Any, ...]
"""("x",) is a name, ("2.5",) a number, ("sin({})", tree) or ("({} + {})", left, right) an operation with its template."""

UNARY = (
    "sin({})", "cos({})", "tanh({})", "atan({})", "sigmoid({})", "softplus({})", "exp(sin({}))", "sqrt(1 + {}^2)",
    "log(2 + {}^2)", "-{}", "{}^2", "{}^3", "1/(2 + cos({}))", "erf({})", "asinh({})", "2^tanh({})",
)
BINARY = ("{} + {}", "{} - {}", "{}*{}", "{}/(2 + {}^2)", "atan2({}, 3 + {}^2)", "hypot(1 + {}^2, {})", "sin({})*cos({})")
NAMES = ("x", "y", "z")

leaves = st.sampled_from([(name,) for name in NAMES]) | st.sampled_from([("2",), ("0.5",), ("1.25",), ("pi",)])
trees: st.SearchStrategy[Tree] = st.recursive(
    leaves,
    lambda inner: st.tuples(st.sampled_from(UNARY), inner) | st.tuples(st.sampled_from(BINARY), inner, inner),
    max_leaves=8,
)
numbers = st.integers(-200, 200).map(lambda hundredths: hundredths/100 + 0.003)
points = st.fixed_dictionaries(dict.fromkeys(NAMES, numbers))


def written(tree: Tree, names: dict[str, str] | None = None, noise: random.Random | None = None) -> str:
    """The tree as text; names renamed, and with spaces and redundant parentheses where there is noise."""
    template, *args = tree
    if not args:
        text = (names or {}).get(template, template)
    else:
        operands = (bracketed(written(arg, names, noise), arg) for arg in args)
        text = template.format(*operands)
    if noise is None:
        return text
    if noise.random() < 0.3:
        text = f"({text})" if not args or text[0] != "-" else text
    return text if noise.random() < 0.5 else f" {text}\t"


def bracketed(text: str, tree: Tree) -> str:
    """An operand: in brackets unless it is a leaf."""
    return f"({text})" if len(tree) > 1 else text


def names_in(tree: Tree) -> set[str]:
    """The names that a tree uses."""
    return {tree[0]} & set(NAMES) if len(tree) == 1 else set().union(*map(names_in, tree[1:]))


@st.composite
def programs(draw: Any) -> str:
    """Statements that use the ones before them."""
    known, lines = list(NAMES), []
    for number in range(draw(st.integers(1, 4))):
        text = written(draw(trees), {name: draw(st.sampled_from(known)) for name in NAMES})
        lines.append(f"t{number} = {text}")
        known.append(f"t{number}")
    return "; ".join([*lines, " + ".join(known[3:])])


# Arrays

INPUTS = {"s": (), "u": (2,), "v": (3,), "A": (2, 3), "B": (3, 2), "r": (1, 3)}


def array_points(seed: int) -> dict[str, Any]:
    """Numbers for the inputs of an array program."""
    source = np.random.default_rng(seed)
    return {name: source.uniform(-1.2, 1.2, size=shape) for name, shape in INPUTS.items()}


@st.composite
def arrays(draw: Any, shape: tuple[int, ...] = (), depth: int = 3) -> str:
    """The text of an expression of this shape."""
    def part(*of: int) -> str:
        return f"({draw(arrays(of, depth - draw(st.integers(1, 2))))})"

    if depth <= 0:
        return leaf(shape, draw)
    kinds = ["unary", "binary", "where", "leaf", "leaf", *BY_RANK[len(shape)]]
    kind = draw(st.sampled_from(kinds))
    if kind == "leaf":
        return leaf(shape, draw)
    if kind == "unary":
        return draw(st.sampled_from(("tanh({})", "sin({})", "sigmoid({})", "relu({})", "exp(tanh({}))", "abs({})"))).format(part(*shape))
    if kind == "binary":
        sign = draw(st.sampled_from(("{} + {}", "{} - {}", "{}*{}", "{}/(2 + {}^2)", "max({}, {})")))
        return sign.format(part(*shape), part(*draw(st.sampled_from(narrower(shape)))))
    if kind == "where":
        return f"where({part(*shape)} > 0.1, {part(*shape)}, {part(*shape)})"
    size = draw(st.sampled_from((2, 3)))
    return compound(kind, shape, size, part, draw)


BY_RANK = {
    0: ("sum", "mean", "logsumexp", "inner", "entry", "norm2", "row sum"),
    1: ("sum", "mean", "product", "row", "slice", "softmax", "stack", "reversed", "row product"),
    2: ("transpose", "product", "outer", "softmax", "slice", "stack"),
}


def compound(kind: str, shape: tuple[int, ...], size: int, part: Any, draw: Any) -> str:
    """An operation that makes this shape of another."""
    axis = draw(st.integers(0, len(shape)))
    other = (*shape[:axis], size, *shape[axis:])
    if kind in ("sum", "mean", "logsumexp"):
        return f"{kind}({part(*other)}, axis={axis})" if shape else f"{kind}({part(size)})"
    if kind == "row sum":
        return f"sum({part(size, 2)}, axis=[0, 1])"
    if kind == "norm2":
        return f"norm2(2 + tanh({part(size)}))"
    if kind == "inner":
        return f"{part(size)} @ {part(size)}"
    if kind == "product":
        return f"{part(shape[0], size)} @ {part(size, *shape[1:])}"
    if kind == "row product":
        return f"{part(size)} @ {part(size, *shape)}"
    if kind == "entry":
        return f"{part(size)}[{draw(st.integers(-size, size - 1))}]"
    if kind == "row":
        return f"{part(size, *shape)}[{draw(st.integers(0, size - 1))}]"
    if kind == "slice":
        return f"concat({part(*shape)}, {part(*shape)})[{draw(st.integers(0, shape[0]))}:][:{shape[0]}]"
    if kind == "reversed":
        return f"{part(*shape)}[::-1]"
    if kind == "softmax":
        return f"softmax({part(*shape)}, axis={draw(st.integers(0, len(shape) - 1))})"
    if kind == "stack":
        return f"[{', '.join(part(*shape[1:]) for _ in range(shape[0]))}]"
    if kind == "transpose":
        return f"{part(*shape[::-1])}.T"
    assert kind == "outer"
    return f"outer({part(shape[0])}, {part(shape[1])})"


def narrower(shape: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Shapes that broadcast to this one without changing it."""
    found = [shape, ()]
    if len(shape) == 2:
        found += [(shape[1],), (1, shape[1]), (shape[0], 1)]
    return found


def leaf(shape: tuple[int, ...], draw: Any) -> str:
    """An input of this shape, or numbers."""
    names = [name for name, own in INPUTS.items() if own == shape]
    if names and draw(st.booleans()):
        return draw(st.sampled_from(names))
    if not shape:
        return draw(st.sampled_from(("0.5", "2", "s*1.5")))
    return f"broadcast({draw(st.sampled_from(('0.7', 's', 's + 1')))}, shape={list(shape)})"
