"""A gradient by every way there is, against one another: sweeps, complex steps, differences, frameworks."""
