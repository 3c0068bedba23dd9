"""Sums of products along a row's axes, added up as the products are made: no array of products is written and read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from string import ascii_lowercase
from typing import Any

from ...records import Shape
from ...rules.axes import axes_of
from ...rules.table import Operator
from .lowering import BATCHED, Node, needed

SUM_OF_PRODUCTS = "sum of products"


def sum_of_products(np: Any, shapes: Sequence[Shape], a: Any, b: Any, axis: Any = None, keepdims: Any = 0) -> Any:
    """sum(a*b, axis) of every row, for operands of one shape."""
    axes = axes_of(axis, shapes[0])
    result = np.einsum(subscripts(len(shapes[0]), axes, np.ndim(a), np.ndim(b)), a, b)
    return np.expand_dims(result, [place + 1 for place in axes]) if keepdims else result


@lru_cache(maxsize=256)
def subscripts(rank: int, axes: tuple[int, ...], *ranks: int) -> str:
    """What einsum is told: the operands' axes, and those that are kept. One axis more than a row's is for the rows."""
    letters = ascii_lowercase[:rank]
    kept = "".join(letter for place, letter in enumerate(letters) if place not in axes)
    return ",".join(["R"*(one - rank) + letters for one in ranks]) + "->R" + kept


CONTRACTION = Operator(SUM_OF_PRODUCTS, SUM_OF_PRODUCTS, "", "general", ("a", "b"), (), batched=sum_of_products)


def contracted(nodes: Sequence[Node], wanted: Sequence[int]) -> Sequence[Node]:
    """The nodes, with one in place of a sum of products that nothing else reads."""
    found = list(nodes)
    here = needed(nodes, wanted)
    readers = Counter(arg for node in here for arg in set(nodes[node].args))
    readers.update(wanted)
    for node in here:
        if is_sum(nodes[node]) and readers[product := nodes[node].args[0]] == 1 and is_product(nodes, product):
            found[node] = replace(nodes[node], function=CONTRACTION, args=nodes[product].args)
    return found


def is_sum(node: Node) -> bool:
    """Whether the node adds up along axes of every row."""
    return isinstance(node.function, Operator) and node.function.name == "sum" and node.level == BATCHED


def is_product(nodes: Sequence[Node], node: int) -> bool:
    """Whether the node is a product of two of its own shape, neither of them true or false."""
    found = nodes[node]
    return found.function == "multiply" and all(nodes[arg].shape == found.shape for arg in found.args)
