"""Vertex elimination as an object for programs."""

from __future__ import annotations

from typing import Any

from ...lang.printer import Printer
from ...records.elimination import Component, Edge, Elimination, Product, Step


def elimination_object(report: Elimination) -> dict[str, Any]:
    """Edges, steps with their products, what is left, and what every order takes."""
    from ..formats.json import SCHEMA, exact, warning_object

    printer = Printer()
    found: dict[str, Any] = exact({
        "adtrace": SCHEMA,
        "mode": "elimination",
        "expression": report.trace.expression,
        "inputs": dict(report.trace.inputs),
        "order": report.order,
        "edges": [edge_object(edge, printer) for edge in report.edges],
        "steps": [step_object(step) for step in report.steps],
        "jacobian": None if report.jacobian is None else {y: dict(row) for y, row in report.jacobian.items()},
        "counts": {order: count._asdict() for order, count in report.counts.items()},
        "warnings": [warning_object(warning) for warning in report.warnings],
    })
    return found


def name(component: Component) -> str:
    """A vertex: x[0]."""
    return component.name + (f"[{', '.join(map(str, component.place))}]" if component.place else "")


def edge_object(edge: Edge, printer: Printer) -> dict[str, Any]:
    """A local partial."""
    formula = None if edge.formula is None else printer.text(edge.formula)
    return {"target": name(edge.target), "source": name(edge.source), "formula": formula, "value": edge.value}


def step_object(step: Step) -> dict[str, Any]:
    """One vertex eliminated."""
    return {
        "vertex": name(step.vertex), "into": step.into, "out": step.out, "degree": step.into * step.out,
        "products": [product_object(one) for one in step.products], "multiplications": step.multiplications,
    }


def product_object(product: Product) -> dict[str, Any]:
    """One product of edges."""
    return {
        "target": name(product.target), "source": name(product.source), "new": product.fill, "left": product.left,
        "right": product.right, "product": product.product, "before": product.before, "after": product.after,
    }
