"""SymPy, imported by those who ask for exact numbers. It never sees a text: its numbers are made of whole ones."""

from __future__ import annotations

from functools import cache
from typing import Any

from ...errors import AdtraceError


@cache
def library() -> Any:
    """SymPy. Raises AdtraceError naming the extra where it is not installed."""
    try:
        import sympy
    except ImportError:
        hint = "install it with: pip install 'adtrace[exact]'"
        raise AdtraceError("exact numbers need SymPy", hint=hint) from None
    return sympy
