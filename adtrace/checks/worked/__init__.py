"""Judging a derivation that was worked by hand, entry by entry: right, rounded, carried or wrong, and why."""
