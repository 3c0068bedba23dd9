"""The data of the tests; tests/data/README.md says where they come from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


def lines(name: str) -> list[dict[str, Any]]:
    """The records of a .jsonl file."""
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").split("\n") if line]


GOLDENS: dict[str, dict[str, Any]] = json.loads((DATA / "goldens.json").read_text(encoding="utf-8"))
CORPUS = lines("dev_sample.jsonl")
