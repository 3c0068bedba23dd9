"""How outputs react to their inputs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...records import Trace
from ...records.sensitivity import Chain, Condition, Effect, Response, Sensitivity
from ..formats import Options
from ..layout import Line
from ..sensitivity.screen import SensitivityScreen


def lines(record: Sensitivity, trace: Trace, options: Options) -> list[Line]:
    """The look for a screen. Raises AdtraceError (notation, language)."""
    return SensitivityScreen(record, trace, options).lines()


def as_object(record: Sensitivity) -> dict[str, Any]:
    """The same for programs."""
    return {
        "responses": [response_object(one) for one in record.responses],
        "activations": record.activations,
        "entries": record.entries,
        "stuck": [{**one._asdict(), "cuts": [cut._asdict() for cut in one.cuts]} for one in record.stuck],
        "cuts": [one._asdict() for one in record.cuts],
    }


def response_object(one: Response) -> Mapping[str, Any]:
    """One output."""
    return {
        "output": one.name,
        "value": one.value,
        "conditions": [condition_object(each) for each in one.conditions],
        "effects": [effect_object(each) for each in one.effects],
        "total": None if one.total is None else effect_object(one.total),
        "paths": [chain_object(each) for each in one.chains],
    }


def condition_object(one: Condition) -> Mapping[str, Any]:
    """One input's condition number."""
    return {
        "input": one.name, "place": list(one.place), "at": one.at, "slope": one.slope, "ratio": one.ratio,
        "condition": abs(one.ratio), "norm": one.norm, "size": one.size,
        "hidden": one.hidden,
    }


def effect_object(one: Effect) -> Mapping[str, Any]:
    """One uncertain input, or all together."""
    return {
        "input": one.name or None, "deviation": one.deviation, "worst": one.worst, "independent": one.spread,
        "share": one.share, "ends": one.ends, "off": one.off, "inside": one.inside,
        "nonlinear": one.nonlinear,
    }


def chain_object(one: Chain) -> Mapping[str, Any]:
    """One strongest path, from the output back."""
    return {
        "input": one.name, "length": one.length, "product": one.product, "log10": one.exponent, "exact": one.exact,
        "strength": one.strength,
        "vanishes": one.vanishes, "explodes": one.explodes, "edges": [edge._asdict() for edge in one.edges],
    }
