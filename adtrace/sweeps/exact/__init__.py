"""The same sweeps in exact numbers: rationals, pi, e, roots, and the elementary functions of them.

A row's `reference` is its definition: it is run on exact numbers here, and derivatives are those of `symbolic`.
What has no exact form, or none that is short, is a float from there on, and says why.
"""
