"""Several operations shown as one step: a statement, or the call of a function.

The sweeps run over the operations as ever; a fold is a way to record what they found. Its numbers are those that the
operations inside it pass on to one another, and its printed rule is theirs, run on formulas.
"""
