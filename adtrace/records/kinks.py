"""Names of conventions for the slope at a kink that are no framework's."""

LEAST_NORM = "least-norm"
"""That of the table of operators: the slope of least norm among those that meet."""
LEFT, RIGHT = "left", "right"
"""The slopes of one side."""
ERROR = "error"
"""None: at a kink there is no derivative."""
