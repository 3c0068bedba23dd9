"""Characters that stand for what plain text cannot say, and the shape of a name."""

from __future__ import annotations

import re

SUB = "\ue000"
"""In front of what stands below a letter."""

NEXT = "\ue002"
"""Between two entries of a matrix, and between two rows."""

SPAN = "\ue003"
"""In front of a cell that spans several columns of LaTeX, and behind their number."""

BAR, LINE, DOT = "\u0304", "\u0305", "\u0307"
"""Combining marks: two of them are bars."""

NAME = re.compile(rf"[^\W\d](?:[\w\u0300-\u036f]|{SUB}-?\w*(?:,\w+)*)*'*")
"""A name with marks over it and what stands below it."""
