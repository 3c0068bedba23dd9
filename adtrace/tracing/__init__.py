"""Python functions to programs: a function written with NumPy is run on tracing values, which write it down."""
