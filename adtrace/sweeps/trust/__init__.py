"""How many digits of a sweep's results can be trusted: rounding followed to first order, and moved at random."""
