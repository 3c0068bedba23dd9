"""Literals that float64 rounds: pi and e stand for the numbers themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .graph import Graph

IRRATIONAL: Mapping[str, Callable[[Any], Any]] = {"pi": lambda m: m.pi, "π": lambda m: m.pi, "e": lambda m: m.exp(1)}
"""What each is in any mathematics, by how a program writes it."""


def is_irrational(graph: Graph, node: int) -> bool:
    """Whether a node is one of these constants."""
    return node in graph.literals and graph.literals[node][1] in IRRATIONAL
