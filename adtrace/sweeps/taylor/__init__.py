"""Taylor arithmetic: the rows of the table, run on truncated power series."""
