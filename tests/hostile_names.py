"""Names that a format must take as data, and traces that have them: the language itself refuses most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from datasets import lines

from adtrace.records import Steps

NAMES = [record["name"] for record in lines("hostile_inputs.jsonl") if record["category"] == "injection-name"]
WORSE = [
    "</script><script>alert(1)</script>", "</title></style><img src=x onerror=alert(1)>", "<!--", "--><b>", "a\u2028b",
    "' onclick='alert(1)", '" onfocus="alert(1)" autofocus="', "</svg><iframe>", "&lt;b&gt;", "javascript:alert(1)", "]]>",
]


def renamed(value: Any, old: str, new: str) -> Any:
    """A record with a name replaced wherever it stands."""
    if isinstance(value, str):
        return value.replace(old, new)
    if isinstance(value, Mapping):
        return {renamed(key, old, new): renamed(entry, old, new) for key, entry in value.items()}
    if isinstance(value, Steps):
        return Steps.of([renamed(step._replace(locate=None), old, new) for step in value])
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(renamed(entry, old, new) for entry in value))
    return tuple(renamed(entry, old, new) for entry in value) if isinstance(value, Sequence) else value
