"""Claimed formulas and identities, judged at the given point and at many random ones."""
