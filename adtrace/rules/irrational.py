"""The irrational numbers that stand in rules as floats, and what each is in any mathematics: by their sizes."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

IRRATIONAL: Mapping[float, Callable[[Any], Any]] = {math.pi: lambda m: m.pi}
