"""The irrational numbers that stand in rules as floats, and what each is in any mathematics.

Exact numbers look them up here, so that a slope such as y*LN2 stays exact; by their sizes, the sign apart.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from .elementary import LN2, LN10
from .neural import ROOT2, ROOT_2PI, TANH_SCALE
from .special import ERF_SLOPE

IRRATIONAL: Mapping[float, Callable[[Any], Any]] = {
    math.pi: lambda m: m.pi,
    LN2: lambda m: m.log(2),
    LN10: lambda m: m.log(10),
    ROOT2: lambda m: m.sqrt(2),
    ROOT_2PI: lambda m: m.sqrt(2*m.pi),
    ERF_SLOPE: lambda m: 2/m.sqrt(m.pi),
    TANH_SCALE: lambda m: m.sqrt(2/m.pi),
    2*TANH_SCALE: lambda m: 2*m.sqrt(2/m.pi),
}
