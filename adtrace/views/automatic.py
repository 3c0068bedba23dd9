"""Which names of steps are the program's, and which adtrace gave."""

from __future__ import annotations

import re

from ..records import Step

AUTOMATIC = re.compile(r"([wvus])([1-9][0-9]*)")
"""Names that adtrace gives: a letter and the step's number."""


def is_automatic(step: Step) -> bool:
    """Whether adtrace named this step."""
    found = AUTOMATIC.fullmatch(step.name)
    return found is not None and step.role == "step" and int(found[2]) == step.number
